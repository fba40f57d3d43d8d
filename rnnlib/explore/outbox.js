// What was put into the cells of one matrix on this page, until Python has read it. Each letter holds all of that, so
// nothing is lost if letters are merged on their way, or if one is never answered; Python takes what it has not yet seen.
export const makeOutbox = (model) => {
  const page = Math.random().toString(36).slice(2);
  // {n, row, col, text, shape} and what the text means, number or problem: for each cell the last number under
  // "row,col", and what is no number and came after it under "row,col,text".
  const edits = new Map();
  let n = 0;

  const shape = () => [model.get("rows").length, model.get("columns").length];
  const waits = (edit) => edit?.n > (model.get("answered")[page] ?? 0) && String(edit.shape) === String(shape());
  const waiting = (key) => (waits(edits.get(key)) ? edits.get(key) : undefined);

  return {
    // What was put into a cell last.
    at: (row, col) => waiting(`${row},${col},text`) ?? waiting(`${row},${col}`),
    // The last number of a cell, whatever was typed over it.
    number: (row, col) => waiting(`${row},${col}`)?.number,
    // Each change is [row, col, text]; the text null takes back a text that was refused.
    put: (...changes) => {
      for (const [row, col, given] of changes) {
        const text = given === null ? null : whole(given);
        const meaning = text === null ? {} : parseNumber(text);
        const [number, other] = [`${row},${col}`, `${row},${col},text`];
        const key = "number" in meaning ? number : other;
        for (const gone of [key, other]) edits.delete(gone); // the newest comes last
        edits.set(key, { n: ++n, row, col, text, shape: shape(), ...meaning });
      }
      const letter = [...edits.values()].filter(waits).map(({ n, row, col, text }) => ({ n, row, col, text }));
      model.set("typed", { page, shape: shape(), edits: letter });
      model.save_changes();
    },
  };
};
