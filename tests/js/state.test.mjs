import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Atlas, json } from "./atlas.mjs";

const { calendar, state } = Atlas;

describe("a view is read as Python reads it", async () => {
  for (const { given, read } of await json("views.json")) {
    test(JSON.stringify(given), () => assert.deepEqual(state.format(state.parse(given)), read));
  }
});

test("a view comes back from the fragment", () => {
  const view = state.parse({ q: "九龙坡 & 社区 +1%#?", theme: "ecology,security", at: "31,104,5", lang: "zh" });
  assert.deepEqual(state.fromHash(`#${state.toHash(view)}`), view);
  assert.deepEqual(state.fromHash(""), state.parse({}));
});

test("what is no query is no view", () => {
  for (const rubbish of [null, undefined, 3, "text", [], { q: 5, lang: {}, theme: ["ecology"] }]) {
    assert.deepEqual(state.format(state.parse(rubbish)), {});
  }
  assert.deepEqual(state.format(state.fromHash("#%E0%A4%A&q=%&&&=")).lang, undefined);
});

test("the defaults cannot be changed by a view", () => {
  assert.throws(() => state.DEFAULTS.theme.push("ecology"));
});

describe("the window", () => {
  const COUNT = 10;
  const windows = { cumulative: { lo: 0, hi: 4 }, remaining: { lo: 4, hi: 9 }, step: { lo: 4, hi: 4 }, window: { lo: 2, hi: 4 } };

  for (const [mode, window] of Object.entries(windows)) {
    test(`stays inside the scale and keeps its kind: ${mode}`, () => {
      for (let at = -3; at < COUNT + 3; at++) {
        const { lo, hi } = state.moved(window, mode, at, COUNT);
        assert.ok(lo >= 0 && lo <= hi && hi < COUNT);
        if (mode === "cumulative") assert.equal(lo, Math.min(window.lo, hi));
        if (mode === "remaining") assert.equal(hi, window.hi);
        if (mode === "step") assert.equal(lo, hi);
        if (mode === "window") assert.equal(hi - lo, 2);
      }
      assert.deepEqual(state.moved(window, mode, state.atOf(window, mode), COUNT), window);
    });

    test(`shows the same moment in another kind: ${mode}`, () => {
      for (const other of Object.keys(windows)) {
        const { lo, hi } = state.remade(window, other, COUNT);
        assert.ok(lo >= 0 && lo <= hi && hi < COUNT);
      }
    });
  }

  test("comes back from its days, on any scale", () => {
    const scale = calendar.steps(calendar.dayOf("2024-03-20"), calendar.dayOf("2024-12-09"), "month");
    for (let lo = 0; lo < 10; lo++) {
      for (let hi = lo; hi < 10; hi++) {
        const days = state.daysOf({ lo, hi }, scale);
        assert.deepEqual(state.windowOf({ ...days, mode: "window" }, scale), { lo, hi });
      }
    }
    assert.deepEqual(state.daysOf({ lo: 0, hi: 9 }, scale), { from: "", to: "" });
    assert.deepEqual(state.daysOf({ lo: 1, hi: 1 }, scale), { from: "2024-04-01", to: "2024-04-30" });
  });

  test("of days outside the data is held inside", () => {
    const scale = calendar.steps(calendar.dayOf("2024-03-20"), calendar.dayOf("2024-12-09"), "month");
    assert.deepEqual(state.windowOf({ from: "1990-01-01", to: "2050-01-01", mode: "window" }, scale), { lo: 0, hi: 9 });
  });
});
