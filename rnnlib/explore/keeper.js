// A notebook that is saved with its widgets keeps those that have lost their kernel, as long as its outputs show them.
// JupyterLab's widget manager saves only what has a kernel, and so a lesson that is opened, not run, and saved would lose
// all; and it saves what no output shows any more, such as the explorers of a cell that was run again.

const VIEW = "application/vnd.jupyter.widget-view+json";

const shownIn = (notebook) =>
  notebook.cells
    .flatMap((cell) => cell.toJSON().outputs ?? [])
    .map((output) => output.data?.[VIEW]?.model_id)
    .filter(Boolean);

const keepLost = (manager) => {
  const notebook = manager.context?.model?.sharedModel;
  if (!notebook || !manager.get_state_sync || manager.keepsLost) return;
  manager.keepsLost = true;
  const save = manager.get_state_sync.bind(manager);
  manager.get_state_sync = (options) => {
    const lost = [...(manager._modelsSync?.values() ?? [])].filter((model) => !model.comm_live);
    for (const model of lost) Object.defineProperty(model, "comm_live", { value: true, configurable: true });
    try {
      const saved = save(options);
      const waiting = shownIn(notebook);
      const shown = {};
      while (waiting.length) {
        const id = waiting.pop();
        if (id in shown || !(id in saved.state)) continue;
        shown[id] = saved.state[id];
        waiting.push(...[...JSON.stringify(shown[id].state).matchAll(/IPY_MODEL_(\w+)/g)].map((match) => match[1]));
      }
      return { ...saved, state: shown };
    } finally {
      for (const model of lost) delete model.comm_live;
    }
  };
};
