// One view of a film: the picture at the present instant, its sentence, and what each number is made of.

const NEAR = 16; // pixels from a number within which pointing means it

const node = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};
const place = (element, [left, top, right, bottom]) =>
  Object.assign(element.style, {
    left: `${100 * left}%`, top: `${100 * top}%`, width: `${100 * (right - left)}%`, height: `${100 * (bottom - top)}%`,
  });
const middle = ({ box: [left, top, right, bottom] }) => [(left + right) / 2, (top + bottom) / 2];
const area = ({ box: [left, top, right, bottom] }) => (right - left) * (bottom - top);
const within = ({ box: [left, top, right, bottom] }, x, y) => left <= x && x <= right && top <= y && y <= bottom;

// ---- One view ----------------------------------------------------------------------------------------------------
const HINT = "Point at a number to see what it is made of. With keys: Enter, then the arrows; Escape ends.";

const view = (film, model, el) => {
  const picture = node("div", { class: "rnn-stage", tabindex: "0", role: "group", "aria-label": "picture; Enter asks its numbers" });
  const frames = node("div", { class: "rnn-frames", "aria-hidden": "true" });
  const sentence = node("div", { class: "rnn-sentence", role: "status" });
  const words = node("div", { role: "status" }); // of the number that is asked
  const hint = node("div", { class: "rnn-hint" });
  const asked = node("div", { class: "rnn-asked" }, words, hint);
  const rows = node("tbody", {});
  const head = node("tr", {}, ...["number", "made of", "value"].map((text) => node("th", { scope: "col" }, text)));
  const inside = node("table", {}, node("thead", {}, head), rows);
  const table = node("div", { class: "rnn-table", tabindex: "0", role: "group", "aria-label": "table of numbers" }, inside);
  const details = node("details", { class: "rnn-numbers", "aria-label": "numbers of the picture" }, node("summary", {}, "numbers"), table);
  const images = new WeakMap(); // frame -> <img>
  let image = node("img", { class: "rnn-picture", alt: "" });
  let shown = null; // the frame that is on the screen
  let pinned = null; // the number that was asked and stays asked, by its name or its place
  let late = 0;
  const sheet = node("div", { class: "rnn-sheet" }, image, frames);
  picture.append(sheet);
  el.append(node("figure", { class: "rnn-figure" }, picture, sentence, asked, details));

  const imageOf = (frame) => {
    if (!images.has(frame)) {
      const made = node("img", { class: "rnn-picture" });
      made.style.width = `${model.get("width")}px`;
      made.decoding = "sync";
      made.draggable = false;
      made.src = frame.url;
      images.set(frame, made);
      made.ready = made.decode().then(() => true, () => false); // decoded now, and not when it is to be shown
    }
    return images.get(frame);
  };

  // Picture and sentence change together.
  const put = (frame, made) => {
    clearTimeout(late);
    picture.classList.remove("rnn-late");
    if (made !== image) {
      sheet.replaceChild(made, image);
      image = made;
    }
    shown = frame;
    Object.assign(picture.dataset, { t: frame.t, version: film.version });
    speak();
    ask(pinned, Boolean(pinned), "off");
    if (details.open) tabulate();
  };
  const speak = () => {
    const wrong = film.warning || model.get("problem");
    const problem = wrong || shown?.problem || "";
    const text = problem || shown?.sentence || "";
    // Of a play the last sentence is said, and of a move the one of the instant where the slider stands; at once what is wrong.
    const live = (film.playing && !wrong) || (!problem && shown?.t !== film.t) ? "off" : "polite";
    const unsaid = live === "polite" && sentence.getAttribute("aria-live") === "off";
    sentence.setAttribute("aria-live", live);
    if (unsaid || sentence.textContent !== text) sentence.textContent = text;
    sentence.classList.toggle("rnn-problem", problem !== "");
    image.alt = shown?.sentence ?? "";
  };
  const show = () => {
    for (const frame of film.frames.values()) imageOf(frame);
    picture.dataset.frames = [...film.frames.values()].filter((frame) => frame.numbers).length;
    const frame = film.frames.get(film.t) ?? (film.frames.has(shown?.t) ? null : film.latest);
    if (!frame) {
      late ||= setTimeout(() => picture.classList.add("rnn-late"), 400); // its picture is still to come
      if (film.warning) speak();
      return;
    }
    const made = imageOf(frame);
    if (made.complete && made.naturalWidth) put(frame, made);
    else made.ready.then((good) => good && (film.frames.get(film.t) ?? film.latest) === frame && put(frame, made));
  };

  // ---- Asking a number -------------------------------------------------------------------------------------------
  const same = (number, other) => other && (number.place === other.place || (number.name && number.name === other.name));
  const ask = (number, pin = Boolean(pinned), live = "polite") => {
    const numbers = film.numbers(shown);
    const again = number && (numbers.find((each) => each.place === number.place) ?? numbers.find((each) => same(each, number)));
    const found = again ?? (number ? nearest(numbers, ...middle(number)) : null);
    if (pin) pinned = found ?? null;
    const parts = found ? numbers.filter((each) => found.parts.includes(each.name) && each !== found) : [];
    frames.replaceChildren(
      ...parts.map((each) => framed("rnn-part", each)),
      ...(found ? [framed("rnn-number", found)] : []),
    );
    const text = found?.words ?? "";
    if (words.textContent !== text) {
      words.setAttribute("aria-live", live);
      words.textContent = text;
    }
    hint.textContent = !found && numbers.length ? HINT : "";
    return found;
  };
  const framed = (kind, number) => {
    const made = node("div", { class: kind });
    place(made, number.box);
    return made;
  };
  const nearest = (numbers, x, y) => {
    const { width, height } = image.getBoundingClientRect();
    const far = (number) => {
      const [a, b] = middle(number);
      return Math.hypot((a - x) * width, (b - y) * height);
    };
    return numbers.reduce((best, each) => (!best || far(each) < far(best) ? each : best), null);
  };
  // All numbers that a pointer means: those under it, the smallest first, or else the nearest.
  const under = (event) => {
    const { left, top, width, height } = image.getBoundingClientRect();
    const [x, y] = [(event.clientX - left) / width, (event.clientY - top) / height];
    const numbers = film.numbers(shown);
    const inside = numbers.filter((each) => within(each, x, y)).sort((a, b) => area(a) - area(b));
    if (inside.length) return inside;
    const near = nearest(numbers, x, y);
    const [a, b] = near ? middle(near) : [9, 9];
    return Math.hypot((a - x) * width, (b - y) * height) <= NEAR ? [near] : [];
  };
  const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const walk = ([dx, dy]) => {
    const { width, height } = image.getBoundingClientRect();
    const [x, y] = middle(pinned);
    const cost = (number) => {
      const [a, b] = [(middle(number)[0] - x) * width, (middle(number)[1] - y) * height];
      const along = a * dx + b * dy;
      return along < 1 ? Infinity : along + 3 * Math.abs(a * dy + b * dx);
    };
    const numbers = film.numbers(shown).filter((each) => each.place !== pinned.place);
    const next = numbers.reduce((best, each) => (cost(each) < cost(best ?? each) || !best ? each : best), null);
    if (next && cost(next) < Infinity) ask(next, true);
  };
  const step = (numbers, by) => {
    const at = numbers.findIndex((each) => each.place === pinned?.place);
    return numbers[(at + by + numbers.length) % numbers.length];
  };
  const end = () => {
    pinned = null;
    ask(null, true);
  };
  const onKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const numbers = film.numbers(shown);
    const { key } = event;
    if (!pinned && key === "Enter" && numbers.length) ask(numbers[0], true);
    else if (!pinned) return;
    else if (key === "Escape") end();
    else if (key in DIRECTIONS) walk(DIRECTIONS[key]);
    else if (key === "Home" || key === "End") ask(numbers.at(key === "Home" ? 0 : -1), true);
    else if (key === "PageDown" || key === "PageUp") ask(step(numbers, key === "PageDown" ? 1 : -1), true);
    else return;
    event.preventDefault();
  };
  const tabulate = () => {
    const cells = (words) => {
      const [name, ...rest] = words.split(" = ");
      return [name, rest.slice(0, -1).join(" = "), rest.at(-1) ?? ""];
    };
    const row = ({ words }) => node("tr", {}, ...cells(words).map((text) => node("td", {}, text)));
    rows.replaceChildren(...film.numbers(shown).map(row));
  };
  const listen = (target, handlers) => {
    for (const [type, handler] of Object.entries(handlers)) target.addEventListener(type, handler);
  };
  listen(picture, {
    keydown: onKey,
    pointermove: (event) => pinned || ask(under(event)[0], false),
    pointerleave: () => pinned || ask(null, false),
    click: (event) => {
      picture.focus({ preventScroll: true });
      const numbers = under(event); // a second click asks the next one that lies there
      if (numbers.length) ask(numbers[(numbers.findIndex((each) => each.place === pinned?.place) + 1) % numbers.length], true);
      else end();
    },
    blur: end,
  });
  listen(details, { toggle: tabulate });

  picture.film = film; // to be looked into
  film.watchers.add(show);
  show();
  const leave = manners(el);
  return () => {
    leave();
    clearTimeout(late);
    film.watchers.delete(show);
  };
};
