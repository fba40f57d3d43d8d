const named = (model, name) => model.widget_manager.get_model(model.get(name).slice("IPY_MODEL_".length));

// Joins a play button and a slider. The button is told where the slider stands, but that is not sent on to the kernel.
async function initialize({ model }) {
  const [play, slider] = await Promise.all([named(model, "play"), named(model, "slider")]);
  const follow = () => play.set("value", slider.get("value"));
  const lead = () => {
    if (slider.get("value") === play.get("value")) return;
    slider.set("value", play.get("value"));
    slider.save_changes();
  };
  follow();
  slider.on("change:value", follow);
  play.on("change:value", lead);
  return () => {
    slider.off("change:value", follow);
    play.off("change:value", lead);
  };
}

// The End key goes to the end. By itself, the slider goes to the end that it had at first, though it has grown since.
async function render({ model, el }) {
  const slider = await named(model, "slider");
  const toEnd = (event) => {
    const ours = event.target.matches?.(".noUi-handle") && el.parentElement?.contains(event.target);
    if (event.key !== "End" || !ours) return;
    event.preventDefault();
    event.stopPropagation();
    slider.set("value", slider.get("max"));
    slider.save_changes();
  };
  document.addEventListener("keydown", toEnd, true);
  return () => document.removeEventListener("keydown", toEnd, true);
}
export default { initialize, render };
