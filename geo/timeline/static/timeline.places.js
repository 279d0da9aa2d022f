/* Places and regions by rank: what happened there and what is aimed there, as one list; and those that a search names. */
(function (Atlas) {
  "use strict";

  const { el, setText } = Atlas.dom;
  const NAMED = 6;

  /** Every place with facts and everything that directives are aimed at, by the facts that concern it. Pure. */
  function ranked(model, here, aimed) {
    const found = new Map();
    model.places.forEach((place, n) => n && here[n] > 0 && found.set(place.key, { key: place.key, here: here[n], aimed: 0 }));
    model.aims.forEach(({ key }, n) => {
      if (aimed[n] > 0) found.set(key, { here: 0, ...found.get(key), key, aimed: aimed[n] });
    });
    const sum = (row) => row.here + row.aimed;
    return [...found.values()].sort((a, b) => sum(b) - sum(a) || (a.key < b.key ? -1 : 1));
  }

  /** Keys of the regions, provinces and places whose name holds all words of a search, regions first. Pure. */
  function named(things, query) {
    const words = Atlas.model.fold(query).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const holds = ({ en, zh }) => words.every((word) => Atlas.model.fold(`${en}\n${zh}`).includes(word));
    return [...new Set(things.filter(holds).map(({ key, code, slug }) => key ?? code ?? slug))].slice(0, NAMED);
  }

  function create(app) {
    const rows = new Map();
    const list = el("ol", { class: "atlas-places" });
    const key = el("p", { class: "atlas-note atlas-places-key" });
    const hits = el("p", { class: "atlas-hits" });

    /** Rows of the period shown, and of the one compared with; `limit` of them are made. */
    function nodes(limit) {
      const past = app.view.compare ? app.past() : null;
      const then = new Map((past ? rankedIn(app.daysOf(past)) : []).map((row) => [row.key, row.here + row.aimed]));
      const here = rankedIn(app.days());
      const still = new Set(here.map((row) => row.key));
      const gone = [...then.keys()].filter((key) => !still.has(key)).map((key) => ({ key, here: 0, aimed: 0 }));
      const now = [...here, ...gone];
      const most = here.length ? here[0].here + here[0].aimed : 1;
      Atlas.dom.arrange(list, now.slice(0, limit).map((each) => row(each, most, past ? (then.get(each.key) ?? 0) : null)));
      legend();
      return { nodes: now.length ? [key, list] : [list], total: now.length };
    }

    function rankedIn({ from, to }) {
      const { model, frame } = app;
      const here = Atlas.core.counts(frame.places, from, to, new Float64Array(model.places.length));
      return ranked(model, here, Atlas.core.counts(app.aimed(), from, to, new Float64Array(model.aims.length)));
    }

    function legend() {
      if (key.childElementCount) return;
      key.replaceChildren(el("i", { class: "atlas-bar-here" }), app.t("happened_here"), el("i", { class: "atlas-bar-aimed" }), app.t("aimed_here"));
    }

    function row({ key: place, here, aimed }, most, then) {
      if (!rows.has(place)) rows.set(place, made(place));
      const { node, name, where, count, change, ...bars } = rows.get(place);
      setText(name, app.nameOf(place));
      setText(where, [app.kindOf(place), aimed ? app.t("aimed_of", { n: app.number(aimed) }) : ""].filter(Boolean).join(" · "));
      // a directive issued where it is aimed stands in both numbers, so they are not added up
      setText(count, [here, aimed].filter(Boolean).map((number) => app.number(number)).join(" + ") || "0");
      setText(change, then === null ? "" : app.signed(here + aimed - then));
      bars.here.style.width = `${(here / most) * 100}%`;
      bars.aimed.style.width = `${(aimed / most) * 100}%`;
      return node;
    }

    function made(place) {
      const parts = { name: el("span"), where: el("small"), count: el("b"), change: el("em") };
      const bars = { here: el("i", { class: "atlas-bar-here" }), aimed: el("i", { class: "atlas-bar-aimed" }) };
      const on = { click: () => app.select(place), ...app.previewing(place) };
      const number = el("span", { class: "atlas-number" }, [parts.count, parts.change]);
      const bar = el("span", { class: "atlas-bars" }, Object.values(bars));
      const button = el("button", { type: "button", on }, [parts.name, parts.where, number, bar]);
      return { node: el("li", {}, [button]), ...parts, ...bars };
    }

    /** The places that the search names, to be selected; none without a search. */
    function found() {
      const things = [...app.base.regions.values(), ...app.base.provinces, ...app.model.places.slice(1)];
      const keys = named(things, app.view.q);
      if (!keys.length) return [];
      const links = keys.map((each) => {
        const on = { click: () => app.select(each), ...app.previewing(each) };
        return el("button", { type: "button", class: "atlas-chip", text: app.nameOf(each), on });
      });
      hits.replaceChildren(el("span", { text: app.t("places") }), ...links);
      return [hits];
    }

    function forget() {
      rows.clear();
      key.replaceChildren();
    }

    return { nodes, found, forget };
  }

  Object.assign(Atlas, { places: { create, ranked, named } });
})((globalThis.Atlas ??= {}));
