/* Search, chips and selects. A chip's number follows the window and every other filter. */
(function (Atlas) {
  "use strict";

  const { el, byId, setText, debounced } = Atlas.dom;
  const FACETS = ["kind", "theme", "type", "status"];

  function create(app) {
    const search = byId("search");
    const chips = new Map();
    const type = debounced(200, () => app.change({ q: search.value }));
    search.addEventListener("input", type);
    for (const name of ["actor", "source"]) {
      byId(name).addEventListener("change", (event) => app.change({ [name]: event.target.value }));
    }
    byId("coarse").addEventListener("change", (event) => app.change({ coarse: event.target.checked ? "1" : "0" }));
    byId("clear").addEventListener("click", () => {
      const { DEFAULTS } = Atlas.state;
      const cleared = [...FACETS, "actor", "source", "q", "coarse"].map((key) => [key, DEFAULTS[key]]);
      app.change(Object.fromEntries(cleared));
    });

    function toggle(facet, word) {
      const chosen = app.view[facet];
      app.change({ [facet]: chosen.includes(word) ? chosen.filter((other) => other !== word) : [...chosen, word] });
    }

    /** Make the chips of the words that occur in the data. */
    function data() {
      chips.clear();
      const groups = FACETS.map((facet) => {
        const words = Atlas.state.SETS[facet].filter((word) => app.model.groups.some((group) => group[facet] === word));
        if (words.length < 2) return null;
        const nodes = words.map((word) => chip(facet, word));
        return el("div", { class: "atlas-facet", role: "group", "data-facet": facet }, [el("h2"), ...nodes]);
      });
      byId("chips").replaceChildren(...groups.filter(Boolean));
      words();
    }

    function chip(facet, word) {
      const count = el("span", { class: "atlas-count" });
      const name = el("span");
      const on = { click: () => toggle(facet, word) };
      const node = el("button", { type: "button", class: "atlas-chip", on }, [name, " ", count]);
      chips.set(node, { facet, word, name, count });
      return node;
    }

    function words() {
      for (const group of byId("chips").children) {
        const text = app.t(`facet_${group.dataset.facet}`);
        setText(group.firstChild, text);
        group.setAttribute("aria-label", text);
      }
      for (const { facet, word, name } of chips.values()) setText(name, app.t(`${facet}_${word}`));
      for (const name of ["actor", "source"]) {
        const cells = app.model.details.words[name].filter(Boolean);
        const known = name === "actor" ? [...new Set(cells.flatMap(Atlas.model.actors))] : cells;
        const held = app.view[name] && !known.includes(app.view[name]) ? [app.view[name]] : [];
        app.fill(name, ["", ...known, ...held], (word) => word || app.t("all"), app.view[name]);
      }
    }

    /** Show the state of the filters: it may have come from an address. */
    function filtered() {
      if (search.value !== app.view.q) search.value = app.view.q;
      byId("coarse").checked = app.view.coarse === "1";
      for (const name of ["actor", "source"]) byId(name).value = app.view[name];
      for (const [node, { facet, word }] of chips) node.setAttribute("aria-pressed", String(app.view[facet].includes(word)));
      const active = [...FACETS, "actor", "source"].filter((key) => app.view[key].length > 0).length;
      setText(byId("filters-count"), active ? String(active) : "");
      note();
    }

    /** Say so when a search looks at fewer facts than there are. */
    function note() {
      const { detailed, rows } = app.model.counts;
      const partial = Atlas.model.needsDetails(app.view) && detailed < rows;
      byId("note").hidden = !partial;
      setText(byId("note"), partial ? app.t("searched_part", { n: app.number(detailed), m: app.number(rows) }) : "");
    }

    function stepped() {
      const { from, to } = app.days();
      for (const { facet, word, count } of chips.values()) {
        const row = app.frame.plan.facets[facet].words.indexOf(word);
        setText(count, app.number(app.frame.facets[facet].between(row, from, to)));
      }
    }

    return { data, words, filtered, stepped };
  }

  Object.assign(Atlas, { filters: { create } });
})((globalThis.Atlas ??= {}));
