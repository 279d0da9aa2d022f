/* Days, calendar steps and their names. A day is a whole number, counted from 1970-01-01 in UTC. */
(function (Atlas) {
  "use strict";

  const DAY_MS = 86400000;
  const UNITS = ["day", "week", "month", "quarter", "year"];
  const MONTHS = { month: 1, quarter: 3, year: 12 };
  const LOCALES = { en: "en-GB", zh: "zh-CN" };

  const dayOf = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY_MS);
  const isoOf = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);
  const dateOf = (day) => new Date(day * DAY_MS);

  /** The first day of the step of `unit` in which `day` lies; weeks begin on Monday. */
  function floor(day, unit) {
    if (unit === "day") return day;
    if (unit === "week") return day - ((((day + 3) % 7) + 7) % 7);
    const date = dateOf(day);
    const months = MONTHS[unit];
    return Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / months) * months, 1) / DAY_MS;
  }

  function next(start, unit) {
    if (unit === "day") return start + 1;
    if (unit === "week") return start + 7;
    const date = dateOf(start);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + MONTHS[unit], 1) / DAY_MS;
  }

  /** The first days of all steps that touch [first, last], and after them the first day of the step that follows. */
  function steps(first, last, unit) {
    const starts = [];
    let day = floor(first, unit);
    for (; day <= last; day = next(day, unit)) starts.push(day);
    return Int32Array.from([...starts, day]);
  }

  /** The step in which a table of so many days reads well. */
  function suggested(days) {
    if (days <= 45) return "day";
    if (days <= 200) return "week";
    if (days <= 366 * 25) return "month";
    return "year";
  }

  /** The number of the step in which `day` lies, held inside the scale. */
  function stepAt(scale, day) {
    let low = 0;
    let high = scale.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (scale[middle] <= day) low = middle;
      else high = middle;
    }
    return low;
  }

  const formatters = new Map();

  function formatter(lang, options) {
    const key = lang + JSON.stringify(options);
    if (!formatters.has(key)) {
      formatters.set(key, new Intl.DateTimeFormat(LOCALES[lang], { timeZone: "UTC", ...options }));
    }
    return formatters.get(key);
  }

  const STYLES = {
    day: { year: "numeric", month: "long", day: "numeric" },
    month: { year: "numeric", month: "long" },
    year: { year: "numeric" },
  };

  function quarter(day, lang) {
    const date = dateOf(day);
    const number = Math.floor(date.getUTCMonth() / 3) + 1;
    return lang === "zh" ? `${date.getUTCFullYear()}年第${number}季度` : `Q${number} ${date.getUTCFullYear()}`;
  }

  const SAID_LIMIT = 5000;
  const said = new Map();

  /** The days [first, last] in words, as exactly as `precision` allows; said once, then remembered. */
  function period(first, last, precision, lang) {
    const key = `${lang} ${precision} ${first} ${last}`;
    if (said.size > SAID_LIMIT) said.clear();
    if (!said.has(key)) said.set(key, worded(first, last, precision, lang));
    return said.get(key);
  }

  function worded(first, last, precision, lang) {
    if (precision === "quarter") {
      const ends = [quarter(first, lang), quarter(last, lang)];
      return ends[0] === ends[1] ? ends[0] : ends.join(" – ");
    }
    const style = formatter(lang, STYLES[precision] ?? STYLES.day);
    const [start, end] = [dateOf(first), dateOf(last)];
    const only = style.format(start);
    if (only === style.format(end)) return only;
    if (lang !== "zh") return style.formatRange(start, end);
    const sameYear = start.getUTCFullYear() === end.getUTCFullYear();
    // without its year a long month would be spelt out: 十二月
    const { year: _, ...rest } = STYLES[precision] ?? STYLES.day;
    const short = rest.month ? { ...rest, month: "short" } : rest;
    return `${style.format(start)}—${(sameYear ? formatter(lang, short) : style).format(end)}`;
  }

  /** The steps lo to hi of a scale in words. */
  function window(scale, unit, lo, hi, lang) {
    return period(scale[lo], scale[hi + 1] - 1, unit === "week" ? "day" : unit, lang);
  }

  /** Short marks for the axis: the years, and the months where there are few. */
  function ticks(scale, unit, most, lang) {
    const last = scale.length - 1;
    const coarser = ["month", "quarter", "year"].filter((name) => UNITS.indexOf(name) >= UNITS.indexOf(unit));
    for (const name of coarser) {
      const found = [];
      for (let n = 0; n < last; n++) {
        const at = floor(scale[n + 1] - 1, name);
        if (at >= scale[n] && at < scale[n + 1]) found.push({ step: n, day: at, text: tick(at, name, lang, !found.length) });
      }
      if (found.length <= most) return found;
      if (name === "year") return found.filter((_, n) => n % Math.ceil(found.length / most) === 0);
    }
    return [];
  }

  function tick(day, name, lang, first) {
    if (name === "quarter") return quarter(day, lang);
    const january = dateOf(day).getUTCMonth() === 0;
    const year = first || january ? { year: "numeric" } : {};
    const style = name === "month" ? { month: "short", ...year } : { year: "numeric" };
    return formatter(lang, style).format(dateOf(day));
  }

  Object.assign(Atlas, {
    calendar: { UNITS, LOCALES, dayOf, isoOf, floor, next, steps, suggested, stepAt, period, window, ticks },
  });
})((globalThis.Atlas ??= {}));
