// Buttons that belong together are one stop of the Tab key: the arrows lead from one to the next, and round.

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

// The button that a key leads to, from the one that has the focus; null if the key leads nowhere.
const neighbour = (event, buttons) => {
  const at = buttons.indexOf(event.target);
  if (at < 0 || !(event.key in STEPS) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return null;
  event.preventDefault();
  return buttons[(at + STEPS[event.key] + buttons.length) % buttons.length];
};

const onlyStop = (button, buttons) => {
  for (const each of buttons) each.tabIndex = each === button ? 0 : -1;
};
