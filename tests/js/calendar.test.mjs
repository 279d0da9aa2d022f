import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Atlas } from "./atlas.mjs";

const { UNITS, dayOf, floor, isoOf, next, period, stepAt, steps, suggested, ticks, window } = Atlas.calendar;

describe("steps", () => {
  for (const unit of UNITS) {
    test(`of a ${unit} follow one another without gap and hold all days`, () => {
      const [first, last] = [dayOf("1899-12-30"), dayOf("1901-03-02")];
      const scale = steps(first, last, unit);
      assert.ok(scale[0] <= first && scale.at(-1) > last);
      for (let day = first; day <= last; day++) {
        const at = stepAt(scale, day);
        assert.ok(scale[at] <= day && day < scale[at + 1]);
        assert.equal(floor(day, unit), scale[at]);
        assert.equal(next(scale[at], unit), scale[at + 1]);
      }
    });
  }

  test("follow the calendar", () => {
    const iso = (unit) => [...steps(dayOf("2024-02-28"), dayOf("2024-05-01"), unit)].map(isoOf);
    assert.deepEqual(iso("month"), ["2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01", "2024-06-01"]);
    assert.deepEqual(iso("quarter"), ["2024-01-01", "2024-04-01", "2024-07-01"]);
    assert.deepEqual(iso("year"), ["2024-01-01", "2025-01-01"]);
    assert.equal(iso("week")[0], "2024-02-26");
    assert.equal(iso("day").length, 65);
  });

  test("numbers order days on both sides of 1970 and of a billion seconds", () => {
    const days = ["1900-01-01", "1969-12-31", "1970-01-01", "2001-09-08", "2001-09-10", "2100-12-31"].map(dayOf);
    assert.deepEqual([...days].sort((a, b) => a - b), days);
    assert.deepEqual(days.map((day) => dayOf(isoOf(day))), days);
  });

  test("a step suits the span", () => {
    assert.equal(suggested(0), "day");
    assert.equal(suggested(265), "month");
    assert.equal(suggested(3653), "month");
    assert.equal(suggested(36530), "year");
  });
});

describe("words", () => {
  const days = (a, b = a) => [dayOf(a), dayOf(b)];

  test("say a date as exactly as it is known", () => {
    const said = (ends, precision, lang) => period(...days(...ends), precision, lang).replace(/\s*–\s*/u, "–");
    assert.equal(said(["2024-04-22"], "day", "en"), "22 April 2024");
    assert.equal(said(["2024-04-22"], "day", "zh"), "2024年4月22日");
    assert.equal(said(["2024-04-22", "2024-04-24"], "day", "en"), "22–24 April 2024");
    assert.equal(said(["2024-04-22", "2024-04-24"], "day", "zh"), "2024年4月22日—4月24日");
    assert.equal(said(["2023-12-31", "2024-01-01"], "day", "zh"), "2023年12月31日—2024年1月1日");
    assert.equal(said(["2024-04-01", "2024-04-30"], "month", "en"), "April 2024");
    assert.equal(said(["2024-04-01", "2024-04-30"], "month", "zh"), "2024年4月");
    assert.equal(said(["2024-03-01", "2024-12-31"], "month", "zh"), "2024年3月—12月");
    assert.equal(said(["2024-04-01", "2024-06-30"], "quarter", "en"), "Q2 2024");
    assert.equal(said(["2024-04-01", "2024-06-30"], "quarter", "zh"), "2024年第2季度");
    assert.equal(said(["2021-01-01", "2025-12-31"], "year", "en"), "2021–2025");
    assert.equal(said(["2024-01-01", "2024-12-31"], "year", "en"), "2024");
  });

  test("name a window", () => {
    const scale = steps(dayOf("2024-03-20"), dayOf("2024-12-09"), "month");
    assert.equal(window(scale, "month", 0, 9, "en").replace(/\s*–\s*/u, "–"), "March–December 2024");
    assert.equal(window(scale, "month", 1, 1, "zh"), "2024年4月");
  });

  test("thin out on the axis", () => {
    const scale = steps(dayOf("2015-01-01"), dayOf("2024-12-31"), "day");
    for (const most of [3, 10, 50, 130]) assert.ok(ticks(scale, "day", most, "en").length <= most);
    assert.equal(ticks(scale, "day", 130, "en").length, 120);
    const century = steps(dayOf("1900-01-01"), dayOf("1999-12-31"), "year");
    assert.deepEqual(ticks(century, "year", 4, "en").map(({ text }) => text), ["1900", "1925", "1950", "1975"]);
  });
});
