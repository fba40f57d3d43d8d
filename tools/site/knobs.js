// The knobs of an explorer as plain controls. Each is {label, element, reset}; it calls move(knob, place) with the
// number of the place that it stands at.

let count = 0;
const fresh = () => `knob-${++count}`;
const startOf = (places) => places.findIndex(([, place]) => place === 0);

// A slider over places in a row, which says where it stands.
const slider = (label, places, start, moved) => {
  const id = fresh();
  const input = node("input", { type: "range", id, min: 0, max: places.length - 1, step: 1 });
  const reading = node("output", { for: id });
  const show = (at) => {
    input.value = at;
    reading.textContent = places[at][0];
    input.setAttribute("aria-valuetext", places[at][0]);
  };
  input.addEventListener("input", () => {
    show(Number(input.value));
    moved(places[input.value][1]);
  });
  show(start);
  return { element: node("div", { class: "slider" }, node("label", { for: id }, label), input, reading), show };
};

const line = ({ label, places }, moved) => {
  const { element, show } = slider(label, places, startOf(places), moved);
  return { element, reset: () => show(startOf(places)) };
};

const choice = ({ label, places }, moved) => {
  const name = fresh();
  const inputs = places.map(([, place]) => {
    const input = node("input", { type: "radio", name });
    input.addEventListener("change", () => moved(place));
    return input;
  });
  const reset = () => {
    inputs[startOf(places)].checked = true;
  };
  const labels = places.map(([text], k) => node("label", {}, inputs[k], node("span", {}, text)));
  const told = node("span", { class: "told" });
  reset();
  return { element: node("fieldset", { class: "choice" }, node("legend", {}, label), ...labels, told), reset, told };
};

const list = ({ label, places }, moved) => {
  const id = fresh();
  const select = node("select", { id }, ...places.map(([text]) => node("option", {}, text)));
  select.addEventListener("change", () => moved(places[select.selectedIndex][1]));
  const reset = () => {
    select.selectedIndex = startOf(places);
  };
  reset();
  return { element: node("div", { class: "list" }, node("label", { for: id }, label), select), reset };
};

const tick = ({ label, places }, moved) => {
  const input = node("input", { type: "checkbox" });
  input.addEventListener("change", () => moved(places[Number(input.checked)][1]));
  const reset = () => {
    input.checked = startOf(places) === 1;
  };
  reset();
  return { element: node("label", { class: "tick" }, input, node("span", {}, label)), reset };
};

// A matrix: choose an entry, and the slider below moves it; buttons put other numbers into all entries.
const matrix = ({ label, rows, columns, numbers, entries, presets }, moved) => {
  const name = fresh();
  const table = /^[a-z]{2,}/i.test(label); // "scores": its numbers lead from nowhere to nowhere
  const path = (row, col) => {
    const ends = [["to", rows[row]], ["from", columns[col]]].filter(([, name]) => name);
    if (table) return ends.map(([, name]) => name).join(", ");
    return ends.map(([word, name]) => (name.startsWith(`${word} `) ? name : `${word} ${name}`)).join(" ");
  };
  const startAt = ({ row, col, places }) => places.findIndex(([text]) => text === numbers[row][col]);
  const cells = numbers.map((each) => each.map((text) => node("span", {}, text)));
  const radios = new Map(entries.map((entry) => [`${entry.row},${entry.col}`, node("input", { type: "radio", name })]));
  const below = node("div", {});
  const write = (texts) => texts.forEach((each, row) => each.forEach((text, col) => {
    cells[row][col].textContent = text;
    cells[row][col].classList.toggle("moved", text !== numbers[row][col]);
    radios.get(`${row},${col}`)?.setAttribute("aria-label", `${label} ${path(row, col)}: ${text}`);
  }));
  const choose = (entry) => {
    const { row, col, places } = entry;
    radios.get(`${row},${col}`).checked = true;
    const { element } = slider(path(row, col), places, startAt(entry), (place) => {
      const text = places.find(([, each]) => each === place)[0];
      write(numbers.map((each, i) => each.map((number, j) => (i === row && j === col ? text : number))));
      moved(place);
    });
    below.replaceChildren(element);
  };
  const first = entries.find((entry) => entry.places[startAt(entry)][1] === 0);
  const reset = () => {
    write(numbers);
    choose(first);
  };
  for (const entry of entries) {
    radios.get(`${entry.row},${entry.col}`).addEventListener("change", () => {
      write(numbers);
      choose(entry);
      moved(entry.places[startAt(entry)][1]);
    });
  }
  const cell = (row, col) => {
    const radio = radios.get(`${row},${col}`);
    return node("td", {}, radio ? node("label", {}, radio, cells[row][col]) : cells[row][col]);
  };
  const head = columns.some(Boolean)
    ? [node("thead", {}, node("tr", {}, node("td", {}), ...columns.map((text) => node("th", { scope: "col" }, text))))]
    : [];
  const body = numbers.map((each, row) =>
    node("tr", {}, node("th", { scope: "row" }, rows[row]), ...each.map((_, col) => cell(row, col))),
  );
  const buttons = presets.map(([text, place, values]) => {
    const button = node("button", { type: "button" }, text);
    button.addEventListener("click", () => {
      choose(first);
      write(values);
      moved(place);
    });
    return button;
  });
  reset();
  const grid = node("table", {}, ...head, node("tbody", {}, ...body));
  const element = node(
    "fieldset", { class: "matrix" }, node("legend", {}, label), node("div", { class: "grid" }, grid), below,
    node("div", { class: "presets" }, ...buttons),
  );
  return { element, reset };
};

const KINDS = { slider: line, choice, list, tick, matrix };
const knob = (given, move) => {
  const made = KINDS[given.kind](given, (place) => move(made, place));
  return Object.assign(made, { name: given.name, label: given.label });
};
