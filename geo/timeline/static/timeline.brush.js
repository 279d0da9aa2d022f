/* How marks look: circles and arcs on any canvas, the one over the map as well as that of a saved picture. */
(function (Atlas) {
  "use strict";

  const STYLES = {
    seat: { fill: 0.72, dash: [] }, // prefectures, counties and points: where it happened
    area: { fill: 0.32, dash: [] }, // a whole province or region: somewhere in it
    coarse: { fill: 0.45, dash: [2, 2] }, // known to the month or less
    hollow: { fill: 0, dash: [3, 2] }, // one of several candidates
  };
  /** Draw circles, one path for each style. */
  function circles(context, marks, colours) {
    const same = Object.fromEntries(Object.keys(STYLES).map((style) => [style, []]));
    for (const mark of marks) same[mark.style].push(mark);
    for (const [style, rules] of Object.entries(STYLES)) if (same[style].length) fill(context, same[style], rules, colours);
  }

  function fill(context, marks, { fill: opacity, dash }, colours) {
    const bordered = dash.length > 0 || opacity < 0.5;
    trace(context, marks, 0);
    context.fillStyle = colours.mark;
    context.globalAlpha = opacity;
    context.fill();
    context.globalAlpha = 1;
    context.setLineDash(dash);
    context.lineWidth = bordered ? 1.5 : 1;
    context.strokeStyle = bordered ? colours.mark : colours.mark_edge;
    context.stroke();
    context.setLineDash([]);
  }

  function trace(context, marks, more) {
    context.beginPath();
    for (const mark of marks) {
      context.moveTo(mark.x + mark.radius + more, mark.y);
      context.arc(mark.x, mark.y, mark.radius + more, 0, 2 * Math.PI);
    }
  }

  /** A ring around what is selected. */
  function ring(context, marks, colours) {
    if (!marks.length) return;
    trace(context, marks, 3);
    context.lineWidth = 2;
    context.strokeStyle = colours.select;
    context.stroke();
  }

  /** Arcs that bend to their left, with a head at the end; the many ends of a region are drawn lighter. */
  function arcs(context, all, colours) {
    context.strokeStyle = context.fillStyle = colours.arc;
    for (const { start, end, width, many } of all) {
      const dx = end.x - start.x;
      const dy = end.y - start.y;
      if (Math.hypot(dx, dy) < 8) continue;
      const bend = { x: (start.x + end.x) / 2 + dy * 0.18, y: (start.y + end.y) / 2 - dx * 0.18 };
      context.globalAlpha = many ? 0.38 : 0.75;
      context.lineWidth = many ? Math.min(width, 1.3) : width;
      context.beginPath();
      context.moveTo(start.x, start.y);
      context.quadraticCurveTo(bend.x, bend.y, end.x, end.y);
      context.stroke();
      head(context, bend, end, 4 + width);
    }
    context.globalAlpha = 1;
  }

  function head(context, from, tip, size) {
    const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
    context.beginPath();
    context.moveTo(tip.x, tip.y);
    for (const turn of [-0.42, 0.42]) {
      context.lineTo(tip.x - size * Math.cos(angle + turn), tip.y - size * Math.sin(angle + turn));
    }
    context.fill();
  }

  Object.assign(Atlas, { brush: { STYLES, circles, ring, arcs } });
})((globalThis.Atlas ??= {}));
