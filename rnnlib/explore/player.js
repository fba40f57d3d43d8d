// Joins a play button and a slider. The button is told where the slider stands, but that is not sent on to the kernel.
async function initialize({ model }) {
  const named = (name) => model.widget_manager.get_model(model.get(name).slice("IPY_MODEL_".length));
  const [play, slider] = await Promise.all([named("play"), named("slider")]);
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
export default { initialize };
