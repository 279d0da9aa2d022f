/* A window on the histogram: a box with two handles, moved by pointer or keys. The page has one for the period shown and
 * one for the period compared with. */
(function (Atlas) {
  "use strict";

  const { byId, setAttribute } = Atlas.dom;
  const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5, Home: -Infinity, End: Infinity };

  /**
   * A span of the page: `ids` names its `box`, its handles `from` and `to`, and what moves it as a whole (`grip`);
   * `read()` gives its window, `write(window)` sets it, `steps()` is how many steps there are.
   */
  function create(app, { ids, read, write, steps, lock }) {
    const nodes = Object.fromEntries(Object.entries(ids).map(([part, id]) => [part, byId(id)]));
    const held = (step) => Math.max(0, Math.min(steps() - 1, Math.floor(step)));

    /** What a drag that began on one of our parts does, given where the pointer is in steps; null: it is not ours. */
    function grabbed(target, begun) {
      const { lo, hi } = read() ?? { lo: 0, hi: 0 };
      if (target === nodes.from) return (at) => write({ lo: Math.min(held(at + 0.5), hi), hi });
      if (target === nodes.to) return (at) => write({ lo, hi: Math.max(held(at - 0.5), lo) });
      if (target !== nodes.grip) return null;
      return (at) => {
        const shift = Math.max(-lo, Math.min(steps() - 1 - hi, held(at) - held(begun)));
        write({ lo: lo + shift, hi: hi + shift });
      };
    }

    for (const [part, side] of [["from", "lo"], ["to", "hi"]]) {
      nodes[part].addEventListener("keydown", (event) => {
        if (event.key === "Enter") lock?.(part);
        if (!(event.key in KEYS)) return;
        event.preventDefault();
        const window = read();
        const [least, most] = side === "lo" ? [0, window.hi] : [window.lo, steps() - 1];
        write({ ...window, [side]: Math.max(least, Math.min(most, window[side] + KEYS[event.key])) });
        app.released();
      });
    }

    /** Draw the span where its window is; without a window it is away. */
    function drawn() {
      const window = read();
      nodes.box.hidden = !window;
      if (!window) return;
      const { lo, hi } = window;
      nodes.box.style.left = `${(lo / steps()) * 100}%`;
      nodes.box.style.width = `${((hi - lo + 1) / steps()) * 100}%`;
      for (const [part, step, least, most] of [["from", lo, 0, hi], ["to", hi, lo, steps() - 1]]) {
        const node = nodes[part];
        const text = app.periodText({ lo: step, hi: step });
        const locked = Boolean(lock) && app.isLocked(part);
        for (const [name, value] of [["min", least], ["max", most], ["now", step]]) setAttribute(node, `aria-value${name}`, value);
        setAttribute(node, "aria-valuetext", locked ? app.t("locked", { step: text }) : text);
        node.classList.toggle("atlas-locked", locked);
      }
    }

    return { grabbed, drawn, held, handle: (target) => ["from", "to"].find((part) => nodes[part] === target) ?? "" };
  }

  Object.assign(Atlas, { span: { create } });
})((globalThis.Atlas ??= {}));
