/* Two periods: the one shown and the one it is compared with, as a difference on one map or side by side on two. The
 * second map is made when it is first asked for. */
(function (Atlas) {
  "use strict";

  const { el, byId, setText } = Atlas.dom;

  function create(app) {
    let beside = null;
    byId("against").addEventListener("click", () => app.change({ against: "" }));
    byId("compare").addEventListener("change", (event) => choose(event.target.value));

    const shown = () => app.view.compare === "side";

    /** Compare, or stop; where no period lies before the one shown, the data are cut in two halves. */
    function choose(compare) {
      const patch = { compare, ...(compare ? {} : { against: "" }) };
      const count = app.scale.length - 1;
      if (!compare || app.past() || count < 2) return app.change(patch);
      app.window = { lo: Math.ceil(count / 2), hi: count - 1 };
      return app.change({ ...patch, mode: "window" });
    }

    /** Put the second map up or away, as the view says. */
    function arranged() {
      document.getElementById("atlas").classList.toggle("atlas-two", shown());
      byId("past-pane").hidden = !shown();
      if (shown() && !beside) beside = second();
    }

    function second() {
      const node = el("div", { class: "folium-map" });
      byId("past-map").append(node);
      const map = L.map(node, { zoomControl: false, attributionControl: false, trackResize: false });
      Atlas.camera.bound(map);
      map.setView(app.map.getCenter(), app.map.getZoom(), { animate: false });
      const fit = Atlas.camera.link(app.map, map);
      const stage = Atlas.stage.create(app, map, "past");
      stage.ground.highlight(app.view.place);
      app.tiles.beneath(stage);
      new ResizeObserver(fit).observe(node);
      return stage;
    }

    /** Say which periods are compared: over the maps, and under the headline. */
    function stepped() {
      const past = app.past();
      const period = past ? app.periodText(past) : "";
      byId("than").hidden = !app.view.compare;
      setText(byId("than-text"), period ? app.t("compared_with", { period }) : app.t("no_period_before"));
      byId("against").hidden = !app.view.against;
      app.main.title(shown() ? caption(app.periodText(), app.days()) : "");
      if (shown()) beside.title(past ? caption(period, app.daysOf(past)) : app.t("no_period_before"));
    }

    const caption = (period, { from, to }) => `${period} · ${app.t("facts", app.frame.total.between(0, from, to))}`;

    return { arranged, stepped, choose, stage: () => (shown() ? beside : null) };
  }

  Object.assign(Atlas, { compare: { create } });
})((globalThis.Atlas ??= {}));
