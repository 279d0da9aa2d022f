// The cube: every count is compared with a loop over facts.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Atlas } from "./atlas.mjs";

const { core } = Atlas;

// a small generator of numbers, the same in every run
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const DAYS = 40;
const GROUPS = ["day", "day", "month", "day"];
const LAYOUT = {
  days: DAYS,
  places: 5,
  provinces: 3,
  sites: [
    { place: 0, provinces: [], weight: 1, aimed: false },
    { place: 1, provinces: [0], weight: 1, aimed: false },
    { place: 1, provinces: [0, 1], weight: 0.5, aimed: true },
    { place: 3, provinces: [2], weight: 1, aimed: true },
    { place: 4, provinces: [], weight: 1, aimed: true },
  ],
  coarse: GROUPS.map((precision) => Number(precision !== "day")),
  facets: Object.fromEntries(core.FACETS.map((name) => [name, { rows: 3, row: [0, 1, 2, 0] }])),
};

function made(seed, { spans }) {
  const next = random(seed);
  const facts = Array.from({ length: 200 }, () => {
    const first = next(DAYS);
    return { site: next(5), group: next(4), first, last: spans ? Math.min(DAYS - 1, first + next(9)) : first };
  });
  facts.sort((a, b) => a.site - b.site || a.group - b.group || a.first - b.first);
  const columns = {
    count: facts.length,
    site: facts.map((fact) => fact.site),
    group: facts.map((fact) => fact.group),
    first: facts.map((fact) => fact.first),
    length: Uint32Array.from(facts, (fact) => fact.last - fact.first),
  };
  return { facts, cells: core.cellsOfFacts(columns, new Uint8Array(facts.length).fill(1)) };
}

const touching = (facts, from, to, also) =>
  facts.filter((fact) => fact.first <= to && fact.last >= from && also(fact)).length;

for (const spans of [false, true]) {
  describe(spans ? "facts that last" : "facts of a day", () => {
    for (const seed of [1, 2, 3]) {
      const { facts, cells } = made(seed, { spans });
      const mask = [1 | 2, 1, 1 | 4, 2];
      const frame = core.summed(cells, mask, LAYOUT);
      const passes = (fact) => Boolean(mask[fact.group] & 1);
      const windows = [[0, DAYS - 1], [5, 5], [10, 20], [39, 39], [0, 0], [3, 2]];

      test(`places, seed ${seed}`, () => {
        for (const [from, to] of windows) {
          const counts = core.counts(frame.places, from, to, new Float64Array(5));
          const expected = [0, 1, 2, 3, 4].map((place) =>
            from > to ? counts[place] : touching(facts, from, to, (f) => passes(f) && LAYOUT.sites[f.site].place === place),
          );
          assert.deepEqual([...counts], expected);
        }
      });

      test(`total, coarse and provinces, seed ${seed}`, () => {
        for (const [from, to] of windows.slice(0, 5)) {
          assert.equal(frame.total.between(0, from, to), touching(facts, from, to, passes));
          assert.equal(frame.total.between(1, from, to), touching(facts, from, to, (f) => passes(f) && f.group === 2));
          for (let province = 0; province < 3; province++) {
            const sum = LAYOUT.sites.reduce(
              (all, site, number) =>
                all + (site.provinces.includes(province) ? site.weight : 0) * touching(facts, from, to, (f) => passes(f) && f.site === number),
              0,
            );
            assert.ok(Math.abs(frame.provinces.between(province, from, to) - sum) < 1e-9);
          }
        }
      });

      test(`facets count what passes all other filters, seed ${seed}`, () => {
        const counted = frame.facets.theme.between(0, 0, DAYS - 1);
        assert.equal(counted, touching(facts, 0, DAYS - 1, (f) => Boolean(mask[f.group] & 2)));
      });

      test(`arcs, seed ${seed}`, () => {
        assert.deepEqual(frame.arcs.sites, [2, 3, 4]);
        frame.arcs.sites.forEach((site, row) => {
          assert.equal(frame.arcs.sums.between(row, 4, 30), touching(facts, 4, 30, (f) => passes(f) && f.site === site));
        });
      });
    }
  });
}

test("nothing passes, nothing is drawn", () => {
  const { cells } = made(1, { spans: true });
  const frame = core.summed(cells, [0, 0, 0, 0], LAYOUT);
  assert.deepEqual([...core.counts(frame.places, 0, DAYS - 1, new Float64Array(5))], [0, 0, 0, 0, 0]);
  assert.equal(frame.total.between(0, 0, DAYS - 1), 0);
});

test("more days than a sum has room for at first", () => {
  const days = 5000;
  const facts = { count: days, site: new Array(days).fill(1), group: new Array(days).fill(0) };
  facts.first = Array.from({ length: days }, (_, n) => n);
  facts.length = new Uint32Array(days);
  const frame = core.summed(core.cellsOfFacts(facts, new Uint8Array(days).fill(1)), [1, 0, 0, 0], { ...LAYOUT, days });
  assert.equal(frame.places.between(1, 100, 4099), 4000);
});

test("of more windows than are remembered each is counted anew", () => {
  const { cells } = made(5, { spans: true });
  const frame = core.summed(cells, [1, 1, 1, 1], LAYOUT);
  for (let round = 0; round < 3; round++) {
    for (let from = 0; from < DAYS; from++) {
      for (let to = from; to < DAYS; to += 7) {
        const found = core.counts(frame.places, from, to, new Float64Array(5));
        assert.deepEqual(Array.from(found), Array.from(found, (_, row) => frame.places.between(row, from, to)));
      }
    }
  }
  const days = 1000;
  const facts = { count: days, site: new Array(days).fill(1), group: new Array(days).fill(0), length: new Uint32Array(days) };
  facts.first = Array.from({ length: days }, (_, n) => n);
  const { places } = core.summed(core.cellsOfFacts(facts, new Uint8Array(days).fill(1)), [1, 0, 0, 0], { ...LAYOUT, days });
  for (const round of [0, 1]) {
    for (let to = 0; to < days; to++) assert.equal(core.counts(places, round, to, new Float64Array(5))[1], Math.max(0, to + 1 - round));
  }
});

describe("shapes", () => {
  const arcs = [[[0, 0], [0, 1]], [[0, 1], [1, 1], [0, 0]], [[0, 1], [0, 2], [1, 1]]];

  test("a ring is its arcs, joined", () => {
    assert.deepEqual(core.joinRing([0, 1], arcs), [[0, 0], [0, 1], [1, 1], [0, 0]]);
    assert.deepEqual(core.joinRing([~0], arcs), [[0, 1], [0, 0]]);
  });

  test("the outline of several areas leaves out what they share", () => {
    assert.deepEqual(core.outline([[[0, 1]], [[~1, 2]]], arcs), [arcs[0], arcs[2]]);
  });
});
