/* The listed facts as a table for a spreadsheet: tab-separated, one row a fact, named as in the project's own tables. */
(function (Atlas) {
  "use strict";

  const COLUMNS = ["id", "kind", "date", "date_end", "title", "title_zh", "type", "theme", "actor", "place", "adcode", "targets", "source", "url", "doc", "status", "note"];
  const CODE = /^\d{6}$/;

  /** A cell: no tab or line break in it, and nothing that a spreadsheet would take for a formula. */
  function cell(text) {
    const flat = text.replace(/[\t\r\n\u2028\u2029]+/g, " ");
    return /^\s*[=+\-@＝＋－＠]/.test(flat) ? `'${flat}` : flat;
  }

  /** First and last day of a fact, as exactly as they are known; the last is empty where it says nothing more. */
  function dates(model, n) {
    const { first, length, group } = model.details;
    if (first[n] < 0) return ["", ""];
    const { precision } = model.groups[group[n]];
    const [from, to] = [first[n], first[n] + length[n]].map((day) => cut(Atlas.calendar.isoOf(model.epoch + day), precision));
    return [from, to === from ? "" : to];
  }

  function cut(iso, precision) {
    const [year, month] = iso.split("-");
    const quarter = `${year}-Q${Math.ceil(Number(month) / 3)}`;
    return { day: iso, month: `${year}-${month}`, quarter, year }[precision];
  }

  function row(model, n) {
    const { text, site, group } = model.details;
    const { place, target } = model.sites[site[n]];
    const at = model.places[place];
    const [date, date_end] = dates(model, n);
    const made = {
      ...model.groups[group[n]],
      date,
      date_end,
      adcode: CODE.test(at.key) || at.level === "region" ? at.key : "",
      targets: model.targets[target].map((aim) => aim.key).join(";"),
    };
    return COLUMNS.map((name) => cell(made[name] ?? text[name](n)));
  }

  /** The facts `numbers` as text, with a line of column names. */
  const tsv = (model, numbers) => [COLUMNS, ...numbers.map((n) => row(model, n))].map((cells) => `${cells.join("\t")}\n`).join("");

  Object.assign(Atlas, { sheet: { COLUMNS, cell, dates, tsv } });
})((globalThis.Atlas ??= {}));
