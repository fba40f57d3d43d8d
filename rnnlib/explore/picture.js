// The picture and its sentence. The <img> carries the sentence as its alternative text; the sentence is a live region,
// so a screen reader says it when it changes, and its element stays in place (a replaced one would not be announced).
function render({ model, el }) {
  const figure = document.createElement("figure");
  figure.className = "rnn-figure";
  const image = document.createElement("img");
  image.className = "rnn-picture";
  image.decoding = "sync"; // picture and sentence change together, with no blank between two pictures
  image.style.width = `${model.get("width")}px`;
  const sentence = document.createElement("figcaption");
  sentence.className = "rnn-sentence";
  sentence.setAttribute("role", "status");
  figure.append(image, sentence);
  el.append(figure);

  const draw = () => {
    image.src = model.get("png");
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
  };
}
export default { render };
