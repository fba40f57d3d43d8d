// The browser's own field for a file: a click or a key opens the choice, a file may be dropped on it.
export default {
  render({ model, el }) {
    const field = document.createElement("input");
    Object.assign(field, { type: "file", accept: model.get("accept"), className: "rnn-upload" });
    field.setAttribute("aria-label", model.get("label"));
    field.addEventListener("click", () => {
      field.value = ""; // the same file may be taken again, when it has changed
    });
    field.addEventListener("change", async () => {
      const [file] = field.files;
      if (!file) return;
      const { size } = file;
      // A file that is too large stays here: the way to the kernel is too narrow for it.
      const content = size > model.get("largest") ? new ArrayBuffer(0) : await file.arrayBuffer();
      model.set("given", { content: new DataView(content), size, count: (model.get("given").count ?? 0) + 1 });
      model.save_changes();
    });
    el.append(field);
  },
};
