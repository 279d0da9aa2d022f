/* The pure core: columns out of a container, and counts out of a cube. No DOM, no Leaflet, no clock.
 *
 * A fact touches the days from `first` to `last`, both included, counted from the epoch. How many facts touch a window
 * [a, b] is the number that start by b less the number that end before a: two running sums, looked up, never re-added.
 * So a step of the slider costs one look-up a place, however many facts there are.
 */
(function (Atlas) {
  "use strict";

  const { Dense, Sparse } = Atlas.sums;

  /** Read a container that geo/timeline/pack.py wrote (already decompressed): its header and its columns. */
  function openContainer(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 4 + view.getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, at)));
    const columns = {};
    for (const [name, size, count] of header.sections) {
      columns[name] = varints(bytes.subarray(at, at + size), count);
      at += size;
    }
    return { header, columns };
  }

  function varints(bytes, count) {
    if (bytes.length === count) return new Uint32Array(bytes); // a byte each
    const out = new Uint32Array(count);
    let at = 0;
    for (let n = 0; n < count; n++) {
      let byte = bytes[at++];
      let value = byte & 0x7f;
      for (let shift = 7; byte > 0x7f; shift += 7) {
        byte = bytes[at++];
        value |= (byte & 0x7f) << shift;
      }
      out[n] = value >>> 0;
    }
    return out;
  }

  const unzigzag = (value) => (value >>> 1) ^ -(value & 1);

  /** Arcs of a topology as arrays of [lat, lon] points. */
  function readArcs(columns, prefix, grid) {
    const lengths = columns[`${prefix}_arc_length`];
    const dx = columns[`${prefix}_arc_x`];
    const dy = columns[`${prefix}_arc_y`];
    let at = 0;
    return Array.from(lengths, (length) => {
      let x = 0;
      let y = 0;
      const arc = [];
      for (let n = 0; n < length; n++, at++) {
        x += unzigzag(dx[at]);
        y += unzigzag(dy[at]);
        arc.push([y * grid, x * grid]);
      }
      return arc;
    });
  }

  /** A ring, given as arc numbers (~n is arc n backwards), as one array of points. */
  function joinRing(numbers, arcs) {
    const ring = [];
    for (const number of numbers) {
      const points = number < 0 ? arcs[~number].slice().reverse() : arcs[number];
      ring.push(...(ring.length ? points.slice(1) : points));
    }
    return ring;
  }

  /** Arcs that belong to one of the areas only: the outline of all of them together. */
  function outline(areas, arcs) {
    const uses = new Map();
    for (const rings of areas) {
      for (const number of rings.flat()) {
        const arc = number < 0 ? ~number : number;
        uses.set(arc, (uses.get(arc) ?? 0) + 1);
      }
    }
    return [...uses].filter(([, count]) => count === 1).map(([arc]) => arcs[arc]);
  }

  /* Cells: `site` and `group` by series, `start` where a series begins (one more than there are series),
     `first`, `last` and `count` by cell; `last` is `first` itself where no fact lasts longer than a day. */

  function readCells(columns, days) {
    const Day = days < 0x10000 ? Uint16Array : Uint32Array;
    const { series_site: site, series_group: group, series_cells: cells, cell_first: step } = columns;
    const start = new Uint32Array(site.length + 1);
    const first = new Day(step.length);
    for (let s = 0, place = 0; s < site.length; s++) {
      place += site[s];
      site[s] = place;
      start[s + 1] = start[s] + cells[s];
      for (let c = start[s], day = 0; c < start[s + 1]; c++) first[c] = day += step[c];
    }
    return { site, group, start, first, last: lastDays(first, columns.cell_length), count: counted(columns.cell_count) };
  }

  // plain loops over the cells: with millions of them, a function called for each is most of the time to the first map

  function largest(values) {
    let most = 0;
    for (let n = 0; n < values.length; n++) if (values[n] > most) most = values[n];
    return most;
  }

  /** Counts, which travel less one, in the narrowest array that holds them. */
  function counted(less) {
    const most = largest(less);
    const counts = new (most < 0xff ? Uint8Array : most < 0xffff ? Uint16Array : Uint32Array)(less.length);
    for (let n = 0; n < less.length; n++) counts[n] = less[n] + 1;
    return counts;
  }

  function lastDays(first, length) {
    if (largest(length) === 0) return first;
    const last = first.slice();
    for (let n = 0; n < last.length; n++) last[n] += length[n];
    return last;
  }

  /** The facts chosen by `mask` as cells of one each, so that a search is counted like everything else. */
  function cellsOfFacts(facts, mask) {
    const chosen = [];
    for (let n = 0; n < facts.count; n++) if (mask[n] && facts.first[n] >= 0) chosen.push(n);
    chosen.sort((a, b) => facts.site[a] - facts.site[b]);
    const of = (column) => Uint32Array.from(chosen, (n) => column[n]);
    const first = of(facts.first);
    return {
      site: of(facts.site),
      group: of(facts.group),
      start: Uint32Array.from({ length: chosen.length + 1 }, (_, n) => n),
      first,
      last: lastDays(first, of(facts.length)),
      count: new Uint32Array(chosen.length).fill(1),
    };
  }

  /** The cells of some sites only, so that a selection is counted like everything else; `keep` says which, by site. */
  function cellsOfSites(cells, keep) {
    const series = [];
    for (let s = 0; s < cells.site.length; s++) if (keep[cells.site[s]]) series.push(s);
    const start = new Uint32Array(series.length + 1);
    series.forEach((s, n) => (start[n + 1] = start[n] + cells.start[s + 1] - cells.start[s]));
    const held = (column) => {
      const out = new column.constructor(start[series.length]);
      series.forEach((s, n) => out.set(column.subarray(cells.start[s], cells.start[s + 1]), start[n]));
      return out;
    };
    const first = held(cells.first);
    return {
      site: Uint32Array.from(series, (s) => cells.site[s]),
      group: Uint32Array.from(series, (s) => cells.group[s]),
      start,
      first,
      last: cells.last === cells.first ? first : held(cells.last),
      count: held(cells.count),
    };
  }

  /** Bits of a group's mask: it passes every filter, or every filter but one, whose choices are then counted. */
  const PASSES = 1;
  const FACETS = ["theme", "type", "kind", "status"];

  /**
   * Sum the cells that pass a filter.
   *
   * `layout` says what the numbers stand for: `days`, `sites` ([{place, provinces, weight, aimed}] by number), `places`
   * and `provinces` (how many), `facets` (for each name: rows, and the row of each group), `coarse` (by group).
   * `mask` holds, by group, `PASSES` and a bit for each facet, in the order of `FACETS`, from 2 on.
   */
  function summed(cells, mask, layout) {
    const spans = cells.last !== cells.first;
    const { days } = layout;
    const dense = (rows) => new Dense(rows, days, spans);
    const frame = {
      days,
      total: dense(2),
      provinces: dense(layout.provinces),
      places: new Sparse(layout.places, days, spans),
      coarse: new Sparse(layout.places, days, spans),
      facets: Object.fromEntries(FACETS.map((name) => [name, dense(layout.facets[name].rows)])),
    };
    sumPlaces(frame, cells, mask, layout);
    sumGroups(frame, cells, mask, layout);
    sumProvinces(frame, cells, mask, layout);
    const { total, provinces, places, coarse, facets } = frame;
    for (const sums of [total, provinces, places, coarse, ...Object.values(facets)]) sums.close();
    frame.arcs = summedArcs(cells, mask, layout);
    return frame;
  }

  /** The cells come by site, and the sites by place. */
  function sumPlaces({ places, coarse }, cells, mask, layout) {
    let place = 0;
    const reach = (next) => {
      for (; place < next; place++) {
        places.endRow();
        coarse.endRow();
      }
    };
    for (let s = 0; s < cells.site.length; s++) {
      const group = cells.group[s];
      if (!(mask[group] & PASSES)) continue;
      reach(layout.sites[cells.site[s]].place);
      places.add(cells, cells.start[s], cells.start[s + 1]);
      if (layout.coarse[group]) coarse.add(cells, cells.start[s], cells.start[s + 1]);
    }
    reach(layout.places);
  }

  /** What only the group of a fact decides: all facts, and the choices of each filter. */
  function sumGroups({ total, facets }, cells, mask, layout) {
    const rows = new Int32Array(cells.group.length);
    for (let s = 0; s < rows.length; s++) rows[s] = mask[cells.group[s]] ? cells.group[s] : -1;
    byRow(cells, rows, layout, (group, sums) => {
      if (mask[group] & PASSES) {
        total.add(0, sums, 1);
        if (layout.coarse[group]) total.add(1, sums, 1);
      }
      FACETS.forEach((name, f) => {
        if (mask[group] & (2 << f)) facets[name].add(layout.facets[name].row[group], sums, 1);
      });
    });
  }

  /** Sites that count in the same provinces are summed together first. */
  function sumProvinces({ provinces }, cells, mask, layout) {
    const known = new Map();
    const kinds = [];
    const kindOf = layout.sites.map((site) => {
      const key = `${site.weight} ${site.provinces}`;
      if (!known.has(key)) known.set(key, kinds.push(site) - 1);
      return site.provinces.length ? known.get(key) : -1;
    });
    const rows = new Int32Array(cells.site.length);
    for (let s = 0; s < rows.length; s++) rows[s] = mask[cells.group[s]] & PASSES ? kindOf[cells.site[s]] : -1;
    byRow(cells, rows, layout, (kind, sums) => {
      for (const province of kinds[kind].provinces) provinces.add(province, sums, kinds[kind].weight);
    });
  }

  /** Sum the series of each row by day, in the order of the rows; `rows` says by series which row it is in, or -1. */
  function byRow(cells, rows, { days }, take) {
    const { order, start } = sorted(rows);
    const sums = { starts: new Float64Array(days) };
    sums.ends = cells.last === cells.first ? sums.starts : new Float64Array(days);
    for (let row = 0; row + 1 < start.length; row++) {
      if (start[row] === start[row + 1]) continue;
      sums.starts.fill(0);
      addDays(sums.starts, cells.first, cells, order, start[row], start[row + 1]);
      if (sums.ends !== sums.starts) addDays(sums.ends.fill(0), cells.last, cells, order, start[row], start[row + 1]);
      take(row, sums);
    }
  }

  function addDays(sums, days, { start, count }, order, low, high) {
    for (let n = low; n < high; n++) {
      const s = order[n];
      for (let c = start[s]; c < start[s + 1]; c++) sums[days[c]] += count[c];
    }
  }

  /** The numbers of the series in the order of their rows, and where each row starts among them. */
  function sorted(rows) {
    let most = -1;
    for (let s = 0; s < rows.length; s++) if (rows[s] > most) most = rows[s];
    const start = new Uint32Array(most + 2);
    for (let s = 0; s < rows.length; s++) if (rows[s] >= 0) start[rows[s] + 1]++;
    for (let row = 0; row <= most; row++) start[row + 1] += start[row];
    const order = new Uint32Array(start[most + 1]);
    const next = start.slice();
    for (let s = 0; s < rows.length; s++) if (rows[s] >= 0) order[next[rows[s]]++] = s;
    return { order, start };
  }

  const ARC_SITES = 4000;

  /** Sums for the sites whose facts are aimed somewhere: the largest, when there are very many. */
  function summedArcs(cells, mask, layout) {
    const sizes = new Float64Array(layout.sites.length);
    for (let s = 0; s < cells.site.length; s++) {
      const site = cells.site[s];
      if (!(mask[cells.group[s]] & PASSES) || !layout.sites[site].aimed) continue;
      for (let c = cells.start[s]; c < cells.start[s + 1]; c++) sizes[site] += cells.count[c];
    }
    const aimed = Array.from(sizes.keys()).filter((site) => sizes[site] > 0);
    const most = aimed.length > ARC_SITES ? aimed.sort((a, b) => sizes[b] - sizes[a] || a - b).slice(0, ARC_SITES) : aimed;
    const sites = most.sort((a, b) => a - b);
    const rows = new Map(sites.map((site, row) => [site, [row]]));
    return { sites, sums: summedRows(cells, mask, (site) => rows.get(site) ?? NONE, sites.length, layout.days) };
  }

  const NONE = [];

  /** Sums for rows that take the passing cells of several sites each; `rowsOf` gives the rows of a site. */
  function summedRows(cells, mask, rowsOf, rows, days) {
    const series = Array.from({ length: rows }, () => []);
    for (let s = 0; s < cells.site.length; s++) {
      if (mask[cells.group[s]] & PASSES) for (const row of rowsOf(cells.site[s])) series[row].push(s);
    }
    const sums = new Sparse(rows, days, cells.last !== cells.first);
    for (const of of series) {
      for (const s of of) sums.add(cells, cells.start[s], cells.start[s + 1]);
      sums.endRow();
    }
    return sums.close();
  }

  /** Counts of every row for the days [from, to], into `out`. */
  function counts(sums, from, to, out) {
    sums.counts(from, to, out);
    return out;
  }

  Object.assign(Atlas, {
    core: { openContainer, readArcs, joinRing, outline, readCells, cellsOfFacts, cellsOfSites, summed, summedRows, counts, PASSES, FACETS },
  });
})((globalThis.Atlas ??= {}));
