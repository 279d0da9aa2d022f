/* What lies under the pointer: a mark, else a region's outline or the border zone, else a province. It is named where
 * the pointer is, on every map that is shown, and a click selects it. */
(function (Atlas) {
  "use strict";

  const { el } = Atlas.dom;

  /** What is under the pointer of a map event: {key, name, number, kind}, or null. */
  function hit(app, stage, event) {
    const place = stage.marks.under(event.containerPoint);
    if (place) return { kind: "place", key: place.key, number: place.number, name: app.name(place) };
    const { code, region } = event.originalEvent.target.dataset ?? {};
    if (region) return { kind: "region", key: region, name: app.name(app.base.regions.get(region)) };
    const number = app.base.numbers.get(code);
    return number === undefined ? null : { kind: "province", key: code, number, name: app.name(app.base.provinces[number]) };
  }

  /** What a stage says of it: how many facts, in the stage's own days. */
  function said(app, { shade, days }, { kind, key, number }) {
    if (kind === "place") return app.t("facts", app.frame.places.between(number, days.from, days.to));
    if (kind === "region") return app.t("count_aimed", { n: app.number(app.aimedAt(key, days)) });
    const count = app.t(`count_${app.view.measure}`, { n: app.number(shade.values[number]) });
    return shade.differences ? `${count} (${app.signed(shade.differences[number])})` : count;
  }

  /** Write what was found beside a point of the stage's map, inside the map. */
  function tell(app, stage, found, { x, y }) {
    const { tip, map } = stage;
    tip.replaceChildren(el("b", { text: found.name }), el("span", { text: said(app, stage, found) }));
    tip.hidden = false;
    const size = map.getSize();
    tip.style.left = `${Math.max(4, Math.min(x + 14, size.x - tip.offsetWidth - 4))}px`;
    tip.style.top = `${y + 18 + tip.offsetHeight > size.y ? y - tip.offsetHeight - 8 : y + 18}px`;
  }

  function create(app, stage) {
    const { map } = stage;
    const hide = () => {
      for (const { tip } of app.stages()) tip.hidden = true;
      app.preview("");
      map.getContainer().classList.remove("atlas-hit");
    };
    map.on("mousemove", (event) => {
      const found = app.frame && hit(app, stage, event);
      if (!found) return hide();
      map.getContainer().classList.add("atlas-hit");
      app.preview(found.key);
      for (const each of app.stages()) tell(app, each, found, event.containerPoint);
      return undefined;
    });
    map.on("mouseout movestart", hide);
    map.on("click", (event) => {
      const found = app.frame && hit(app, stage, event);
      app.select(found && found.key !== app.view.place ? found.key : "");
      Atlas.chrome.raise(Boolean(app.view.place));
    });
  }

  Object.assign(Atlas, { pointer: { create } });
})((globalThis.Atlas ??= {}));
