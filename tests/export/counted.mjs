/* What the page counts and how it shades, for the pictures to be compared with: reads {block, views} from standard
 * input, writes one answer a view. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { Atlas } from "../js/atlas.mjs";

// these touch the page only when it starts
const require = createRequire(import.meta.url);
for (const part of ["arcs", "dom", "legend"]) require(`../../geo/timeline/static/timeline.${part}.js`);

const { block, queries } = JSON.parse(readFileSync(0, "utf8"));
const { shapes, facts } = await Atlas.model.read(block);
const base = Atlas.model.ground(shapes);
const model = Atlas.model.facts(facts, base);
const { calendar, classes, core, state, legend } = Atlas;

function answer(query) {
  const view = state.parse(query);
  const frame = Atlas.model.frame(model, base, view);
  const last = model.epoch + model.days - 1;
  const unit = view.step || calendar.suggested(model.days);
  const scale = calendar.steps(model.epoch, last, unit);
  const window = state.windowOf(view, scale);
  const daysOf = ({ lo, hi }) => ({
    from: Math.max(0, scale[lo] - model.epoch),
    to: Math.min(model.days - 1, scale[hi + 1] - 1 - model.epoch),
  });
  const app = { base, frame, model, scale, window, view, daysOf };
  const { from, to } = daysOf(window);
  const counted = (sums, rows) => Array.from(core.counts(sums, from, to, new Float64Array(rows)));
  const past = state.pastOf(view, window, scale);
  const against = view.compare && past ? daysOf(past) : null;
  const earlier = against ? base.provinces.map((_, n) => frame.provinces.between(n, against.from, against.to)) : [];
  const bounds = classes.breaks([...legend.everyFrame(app), ...(view.compare === "side" ? earlier : [])], view.classes);
  const values = counted(frame.provinces, base.provinces.length);
  return {
    from,
    to,
    past: against && [against.from, against.to],
    earlier,
    provinces: values,
    places: counted(frame.places, model.places.length),
    coarse: counted(frame.coarse, model.places.length),
    arcs: Atlas.arcs
      .strongest(Atlas.arcs.pairsOf(frame, model), counted(frame.arcs.sums, frame.arcs.sites.length), view.place)
      .map(({ from: start, aim, count }) => [start.key, aim.key, count]),
    bounds,
    ramp: values.map((value) => classes.rampIndex(classes.classOf(value, bounds), bounds.length, classes.CLASSES)),
    words: calendar.window(scale, unit, window.lo, window.hi, view.lang).replace(/\s*–\s*/u, "–"),
  };
}

process.stdout.write(JSON.stringify(queries.map(answer)));
