// What the app sends after the data: counts of a search, facts to list. tests/js/more.json is held to today's code by
// tests/timeline/test_asked.py: the facts of page.json, of which the page's data carry three.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import { Atlas, json } from "./atlas.mjs";

let base, given, model, view, whole;
beforeEach(async () => {
  given = await json("more.json");
  const { shapes } = await Atlas.model.read(await json("page.json"));
  base = Atlas.model.ground(shapes);
  const read = async (block) => Atlas.model.facts((await Atlas.model.read(block)).facts, base);
  [model, whole] = [await read(given.part), await read(await json("page.json"))];
  view = Atlas.state.parse({});
});

const take = async (block) => Atlas.more.take(model, (await Atlas.model.read(block)).facts);
const last = () => model.days - 1;
const listed = (of, patch) => Atlas.model.listed(of, Atlas.model.frame(of, base, { ...view, ...patch }), 0, last());
const titles = (of, patch) => listed(of, patch).map((n) => of.details.text.title(n));
const total = (of, patch) => Atlas.model.frame(of, base, { ...view, ...patch }).total.between(0, 0, last());

describe("cells", () => {
  test("count a search over all facts, for the very view that they are of", async () => {
    const asked = { q: given.q };
    assert.ok(total(model, asked) < total(whole, asked), "the page alone sees only its own facts");
    assert.ok(Atlas.more.isPartial(model, { ...view, ...asked }));
    assert.equal(await take(given.cells), "cells");
    assert.equal(total(model, asked), total(whole, asked));
    assert.equal(Atlas.more.isPartial(model, { ...view, ...asked }), false);
    assert.equal(Atlas.more.told(model, { ...view, q: `${given.q} more` }), null);
    assert.equal(total(model, {}), total(whole, {}), "all facts are counted as before");
  });
});

describe("facts", () => {
  test("are listed among those of the page, the newest first, each once", async () => {
    assert.ok(titles(model).length < titles(whole).length);
    assert.equal(await take(given.facts), "facts");
    assert.deepEqual(titles(model).toSorted(), titles(whole).toSorted());
    const days = listed(model).map((n) => model.details.first[n]);
    assert.deepEqual(days, days.toSorted((a, b) => b - a));
    assert.equal(model.counts.detailed, model.counts.rows);
    assert.equal(await take(given.facts), "", "nothing is new the second time");
  });

  test("bring all texts of theirs, and are searched", async () => {
    await take(given.facts);
    const of = (m, name) => Object.fromEntries(Array.from({ length: m.details.count }, (_, n) => [m.details.text.id(n), m.details.text[name](n)]));
    for (const name of Object.keys(whole.details.text)) assert.deepEqual(of(model, name), of(whole, name), name);
    assert.deepEqual(titles(model, { q: given.q }).toSorted(), titles(whole, { q: given.q }).toSorted());
  });
});

test("the facts that concern a place are counted, held or not", () => {
  for (const key of ["500000", "500107", "110105", "border_areas", "650000"]) {
    const frame = Atlas.model.frame(whole, base, view);
    const sums = { here: 0, perhaps: 0, aimed: 0 };
    for (const n of Atlas.model.listed(whole, frame, 0, last())) {
      const how = Atlas.model.relation(whole, n, key);
      if (how) sums[how] += 1;
    }
    assert.deepEqual(Atlas.more.concerned(model, Atlas.model.frame(model, base, view), key, 0, last()), sums, key);
  }
});
