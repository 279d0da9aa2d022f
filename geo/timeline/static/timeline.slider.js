/* The timeline: histogram, brush, slider and transport. The slider is a native range, so that the keyboard works and
 * stays bound to it; the histogram above it is the brush. */
(function (Atlas) {
  "use strict";

  const { el, byId, setText } = Atlas.dom;
  const SPEEDS = [0.5, 1, 2, 4, 8, 16];
  const THUMB_PX = 20;
  const TICK_PX = 64;
  const TICK_GAP_PX = 4;

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

    const now = Atlas.span.create(app, {
      ids: { box: "brush", from: "from", to: "to", grip: "brush" },
      read: () => app.window,
      write: (window) => app.brush(window),
      steps,
      lock: (end) => app.lock(end),
    });
    const past = Atlas.span.create(app, {
      ids: { box: "past-brush", from: "past-from", to: "past-to", grip: "past-grip" },
      read: () => (app.view.compare ? app.past() : null),
      write: (window) => app.compareWith(window),
      steps,
    });

    /** Where the pointer is, in steps from the start of the first. */
    function under(event) {
      const box = track.getBoundingClientRect();
      return ((event.clientX - box.left) / box.width) * steps();
    }

    /** What a drag does, by where it began: on a span, what the span says; elsewhere a new window opens. */
    function dragOf(event) {
      const begun = under(event);
      const { lo, hi } = app.window;
      const fixed = event.target === byId("brush") && (lo === hi || hi - lo === steps() - 1);
      const span = past.grabbed(event.target, begun) ?? (fixed ? null : now.grabbed(event.target, begun));
      const from = now.held(begun);
      return span ?? ((at) => app.brush({ lo: Math.min(from, now.held(at)), hi: Math.max(from, now.held(at)) }));
    }

    let drag = null;
    let end = "";
    track.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !app.frame || !app.model.days) return;
      drag = dragOf(event);
      end = now.handle(event.target);
      track.setPointerCapture(event.pointerId);
      follow(event);
    });
    const follow = (event) => drag?.(under(event));
    track.addEventListener("pointermove", follow);
    for (const stop of ["pointerup", "pointercancel"]) {
      track.addEventListener(stop, () => {
        if (drag) app.released();
        drag = null;
      });
    }
    // the track has the pointer, so that it, and not the handle, is what was clicked twice
    track.addEventListener("dblclick", () => end && app.lock(end));

    /* Drawing */

    /** Draw the histogram: facts by step, those known to the day below, those known to less above, paler; over them,
     * those that concern the selected place or region. */
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
      heights.forEach(([all, coarse, chosen], n) => {
        const tall = (count) => (count > 0 ? Math.max(1.5, (count / most) * (height - 4)) : 0);
        const x = n * slot + gap / 2;
        context.fillStyle = app.colours.bar_coarse;
        context.fillRect(x, height - tall(all), slot - gap, tall(all));
        context.fillStyle = app.colours.bar;
        context.fillRect(x, height - tall(all - coarse), slot - gap, tall(all - coarse));
        context.fillStyle = app.colours.mark;
        context.fillRect(x, height - tall(chosen), slot - gap, tall(chosen));
      });
    }

    function inStep(n) {
      const { from, to } = app.daysOf({ lo: n, hi: n });
      const { total } = app.frame;
      return [total.between(0, from, to), total.between(1, from, to), app.part?.total.between(0, from, to) ?? 0];
    }

    /** Lay the slider out so that its thumb stands under the middle of its bar. */
    function scaled() {
      const slot = track.clientWidth / steps();
      slider.max = String(steps() - 1);
      slider.style.marginLeft = `${slot / 2 - THUMB_PX / 2}px`;
      slider.style.width = `${Math.max(THUMB_PX, track.clientWidth - slot + THUMB_PX)}px`;
      const { ticks } = Atlas.calendar;
      const marks = !app.model.days ? [] : ticks(app.scale, app.unit, Math.max(2, Math.floor(track.clientWidth / TICK_PX)), app.view.lang);
      byId("ticks").replaceChildren(
        ...marks.map(({ step, text }) => {
          const node = el("span", { text });
          node.style.left = `${(step + 0.5) * slot}px`;
          return node;
        }),
      );
      inside(byId("ticks"));
      if (app.frame) filtered();
    }

    /** Move the marks at the ends so far in that they can be read whole; a mark that would touch the one before goes. */
    function inside(line) {
      for (const node of [line.firstElementChild, line.lastElementChild]) {
        if (!node) continue;
        const half = node.offsetWidth / 2;
        const at = parseFloat(node.style.left);
        node.style.left = `${Math.max(half, Math.min(at, line.clientWidth - half))}px`;
      }
      let free = -Infinity;
      for (const node of [...line.children]) {
        const left = parseFloat(node.style.left) - node.offsetWidth / 2;
        if (left < free) node.remove();
        else free = left + node.offsetWidth + TICK_GAP_PX;
      }
    }

    function stepped() {
      slider.value = String(at());
      slider.setAttribute("aria-valuetext", app.periodText());
      now.drawn();
      past.drawn();
    }

    /** A table without a date has no time: nothing to play, and a sentence says so. */
    function data() {
      const none = !app.model.days;
      for (const id of ["play", "back", "next", "loop", "time"]) byId(id).disabled = none;
      for (const node of [track, slider, byId("ticks")]) node.hidden = none;
      byId("timeless").hidden = !none;
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
    return { data, scaled, filtered, stepped, words, stop, playing: () => Boolean(timer) };
  }

  Object.assign(Atlas, { slider: { create } });
})((globalThis.Atlas ??= {}));
