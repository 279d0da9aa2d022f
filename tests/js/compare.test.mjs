// Two periods, selections and ranks: counted from the cube, and the same as what single facts say.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { Atlas, sample } from "./atlas.mjs";

const { calendar, state } = Atlas;
let base, model, view;
before(async () => ({ base, model, view } = await sample()));

const frameOf = (patch = {}) => Atlas.model.frame(model, base, { ...view, ...patch });
const aim = (key) => model.aims.findIndex((each) => each.key === key);

describe("the period compared with", () => {
  const scale = calendar.steps(calendar.dayOf("2024-01-01"), calendar.dayOf("2024-12-31"), "month");

  test("is the one before, as long, as far as there is one", () => {
    assert.deepEqual(state.pastOf({ against: "" }, { lo: 6, hi: 8 }, scale), { lo: 3, hi: 5 });
    assert.deepEqual(state.pastOf({ against: "" }, { lo: 1, hi: 8 }, scale), { lo: 0, hi: 0 });
    assert.equal(state.pastOf({ against: "" }, { lo: 0, hi: 8 }, scale), null);
  });

  test("is the one that the view names, whatever is shown", () => {
    for (let lo = 0; lo < 12; lo++) {
      for (let hi = lo; hi < 12; hi++) {
        const against = state.againstOf({ lo, hi }, scale);
        assert.deepEqual(state.pastOf(state.parse({ against }), { lo: 0, hi: 0 }, scale), { lo, hi });
      }
    }
  });

  test("is held inside the data", () => {
    assert.deepEqual(state.pastOf({ against: "1990-01-01/1990-12-31" }, { lo: 3, hi: 3 }, scale), { lo: 0, hi: 0 });
  });
});

describe("what concerns a selection", () => {
  const KEYS = ["500107", "500000", "430000", "650000", "border_areas", "western", "211300", "nowhere"];

  test("is as many facts as are listed, in every window and under every filter", () => {
    for (const patch of [{}, { theme: ["ecology"] }, { q: "九龙坡" }, { kind: ["directive"] }]) {
      const frame = frameOf(patch);
      for (const key of KEYS) {
        const part = Atlas.model.share(model, frame, key);
        for (const [from, to] of [[0, model.days - 1], [0, 40], [33, 33], [41, 300]]) {
          const listed = Atlas.model.listed(model, frame, from, to, (n) => Atlas.model.relation(model, n, key) !== "");
          assert.equal(part.total.between(0, from, to), listed.length, `${key} ${from} ${to}`);
        }
      }
    }
  });

  test("counts its themes", () => {
    const { facets } = Atlas.model.share(model, frameOf(), "500107");
    const livelihood = state.SETS.theme.indexOf("livelihood");
    assert.equal(facets.theme.between(livelihood, 0, model.days - 1), 1);
    assert.equal(facets.theme.between(state.SETS.theme.indexOf("ecology"), 0, model.days - 1), 0);
  });
});

describe("what directives are aimed at", () => {
  test("counts each directive once for each of its aims", () => {
    const sums = Atlas.model.aimed(model, frameOf());
    const at = (key) => sums.between(aim(key), 0, model.days - 1);
    assert.deepEqual(["500107", "western", "500000", "border_areas"].map(at), [1, 1, 1, 1]);
  });

  test("follows the filters, and is summed once a frame", () => {
    const frame = frameOf({ theme: ["ecology"] });
    const sums = Atlas.model.aimed(model, frame);
    assert.equal(sums.between(aim("border_areas"), 0, model.days - 1), 0);
    assert.equal(Atlas.model.aimed(model, frame), sums);
  });

  test("stands among the places, by rank", () => {
    const counts = (sums, rows) => Atlas.core.counts(sums, 0, model.days - 1, new Float64Array(rows));
    const frame = frameOf();
    const here = counts(frame.places, model.places.length);
    const rows = Atlas.places.ranked(model, here, counts(Atlas.model.aimed(model, frame), model.aims.length));
    assert.deepEqual(rows[0], { key: "500000", here: 2, aimed: 1 });
    assert.deepEqual(rows.find(({ key }) => key === "western"), { key: "western", here: 0, aimed: 1 });
    const sums = rows.map((row) => row.here + row.aimed);
    assert.deepEqual(sums, [...sums].sort((a, b) => b - a));
    assert.ok(!rows.some(({ key }) => key === ""));
  });
});

test("a search names regions, provinces and places, in either language, each once", () => {
  const things = [...base.regions.values(), ...base.provinces, ...model.places.slice(1)];
  assert.equal(Atlas.places.named(things, "border")[0], "border_areas");
  assert.deepEqual(Atlas.places.named(things, "九龙坡"), ["500107"]);
  assert.deepEqual(Atlas.places.named(things, "CHONGQING").filter((key) => key === "500000"), ["500000"]);
  assert.deepEqual(Atlas.places.named(things, "  "), []);
});

test("themes rank by growth when periods are compared, else by count; silent ones are left out", () => {
  const words = ["a", "b", "c", "d"];
  assert.deepEqual(Atlas.themes.ranked(words, [1, 5, 0, 0], null).map(({ word }) => word), ["b", "a"]);
  const grown = Atlas.themes.ranked(words, [1, 5, 0, 0], [0, 9, 2, 0]);
  assert.deepEqual(grown.map(({ word, change }) => [word, change]), [["a", 1], ["c", -2], ["b", -4]]);
});

test("sources that differ behind their last comma are one, when there are several", () => {
  const trunks = Atlas.model.trunks(["", "Daily, 3 May, page 1", "Daily, 3 May, page 2", "Weekly, 4 May", "Radio"]);
  assert.deepEqual(Object.fromEntries(trunks), {
    "Daily, 3 May, page 1": "Daily, 3 May",
    "Daily, 3 May, page 2": "Daily, 3 May",
    "Weekly, 4 May": "Weekly, 4 May",
    Radio: "Radio",
  });
  assert.ok(Atlas.model.isFrom("Daily, 3 May, page 2", "Daily, 3 May"));
  assert.ok(!Atlas.model.isFrom("Daily News", "Daily"));
});
