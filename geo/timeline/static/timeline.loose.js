/* What is not on the map, or not on the timeline: counted, with its reasons, and listed as far as the page carries it. */
(function (Atlas) {
  "use strict";

  const { el } = Atlas.dom;

  const KINDS = {
    undated: (model, n) => model.details.first[n] < 0,
    ambiguous: (model, n) => placeOf(model, n).level === "ambiguous",
    unplaced: (model, n) => placeOf(model, n).level === "none",
  };

  const placeOf = (model, n) => model.places[model.sites[model.details.site[n]].place];

  function reasons(app) {
    const rows = app.model.reasons.map(([reason, count]) =>
      el("li", { text: `${reason || app.t("no_reason")}: ${app.number(count)}` }),
    );
    return rows.length ? [el("ul", { class: "atlas-reasons" }, rows)] : [];
  }

  /** All facts that the map or the timeline cannot show, whatever the filters and the window. */
  function nodes(app) {
    const { counts, details } = app.model;
    const parts = Object.entries(KINDS).flatMap(([kind, holds]) => {
      const total = kind === "unplaced" ? counts.unplaced - counts.ambiguous : counts[kind];
      if (!total) return [];
      const found = [];
      for (let n = 0; n < details.count; n++) if (holds(app.model, n)) found.push(n);
      const listed = el("ul", { class: "atlas-facts" }, found.map((n) => Atlas.card.create(app, n)));
      return [el("h2", { text: app.t(`loose_${kind}`, total) }), el("p", { class: "atlas-note", text: app.t(`why_${kind}`) }), listed];
    });
    const head = el("p", { class: "atlas-note", text: app.t("accounts", accounts(app)) });
    return [head, ...reasons(app), ...parts];
  }

  function accounts(app) {
    const { counts } = app.model;
    return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, app.number(count)]));
  }

  Object.assign(Atlas, { loose: { nodes } });
})((globalThis.Atlas ??= {}));
