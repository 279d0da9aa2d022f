/* What the app sends after the data, of a table that the page cannot hold: the counts of a search, and facts to list. Pure. */
(function (Atlas) {
  "use strict";

  const { core } = Atlas;
  const TOLD = ["q", "actor", "source"];
  const KEPT = 20000; // facts beyond those of the data; with more, the oldest comers go

  /** Take what an opened container holds into a model; say what it was: "cells", "facts", or nothing new. */
  function take(model, { header, columns }) {
    if (header.told) {
      model.told = { view: header.told, cells: core.readCells(columns, model.days) };
      return "cells";
    }
    return grow(model, Atlas.model.readDetails(header.details, columns), header.actors) ? "facts" : "";
  }

  /** The cells of a view that asks what only single facts tell, if the app has counted them. */
  function told(model, view) {
    const known = model.told && TOLD.every((key) => model.told.view[key] === view[key]);
    return known ? model.told.cells : null;
  }

  /** Whether a page holds too few details to count a view by itself, and was not told. */
  const isPartial = (model, view) =>
    Atlas.model.needsDetails(view) && model.counts.detailed < model.counts.rows && !told(model, view);

  /* Facts */

  const COLUMNS = ["site", "group", "first", "length", "start", "end", "metres"];

  /** Add the facts that the model does not have yet; return how many those are. */
  function grow(model, facts, actors) {
    model.base ??= { details: model.details, ids: idsOf(model.details) };
    if (model.details.count - model.base.details.count > KEPT) model.details = model.base.details;
    const { details } = model;
    const held = details === model.base.details ? new Set(model.base.ids) : model.ids;
    const fresh = [];
    for (let n = 0; n < facts.count; n++) if (!held.has(facts.text.id(n))) fresh.push(n);
    if (!fresh.length) return 0;
    for (const n of fresh) held.add(facts.text.id(n));
    for (const [name, zh] of Object.entries(actors)) model.actorsZh.set(name, zh);
    model.ids = held;
    model.details = together(details, facts, fresh);
    model.folded = undefined;
    model.counts = { ...model.counts, detailed: Math.max(model.counts.detailed, model.details.count) };
    return fresh.length;
  }

  function idsOf(details) {
    return new Set(Array.from({ length: details.count }, (_, n) => details.text.id(n)));
  }

  function together(details, facts, fresh) {
    const count = details.count + fresh.length;
    const joined = { count, words: details.words, more: details.more ?? {}, text: {} };
    for (const name of COLUMNS) joined[name] = Int32Array.from([...details[name], ...fresh.map((n) => facts[name][n])]);
    for (const [name, read] of Object.entries(details.text)) joined.text[name] = textOf(details, joined, name, read, fresh.map(facts.text[name]));
    joined.base = details.base ?? details.count;
    joined.order = Uint32Array.from({ length: count }, (_, n) => n).sort((a, b) => joined.first[b] - joined.first[a] || a - b);
    return joined;
  }

  /** A reader of texts, those of the data first, then of the facts that came after. */
  function textOf(details, joined, name, read, added) {
    const base = details.base ?? details.count;
    const first = details.readers?.[name] ?? read;
    const more = [...(details.more?.[name] ?? []), ...added];
    joined.more = { ...joined.more, [name]: more };
    joined.readers = { ...joined.readers, [name]: first };
    return (n) => (n < base ? first(n) : more[n - base]);
  }

  /* True numbers, where not all facts are held */

  /** How many facts that touch the days [from, to] concern a place: here, perhaps, aimed. */
  function concerned(model, { cells, mask }, key, from, to) {
    const sums = { here: 0, perhaps: 0, aimed: 0 };
    const known = new Map();
    for (let s = 0; s < cells.site.length; s++) {
      if (!(mask[cells.group[s]] & core.PASSES)) continue;
      const site = cells.site[s];
      if (!known.has(site)) known.set(site, Atlas.model.concern(model, site, key));
      const how = known.get(site);
      if (!how) continue;
      for (let c = cells.start[s]; c < cells.start[s + 1]; c++) {
        if (cells.first[c] <= to && cells.last[c] >= from) sums[how] += cells.count[c];
      }
    }
    return sums;
  }

  Object.assign(Atlas, { more: { take, told, isPartial, concerned } });
})((globalThis.Atlas ??= {}));
