// One question. The status region is there from the start: a screen reader announces only text
// that changes inside a region it already knows.

const node = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

// Plain text whose `backticked` parts are code. Never parsed as HTML.
const spell = (text) =>
  text.split(/`([^`]+)`/).map((part, i) => (i % 2 ? node("code", {}, part) : part));

const render = ({ model, el }) => {
  const buttons = model.get("choices").map((choice, i) => {
    const mark = node("span", { class: "mark", "aria-hidden": "true" });
    const button = node("button", { type: "button" }, mark, node("span", {}, ...spell(choice)));
    button.addEventListener("click", () => {
      model.set("chosen", i);
      model.save_changes();
    });
    return button;
  });
  const long = model.get("choices").join("").length > 50; // too long for one row: one below the other
  const status = node("div", { role: "status", "aria-live": "polite", "aria-atomic": "true" });

  const show = () => {
    const chosen = model.get("chosen");
    const answer = model.get("answer");
    const shown = chosen !== null;
    buttons.forEach((button, i) => {
      button.setAttribute("aria-pressed", i === chosen);
      button.classList.toggle("answer", shown && i === answer);
      button.firstChild.textContent = shown && i === answer ? "✓" : i === chosen ? "✗" : "○";
    });
    status.classList.toggle("right", shown && chosen === answer);
    status.classList.toggle("wrong", shown && chosen !== answer);
    if (!shown) return status.replaceChildren();
    const [verdict, reason] = model.get("replies")[chosen];
    status.replaceChildren(node("strong", {}, ...spell(verdict)), " ", ...spell(reason));
  };

  el.classList.add("rnn-predict");
  el.append(
    node(
      "fieldset",
      {},
      node("legend", {}, ...spell(model.get("question"))),
      node("div", { class: long ? "choices long" : "choices" }, ...buttons),
      status,
    ),
  );
  // JupyterLab's commands are single keys: without this, 1 would turn the cell into a heading.
  el.addEventListener("keydown", (event) => {
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
  model.on("change:chosen", show);
  show();
  return () => model.off("change:chosen", show);
};

export default { render };
