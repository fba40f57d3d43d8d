// Questions and explorers come alive in the places where their data stand.

const MORE = "Here one knob at a time moves away from its start. To move everything together, ";
const TRAIN = "Here nothing learns. To train it, to move everything together, ";

const question = (el) => {
  const { key, ...data } = JSON.parse(el.querySelector("script").textContent);
  const watchers = new Map();
  const state = { ...data, chosen: remembered(key) };
  const model = {
    get: (name) => state[name],
    set: (name, value) => {
      state[name] = value;
      watchers.get(`change:${name}`)?.();
    },
    save_changes: () => remember(key, state.chosen),
    on: (event, handler) => watchers.set(event, handler),
    off: (event) => watchers.delete(event),
  };
  el.replaceChildren();
  predict.render({ model, el });
};

// Time: a slider, and a button that plays.
const clock = (reel, { label, interval }) => {
  const input = node("input", { type: "range", id: fresh(), step: 1 });
  const reading = node("output", { for: input.id });
  const play = node("button", { type: "button", class: "play" });
  let timer = 0;
  const show = () => {
    Object.assign(input, { min: reel.first, max: reel.last, value: reel.t });
    reading.textContent = reel.t;
    play.textContent = timer ? "⏸ pause" : "▶ play";
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    reel.play(false);
  };
  const step = () => {
    if (reel.t < reel.last) reel.moveTo(reel.t + 1);
    if (reel.t >= reel.last) stop();
  };
  play.addEventListener("click", () => {
    if (timer) return stop();
    timer = setInterval(step, interval);
    reel.play(true);
    if (reel.t >= reel.last) reel.moveTo(reel.first);
  });
  input.addEventListener("input", () => reel.moveTo(Number(input.value)));
  reel.watchers.add(show);
  show();
  const element = node("div", { class: "slider time" }, play, node("label", { for: input.id }, label), input, reading);
  return { element, stop };
};

const explorer = (el) => {
  const begin = JSON.parse(el.querySelector("script").textContent);
  const reel = new Reel(begin, el.querySelector("img").src);
  const model = { get: (name) => ({ width: begin.width, problem: reel.problem })[name], on: () => {}, off: () => {} };
  const note = node("p", { class: "note", role: "status" });
  const more = node("p", { class: "note" }, begin.trains ? TRAIN : MORE, node("a", { href: "index.html#jupyterlab" }, "open this lesson in JupyterLab"), ".");
  let away = null; // the knob that is not at its start
  const move = (moved, place) => {
    const back = away && away !== moved ? away : null;
    back?.reset();
    if (back) note.textContent = `${back.label} is back at its start: one knob moves at a time.`;
    away = moved;
    reel.go(place);
  };
  const knobs = begin.knobs.map((given) => knob(given, move));
  const stage = node("div", { class: "stage", style: `--wide: ${begin.width}px` });
  const time = begin.time && clock(reel, begin.time);
  const reset = node("button", { type: "button" }, "reset");
  reset.addEventListener("click", () => {
    time?.stop();
    for (const each of knobs) each.reset();
    away = null;
    note.textContent = "";
    reel.t = begin.frame.t;
    reel.go(0);
  });
  const tell = () => {
    for (const { name, told } of knobs) if (told) told.textContent = reel.told[name] ?? "";
  };
  reel.watchers.add(tell);
  tell();
  const bench = node("div", { class: "knobs" }, ...knobs.map(({ element }) => element), reset);
  el.replaceChildren(bench, ...(time ? [time.element] : []), note, stage, more);
  view(reel, model, stage);
  for (const event of ["pointerenter", "pointerdown", "focusin"]) el.addEventListener(event, () => reel.touch());
  // On a narrow screen the picture is wider than its frame: a number that is walked to comes into sight.
  new MutationObserver(() => {
    if (document.activeElement === stage.querySelector(".rnn-stage"))
      stage.querySelector(".rnn-number")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }).observe(stage.querySelector(".rnn-frames"), { childList: true });
};

document.querySelectorAll(".question").forEach(question);
document.querySelectorAll(".explorer").forEach(explorer);
