/* Where the map looks: the whole country, until the reader chooses a place of their own, which the view then keeps. */
(function (Atlas) {
  "use strict";

  const { byId } = Atlas.dom;
  const CHINA = [[18, 73.5], [53.6, 135.1]];
  const REACH = [[-8, 48], [66, 167]];
  const EDGE_PX = 6;
  const LEGEND_PX = 150;
  const LEGEND_FITS = { x: 760, y: 360 };

  function create(app) {
    const { map } = app;
    const legend = byId("legend");
    let chosen = false;
    let homing = false;

    /** Move the map for the page, not for the reader: the view keeps no position. */
    function quietly(move) {
      homing = true;
      move();
      homing = false;
    }

    /** The open legend stands over the sea, when the map is wide enough to keep it off the land. */
    function home() {
      const room = legend.open && map.getSize().x >= LEGEND_FITS.x ? LEGEND_PX : EDGE_PX;
      const padding = { paddingTopLeft: [EDGE_PX, EDGE_PX], paddingBottomRight: [room, EDGE_PX] };
      quietly(() => map.fitBounds(CHINA, { animate: false, ...padding }));
    }

    /** After the frame changed size the whole country stays in view, unless the reader chose another. */
    function resized() {
      quietly(() => map.invalidateSize({ animate: false }));
      const { x, y } = map.getSize();
      if (!chosen) legend.open = x >= LEGEND_FITS.x && y >= LEGEND_FITS.y;
      if (!app.view.at) home();
    }

    function moved() {
      if (homing) return;
      const { lat, lng } = map.getCenter();
      app.view = { ...app.view, at: [lat.toFixed(2), lng.toFixed(2), map.getZoom()].map(Number).join(",") };
      app.save();
    }

    /** Look at a position of the view: "latitude,longitude,zoom". */
    function goto(at) {
      const [lat, lon, zoom] = at.split(",").map(Number);
      quietly(() => map.setView([lat, lon], zoom, { animate: false }));
    }

    // not by setMaxBounds: that glides back later, and the end of the glide would look like a move of the reader's
    Object.assign(map.options, { zoomSnap: 0.25, zoomDelta: 0.5, maxBounds: L.latLngBounds(REACH), maxBoundsViscosity: 1 });
    map.setMinZoom(2).setMaxZoom(10);
    if (map.attributionControl) map.removeControl(map.attributionControl);
    legend.querySelector("summary").addEventListener("click", () => (chosen = true));
    resized();
    map.on("moveend", moved);
    return { home, resized, goto };
  }

  Object.assign(Atlas, { camera: { create } });
})((globalThis.Atlas ??= {}));
