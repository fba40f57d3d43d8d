// The picture of an explorer as a widget: it follows the time slider by itself, with or without a kernel.

const NO_KERNEL = "This explorer has lost its kernel: time moves and numbers can be asked. Run this cell to go on.";

// A button that lost its kernel says what to do, as a knob does when it is moved.
const tellLost = (film, el) => {
  const tell = (event) => {
    const button = event.target.closest?.(".widget-button");
    if (!button || !el.closest(".rnn-explorer")?.contains(button) || !film.isLost()) return;
    event.stopPropagation(); // there is nobody to send it to
    film.warn(NO_KERNEL);
  };
  document.addEventListener("click", tell, true);
  return () => document.removeEventListener("click", tell, true);
};

export default () => {
  let film;
  return {
    async initialize({ model }) {
      const named = (name) => model.widget_manager.get_model(name.slice("IPY_MODEL_".length));
      const [slider, play] = await Promise.all(["slider", "play"].map((name) => model.get(name) && named(model.get(name))));
      const knobs = await Promise.all(model.get("knobs").map(named));
      film = new Film(model, slider);
      film.isLost = () => knobs.some((knob) => !knob.comm_live);
      const still = () => (model.get("quiet") && !film.isLost()) || play?.get("playing");
      if (still()) film.play(true);
      keepLost(model.widget_manager);
      const heard = [
        [model, "change", () => film.take()],
        [model, "change:quiet", () => film.play(still())],
        [model, "msg:custom", (letter, buffers) => film.hear(letter, buffers)],
        ...(slider ? [[slider, "change:value", () => film.moved()]] : []),
        ...(play ? [[play, "change:playing", () => film.play(still())]] : []),
        ...knobs.map((knob) => [knob, "change", () => knob.comm_live || film.warn(NO_KERNEL)]),
      ];
      for (const [source, event, handler] of heard) source.on(event, handler);
      return () => {
        film.end();
        for (const [source, event, handler] of heard) source.off(event, handler);
      };
    },
    render({ model, el }) {
      const ends = [view(film, model, el), tellLost(film, el)];
      return () => ends.forEach((end) => end());
    },
  };
};
