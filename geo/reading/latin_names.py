"""When a name in Latin letters is no place by itself: in a person's name, a longer name, or for a government."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from geo.places.gazetteer import gazetteer
from geo.reading.lexicon import Hit, Sense, first
from geo.reading.pages import Page
from geo.reading.patterns import load

_RUN = re.compile(r" [A-Z][\w'’&.-]*(?: (?:[A-Z][\w'’&.-]*|of|for|the|and)(?!\w))*")
_YEAR = re.compile(r" (?:19|20)\d\d\b(?!-)")
# A satellite, an aircraft or a ship's class is named for a place: Jilin-1.
_MODEL = re.compile(r"-(?:\d|class\b)")
# A line or a train from place to place that ends on another continent: Yiwu-Xinjiang-Europe.
_FAR = 9  # characters of "-America" and the end of the word
_ABROAD = re.compile(r"-(?:Europe|Asia|Africa|America)\b")
_PREVIOUS_WORD = re.compile(r"([A-Za-z][A-Za-z'’-]*)[ -]$")
_LINE = re.compile(
    r"(?: (?:high-speed|intercity|inter-city|express|passenger|freight|railway|rail|expressway|double-track|new"
    r"|main)){0,3} (?:section|line|corridor|route|rail|link|segment)\b"
    r"|(?: [a-z][a-z-]*){0,4}? (?:zone|belt|corridor|hub|park|circle|pilot area|cooperation area)s?\b"
)
# Both ends of a line: the Changsha to Ganzhou section.
_ENDS_OF_LINE = r"(?:high-speed |railway |rail |expressway )?(?:section|link|line|railway|expressway|stretch|leg)\b"
_TO_END = re.compile(rf" to (?-i:[A-Z])[\w'’-]+ {_ENDS_OF_LINE}")
_FROM_END = re.compile(r"[A-Z][\w'’-]+ to $")
_AT_END = re.compile(rf" {_ENDS_OF_LINE}")
# So many names in a chain are the stops of a line: Hainan-Qinzhou-Xi'an.
_STOPS = 3
# "(Shenzhen) Co." and "Shenzhen (Harbin) Park": a branch's place stands in brackets inside the name.
_BRANCH = re.compile(r" \([A-Z][\w'’ -]{1,24}\)(?= [A-Z])")
_OF_A_BRANCH = re.compile(r"[A-Z][\w'’&.-]* \($")
# What is held or stands in several places names in brackets which one is meant: Example Conference (Guangzhou).
_EDITION = re.compile(
    r"(?:Conference|Forum|Fair|Expo|Exhibition|Summit|University|College|Games|Congress|Festival|Hospital|Institute"
    r"|School|Branch|Campus|Cent(?:er|re)|Marathon|Championships?|Tournament|Station|Base|Zone)[\"”]? \($"
)
# The second of several ships: destroyers Lanzhou and Guangzhou.
_FLEET = re.compile(
    r"\b(?:destroyers|frigates|warships|cruisers|submarines) (?:[A-Z][\w'’]+, ){0,3}[A-Z][\w'’]+,? and $"
)
# What happened is called after where: the Wenchuan earthquake.
_HAPPENED = re.compile(
    r" (?:earthquake|quake|flood|floods|incident|massacre|uprising|famine)(?![a-z-])"
    r"(?! (?:administration|bureau|control|agency))"
)
_WINDOW = 90
_LONGEST_CHAIN = 5
_HYPHENS = ("-", " - ")
_SENTENCE_END = re.compile(r"(?<=[a-z]{4})\. (?=[A-Z])| and the ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The English part of ``toponym_context.toml``, ready for look-ups."""

    not_a_name: frozenset[str]
    government: frozenset[str]
    proper_nouns: frozenset[str]
    surnames: frozenset[str]
    typed_only: frozenset[str]
    family_names: frozenset[str]
    before_places: frozenset[str]
    nouns: re.Pattern[str]
    shared: re.Pattern[str]
    ship: re.Pattern[str]
    before: re.Pattern[str]
    asked_before: re.Pattern[str]
    acts_after: re.Pattern[str]


@cache
def context() -> Context:
    """Return the English part of ``toponym_context.toml``."""
    raw: dict[str, list[str]] = load("toponym_context.toml")["en"]
    return Context(
        not_a_name=frozenset(raw["not_a_name"]),
        government=frozenset(raw["government"]),
        proper_nouns=frozenset(raw["proper_nouns"]),
        surnames=frozenset(word.lower() for word in raw["surnames"]),
        typed_only=frozenset(word.lower() for word in raw["typed_only"]),
        family_names=frozenset(word.lower() for word in raw["family_names"]),
        before_places=frozenset(raw["before_places"]),
        nouns=re.compile(rf"(?: (?:{_any(raw['between'])})|-style){{0,2}} (?:{_any(raw['nouns'])})s?(?![a-z])"),
        shared=re.compile(rf" (?:or|and) (?:[a-z'-]+ ){{1,2}}(?:{_any(raw['shared'])})(?![a-z])"),
        ship=re.compile(rf"[.;)]|, (?=[a-z])| (?:{_any(raw['ship_after'])})(?![a-z])"),
        before=re.compile(rf"(?:^|[^A-Za-z])(?:{_any(raw['before'])}) $"),
        asked_before=re.compile(rf"(?:^|[^a-z])(?:{_any(raw['asked_before'])}) (?:the )?$"),
        acts_after=re.compile(rf" (?:{_any(raw['acts_after'])})(?![a-z])"),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def is_given_name(page: Page, hit: Hit) -> bool:
    """Whether the name follows a Chinese family name: Zhang Jinhua."""
    previous = _PREVIOUS_WORD.search(page.text[max(0, hit.start - 20) : hit.start])
    return bool(previous and previous[1][0].isupper() and previous[1].lower() in context().surnames)


def is_family_name(page: Page, hit: Hit, foreign: tuple[Sense, ...]) -> bool:
    """Whether a foreign place's name follows a first name: Michael Jordan, Denzel Washington."""
    name = page.folded[hit.start : hit.end]
    if (foreign[0].level == "country" and name not in context().family_names) or page.in_title(hit.start):
        return False
    previous = _PREVIOUS_WORD.search(page.text[max(0, hit.start - 20) : hit.start])
    if previous is None or not previous[1][0].isupper() or previous[1].isupper() or page.text[hit.start - 1] == "-":
        return False
    if previous[1].endswith(("'s", "’s", "s'", "s’")):
        return False
    return previous[1] not in context().not_a_name and previous[1] not in context().before_places


def embedding(page: Page, number: int, end: int) -> str:
    """Return the longer name's tell-tale word when the name is part of one, else an empty text."""
    start, chain_end = page.hits[number].start, max(end, _chain_end(page, number))
    first_start = _chain_start(page, number)
    before = context().before.search(page.text[max(0, first_start - 30) : first_start])
    if before:
        return before.group().strip()
    fleet = _FLEET.search(page.text, max(0, first_start - 60), first_start)
    if fleet:
        return fleet.group().strip()
    if chain_end > end or first_start < start or page.text[max(0, start - 1) : start] == "-":
        line = _LINE.match(page.folded, chain_end)
        if line:
            return line.group().strip()
    text = page.text
    line = _TO_END.match(text, chain_end) or (
        _AT_END.match(text, chain_end) if _FROM_END.search(text, max(0, first_start - 30), first_start) else None
    )
    if line:
        return line.group().strip()
    if text[first_start:chain_end].count("-") >= _STOPS - 1 and _are_stops(page, number, first_start, chain_end):
        return "stops of a line"
    if (chain_end > end or first_start < start) and (far := _ABROAD.search(page.text, start, chain_end + _FAR)):
        return far.group()
    model = _MODEL.match(page.text, chain_end)
    if model:
        return model.group()
    if _YEAR.match(page.text, chain_end):
        return page.text[chain_end : chain_end + 5].strip()
    branch = _branch(page, start, chain_end)
    if branch:
        return branch
    if page.folded.endswith("the ", 0, first_start) and (happened := _HAPPENED.match(page.folded, chain_end)):
        return happened.group().strip()
    inner = _unit_beside(page, number, chain_end)
    if inner and not _is_inside(page.hits[number + 1], page.hits[number]):
        return page.text[chain_end + 1 : inner]
    if number and _unit_beside(page, number - 1, page.hits[number - 1].end) == page.hits[number].end:
        outer = page.hits[number - 1]
        if first(outer.senses, "unit") and not _is_inside(page.hits[number], outer):
            return page.text[outer.start : outer.end]
    noun = context().nouns.match(page.folded, inner or chain_end) or context().shared.match(page.folded, chain_end)
    if noun or (end == page.hits[number].end and _is_ship(page, start, end)):
        return noun.group().strip() if noun else "a ship"
    return _proper_name(page, start, inner or chain_end, strict=inner > 0)


def _are_stops(page: Page, number: int, start: int, end: int) -> bool:
    """Whether a chain `[start, end)` around hit `number` holds several names: neither Ya'an-Nyingchi nor one name."""
    around = page.hits[max(0, number - _LONGEST_CHAIN) : number + _LONGEST_CHAIN + 1]
    return sum(start <= hit.start < end for hit in around) >= _STOPS


def _branch(page: Page, start: int, end: int) -> str:
    """Return the noun that ends a name with a place in brackets: Sunrise (Shenzhen) Company."""
    text = page.text
    edition = _EDITION.search(text, max(0, start - 30), start)
    if edition and text[end : end + 1] == ")":
        return edition.group().strip('"” (')
    if text[end : end + 2] == ") " and _OF_A_BRANCH.search(text[max(0, start - 30) : start]):
        return _proper_name(page, start, end + 1, strict=True)
    bracket = _BRANCH.match(text, end)
    return _proper_name(page, start, bracket.end(), strict=True) if bracket else ""


def _is_ship(page: Page, start: int, end: int) -> bool:
    """Whether a bare name stands between the article and a verb or a stop: the Liaoning."""
    return page.folded.endswith("the ", 0, start) and context().ship.match(page.text, end) is not None


def _unit_beside(page: Page, number: int, end: int) -> int:
    """Return where a unit ends that begins one space after `end` ("Guizhou Renhuai"), 0 when none does."""
    following = page.hits[number + 1] if number + 1 < len(page.hits) else None
    beside = following is not None and following.start == end + 1 and page.text[end] in " -"
    if following is None or not beside or first(following.senses, "unit") is None:
        return 0
    is_name = page.text[following.start].isupper()
    return following.end if is_name and page.folded[following.start : following.end] not in context().surnames else 0


def _is_inside(inner: Hit, outer: Hit) -> bool:
    """Whether a place can lie in the unit right before it (Inner Mongolia Yili does not), or is a province itself."""
    codes = {sense.code for sense in outer.senses}
    units = [sense for sense in inner.senses if sense.kind == "unit"]
    if any(sense.level == "province" for sense in units):
        return True
    return any(codes & set(gazetteer().lineage(sense.code)) for sense in units)


def _proper_name(page: Page, start: int, end: int, *, strict: bool) -> str:
    run = _RUN.match(page.text, end, min(len(page.text), end + _WINDOW))
    if not run:
        return ""
    words = [word.rstrip(".,") for word in _SENTENCE_END.split(run.group())[0].split() if word[0].isupper()]
    if words[:2] == ["People's", "Party"] or words[:2] == ["People’s", "Party"]:
        return words[1]
    if words[:2] == ["Science", "City"]:
        return words[1]
    if words[:1] == ["Island"] and page.text[start:end] in _ISLANDS:
        return ""
    if words and words[0].lower() in context().surnames and _TITLE_OF.search(page.text, max(0, start - 40), start):
        return ""  # the governor of Hunan Li So-and-so
    if words and words[-1] in _OFFICES and not set(words) & _COMPANIES:
        return ""  # an office of the unit, whatever it is for
    if words[:1] == ["Chinese"] and (known := next((word for word in words if word in context().proper_nouns), "")):
        return known
    if words[:1] == ["China"] and len(words) > 1 and words[1] not in context().not_a_name:
        return words[1]
    if not words or words[0].removesuffix("'s").removesuffix("’s") in context().not_a_name:
        return ""
    known = next((word for word in words if word.removesuffix("'s").removesuffix("’s") in context().proper_nouns), "")
    if words[0] in context().government:
        return words[-1] if words[-1] in context().proper_nouns else ""
    if strict or page.in_title(start) or page.text[start:end].isupper():
        return known
    return known or words[0]


_ISLANDS = ("Taiwan", "Hainan")
_TITLE_OF = re.compile(
    r"\b(?:[Gg]overnor|[Mm]ayor|[Ss]ecretary|[Cc]hief|[Cc]hairman|[Cc]hairwoman|[Dd]irector|[Hh]ead|[Mm]agistrate|[Ll]eader)"
    r" of (?:the )?$"
)
_OFFICES = frozenset(("Administration", "Bureau", "Department", "Commission", "Authority", "Authorities"))
_COMPANIES = frozenset(
    (
        "Railway",
        "Railways",
        "Grid",
        "Power",
        "Tobacco",
        "Group",
        "Port",
        "Iron",
        "Steel",
        "Base",
        "Club",
        "Airlines",
        "Hospital",
        "University",
    )
)


def _chain_start(page: Page, number: int) -> int:
    """Return where the chain of names joined by hyphens begins: Port of Ningbo-Zhoushan."""
    start = page.hits[number].start
    for hit in reversed(page.hits[max(0, number - _LONGEST_CHAIN) : number]):
        if page.folded[hit.end : start] not in _HYPHENS:
            break
        start = hit.start
    return start


def _chain_end(page: Page, number: int) -> int:
    """Return where a chain of names joined by hyphens ends: Chengdu-Ya'an."""
    end = page.hits[number].end
    for hit in page.hits[number + 1 : number + 1 + _LONGEST_CHAIN]:
        if page.folded[end : hit.start] not in _HYPHENS:
            break
        end = hit.end
    return end


def acts(page: Page, start: int, end: int) -> bool:
    """Whether the unit named at `[start, end)` acts, or is asked to act."""
    before, after = page.folded[max(0, start - 30) : start], page.folded[end : end + 20]
    if after.startswith("'s"):
        return False
    if context().asked_before.search(before):
        return True
    return bool(context().acts_after.match(after)) and not re.search(
        r"\b(?:in|at|of|from|to|near|for|by)(?: the)? $", before
    )
