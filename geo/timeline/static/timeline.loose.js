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

  /** The facts of one kind, under the reasons they share; a reason's number counts all facts, carried whole or not. */
  function byReason(app, kind, found) {
    const { text } = app.model.details;
    const zh = new Map(found.map((n) => [text.reason(n), text.reason_zh(n)]));
    const groups = new Map((app.model.reasons[kind] ?? []).map(([reason, count]) => [reason, { count, facts: [] }]));
    for (const n of found) {
      if (!groups.has(text.reason(n))) groups.set(text.reason(n), { count: 0, facts: [] });
      groups.get(text.reason(n)).facts.push(n);
    }
    return [...groups].flatMap(([reason, { count, facts }]) => {
      const words = app.reason(reason, zh.get(reason)) || app.t("no_reason");
      const head = el("h3", { text: `${words} (${app.number(Math.max(count, facts.length))})` });
      return [head, cards(app, facts)];
    });
  }

  const cards = (app, facts) => el("ul", { class: "atlas-facts" }, facts.map((n) => Atlas.card.create(app, n)));

  /** All facts that the map or the timeline cannot show, whatever the filters and the window. */
  function nodes(app) {
    const { counts, details } = app.model;
    const parts = Object.entries(KINDS).flatMap(([kind, holds]) => {
      const total = kind === "unplaced" ? counts.unplaced - counts.ambiguous : counts[kind];
      if (!total) return [];
      const found = [];
      for (let n = 0; n < details.count; n++) if (holds(app.model, n)) found.push(n);
      const listed = kind === "undated" ? [cards(app, found)] : byReason(app, kind, found);
      return [el("h2", { text: app.t(`loose_${kind}`, total) }), el("p", { class: "atlas-note", text: app.t(`why_${kind}`) }), ...listed];
    });
    return [el("p", { class: "atlas-note", text: app.t("accounts", accounts(app)) }), ...parts];
  }

  function accounts(app) {
    const { counts } = app.model;
    return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, app.number(count)]));
  }

  Object.assign(Atlas, { loose: { nodes } });
})((globalThis.Atlas ??= {}));
