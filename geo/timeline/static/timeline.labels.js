/* Names on the map: those of marked places, the largest first, then of provinces, as many as fit without touching. */
(function (Atlas) {
  "use strict";

  const { el } = Atlas.dom;
  const GAP = 3;
  const HEIGHT_PX = 15;
  const NAMED = 60;
  const KEPT_FREE = 150;
  const FONTS = { place: "600 11.5px", province: "400 11.5px" };
  // a name beside its mark, then a little off it, as far as the eye still joins the two
  const OFFSETS = [0, 6, 12, 18];

  const touches = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;

  /** Whether a box reaches into a disc. */
  function covers(box, { x, y, radius }) {
    const nearest = { x: Math.max(box.x0, Math.min(x, box.x1)), y: Math.max(box.y0, Math.min(y, box.y1)) };
    return Math.hypot(nearest.x - x, nearest.y - y) < radius;
  }

  /** Where a name can stand: right of its mark, left, above, below, at the corners; a province's own on its point. */
  function boxes({ x, y, width, radius }) {
    const box = (x0, y0) => ({ x0, y0, x1: x0 + width, y1: y0 + HEIGHT_PX });
    if (radius === null) return [box(x - width / 2, y - HEIGHT_PX / 2)];
    const beside = (more) => {
      const off = radius + GAP + more;
      const [right, left, centre] = [x + off, x - off - width, x - width / 2];
      const [above, middle, below] = [y - off - HEIGHT_PX, y - HEIGHT_PX / 2, y + off];
      const sides = [box(right, middle), box(left, middle), box(centre, above), box(centre, below)];
      return [...sides, box(right, above + 4), box(right, below - 4), box(left, above + 4), box(left, below - 4)];
    };
    return OFFSETS.flatMap(beside);
  }

  const inside = (box, size) => box.x0 >= 0 && box.y0 >= 0 && box.x1 <= size.x && box.y1 <= size.y;

  /** Choose names that do not touch, in the order given, nor lie on a disc, unless the name's own mark lies on it. */
  function fitted(candidates, discs, size) {
    const chosen = [];
    const used = [];
    for (const candidate of candidates) {
      const own = ({ x, y, radius }) => candidate.radius !== null && Math.hypot(candidate.x - x, candidate.y - y) <= radius;
      const barred = discs.filter((disc) => !own(disc));
      const fits = (box) =>
        inside(box, size) && !used.some((other) => touches(box, other)) && !barred.some((disc) => covers(box, disc));
      const free = boxes(candidate).find(fits);
      if (!free) continue;
      used.push(free);
      chosen.push({ ...candidate, at: free });
    }
    return chosen;
  }

  /** Widths of names in pixels, as the page's font makes them; each is measured once. */
  function measured() {
    const context = document.createElement("canvas").getContext("2d");
    const family = getComputedStyle(document.body).fontFamily;
    const known = new Map();
    return (text, kind) => {
      const key = `${kind} ${text}`;
      if (!known.has(key)) {
        context.font = `${FONTS[kind]} ${family}`;
        known.set(key, Math.ceil(context.measureText(text).width) + 1);
      }
      return known.get(key);
    };
  }

  function create(app, map, pane) {
    const { base } = app;
    const nodes = new Map();
    const width = measured();
    let marks = () => [];
    let shown = [];
    const later = Atlas.dom.gathered(60, show);

    /** The marks that get a name, and those on which no other name may lie. */
    function leading() {
      const [seats, discs] = [[], []];
      for (const mark of marks()) {
        if (discs.length < KEPT_FREE) discs.push(mark);
        if (mark.style !== "hollow" && seats.length < NAMED) seats.push(mark);
        if (discs.length === KEPT_FREE && seats.length === NAMED) break;
      }
      return { seats, discs };
    }

    /** Marked places, the largest first, then the provinces without a mark of their own. */
    function candidates(seats) {
      const places = seats.map(({ place, x, y, radius }) => labelled(place.key, app.name(place), "place", { x, y, radius }));
      const named = new Set(places.map((place) => place.key));
      const provinces = base.provinces
        .filter((province) => !named.has(province.code))
        .map((province) => {
          const { x, y } = map.latLngToContainerPoint([province.at[1], province.at[0]]);
          return labelled(province.code, app.name(province), "province", { x, y, radius: null });
        });
      return [...places, ...provinces];
    }

    const labelled = (key, text, kind, at) => ({ key, text, kind, width: width(text, kind), ...at });

    function show() {
      if (!app.frame) return;
      const { seats, discs } = leading();
      shown = fitted(candidates(seats), discs, map.getSize());
      const origin = map.containerPointToLayerPoint([0, 0]);
      Atlas.dom.arrange(pane, shown.map((label) => node(label, origin)));
    }

    function node(label, origin) {
      const known = nodes.get(label.key) ?? el("span", {});
      nodes.set(label.key, known);
      known.className = label.kind === "province" ? "atlas-label atlas-label-province" : "atlas-label";
      Atlas.dom.setText(known, label.text);
      L.DomUtil.setPosition(known, L.point(label.at.x0, label.at.y0).add(origin).round());
      return known;
    }

    return {
      /** Name the marks anew, soon; `ranked` gives them then, the largest first. */
      later(ranked) {
        marks = ranked;
        later();
      },
      shown: () => shown,
    };
  }

  Object.assign(Atlas, { labels: { create, fitted, boxes, FONTS } });
})((globalThis.Atlas ??= {}));
