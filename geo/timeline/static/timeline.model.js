/* From containers to a model: places with names and points, sites, filters, texts to search. Pure but for decompression. */
(function (Atlas) {
  "use strict";

  const { core } = Atlas;
  const DEGREE = 10000;

  /** Undo base64 and gzip without asking the network for anything. */
  async function inflate(base64) {
    const stream = new Response(bytesOf(base64)).body.pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  function bytesOf(base64) {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let n = 0; n < text.length; n++) bytes[n] = text.charCodeAt(n);
    return bytes;
  }

  /** Read the page's block: the base map, and the facts if they are there. */
  async function read(block) {
    if (block?.atlas !== 1) throw new Error("these data are of another version of the page");
    const part = async (name) => (block[name] ? core.openContainer(await inflate(block[name])) : null);
    const [shapes, facts] = await Promise.all([part("shapes"), part("facts")]);
    return { rev: String(block.rev), shapes, facts };
  }

  /** The base map: rings as [lat, lon] points, provinces and regions by code. */
  function ground({ header, columns }) {
    const areas = {};
    const arcs = {};
    for (const name of Object.keys(header.areas)) {
      arcs[name] = core.readArcs(columns, name, header.grid);
      areas[name] = header.areas[name].map((rings) => rings.map((ring) => core.joinRing(ring, arcs[name])));
    }
    const provinces = header.provinces.map((province, n) => ({ ...province, rings: areas.province[n] }));
    const numbers = new Map(provinces.map((province, n) => [province.code, n]));
    const regions = new Map();
    for (const [slug, region] of Object.entries(header.regions)) {
      const whole = region.whole.map((code) => header.areas.province[numbers.get(code)]).filter(Boolean);
      regions.set(slug, { ...region, slug, outline: () => core.outline(whole, arcs.province) });
    }
    return {
      provinces,
      numbers,
      regions,
      neighbours: areas.neighbour,
      zone: areas.zone[0] ?? [],
      sources: header.sources,
      strings: header.strings,
      palette: header.palette,
    };
  }

  const EMPTY = { lo: 0, days: 0 };

  /** Everything the page knows of its facts; `base` is the ground they stand on. */
  function facts({ header, columns }, base) {
    const places = readPlaces(header.places, columns, base);
    const targets = header.places.targets.map((refs) => refs.map((ref) => target(ref, places, base)));
    const epoch = header.epoch ? Atlas.calendar.dayOf(header.epoch) : EMPTY.lo;
    const aims = [...new Map(targets.flat().map((aim) => [aim.key, aim])).values()];
    const rows = new Map(aims.map((aim, row) => [aim.key, row]));
    const groups = header.groups.map(([kind, theme, type, status, precision]) => ({ kind, theme, type, status, precision }));
    return {
      title: header.title,
      name: header.name,
      view: header.view,
      counts: header.counts,
      reasons: header.reasons,
      undated: header.undated,
      epoch,
      days: header.days,
      groups,
      places,
      targets,
      aims,
      aimsOf: targets.map((all) => [...new Set(all.map((aim) => rows.get(aim.key)))]),
      sites: Array.from(columns.site_place, (place, n) => ({ place, target: columns.site_target[n] })),
      cells: core.readCells(columns, header.days),
      details: readDetails(header.details, columns),
      byKey: new Map(places.map((place, n) => [place.key, n])),
      numbersOf: base.numbers,
      trunks: trunks(header.details.words.source),
      actorsZh: new Map(Object.entries(header.actors)),
    };
  }

  function readPlaces(header, columns, base) {
    const degrees = (name, n) => (columns[name][n] ? (columns[name][n] - 1) / DEGREE - 180 : null);
    return header.code.map((key, n) => {
      const level = header.levels[columns.place_level[n]];
      const province = base.numbers.get(header.provinces[columns.place_province[n]]);
      const region = level === "region" ? base.regions.get(key) : null;
      const within = province === undefined ? [] : [province];
      return {
        key,
        number: n,
        level,
        en: header.en[n],
        zh: header.zh[n] || header.en[n],
        lat: degrees("place_lat", n),
        lon: degrees("place_lon", n),
        candidates: header.candidates[n] ?? [],
        provinces: region ? provincesOf(region, base) : within,
      };
    });
  }

  const provincesOf = (region, base) => (region.shades ?? region.provinces).map((code) => base.numbers.get(code)).filter((n) => n !== undefined);

  /** What a directive is aimed at: a place by number, a region by slug, or a code that no list knows. */
  function target(ref, places, base) {
    if (typeof ref === "number") {
      const place = places[ref];
      if (place.level !== "region") {
        const ends = place.lat === null ? [] : [[place.lat, place.lon]];
        return { key: place.key, en: place.en, zh: place.zh, provinces: place.provinces, ends };
      }
    }
    const slug = typeof ref === "number" ? places[ref].key : ref;
    const region = base.regions.get(slug);
    if (!region) return { key: slug, en: slug, zh: slug, provinces: [], ends: [] };
    const ends = region.anchors.map(([lon, lat]) => [lat, lon]);
    return { key: slug, en: region.en, zh: region.zh, provinces: provincesOf(region, base), ends, region };
  }

  // made by functions of their own, so that a reader of one column does not keep all others alive
  const listReader = (list) => (list ? (n) => list[n] : () => "");
  const wordReader = (words, at) => (n) => words[at[n]] ?? "";

  function readDetails(header, columns) {
    const text = {};
    for (const name of ["id", "title", "title_zh", "note", "quote"]) text[name] = listReader(header.own[name]);
    for (const [name, words] of Object.entries(header.words)) text[name] = wordReader(words, columns[`fact_${name}`]);
    text.reason_zh = wordReader(header.reason_zh, columns.fact_reason);
    return {
      count: header.count,
      text,
      words: header.words,
      site: columns.fact_site,
      group: columns.fact_group,
      first: Int32Array.from(columns.fact_first, (day) => day - 1),
      length: columns.fact_length,
      start: columns.fact_start,
      end: columns.fact_end,
      metres: columns.fact_distance_m,
    };
  }

  /* Filters */

  /** The numbers behind a group's place in each facet; the same for every filter. */
  function layout(model, base, view) {
    const { SETS } = Atlas.state;
    const facets = {};
    for (const name of core.FACETS) {
      const words = SETS[name];
      // a directive has no type: it takes a row of its own, after the last
      const row = Uint8Array.from(model.groups, (group) => (words.includes(group[name]) ? words.indexOf(group[name]) : words.length));
      facets[name] = { words, rows: words.length + 1, row };
    }
    return {
      days: model.days,
      places: model.places.length,
      provinces: base.provinces.length,
      sites: model.sites.map((site) => weighed(site, model, view)),
      coarse: Uint8Array.from(model.groups, (group) => Number(group.precision !== "day")),
      facets,
    };
  }

  /** The provinces in which the facts of a site count, and how much in each. */
  function weighed(site, model, view) {
    const located = view.measure === "aimed" ? [] : model.places[site.place].provinces;
    const aims = model.targets[site.target];
    const aimed = view.measure === "located" ? [] : aims.flatMap((aim) => aim.provinces);
    const provinces = [...new Set([...located, ...aimed])];
    const weight = view.share === "equal" && provinces.length ? 1 / provinces.length : 1;
    return { place: site.place, provinces, weight, aimed: aims.length > 0 };
  }

  /** By group: whether it passes the view, and whether it would but for one facet (see core.summed). */
  function masks(model, view) {
    return Uint8Array.from(model.groups, (group) => {
      if (view.coarse === "0" && group.precision !== "day") return 0;
      const passes = core.FACETS.map((name) => passesFacet(group[name], name, view));
      const failed = passes.filter((pass) => !pass).length;
      let bits = failed === 0 ? core.PASSES : 0;
      passes.forEach((pass, n) => {
        if (failed === 0 || (failed === 1 && !pass)) bits |= 2 << n;
      });
      return bits;
    });
  }

  function passesFacet(word, name, view) {
    if (view[name].length) return view[name].includes(word);
    return name !== "status" || word !== "rejected";
  }

  const fold = (text) => text.normalize("NFKC").toLowerCase();

  /** All texts of a fact that a reader may search for, in both languages, folded once. */
  function searchText(model, n) {
    const cache = (model.folded ??= new Array(model.details.count));
    if (cache[n] === undefined) {
      const { text, site } = model.details;
      const { place, target } = model.sites[site[n]];
      const names = [model.places[place], ...model.targets[target]].flatMap(({ en, zh }) => [en, zh]);
      const own = ["id", "title", "title_zh", "note", "quote", "actor", "place", "source", "doc"].map((name) => text[name](n));
      const called = actors(text.actor(n)).map((name) => model.actorsZh.get(name) ?? "");
      cache[n] = fold([...own, ...names, ...called].join("\n"));
    }
    return cache[n];
  }

  /** The single actors that a cell names, `;` between them. */
  const actors = (cell) => cell.split(";").map((name) => name.trim()).filter(Boolean);

  const needsDetails = (view) => Boolean(view.q.trim() || view.actor || view.source);

  /** By fact with details: whether it passes what only single facts can tell. */
  function factMask(model, view) {
    const words = fold(view.q).split(/\s+/).filter(Boolean);
    const { text, count } = model.details;
    return Uint8Array.from({ length: count }, (_, n) => {
      if (view.actor && !actors(text.actor(n)).includes(view.actor)) return 0;
      if (view.source && !isFrom(text.source(n), view.source)) return 0;
      return words.every((word) => searchText(model, n).includes(word)) ? 1 : 0;
    });
  }

  /** Whether a source is the one asked for, or a part of it: "Daily, 3 May" holds "Daily, 3 May, page 2". */
  const isFrom = (source, asked) => source === asked || source.startsWith(`${asked}, `);

  /** Sources as a reader would name them: what several cells share before their last comma, else the cell itself. */
  function trunks(cells) {
    const parts = cells.filter(Boolean).map((cell) => [cell, cell.slice(0, Math.max(0, cell.lastIndexOf(", ")))]);
    const shared = new Map();
    for (const [, trunk] of parts) shared.set(trunk, (shared.get(trunk) ?? 0) + 1);
    return new Map(parts.map(([cell, trunk]) => [cell, trunk && shared.get(trunk) > 1 ? trunk : cell]));
  }

  /** Sum the model under a view: the frame from which every step is read. */
  function frame(model, base, view) {
    const plan = layout(model, base, view);
    const mask = masks(model, view);
    const chosen = needsDetails(view) ? factMask(model, view) : null;
    const cells = chosen ? (Atlas.more.told(model, view) ?? core.cellsOfFacts(model.details, chosen)) : model.cells;
    return { ...core.summed(cells, mask, plan), cells, mask, chosen, plan };
  }

  /** The part of a frame that concerns a place or region: what happened there, may have, or is aimed there. */
  function share(model, frame, key) {
    const keep = Uint8Array.from(model.sites, (_, site) => Number(concern(model, site, key) !== ""));
    return core.summed(core.cellsOfSites(frame.cells, keep), frame.mask, frame.plan);
  }

  /** Sums of the facts aimed at each of the model's aims; made when a frame is first asked for them. */
  function aimed(model, frame) {
    const rowsOf = (site) => model.aimsOf[model.sites[site].target];
    return (frame.aimed ??= core.summedRows(frame.cells, frame.mask, rowsOf, model.aims.length, model.days));
  }

  /** How many facts with details each source has in the days [from, to], under every filter but that of the source. */
  function bySource(model, frame, view, from, to) {
    const mask = view.source ? factMask(model, { ...view, source: "" }) : frame.chosen;
    const counts = new Map();
    for (const n of listed(model, { ...frame, chosen: mask }, from, to)) {
      if (view.place && !relation(model, n, view.place)) continue;
      const trunk = model.trunks.get(model.details.text.source(n));
      if (trunk) counts.set(trunk, (counts.get(trunk) ?? 0) + 1);
    }
    return counts;
  }

  /** Whether a fact with details passes the frame's filters, whatever its date. */
  const passes = (model, frame, n) =>
    (!frame.chosen || frame.chosen[n]) && Boolean(frame.mask[model.details.group[n]] & core.PASSES);

  /** Numbers of the facts with details that touch the days [from, to] and pass, the newest first. */
  function listed(model, frame, from, to, also = () => true) {
    const { first, length, count, order } = model.details;
    const found = [];
    for (let at = 0; at < count; at++) {
      const n = order ? order[at] : at;
      if (first[n] < 0 || first[n] > to || first[n] + length[n] < from) continue;
      if (passes(model, frame, n) && also(n)) found.push(n);
    }
    return found;
  }

  /** How the facts of a site concern a selected place or region: they happened there, are aimed there, or not at all. */
  function concern(model, site, key) {
    const { place, target } = model.sites[site];
    const at = model.places[place];
    const province = model.numbersOf.get(key);
    if (at.key === key || (province !== undefined && at.provinces.includes(province))) return "here";
    if (at.candidates.some((number) => model.places[number].key === key)) return "perhaps";
    const aims = model.targets[target];
    const hit = aims.some((aim) => aim.key === key || (province !== undefined && aim.provinces.includes(province)));
    return hit ? "aimed" : "";
  }

  const relation = (model, n, key) => concern(model, model.details.site[n], key);

  Object.assign(Atlas, {
    model: { inflate, read, ground, facts, frame, share, aimed, bySource, passes, listed, relation, concern, factMask, readDetails, needsDetails, actors, trunks, isFrom, fold },
  });
})((globalThis.Atlas ??= {}));
