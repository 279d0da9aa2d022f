/* Search, chips and selects. A chip's number follows the window, the selected place and every other filter; when two
 * periods are compared it says the change, too. */
(function (Atlas) {
  "use strict";

  const { el, byId, setText, debounced, gathered } = Atlas.dom;
  const FACETS = ["kind", "theme", "type", "status"];
  const SOURCES = 8;

  function create(app) {
    const search = byId("search");
    const chips = new Map();
    const sources = new Map();
    const type = debounced(200, () => app.change({ q: search.value }));
    search.addEventListener("input", type);
    for (const name of ["actor", "source"]) {
      byId(name).addEventListener("change", (event) => app.change({ [name]: event.target.value }));
    }
    byId("coarse").addEventListener("change", (event) => app.change({ coarse: event.target.checked ? "1" : "0" }));
    byId("filters").addEventListener("toggle", () => app.frame && stepped());
    byId("clear").addEventListener("click", () => {
      const { DEFAULTS } = Atlas.state;
      const cleared = [...FACETS, "actor", "source", "q", "coarse"].map((key) => [key, DEFAULTS[key]]);
      app.change(Object.fromEntries(cleared));
    });

    /** Make the chips of the words that occur in the data, and of the sources with the most facts. */
    function data() {
      chips.clear();
      sources.clear();
      const groups = FACETS.map((facet) => {
        const words = Atlas.state.SETS[facet].filter((word) => app.model.groups.some((group) => group[facet] === word));
        // a status that all facts share is worth saying; any other choice of one is none
        if (words.length < (facet === "status" ? 1 : 2)) return null;
        return grouped(facet, words.map((word) => chip(facet, word)));
      });
      const known = largest();
      const from = known.length > 1 ? [grouped("source", known.map(sourceChip))] : [];
      byId("chips").replaceChildren(...groups.filter(Boolean), ...from);
      byId("source-row").hidden = new Set(app.model.trunks.values()).size <= known.length;
      words();
    }

    const grouped = (facet, nodes) => el("div", { class: "atlas-facet", role: "group", "data-facet": facet }, [el("h2"), ...nodes]);

    function largest() {
      const all = Atlas.model.bySource(app.model, app.frame, { ...app.view, source: "", place: "" }, 0, app.model.days - 1);
      return [...all].sort((a, b) => b[1] - a[1]).slice(0, SOURCES).map(([source]) => source);
    }

    function made(click) {
      const parts = { name: el("span"), count: el("span", { class: "atlas-count" }), change: el("span", { class: "atlas-change" }) };
      const node = el("button", { type: "button", class: "atlas-chip", on: { click } }, [parts.name, " ", parts.count, parts.change]);
      return { node, ...parts };
    }

    function chip(facet, word) {
      const parts = made(() => app.toggle(facet, word));
      chips.set(parts.node, { facet, word, ...parts });
      return parts.node;
    }

    function sourceChip(source) {
      const parts = made(() => app.change({ source: app.view.source === source ? "" : source }));
      sources.set(parts.node, { source, ...parts });
      setText(parts.name, source);
      return parts.node;
    }

    function words() {
      for (const group of byId("chips").children) {
        const text = app.t(group.dataset.facet === "source" ? "source" : `facet_${group.dataset.facet}`);
        setText(group.firstChild, text);
        group.setAttribute("aria-label", text);
      }
      for (const { facet, word, name } of chips.values()) setText(name, app.t(`${facet}_${word}`));
      const { words: cells } = app.model.details;
      choices("actor", [...new Set(cells.actor.flatMap(Atlas.model.actors))], (name) => app.actor(name));
      choices("source", [...new Set(app.model.trunks.values())], (name) => name);
    }

    function choices(id, known, called) {
      const held = app.view[id] && !known.includes(app.view[id]) ? [app.view[id]] : [];
      app.fill(id, ["", ...known, ...held], (word) => (word ? called(word) : app.t("all")), app.view[id]);
    }

    /** Show the state of the filters: it may have come from an address. */
    function filtered() {
      if (search.value !== app.view.q) search.value = app.view.q;
      byId("coarse").checked = app.view.coarse === "1";
      for (const name of ["actor", "source"]) {
        if (![...byId(name).options].some(({ value }) => value === app.view[name])) words();
        byId(name).value = app.view[name];
      }
      for (const [node, { facet, word }] of chips) node.setAttribute("aria-pressed", String(app.view[facet].includes(word)));
      for (const [node, { source }] of sources) node.setAttribute("aria-pressed", String(app.view.source === source));
      const active = [...FACETS, "actor", "source"].filter((key) => app.view[key].length > 0).length;
      setText(byId("filters-count"), active ? String(active) : "");
      note();
    }

    /** Say so when a search looks at fewer facts than there are. */
    function note() {
      const { detailed, rows } = app.model.counts;
      const partial = Atlas.more.isPartial(app.model, app.view);
      byId("note").hidden = !partial;
      setText(byId("note"), partial ? app.t("searched_part", { n: app.number(detailed), m: app.number(rows) }) : "");
    }

    /** Write the numbers, where they can be seen. */
    function stepped() {
      if (!byId("filters").open) return;
      const { facets, plan } = app.shared();
      const past = app.view.compare && app.past();
      const [now, then] = [app.days(), past && app.daysOf(past)];
      for (const { facet, word, count, change } of chips.values()) {
        const row = plan.facets[facet].words.indexOf(word);
        const found = facets[facet].between(row, now.from, now.to);
        setText(count, app.number(found));
        const more = then ? found - facets[facet].between(row, then.from, then.to) : 0;
        setText(change, more ? ` ${app.signed(more)}` : "");
      }
      later();
    }

    // single facts are counted, so not at every step
    const later = gathered(120, () => {
      if (!sources.size) return;
      const { from, to } = app.days();
      const counts = Atlas.model.bySource(app.model, app.frame, app.view, from, to);
      for (const { source, count } of sources.values()) setText(count, app.number(counts.get(source) ?? 0));
    });

    return { data, words, filtered, stepped };
  }

  Object.assign(Atlas, { filters: { create } });
})((globalThis.Atlas ??= {}));
