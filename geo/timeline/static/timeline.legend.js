/* The legend: what the colours and marks mean, and the choices that change their meaning. */
(function (Atlas) {
  "use strict";

  const { el, svg, byId, setText } = Atlas.dom;
  const { breaks, classOf, rampIndex } = Atlas.classes;
  const COLOURS = 5;
  const CHANGE_LIMIT = 3;
  const POSITIONS = 600;

  /**
   * The positions of the window whose values make the classes: all, or a sample of very many. Where the window grows,
   * its widest alone: it holds the others, and small beginnings would leave the whole timeline to the last class.
   */
  function positions(mode, last) {
    if (mode === "cumulative") return [last];
    if (mode === "remaining") return [0];
    const stride = Math.max(1, Math.ceil((last + 1) / POSITIONS));
    return Array.from({ length: Math.floor(last / stride) + 1 }, (_, n) => last - n * stride);
  }

  /** Every value that a province takes in these positions. */
  function everyFrame(app) {
    const last = app.scale.length - 2;
    const { lo, hi } = app.window;
    const values = [];
    for (const at of positions(app.view.mode, last)) {
      const days = app.daysOf(Atlas.state.moved({ lo, hi }, app.view.mode, at, last + 1));
      for (let n = 0; n < app.base.provinces.length; n++) values.push(app.frame.provinces.between(n, days.from, days.to));
    }
    return values;
  }

  const valuesAt = (app, { from, to }) => app.base.provinces.map((_, n) => app.frame.provinces.between(n, from, to));

  /** Change of each province, less to more, as classes -3 to 3; the widest class is the largest change. */
  function change(app, values) {
    const past = app.past();
    const old = past ? valuesAt(app, app.daysOf(past)) : values;
    const differences = values.map((value, n) => value - old[n]);
    const sizes = breaks(differences.map(Math.abs), app.view.classes, CHANGE_LIMIT);
    return { differences, sizes, past };
  }

  function create(app) {
    let bounds = [];
    let signature = "";

    /** The colours of this moment, and of the period beside it: `numbers` by province, in the classes of both. */
    function shadings() {
      const values = valuesAt(app, app.days());
      if (app.view.compare === "before") return { now: changed(values) };
      const old = besides();
      if (app.view.scale === "frame") bounds = breaks([...values, ...old], app.view.classes);
      return { now: shaded(values), then: old.length ? shaded(old) : null };
    }

    /** The values of the period beside this one; none, when one map is shown. */
    const besides = () => (app.view.compare === "side" ? valuesAt(app, app.daysOf(app.past())) : []);

    function changed(values) {
      const { differences, sizes, past } = change(app, values);
      const numbers = differences.map((value) => {
        const size = rampIndex(classOf(Math.abs(value), sizes), sizes.length, CHANGE_LIMIT) + 1;
        return CHANGE_LIMIT + (value < 0 ? -size : size);
      });
      return { values, differences, numbers, ramp: "change", sizes, past };
    }

    function shaded(values) {
      const numbers = values.map((value) => rampIndex(classOf(value, bounds), bounds.length, COLOURS) + 1);
      return { values, numbers, ramp: "ramp" };
    }

    /** Classes of the whole timeline; they hold until the filter or the kind of window changes. */
    function rescaled() {
      if (app.view.scale === "fixed") bounds = breaks([...everyFrame(app), ...besides()], app.view.classes);
      signature = "";
    }

    function show(shade) {
      const text = JSON.stringify([app.view.lang, app.view.measure, app.view.compare, shade.past, shade.sizes ?? bounds]);
      if (text === signature) return;
      signature = text;
      const { title, classes } = content(shade);
      setText(byId("legend-title"), title);
      byId("legend-classes").replaceChildren(...classes.map(([name, words]) => swatch(name, words)));
    }

    /** What the legend says of a shading: its title, and [colour, words] for each class. */
    function content(shade) {
      const share = app.view.measure === "located" ? "" : ` ${app.t(`legend_share_${app.view.share}`)}`;
      const both = app.view.compare === "side" ? ` ${app.t("legend_side")}` : "";
      if (app.view.compare !== "before") return { title: app.t(`legend_${app.view.measure}`) + share + both, classes: classRows() };
      if (!shade.past) return { title: app.t("no_period_before"), classes: [] };
      const period = app.periodText(shade.past);
      return { title: app.t("legend_change", { period }) + share, classes: changeRows(shade.sizes) };
    }

    function classRows() {
      const rows = bounds.map((_, n) => [`ramp-${rampIndex(n + 1, bounds.length, COLOURS) + 1}`, rangeText(bounds, n)]);
      return [["ramp-0", app.t("none")], ...rows];
    }

    /** The values of class `n`: whole numbers from the one after the last bound on, or more than the last bound. */
    function rangeText(limits, n) {
      const low = n ? limits[n - 1] : 0;
      const whole = limits.every(Number.isInteger);
      if (whole && low + 1 === limits[n]) return app.number(limits[n]);
      return `${whole ? app.number(low + 1) : `> ${app.number(low)}`}–${app.number(limits[n])}`;
    }

    function changeRows(sizes) {
      const row = (sign, n) => {
        const place = CHANGE_LIMIT + sign * (rampIndex(n + 1, sizes.length, CHANGE_LIMIT) + 1);
        return [`change-${place}`, `${sign < 0 ? "−" : "+"}${rangeText(sizes, n)}`];
      };
      const orders = sizes.map((_, n) => n);
      const less = [...orders].reverse().map((n) => row(-1, n));
      return [...less, [`change-${CHANGE_LIMIT}`, app.t("no_change")], ...orders.map((n) => row(1, n))];
    }

    const swatch = (name, words) => el("li", {}, [el("i", { class: "atlas-swatch", "data-colour": name }), el("span", { text: words })]);

    /** The marks that occur in these data, as [key, meaning]. */
    function keys() {
      const levels = new Set(app.model.places.slice(1).map((place) => place.level));
      const has = (...names) => names.some((name) => levels.has(name));
      const coarse = app.model.groups.some((group) => group.precision !== "day");
      const found = [
        has("prefecture", "county", "point", "other") && "seat",
        has("province", "country", "region") && "area",
        coarse && "coarse",
        has("ambiguous") && "hollow",
        app.model.targets.some((aims) => aims.length) && "arc",
        "zone",
      ];
      return found.filter(Boolean).map((key) => [key, app.t(`mark_${key}`)]);
    }

    function marks() {
      byId("legend-marks").replaceChildren(...keys().map(([key, text]) => el("li", {}, [symbol(key), el("span", { text })])));
    }

    function symbol(key) {
      const shape = {
        arc: () => svg("path", { d: "M2 12 Q11 1 20 9", class: "atlas-key-arc" }),
        zone: () => svg("rect", { x: 2, y: 3, width: 18, height: 10, class: "atlas-key-zone" }),
      }[key];
      const circle = () => svg("circle", { cx: 11, cy: 8, r: 6, class: `atlas-key-${key}` });
      return svg("svg", { width: 22, height: 16, "aria-hidden": "true" }, [(shape ?? circle)()]);
    }

    const CHOICES = { measure: "measure", share: "share", scale: "scale", classes: "classes" };

    function words() {
      for (const [id, key] of Object.entries(CHOICES)) {
        app.fill(id, Atlas.state.CHOICES[key], (word) => app.t(`${key}_${word || "none"}`), app.view[key]);
      }
      app.fill("compare", Atlas.state.CHOICES.compare, (word) => app.t(`compare_${word || "none"}`), app.view.compare);
      byId("share-row").hidden = app.view.measure === "located";
      signature = "";
      if (app.model) marks();
    }

    for (const [id, key] of Object.entries(CHOICES)) {
      byId(id).addEventListener("change", (event) => app.change({ [key]: event.target.value }));
    }
    return { shadings, rescaled, show, content, keys, words, data: marks };
  }

  Object.assign(Atlas, { legend: { create, everyFrame } });
})((globalThis.Atlas ??= {}));
