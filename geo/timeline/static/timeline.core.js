/* The pure core: columns out of a container, and counts out of a cube. No DOM, no Leaflet, no clock.
 *
 * A fact touches the days from `first` to `last`, both included, counted from the epoch. How many facts touch a window
 * [a, b] is the number that start by b less the number that end before a: two running sums, looked up, never re-added.
 * So a step of the slider costs one look-up a place, however many facts there are.
 */
(function (Atlas) {
  "use strict";

  /** Read a container that geo/timeline/pack.py wrote (already decompressed): its header and its columns. */
  function openContainer(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 4 + view.getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, at)));
    const columns = {};
    for (const [name, size, count] of header.sections) {
      columns[name] = varints(bytes, at, count);
      at += size;
    }
    return { header, columns };
  }

  function varints(bytes, start, count) {
    const out = new Uint32Array(count);
    let at = start;
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

  /** Counts, which travel less one, in the narrowest array that holds them. */
  function counted(less) {
    const most = less.reduce((a, b) => Math.max(a, b), 0);
    const Count = most < 0xff ? Uint8Array : most < 0xffff ? Uint16Array : Uint32Array;
    return Count.from(less, (count) => count + 1);
  }

  function lastDays(first, length) {
    return length.some(Boolean) ? first.map((day, n) => day + length[n]) : first;
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

  /** Running sums by day for a few rows: provinces, themes, the histogram. */
  class Dense {
    constructor(rows, days, spans) {
      this.width = days + 1;
      this.starts = new Float64Array(rows * this.width);
      this.ends = spans ? new Float64Array(rows * this.width) : this.starts;
    }

    add(row, first, last, count) {
      this.starts[row * this.width + first + 1] += count;
      if (this.ends !== this.starts) this.ends[row * this.width + last + 1] += count;
    }

    close() {
      for (const sums of new Set([this.starts, this.ends])) {
        for (let n = 0; n < sums.length; n++) if (n % this.width) sums[n] += sums[n - 1];
      }
      return this;
    }

    /** How many facts of the row touch the days [from, to]. */
    between(row, from, to) {
      const at = row * this.width;
      return this.starts[at + to + 1] - this.ends[at + from];
    }
  }

  /** Running sums for many rows of which each has facts on few days: places and arcs. */
  class Sparse {
    constructor(rows, days, spans) {
      this.starts = new Sums(rows, days);
      this.ends = spans ? new Sums(rows, days) : this.starts;
    }

    add(first, last, count) {
      this.starts.add(first, count);
      if (this.ends !== this.starts) this.ends.add(last, count);
    }

    endRow() {
      this.starts.endRow();
      if (this.ends !== this.starts) this.ends.endRow();
    }

    close() {
      for (const sums of new Set([this.starts, this.ends])) sums.close();
      return this;
    }

    between(row, from, to) {
      return this.starts.until(row, to) - this.ends.until(row, from - 1);
    }
  }

  const ROOM = 1024;

  class Sums {
    constructor(rows, days) {
      this.scratch = new Float64Array(days);
      this.low = days;
      this.high = -1;
      this.row = 0;
      this.start = new Uint32Array(rows + 1);
      this.size = 0;
      this.day = new (days < 0x10000 ? Uint16Array : Uint32Array)(ROOM);
      this.sum = new Uint32Array(ROOM);
    }

    add(day, count) {
      this.scratch[day] += count;
      if (day < this.low) this.low = day;
      if (day > this.high) this.high = day;
    }

    endRow() {
      let sum = 0;
      for (let day = this.low; day <= this.high; day++) {
        if (this.scratch[day] === 0) continue;
        if (this.size === this.day.length) this.resize(this.size * 2);
        this.day[this.size] = day;
        this.sum[this.size++] = sum += this.scratch[day];
        this.scratch[day] = 0;
      }
      this.start[++this.row] = this.size;
      this.low = this.scratch.length;
      this.high = -1;
    }

    resize(room) {
      const day = new this.day.constructor(room);
      const sum = new Uint32Array(room);
      day.set(this.day.subarray(0, this.size));
      sum.set(this.sum.subarray(0, this.size));
      this.day = day;
      this.sum = sum;
    }

    /** Give back the room that no row needed. */
    close() {
      this.scratch = null;
      this.resize(this.size);
    }

    /** The sum over the days up to and including `day`. */
    until(row, day) {
      const bottom = this.start[row];
      let low = bottom;
      let high = this.start[row + 1];
      // most windows begin or end beyond the days of most rows
      if (low === high || day < this.day[low]) return 0;
      if (day >= this.day[high - 1]) return this.sum[high - 1];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (this.day[middle] <= day) low = middle + 1;
        else high = middle;
      }
      return this.sum[low - 1];
    }
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
    const frame = {
      days,
      total: new Dense(2, days, spans),
      provinces: new Dense(layout.provinces, days, spans),
      places: new Sparse(layout.places, days, spans),
      coarse: new Sparse(layout.places, days, spans),
      facets: Object.fromEntries(FACETS.map((name) => [name, new Dense(layout.facets[name].rows, days, spans)])),
    };
    let place = 0;
    for (let s = 0; s < cells.site.length; s++) {
      const site = layout.sites[cells.site[s]];
      for (; place < site.place; place++) endPlace(frame);
      addSeries(frame, cells, s, site, mask, layout);
    }
    for (; place < layout.places; place++) endPlace(frame);
    const { total, provinces, places, coarse, facets } = frame;
    for (const sums of [total, provinces, places, coarse, ...Object.values(facets)]) sums.close();
    frame.arcs = summedArcs(cells, mask, layout, spans);
    return frame;
  }

  function endPlace(frame) {
    frame.places.endRow();
    frame.coarse.endRow();
  }

  function addSeries(frame, cells, s, site, mask, layout) {
    const group = cells.group[s];
    const bits = mask[group];
    if (!bits) return;
    const coarse = layout.coarse[group];
    for (let c = cells.start[s]; c < cells.start[s + 1]; c++) {
      const first = cells.first[c];
      const last = cells.last[c];
      const count = cells.count[c];
      if (bits & PASSES) {
        frame.places.add(first, last, count);
        frame.total.add(0, first, last, count);
        if (coarse) {
          frame.coarse.add(first, last, count);
          frame.total.add(1, first, last, count);
        }
        for (const province of site.provinces) frame.provinces.add(province, first, last, count * site.weight);
      }
      for (let f = 0; f < FACETS.length; f++) {
        const facet = layout.facets[FACETS[f]];
        if (bits & (2 << f)) frame.facets[FACETS[f]].add(facet.row[group], first, last, count);
      }
    }
  }

  const ARC_SITES = 4000;

  /** Sums for the sites whose facts are aimed somewhere: the largest, when there are very many. */
  function summedArcs(cells, mask, layout, spans) {
    const sizes = new Map();
    for (let s = 0; s < cells.site.length; s++) {
      const site = cells.site[s];
      if (!(mask[cells.group[s]] & PASSES) || !layout.sites[site].aimed) continue;
      let size = sizes.get(site) ?? 0;
      for (let c = cells.start[s]; c < cells.start[s + 1]; c++) size += cells.count[c];
      sizes.set(site, size);
    }
    const largest = [...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, ARC_SITES);
    const sites = largest.map(([site]) => site).sort((a, b) => a - b);
    const rows = new Map(sites.map((site, row) => [site, row]));
    const sums = new Sparse(sites.length, layout.days, spans);
    let open = 0;
    for (let s = 0; s < cells.site.length; s++) {
      const row = rows.get(cells.site[s]);
      if (row === undefined || !(mask[cells.group[s]] & PASSES)) continue;
      for (; open < row; open++) sums.endRow();
      for (let c = cells.start[s]; c < cells.start[s + 1]; c++) sums.add(cells.first[c], cells.last[c], cells.count[c]);
    }
    for (; open < sites.length; open++) sums.endRow();
    return { sites, sums: sums.close() };
  }

  /** Counts of every row for the days [from, to], into `out`. */
  function counts(sums, from, to, out) {
    for (let row = 0; row < out.length; row++) out[row] = sums.between(row, from, to);
    return out;
  }

  Object.assign(Atlas, {
    core: { openContainer, readArcs, joinRing, outline, readCells, cellsOfFacts, summed, counts, PASSES, FACETS },
  });
})((globalThis.Atlas ??= {}));
