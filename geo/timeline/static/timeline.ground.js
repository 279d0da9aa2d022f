/* The ground: neighbours, provinces, the border zone and the outline of a selected region, as SVG under the marks.
 * Colours are classes of the style sheet, so a step changes one attribute of the provinces whose class changed. */
(function (Atlas) {
  "use strict";

  const { svg } = Atlas.dom;
  const HATCHES = { zone: 45, region: 135 };
  const HATCH_PX = 7;
  const ZONE = "border_areas";

  // the base map is a sheet with edges, at which the land fades into the sea: no line ends the world
  const FADES = {
    west: [[-1, 59.5], [61, 66]],
    east: [[-1, 148], [61, 155.5]],
    south: [[-0.5, 59.5], [5, 155.5]],
    north: [[57, 59.5], [60.5, 155.5]],
  };
  const FADE_SOLID = 0.15;
  const FADE_ENDS = { west: [0, 0, 1, 0], east: [1, 0, 0, 0], south: [0, 1, 0, 0], north: [0, 0, 0, 1] };

  const rectangle = ([[south, west], [north, east]]) => [[south, west], [south, east], [north, east], [north, west]];

  function pane(map, name, order) {
    const node = map.createPane(`atlas-${name}`);
    node.style.zIndex = String(order);
    node.style.pointerEvents = "none";
    return node;
  }

  function shape(map, name, rings, renderer, more = {}) {
    const options = { renderer, className: `atlas-${name}`, interactive: false, smoothFactor: 0.6, weight: 1, ...more };
    return (more.fill === false ? L.polyline(rings, options) : L.polygon(rings, options)).addTo(map);
  }

  /** Lines with a halo, so that they show on every shade. */
  function hatch(id, angle) {
    const line = (part) => svg("line", { class: `atlas-hatch-${part}`, x1: HATCH_PX / 2, y1: 0, x2: HATCH_PX / 2, y2: HATCH_PX });
    const size = { width: HATCH_PX, height: HATCH_PX, patternTransform: `rotate(${angle})` };
    return svg("pattern", { id: `atlas-hatch-${id}`, patternUnits: "userSpaceOnUse", ...size }, [line("halo"), line(id)]);
  }

  /** Patterns and fades, which all maps of the page share. */
  function definitions() {
    const hatches = Object.entries(HATCHES).map(([id, angle]) => hatch(id, angle));
    return svg("defs", {}, [...hatches, ...Object.keys(FADES).map(fade)]);
  }

  function fade(name) {
    const [x1, y1, x2, y2] = FADE_ENDS[name];
    const stops = [[FADE_SOLID, 1], [1, 0]].map(([offset, opacity]) => svg("stop", { class: "atlas-fade", offset, "stop-opacity": opacity }));
    return svg("linearGradient", { id: `atlas-fade-${name}`, x1, y1, x2, y2 }, stops);
  }

  /** Draw the ground on a map and return its handle. */
  function create(app, map) {
    const { base } = app;
    const node = pane(map, "ground", 250);
    const renderer = L.svg({ pane: "atlas-ground", padding: 0.4 });
    renderer.addTo(map);
    const root = node.querySelector("svg");
    root.setAttribute("aria-hidden", "true");
    if (!document.getElementById("atlas-hatch-zone")) root.prepend(definitions());
    for (const rings of base.neighbours) shape(map, "neighbour", rings, renderer);
    for (const [name, ends] of Object.entries(FADES)) shape(map, `fade-${name}`, rectangle(ends), renderer, { noClip: true });
    const provinces = base.provinces.map((province) => shape(map, "province", province.rings, renderer).getElement());
    provinces.forEach((path, n) => {
      path.dataset.code = base.provinces[n].code;
      path.style.pointerEvents = "auto";
    });
    const zone = shape(map, "zone", base.zone, renderer).getElement();
    zone.dataset.region = ZONE;
    zone.style.pointerEvents = "auto";
    const shown = new Uint8Array(base.provinces.length);
    const handle = { paint, highlight, preview };
    let overlay = [];
    let glimpse = [];
    let glimpsed = "";

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
    function outlined(key, name) {
      const line = { fill: false };
      const province = base.provinces[base.numbers.get(key)];
      if (province) return [shape(map, name, province.rings, renderer, line)];
      const region = base.regions.get(key);
      if (!region) return [];
      const whole = region.whole.map((code) => base.provinces[base.numbers.get(code)]).filter(Boolean);
      const dots = { renderer, radius: 2.5, interactive: false, className: "atlas-member-dot" };
      return [
        ...whole.map(({ rings }) => shape(map, "member", rings, renderer)),
        shape(map, name, region.outline(), renderer, line),
        ...(name === "outline" ? [reach(region)] : []),
        ...region.points.map(([lon, lat]) => L.circleMarker([lat, lon], dots).addTo(map)),
      ];
    }

    /** The outline of a selected region once more, unseen and as wide as a finger: it answers to the pointer. */
    function reach(region) {
      const layer = shape(map, "reach", region.outline(), renderer, { fill: false });
      const path = layer.getElement();
      path.dataset.region = region.slug;
      path.style.pointerEvents = "stroke";
      return layer;
    }

    /** Show what is selected. */
    function highlight(key) {
      for (const layer of overlay) layer.remove();
      overlay = outlined(key, "outline");
      zone.classList.toggle("atlas-chosen", key === ZONE);
      preview("");
    }

    /** Show what the pointer or the focus is on, until it goes elsewhere. */
    function preview(key) {
      if (key === glimpsed) return;
      for (const layer of glimpse) layer.remove();
      glimpse = key === app.view.place ? [] : outlined(key, "glimpse");
      zone.classList.toggle("atlas-glimpsed", key === ZONE);
      glimpsed = key;
    }

    return handle;
  }

  Object.assign(Atlas, { ground: { create, pane, FADES, FADE_ENDS, FADE_SOLID } });
})((globalThis.Atlas ??= {}));
