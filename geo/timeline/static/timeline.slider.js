/* The timeline: histogram, brush, slider and transport. The slider is a native range, so that the keyboard works and
 * stays bound to it; the histogram above it is the brush. */
(function (Atlas) {
  "use strict";

  const { el, byId, setText } = Atlas.dom;
  const SPEEDS = [0.5, 1, 2, 4, 8, 16];
  const THUMB_PX = 20;
  const TICK_PX = 64;

  function create(app) {
    const track = byId("track");
    const bars = byId("bars");
    const slider = byId("time");
    const play = byId("play");
    const speed = byId("speed");
    const loop = byId("loop");
    let timer = 0;

    const steps = () => app.scale.length - 1;
    const at = () => Atlas.state.atOf(app.window, app.view.mode);
    const go = (step) => app.move(Atlas.state.moved(app.window, app.view.mode, step, steps()));

    /* Transport */

    function toggle() {
      if (timer) stop();
      else start();
    }

    function start() {
      if (at() >= steps() - 1) go(0);
      timer = setTimeout(tick, delay());
      sayPlay();
    }

    function stop() {
      clearTimeout(timer);
      timer = 0;
      sayPlay();
      app.released();
    }

    const delay = () => 1000 / (1.5 * Number(speed.value || 1));

    function tick() {
      if (at() >= steps() - 1) {
        if (loop.getAttribute("aria-pressed") !== "true") return stop();
        go(0);
      } else go(at() + 1);
      timer = setTimeout(tick, delay());
      return undefined;
    }

    function sayPlay() {
      setText(play, app.t(timer ? "pause" : "play"));
      play.classList.toggle("atlas-playing", Boolean(timer));
    }

    play.addEventListener("click", toggle);
    byId("back").addEventListener("click", () => (go(at() - 1), app.released()));
    byId("next").addEventListener("click", () => (go(at() + 1), app.released()));
    loop.addEventListener("click", () => loop.setAttribute("aria-pressed", String(loop.getAttribute("aria-pressed") !== "true")));

    slider.addEventListener("input", () => go(Number(slider.value)));
    slider.addEventListener("change", () => app.released());
    slider.addEventListener("keydown", (event) => {
      if (event.key === " ") {
        event.preventDefault();
        toggle();
      }
    });

    /* Brush */

    /** Where the pointer is, in steps from the start of the first. */
    function under(event) {
      const box = track.getBoundingClientRect();
      return ((event.clientX - box.left) / box.width) * steps();
    }

    const held = (step) => Math.max(0, Math.min(steps() - 1, Math.floor(step)));

    /** What a drag does, by where it began: a handle resizes, the window moves, elsewhere a new window opens. */
    function dragOf(event) {
      const { lo, hi } = app.window;
      const begun = held(under(event));
      const whole = lo === 0 && hi === steps() - 1;
      if (event.target === byId("from")) return (at) => ({ lo: Math.min(held(at + 0.5), hi), hi });
      if (event.target === byId("to")) return (at) => ({ lo, hi: Math.max(held(at - 0.5), lo) });
      if (event.target === byId("brush") && !whole && hi > lo) {
        return (at) => {
          const shift = Math.max(-lo, Math.min(steps() - 1 - hi, held(at) - begun));
          return { lo: lo + shift, hi: hi + shift };
        };
      }
      return (at) => ({ lo: Math.min(begun, held(at)), hi: Math.max(begun, held(at)) });
    }

    let drag = null;
    let end = "";
    track.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !app.frame) return;
      drag = dragOf(event);
      end = ["from", "to"].find((id) => event.target === byId(id)) ?? "";
      track.setPointerCapture(event.pointerId);
      follow(event);
    });
    const follow = (event) => drag && app.brush(drag(under(event)));
    track.addEventListener("pointermove", follow);
    for (const stop of ["pointerup", "pointercancel"]) {
      track.addEventListener(stop, () => {
        if (drag) app.released();
        drag = null;
      });
    }
    // the track has the pointer, so that it, and not the handle, is what was clicked twice
    track.addEventListener("dblclick", () => end && app.lock(end));

    const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5, Home: -Infinity, End: Infinity };
    for (const [id, side] of [["from", "lo"], ["to", "hi"]]) {
      byId(id).addEventListener("keydown", (event) => {
        if (event.key === "Enter") app.lock(id);
        if (!(event.key in KEYS)) return;
        event.preventDefault();
        const [least, most] = side === "lo" ? [0, app.window.hi] : [app.window.lo, steps() - 1];
        const step = Math.max(least, Math.min(most, app.window[side] + KEYS[event.key]));
        app.brush({ ...app.window, [side]: step });
        app.released();
      });
    }

    /* Drawing */

    /** Draw the histogram: facts by step, those known to the day below, those known to less above, paler. */
    function filtered() {
      const width = track.clientWidth;
      const height = track.clientHeight;
      const ratio = window.devicePixelRatio || 1;
      bars.width = width * ratio;
      bars.height = height * ratio;
      const context = bars.getContext("2d");
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      const heights = Array.from({ length: steps() }, (_, n) => inStep(n));
      const most = Math.max(1, ...heights.map(([all]) => all));
      const slot = width / steps();
      const gap = slot > 4 ? Math.min(2, slot * 0.15) : 0;
      heights.forEach(([all, coarse], n) => {
        const tall = (count) => (count > 0 ? Math.max(1.5, (count / most) * (height - 4)) : 0);
        const x = n * slot + gap / 2;
        context.fillStyle = app.colours.bar_coarse;
        context.fillRect(x, height - tall(all), slot - gap, tall(all));
        context.fillStyle = app.colours.bar;
        context.fillRect(x, height - tall(all - coarse), slot - gap, tall(all - coarse));
      });
    }

    function inStep(n) {
      const { from, to } = app.daysOf({ lo: n, hi: n });
      return [app.frame.total.between(0, from, to), app.frame.total.between(1, from, to)];
    }

    /** Lay the slider out so that its thumb stands under the middle of its bar. */
    function scaled() {
      const slot = track.clientWidth / steps();
      slider.max = String(steps() - 1);
      slider.style.marginLeft = `${slot / 2 - THUMB_PX / 2}px`;
      slider.style.width = `${Math.max(THUMB_PX, track.clientWidth - slot + THUMB_PX)}px`;
      const { ticks } = Atlas.calendar;
      const marks = ticks(app.scale, app.unit, Math.max(2, Math.floor(track.clientWidth / TICK_PX)), app.view.lang);
      byId("ticks").replaceChildren(
        ...marks.map(({ step, text }) => {
          const node = el("span", { text });
          node.style.left = `${(step + 0.5) * slot}px`;
          return node;
        }),
      );
      if (app.frame) filtered();
    }

    function stepped() {
      const { lo, hi } = app.window;
      const words = app.periodText();
      slider.value = String(at());
      slider.setAttribute("aria-valuetext", words);
      const brush = byId("brush");
      brush.style.left = `${(lo / steps()) * 100}%`;
      brush.style.width = `${((hi - lo + 1) / steps()) * 100}%`;
      for (const [id, step, least, most] of [["from", lo, 0, hi], ["to", hi, lo, steps() - 1]]) {
        const node = byId(id);
        node.setAttribute("aria-valuemin", least);
        node.setAttribute("aria-valuemax", most);
        node.setAttribute("aria-valuenow", step);
        const text = Atlas.calendar.window(app.scale, app.unit, step, step, app.view.lang);
        node.setAttribute("aria-valuetext", app.isLocked(id) ? app.t("locked", { step: text }) : text);
        node.classList.toggle("atlas-locked", app.isLocked(id));
      }
    }

    function words() {
      app.fill("mode", ["cumulative", "window", "step", "remaining"], (word) => app.t(`mode_${word}`), app.view.mode);
      app.fill("step", Atlas.calendar.UNITS, (word) => app.t(`step_${word}`), app.unit);
      app.fill("speed", SPEEDS.map(String), (word) => `${word}×`, speed.value || "1");
      sayPlay();
      if (app.scale) scaled();
    }

    byId("mode").addEventListener("change", (event) => app.setMode(event.target.value));
    byId("step").addEventListener("change", (event) => app.change({ step: event.target.value }));
    new ResizeObserver(() => app.frame && scaled()).observe(track);
    return { scaled, filtered, stepped, words, stop, playing: () => Boolean(timer) };
  }

  Object.assign(Atlas, { slider: { create } });
})((globalThis.Atlas ??= {}));
