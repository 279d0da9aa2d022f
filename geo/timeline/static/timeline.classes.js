/* Classes of a shaded map, as mapclassify makes them (tests/js/classes.json holds both to the same answers). */
(function (Atlas) {
  "use strict";

  const CLASSES = 5;
  const NATURAL_LIMIT = 400;

  function quantileOf(sorted, share) {
    const at = (sorted.length - 1) * share;
    const low = Math.floor(at);
    const high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
  }

  function quantiles(sorted, classes) {
    return Array.from({ length: classes }, (_, n) => quantileOf(sorted, (n + 1) / classes));
  }

  function equalSteps(sorted, classes) {
    const low = sorted[0];
    const width = (sorted[sorted.length - 1] - low) / classes;
    const bounds = Array.from({ length: classes }, (_, n) => low + width * (n + 1));
    return [...bounds.slice(0, -1), sorted[sorted.length - 1]];
  }

  /** Fisher-Jenks: the bounds between which the values differ least from their means. */
  function natural(sorted, classes) {
    const { values, weights } = gathered(sorted);
    const size = values.length;
    const { cost } = spreads(values, weights);
    let best = Array.from({ length: size }, (_, n) => cost(0, n));
    const cuts = [];
    for (let k = 1; k < classes; k++) {
      const next = new Array(size).fill(Infinity);
      const cut = new Array(size).fill(0);
      for (let n = k; n < size; n++) {
        for (let m = k; m <= n; m++) {
          const total = best[m - 1] + cost(m, n);
          if (total < next[n]) {
            next[n] = total;
            cut[n] = m;
          }
        }
      }
      cuts.push(cut);
      best = next;
    }
    const bounds = [];
    for (let n = size - 1, k = classes - 2; n >= 0; n = cuts[k--][n] - 1) {
      bounds.unshift(values[n]);
      if (k < 0) break;
    }
    return bounds;
  }

  /** Different values with their frequency; more than can be compared pairwise are thinned by rank. */
  function gathered(sorted) {
    const kept = new Set(sorted).size > NATURAL_LIMIT ? quantiles(sorted, NATURAL_LIMIT) : sorted;
    const values = [...new Set(kept)];
    const weights = values.map(() => 0);
    let at = 0;
    for (const value of kept) {
      while (values[at] !== value) at++;
      weights[at]++;
    }
    return { values, weights };
  }

  function spreads(values, weights) {
    const count = [0];
    const sum = [0];
    const square = [0];
    values.forEach((value, n) => {
      count.push(count[n] + weights[n]);
      sum.push(sum[n] + weights[n] * value);
      square.push(square[n] + weights[n] * value * value);
    });
    const cost = (from, to) => {
      const total = sum[to + 1] - sum[from];
      return square[to + 1] - square[from] - (total * total) / (count[to + 1] - count[from]);
    };
    return { cost };
  }

  const MAKERS = { quantile: quantiles, natural, equal: equalSteps };

  /** Upper bounds of the classes, ascending; each is a value that occurs. Zeros are a class of their own and left out. */
  function breaks(values, scheme = "quantile", classes = CLASSES) {
    const sorted = Float64Array.from(values.filter((value) => value > 0)).sort();
    const different = [...new Set(sorted)];
    if (different.length <= classes) return different;
    const bounds = MAKERS[scheme](Array.from(sorted), classes);
    const held = bounds.map((bound) => different.findLast((value) => value <= bound + 1e-9) ?? different[0]);
    return [...new Set(held)];
  }

  /** The class of a value: 0 for nothing, 1 to n for the n classes; a value above the last bound is in the last. */
  function classOf(value, bounds) {
    if (!(value > 0)) return 0;
    for (let n = 0; n < bounds.length; n++) if (value <= bounds[n] + 1e-9) return n + 1;
    return bounds.length;
  }

  /** Which of the ramp's colours the n classes use: always the palest and the strongest, evenly between. */
  function rampIndex(number, classes, colours) {
    if (number <= 0) return -1;
    if (classes <= 1) return colours - 2;
    return Math.round(((number - 1) * (colours - 1)) / (classes - 1));
  }

  Object.assign(Atlas, { classes: { CLASSES, breaks, classOf, rampIndex } });
})((globalThis.Atlas ??= {}));
