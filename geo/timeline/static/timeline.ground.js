/* The ground: neighbours, provinces, the border zone and the outline of a selected region, as SVG under the marks.
 * Colours are classes of the style sheet, so a step changes one attribute of the provinces whose class changed. */
(function (Atlas) {
  "use strict";

  const { svg } = Atlas.dom;
  const HATCHES = { zone: 45, region: 135 };

  // the base map is a sheet with edges: beyond them there is paper, not sea
  const SHEET = [[0.5, 60.2], [59.8, 154.8]];
  const WORLD = [[-85, -400], [85, 400]];

  const rectangle = ([[south, west], [north, east]]) => [[south, west], [south, east], [north, east], [north, west]];

  function pane(map, name, order) {
    const node = map.createPane(`atlas-${name}`);
    node.style.zIndex = String(order);
    node.style.pointerEvents = "none";
    return node;
  }

  function shape(map, name, rings, renderer, line = false) {
    const options = { renderer, className: `atlas-${name}`, interactive: false, smoothFactor: 0.6, weight: 1 };
    return (line ? L.polyline(rings, { ...options, fill: false }) : L.polygon(rings, options)).addTo(map);
  }

  function hatch(id, angle) {
    const line = svg("line", { class: `atlas-hatch-${id}`, x1: 0, y1: 0, x2: 0, y2: 6 });
    return svg(
      "pattern",
      { id: `atlas-hatch-${id}`, patternUnits: "userSpaceOnUse", width: 6, height: 6, patternTransform: `rotate(${angle})` },
      [line],
    );
  }

  /** Draw the ground of `app` and return its handle. */
  function create(app) {
    const { map, base } = app;
    const node = pane(map, "ground", 250);
    const renderer = L.svg({ pane: "atlas-ground", padding: 0.4 });
    renderer.addTo(map);
    const root = node.querySelector("svg");
    root.setAttribute("aria-hidden", "true");
    root.prepend(svg("defs", {}, Object.entries(HATCHES).map(([id, angle]) => hatch(id, angle))));
    shape(map, "sea", rectangle(SHEET), renderer);
    for (const rings of base.neighbours) shape(map, "neighbour", rings, renderer);
    const provinces = base.provinces.map((province) => shape(map, "province", province.rings, renderer).getElement());
    provinces.forEach((path, n) => {
      path.dataset.code = base.provinces[n].code;
      path.style.pointerEvents = "auto";
    });
    shape(map, "zone", base.zone, renderer);
    shape(map, "sheet", [rectangle(WORLD), rectangle(SHEET)], renderer);
    const shown = new Uint8Array(base.provinces.length);
    const handle = { paint, highlight, svg: root };
    let overlay = [];

    /** Give each province its class, 0 to n; `prefix` says of which ramp. */
    function paint(numbers, prefix) {
      const other = root.dataset.ramp !== prefix;
      root.dataset.ramp = prefix;
      for (let n = 0; n < numbers.length; n++) {
        if (!other && numbers[n] === shown[n]) continue;
        shown[n] = numbers[n];
        provinces[n].setAttribute("data-class", numbers[n]);
      }
    }

    /** Outline a region or a province: hatched where whole provinces belong to it, dots for smaller members. */
    function highlight(key) {
      for (const layer of overlay) layer.remove();
      overlay = [];
      for (const [n, path] of provinces.entries()) {
        path.classList.toggle("atlas-chosen", base.provinces[n].code === key);
        if (base.provinces[n].code === key) overlay.push(shape(map, "outline", base.provinces[n].rings, renderer, true));
      }
      const region = base.regions.get(key);
      if (!region) return;
      for (const code of region.whole) {
        const province = base.provinces[base.numbers.get(code)];
        if (province) overlay.push(shape(map, "member", province.rings, renderer));
      }
      overlay.push(shape(map, "outline", region.outline(), renderer, true));
      const dots = { renderer, radius: 2.5, interactive: false, className: "atlas-member-dot" };
      for (const [lon, lat] of region.points) overlay.push(L.circleMarker([lat, lon], dots).addTo(map));
    }

    return handle;
  }

  Object.assign(Atlas, { ground: { create, pane } });
})((globalThis.Atlas ??= {}));
