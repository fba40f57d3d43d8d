// What was put into the cells of one matrix on this page, until Python has read it. Each letter holds all of that, so
// nothing is lost if letters are merged on their way, or if one is never answered; Python takes what it has not yet seen.
export const makeOutbox = (model) => {
  const page = Math.random().toString(36).slice(2);
  const edits = new Map(); // "row,col" -> {n, row, col, text, shape} and what the text means: number or problem
  let n = 0;

  const shape = () => [model.get("rows").length, model.get("columns").length];
  const waits = (edit) => edit?.n > (model.get("answered")[page] ?? 0) && String(edit.shape) === String(shape());

  return {
    at: (row, col) => {
      const edit = edits.get(`${row},${col}`);
      return waits(edit) ? edit : undefined;
    },
    // Each change is [row, col, text]; the text null takes back a text that was refused.
    put: (...changes) => {
      for (const [row, col, given] of changes) {
        const text = given === null ? null : whole(given);
        const meaning = text === null ? {} : parseNumber(text);
        edits.delete(`${row},${col}`); // the newest comes last
        edits.set(`${row},${col}`, { n: ++n, row, col, text, shape: shape(), ...meaning });
      }
      const letter = [...edits.values()].filter(waits).map(({ n, row, col, text }) => ({ n, row, col, text }));
      model.set("typed", { page, shape: shape(), edits: letter });
      model.save_changes();
    },
  };
};
