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

  function styleOf(place, count, coarse) {
    if (coarse >= count) return "coarse";
    return AREAS.has(place.level) ? "area" : "seat";
  }

  function create(app) {
    const { map } = app;
    Atlas.ground.pane(map, "marks", 450);
    const labels = Atlas.ground.pane(map, "labels", 460);
    labels.setAttribute("aria-hidden", "true");
    const canvas = el("canvas", { class: "atlas-marks", "aria-hidden": "true" });
    map.getPane("atlas-marks").append(canvas);
    const context = canvas.getContext("2d");
    const names = Atlas.labels.create(app, labels);
    let drawn = [];
    let arcs = [];
    let pairs = [];
    let pool = [];
    let order = new Float64Array(0);
    let counts = new Float64Array(0);
    let coarse = new Float64Array(0);
    let arcCounts = new Float64Array(0);
    let most = 1;

    function place() {
      const size = map.getSize();
      const ratio = window.devicePixelRatio || 1;
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
      pool = app.model.places.map((at) => standing(at).map((other) => ({ place: at, ...point(other) })));
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
      pairs = Atlas.arcs.pairsOf(app.frame, app.model);
      order = new Float64Array(app.model.places.length);
      counts = new Float64Array(app.model.places.length);
      coarse = new Float64Array(app.model.places.length);
      arcCounts = new Float64Array(app.frame.arcs.sites.length);
      Atlas.core.counts(app.frame.places, 0, app.model.days - 1, counts);
      counts[0] = 0; // nowhere
      most = counts.reduce((a, b) => Math.max(a, b), 1);
      place();
    }

    function draw() {
      const { from, to } = app.days();
      Atlas.core.counts(app.frame.places, from, to, counts);
      Atlas.core.counts(app.frame.coarse, from, to, coarse);
      Atlas.core.counts(app.frame.arcs.sums, from, to, arcCounts);
      arcs = arcsNow();
      drawn = circlesNow();
      const ratio = window.devicePixelRatio || 1;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      paint(context);
      names.later(drawn);
    }

    /** Draw the arcs and circles of this moment, in pixels of the map. */
    function paint(onto) {
      Atlas.brush.arcs(onto, arcs, app.colours);
      Atlas.brush.circles(onto, drawn, app.colours);
      const selected = app.view.place ? drawn.filter((mark) => mark.place.key === app.view.place) : [];
      Atlas.brush.ring(onto, selected, app.colours);
    }

    /** The marks of places with facts, the largest first. They are the pool's own: a step makes no new ones. */
    function circlesNow() {
      const size = Math.min(1, Math.max(0.6, map.getSize().x / 900));
      const found = [];
      for (const n of ranked()) {
        if (!pool[n].length) continue;
        const at = pool[n][0].place;
        const look = at.level === "ambiguous" ? "hollow" : styleOf(at, counts[n], coarse[n]);
        const wide = radius(counts[n], most, size);
        for (const mark of pool[n]) {
          mark.count = counts[n];
          mark.radius = wide;
          mark.style = look;
          found.push(mark);
        }
      }
      return found;
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

    /** The smallest mark within reach of a point of the map, or null. */
    function under({ x, y }) {
      let best = null;
      for (const mark of drawn) {
        if (Math.hypot(mark.x - x, mark.y - y) <= mark.radius + REACH && (!best || mark.radius < best.radius)) best = mark;
      }
      return best;
    }

    map.on("moveend zoomend resize viewreset", () => {
      if (!app.frame) return;
      place();
      draw();
    });
    map.on("zoomstart", () => canvas.classList.add("atlas-away"));
    map.on("zoomend", () => canvas.classList.remove("atlas-away"));
    return { reset, draw, paint, under, names };
  }

  Object.assign(Atlas, { marks: { create, radius } });
})((globalThis.Atlas ??= {}));
