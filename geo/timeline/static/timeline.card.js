/* One fact as a card: what, when, where and by whom; opened, the whole trail that put it on the map. */
(function (Atlas) {
  "use strict";

  const { el, webAddress } = Atlas.dom;

  /** A fact's date in words, as exactly as it is known. */
  function dateText(app, n) {
    const { first, length, group } = app.model.details;
    if (first[n] < 0) return app.t("undated");
    const start = app.model.epoch + first[n];
    const { precision } = app.model.groups[group[n]];
    return Atlas.calendar.period(start, start + length[n], precision, app.view.lang);
  }

  function titleText(app, n) {
    const { text } = app.model.details;
    return (app.view.lang === "zh" && text.title_zh(n)) || text.title(n);
  }

  /** A name that selects its place or region on the map. */
  const link = (app, key, text) => {
    const on = { click: () => app.select(key), ...app.previewing(key) };
    return el("button", { type: "button", class: "atlas-link", text, on });
  };

  /** Whether a machine read the fact in a document and no person has confirmed it; a table made by hand says nothing. */
  function isUnchecked(app, n) {
    const { text, group } = app.model.details;
    return app.model.groups[group[n]].status === "auto" && Boolean(text.doc(n));
  }

  /** A word that filters by itself: an actor, a source. */
  const filter = (app, key, value, text) => {
    const on = { click: () => app.change({ [key]: value, place: "" }) };
    const title = app.t("filter_by", { what: text });
    return el("button", { type: "button", class: "atlas-link atlas-by", text, title, on });
  };

  function who(app, n) {
    const names = Atlas.model.actors(app.model.details.text.actor(n));
    return names.flatMap((name, rank) => [...(rank ? ["; "] : []), filter(app, "actor", name, app.actor(name))]);
  }

  function targets(app, n) {
    const aims = app.model.targets[app.model.sites[app.model.details.site[n]].target];
    return aims.flatMap((aim, rank) => [...(rank ? [" · "] : []), link(app, aim.key, app.name(aim))]);
  }

  const named = (app, place) => [app.name(place), app.within(place)].filter(Boolean).join(app.view.lang === "zh" ? "，" : ", ");

  function where(app, n) {
    const { text, site, metres } = app.model.details;
    const place = app.model.places[app.model.sites[site[n]].place];
    const parts = [];
    if (place.level === "ambiguous") {
      const others = place.candidates.flatMap((other, rank) => {
        const at = app.model.places[other];
        return [...(rank ? [" · "] : []), link(app, at.key, named(app, at))];
      });
      parts.push(app.t("one_of"), " ", ...others);
    } else if (place.number) parts.push(link(app, place.key, named(app, place)));
    else parts.push(app.t("not_placed"));
    if (text.place(n)) parts.push(" ", app.t("as_written", { text: text.place(n) }));
    if (metres[n]) parts.push(" ", app.t("off_by", { km: app.number(metres[n] / 1000) }));
    return parts;
  }

  function how(app, n) {
    const { text } = app.model.details;
    const known = text.resolution(n);
    const words = known ? app.t(`resolution_${known}`) : "";
    return [[words, app.reason(text.reason(n), text.reason_zh(n))].filter(Boolean).join(app.view.lang === "zh" ? "：" : ": ")];
  }

  /** The source, which filters by itself; its address as a link when it is one of the web, else as plain text. */
  function source(app, n) {
    const { text } = app.model.details;
    const [words, url] = [text.source(n), text.url(n)];
    const href = webAddress(url);
    const by = words ? [filter(app, "source", app.model.trunks.get(words), words)] : [];
    if (href) return [...by, " ", el("a", { href, target: "_blank", rel: "noopener noreferrer", text: new URL(href).hostname })];
    return url && url !== words ? [...by, words ? ` (${url})` : url] : by;
  }

  function position(app, n) {
    const { text, start, end } = app.model.details;
    if (!text.doc(n)) return [];
    const span = start[n] && end[n] ? app.t("characters", { from: app.number(start[n] - 1), to: app.number(end[n] - 1) }) : "";
    return [[text.doc(n), span].filter(Boolean).join(", ")];
  }

  function trail(app, n) {
    const { text, group } = app.model.details;
    const { kind, theme, type, status, precision } = app.model.groups[group[n]];
    const original = app.view.lang === "zh" && text.title_zh(n) ? text.title(n) : text.title_zh(n);
    const rows = [
      ["original", original ? [original] : []],
      ["date", [dateText(app, n), " ", app.t(`precision_${precision}`)]],
      ["place", where(app, n)],
      ["resolved", how(app, n)],
      ["actor", who(app, n)],
      ["aimed_at", targets(app, n)],
      ["theme", [app.t(`theme_${theme}`)]],
      ["kind", [[app.t(`kind_${kind}`), type && type !== "other" ? app.t(`type_${type}`) : ""].filter(Boolean).join(", ")]],
      ["source", source(app, n)],
      ["position", position(app, n)],
      ["quote", text.quote(n) ? [el("q", { text: text.quote(n) })] : []],
      ["note", [text.note(n)]],
      ["status", status && (status !== "auto" || isUnchecked(app, n)) ? [app.t(`status_${status}`)] : []],
      ["id", [text.id(n)]],
    ];
    const filled = rows.filter(([, values]) => values.some((value) => value !== "" && value !== " "));
    return el(
      "dl",
      {},
      filled.flatMap(([name, values]) => [el("dt", { text: app.t(`field_${name}`) }), el("dd", {}, values.filter(Boolean))]),
    );
  }

  /** The list item of fact `n`; its trail is written when it is first opened. */
  function create(app, n) {
    const { text, group, site } = app.model.details;
    const { kind } = app.model.groups[group[n]];
    const place = app.model.places[app.model.sites[site[n]].place];
    const people = Atlas.model.actors(text.actor(n)).map((name) => app.actor(name));
    const meta = [dateText(app, n), place.number ? app.name(place) : app.t("not_placed"), people.join(app.view.lang === "zh" ? "、" : "; ")];
    const summary = el("summary", {}, [
      el("span", { class: "atlas-fact-title", text: titleText(app, n) }),
      el("span", { class: "atlas-fact-meta", text: meta.filter(Boolean).join(" · ") }),
      isUnchecked(app, n) ? el("span", { class: "atlas-badge", text: app.t("unchecked") }) : null,
    ]);
    const details = el("details", { class: "atlas-fact" }, [summary]);
    details.addEventListener("toggle", () => {
      if (!details.open) return;
      if (!details.querySelector("dl")) details.append(trail(app, n));
      app.opened(n);
    });
    return el("li", { class: `atlas-kind-${kind}`, "data-fact": String(n) }, [details]);
  }

  Object.assign(Atlas, { card: { create, link, dateText, titleText } });
})((globalThis.Atlas ??= {}));
