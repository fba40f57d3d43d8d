// The picture of an explorer: it follows the time slider by itself, and says of each number what it is made of.

const IDLE = 150; // ms without a change before the pictures of other instants are asked for
const PATIENCE = 5000; // ms after which an answer is no longer expected
const ROOM = 16e6; // bytes of pictures that one explorer keeps in the page
const NEAR = 16; // pixels from a number within which pointing means it

// ---- The pictures of all instants, as far as they are in the page; one film for all views of an explorer ----------
class Film {
  constructor(model, slider) {
    Object.assign(this, { model, slider, frames: new Map(), table: [], bytes: 0, waiting: 0, timer: 0, room: ROOM });
    this.watchers = new Set();
    this.take();
  }

  get t() {
    return this.slider ? this.slider.get("value") : this.model.get("t");
  }

  // What the kernel drew last: a new version makes all other pictures worthless.
  take() {
    const [version, t, sentence, url] = ["version", "t", "sentence", "png"].map((name) => this.model.get(name));
    if (version !== this.version) {
      for (const frame of this.frames.values()) drop(frame);
      clearTimeout(this.waiting);
      Object.assign(this, { version, frames: new Map(), table: [], bytes: 0, waiting: 0 });
    }
    if (this.frames.get(t)?.url.startsWith("blob:")) return;
    this.latest = { t, url, sentence, problem: "", bytes: url.length, numbers: null };
    this.put(this.latest);
    this.changed();
    this.askSoon();
  }

  put(frame) {
    const before = this.frames.get(frame.t);
    if (before) {
      this.bytes -= before.bytes;
      drop(before);
    }
    this.frames.set(frame.t, frame);
    this.bytes += frame.bytes;
  }

  moved() {
    this.changed();
    if (this.frames.has(this.t)) this.askSoon();
    else this.ask();
  }

  changed() {
    for (const watcher of this.watchers) watcher();
  }

  // The nearest instants first, the next before the last; as many as there is room for.
  missing() {
    const [first, last, t] = [this.model.get("first"), this.model.get("last"), this.t];
    const order = Array.from({ length: last - first + 1 }, (_, k) => first + k);
    order.sort((a, b) => Math.abs(a - t) - Math.abs(b - t) || b - a);
    const mean = this.bytes / Math.max(this.frames.size, 1);
    return order.slice(0, Math.max(1, Math.floor(this.room / mean) - 1)).filter((each) => !this.frames.get(each)?.numbers);
  }

  askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), IDLE);
  }

  ask() {
    if (this.waiting || this.gone) return;
    const want = this.missing().slice(0, 8);
    if (!want.length) return;
    this.waiting = setTimeout(() => {
      this.waiting = 0;
    }, PATIENCE);
    this.model.send({ version: this.version, want, known: this.table.length });
  }

  hear({ version, frames, table, known }, pictures) {
    if (version !== this.version) return;
    clearTimeout(this.waiting);
    this.waiting = 0;
    if (known === this.table.length) this.table.push(...table);
    let next = 0;
    for (const { picture, ...frame } of frames) {
      if (!picture) {
        this.put({ ...this.latest, ...frame, bytes: 0 });
        continue;
      }
      const blob = new Blob([pictures[next++]], { type: "image/png" });
      this.put({ ...frame, url: URL.createObjectURL(blob), bytes: blob.size });
    }
    const far = [...this.frames.keys()].sort((a, b) => Math.abs(b - this.t) - Math.abs(a - this.t));
    for (const t of far) {
      if (this.bytes <= this.room) break;
      this.bytes -= this.frames.get(t).bytes;
      drop(this.frames.get(t));
      this.frames.delete(t);
    }
    this.changed();
    this.ask();
  }

  // What each number of a frame says: its box in parts of the picture, its words, its name, what it is made of.
  numbers(frame) {
    return (frame?.numbers ?? []).map((place) => {
      const [left, top, right, bottom, words, name, parts] = this.table[place];
      return { place, box: [left, top, right, bottom], words, name, parts };
    });
  }

  end() {
    this.gone = true;
    clearTimeout(this.timer);
    clearTimeout(this.waiting);
    for (const frame of this.frames.values()) drop(frame);
  }
}

const drop = (frame) => frame.url.startsWith("blob:") && URL.revokeObjectURL(frame.url);

// ---- Small helpers ---------------------------------------------------------------------------------------------
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

// JupyterLab listens above us, where a letter is a command. Saving, running and leaving remain.
const keepKeys = (event) => {
  const save = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
  const run = event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
  if (!save && !run) event.stopPropagation();
};

// ---- One view ----------------------------------------------------------------------------------------------------
const HINT = "Point at a number to see what it is made of. With keys: Enter, then the arrows; Escape ends.";

const view = (film, model, el) => {
  const picture = node("div", { class: "rnn-stage", tabindex: "0", role: "group", "aria-label": "picture; Enter asks its numbers" });
  const frames = node("div", { class: "rnn-frames", "aria-hidden": "true" });
  const sentence = node("div", { class: "rnn-sentence", role: "status" });
  const asked = node("div", { class: "rnn-asked", role: "status" });
  const rows = node("tbody", {});
  const head = node("tr", {}, ...["number", "made of", "value"].map((text) => node("th", { scope: "col" }, text)));
  const table = node("div", { class: "rnn-table", tabindex: "0" }, node("table", {}, node("thead", {}, head), rows));
  const details = node("details", { class: "rnn-numbers" }, node("summary", {}, "numbers"), table);
  const images = new WeakMap(); // frame -> <img>
  let image = node("img", { class: "rnn-picture", alt: "" });
  let shown = null; // the frame that is on the screen
  let pinned = null; // the number that was asked and stays asked, by its name or its place
  let late = 0;
  picture.append(image, frames);
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
      picture.replaceChild(made, image);
      image = made;
    }
    shown = frame;
    Object.assign(picture.dataset, { t: frame.t, version: film.version });
    speak();
    ask(pinned);
    if (details.open) tabulate();
  };
  const speak = () => {
    const problem = model.get("problem") || shown?.problem || "";
    const text = problem || shown?.sentence || "";
    if (sentence.textContent !== text) sentence.textContent = text;
    sentence.classList.toggle("rnn-problem", problem !== "");
    image.alt = shown?.sentence ?? "";
  };
  const show = () => {
    for (const frame of film.frames.values()) imageOf(frame);
    picture.dataset.frames = [...film.frames.values()].filter((frame) => frame.numbers).length;
    const frame = film.frames.get(film.t) ?? (film.frames.has(shown?.t) ? null : film.latest);
    if (!frame) {
      late ||= setTimeout(() => picture.classList.add("rnn-late"), 400); // its picture is still to come
      return;
    }
    const made = imageOf(frame);
    if (made.complete && made.naturalWidth) put(frame, made);
    else made.ready.then((good) => good && (film.frames.get(film.t) ?? film.latest) === frame && put(frame, made));
  };

  // ---- Asking a number -------------------------------------------------------------------------------------------
  const same = (number, other) => other && (number.place === other.place || (number.name && number.name === other.name));
  const ask = (number, pin = Boolean(pinned)) => {
    const numbers = film.numbers(shown);
    const again = number && (numbers.find((each) => each.place === number.place) ?? numbers.find((each) => same(each, number)));
    const found = again ?? (number ? nearest(numbers, ...middle(number)) : null);
    if (pin) pinned = found ?? null;
    const parts = found ? numbers.filter((each) => found.parts.includes(each.name) && each !== found) : [];
    frames.replaceChildren(
      ...parts.map((each) => framed("rnn-part", each)),
      ...(found ? [framed("rnn-number", found)] : []),
    );
    const text = found?.words ?? (numbers.length ? HINT : "");
    if (asked.textContent !== text) asked.textContent = text;
    asked.classList.toggle("rnn-hint", !found);
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
    keepKeys(event);
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
  listen(details, { toggle: tabulate, keydown: keepKeys });

  model.on("change:problem", speak);
  picture.film = film; // to be looked into
  film.watchers.add(show);
  show();
  return () => {
    clearTimeout(late);
    film.watchers.delete(show);
    model.off("change:problem", speak);
  };
};

export default () => {
  let film;
  return {
    async initialize({ model }) {
      const name = model.get("slider");
      const slider = name && (await model.widget_manager.get_model(name.slice("IPY_MODEL_".length)));
      film = new Film(model, slider);
      const [take, moved, hear] = [() => film.take(), () => film.moved(), (letter, buffers) => film.hear(letter, buffers)];
      model.on("change", take);
      model.on("msg:custom", hear);
      slider?.on("change:value", moved);
      return () => {
        film.end();
        model.off("change", take);
        model.off("msg:custom", hear);
        slider?.off("change:value", moved);
      };
    },
    render: ({ model, el }) => view(film, model, el),
  };
};
