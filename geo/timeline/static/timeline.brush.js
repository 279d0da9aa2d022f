/* How marks look: circles and arcs on any canvas, the one over the map as well as that of a saved picture. */
(function (Atlas) {
  "use strict";

  const STYLES = {
    seat: { fill: 0.72, dash: [] }, // prefectures, counties and points: where it happened
    area: { fill: 0.32, dash: [] }, // a whole province or region: somewhere in it
    coarse: { fill: 0.45, dash: [2, 2] }, // known to the month or less
    hollow: { fill: 0, dash: [3, 2] }, // one of several candidates
  };
  const NAMES = Object.keys(STYLES);

  /** Circles by style, as columns of numbers: those of the last moment are overwritten, and nothing new is made. */
  class Circles {
    constructor(room) {
      this.styles = NAMES.map(() => ({ x: new Float64Array(room), y: new Float64Array(room), radius: new Float64Array(room), size: 0 }));
    }

    clear() {
      for (const same of this.styles) same.size = 0;
    }

    /** Add a circle; `style` is its number among the names of the styles. */
    add(style, x, y, radius) {
      const same = this.styles[style];
      same.x[same.size] = x;
      same.y[same.size] = y;
      same.radius[same.size++] = radius;
    }
  }

  /** Draw circles, one path for each style. */
  function circles(context, { styles }, colours) {
    styles.forEach((same, style) => same.size && fill(context, same, STYLES[NAMES[style]], colours));
  }

  /** Draw one circle. */
  function circle(context, style, { x, y, radius }, colours) {
    const one = new Circles(1);
    one.add(NAMES.indexOf(style), x, y, radius);
    circles(context, one, colours);
  }

  function fill(context, same, { fill: opacity, dash }, colours) {
    const bordered = dash.length > 0 || opacity < 0.5;
    trace(context, same);
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

  function trace(context, { x, y, radius, size }) {
    context.beginPath();
    for (let n = 0; n < size; n++) {
      context.moveTo(x[n] + radius[n], y[n]);
      context.arc(x[n], y[n], radius[n], 0, 2 * Math.PI);
    }
  }

  /** A ring around each circle of what is selected. */
  function ring(context, selected, colours) {
    if (!selected.length) return;
    context.beginPath();
    for (const { x, y, radius } of selected) {
      context.moveTo(x + radius + 3, y);
      context.arc(x, y, radius + 3, 0, 2 * Math.PI);
    }
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

  Object.assign(Atlas, { brush: { STYLES, NAMES, Circles, circles, circle, ring, arcs } });
})((globalThis.Atlas ??= {}));
