// The pictures of an explorer that were drawn beforehand. To stage.js it is what film.js is beside a kernel.

const MISSING = "The pictures of this place are missing: the folders of the site must lie beside this page.";
const NEAR = 32; // instants whose pictures are kept in the page: decoded, each takes 2.5 MB

// A film is a script that calls rnnMade: a page that comes from a file may load scripts, but no data.
const arriving = new Map();
window.rnnMade = (name, film) => arriving.get(name)(film);
const load = (name) =>
  new Promise((resolve, reject) => {
    arriving.set(name, resolve);
    const script = node("script", { src: `${name}.js` });
    script.onload = () => script.remove();
    script.onerror = () => {
      script.remove();
      reject(new Error(name));
    };
    document.head.append(script);
  });

const decoded = async (url) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
};
const clamp = (x, low, high) => Math.min(Math.max(x, low), high);

class Reel {
  constructor(begin, url) {
    const { name, first, last, frame, table, told } = begin;
    Object.assign(this, { name, first, last, table, told, t: frame.t, version: 0, warning: "", problem: "" });
    this.latest = { ...frame, url, problem: "" };
    this.frames = new Map([[frame.t, this.latest]]);
    this.films = new Map(); // move -> the promise of its film
    this.watchers = new Set();
    this.wanted = 0; // the move that was asked for last
    this.filling = false;
    this.film = null; // what is shown, once it is there, and the move that led to it
    this.move = 0;
    this.base = decoded(url);
    this.canvas = document.createElement("canvas");
  }

  // The first touch: from now on all instants of the start are in the page, as soon as can be.
  async touch() {
    if (this.film) return;
    const film = await this.load(0).catch(() => this.warn(MISSING));
    if (!film || this.film) return;
    Object.assign(this, { film, table: film.table });
    this.changed();
    this.fill();
  }

  load(move) {
    if (!this.films.has(move)) {
      const film = load(`${this.name}.${move}`);
      film.catch(() => this.films.delete(move)); // the next try may find it
      this.films.set(move, film);
    }
    return this.films.get(move);
  }

  // Show a place, once its first picture is there; the last one asked for wins. A refused one leaves the start.
  async go(move) {
    this.wanted = move;
    try {
      const asked = await this.load(move);
      const film = asked.problem ? await this.load(0) : asked;
      const frame = await this.compose(film, clamp(this.t, film.first, film.last));
      if (this.wanted !== move) return URL.revokeObjectURL(frame.url);
      this.forget([...this.frames.keys()]);
      const { first, last, told, table } = film;
      Object.assign(this, { film, first, last, told, table, latest: frame, move, problem: asked.problem ?? "", warning: "" });
      Object.assign(this, { version: this.version + 1, frames: new Map([[frame.t, frame]]) });
      this.t = clamp(this.t, first, last);
      this.changed();
      this.fill();
    } catch {
      this.warn(MISSING);
    }
  }

  moveTo(t) {
    this.t = t;
    this.changed();
    this.fill();
  }

  play(playing) {
    this.playing = playing;
    this.changed();
  }

  warn(warning) {
    this.warning = warning;
    this.changed();
  }

  changed() {
    for (const watcher of this.watchers) watcher();
  }

  forget(instants) {
    for (const t of instants) {
      const { url } = this.frames.get(t) ?? {};
      if (url?.startsWith("blob:")) URL.revokeObjectURL(url);
      this.frames.delete(t);
    }
  }

  // The instants near the present one, the nearest first.
  async fill() {
    if (this.filling || !this.film) return;
    this.filling = true;
    try {
      for (let t; (t = this.missing()) !== undefined; ) {
        const { version, film } = this;
        const frame = await this.compose(film, t);
        if (version === this.version) {
          this.frames.set(t, frame);
          this.forget(this.order().slice(NEAR));
          this.changed();
        } else URL.revokeObjectURL(frame.url); // something else is shown by now
      }
    } finally {
      this.filling = false;
    }
  }

  missing() {
    return this.order().slice(0, NEAR).find((each) => !this.frames.has(each));
  }

  // The first picture, over it the key of the film, over it one patch after the other on the way to the instant.
  async compose(film, t) {
    const frames = film.frames;
    const key = film.t - film.first;
    const end = t - film.first;
    const way = end > key ? frames.slice(key + 1, end + 1) : frames.slice(end, key).reverse();
    const patches = [film.key, ...way.map(({ patch }) => patch)].filter(Boolean);
    const images = await Promise.all(patches.map((patch) => (patch.image ??= decoded(`data:image/webp;base64,${patch[2]}`))));
    const base = await this.base;
    const canvas = this.canvas;
    Object.assign(canvas, { width: base.naturalWidth, height: base.naturalHeight });
    const paper = canvas.getContext("2d");
    paper.drawImage(base, 0, 0);
    images.forEach((image, k) => paper.drawImage(image, patches[k][0], patches[k][1]));
    const blob = await new Promise((done) => canvas.toBlob(done));
    const { sentence, numbers } = frames[end];
    return { t, sentence, numbers, url: URL.createObjectURL(blob), problem: "" };
  }

  // All instants: the nearest first, the next before the last.
  order() {
    const instants = Array.from({ length: this.last - this.first + 1 }, (_, k) => this.first + k);
    return instants.sort((a, b) => Math.abs(a - this.t) - Math.abs(b - this.t) || b - a);
  }

  // What each number of a frame says: its box in parts of the picture, its words, its name, what it is made of.
  numbers(frame) {
    return (frame?.numbers ?? []).map((place) => {
      const [left, top, right, bottom, words, name, parts] = this.table[place];
      return { place, box: [left, top, right, bottom], words, name, parts };
    });
  }
}
