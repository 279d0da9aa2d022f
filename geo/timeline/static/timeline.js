/* The page: reads its data, makes its parts, and carries every change to those that show it.
 *
 *   view    what a link says (timeline.state.js)         frame   the facts that pass its filters, summed (timeline.core.js)
 *   scale   the calendar steps of the data               window  the steps shown, {lo, hi}
 *
 * `change` takes a patch of the view and does the least that the changed keys need; `move` only moves the window. */
(function (Atlas) {
  "use strict";

  const { byId, setText } = Atlas.dom;
  const NEEDS_FRAME = ["theme", "type", "kind", "status", "actor", "source", "q", "coarse", "measure", "share"];
  const NEEDS_SCALE = [...NEEDS_FRAME, "scale", "classes", "compare", "mode", "step"];
  const SAVE_MS = 250;

  class App extends Atlas.Words {
    constructor(map) {
      super();
      this.map = map;
      this.view = Atlas.state.parse({});
      this.model = null;
      this.frame = null;
      this.scale = null;
      this.window = { lo: 0, hi: 0 };
      this.saved = "";
      this.save = Atlas.dom.debounced(SAVE_MS, () => this.publish());
    }

    async start() {
      document.getElementById("atlas-map").append(this.map.getContainer());
      const block = JSON.parse(document.getElementById("atlas-data").textContent);
      const { shapes, facts, rev } = await Atlas.model.read(block);
      this.base = Atlas.model.ground(shapes);
      document.getElementById("atlas").classList.toggle("atlas-framed", Atlas.bridge.framed());
      this.camera = Atlas.camera.create(this);
      this.retext();
      this.relook();
      this.parts = {
        ground: Atlas.ground.create(this),
        marks: Atlas.marks.create(this),
        slider: Atlas.slider.create(this),
        filters: Atlas.filters.create(this),
        lists: Atlas.lists.create(this),
        legend: Atlas.legend.create(this),
      };
      Atlas.chrome.create(this);
      if (facts) this.load(facts, rev);
      if (Atlas.bridge.framed()) this.connect();
      else window.addEventListener("hashchange", () => this.replace(Atlas.state.fromHash(location.hash)));
    }

    connect() {
      Atlas.bridge.listen({
        data: async (payload, rev) => {
          const { facts } = await Atlas.model.read(JSON.parse(payload));
          if (facts) this.load(facts, rev);
        },
        view: (query) => this.replace(Atlas.state.parse(query)),
        failed: (error) => this.say(String(error.message)),
      });
    }

    /* Data and views */

    /** Take new facts; a page that already shows some keeps its view, its window and its place on the map. */
    load(facts, rev) {
      const first = this.model === null;
      const days = first ? {} : Atlas.state.daysOf(this.window, this.scale);
      this.model = Atlas.model.facts(facts, this.base);
      this.rev = rev;
      if (first) this.view = this.opening();
      else this.view = { ...this.view, ...days };
      this.retext();
      this.relook();
      this.rescale();
      this.reframe();
      for (const part of Object.values(this.parts)) part.data?.();
      this.words();
      if (first && this.view.at) this.camera.goto(this.view.at);
      this.refresh();
      this.reveal();
      performance.mark("atlas:drawn");
      Atlas.bridge.send({ type: "atlas:shown", rev });
    }

    /** The view in which the page opens: the app's, the address's, else the one it was saved with. */
    opening() {
      if (this.given) return this.given;
      const given = Atlas.bridge.framed() ? {} : Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
      return Atlas.state.parse(Object.keys(given).length ? given : this.model.view);
    }

    /** Show another view as a whole: from the address, or from the app. */
    replace(view) {
      const text = Atlas.state.toHash(view);
      if (!this.model) this.given = view;
      if (!this.model || text === this.saved) return;
      const moved = view.at && view.at !== this.view.at;
      this.change({ ...view, at: view.at || this.view.at }, { quiet: true });
      this.window = Atlas.state.windowOf(this.view, this.scale);
      this.refresh();
      if (moved) this.camera.goto(view.at);
      this.reveal();
      this.saved = text;
    }

    /** Change parts of the view, do what they need, and say so at once: a choice is not followed by another soon. */
    change(patch, { quiet = false } = {}) {
      const old = this.view;
      this.view = { ...old, ...patch };
      const changed = (keys) => keys.some((key) => String(old[key]) !== String(this.view[key]));
      if (!this.model) return;
      if (changed(["lang"])) this.retext();
      if (changed(["look"])) this.relook();
      if (changed(["step"])) {
        const days = Atlas.state.daysOf(this.window, this.scale);
        this.view = { ...this.view, ...days };
        this.rescale();
      }
      if (changed(NEEDS_FRAME)) this.reframe();
      if (changed(NEEDS_SCALE)) this.parts.legend.rescaled();
      if (changed(["lang", "measure", ...NEEDS_SCALE])) this.words();
      if (changed(["place"])) this.reselect();
      this.refresh();
      if (!quiet) this.publish();
    }

    retext() {
      this.t = Atlas.dom.translator(this.base.strings, this.view.lang);
      this.numbers = new Intl.NumberFormat(Atlas.calendar.LOCALES[this.view.lang], { maximumFractionDigits: 1 });
      document.documentElement.lang = this.view.lang === "zh" ? "zh-CN" : "en";
      Atlas.dom.translate(document.getElementById("atlas"), this.t);
      const title = this.model?.title || this.t("title");
      setText(byId("title"), title);
      document.title = title;
    }

    relook() {
      const dark = this.view.look ? this.view.look === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      const look = dark ? "dark" : "light";
      this.colours = { ...this.base.palette[look] };
      this.colours.bar = this.colours.ramp[3];
      this.colours.bar_coarse = this.colours.ramp[1];
      const root = document.documentElement;
      root.dataset.look = look;
      for (const [name, value] of Object.entries(this.colours)) {
        if (Array.isArray(value)) value.forEach((colour, n) => root.style.setProperty(`--${name}-${n + (name === "ramp")}`, colour));
        else root.style.setProperty(`--map-${name.replace("_", "-")}`, value);
      }
      if (this.frame) this.parts.slider.filtered();
    }

    /** Cut the days of the data into calendar steps, and take the window that the view's days make of them. */
    rescale() {
      const { epoch, days } = this.model;
      this.unit = this.view.step || Atlas.calendar.suggested(days);
      this.scale = Atlas.calendar.steps(epoch, epoch + Math.max(0, days - 1), this.unit);
      this.window = Atlas.state.windowOf(this.view, this.scale);
    }

    reframe() {
      this.frame = Atlas.model.frame(this.model, this.base, this.view);
      this.parts.marks.reset();
      this.parts.legend.rescaled();
    }

    /** All words of the parts, after the language or the data changed. */
    words() {
      for (const part of Object.values(this.parts)) part.words?.();
      Atlas.chrome.words(this);
    }

    reselect() {
      // an address may name a place that nothing here knows
      if (this.view.place && !this.find(this.view.place)) this.view = { ...this.view, place: "" };
      this.parts.ground.highlight(this.view.place);
      this.parts.lists.selected();
    }

    refresh() {
      this.parts.slider.scaled();
      this.parts.filters.filtered();
      this.reselect();
      this.step();
    }

    /** Draw this moment: the only work of a step of the slider. */
    step() {
      const shade = this.parts.legend.shading();
      this.shade = shade;
      this.parts.ground.paint(shade.numbers, shade.ramp);
      this.parts.legend.show(shade);
      this.parts.marks.draw();
      this.parts.slider.stepped();
      this.parts.filters.stepped();
      this.parts.lists.stepped();
      Atlas.chrome.stepped(this);
    }

    /* Time */

    /** The days of a window of steps, from the epoch on, held inside the data. */
    daysOf({ lo, hi }) {
      const { epoch, days } = this.model;
      return { from: Math.max(0, this.scale[lo] - epoch), to: Math.min(days - 1, this.scale[hi + 1] - 1 - epoch) };
    }

    days() {
      return this.daysOf(this.window);
    }

    move(window) {
      if (window.lo === this.window.lo && window.hi === this.window.hi) return;
      this.window = window;
      this.step();
    }

    /** A window drawn by hand: it keeps the mode when the mode could have made it, and is a sliding window otherwise. */
    brush(window) {
      const { lo, hi } = window;
      if (lo === this.window.lo && hi === this.window.hi) return;
      const last = this.scale.length - 2;
      const could = { cumulative: lo === this.window.lo, remaining: hi === this.window.hi, step: lo === hi, window: true };
      if (could[this.view.mode]) return void this.move(window);
      this.window = { lo: Math.max(0, lo), hi: Math.min(last, hi) };
      this.change({ mode: lo === hi ? "step" : "window" }, { quiet: true });
    }

    setMode(mode) {
      this.window = Atlas.state.remade(this.window, mode, this.scale.length - 1);
      this.change({ mode });
    }

    /** Hold one end of the window while the other moves, or let it go: the modes that say so keep the window. */
    lock(end) {
      const mode = { from: "cumulative", to: "remaining" }[end];
      this.change({ mode: this.view.mode === mode ? "window" : mode });
    }

    isLocked(end) {
      return this.view.mode === { from: "cumulative", to: "remaining" }[end];
    }

    periodText({ lo, hi } = this.window) {
      if (!this.model.days) return this.t("no_dates");
      return Atlas.calendar.window(this.scale, this.unit, lo, hi, this.view.lang);
    }

    /** The reader let go: say what is shown, and save it. */
    released() {
      Atlas.chrome.announce(this);
      this.save();
    }

    /* Selection */

    select(key) {
      this.change({ place: key, fact: "" });
    }

    /** What an element that names a place listens to: the map outlines the place while pointer or focus is on it. */
    previewing(key) {
      const show = () => this.parts.ground.preview(key);
      const hide = () => this.parts.ground.preview("");
      return { pointerenter: show, focus: show, pointerleave: hide, blur: hide };
    }

    opened(n) {
      this.view = { ...this.view, fact: this.model.details.text.id(n) };
      this.publish();
    }

    reveal() {
      if (!this.view.fact) return;
      const { details } = this.model;
      for (let n = 0; n < details.count; n++) if (details.text.id(n) === this.view.fact) this.parts.lists.reveal(n);
    }

    /* Sharing */

    query() {
      const days = Atlas.state.daysOf(this.window, this.scale);
      return Atlas.state.format({ ...this.view, ...days });
    }

    /** Put the view into the address, or tell the app. */
    publish() {
      if (!this.model) return;
      const query = this.query();
      const text = new URLSearchParams(query).toString();
      if (text === this.saved) return;
      this.saved = text;
      if (!Atlas.bridge.framed()) return void history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
      Atlas.bridge.send({ type: "atlas:view", rev: this.rev, query });
    }
  }

  /** Start the page on a Leaflet map. */
  function start(map) {
    const app = new App(map);
    Atlas.app = app;
    Atlas.started = app.start().catch((error) => {
      setText(byId("live"), String(error.message));
      throw error;
    });
  }

  Object.assign(Atlas, { start });
})((globalThis.Atlas ??= {}));
