/* The lists beside the map: facts with their trail, ranked places, themes, and what is not on the map. They say everything
 * that the map shows, and follow the time while it moves; a fact that is open stays open. */
(function (Atlas) {
  "use strict";

  const { el, byId, setText, arrange, gathered } = Atlas.dom;
  const PAGE = 50;
  const TABS = ["facts", "places", "themes", "loose"];

  function create(app) {
    const list = byId("list");
    const facts = el("ul", { class: "atlas-facts" });
    const places = Atlas.places.create(app);
    const themes = Atlas.themes.create(app);
    const parts = el("p", { class: "atlas-parts" });
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
      else if (tab === "themes") showThemes();
      else if (tab === "facts") showFacts();
      else showLoose();
    }

    let loose = null;

    /** Written once: it follows neither the time nor the filters. */
    function showLoose() {
      loose ??= Atlas.loose.nodes(app);
      arrange(list, loose);
    }

    /* Places and themes */

    function showPlaces() {
      const shown = places.nodes(limit);
      fit(shown.nodes, shown.total);
    }

    function showThemes() {
      arrange(list, themes.nodes());
    }

    /* Facts */

    const cards = new Map();

    function card(n) {
      if (!cards.has(n)) cards.set(n, Atlas.card.create(app, n));
      return cards.get(n);
    }

    let pinned = -1;

    /** As many facts as are shown; the one that an address names comes first if it would not be among them. */
    function cut(found) {
      const shown = found.slice(0, limit);
      return shown.includes(pinned) || !found.includes(pinned) ? shown : [pinned, ...shown];
    }

    function showFacts() {
      const found = numbers();
      arrange(facts, cut(found).map(card));
      const { from, to } = app.days();
      fit([...places.found(), facts], found.length, held() ? null : [found.length, app.frame.total.between(0, from, to)]);
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
      const sums = held() ? null : concerned(key);
      const groups = Object.entries(related()).filter(([name, found]) => sums?.[name] || found.length);
      const nodes = groups.flatMap(([name, found]) => [
        heading(name, sums?.[name] ?? found.length),
        group(name, cut(found).map(card)),
      ]);
      const most = Math.max(0, ...groups.map(([, found]) => found.length));
      arrange(list, [...belonging(key), ...nodes, ...(most > limit ? [more] : []), ...remarks(groups.length === 0, listedOf(groups.map(([, found]) => found), sums))]);
      setText(byId("selected-name"), app.nameOf(key));
      setText(byId("selected-about"), app.about(key));
      setText(more, app.t("show_more"));
    }

    /** Whether the page holds every fact whole. */
    const held = () => app.model.counts.detailed >= app.model.counts.rows;

    function concerned(key) {
      const { from, to } = app.days();
      return Atlas.more.concerned(app.model, app.frame, key, from, to);
    }

    /** How many facts of the selection are held, and how many there are. */
    function listedOf(lists, sums) {
      const found = lists.reduce((sum, list) => sum + list.length, 0);
      return [found, sums ? Object.values(sums).reduce((sum, count) => sum + count, 0) : found];
    }

    /** The provinces of a region; of a province, the regions with it that directives are aimed at: each to be selected. */
    function belonging(key) {
      const region = app.base.regions.get(key);
      const aimed = app.model.aims.filter((aim) => aim.region?.provinces.includes(key)).map((aim) => aim.key);
      const keys = region ? region.provinces : aimed;
      if (!keys.length) return [];
      const words = app.t(region ? "region_provinces" : "in_regions", keys.length);
      parts.replaceChildren(words, " ", ...keys.flatMap((each, n) => [...(n ? [" · "] : []), Atlas.card.link(app, each, app.nameOf(each))]));
      return [parts];
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

    /** What a list does not say by itself; `listed` is how many facts are held of how many that it stands for. */
    function remarks(empty, listed = null) {
      const { detailed, rows: all } = app.model.counts;
      const texts = [];
      if (empty) texts.push(app.t(app.model.days ? "none_in_period" : "none_dated"));
      if (listed && Atlas.bridge.framed()) {
        const [n, m] = listed;
        if (n < m) texts.push(app.t("listed_newest", { n: app.number(n), m: app.number(m) }));
      } else if (!held()) texts.push(app.t("listed_part", { n: app.number(detailed), m: app.number(all) }));
      return texts.map((text) => el("p", { class: "atlas-note", text }));
    }

    function fit(shown, total, listed = null) {
      setText(more, app.t("show_more"));
      arrange(list, [...shown, ...(total > limit ? [more] : []), ...remarks(total === 0, listed)]);
    }

    /* What the rest of the page tells us */

    function data() {
      forget();
      limit = PAGE;
      show();
    }

    /** More facts are held than before: those that are shown stay, and what is not on the map is written anew. */
    function grown() {
      if (app.model.details.count < known) forget();
      known = app.model.details.count;
      loose = null;
      update();
    }

    let known = 0;

    function forget() {
      known = 0;
      pinned = -1;
      cards.clear();
      places.forget();
      loose = null;
    }

    let told = "";

    function words() {
      if (told !== app.view.lang) forget();
      told = app.view.lang;
      const { unplaced, undated } = app.model.counts;
      setText(byId("tab-loose"), app.t("loose", { n: app.number(unplaced + undated) }));
      show();
    }

    /** Show one fact: open it, and bring it into view. */
    function reveal(n) {
      const node = card(n);
      pinned = n;
      node.firstChild.open = true;
      update();
      node.scrollIntoView({ block: "nearest" });
    }

    return { data, grown, words, stepped: later, selected: show, reveal, facts: numbers };
  }

  Object.assign(Atlas, { lists: { create } });
})((globalThis.Atlas ??= {}));
