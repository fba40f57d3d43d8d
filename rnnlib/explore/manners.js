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

// Toggle buttons are one group, of which one is chosen.
const buttonsOf = (group) => [...group.querySelectorAll("button")].filter((button) => button.style.display !== "none");
const nameToggles = (toggles) => {
  set(toggles, { role: "radiogroup", "aria-label": labelOf(toggles) });
  for (const button of buttonsOf(toggles)) {
    const chosen = button.classList.contains("mod-active");
    set(button, { role: "radio", "aria-checked": chosen, tabindex: chosen ? 0 : -1 });
  }
};

const namePlay = (play) => {
  const buttons = buttonsOf(play);
  const [go, stop] = buttons;
  if (!stop) return;
  set(play, { role: "toolbar", "aria-label": "player" });
  set(go, { "aria-label": go.querySelector(".fa-pause") ? "pause" : "play through time" });
  set(stop, { "aria-label": "stop, and go back to the beginning" });
  onlyStop(buttons.find((each) => each.tabIndex === 0), buttons);
};

const walk = (event) => {
  const group = event.target.closest?.(".widget-toggle-buttons, .widget-play");
  const next = group && neighbour(event, buttonsOf(group));
  if (!next) return;
  if (next.role === "radio") next.click();
  next.focus();
};
const remain = ({ target }) => {
  const play = target.closest?.(".widget-play");
  if (play) onlyStop(target, buttonsOf(play));
};

const nameAll = (box) => {
  box.querySelectorAll(".widget-slider").forEach(nameSlider);
  box.querySelectorAll(".widget-toggle-buttons").forEach(nameToggles);
  box.querySelectorAll(".widget-play").forEach(namePlay);
  box.querySelectorAll(".widget-button > i").forEach((icon) => set(icon, { "aria-hidden": true })); // no letter of a name
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
      if (!element.isConnected) waiting = requestAnimationFrame(begin);
      return;
    }
    set(box, { role: "group", "aria-label": "explorer" });
    box.addEventListener("keydown", walk);
    box.addEventListener("focusin", remain);
    box.addEventListener("keydown", keepKeys);
    nameAll(box);
    watch.observe(box, { subtree: true, childList: true, characterData: true, attributes: true,
                         attributeFilter: ["class", "aria-valuetext"] });
  };
  let waiting = requestAnimationFrame(begin);
  return () => {
    cancelAnimationFrame(waiting);
    watch.disconnect();
    box?.removeEventListener("keydown", walk);
    box?.removeEventListener("focusin", remain);
    box?.removeEventListener("keydown", keepKeys);
  };
};
