/* Running sums by row and day: how many facts of a row touch a window is a look-up at each of its ends. Pure. */
(function (Atlas) {
  "use strict";

  /** Running sums by day for a few rows: provinces, themes, the histogram. */
  class Dense {
    constructor(rows, days, spans) {
      this.width = days + 1;
      this.starts = new Float64Array(rows * this.width);
      this.ends = spans ? new Float64Array(rows * this.width) : this.starts;
    }

    /** Add facts by the day on which they start, and on which they end, so many times as `weight` says. */
    add(row, { starts, ends }, weight) {
      const at = row * this.width + 1;
      for (let day = 0; day < starts.length; day++) this.starts[at + day] += starts[day] * weight;
      if (this.ends === this.starts) return;
      for (let day = 0; day < ends.length; day++) this.ends[at + day] += ends[day] * weight;
    }

    close() {
      for (const sums of new Set([this.starts, this.ends])) {
        for (let row = 0; row < sums.length; row += this.width) {
          for (let n = row + 1; n < row + this.width; n++) sums[n] += sums[n - 1];
        }
      }
      return this;
    }

    /** How many facts of the row touch the days [from, to]. */
    between(row, from, to) {
      const at = row * this.width;
      return this.starts[at + to + 1] - this.ends[at + from];
    }

    counts(from, to, out) {
      for (let row = 0; row < out.length; row++) out[row] = this.between(row, from, to);
    }
  }

  /** Running sums for many rows of which each has facts on few days: places and arcs. */
  class Sparse {
    constructor(rows, days, spans) {
      this.starts = new Sums(rows, days);
      this.ends = spans ? new Sums(rows, days) : this.starts;
    }

    /** Add the cells from `low` up to `high` to the row that is being summed. */
    add({ first, last, count }, low, high) {
      this.starts.add(first, count, low, high);
      if (this.ends !== this.starts) this.ends.add(last, count, low, high);
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

    counts(from, to, out) {
      const started = this.starts.column(to);
      const ended = this.ends.column(from - 1);
      for (let row = 0; row < out.length; row++) out[row] = started[row] - ended[row];
    }
  }

  const ROOM = 1024;
  const COLUMNS = 256;

  class Sums {
    constructor(rows, days) {
      this.scratch = new Uint32Array(days);
      this.low = days;
      this.high = -1;
      this.row = 0;
      this.start = new Uint32Array(rows + 1);
      this.size = 0;
      this.day = new (days < 0x10000 ? Uint16Array : Uint32Array)(ROOM);
      this.sum = new Uint32Array(ROOM);
      this.columns = new Map();
    }

    add(days, counts, from, to) {
      const { scratch } = this;
      let { low, high } = this;
      for (let c = from; c < to; c++) {
        const day = days[c];
        scratch[day] += counts[c];
        if (day < low) low = day;
        if (day > high) high = day;
      }
      this.low = low;
      this.high = high;
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

    /** The sums of all rows up to and including `day`. A window ends on few days, so the latest columns are kept. */
    column(day) {
      const key = this.size ? Math.max(-1, day) : -1;
      const known = this.columns.get(key);
      if (known) return known;
      const column = new Uint32Array(this.row);
      for (let row = 0; row < this.row; row++) column[row] = this.until(row, key);
      if (this.columns.size === COLUMNS) this.columns.delete(this.columns.keys().next().value);
      this.columns.set(key, column);
      return column;
    }
  }

  Object.assign(Atlas, { sums: { Dense, Sparse } });
})((globalThis.Atlas ??= {}));
