// What a learner who types a number means: the rules and the words of number.py.

const LARGEST = 1000;
const TYPE = "Type a number such as 0.5, -1.2 or 1/2";
const NUMBER = /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i;
const THOUSANDS = /^[-+]?[1-9]\d{0,2},\d{3}$/; // 1,250: is it 1.250 or 1250?
const INFINITE = /^[-+]?(inf(inity)?|∞)$/i;

// The digits of each script stand in a row, from 0 to 9.
const digit = (letter) => {
  const code = letter.codePointAt(0);
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return before % 10;
};
const plainly = (text) =>
  text
    .replace(/(?!\d)\p{Nd}/gu, digit)
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[−–—]/g, "-")
    .trim();

// No message can carry half a letter.
const whole = (text) => text.replace(/\p{Cs}/gu, "�");
const quoted = (text) => {
  const words = [...whole(text).trim().split(/\s+/).join(" ")];
  return words.length <= 24 ? `'${words.join("")}'` : `'${words.slice(0, 23).join("")}…'`;
};

// {number} or {problem: a sentence that says what to type}
export const parseNumber = (text) => {
  const plain = plainly(text);
  if (!plain) return { problem: `${TYPE} (Escape brings the old one back).` };
  if (THOUSANDS.test(plain)) {
    const either = `${plain.replace(",", ".")} or ${plain.replace(",", "")}`;
    return { problem: `Type ${either}, since ${quoted(text)} can be read as either.` };
  }
  if (!INFINITE.test(plain)) {
    const parts = plain.replaceAll(",", ".").split("/").map((part) => part.trim());
    if (parts.length > 2 || !parts.every((part) => NUMBER.test(part))) {
      return { problem: `${TYPE} instead of ${quoted(text)}.` };
    }
    const [top, bottom] = [Number(parts[0]), Number(parts[1] ?? 1)];
    if (bottom === 0) return { problem: `${TYPE}, since ${quoted(text)} divides by zero.` };
    if (Math.abs(top / bottom) <= LARGEST) return { number: top / bottom + 0 }; // + 0 makes 0 of -0
  }
  return { problem: `Type a number from ${-LARGEST} to ${LARGEST} instead of ${quoted(text)}.` };
};
