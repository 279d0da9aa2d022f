/* What the facts are about: themes by their count in the period shown; when two periods are compared, by how much each
 * grew or shrank. A theme is also a filter. */
(function (Atlas) {
  "use strict";

  const { el, setText } = Atlas.dom;

  /** Themes with their counts now and then, and the change; those that grew most first, or the largest. Pure. */
  function ranked(words, now, then) {
    const rows = words.map((word, n) => ({ word, count: now[n], change: then ? now[n] - then[n] : null }));
    const told = rows.filter((row) => row.count || row.change);
    return told.sort((a, b) => (then ? b.change - a.change : 0) || b.count - a.count);
  }

  function create(app) {
    const rows = new Map();
    const list = el("ol", { class: "atlas-themes" });
    const note = el("p", { class: "atlas-note" });
    const offer = el("button", { type: "button", on: { click: () => app.parts.compare.choose("side") } });

    function nodes() {
      const { facets, plan } = app.shared();
      const { words } = plan.facets.theme;
      const counts = ({ from, to }) => Atlas.core.counts(facets.theme, from, to, new Float64Array(words.length));
      const past = app.view.compare ? app.past() : null;
      const found = ranked(words, counts(app.days()), past && counts(app.daysOf(past)));
      const most = Math.max(1, ...found.map(({ count, change }) => Math.abs(past ? change : count)));
      Atlas.dom.arrange(list, found.map((each) => row(each, most)));
      setText(note, past ? noteText(past) : app.t(found.length ? "themes_now" : "none_in_period"));
      setText(offer, app.t("compare_offer"));
      return [note, ...(app.view.compare || app.scale.length < 3 ? [] : [offer]), list];
    }

    function noteText(past) {
      const length = ({ lo, hi }) => hi - lo + 1;
      const uneven = length(past) === length(app.window) ? "" : app.t("uneven", { n: length(app.window), m: length(past) });
      return [app.t("themes_change", { period: app.periodText(past) }), uneven].filter(Boolean).join(" ");
    }

    function row({ word, count, change }, most) {
      if (!rows.has(word)) {
        const parts = { name: el("span"), count: el("small"), change: el("b"), bar: el("i") };
        const on = { click: () => app.toggle("theme", word) };
        const button = el("button", { type: "button", on }, [parts.name, parts.count, parts.change, el("em", {}, [parts.bar])]);
        rows.set(word, { node: el("li", {}, [button]), button, ...parts });
      }
      const { node, button, bar, ...texts } = rows.get(word);
      setText(texts.name, app.t(`theme_${word}`));
      setText(texts.count, change === null ? "" : app.t("now_then", { n: app.number(count), m: app.number(count - change) }));
      setText(texts.change, change === null ? app.number(count) : app.signed(change));
      button.setAttribute("aria-pressed", String(app.view.theme.includes(word)));
      node.dataset.change = change === null ? "" : Math.sign(change);
      bar.style.width = `${(Math.abs(change ?? count) / most) * 100}%`;
      return node;
    }

    return { nodes };
  }

  Object.assign(Atlas, { themes: { create, ranked } });
})((globalThis.Atlas ??= {}));
