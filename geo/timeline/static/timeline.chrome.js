/* Everything around the map: headline, language, look, links, zoom, the sources line. */
(function (Atlas) {
  "use strict";

  const { el, byId, setText } = Atlas.dom;

  function create(app) {
    buttons(app);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      if (app.view.look) return;
      app.relook();
      if (app.frame) app.step();
    });
    new ResizeObserver(() => app.camera.resized()).observe(byId("map"));
  }

  function buttons(app) {
    const on = (id, run) => byId(id).addEventListener("click", run);
    on("lang", () => app.change({ lang: app.view.lang === "en" ? "zh" : "en" }));
    on("look", () => app.change({ look: document.documentElement.dataset.look === "dark" ? "light" : "dark" }));
    on("link", () => copyLink(app));
    on("picture", () => Atlas.picture.save(app));
    on("copy", () => copyTable(app));
    on("in", () => app.map.zoomIn());
    on("out", () => app.map.zoomOut());
    on("home", () => {
      app.camera.home();
      app.view = { ...app.view, at: "" };
      app.save();
    });
    on("sheet", () => raise(byId("sheet").getAttribute("aria-expanded") !== "true"));
  }

  /** Raise or lower the sheet with the lists, which a narrow screen has. */
  function raise(open) {
    byId("sheet").setAttribute("aria-expanded", String(open));
    document.getElementById("atlas").classList.toggle("atlas-raised", open);
  }

  /** Copy the address; where the browser keeps the clipboard to itself, the address line still holds it. */
  async function copyLink(app) {
    app.publish();
    const done = await copied(location.href);
    app.say(done ? app.t("copied") : app.t("copy_by_hand"));
  }

  /** Copy all facts that the list stands for, those it has not yet shown too. */
  async function copyTable(app) {
    const numbers = app.parts.lists.facts();
    const done = await copied(Atlas.sheet.tsv(app.model, numbers));
    app.say(done ? app.t("copied_table", numbers.length) : app.t("not_copied"));
  }

  /** Put a text on the clipboard; a sandboxed frame has only the old way. */
  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = el("textarea", { class: "atlas-hidden", "aria-hidden": "true" });
      area.value = text;
      document.getElementById("atlas").append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  /** The period and the sum of what is shown, always large and readable. */
  function stepped(app) {
    const { from, to } = app.days();
    setText(byId("now"), app.periodText());
    setText(byId("sum"), sumText(app, from, to));
    setText(byId("share-sum"), shareText(app, from, to));
  }

  /** Events and directives of the days; of a selected place or region, how many of them concern it. */
  function sumText(app, from, to) {
    const { facets, plan, total } = app.frame;
    const { words } = plan.facets.kind;
    const passing = Atlas.core.counts(facets.kind, from, to, new Float64Array(words.length));
    const all = words.map((word, n) => app.t(`sum_${word}`, passing[n])).join(" · ");
    return app.view.kind.length ? app.t("facts", total.between(0, from, to)) : all;
  }

  /** What of it concerns the selected place or region: the part that the histogram paints. */
  function shareText(app, from, to) {
    if (!app.part) return "";
    return app.t("share_of", { name: app.nameOf(app.view.place), n: app.number(app.part.total.between(0, from, to)) });
  }

  const announce = (app) => {
    const { from, to } = app.days();
    app.say(`${app.periodText()}: ${app.t("facts", app.frame.total.between(0, from, to))}`);
  };

  function words(app) {
    const { base, model } = app;
    const span = model.epoch && model.days ? Atlas.calendar.period(model.epoch, model.epoch + model.days - 1, "day", app.view.lang) : "";
    const { rows, unplaced, undated } = model.counts;
    const parts = [
      app.t("source_facts", { name: model.name || app.t("facts_tab"), n: app.number(rows) }),
      span,
      unplaced ? app.t("n_unplaced", unplaced) : "",
      undated ? app.t("n_undated", undated) : "",
    ];
    const boundaries = base.sources.map((source) => app.t("boundaries", source[app.view.lang])).join(" ");
    const facts = app.t("sentence", { text: parts.filter(Boolean).join(" · ") });
    byId("sources").replaceChildren(el("p", { text: [facts, boundaries, app.t("points")].join(" ") }));
  }

  Object.assign(Atlas, { chrome: { create, words, stepped, announce, raise } });
})((globalThis.Atlas ??= {}));
