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
