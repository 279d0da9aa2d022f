/* The marks: circles at places and arcs from issuing places to targets, on one canvas; names over it, as text.
 *
 * A step draws every circle anew: one path for each style, not one object for each place. What is under the pointer is
 * found by distance, so the canvas itself takes no events. */
(function (Atlas) {
  "use strict";

  const { el } = Atlas.dom;
  const ARCS = 15;
  const ARCS_SELECTED = 60;
  const RADIUS_LEAST = 3.2;
  const RADIUS_MOST = 24;
  const REACH = 6;

  const STYLES = {
    seat: { fill: 0.72, dash: [], edge: true }, // prefectures, counties and points: where it happened
    area: { fill: 0.32, dash: [], edge: true }, // a whole province or region: somewhere in it
    coarse: { fill: 0.45, dash: [2, 2], edge: true }, // known to the month or less
    hollow: { fill: 0, dash: [3, 2], edge: true }, // one of several candidates
  };
  const AREAS = new Set(["country", "province", "region"]);

  /** Radius in pixels: the area grows with the count, and the largest count of all time has the largest circle. */
  const radius = (count, most, size) => Math.max(RADIUS_LEAST, RADIUS_MOST * size * Math.sqrt(count / Math.max(most, 12)));

  function styleOf(place, count, coarse) {
    if (coarse >= count) return "coarse";
    return AREAS.has(place.level) ? "area" : "seat";
  }

  /** The strongest (place, target) pairs among the arc sites' counts. */
  function strongest(app, counts, selected) {
    const pairs = new Map();
    app.frame.arcs.sites.forEach((number, row) => {
      if (!(counts[row] > 0)) return;
      const { place, target } = app.model.sites[number];
      const from = app.model.places[place];
      if (from.lat === null) return;
      for (const aim of app.model.targets[target]) {
        if (!aim.ends.length || aim.key === from.key) continue;
        if (selected && from.key !== selected && aim.key !== selected) continue;
        const key = `${place} ${aim.key}`;
        const pair = pairs.get(key) ?? { from, aim, count: 0 };
        pair.count += counts[row];
        pairs.set(key, pair);
      }
    });
    const ranked = [...pairs.values()].sort((a, b) => b.count - a.count || (a.aim.key < b.aim.key ? -1 : 1));
    return ranked.slice(0, selected ? ARCS_SELECTED : ARCS);
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
    let points = [];
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
      points = app.model ? app.model.places.map((at) => (at.lat === null ? null : point(at))) : [];
    }

    const point = (at) => map.latLngToContainerPoint([at.lat, at.lon]);

    /** Take a new frame: room for its counts, and the largest circle of all time. */
    function reset() {
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
      const ratio = window.devicePixelRatio || 1;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      drawArcs();
      drawCircles();
      names.later(drawn);
    }

    function drawCircles() {
      const size = Math.min(1, Math.max(0.6, map.getSize().x / 900));
      drawn = [];
      app.model.places.forEach((at, n) => {
        if (!(counts[n] > 0)) return;
        if (at.level === "ambiguous") for (const other of at.candidates) add(at, points[other], counts[n], "hollow", size);
        else add(at, points[n], counts[n], styleOf(at, counts[n], coarse[n]), size);
      });
      drawn.sort((a, b) => b.radius - a.radius);
      for (const [style, rules] of Object.entries(STYLES)) {
        fillCircles(
          drawn.filter((mark) => mark.style === style),
          rules,
        );
      }
      const chosen = drawn.filter((mark) => mark.place.key === app.view.place);
      if (chosen.length) ring(chosen);
    }

    function add(at, where, count, style, size) {
      if (!where) return;
      drawn.push({ place: at, x: where.x, y: where.y, radius: radius(count, most, size), count, style });
    }

    function fillCircles(marks, rules) {
      if (!marks.length) return;
      trace(marks, 0);
      context.fillStyle = app.colours.mark;
      context.globalAlpha = rules.fill;
      context.fill();
      context.globalAlpha = 1;
      context.setLineDash(rules.dash);
      context.lineWidth = rules.dash.length || rules.fill < 0.5 ? 1.5 : 1;
      context.strokeStyle = rules.dash.length || rules.fill < 0.5 ? app.colours.mark : app.colours.mark_edge;
      context.stroke();
      context.setLineDash([]);
    }

    function trace(marks, more) {
      context.beginPath();
      for (const mark of marks) {
        context.moveTo(mark.x + mark.radius + more, mark.y);
        context.arc(mark.x, mark.y, mark.radius + more, 0, 2 * Math.PI);
      }
    }

    function ring(marks) {
      trace(marks, 3);
      context.lineWidth = 2;
      context.strokeStyle = app.colours.select;
      context.stroke();
    }

    function drawArcs() {
      const pairs = strongest(app, arcCounts, app.view.place);
      const top = pairs.length ? pairs[0].count : 1;
      for (const { from, aim, count } of [...pairs].reverse()) {
        const width = 0.8 + 2.6 * Math.sqrt(count / top);
        for (const [lat, lon] of aim.ends) arc(point(from), map.latLngToContainerPoint([lat, lon]), width, aim.ends.length);
      }
    }

    /** An arc that bends to its left, with a head at its end; the many ends of a region are drawn lighter. */
    function arc(start, end, width, ends) {
      const dx = end.x - start.x;
      const dy = end.y - start.y;
      const length = Math.hypot(dx, dy);
      if (length < 8) return;
      const bend = { x: (start.x + end.x) / 2 + dy * 0.18, y: (start.y + end.y) / 2 - dx * 0.18 };
      context.globalAlpha = ends > 1 ? 0.38 : 0.75;
      context.strokeStyle = context.fillStyle = app.colours.arc;
      context.lineWidth = ends > 1 ? Math.min(width, 1.3) : width;
      context.beginPath();
      context.moveTo(start.x, start.y);
      context.quadraticCurveTo(bend.x, bend.y, end.x, end.y);
      context.stroke();
      head(bend, end, 4 + width);
      context.globalAlpha = 1;
    }

    function head(from, tip, size) {
      const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
      context.beginPath();
      context.moveTo(tip.x, tip.y);
      for (const turn of [-0.42, 0.42]) {
        context.lineTo(tip.x - size * Math.cos(angle + turn), tip.y - size * Math.sin(angle + turn));
      }
      context.fill();
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
    return { reset, draw, under, canvas, names };
  }

  Object.assign(Atlas, { marks: { create, strongest, radius } });
})((globalThis.Atlas ??= {}));
