/* The time of the page: the window shown, the one compared with, and how both move. */
(function (Atlas) {
  "use strict";

  /** What the app does with time; `view`, `model`, `scale` and `window` are those of the app. */
  class Time extends Atlas.Words {
    /** The days of a window of steps, from the epoch on, held inside the data; no days without a window. */
    daysOf(window) {
      if (!window) return { from: 0, to: -1 };
      const { epoch, days } = this.model;
      const { lo, hi } = window;
      return { from: Math.max(0, this.scale[lo] - epoch), to: Math.min(days - 1, this.scale[hi + 1] - 1 - epoch) };
    }

    days() {
      return this.daysOf(this.window);
    }

    /** The window compared with; null where there is none. */
    past() {
      return Atlas.state.pastOf(this.view, this.window, this.scale);
    }

    /** Compare with another window, from now on whatever is shown. */
    compareWith(window) {
      const against = Atlas.state.againstOf(window, this.scale);
      if (against === this.view.against) return;
      this.view = { ...this.view, against };
      this.parts.legend.rescaled();
      this.step();
    }

    move(window) {
      if (window.lo === this.window.lo && window.hi === this.window.hi) return;
      this.window = window;
      this.step();
    }

    /** A window drawn by hand: it keeps the mode when the mode could have made it, and is a sliding window otherwise. */
    brush(window) {
      const { lo, hi } = window;
      if (lo === this.window.lo && hi === this.window.hi) return;
      const last = this.scale.length - 2;
      const could = { cumulative: lo === this.window.lo, remaining: hi === this.window.hi, step: lo === hi, window: true };
      if (could[this.view.mode]) return void this.move(window);
      this.window = { lo: Math.max(0, lo), hi: Math.min(last, hi) };
      this.change({ mode: lo === hi ? "step" : "window" }, { quiet: true });
    }

    setMode(mode) {
      this.window = Atlas.state.remade(this.window, mode, this.scale.length - 1);
      this.change({ mode });
    }

    /** Hold one end of the window while the other moves, or let it go: the modes that say so keep the window. */
    lock(end) {
      const mode = { from: "cumulative", to: "remaining" }[end];
      this.change({ mode: this.view.mode === mode ? "window" : mode });
    }

    isLocked(end) {
      return this.view.mode === { from: "cumulative", to: "remaining" }[end];
    }

    periodText({ lo, hi } = this.window) {
      if (!this.model.days) return this.t("no_dates");
      return Atlas.calendar.window(this.scale, this.unit, lo, hi, this.view.lang);
    }

    /** The reader let go: say what is shown, and save it. */
    released() {
      Atlas.chrome.announce(this);
      this.save();
    }
  }

  Object.assign(Atlas, { Time });
})((globalThis.Atlas ??= {}));
