// What Python packed, as the page reads it: tests/timeline/test_payload.py holds page.json to today's code.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { Atlas, sample } from "./atlas.mjs";

let base, model, view;
before(async () => ({ base, model, view } = await sample()));

const frameOf = (patch = {}) => Atlas.model.frame(model, base, { ...view, ...patch });
const place = (name) => model.places.find(({ en }) => en === name);
const total = (frame) => frame.total.between(0, 0, model.days - 1);
const titles = (patch) => Atlas.model.listed(model, frameOf(patch), 0, model.days - 1).map((n) => model.details.text.title(n));

test("the numbers of the page are those of the table", () => {
  assert.deepEqual(model.counts, { rows: 10, placed: 8, unplaced: 2, ambiguous: 1, dated: 9, undated: 1, detailed: 10 });
  assert.equal(total(frameOf()), 8); // nine dated, one of them rejected
  assert.equal(total(frameOf({ status: ["rejected"] })), 1);
});

test("places have names, points and provinces", () => {
  const { zh, level, lat, lon, provinces } = place("Jiulongpo");
  assert.deepEqual([zh, level, lat.toFixed(1), lon.toFixed(1)], ["九龙坡", "county", "29.5", "106.5"]);
  assert.equal(base.provinces[provinces[0]].en, "Chongqing");
  assert.equal(base.provinces.length, 34);
  assert.deepEqual(place("Chaoyang").candidates.map((n) => model.places[n].key), ["110105", "211300"]);
});

describe("provinces", () => {
  const value = (name, patch) => {
    const number = base.provinces.findIndex(({ en }) => en === name);
    return frameOf(patch).provinces.between(number, 0, model.days - 1);
  };

  test("count what is located in them, aimed at them, or either once", () => {
    assert.equal(value("Chongqing", { measure: "located" }), 4);
    assert.equal(value("Chongqing", { measure: "aimed" }), 2);
    assert.equal(value("Chongqing"), 4);
    assert.equal(value("Xinjiang", { measure: "aimed" }), 2);
    assert.equal(value("Hebei"), 0);
  });

  test("share a directive equally when asked", () => {
    const western = base.regions.get("western").provinces.length;
    const border = base.regions.get("border_areas").provinces.length;
    assert.ok(Math.abs(value("Xinjiang", { share: "equal", measure: "aimed" }) - 1 / western - 1 / border) < 1e-9);
  });
});

describe("filters", () => {
  test("by group", () => {
    assert.deepEqual(titles({ theme: ["livelihood"] }), ["fact 3"]);
    assert.deepEqual(titles({ kind: ["event"], type: ["visit", "inspection"] }), ["tour", "visit"]);
    assert.equal(titles({ coarse: "0" }).length, 6);
  });

  test("by text: all words, either language, any width or case", () => {
    assert.deepEqual(titles({ q: "走访" }), ["visit"]);
    assert.deepEqual(titles({ q: "ＦＯＯＴ  jiulongpo" }), ["visit"]);
    assert.deepEqual(titles({ q: "九龙坡" }), ["visit", "fact 3"]);
    assert.deepEqual(titles({ q: "foot western" }), []);
  });

  test("by text count on the map what they list", () => {
    const frame = frameOf({ q: "九龙坡" });
    assert.equal(total(frame), 2);
    assert.equal(frame.places.between(place("Jiulongpo").number, 0, model.days - 1), 2);
  });
});

test("a month touches each of its days, and no other", () => {
  const frame = frameOf({ theme: ["infrastructure"] });
  const day = (iso) => Atlas.calendar.dayOf(iso) - model.epoch;
  const on = (iso) => frame.total.between(0, day(iso), day(iso));
  assert.deepEqual(["2024-04-30", "2024-05-01", "2024-05-17", "2024-05-31", "2024-06-01"].map(on), [0, 1, 1, 1, 0]);
  assert.equal(frame.total.between(1, day("2024-05-01"), day("2024-05-01")), 1);
});

test("a place knows the facts of its own and those aimed at it", () => {
  const related = (key) => {
    const found = { here: 0, aimed: 0, perhaps: 0 };
    for (let n = 0; n < model.details.count; n++) found[Atlas.model.relation(model, n, key)]++;
    return [found.here, found.aimed, found.perhaps];
  };
  assert.deepEqual(related("500107"), [2, 0, 0]);
  assert.deepEqual(related("500000"), [4, 0, 0]);
  assert.deepEqual(related("border_areas"), [0, 1, 0]);
  assert.deepEqual(related("650000"), [0, 2, 0]);
  assert.deepEqual(related("211300"), [0, 0, 1]);
});

test("data of another version are refused", async () => {
  await assert.rejects(Atlas.model.read({ atlas: 2 }), /another version/);
  await assert.rejects(Atlas.model.read(null), /another version/);
});
