/* The legend: what the colours and marks mean, and the choices that change their meaning. */
(function (Atlas) {
  "use strict";

  const { el, svg, byId, setText } = Atlas.dom;
  const { breaks, classOf, rampIndex } = Atlas.classes;
  const COLOURS = 5;
  const CHANGE_LIMIT = 3;
  const POSITIONS = 600;

  /** Every value that a province takes in some position of the window; a sample, when there are very many positions. */
  function everyFrame(app) {
    const last = app.scale.length - 2;
    const { lo, hi } = app.window;
    const stride = Math.max(1, Math.ceil((last + 1) / POSITIONS));
    const values = [];
    for (let at = last; at >= 0; at -= stride) {
      const days = app.daysOf(Atlas.state.moved({ lo, hi }, app.view.mode, at, last + 1));
      for (let n = 0; n < app.base.provinces.length; n++) values.push(app.frame.provinces.between(n, days.from, days.to));
    }
    return values;
  }

  const valuesAt = (app, { from, to }) => app.base.provinces.map((_, n) => app.frame.provinces.between(n, from, to));

  /** The window before this one, as long in steps; null at the start of the data. */
  function before(app) {
    const { lo, hi } = app.window;
    const width = hi - lo + 1;
    return lo === 0 ? null : { lo: Math.max(0, lo - width), hi: lo - 1 };
  }

  /** Change of each province, less to more, as classes -3 to 3; the widest class is the largest change. */
  function change(app, values) {
    const past = before(app);
    const old = past ? valuesAt(app, app.daysOf(past)) : values;
    const differences = values.map((value, n) => value - old[n]);
    const sizes = breaks(differences.map(Math.abs), app.view.classes, CHANGE_LIMIT);
    return { differences, sizes, known: past !== null };
  }

  function create(app) {
    let bounds = [];
    let signature = "";

    /** The colours of this moment: `numbers` by province, and what the legend says of them. */
    function shading() {
      const values = valuesAt(app, app.days());
      if (app.view.compare) {
        const { differences, sizes, known } = change(app, values);
        const numbers = differences.map((value) => {
          const size = rampIndex(classOf(Math.abs(value), sizes), sizes.length, CHANGE_LIMIT) + 1;
          return CHANGE_LIMIT + (value < 0 ? -size : size);
        });
        return { values, differences, numbers, ramp: "change", sizes, known };
      }
      if (app.view.scale === "frame") bounds = breaks(values, app.view.classes);
      const numbers = values.map((value) => rampIndex(classOf(value, bounds), bounds.length, COLOURS) + 1);
      return { values, numbers, ramp: "ramp" };
    }

    /** Classes of the whole timeline; they hold until the filter or the kind of window changes. */
    function rescaled() {
      if (app.view.scale === "fixed") bounds = breaks(everyFrame(app), app.view.classes);
      signature = "";
    }

    function show(shade) {
      const text = JSON.stringify([app.view.lang, app.view.measure, app.view.compare, shade.known, shade.sizes ?? bounds]);
      if (text === signature) return;
      signature = text;
      const key = app.view.compare ? "legend_change" : `legend_${app.view.measure}`;
      const share = app.view.measure === "located" ? "" : ` ${app.t(`legend_share_${app.view.share}`)}`;
      const unknown = app.view.compare && !shade.known ? ` ${app.t("no_period_before")}` : "";
      setText(byId("legend-title"), app.t(key) + share + unknown);
      const rows = app.view.compare ? changeRows(shade.sizes) : classRows();
      byId("legend-classes").replaceChildren(...rows.map(([name, words]) => swatch(name, words)));
    }

    function classRows() {
      const whole = bounds.every(Number.isInteger);
      const rows = bounds.map((bound, n) => {
        const low = n ? bounds[n - 1] : 0;
        const from = whole ? app.number(low + 1) : `> ${app.number(low)}`;
        const words = whole && low + 1 === bound ? app.number(bound) : `${from}–${app.number(bound)}`;
        return [`ramp-${rampIndex(n + 1, bounds.length, COLOURS) + 1}`, words];
      });
      return [["ramp-0", app.t("none")], ...rows];
    }

    function changeRows(sizes) {
      const row = (sign, n) => {
        const place = CHANGE_LIMIT + sign * (rampIndex(n + 1, sizes.length, CHANGE_LIMIT) + 1);
        return [`change-${place}`, `${sign < 0 ? "−" : "+"}${app.number(sizes[n])}`];
      };
      const orders = sizes.map((_, n) => n);
      const less = [...orders].reverse().map((n) => row(-1, n));
      return [...less, [`change-${CHANGE_LIMIT}`, app.t("no_change")], ...orders.map((n) => row(1, n))];
    }

    const swatch = (name, words) => el("li", {}, [el("i", { class: "atlas-swatch", "data-colour": name }), el("span", { text: words })]);

    /** The marks that occur in these data, and what they mean. */
    function marks() {
      const levels = new Set(app.model.places.slice(1).map((place) => place.level));
      const has = (...names) => names.some((name) => levels.has(name));
      const coarse = app.model.groups.some((group) => group.precision !== "day");
      const keys = [
        has("prefecture", "county", "point", "other") && "seat",
        has("province", "country", "region") && "area",
        coarse && "coarse",
        has("ambiguous") && "hollow",
        app.model.targets.some((aims) => aims.length) && "arc",
        "zone",
      ];
      byId("legend-marks").replaceChildren(
        ...keys.filter(Boolean).map((key) => el("li", {}, [symbol(key), el("span", { text: app.t(`mark_${key}`) })])),
      );
    }

    function symbol(key) {
      const shape = {
        arc: () => svg("path", { d: "M2 12 Q11 1 20 9", class: "atlas-key-arc" }),
        zone: () => svg("rect", { x: 2, y: 3, width: 18, height: 10, class: "atlas-key-zone" }),
      }[key];
      const circle = () => svg("circle", { cx: 11, cy: 8, r: 6, class: `atlas-key-${key}` });
      return svg("svg", { width: 22, height: 16, "aria-hidden": "true" }, [(shape ?? circle)()]);
    }

    const CHOICES = { measure: "measure", share: "share", scale: "scale", classes: "classes", compare: "compare" };

    function words() {
      for (const [id, key] of Object.entries(CHOICES)) {
        app.fill(id, Atlas.state.CHOICES[key], (word) => app.t(`${key}_${word || "none"}`), app.view[key]);
      }
      byId("share-row").hidden = app.view.measure === "located";
      signature = "";
      if (app.model) marks();
    }

    for (const [id, key] of Object.entries(CHOICES)) {
      byId(id).addEventListener("change", (event) => app.change({ [key]: event.target.value }));
    }
    return { shading, rescaled, show, words, data: marks };
  }

  Object.assign(Atlas, { legend: { create, everyFrame, before } });
})((globalThis.Atlas ??= {}));
