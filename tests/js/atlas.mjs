// The page's pure scripts, loaded as the page loads them: each adds its part to the global Atlas.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
for (const part of ["sums", "core", "calendar", "classes", "state", "model", "more", "dom", "labels", "arcs", "sheet", "places", "themes"]) {
  require(`../../geo/timeline/static/timeline.${part}.js`);
}

export const Atlas = globalThis.Atlas;

export const json = async (name) => JSON.parse(await readFile(new URL(name, import.meta.url), "utf8"));

/** The model of tests/js/page.json, which Python built from ten facts. */
export async function sample() {
  const { shapes, facts } = await Atlas.model.read(await json("page.json"));
  const base = Atlas.model.ground(shapes);
  return { base, model: Atlas.model.facts(facts, base), view: Atlas.state.parse({}) };
}
