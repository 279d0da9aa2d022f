/* Names on the map: those of marked places, the largest first, then of provinces, as many as fit without touching. */
(function (Atlas) {
  "use strict";

  const { el } = Atlas.dom;
  const GAP = 3;
  const CHARACTER_PX = 6.3;
  const IDEOGRAPH_PX = 12;
  const HEIGHT_PX = 15;

  const widthOf = (text) =>
    [...text].reduce((sum, char) => sum + (char > "\u2e7f" ? IDEOGRAPH_PX : CHARACTER_PX), 0);

  const touches = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;

  /** Where a name can stand: right of its mark, left of it, above, below; a province's own stands on its point. */
  function boxes({ x, y, text, radius }) {
    const width = widthOf(text);
    const box = (x0, y0) => ({ x0, y0, x1: x0 + width, y1: y0 + HEIGHT_PX });
    if (radius === null) return [box(x - width / 2, y - HEIGHT_PX / 2)];
    const off = radius + GAP;
    const middle = y - HEIGHT_PX / 2;
    const above = y - off - HEIGHT_PX;
    const [right, left, centre] = [x + off, x - off - width, x - width / 2];
    const beside = [box(right, middle), box(left, middle), box(centre, above), box(centre, y + off)];
    return [...beside, box(right, above + 4), box(right, y + off - 4), box(left, above + 4), box(left, y + off - 4)];
  }

  const inside = (box, size) => box.x0 >= 0 && box.y0 >= 0 && box.x1 <= size.x && box.y1 <= size.y;

  /** Choose names that do not touch, in the order given, nor lie on a disc, unless the name's own mark lies on it. */
  function fitted(candidates, discs, size) {
    const chosen = [];
    const used = [];
    for (const candidate of candidates) {
      const { x, y } = candidate;
      const own = (disc) => candidate.radius !== null && x >= disc.x0 && x <= disc.x1 && y >= disc.y0 && y <= disc.y1;
      const barred = discs.filter((disc) => !own(disc));
      const fits = (box) => inside(box, size) && ![...used, ...barred].some((other) => touches(box, other));
      const free = boxes(candidate).find(fits);
      if (!free) continue;
      used.push(free);
      chosen.push({ ...candidate, at: free });
    }
    return chosen;
  }

  function create(app, pane) {
    const { map, base } = app;
    const nodes = new Map();
    let marks = [];
    const later = Atlas.dom.gathered(60, show);

    function candidates() {
      const places = marks
        .filter((mark) => mark.style !== "hollow")
        .map((mark) => ({ key: mark.place.key, text: app.name(mark.place), x: mark.x, y: mark.y, radius: mark.radius }));
      const named = new Set(places.map((place) => place.key));
      const provinces = base.provinces
        .filter((province) => !named.has(province.code))
        .map((province) => {
          const { x, y } = map.latLngToContainerPoint([province.at[1], province.at[0]]);
          return { key: province.code, text: app.name(province), x, y, radius: null };
        });
      return { places: places.slice(0, 60), provinces };
    }

    function show() {
      if (!app.frame) return;
      const { places, provinces } = candidates();
      const discs = places.map(({ x, y, radius }) => ({ x0: x - radius, y0: y - radius, x1: x + radius, y1: y + radius }));
      const chosen = fitted([...places.slice(0, 60), ...provinces], discs, map.getSize());
      const origin = map.containerPointToLayerPoint([0, 0]);
      Atlas.dom.arrange(
        pane,
        chosen.map((label) => node(label, origin)),
      );
    }

    function node(label, origin) {
      const known = nodes.get(label.key) ?? el("span", {});
      nodes.set(label.key, known);
      known.className = label.radius === null ? "atlas-label atlas-label-province" : "atlas-label";
      Atlas.dom.setText(known, label.text);
      L.DomUtil.setPosition(known, L.point(label.at.x0, label.at.y0).add(origin).round());
      return known;
    }

    return {
      later(drawn) {
        marks = drawn;
        later();
      },
    };
  }

  Object.assign(Atlas, { labels: { create, fitted, boxes, widthOf } });
})((globalThis.Atlas ??= {}));
