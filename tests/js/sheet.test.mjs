import assert from "node:assert/strict";
import { test } from "node:test";

import { Atlas, sample } from "./atlas.mjs";

const { COLUMNS, cell, dates, tsv } = Atlas.sheet;

test("nothing becomes a formula, and nothing breaks a row", () => {
  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\n@x"]) assert.match(cell(text), /^'/);
  assert.equal(cell("a\tb\r\nc\u2028d"), "a b c d");
  for (const text of ["", "plain", "中文", "2024-04-22", "a=b", "1-2"]) assert.equal(cell(text), text);
});

test("every fact is a row under its columns", async () => {
  const { model } = await sample();
  const numbers = Array.from({ length: model.details.count }, (_, n) => n);
  const [head, ...rows] = tsv(model, numbers).split("\n").slice(0, -1).map((line) => line.split("\t"));
  assert.deepEqual(head, COLUMNS);
  assert.equal(rows.length, model.details.count);
  for (const [n, row] of rows.entries()) {
    const of = Object.fromEntries(COLUMNS.map((name, at) => [name, row[at]]));
    assert.equal(row.length, COLUMNS.length);
    assert.equal(of.id, model.details.text.id(n));
    assert.equal(of.title, cell(model.details.text.title(n)));
    assert.equal(of.kind, model.groups[model.details.group[n]].kind);
    assert.equal(of.date === "", model.details.first[n] < 0);
  }
});

test("dates stay as exact as they are known", () => {
  const epoch = Atlas.calendar.dayOf("2024-01-01");
  const model = (precision, first, length) => ({
    epoch,
    groups: [{ precision }],
    details: { first: [first], length: [length], group: [0] },
  });
  assert.deepEqual(dates(model("day", 0, 0), 0), ["2024-01-01", ""]);
  assert.deepEqual(dates(model("day", 112, 2), 0), ["2024-04-22", "2024-04-24"]);
  assert.deepEqual(dates(model("month", 91, 29), 0), ["2024-04", ""]);
  assert.deepEqual(dates(model("quarter", 91, 90), 0), ["2024-Q2", ""]);
  assert.deepEqual(dates(model("year", 0, 730), 0), ["2024", "2025"]);
  assert.deepEqual(dates(model("day", -1, 0), 0), ["", ""]);
});
