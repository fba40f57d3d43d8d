// What the widgets of an explorer lack for those who use keys or a screen reader: names, values, groups, their own keys.

// JupyterLab listens above us, where a letter is a command. Saving, running and leaving remain.
const keepKeys = (event) => {
  const save = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
  const run = event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
  if (!save && !run) event.stopPropagation();
};

const set = (element, attributes) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
  }
};
const labelOf = (widget) => widget.querySelector(".widget-label")?.textContent.trim() ?? "";

// A slider says its label and what stands beside it, not the place of its handle.
const nameSlider = (slider) => {
  const handle = slider.querySelector(".noUi-handle");
  const said = slider.querySelector(".widget-readout")?.textContent.trim();
  if (handle) set(handle, { "aria-label": labelOf(slider), ...(said ? { "aria-valuetext": said } : {}) });
};

// Toggle buttons are one group, of which one is chosen: one stop of the Tab key, and the arrows go round.
const nameToggles = (toggles) => {
  set(toggles, { role: "radiogroup", "aria-label": labelOf(toggles) });
  for (const button of toggles.querySelectorAll("button")) {
    const chosen = button.classList.contains("mod-active");
    set(button, { role: "radio", "aria-checked": chosen, tabindex: chosen ? 0 : -1 });
  }
};
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const walkToggles = (event) => {
  const button = event.target.closest?.(".widget-toggle-buttons button");
  if (!button || !(event.key in STEPS)) return;
  const buttons = [...button.closest(".widget-toggle-buttons").querySelectorAll("button")];
  const next = buttons[(buttons.indexOf(button) + STEPS[event.key] + buttons.length) % buttons.length];
  event.preventDefault();
  next.click();
  next.focus();
};

const namePlay = (play) => {
  const [go, stop] = play.querySelectorAll("button");
  const playing = Boolean(go?.querySelector(".fa-pause"));
  if (go) set(go, { "aria-label": playing ? "pause" : "play through time" });
  if (stop) set(stop, { "aria-label": "stop, and go back to the beginning" });
};

const nameAll = (box) => {
  box.querySelectorAll(".widget-slider").forEach(nameSlider);
  box.querySelectorAll(".widget-toggle-buttons").forEach(nameToggles);
  box.querySelectorAll(".widget-play").forEach(namePlay);
  box.querySelectorAll(".widget-text, .widget-textarea, .widget-dropdown").forEach((widget) => {
    const field = widget.querySelector("input, textarea, select");
    if (field) set(field, { "aria-label": labelOf(widget) });
  });
};

// Look after the explorer in which an element stands, as soon as it stands there; returns what ends it.
const manners = (element) => {
  let box = null;
  const watch = new MutationObserver(() => nameAll(box));
  const begin = () => {
    box = element.closest(".rnn-explorer");
    if (!box) {
      waiting = requestAnimationFrame(begin);
      return;
    }
    set(box, { role: "group", "aria-label": "explorer" });
    box.addEventListener("keydown", walkToggles);
    box.addEventListener("keydown", keepKeys);
    nameAll(box);
    watch.observe(box, { subtree: true, childList: true, characterData: true, attributes: true,
                         attributeFilter: ["class", "aria-valuetext"] });
  };
  let waiting = requestAnimationFrame(begin);
  return () => {
    cancelAnimationFrame(waiting);
    watch.disconnect();
    box?.removeEventListener("keydown", walkToggles);
    box?.removeEventListener("keydown", keepKeys);
  };
};
