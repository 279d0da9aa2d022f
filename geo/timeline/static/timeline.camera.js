/* Where the map looks: the whole country, until the reader chooses a place of their own, which the view then keeps. */
(function (Atlas) {
  "use strict";

  const { byId } = Atlas.dom;
  const CHINA = [[18, 73.5], [53.6, 135.1]];
  const REACH = [[-8, 48], [66, 167]];
  const EDGE_PX = 6;
  const LEGEND_PX = 150;
  const STRIP_PX = 104;
  const LEGEND_FITS = { x: 760, y: 360 };

  /** How far and how near a map of the page may look. */
  function bound(map) {
    // not by setMaxBounds: that glides back later, and the end of the glide would look like a move of the reader's
    Object.assign(map.options, { zoomSnap: 0.25, zoomDelta: 0.5, maxBounds: L.latLngBounds(REACH), maxBoundsViscosity: 1 });
    map.setMinZoom(2).setMaxZoom(10);
  }

  function create(app) {
    const { map } = app;
    const legend = byId("legend");
    let chosen = false;
    let homing = false;
    let size = { x: -1, y: -1 };

    /** Move the map for the page, not for the reader: the view keeps no position. */
    function quietly(move) {
      homing = true;
      move();
      homing = false;
    }

    /** Whether the open legend has room; beside two maps it lies as a strip under both. */
    function fits() {
      const { clientWidth, clientHeight } = byId("map").closest(".atlas-stage");
      return clientWidth >= LEGEND_FITS.x && clientHeight >= LEGEND_FITS.y;
    }

    /** The open legend stands over the sea, when the map is wide enough to keep it off the land. */
    function home() {
      const two = app.view.compare === "side";
      const room = legend.open && fits() ? [two ? EDGE_PX : LEGEND_PX, two ? STRIP_PX : EDGE_PX] : [EDGE_PX, EDGE_PX];
      const padding = { paddingTopLeft: [EDGE_PX, EDGE_PX], paddingBottomRight: room };
      quietly(() => map.fitBounds(CHINA, { animate: false, ...padding }));
    }

    /** After the frame changed size the whole country stays in view, unless the reader chose another. */
    function resized() {
      // an observer also speaks when it begins to observe: the first map need not be drawn twice
      const { clientWidth, clientHeight } = byId("map");
      if (size.x === clientWidth && size.y === clientHeight) return;
      size = { x: clientWidth, y: clientHeight };
      quietly(() => map.invalidateSize({ animate: false }));
      if (!chosen) legend.open = fits();
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

    bound(map);
    if (map.attributionControl) map.removeControl(map.attributionControl);
    legend.querySelector("summary").addEventListener("click", () => (chosen = true));
    resized();
    map.on("moveend", moved);
    return { home, resized, goto };
  }

  /** Let two maps look at the same place: whichever moves, the other follows. Returns how to fit the other to its frame. */
  function link(one, other) {
    let following = false;
    const alone = (run) => {
      if (following) return;
      following = true;
      run();
      following = false;
    };
    // on the way by whole pixels, which is quick; where it comes to rest, exactly
    const follow = (leader, follower, options) => follower.setView(leader.getCenter(), leader.getZoom(), options);
    for (const [leader, follower] of [[one, other], [other, one]]) {
      leader.on("move", () => alone(() => follow(leader, follower, { animate: false })));
      leader.on("moveend", () => alone(() => follow(leader, follower, { reset: true })));
    }
    return () =>
      alone(() => {
        other.invalidateSize({ animate: false });
        follow(one, other, { reset: true });
      });
  }

  Object.assign(Atlas, { camera: { create, bound, link } });
})((globalThis.Atlas ??= {}));
