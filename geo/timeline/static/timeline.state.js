/* The view: what a shared link says. Twin of geo/timeline/view.py, which documents the keys; tests/js/views.json holds
 * both to the same answers. All functions are pure: a view is never changed, a new one is returned. */
(function (Atlas) {
  "use strict";

  const CHOICES = {
    mode: ["cumulative", "window", "step", "remaining"],
    step: ["", "day", "week", "month", "quarter", "year"],
    lang: ["en", "zh"],
    look: ["", "light", "dark"],
    measure: ["both", "located", "aimed"],
    share: ["whole", "equal"],
    scale: ["fixed", "frame"],
    classes: ["quantile", "natural", "equal"],
    coarse: ["1", "0"],
    compare: ["", "before", "side"],
  };
  const SETS = {
    theme: [
      "ecology", "opening_up", "security", "ethnic_unity", "industry_innovation", "urban_rural", "livelihood",
      "energy_resources", "governance", "infrastructure", "culture_tourism", "agriculture", "party_building",
      "regional_coordination", "other",
    ],
    type: [
      "inspection", "meeting", "symposium", "study_session", "speech", "visit", "policy", "ceremony", "project",
      "disaster", "other",
    ],
    kind: ["event", "directive"],
    status: ["auto", "confirmed", "corrected", "rejected"],
  };
  const TEXTS = ["actor", "source", "q", "place", "fact"];
  const ORDER = [
    "from", "to", "mode", "step", "theme", "type", "kind", "status", "actor", "source", "q", "lang", "place", "fact",
    "at", "look", "measure", "share", "scale", "classes", "coarse", "compare", "against",
  ];
  const TEXT_LIMIT = 200;
  const DAY = /^\d{4}-\d{2}-\d{2}$/;
  const NUMBER = /^-?\d{1,3}(?:\.\d{1,6})?$/;
  // eslint-disable-next-line no-control-regex -- control characters and halves of pairs are what it removes
  const CONTROL = /[\u0000-\u001f\u007f-\u009f]|\p{Surrogate}/gu;

  const DEFAULTS = Object.freeze(
    Object.fromEntries(ORDER.map((key) => [key, CHOICES[key]?.[0] ?? (SETS[key] ? Object.freeze([]) : "")])),
  );

  function isDay(text) {
    if (!DAY.test(text)) return false;
    const time = Date.parse(`${text}T00:00:00Z`);
    return Number.isFinite(time) && time >= -62135596800000 && new Date(time).toISOString().slice(0, 10) === text;
  }

  function position(text) {
    const parts = text.split(",");
    if (parts.length !== 3 || !parts.every((part) => NUMBER.test(part))) return "";
    const [lat, lon, zoom] = parts.map(Number);
    const inside = Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom >= 2 && zoom <= 19;
    return inside ? [lat, lon, zoom].map(String).join(",") : "";
  }

  function period(text) {
    const days = text.split("/").sort();
    return days.length === 2 && days.every(isDay) ? days.join("/") : "";
  }

  /** Read a view from texts by key; what is not understood is left at its default. */
  function parse(query) {
    const view = { ...DEFAULTS };
    if (query === null || typeof query !== "object") return view;
    const given = (key) => (Object.hasOwn(query, key) && typeof query[key] === "string" ? query[key] : null);
    for (const [key, words] of Object.entries(CHOICES)) if (words.includes(given(key))) view[key] = given(key);
    for (const [key, words] of Object.entries(SETS)) {
      const chosen = (given(key) ?? "").split(",");
      view[key] = words.filter((word) => chosen.includes(word));
    }
    for (const key of ["from", "to"]) if (isDay(given(key) ?? "")) view[key] = given(key);
    if (view.from && view.to && view.from > view.to) [view.from, view.to] = [view.to, view.from];
    for (const key of TEXTS) view[key] = [...(given(key) ?? "").replace(CONTROL, "")].slice(0, TEXT_LIMIT).join("");
    view.at = position(given("at") ?? "");
    view.against = period(given("against") ?? "");
    return view;
  }

  /** The parts of a view that differ from the default, as texts by key, in a fixed order. */
  function format(view) {
    const query = {};
    for (const key of ORDER) {
      const text = Array.isArray(view[key]) ? view[key].join(",") : view[key];
      if (text !== (Array.isArray(DEFAULTS[key]) ? "" : DEFAULTS[key])) query[key] = text;
    }
    return query;
  }

  const fromHash = (hash) => parse(Object.fromEntries(new URLSearchParams(hash.replace(/^#/, ""))));
  const toHash = (view) => new URLSearchParams(format(view)).toString();

  /* The window: steps `lo` to `hi` of a scale, both included. `at` is where the slider stands. */

  /** The window that a view asks for on this scale (see calendar.steps). */
  function windowOf(view, scale) {
    const last = scale.length - 2;
    const { stepAt, dayOf } = Atlas.calendar;
    const lo = view.from ? stepAt(scale, dayOf(view.from)) : 0;
    const hi = view.to ? stepAt(scale, dayOf(view.to)) : last;
    return view.mode === "step" ? { lo: hi, hi } : { lo: Math.min(lo, hi), hi };
  }

  /** The window before another, as long in steps; null at the start of the data. */
  function before({ lo, hi }) {
    return lo === 0 ? null : { lo: Math.max(0, lo - (hi - lo + 1)), hi: lo - 1 };
  }

  /** The window that a view compares with: the one it names, else the one before. */
  function pastOf({ against }, window, scale) {
    if (!against) return before(window);
    const [from, to] = against.split("/");
    return windowOf({ from, to, mode: "window" }, scale);
  }

  /** A window as the days of `against`. */
  function againstOf({ lo, hi }, scale) {
    const { isoOf } = Atlas.calendar;
    return `${isoOf(scale[lo])}/${isoOf(scale[hi + 1] - 1)}`;
  }

  const atOf = (window, mode) => (mode === "remaining" ? window.lo : window.hi);

  /** The window after the slider was put on step `at`. */
  function moved(window, mode, at, count) {
    const to = Math.max(0, Math.min(count - 1, at));
    if (mode === "step") return { lo: to, hi: to };
    if (mode === "cumulative") return { lo: Math.min(window.lo, to), hi: to };
    if (mode === "remaining") return { lo: to, hi: Math.max(window.hi, to) };
    const width = window.hi - window.lo;
    const hi = Math.max(to, Math.min(width, count - 1));
    return { lo: hi - width, hi };
  }

  /** The window of another mode that shows the same moment. */
  function remade(window, mode, count) {
    if (mode === "step") return { lo: window.hi, hi: window.hi };
    if (mode === "cumulative") return { lo: 0, hi: window.hi };
    if (mode === "remaining") return { lo: window.lo, hi: count - 1 };
    if (window.hi - window.lo < count - 1) return window;
    return { lo: Math.max(0, window.hi - Math.max(1, Math.round(count / 8)) + 1), hi: window.hi };
  }

  /** The window as ISO days; ends that are the data's own stay empty, so that a link follows data that grow. */
  function daysOf(window, scale) {
    const { isoOf } = Atlas.calendar;
    const last = scale.length - 2;
    return {
      from: window.lo === 0 ? "" : isoOf(scale[window.lo]),
      to: window.hi === last ? "" : isoOf(scale[window.hi + 1] - 1),
    };
  }

  Object.assign(Atlas, {
    state: { DEFAULTS, CHOICES, SETS, parse, format, fromHash, toHash, windowOf, pastOf, againstOf, atOf, moved, remade, daysOf },
  });
})((globalThis.Atlas ??= {}));
