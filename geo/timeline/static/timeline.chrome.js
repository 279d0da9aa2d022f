/* Everything around the map: headline, language, look, links, zoom, the tip under the pointer, the sources line. */
(function (Atlas) {
  "use strict";

  const { el, byId, setText } = Atlas.dom;

  function create(app) {
    buttons(app);
    pointer(app);
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

  function pointer(app) {
    const { map } = app;
    const tip = byId("tip");
    const hide = () => {
      tip.hidden = true;
      app.parts.ground.preview("");
      map.getContainer().classList.remove("atlas-hit");
    };
    map.on("mousemove", (event) => {
      const found = app.frame && hit(app, event);
      map.getContainer().classList.toggle("atlas-hit", Boolean(found));
      if (!found) return hide();
      app.parts.ground.preview(found.key);
      tip.replaceChildren(el("b", { text: found.name }), el("span", { text: found.text }));
      tip.hidden = false;
      const { x, y } = event.containerPoint;
      const size = map.getSize();
      tip.style.left = `${Math.min(x + 14, size.x - tip.offsetWidth - 4)}px`;
      tip.style.top = `${y + 18 + tip.offsetHeight > size.y ? y - tip.offsetHeight - 8 : y + 18}px`;
      return undefined;
    });
    map.on("mouseout movestart", hide);
    map.on("click", (event) => {
      const found = app.frame && hit(app, event);
      app.select(found && found.key !== app.view.place ? found.key : "");
      raise(Boolean(app.view.place));
    });
  }

  /** What is under the pointer: a mark, or else a province. */
  function hit(app, event) {
    const mark = app.parts.marks.under(event.containerPoint);
    if (mark) return { key: mark.place.key, name: app.name(mark.place), text: app.t("facts", mark.count) };
    const code = event.originalEvent.target.dataset?.code;
    const number = app.base.numbers.get(code);
    if (number === undefined) return null;
    return { key: code, name: app.name(app.base.provinces[number]), text: shadeText(app, number) };
  }

  function shadeText(app, number) {
    const { values, differences } = app.shade;
    const count = app.t(`count_${app.view.measure}`, { n: app.number(values[number]) });
    if (!differences) return count;
    const change = differences[number];
    return `${count} (${change > 0 ? "+" : ""}${app.number(change)})`;
  }

  /** The period and the sum of what is shown, always large and readable. */
  function stepped(app) {
    const { from, to } = app.days();
    setText(byId("now"), app.periodText());
    setText(byId("sum"), sumText(app, from, to));
  }

  function sumText(app, from, to) {
    const { facets, plan, total } = app.frame;
    const { words } = plan.facets.kind;
    if (app.view.kind.length) return app.t("facts", total.between(0, from, to));
    const passing = Atlas.core.counts(facets.kind, from, to, new Float64Array(words.length));
    return words.map((word, n) => app.t(`sum_${word}`, passing[n])).join(" · ");
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

  Object.assign(Atlas, { chrome: { create, words, stepped, announce } });
})((globalThis.Atlas ??= {}));
