// Names on the map: as many as fit, and none on another.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Atlas } from "./atlas.mjs";

const { fitted } = Atlas.labels;
const SIZE = { x: 650, y: 350 };

const place = (key, x, y, radius, width = 60) => ({ key, x, y, radius, width });
const touch = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;

test("names never touch, never leave the map, and stand in the order of their weight", () => {
  let state = 7;
  const next = (below) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
  for (let round = 0; round < 40; round++) {
    const places = Array.from({ length: 30 }, (_, n) => place(`p${n}`, next(SIZE.x), next(SIZE.y), 3 + next(20), 30 + next(60)));
    const chosen = fitted(places, places, SIZE).map((label) => label.at);
    for (const [n, box] of chosen.entries()) {
      assert.ok(box.x0 >= 0 && box.y0 >= 0 && box.x1 <= SIZE.x && box.y1 <= SIZE.y);
      assert.ok(!chosen.slice(0, n).some((other) => touch(box, other)));
    }
    assert.equal(fitted([places[0]], places, SIZE).length <= 1, true);
  }
});

test("a district inside its city's circle, beside a larger one, has its name", () => {
  const places = [place("changsha", 376, 206, 17.5), place("chongqing", 339, 198, 14), place("jiulongpo", 338, 199, 5)];
  assert.deepEqual(fitted(places, places, SIZE).map(({ key }) => key), ["changsha", "chongqing", "jiulongpo"]);
});

test("a province gives way to a marked place, and a name to the circle of another", () => {
  const disc = place("city", 100, 100, 20);
  const province = { key: "province", x: 150, y: 100, radius: null, width: 60 };
  assert.deepEqual(fitted([disc, province], [disc], SIZE).map(({ key }) => key), ["city"]);
  const under = { ...province, x: 100, width: 10 };
  assert.deepEqual(fitted([under], [disc], SIZE), []);
});
