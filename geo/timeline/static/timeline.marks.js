/* The marks: which circles stand at places and which arcs go from issuing places to targets; timeline.brush.js draws
 * them on one canvas, and their names lie over it as text.
 *
 * A step draws every circle anew: one path for each style, not one object for each place. What is under the pointer is
 * found by distance, so the canvas itself takes no events. */
(function (Atlas) {
  "use strict";

  const { el } = Atlas.dom;
  const RADIUS_LEAST = 3.2;
  const RADIUS_MOST = 24;
  const REACH = 6;

  const AREAS = new Set(["country", "province", "region"]);

  /** Radius in pixels: the area grows with the count, and the largest count of all time has the largest circle. */
  const radius = (count, most, size) => Math.max(RADIUS_LEAST, RADIUS_MOST * size * Math.sqrt(count / Math.max(most, 12)));

  /** The number of a style among its names. */
  const STYLE = Object.fromEntries(Atlas.brush.NAMES.map((name, number) => [name, number]));

  function create(app, map) {
    Atlas.ground.pane(map, "marks", 450);
    const labels = Atlas.ground.pane(map, "labels", 460);
    labels.setAttribute("aria-hidden", "true");
    const canvas = el("canvas", { class: "atlas-marks", "aria-hidden": "true" });
    map.getPane("atlas-marks").append(canvas);
    const context = canvas.getContext("2d");
    const names = Atlas.labels.create(app, map, labels);
    let stands = { start: new Uint32Array(1), x: [], y: [] };
    let circles = new Atlas.brush.Circles(0);
    let arcs = [];
    let pairs = Atlas.arcs.packed([]);
    let looks = new Uint8Array(0);
    let order = new Float64Array(0);
    let counts = new Float64Array(0);
    let coarse = new Float64Array(0);
    let arcCounts = new Float64Array(0);
    let most = 1;
    let days = null;

    function place() {
      const size = map.getSize();
      const ratio = window.devicePixelRatio || 1;
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
      stand();
    }

    /** Where the circles of each place stand, in pixels of the map: those of place n from start[n] on. */
    function stand() {
      const { places } = app.model;
      const start = new Uint32Array(places.length + 1);
      const points = places.flatMap((at, n) => {
        const found = standing(at).map(point);
        start[n + 1] = start[n] + found.length;
        return found;
      });
      stands = { start, x: Float64Array.from(points, ({ x }) => x), y: Float64Array.from(points, ({ y }) => y) };
      circles = new Atlas.brush.Circles(points.length);
    }

    /** Where a place's circles stand: an ambiguous one has a circle at each of its candidates. */
    const standing = (at) =>
      (at.level === "ambiguous" ? at.candidates.map((n) => app.model.places[n]) : [at]).filter(({ lat }) => lat !== null);

    function point({ lat, lon }) {
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      return { x, y };
    }

    /** Take a new frame: room for its counts, and the largest circle of all time. */
    function reset() {
      const { places } = app.model;
      pairs = Atlas.arcs.pairsOf(app.frame, app.model);
      looks = Uint8Array.from(places, ({ level }) => (level === "ambiguous" ? STYLE.hollow : AREAS.has(level) ? STYLE.area : STYLE.seat));
      order = new Float64Array(places.length);
      counts = new Float64Array(places.length);
      coarse = new Float64Array(places.length);
      arcCounts = new Float64Array(app.frame.arcs.sites.length);
      Atlas.core.counts(app.frame.places, 0, app.model.days - 1, counts);
      counts[0] = 0; // nowhere
      most = counts.reduce((a, b) => Math.max(a, b), 1);
      place();
    }

    /** Draw the facts that touch the days from `from` to `to`. */
    function draw({ from, to }) {
      days = { from, to };
      Atlas.core.counts(app.frame.places, from, to, counts);
      Atlas.core.counts(app.frame.coarse, from, to, coarse);
      Atlas.core.counts(app.frame.arcs.sums, from, to, arcCounts);
      arcs = arcsNow();
      encircle();
      const ratio = window.devicePixelRatio || 1;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      paint(context);
      names.later(drawn);
    }

    /** Draw the arcs and circles of this moment, in pixels of the map. */
    function paint(onto) {
      Atlas.brush.arcs(onto, arcs, app.colours);
      Atlas.brush.circles(onto, circles, app.colours);
      Atlas.brush.ring(onto, selected(), app.colours);
    }

    const sized = () => Math.min(1, Math.max(0.6, map.getSize().x / 900));
    const styleOf = (n) => (looks[n] !== STYLE.hollow && coarse[n] >= counts[n] ? STYLE.coarse : looks[n]);

    /** The circles of places with facts; circles of one style are one shape, so their order says nothing. */
    function encircle() {
      const size = sized();
      const { start, x, y } = stands;
      circles.clear();
      for (let n = 0; n < counts.length; n++) {
        if (!(counts[n] > 0)) continue;
        const wide = radius(counts[n], most, size);
        for (let at = start[n]; at < start[n + 1]; at++) circles.add(styleOf(n), x[at], y[at], wide);
      }
    }

    /** The marks of place `n`, one for each of its circles. */
    function marksOf(n) {
      const { start, x, y } = stands;
      const shared = { place: app.model.places[n], radius: radius(counts[n], most, sized()), style: Atlas.brush.NAMES[styleOf(n)] };
      return Array.from(x.subarray(start[n], start[n + 1]), (at, k) => ({ ...shared, x: at, y: y[start[n] + k] }));
    }

    function selected() {
      const n = app.view.place ? app.model.byKey.get(app.view.place) : undefined;
      return n !== undefined && counts[n] > 0 ? marksOf(n) : [];
    }

    /** The marks of this moment, the largest first, each made when it is asked for. */
    function* drawn() {
      for (const n of ranked()) yield* marksOf(n);
    }

    /** Numbers of the places with facts, by count: count and number are one key, which sorts without comparing pairs. */
    function ranked() {
      const places = counts.length;
      let held = 0;
      for (let n = 0; n < places; n++) if (counts[n] > 0) order[held++] = counts[n] * places + (places - 1 - n);
      const keys = order.subarray(0, held).sort();
      return Array.from(keys, (key) => places - 1 - (key % places)).reverse();
    }

    /** The weakest first, so that the strongest are drawn over them. */
    function arcsNow() {
      const strongest = Atlas.arcs.strongest(pairs, arcCounts, app.view.place).reverse();
      const top = strongest.length ? strongest.at(-1).count : 1;
      return strongest.flatMap(({ from, aim, count }) => {
        const width = 0.8 + 2.6 * Math.sqrt(count / top);
        const many = aim.ends.length > 1;
        return aim.ends.map(([lat, lon]) => ({ start: point(from), end: point({ lat, lon }), width, many }));
      });
    }

    /** The place whose mark is the smallest within reach of a point of the map, or null. */
    function under({ x, y }) {
      const size = sized();
      const best = { number: -1, radius: Infinity };
      for (let n = 0; n < counts.length; n++) {
        if (!(counts[n] > 0)) continue;
        const wide = radius(counts[n], most, size);
        const better = wide < best.radius || (wide === best.radius && counts[n] > counts[best.number]);
        if (better && isNear(n, x, y, wide + REACH)) Object.assign(best, { number: n, radius: wide });
      }
      return best.number < 0 ? null : app.model.places[best.number];
    }

    function isNear(n, x, y, reach) {
      for (let at = stands.start[n]; at < stands.start[n + 1]; at++) {
        if (Math.hypot(stands.x[at] - x, stands.y[at] - y) <= reach) return true;
      }
      return false;
    }

    map.on("moveend zoomend resize viewreset", () => {
      if (!app.frame || !days) return;
      place();
      draw(days);
    });
    map.on("zoomstart", () => canvas.classList.add("atlas-away"));
    map.on("zoomend", () => canvas.classList.remove("atlas-away"));
    return { reset, draw, paint, under, names };
  }

  Object.assign(Atlas, { marks: { create, radius } });
})((globalThis.Atlas ??= {}));
