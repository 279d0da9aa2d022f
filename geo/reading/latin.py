"""What surrounds a name in Latin letters: type words, capitals, longer names, verbs of government."""

from __future__ import annotations

import re

from geo.places.gazetteer import gazetteer
from geo.places.names import key, type_words
from geo.reading import capitals, latin_names
from geo.reading.candidates import Candidate
from geo.reading.lexicon import Hit, Sense, first, in_force, known_counties
from geo.reading.pages import Page

_AUTONOMOUS_AFTER = re.compile(
    r"(?: (?!and\b)[a-z']+(?:, [a-z']+){0,3}(?:,? and [a-z']+)?)?"
    r" (?P<word>autonomous (?:region|prefecture|county|banner))(?![a-z])"
)
_TYPE_AFTER = re.compile(
    r" (?P<word>special administrative region|forestry district|new district|special district|"
    r"new area|prefecture-level city|county-level city"
    r"|provinces?|provincial|prov\.|municipality|municipalities|municipal|city|cities|county|counties|districts?"
    r"|prefectures?|prefectural|leagues?|banners?|sar)(?![a-z0-9'-])"
)
_TYPE_BEFORE = re.compile(
    r"(?:the )?(city|cities|municipality|province|county|counties|district|prefecture) of (?:the )?$"
)
# The type word belongs to the name before it: Wenchang City of Hainan.
_OF_ANOTHER = re.compile(r"[A-Z][\w'’-]* (?:City|Municipality|Province|County|District|Prefecture) of (?:the )?$")
_SINGULAR = {
    "provinces": "province",
    "provincial": "province",
    "prov.": "province",
    "municipal": "municipality",
    "municipalities": "municipality",
    "cities": "city",
    "counties": "county",
    "districts": "district",
    "new district": "district",
    "special district": "district",
    "prefectures": "prefecture",
    "prefectural": "prefecture",
    "leagues": "league",
    "banners": "banner",
}
_PLURALS = frozenset(word for word in _SINGULAR if word.endswith("s"))
_LONG_NAME = 3
_LONG_SPELLING = 5
_PLACED = re.compile(r"\b(?:in|at|near|visited|toured) (?:downtown |suburban )?$|\b(?:township|town|village), $")


def read(page: Page, number: int) -> Candidate | None:
    """Return the candidate for hit `number` of the page, None when it is no toponym."""
    hit = page.hits[number]
    surface = page.text[hit.start : hit.end]
    region = first(hit.senses, "region")
    if region:
        return _region(page, number, region)
    if not surface[0].isupper() or (
        len(surface) <= 4 and "." not in surface and _is_acronym(hit) and not surface.isupper()
    ):
        return None
    units = in_force(hit)
    foreign = tuple(sense for sense in hit.senses if sense.kind == "foreign")
    if not units and (not foreign or _MONEY.match(page.text, hit.end)):
        return None
    return _unit(page, number, units, foreign) if units else _foreign(page, number, foreign)


# A currency: US$, U.S. dollars.
_MONEY = re.compile(r"\$| dollars?\b")


def _is_acronym(hit: Hit) -> bool:
    return hit.end - hit.start <= 3 and all(sense.kind == "foreign" for sense in hit.senses)


def _region(page: Page, number: int, sense: Sense) -> Candidate | None:
    hit = page.hits[number]
    if page.text[max(0, hit.start - 1) : hit.start] == "-":
        return None  # cross-border zones
    if _INDEFINITE.search(page.folded, max(0, hit.start - 4), hit.start) and _NO_REGION.search(
        page.folded, hit.start, hit.end
    ):
        return None  # one region of many: "a northwestern region hit by the quake"
    if sense.code == "border_areas" and page.folded.startswith(" between ", hit.end):
        return None  # two places share it
    before, after = page.folded[max(0, hit.start - 40) : hit.start], page.folded[hit.end : hit.end + 60]
    previous = page.hits[number - 1] if number else None
    if previous and re.fullmatch(r"'s? (?:[a-z]+ )?", page.folded[previous.end : hit.start]) and _is_place(previous):
        return None
    if number + 1 < len(page.hits):
        following = page.hits[number + 1]
        between = page.folded[hit.end : following.start]
        if _is_place(following) and re.fullmatch(r" (?:of|in) (?:the )?", between):
            return None
        if sense.code == "northeast" and hit.senses and _is_place(following) and between == "'s ":
            return None
    if re.search(r"\b(?:of|in) (?:the )?(?:province|city|county|municipality)\b", after[:24]) or before.endswith(
        "south"
    ):
        return None
    return Candidate(start=hit.start, end=hit.end, region=sense.code)


# "A northwestern region" is any in the northwest.
_INDEFINITE = re.compile(r"(?:^|[^a-z])an? $")
_NO_REGION = re.compile(r" region$")


def _is_place(hit: Hit) -> bool:
    return any(sense.kind in ("unit", "foreign") for sense in hit.senses)


def _unit(page: Page, number: int, units: tuple[Sense, ...], foreign: tuple[Sense, ...]) -> Candidate | None:
    hit = page.hits[number]
    codes = tuple(dict.fromkeys(sense.code for sense in units))
    codes, end, typed = _with_type(page, hit, codes)
    typed = typed or any(sense.full for sense in units)
    name = page.folded[hit.start : hit.end]
    rules = latin_names.context()
    if not typed and (latin_names.is_given_name(page, hit) or name in rules.typed_only or name in rules.surnames):
        return None
    weak = False
    if not typed and all(gazetteer().unit(code).level == "county" for code in codes):
        codes, weak = _famous(codes)
    return Candidate(
        start=hit.start,
        end=end,
        codes=codes,
        typed=typed,
        weak=weak,
        old=all(sense.old for sense in units),
        foreign=foreign,
        embedded=latin_names.embedding(page, number, end),
        national="110000" in codes and not typed and capitals.stands_for_government(page, number),
        metonym=latin_names.acts(page, hit.start, end),
        placed=_PLACED.search(page.folded[max(0, hit.start - 12) : hit.start]) is not None
        and hit.end - hit.start >= _LONG_SPELLING
        and name not in latin_names.context().surnames,
        inner=(hit.start, hit.end),
    )


def _famous(codes: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """Return the counties that are known without their type word, and False; else all of them, and True.

    Known are the listed ones (`zh.county.known`), and a single unit whose Chinese name has three characters or more:
    no surname and no everyday word is as long.
    """
    known = tuple(code for code in codes if gazetteer().unit(code).short_zh in known_counties())
    if known:
        return known, False
    return codes, not (len(codes) == 1 and len(gazetteer().unit(codes[0]).short_zh) >= _LONG_NAME)


def _with_type(page: Page, hit: Hit, codes: tuple[str, ...]) -> tuple[tuple[str, ...], int, bool]:
    """Return the codes that the type word beside the name allows, the end of the name with it, and if there is one."""
    for pattern in (_TYPE_AFTER, _AUTONOMOUS_AFTER):
        after = pattern.match(page.folded, hit.end)
        fitting = _of_kind(codes, _SINGULAR.get(after["word"], after["word"])) if after else ()
        if after and after["word"] in _PLURALS and _smaller(fitting, codes):
            continue  # "Xinjiang cities" are cities in Xinjiang
        if after and fitting:
            return fitting, after.end(), True
    before = _TYPE_BEFORE.search(page.folded[max(0, hit.start - 30) : hit.start])
    if before and not _OF_ANOTHER.search(page.text, max(0, hit.start - 40), hit.start):
        fitting = _of_kind(codes, _SINGULAR.get(before[1], before[1]))
        if fitting:
            return fitting, hit.end, True
    return codes, hit.end, False


def _smaller(fitting: tuple[str, ...], codes: tuple[str, ...]) -> bool:
    """Whether some of the codes are of provinces and those that fit a type word are not."""
    provinces = {code for code in codes if gazetteer().unit(code).level == "province"}
    return bool(provinces) and not provinces & set(fitting)


def _of_kind(codes: tuple[str, ...], word: str) -> tuple[str, ...]:
    kinds = type_words().kinds.get(key(word), frozenset())
    fitting = tuple(code for code in codes if gazetteer().unit(code).kind in kinds)
    if fitting or word not in ("county", "district", "city"):
        return fitting
    return tuple(code for code in codes if gazetteer().unit(code).level == "county")


def coordinated_type(page: Page, end: int) -> str:
    """Return the singular of a plural type word at `end` ("Fujian and Hainan provinces"), empty when there is none."""
    match = _TYPE_AFTER.match(page.folded, end)
    word = match["word"] if match else ""
    return _SINGULAR[word] if word in _PLURALS else ""


def of_kind(codes: tuple[str, ...], word: str) -> tuple[str, ...]:
    """Return those of the codes whose kind of unit takes this type word."""
    return _of_kind(codes, word)


def _foreign(page: Page, number: int, foreign: tuple[Sense, ...]) -> Candidate | None:
    hit = page.hits[number]
    if latin_names.is_given_name(page, hit) or latin_names.is_family_name(page, hit, foreign):
        return None
    after = re.match(
        r" (?:district|city|province|state|county|prefecture|region|oblast)\b", page.folded[hit.end : hit.end + 14]
    )
    return Candidate(
        start=hit.start,
        end=hit.end + (after.end() if after else 0),
        foreign=foreign,
        embedded=latin_names.embedding(page, number, hit.end),
        inner=(hit.start, hit.end),
    )
