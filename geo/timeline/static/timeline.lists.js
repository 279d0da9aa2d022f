/* The lists beside the map: ranked places, facts with their trail, and what is not on the map. They say everything that
 * the map shows, and follow the time while it moves; a fact that is open stays open. */
(function (Atlas) {
  "use strict";

  const { el, byId, setText, arrange, gathered } = Atlas.dom;
  const PAGE = 50;
  const TABS = ["facts", "places", "loose"];

  function create(app) {
    const list = byId("list");
    const facts = el("ul", { class: "atlas-facts" });
    const places = el("ol", { class: "atlas-places" });
    const more = el("button", { type: "button", class: "atlas-more", on: { click: () => ((limit += PAGE), update()) } });
    let tab = "facts";
    let limit = PAGE;

    /* Tabs */

    for (const name of TABS) {
      byId(`tab-${name}`).addEventListener("click", () => open(name));
      byId(`tab-${name}`).addEventListener("keydown", (event) => {
        const turn = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!turn) return;
        event.preventDefault();
        const next = TABS[(TABS.indexOf(name) + turn + TABS.length) % TABS.length];
        open(next);
        byId(`tab-${next}`).focus();
      });
    }
    byId("unselect").addEventListener("click", () => app.select(""));

    function open(name) {
      tab = name;
      limit = PAGE;
      list.scrollTop = 0;
      if (app.view.place) app.select("");
      else show();
    }

    function show() {
      const selected = Boolean(app.view.place);
      byId("selected").hidden = !selected;
      byId("tabs").hidden = selected;
      for (const name of TABS) {
        byId(`tab-${name}`).setAttribute("aria-selected", String(tab === name));
        byId(`tab-${name}`).tabIndex = tab === name ? 0 : -1;
      }
      later();
    }

    const later = gathered(100, update);

    function update() {
      if (!app.frame) return;
      if (app.view.place) showSelected();
      else if (tab === "places") showPlaces();
      else if (tab === "facts") showFacts();
      else showLoose();
    }

    let loose = null;

    /** Written once: it follows neither the time nor the filters. */
    function showLoose() {
      loose ??= Atlas.loose.nodes(app);
      arrange(list, loose);
    }

    /* Places */

    const rows = new Map();

    function showPlaces() {
      const { from, to } = app.days();
      const ranked = app.model.places
        .map((place) => ({ place, count: place.number ? app.frame.places.between(place.number, from, to) : 0 }))
        .filter(({ count }) => count > 0)
        .sort((a, b) => b.count - a.count || a.place.number - b.place.number);
      const most = ranked.length ? ranked[0].count : 1;
      arrange(places, ranked.slice(0, limit).map(({ place, count }) => row(place, count, most)));
      fit(places, ranked.length);
    }

    function row(place, count, most) {
      if (!rows.has(place.key)) {
        const parts = { name: el("span"), where: el("small"), count: el("b"), bar: el("i") };
        const on = { click: () => app.select(place.key), ...app.previewing(place.key) };
        const button = el("button", { type: "button", on }, Object.values(parts));
        rows.set(place.key, { node: el("li", {}, [button]), ...parts });
      }
      const { node, name, where, count: number, bar } = rows.get(place.key);
      setText(name, app.name(place));
      setText(where, app.within(place));
      setText(number, app.number(count));
      bar.style.width = `${(count / most) * 100}%`;
      return node;
    }

    /* Facts */

    const cards = new Map();

    function card(n) {
      if (!cards.has(n)) cards.set(n, Atlas.card.create(app, n));
      return cards.get(n);
    }

    function showFacts() {
      const found = numbers();
      arrange(facts, found.slice(0, limit).map(card));
      fit(facts, found.length);
    }

    /** The facts of the selected place: those that happened there, that may have, and those aimed there. */
    function related() {
      const { from, to } = app.days();
      const groups = { here: [], perhaps: [], aimed: [] };
      for (const n of Atlas.model.listed(app.model, app.frame, from, to)) {
        groups[Atlas.model.relation(app.model, n, app.view.place)]?.push(n);
      }
      return groups;
    }

    function showSelected() {
      const key = app.view.place;
      const parts = Object.entries(related()).filter(([, found]) => found.length);
      const nodes = parts.flatMap(([name, found]) => [
        heading(name, found.length),
        group(name, found.slice(0, limit).map(card)),
      ]);
      const most = Math.max(0, ...parts.map(([, found]) => found.length));
      arrange(list, [...nodes, ...(most > limit ? [more] : []), ...remarks(parts.length === 0)]);
      setText(byId("selected-name"), app.nameOf(key));
      setText(byId("selected-about"), app.about(key));
      setText(more, app.t("show_more"));
    }

    /** Numbers of all facts that the list stands for, in its order. */
    function numbers() {
      if (app.view.place) return Object.values(related()).flat();
      const { from, to } = app.days();
      return Atlas.model.listed(app.model, app.frame, from, to);
    }

    const headings = new Map();
    const lists = new Map();

    function heading(name, count) {
      if (!headings.has(name)) headings.set(name, el("h3"));
      setText(headings.get(name), app.t(`group_${name}`, count));
      return headings.get(name);
    }

    function group(name, nodes) {
      if (!lists.has(name)) lists.set(name, el("ul", { class: "atlas-facts" }));
      arrange(lists.get(name), nodes);
      return lists.get(name);
    }

    function remarks(empty) {
      const { detailed, rows: all } = app.model.counts;
      const texts = [];
      if (empty) texts.push(app.t("none_in_period"));
      if (detailed < all) texts.push(app.t("listed_part", { n: app.number(detailed), m: app.number(all) }));
      return texts.map((text) => el("p", { class: "atlas-note", text }));
    }

    function fit(shown, total) {
      setText(more, app.t("show_more"));
      arrange(list, [shown, ...(total > limit ? [more] : []), ...remarks(total === 0)]);
    }

    /* What the rest of the page tells us */

    function data() {
      forget();
      rows.clear();
      limit = PAGE;
      show();
    }

    function forget() {
      cards.clear();
      loose = null;
    }

    function words() {
      forget();
      const { unplaced, undated } = app.model.counts;
      setText(byId("tab-loose"), app.t("loose", { n: app.number(unplaced + undated) }));
      show();
    }

    /** Show one fact: open it, and bring it into view. */
    function reveal(n) {
      const node = card(n);
      node.firstChild.open = true;
      update();
      node.scrollIntoView({ block: "nearest" });
    }

    return { data, words, stepped: later, selected: show, reveal, facts: numbers };
  }

  Object.assign(Atlas, { lists: { create } });
})((globalThis.Atlas ??= {}));
