/* The map of this moment as a picture: drawn from the model onto a canvas of its own, so that nothing has to be asked of
 * anyone. Headline and period above, the map with its legend, the sources line below. */
(function (Atlas) {
  "use strict";

  const { el, byId } = Atlas.dom;
  const SCALE = 2;
  const MARGIN = 16;
  const HEAD = 64;
  const LEGEND = { width: 188, row: 18, pad: 10, symbol: 30 };
  const LINE = 14;
  const GUTTER = 8;
  const HATCH_PX = 7;
  const KEPT_MS = 60_000;

  const font = (size, weight = 400) => `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;

  /** Break a text into lines of at most `width` pixels: between words, and between ideographs. */
  function lines(context, text, width) {
    const broken = [];
    let line = "";
    for (const piece of text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu) ?? []) {
      if (line && context.measureText(line + piece.trimEnd()).width > width) {
        broken.push(line);
        line = "";
      }
      line += piece;
    }
    return [...broken, line];
  }

  function write(context, texts, x, y, step) {
    texts.forEach((text, n) => context.fillText(text, x, y + n * step));
    return y + texts.length * step;
  }

  function path(context, map, rings) {
    context.beginPath();
    for (const ring of rings) {
      ring.forEach(([lat, lon], n) => {
        const { x, y } = map.latLngToContainerPoint([lat, lon]);
        if (n) context.lineTo(x, y);
        else context.moveTo(x, y);
      });
      context.closePath();
    }
  }

  function area(context, map, rings, fill, stroke, width) {
    path(context, map, rings);
    context.fillStyle = fill;
    context.fill("evenodd");
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.stroke();
  }

  /** The border zone's lines with their halo, as a pattern. */
  function hatching(context, colours) {
    const tile = el("canvas", { width: HATCH_PX * SCALE, height: HATCH_PX * SCALE });
    const pen = tile.getContext("2d");
    pen.scale(SCALE, SCALE);
    for (const [colour, width] of [[colours.halo, 3.4], [colours.zone, 1.6]]) {
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.beginPath();
      for (const shift of [-HATCH_PX, 0, HATCH_PX]) {
        pen.moveTo(shift, HATCH_PX);
        pen.lineTo(shift + HATCH_PX, 0);
      }
      pen.stroke();
    }
    const pattern = context.createPattern(tile, "repeat");
    pattern.setTransform({ a: 1 / SCALE, d: 1 / SCALE });
    return pattern;
  }

  /** The edges of the base map, as on the page: land fades into the sea. */
  function fadeEdges(context, map, sea) {
    for (const [name, [[south, west], [north, east]]] of Object.entries(Atlas.ground.FADES)) {
      const [a, b] = [map.latLngToContainerPoint([north, west]), map.latLngToContainerPoint([south, east])];
      const [x1, y1, x2, y2] = Atlas.ground.FADE_ENDS[name];
      const [width, height] = [b.x - a.x, b.y - a.y];
      const fade = context.createLinearGradient(a.x + x1 * width, a.y + y1 * height, a.x + x2 * width, a.y + y2 * height);
      fade.addColorStop(Atlas.ground.FADE_SOLID, sea);
      fade.addColorStop(1, `${sea}00`);
      context.fillStyle = fade;
      context.fillRect(a.x, a.y, width, height);
    }
  }

  const shadeOf = (number, ramp, colours) => (ramp === "ramp" && number === 0 ? colours.none : colours[ramp][number - (ramp === "ramp")]);

  function drawMap(app, { map, shade, marks }, context, size) {
    const { base, colours } = app;
    context.save();
    context.beginPath();
    context.rect(0, 0, size.x, size.y);
    context.clip();
    context.fillStyle = colours.sea;
    context.fillRect(0, 0, size.x, size.y);
    for (const rings of base.neighbours) area(context, map, rings, colours.land, colours.coast, 0.6);
    fadeEdges(context, map, colours.sea);
    base.provinces.forEach(({ rings }, n) => area(context, map, rings, shadeOf(shade.numbers[n], shade.ramp, colours), colours.line, 0.7));
    area(context, map, base.zone, hatching(context, colours), colours.zone, 0.8);
    marks.paint(context);
    drawLabels(app, marks, context);
    context.restore();
  }

  function drawLabels(app, marks, context) {
    context.lineJoin = "round";
    for (const { text, kind, at } of marks.names.shown()) {
      context.font = font(11.5, kind === "place" ? 600 : 400);
      context.lineWidth = 3;
      context.strokeStyle = app.colours.halo;
      context.strokeText(text, at.x0, at.y0 + 11.5);
      context.fillStyle = kind === "place" ? app.colours.select : app.colours.label;
      context.fillText(text, at.x0, at.y0 + 11.5);
    }
  }

  /** The legend's rows from `y` on; returns where they end. */
  function drawLegend(app, context, x, y) {
    const { title, classes } = app.parts.legend.content(app.shade);
    const { colours } = app;
    context.font = font(12);
    context.fillStyle = colours.label;
    let at = write(context, lines(context, title, LEGEND.width - 2 * LEGEND.pad), x, y, LINE + 2) + 4;
    for (const [name, words] of classes) {
      const [ramp, number] = name.split("-");
      context.fillStyle = shadeOf(Number(number), ramp, colours);
      context.fillRect(x, at - 10, 22, 12);
      context.strokeStyle = colours.line;
      context.lineWidth = 1;
      context.strokeRect(x, at - 10, 22, 12);
      at = entry(app, context, words, x, at);
    }
    for (const [key, words] of app.parts.legend.keys()) {
      symbol(context, key, x + 11, at - 4, colours);
      at = entry(app, context, words, x, at);
    }
    return at;
  }

  function entry(app, context, words, x, y) {
    context.fillStyle = app.colours.label;
    const width = LEGEND.width - 2 * LEGEND.pad - LEGEND.symbol;
    return write(context, lines(context, words, width), x + LEGEND.symbol, y, LINE) + LEGEND.row - LINE;
  }

  function symbol(context, key, x, y, colours) {
    if (key === "arc") {
      const line = { start: { x: x - 10, y: y + 4 }, end: { x: x + 9, y: y + 2 }, width: 1.6, many: false };
      Atlas.brush.arcs(context, [line], colours);
    } else if (key === "zone") {
      context.fillStyle = hatching(context, colours);
      context.fillRect(x - 11, y - 6, 22, 12);
      context.strokeStyle = colours.zone;
      context.strokeRect(x - 11, y - 6, 22, 12);
    } else Atlas.brush.circle(context, key, { x, y, radius: 6 }, colours);
  }

  /** A canvas with the whole picture. */
  function draw(app) {
    const size = app.map.getSize();
    const stages = app.stages().reverse(); // as on the page: first the period compared with
    const across = stages.length * size.x + (stages.length - 1) * GUTTER;
    const width = across + LEGEND.width;
    const canvas = el("canvas");
    const context = canvas.getContext("2d");
    context.font = font(11);
    const sources = lines(context, byId("sources").textContent, width - 2 * MARGIN);
    const body = Math.max(size.y, legendHeight(app, context));
    canvas.width = width * SCALE;
    canvas.height = (HEAD + body + 2 * MARGIN + sources.length * LINE) * SCALE;
    context.scale(SCALE, SCALE);
    const paper = getComputedStyle(document.body);
    context.fillStyle = paper.backgroundColor;
    context.fillRect(0, 0, width, canvas.height);
    context.fillStyle = paper.color;
    context.font = font(20, 700);
    context.fillText(byId("title").textContent, MARGIN, 28, width - 2 * MARGIN);
    context.font = font(14);
    const than = app.view.compare ? `, ${byId("than-text").textContent}` : "";
    context.fillText(`${app.periodText()}${than} · ${byId("sum").textContent}`, MARGIN, 50, width - 2 * MARGIN);
    context.translate(0, HEAD);
    drawMaps(app, context, stages, size);
    drawLegend(app, context, across + LEGEND.pad, MARGIN);
    context.font = font(11);
    context.fillStyle = app.colours.label;
    write(context, sources, MARGIN, body + MARGIN + LINE / 2, LINE);
    return canvas;
  }

  /** The maps side by side, each under its caption where there are two. */
  function drawMaps(app, context, stages, size) {
    context.save();
    for (const stage of stages) {
      drawMap(app, stage, context, size);
      if (stages.length > 1) writeOver(app, context, stage.caption());
      context.translate(size.x + GUTTER, 0);
    }
    context.restore();
  }

  function writeOver(app, context, text) {
    context.font = font(13, 700);
    context.lineWidth = 4;
    context.strokeStyle = app.colours.halo;
    context.strokeText(text, 10, 20);
    context.fillStyle = app.colours.select;
    context.fillText(text, 10, 20);
  }

  /** The room that the legend needs: it is drawn once where nobody sees it. */
  function legendHeight(app, context) {
    context.save();
    context.translate(0, -1e5);
    const end = drawLegend(app, context, 0, MARGIN);
    context.restore();
    return end;
  }

  /** Save the picture under a name that says what it shows. */
  async function save(app) {
    const blob = await new Promise((resolve) => draw(app).toBlob(resolve, "image/png"));
    const href = URL.createObjectURL(blob);
    const { from, to } = app.days();
    const days = app.model.days ? [from, to].map((day) => Atlas.calendar.isoOf(app.model.epoch + day)) : [];
    el("a", { href, download: ["directive-atlas", ...days].join("_") + ".png" }).click();
    setTimeout(() => URL.revokeObjectURL(href), KEPT_MS);
    app.say(app.t("saved"));
  }

  Object.assign(Atlas, { picture: { draw, save, lines } });
})((globalThis.Atlas ??= {}));
