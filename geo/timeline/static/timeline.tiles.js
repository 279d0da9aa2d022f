/* A background of tiles under the map, for a reader who asks for it: the page names at most one provider, asks it for
 * nothing until the reader chooses it, and is complete without. The choice is not part of the view, so that no link makes
 * a page ask for anything. */
(function (Atlas) {
  "use strict";

  const { byId, setText } = Atlas.dom;

  function create(app, given) {
    const select = byId("tiles");
    let layers = [];
    byId("tiles-row").hidden = !given;

    const wanted = () => Boolean(given && select.value);

    /** Lay the tiles under a stage, if they are wanted. */
    function beneath({ map }) {
      if (!wanted()) return;
      const { url, subdomains, min_zoom: minZoom, max_zoom: maxNativeZoom } = given;
      const layer = L.tileLayer(url, { subdomains, minZoom, maxNativeZoom, maxZoom: map.getMaxZoom(), noWrap: true });
      let shown = 0;
      layer.on("tileload", () => shown++);
      layer.on("tileerror", () => shown || failed());
      layers.push(layer.addTo(map));
    }

    /** Nothing came: the ground stays as it was without tiles. */
    function failed() {
      if (!wanted()) return;
      select.value = "";
      arrange();
      app.say(app.t("tiles_failed", { name: given.name }));
    }

    function arrange() {
      for (const layer of layers) layer.remove();
      layers = [];
      for (const stage of app.stages()) beneath(stage);
      document.getElementById("atlas").classList.toggle("atlas-tiled", wanted());
      setText(byId("tiles-credit"), wanted() ? given.attribution : "");
    }

    function words() {
      if (given) app.fill("tiles", ["", given.name], (name) => name || app.t("none"), select.value);
    }

    select.addEventListener("change", arrange);
    return { beneath, words };
  }

  Object.assign(Atlas, { tiles: { create } });
})((globalThis.Atlas ??= {}));
