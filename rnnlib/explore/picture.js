// The picture and its sentence. The <img> carries the sentence as its alternative text; the sentence is a live region,
// so a screen reader says it when it changes, and its element stays in place (a replaced one would not be announced).
function render({ model, el }) {
  const figure = document.createElement("figure");
  figure.className = "rnn-figure";
  const image = document.createElement("img");
  image.className = "rnn-picture";
  image.style.width = `${model.get("width")}px`;
  const sentence = document.createElement("figcaption");
  sentence.className = "rnn-sentence";
  sentence.setAttribute("role", "status");
  figure.append(image, sentence);
  el.append(figure);

  let address = "";
  const draw = () => {
    const old = address;
    address = URL.createObjectURL(new Blob([model.get("png")], { type: "image/png" }));
    image.src = address;
    // The old picture stays on screen until the new one is decoded.
    if (old) image.decode().catch(() => {}).finally(() => URL.revokeObjectURL(old));
  };
  const speak = () => {
    const problem = model.get("problem");
    const text = problem || model.get("sentence");
    if (sentence.textContent !== text) sentence.textContent = text;
    sentence.classList.toggle("rnn-problem", problem !== "");
    image.alt = model.get("sentence");
  };
  model.on("change:png", draw);
  model.on("change:sentence change:problem", speak);
  draw();
  speak();
  return () => {
    model.off("change:png", draw);
    model.off("change:sentence change:problem", speak);
    URL.revokeObjectURL(address);
  };
}
export default { render };
