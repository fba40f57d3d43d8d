// A matrix as a grid of cells that can be dragged, moved with keys, and typed into. The numbers are those of the model,
// and over them what the outbox still has to tell Python.

const KEYS =
  "Drag an entry, or use the keys: ↑ ↓ change it (with Shift, or Page Up and Page Down, by ten steps; " +
  "Home and End go to the limits), ← → go to the next entry (with Ctrl, all four arrows), " +
  "a digit or Enter starts typing, Enter ends it, Escape takes it back.";

// The map of the pictures: blue is negative, white is zero, orange is positive.
const SIGNED = [[8, 81, 156], [107, 174, 214], [255, 255, 255], [253, 174, 97], [179, 88, 6]];
const PIXELS_PER_STEP = 4;
const CLICK = 3; // a pointer that moves fewer pixels than this only selects

const node = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

// W_xu as W with its index set lower; never parsed as HTML.
const spell = (name) => {
  const [stem, ...index] = name.split("_");
  return stem && index.length ? [stem, node("sub", {}, index.join("_"))] : [name];
};

const clamp = (x, low, high) => Math.min(Math.max(x, low), high);
const tidy = (x) => Number(x.toFixed(10)); // 0.1 + 0.2 is 0.3
const exact = (x) => String(Number(x.toPrecision(6)));
const short = (x) => {
  const size = Math.abs(x);
  const text = x.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
  return Number(text) === 0 ? text.replace("-", "") : text;
};

const colours = (x, limit) => {
  const place = 2 + 2 * clamp(x / limit, -1, 1);
  const left = Math.min(Math.floor(place), 3);
  const rgb = SIGNED[left].map((from, i) => Math.round(from + (place - left) * (SIGNED[left + 1][i] - from)));
  const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return [`rgb(${rgb.join(", ")})`, luminance > 0.179 ? "#000" : "#fff"]; // the ink with the larger contrast
};

const render = (model, el, outbox) => {
  const id = `rnn-matrix-${Math.random().toString(36).slice(2)}`;
  const heading = node("div", { class: "heading", title: KEYS });
  const hint = node("div", { id: `${id}-keys`, hidden: "" }, KEYS);
  const grid = node("div", { class: "grid", role: "group", "aria-describedby": `${id}-keys` });
  const slider = node("input", { type: "range", tabindex: "-1" }); // for the pointer: keys move the entry itself
  const entry = node("span", { class: "entry", "aria-hidden": "true" });
  const reading = node("span", { class: "number", "aria-hidden": "true" }); // the slider says it
  const line = node("div", { class: "line" }, entry, slider, reading);
  const buttons = node("div", { class: "buttons", role: "toolbar" });
  const bubble = node("div", { class: "bubble", id: `${id}-problem`, hidden: "" });
  const root = node("div", { class: "rnn-matrix", role: "group" }, heading, hint, grid, line, buttons, bubble);

  let cells = []; // rows of <input role=spinbutton>
  let drawn = ""; // what the cells were made for: shape and names
  let drag = null; // the cell under the pointer, while it is held down
  let editing = null; // the cell that is typed into
  let room = { key: "", size: 0 }; // how far the selected entry can go; a number typed beyond the limit widens it

  // ---- What is where -------------------------------------------------------------------------------------
  const at = (row, col) => {
    if (drag?.moved && same(drag, row, col)) return drag.value; // no echo fights the pointer
    return outbox.number(row, col) ?? model.get("value")[row][col];
  };
  const same = (a, row, col) => a && a.row === row && a.col === col;
  const draftOf = (row, col) => {
    const edit = outbox.at(row, col);
    if (edit) return edit.problem && edit;
    return model.get("drafts").find((draft) => same(draft, row, col));
  };
  const selected = () => {
    const [row, col] = model.get("selected");
    return [Math.min(row, cells.length - 1), Math.min(col, cells[0].length - 1)];
  };
  const place = (input) => [Number(input.dataset.row), Number(input.dataset.col)];
  const isTable = () => /^[a-z]{2,}/i.test(model.get("label")); // "scores": its numbers lead from nowhere to nowhere
  const name = (row, col) => {
    const [to, from] = [model.get("rows")[row], model.get("columns")[col]];
    if (isTable()) return `${model.get("label")} ${to}${from ? `, ${from}` : ""}`;
    const ends = [["to", to], ["from", from]].filter(([, end]) => end);
    return [model.get("label"), ...ends.map(([word, end]) => (end.startsWith(`${word} `) ? end : `${word} ${end}`))].join(" ").trim();
  };

  // ---- To Python -----------------------------------------------------------------------------------------
  const change = (row, col, number) => outbox.put([row, col, String(number)]);
  const nudge = (row, col, steps) => {
    const old = at(row, col);
    change(row, col, tidy(clamp(old + steps * model.get("step"), -room.size, room.size)));
  };
  const fill = (value) => {
    room.key = "";
    outbox.put(...value.flatMap((line, row) => line.map((number, col) => [row, col, String(number)])));
  };
  const select = (row, col) => {
    model.set("selected", [row, col]);
    model.save_changes();
  };

  // ---- Drawing -------------------------------------------------------------------------------------------
  const build = () => {
    const [value, rows, columns, label] = ["value", "rows", "columns", "label"].map((key) => model.get(key));
    const presets = Object.keys(model.get("presets"));
    const wanted = JSON.stringify([value.length, value[0].length, rows, columns, label, presets]);
    if (wanted === drawn) return;
    drawn = wanted;
    const focused = grid.contains(document.activeElement);
    drag = editing = null;
    room.key = "";

    const named = columns.some(Boolean);
    root.setAttribute("aria-label", `matrix ${label}`.trim());
    grid.setAttribute("aria-label", `entries of ${label || "the matrix"}`);
    buttons.setAttribute("aria-label", `all entries of ${label || "the matrix"}`);
    const direction = node("span", { class: "direction" }, "to ↓ from →");
    const both = named && !isTable() && value.length * value[0].length > 1;
    const help = node("span", { class: "help", "aria-hidden": "true" }, "?");
    heading.replaceChildren(node("b", {}, ...spell(label)), ...(both ? [direction] : []), help);
    cells = value.map((line, row) =>
      line.map((_, col) =>
        node("input", {
          type: "text", role: "spinbutton", autocomplete: "off", spellcheck: "false", inputmode: "none",
          "data-row": row, "data-col": col, "aria-label": name(row, col), title: name(row, col),
        }),
      ),
    );
    grid.style.setProperty("--columns", columns.length);
    const title = (kind, text) => node("div", { class: kind, "aria-hidden": "true", title: text }, ...spell(text));
    grid.replaceChildren(
      ...(named ? [node("div", { class: "corner", "aria-hidden": "true" }), ...columns.map((text) => title("column", text))] : []),
      ...cells.flatMap((line, row) => [
        title("row", rows[row]),
        ...line.map((input, col) => node("div", { class: col === line.length - 1 ? "cell last" : "cell" }, input)),
      ]),
    );
    const button = (text, press) => {
      const made = node("button", { type: "button" }, text);
      made.addEventListener("click", press);
      return made;
    };
    buttons.replaceChildren(
      ...presets.map((text) => button(text, () => fill(model.get("presets")[text]))),
      button("reset", () => fill(model.get("initial"))),
    );
    onlyStop(buttons.firstChild, buttons.children);
    if (focused) {
      const [row, col] = selected();
      cells[row][col].focus();
    }
  };

  const paintCell = (input) => {
    const [row, col] = place(input);
    const number = at(row, col);
    const draft = draftOf(row, col);
    const chosen = String(selected()) === `${row},${col}`;
    const typing = same(editing, row, col);
    const limit = chosen ? room.size : Math.max(model.get("limit"), Math.abs(number));
    const text = draft?.text ?? short(number);
    const [paper, ink] = colours(number, model.get("limit"));

    if (!typing && input.value !== text) input.value = text;
    input.tabIndex = chosen ? 0 : -1;
    input.classList.toggle("selected", chosen);
    input.classList.toggle("typing", typing);
    input.style.backgroundColor = typing || draft ? "" : paper;
    input.style.color = typing || draft ? "" : ink;
    const aria = {
      "aria-valuenow": number, "aria-valuemin": -limit, "aria-valuemax": limit,
      "aria-valuetext": draft ? draft.text : exact(number), "aria-invalid": Boolean(draft),
    };
    for (const [key, value] of Object.entries(aria)) input.setAttribute(key, value);
    input.title = draft?.problem ?? name(row, col);
    if (draft) input.setAttribute("aria-describedby", bubble.id);
    else input.removeAttribute("aria-describedby");
  };

  const paint = () => {
    const [row, col] = selected();
    const number = at(row, col);
    const key = `${row},${col}`;
    room = { key, size: Math.max(room.key === key ? room.size : 0, model.get("limit"), Math.abs(number)) };
    cells.flat().forEach(paintCell);
    Object.assign(slider, { min: -room.size, max: room.size, step: model.get("step") });
    slider.value = number;
    slider.setAttribute("aria-label", `slider of ${name(row, col)}`);
    slider.setAttribute("aria-valuetext", exact(number));
    const [to, from] = [model.get("rows")[row], model.get("columns")[col]];
    const [here, there] = [to.replace(/^to /, ""), from.replace(/^from /, "")]; // the arrow says that
    entry.replaceChildren(...spell(here), ...(from ? [isTable() ? ", " : " ← ", ...spell(there)] : []));
    reading.textContent = Number(number.toFixed(3));
    mend();
  };

  // A refused text is typed on as soon as its cell has the focus, with the sentence beside it.
  const mend = () => {
    const input = document.activeElement;
    const [row, col] = grid.contains(input) ? place(input) : [-1, -1];
    const draft = row < 0 ? undefined : draftOf(row, col);
    const untouched = editing?.refused && editing.input.value === editing.opened;
    if (untouched && draft?.text !== editing.opened) stop(); // it was mended elsewhere
    if (draft && !editing) open(input, draft.text, draft.text, true);
    bubble.hidden = !draft;
    if (!draft) return;
    bubble.textContent = draft.problem;
    const [outer, inner] = [root.getBoundingClientRect(), input.getBoundingClientRect()];
    const below = inner.bottom - outer.top + 5;
    const fits = below + bubble.offsetHeight <= outer.height || inner.top - outer.top < bubble.offsetHeight + 5;
    bubble.style.top = `${fits ? below : inner.top - outer.top - bubble.offsetHeight - 5}px`;
    bubble.style.left = `${clamp(inner.left - outer.left - 20, 0, Math.max(0, outer.width - bubble.offsetWidth))}px`;
  };

  // ---- Typing --------------------------------------------------------------------------------------------
  const open = (input, text, opened, refused = false) => {
    const [row, col] = place(input);
    editing = { row, col, opened, refused, input };
    input.inputMode = "decimal";
    input.value = text;
    input.setSelectionRange(text.length, text.length);
    paintCell(input);
  };
  const openNumber = (input) => {
    const text = exact(at(...place(input)));
    open(input, text, text);
    input.select();
  };
  const stop = () => {
    const { input } = editing;
    editing = null;
    input.inputMode = "none";
    paintCell(input);
  };
  const close = (keep) => {
    const { row, col, opened, input } = editing;
    const text = input.value;
    stop();
    if (keep && text !== opened) outbox.put([row, col, text]);
    else if (!keep && draftOf(row, col)) outbox.put([row, col, null]);
    else paint();
  };

  // ---- Events --------------------------------------------------------------------------------------------
  const cellOf = (event) => event.target.closest?.("input[role=spinbutton]");
  const go = (row, col) => cells[row]?.[col]?.focus();
  const walk = (row, col, by) => {
    const width = cells[0].length;
    const next = (row * width + col + by + cells.length * width) % (cells.length * width);
    go(Math.floor(next / width), next % width);
  };

  const onKey = (event) => {
    const input = cellOf(event);
    if (!input || event.isComposing) return;
    const { key, shiftKey } = event;
    const control = event.ctrlKey || event.metaKey;
    const [row, col] = place(input);
    if (editing) {
      if (key === "Enter") close(true);
      else if (key === "Escape") close(false);
      else return;
      event.preventDefault();
      return;
    }
    const moves = control
      ? { ArrowUp: () => go(row - 1, col), ArrowDown: () => go(row + 1, col), ArrowLeft: () => go(row, col - 1), ArrowRight: () => go(row, col + 1) }
      : {
          ArrowUp: () => nudge(row, col, shiftKey ? 10 : 1),
          ArrowDown: () => nudge(row, col, shiftKey ? -10 : -1),
          PageUp: () => nudge(row, col, 10),
          PageDown: () => nudge(row, col, -10),
          Home: () => change(row, col, -model.get("limit")),
          End: () => change(row, col, model.get("limit")),
          ArrowLeft: () => walk(row, col, -1),
          ArrowRight: () => walk(row, col, 1),
          Enter: () => openNumber(input),
          F2: () => openNumber(input),
          Backspace: () => open(input, "", exact(at(row, col))),
          Delete: () => open(input, "", exact(at(row, col))),
          Escape: () => drag && letGo(true),
        };
    if (event.altKey || (key === "Enter" && (shiftKey || control))) return;
    if (moves[key]) {
      moves[key]();
      event.preventDefault();
    } else if (!control && /^[-+.,−\d]$/.test(key)) {
      open(input, "", exact(at(row, col))); // and the browser writes the character
    } else if (control && key.toLowerCase() === "z") {
      event.preventDefault(); // nothing to undo in a cell that is not typed into
    }
  };

  // JupyterLab listens above us: x would cut the cell. Saving and running remain.
  const onAnyKey = (event) => {
    const save = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    const run = event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
    if (!save && !run) event.stopPropagation();
  };

  const onDown = (event) => {
    const input = cellOf(event);
    if (!input || event.button !== 0 || !event.isPrimary) return;
    const [row, col] = place(input);
    if (same(editing, row, col)) return;
    input.focus({ preventScroll: true });
    if (editing) return; // the focus opened a text that is to be mended
    drag = { row, col, x: event.clientX, y: event.clientY, steps: 0, start: at(row, col), moved: false, input, pointer: event.pointerId };
    drag.value = drag.start;
    input.setPointerCapture(event.pointerId);
  };
  const onMove = (event) => {
    if (drag?.pointer !== event.pointerId) return;
    const pixels = event.clientX - drag.x - (event.clientY - drag.y); // to the right and up is more
    if (!drag.moved && Math.abs(pixels) < CLICK) return;
    drag.moved = true;
    [drag.x, drag.y] = [event.clientX, event.clientY];
    drag.steps += (pixels / PIXELS_PER_STEP) * (event.shiftKey ? 0.1 : 1);
    const steps = event.shiftKey ? Math.round(drag.steps * 10) / 10 : Math.round(drag.steps);
    const value = tidy(clamp(drag.start + steps * model.get("step"), -room.size, room.size));
    if (value === drag.value) return;
    drag.value = value;
    change(drag.row, drag.col, value);
  };
  const letGo = (back) => {
    const { row, col, start, moved, input, pointer } = drag;
    drag = null;
    if (input.hasPointerCapture(pointer)) input.releasePointerCapture(pointer);
    if (back && moved) change(row, col, start);
    else paint();
  };

  const listen = (target, handlers) => {
    for (const [type, handler] of Object.entries(handlers)) target.addEventListener(type, handler);
  };
  listen(root, { keydown: onAnyKey });
  listen(grid, {
    keydown: onKey,
    pointerdown: onDown,
    pointermove: onMove,
    pointerup: (event) => drag?.pointer === event.pointerId && letGo(false),
    pointercancel: (event) => drag?.pointer === event.pointerId && letGo(false),
    dblclick: (event) => cellOf(event) && !editing && openNumber(cellOf(event)),
    mousedown: (event) => {
      const input = cellOf(event);
      if (!input) return;
      event.stopPropagation(); // Shift and a click would select cells of the notebook
      if (!same(editing, ...place(input))) event.preventDefault(); // no text selection
    },
    focusin: (event) => {
      if (cellOf(event)) select(...place(event.target));
      paint();
    },
    focusout: (event) => {
      // When the whole window loses the focus, the cell keeps it.
      if (editing?.input === event.target && document.activeElement !== event.target) close(true);
      else paint();
    },
    beforeinput: (event) => {
      if (!editing) event.preventDefault();
    },
    paste: (event) => {
      if (editing) return;
      event.preventDefault();
      const input = cellOf(event);
      open(input, event.clipboardData.getData("text").trim(), exact(at(...place(input))));
    },
    compositionstart: (event) => {
      if (!editing) open(event.target, "", exact(at(...place(event.target)))); // letters of an input method
    },
  });
  listen(buttons, {
    keydown: (event) => neighbour(event, [...buttons.children])?.focus(),
    focusin: (event) => onlyStop(event.target, buttons.children),
  });
  listen(slider, {
    input: () => {
      const [row, col] = selected();
      change(row, col, tidy(Number(slider.value)));
    },
  });

  // ---- From Python ---------------------------------------------------------------------------------------
  const follow = () => {
    build();
    const [row, col] = selected();
    if (grid.contains(document.activeElement) && !editing) go(row, col);
    paint();
  };
  // Many things may change with one message, and each is told apart: first of all, cells for every number.
  const show = () => (build(), paint());
  const shown = ["value", "rows", "columns", "label", "presets", "typed", "answered", "drafts", "limit", "step"];
  const heard = [...shown.map((key) => [`change:${key}`, show]), ["change:selected", follow]];
  for (const [event, handler] of heard) model.on(event, handler);

  el.append(root);
  show();
  return () => {
    for (const [event, handler] of heard) model.off(event, handler);
  };
};

export default () => {
  let outbox; // one for all views of a matrix
  return {
    initialize: ({ model }) => {
      outbox = makeOutbox(model);
    },
    render: ({ model, el }) => render(model, el, outbox),
  };
};
