/* What the page calls things: places, provinces and regions by their key, numbers, the choices of a select. */
(function (Atlas) {
  "use strict";

  const { el, byId, setText } = Atlas.dom;

  /** The app's words; they follow the language of its view. */
  class Words {
    name(thing) {
      return thing[this.view.lang] || thing.en || thing.key;
    }

    number(value) {
      return this.numbers.format(value);
    }

    /** A change with its sign: +12, −3, 0. */
    signed(value) {
      return `${value > 0 ? "+" : value < 0 ? "−" : ""}${this.number(Math.abs(value))}`;
    }

    /** An actor as the language of the page calls them, where a list knows. */
    actor(name) {
      return (this.view.lang === "zh" && this.model.actorsZh.get(name)) || name;
    }

    /** A reason in the language of the page, where it is one of a closed list. */
    reason(text, zh) {
      return (this.view.lang === "zh" && zh) || text;
    }

    /** A place, region or province by its key, whether or not a fact stands there. */
    find(key) {
      const number = this.model.byKey.get(key);
      if (number !== undefined) return this.model.places[number];
      const province = this.base.numbers.get(key);
      return province === undefined ? (this.base.regions.get(key) ?? null) : this.base.provinces[province];
    }

    nameOf(key) {
      const found = this.find(key);
      return found ? this.name(found) : key;
    }

    /** What a selected place is: its province, or what its region means. */
    about(key) {
      const region = this.base.regions.get(key);
      if (region) return [region.definition[this.view.lang] || region.definition.en, region.vintage].filter(Boolean).join(" · ");
      const found = this.find(key);
      if (!found?.level) return this.t("level_province");
      return [this.t(`level_${found.level}`), this.within(found)].filter(Boolean).join(" · ");
    }

    /** What stands under a name in a list: how many provinces a region has, or the province of a smaller place. */
    kindOf(key) {
      const region = this.base.regions.get(key);
      if (region) return this.t("region_of", region.provinces.length);
      const place = this.model.places[this.model.byKey.get(key)];
      return place ? this.within(place) : "";
    }

    /** The province of a smaller place. */
    within(place) {
      const [province] = place.level === "region" ? [] : place.provinces;
      const name = province === undefined ? "" : this.name(this.base.provinces[province]);
      return this.base.provinces[province]?.code === place.key ? "" : name;
    }

    /** Fill a select with words; the same words are not filled twice. */
    fill(id, values, word, chosen) {
      const select = byId(id);
      select.replaceChildren(...values.map((value) => el("option", { value, text: word(value) })));
      select.value = chosen;
    }

    say(text) {
      setText(byId("live"), text);
    }
  }

  Object.assign(Atlas, { Words });
})((globalThis.Atlas ??= {}));
