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

  function targets(app, n) {
    const aims = app.model.targets[app.model.sites[app.model.details.site[n]].target];
    return aims.flatMap((aim, rank) => [...(rank ? [" · "] : []), link(app, aim.key, app.name(aim))]);
  }

  function where(app, n) {
    const { text, site, metres } = app.model.details;
    const place = app.model.places[app.model.sites[site[n]].place];
    const parts = [];
    if (place.level === "ambiguous") {
      const others = place.candidates.flatMap((other, rank) => {
        const { key } = app.model.places[other];
        return [...(rank ? [" · "] : []), link(app, key, app.name(app.model.places[other]))];
      });
      parts.push(app.t("one_of"), " ", ...others);
    } else if (place.number) parts.push(link(app, place.key, [app.name(place), app.within(place)].filter(Boolean).join(", ")));
    else parts.push(app.t("not_placed"));
    if (text.place(n)) parts.push(" ", app.t("as_written", { text: text.place(n) }));
    if (metres[n]) parts.push(" ", app.t("off_by", { km: app.number(metres[n] / 1000) }));
    return parts;
  }

  function how(app, n) {
    const { text } = app.model.details;
    const known = text.resolution(n);
    const words = known ? app.t(`resolution_${known}`) : "";
    return [[words, text.reason(n)].filter(Boolean).join(": ")];
  }

  /** The source: a link when it is a web address, plain text when it is anything else. */
  function source(app, n) {
    const { text } = app.model.details;
    const href = webAddress(text.url(n));
    const words = text.source(n) || (href ? new URL(href).hostname : text.url(n));
    if (!words) return [];
    if (!href) return [words, ...(text.url(n) && text.url(n) !== words ? [` (${text.url(n)})`] : [])];
    return [el("a", { href, target: "_blank", rel: "noopener noreferrer", text: words })];
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
      ["actor", [text.actor(n)]],
      ["aimed_at", targets(app, n)],
      ["theme", [app.t(`theme_${theme}`)]],
      ["kind", [[app.t(`kind_${kind}`), type && type !== "other" ? app.t(`type_${type}`) : ""].filter(Boolean).join(", ")]],
      ["source", source(app, n)],
      ["position", position(app, n)],
      ["quote", text.quote(n) ? [el("q", { text: text.quote(n) })] : []],
      ["note", [text.note(n)]],
      ["status", [app.t(`status_${status}`)]],
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
    const { kind, status } = app.model.groups[group[n]];
    const place = app.model.places[app.model.sites[site[n]].place];
    const meta = [dateText(app, n), place.number ? app.name(place) : app.t("not_placed"), text.actor(n)].filter(Boolean);
    const summary = el("summary", {}, [
      el("span", { class: "atlas-fact-title", text: titleText(app, n) }),
      el("span", { class: "atlas-fact-meta", text: meta.join(" · ") }),
      status === "auto" ? el("span", { class: "atlas-badge", text: app.t("unchecked") }) : null,
    ]);
    const details = el("details", { class: "atlas-fact" }, [summary]);
    details.addEventListener("toggle", () => {
      if (!details.open) return;
      if (!details.querySelector("dl")) details.append(trail(app, n));
      app.opened(n);
    });
    return el("li", { class: `atlas-kind-${kind}`, "data-fact": String(n) }, [details]);
  }

  Object.assign(Atlas, { card: { create, dateText, titleText } });
})((globalThis.Atlas ??= {}));
