/* From where to where: the pairs of an issuing place and a target, and the strongest of them in a period. Pure. */
(function (Atlas) {
  "use strict";

  const MOST = 15;
  const MOST_SELECTED = 60;

  /** All pairs of a frame, with the rows of its arcs that add up to each; equal pairs stay in the order of their targets. */
  function pairsOf(frame, model) {
    const pairs = new Map();
    frame.arcs.sites.forEach((number, row) => {
      const { place, target } = model.sites[number];
      const from = model.places[place];
      if (from.lat === null) return;
      for (const aim of model.targets[target]) {
        if (!aim.ends.length || aim.key === from.key) continue;
        const key = `${place} ${aim.key}`;
        if (!pairs.has(key)) pairs.set(key, { from, aim, rows: [] });
        pairs.get(key).rows.push(row);
      }
    });
    const order = ({ from, aim }) => `${aim.key} ${String(from.number).padStart(9, "0")}`;
    return packed([...pairs.values()].map((pair) => [order(pair), pair]).sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([, pair]) => pair));
  }

  /** Pairs with their rows in one column, those of pair n from start[n] on: every step walks over all of them. */
  function packed(list) {
    const start = new Uint32Array(list.length + 1);
    list.forEach(({ rows }, n) => (start[n + 1] = start[n] + rows.length));
    return { list, start, rows: Uint32Array.from(list.flatMap(({ rows }) => rows)) };
  }

  /** The strongest pairs, the first the strongest; `counts` holds the arcs' counts by row. */
  function strongest({ list, start, rows }, counts, selected) {
    const most = selected ? MOST_SELECTED : MOST;
    const top = [];
    let least = 0;
    for (let n = 0; n < list.length; n++) {
      let count = 0;
      for (let r = start[n]; r < start[n + 1]; r++) count += counts[rows[r]];
      if (count <= least) continue;
      const { from, aim } = list[n];
      if (selected && from.key !== selected && aim.key !== selected) continue;
      if (top.length === most) top.pop();
      let at = top.length;
      while (at > 0 && top[at - 1].count < count) at--;
      top.splice(at, 0, { from, aim, count });
      if (top.length === most) least = top[most - 1].count;
    }
    return top;
  }

  Object.assign(Atlas, { arcs: { pairsOf, packed, strongest } });
})((globalThis.Atlas ??= {}));
