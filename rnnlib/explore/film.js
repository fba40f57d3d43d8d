// The pictures of all instants, as far as they are in the page: one film for all views of an explorer.

const IDLE = 150; // ms without a change before the pictures of other instants are asked for
const PATIENCE = 5000; // ms after which an answer is no longer expected
const ROOM = 16e6; // bytes of pictures that one explorer keeps in the page
const SAVED = 400e3; // bytes of them that are saved with the notebook
const NOT_SAVED = "The picture of this instant was not saved with the lesson. Run this cell to go on.";

class Film {
  constructor(model, slider) {
    Object.assign(this, { model, slider, frames: new Map(), table: [], bytes: 0, waiting: 0, timer: 0, room: ROOM });
    this.watchers = new Set();
    this.isLost = () => false; // has the kernel gone?
    this.take();
    this.recall();
  }

  get t() {
    return this.slider ? this.slider.get("value") : this.model.get("t");
  }

  // What the kernel drew last: a new version makes all other pictures worthless.
  take() {
    const [version, t, sentence, url] = ["version", "t", "sentence", "png"].map((name) => this.model.get(name));
    if (version === this.version && url === this.latest.url) {
      this.changed(); // perhaps what is wrong
      return;
    }
    if (version !== this.version) {
      for (const frame of this.frames.values()) drop(frame);
      clearTimeout(this.waiting);
      Object.assign(this, { version, frames: new Map(), table: [], bytes: 0, waiting: 0, warning: "" });
    }
    this.latest = { t, url, sentence, problem: "", bytes: url.length, numbers: null };
    this.put(this.latest);
    this.changed();
    this.askSoon();
  }

  put(frame) {
    const before = this.frames.get(frame.t);
    if (before) {
      this.bytes -= before.bytes;
      drop(before);
    }
    this.frames.set(frame.t, frame);
    this.bytes += frame.bytes;
  }

  moved() {
    if (this.frames.has(this.t)) this.warning = "";
    this.changed();
    if (this.frames.has(this.t)) this.askSoon();
    else if (this.slider.comm_live) this.ask();
    else this.warn(NOT_SAVED);
  }

  // Told in the place of the sentence until a kernel speaks again.
  warn(warning) {
    clearTimeout(this.resting);
    Object.assign(this, { warning, playing: false });
    this.changed();
  }

  // While time plays, nothing but what is wrong is announced; afterwards the last sentence, and with it what a stop or a reset changed.
  play(playing) {
    clearTimeout(this.resting);
    this.playing = true;
    const rest = () => {
      this.playing = false;
      this.changed();
    };
    if (!playing) this.resting = setTimeout(rest, IDLE);
  }

  changed() {
    for (const watcher of this.watchers) watcher();
  }

  // All instants: the nearest first, the next before the last.
  order() {
    const [first, last, t] = [this.model.get("first"), this.model.get("last"), this.t];
    const instants = Array.from({ length: last - first + 1 }, (_, k) => first + k);
    return instants.sort((a, b) => Math.abs(a - t) - Math.abs(b - t) || b - a);
  }

  // Those that are not in the page, of as many as there is room for.
  missing() {
    const mean = this.bytes / Math.max(this.frames.size, 1);
    return this.order().slice(0, Math.max(1, Math.floor(this.room / mean) - 1)).filter((each) => !this.frames.get(each)?.numbers);
  }

  askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), IDLE);
  }

  ask() {
    if (this.waiting || this.gone || this.isLost()) return;
    const want = this.missing().slice(0, 8);
    if (!want.length) {
      this.keep();
      return;
    }
    this.waiting = setTimeout(() => {
      this.waiting = 0;
    }, PATIENCE);
    try {
      this.model.send({ version: this.version, want, known: this.table.length });
    } catch {
      this.gone = true; // the notebook was closed
    }
  }

  hear({ version, frames, table, known }, pictures) {
    if (version !== this.version) return;
    clearTimeout(this.waiting);
    this.waiting = 0;
    if (known === this.table.length) this.table.push(...table);
    let next = 0;
    for (const { picture, ...frame } of frames) {
      if (!picture) {
        // Either the picture is here already, or a fault left none.
        if (frame.t === this.latest.t) this.put(Object.assign(this.latest, frame));
        else if (frame.problem) this.put({ ...this.latest, ...frame, bytes: 0 });
        continue;
      }
      const blob = new Blob([pictures[next++]], { type: "image/png" });
      this.put({ ...frame, url: URL.createObjectURL(blob), bytes: blob.size });
    }
    for (const t of this.order().reverse()) {
      if (this.bytes <= this.room) break;
      if (!this.frames.has(t)) continue;
      this.bytes -= this.frames.get(t).bytes;
      drop(this.frames.get(t));
      this.frames.delete(t);
    }
    this.changed();
    this.ask();
  }

  // The nearest pictures go into the model, and so into the notebook where widgets are saved with it.
  async keep() {
    const { version, t } = this;
    const kept = this.model.get("kept");
    if (kept?.version === version && kept.frames.some((frame) => frame.t === t)) return;
    const frames = [];
    let bytes = 0;
    for (const each of this.order()) {
      const frame = this.frames.get(each);
      if (!frame || (bytes += frame.bytes) > SAVED) break;
      frames.push({ ...frame, url: await address(frame.url) });
    }
    if (version === this.version) this.model.set("kept", { version, frames, table: this.table });
  }

  // What was kept in a notebook that is opened again.
  recall() {
    const { version, frames, table } = this.model.get("kept") ?? {};
    if (version !== this.version) return;
    this.table = table;
    for (const frame of frames) this.put(frame);
  }

  // What each number of a frame says: its box in parts of the picture, its words, its name, what it is made of.
  numbers(frame) {
    return (frame?.numbers ?? []).map((place) => {
      const [left, top, right, bottom, words, name, parts] = this.table[place];
      return { place, box: [left, top, right, bottom], words, name, parts };
    });
  }

  end() {
    this.gone = true;
    clearTimeout(this.resting);
    clearTimeout(this.timer);
    clearTimeout(this.waiting);
    for (const frame of this.frames.values()) drop(frame);
  }
}

// A picture as an address that holds it.
const address = async (url) => {
  if (url.startsWith("data:")) return url;
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  return `data:image/png;base64,${btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""))}`;
};
const drop = (frame) => frame.url.startsWith("blob:") && URL.revokeObjectURL(frame.url);
