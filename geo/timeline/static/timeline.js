/* The page: reads its data, makes its parts, and carries every change to those that show it.
 *
 *   view    what a link says (timeline.state.js)         frame   the facts that pass its filters, summed (timeline.core.js)
 *   scale   the calendar steps of the data               window  the steps shown, {lo, hi}
 *   part    what of the frame concerns the selection     main    the map of the window; a second may stand beside it
 *
 * `change` takes a patch of the view and does the least that the changed keys need; `move` only moves the window. */
(function (Atlas) {
  "use strict";

  const { byId, setText } = Atlas.dom;
  const NEEDS_FRAME = ["theme", "type", "kind", "status", "actor", "source", "q", "coarse", "measure", "share"];
  const NEEDS_SCALE = [...NEEDS_FRAME, "scale", "classes", "compare", "against", "mode", "step"];
  // what Back returns from: choices; where the map and the time stand is rewritten in place
  const CHOSEN = ["place", "theme", "type", "kind", "status", "actor", "source", "q", "coarse", "compare"];
  const SAVE_MS = 250;

  class App extends Atlas.Time {
    constructor(map) {
      super();
      this.map = map;
      this.view = Atlas.state.parse({});
      this.model = null;
      this.frame = null;
      this.part = null;
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
      this.tiles = Atlas.tiles.create(this, block.tiles);
      this.main = Atlas.stage.create(this, this.map, "now");
      this.parts = {
        ground: this.main.ground,
        marks: this.main.marks,
        compare: Atlas.compare.create(this),
        slider: Atlas.slider.create(this),
        filters: Atlas.filters.create(this),
        lists: Atlas.lists.create(this),
        legend: Atlas.legend.create(this),
        tiles: this.tiles,
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
        more: async (payload, of) => {
          if (of !== this.rev || !this.model) return;
          const { facts } = await Atlas.model.read(JSON.parse(payload));
          if (facts) this.more(Atlas.more.take(this.model, facts));
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

    /** Show what came after the data: other counts, or facts to list. */
    more(what) {
      if (what === "cells" && Atlas.more.told(this.model, this.view)) {
        this.reframe();
        this.refresh();
      } else if (what === "facts") {
        if (this.frame.chosen) this.frame.chosen = Atlas.model.factMask(this.model, this.view);
        this.parts.lists.grown();
        this.reveal();
      }
      if (what) Atlas.bridge.send({ type: "atlas:shown", rev: what });
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
      const view = { ...old, ...patch };
      const differs = (key) => String(old[key]) !== String(view[key]);
      const changed = (keys) => keys.some(differs);
      // a search that is typed on is one choice
      const chosen = !quiet && CHOSEN.some((key) => differs(key) && !(key === "q" && old.q && view.q));
      if (chosen && !Atlas.bridge.framed()) this.publish(); // Back returns to where time and map are now
      this.view = view;
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
      if (!quiet) this.publish(chosen);
    }

    /** Choose a word of a filter, or let it go. */
    toggle(key, word) {
      const chosen = this.view[key];
      this.change({ [key]: chosen.includes(word) ? chosen.filter((other) => other !== word) : [...chosen, word] });
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
      this.concerns = "";
      for (const stage of this.stages()) stage.reset();
      this.parts.legend.rescaled();
    }

    /** The maps that are shown, the one of the window first. */
    stages() {
      const beside = this.parts?.compare.stage();
      return beside ? [this.main, beside] : [this.main];
    }

    /** The frame, or the part of it that concerns the selection. */
    shared() {
      return this.part ? { ...this.part, plan: this.frame.plan } : this.frame;
    }

    /** Sums of the facts aimed at each aim of the model. */
    aimed() {
      return Atlas.model.aimed(this.model, this.frame);
    }

    aimedAt(key, { from, to }) {
      const row = this.model.aims.findIndex((aim) => aim.key === key);
      return row < 0 ? 0 : this.aimed().between(row, from, to);
    }

    /** All words of the parts, after the language or the data changed. */
    words() {
      for (const part of Object.values(this.parts)) part.words?.();
      Atlas.chrome.words(this);
    }

    reselect() {
      // an address may name a place that nothing here knows
      const { place } = this.view.place && !this.find(this.view.place) ? { place: "" } : this.view;
      if (place !== this.view.place) this.view = { ...this.view, place };
      if (this.concerns !== place) this.part = place ? Atlas.model.share(this.model, this.frame, place) : null;
      this.concerns = place;
      for (const { ground } of this.stages()) ground.highlight(place);
      this.parts.lists.selected();
    }

    refresh() {
      this.parts.compare.arranged();
      this.reselect();
      this.parts.slider.scaled();
      this.parts.filters.filtered();
      this.step();
    }

    /** Draw this moment: the only work of a step of the slider. */
    step() {
      const { now, then } = this.parts.legend.shadings();
      this.shade = now;
      this.main.show(now, this.days());
      if (then) this.parts.compare.stage().show(then, this.daysOf(this.past()));
      this.parts.legend.show(now);
      this.parts.slider.stepped();
      this.parts.compare.stepped();
      this.parts.filters.stepped();
      this.parts.lists.stepped();
      Atlas.chrome.stepped(this);
    }

    /* Selection */

    select(key) {
      this.change({ place: key, fact: "" });
    }

    /** What an element that names a place listens to: the map outlines the place while pointer or focus is on it. */
    previewing(key) {
      const show = () => this.preview(key);
      const hide = () => this.preview("");
      return { pointerenter: show, focus: show, pointerleave: hide, blur: hide };
    }

    preview(key) {
      for (const { ground } of this.stages()) ground.preview(key);
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

    /** Put the view into the address, as a new entry of the history or in place of the last; or tell the app. */
    publish(chosen = false) {
      if (!this.model) return;
      const query = this.query();
      const text = new URLSearchParams(query).toString();
      if (text === this.saved) return;
      this.saved = text;
      if (Atlas.bridge.framed()) return void Atlas.bridge.send({ type: "atlas:view", rev: this.rev, query, chosen });
      const address = text ? `#${text}` : location.pathname + location.search;
      if (chosen) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
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
