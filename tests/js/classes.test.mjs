import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Atlas, json } from "./atlas.mjs";

const { breaks, classOf, rampIndex } = Atlas.classes;

describe("classes are those of mapclassify", async () => {
  for (const { name, values, scheme, breaks: expected } of await json("classes.json")) {
    test(`${scheme}, ${name}`, () => assert.deepEqual(breaks(values, scheme), expected));
  }
});

test("every value has a class: nothing is 0, and more than the last bound is the last", () => {
  assert.deepEqual([0, -1, NaN, 1, 2, 2.5, 9, 99].map((value) => classOf(value, [2, 5, 9])), [0, 0, 0, 1, 1, 2, 3, 3]);
  assert.equal(classOf(4, []), 0);
});

test("few classes still use both ends of the ramp", () => {
  const used = (classes) => Array.from({ length: classes }, (_, n) => rampIndex(n + 1, classes, 5));
  assert.deepEqual(used(5), [0, 1, 2, 3, 4]);
  assert.deepEqual(used(3), [0, 2, 4]);
  assert.deepEqual(used(2), [0, 4]);
  assert.deepEqual(used(1), [3]);
  assert.equal(rampIndex(0, 3, 5), -1);
});

test("very many different values are classed in good time", () => {
  const values = Array.from({ length: 20000 }, (_, n) => (n * 7919) % 10007);
  const begun = performance.now();
  assert.equal(breaks(values, "natural").length, 5);
  assert.ok(performance.now() - begun < 1500);
});
