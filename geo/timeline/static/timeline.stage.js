/* A stage: one map with its ground, its marks and their names. The page has one, and a second for the period compared
 * with: both draw the same model in the same colours and sizes, each the days that it is told. */
(function (Atlas) {
  "use strict";

  const { byId, setText } = Atlas.dom;

  /** Stand on a Leaflet map; `id` names the pane of the skeleton in which the map lies. */
  function create(app, map, id) {
    const ground = Atlas.ground.create(app, map);
    const marks = Atlas.marks.create(app, map);
    const stage = { map, ground, marks, tip: byId(`${id}-tip`), shade: null, days: null, show, title, reset: marks.reset, caption: () => byId(`${id}-name`).textContent };

    /** Draw the facts that touch these days, the provinces in the colours of `shade`. */
    function show(shade, days) {
      Object.assign(stage, { shade, days });
      ground.paint(shade.numbers, shade.ramp);
      marks.draw(days);
    }

    /** Say which period this is; without a word there is no caption. */
    function title(text) {
      byId(`${id}-name`).hidden = !text;
      setText(byId(`${id}-name`), text);
    }

    Atlas.pointer.create(app, stage);
    if (app.frame) marks.reset();
    return stage;
  }

  Object.assign(Atlas, { stage: { create } });
})((globalThis.Atlas ??= {}));
