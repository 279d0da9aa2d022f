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
    return [...pairs.values()].map((pair) => [order(pair), pair]).sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([, pair]) => pair);
  }

  /** The strongest pairs, the first the strongest; `counts` holds the arcs' counts by row. */
  function strongest(pairs, counts, selected) {
    const most = selected ? MOST_SELECTED : MOST;
    const top = [];
    for (const { from, aim, rows } of pairs) {
      if (selected && from.key !== selected && aim.key !== selected) continue;
      let count = 0;
      for (const row of rows) count += counts[row];
      if (!count || (top.length === most && count <= top[most - 1].count)) continue;
      if (top.length === most) top.pop();
      let at = top.length;
      while (at > 0 && top[at - 1].count < count) at--;
      top.splice(at, 0, { from, aim, count });
    }
    return top;
  }

  Object.assign(Atlas, { arcs: { pairsOf, strongest } });
})((globalThis.Atlas ??= {}));
