// The strongest arcs, against a plain sort of every pair.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Atlas, sample } from "./atlas.mjs";

const { packed, pairsOf, strongest } = Atlas.arcs;

const pair = (n, rows) => ({ from: { key: `from${n % 7}` }, aim: { key: `aim${n}` }, rows });

test("are those of a full sort", () => {
  let state = 3;
  const next = (below) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
  for (let round = 0; round < 30; round++) {
    const counts = Float64Array.from({ length: 50 }, () => next(6));
    const pairs = Array.from({ length: next(90) }, (_, n) => pair(n, [next(50), next(50)]));
    for (const selected of ["", "from3", "aim5"]) {
      const wanted = pairs
        .map(({ from, aim, rows }) => ({ from, aim, count: counts[rows[0]] + counts[rows[1]] }))
        .filter(({ from, aim, count }) => count > 0 && (!selected || from.key === selected || aim.key === selected))
        .sort((a, b) => b.count - a.count)
        .slice(0, selected ? 60 : 15);
      assert.deepEqual(strongest(packed(pairs), counts, selected), wanted);
    }
  }
});

test("of the sample go from where a directive was issued to each of its targets", async () => {
  const { base, model, view } = await sample();
  const frame = Atlas.model.frame(model, base, view);
  const counts = Atlas.core.counts(frame.arcs.sums, 0, model.days - 1, new Float64Array(frame.arcs.sites.length));
  const found = strongest(pairsOf(frame, model), counts, "");
  assert.ok(found.length > 0);
  for (const { from, aim, count } of found) {
    const facts = Array.from({ length: model.details.count }, (_, n) => model.sites[model.details.site[n]]).filter(
      ({ place, target }, n) => place === from.number && model.details.first[n] >= 0 && model.targets[target].some(({ key }) => key === aim.key),
    );
    assert.equal(count, facts.length);
    assert.notEqual(from.key, aim.key);
  }
});
