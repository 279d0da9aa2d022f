"""What surrounds a name in Chinese characters: longer names, loose regions, abbreviations, parents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from geo.places.gazetteer import gazetteer
from geo.reading import capitals
from geo.reading.candidates import Candidate
from geo.reading.lexicon import Hit, first, in_force
from geo.reading.pages import Page
from geo.reading.patterns import load

_SHORTEST = 2
_LISTED = re.compile(r"[、，。；（到至]|等地")
_TITLE_REACH = 6
# With one of these behind it no name goes on.
_NAME_ENDS = frozenset(("", *"的、，。；：！？和与等将对被把》”’\n "))
_REACH, _LIST_REACH = 24, 100
_BREAKS = "的在和与及将对从向把被，。；：、！？“”《》\\s"
_OPENING, _CLOSING = ("“", "‘", "「", "『"), "”’」』"
_OPENING_BRACKETS, _CLOSING_BRACKETS = ("（", "("), ("）", ")")
_BRACKET = re.compile(r"[）)]")
_OPEN_TITLE = re.compile(r"《[^》]*$")
_PLACED = re.compile(r"(?:在|赴|到|走进|深入|前往|抵达|位于|(?:考察|走访|调研|视察|察看|参观)了?)$")
_CLAUSE = re.compile(r"[，、]|考察|调研|举[行办]|召开|的|等地|开幕|启动|视察")
_HILL = re.compile(r"山(?![区东西南北地村乡坡洪体火林水脉])|脚下|山脚|景区|山脉")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The Chinese part of ``toponym_context.toml`` and the guards of ``region_mentions.toml``."""

    never: frozenset[str]
    never_beside: frozenset[str]
    known: frozenset[str]
    words_above: frozenset[str]
    typed_words: frozenset[str]
    typed_strict: frozenset[str]
    foreign_ends: frozenset[str]
    transliteration: frozenset[str]
    foreign_letters: frozenset[str]
    loose_noun: re.Pattern[str]
    tight_noun: re.Pattern[str]
    words: re.Pattern[str]
    noun_after_type: re.Pattern[str]
    company: re.Pattern[str]
    firm: re.Pattern[str]
    listed: re.Pattern[str]
    route: re.Pattern[str]
    festival: re.Pattern[str]
    counted: frozenset[str]
    meeting: re.Pattern[str]
    quoted: re.Pattern[str]
    before: tuple[str, ...]
    bracket_before: tuple[str, ...]
    bracket_after: re.Pattern[str]
    gate: re.Pattern[str]
    crossing: re.Pattern[str]
    title: re.Pattern[str]
    government: re.Pattern[str]
    not_after: frozenset[str]
    not_before: re.Pattern[str]
    before_anyway: re.Pattern[str]
    points: frozenset[str]
    points_before: re.Pattern[str]
    points_after: re.Pattern[str]
    border_before: re.Pattern[str]
    border_after: re.Pattern[str]


@cache
def context() -> Context:
    """Return the Chinese rules' words, compiled."""
    raw: dict[str, dict[str, list[str]]] = load("toponym_context.toml")["zh"]
    guards: dict[str, list[str]] = load("region_mentions.toml")["guards"]
    embedded, county = raw["embedded"], raw["county"]
    stops = "".join(f"(?!{re.escape(word)})" for word in embedded["stop_words"])
    passable = _any(embedded["passable"])
    letter = rf"(?:{stops}[^{re.escape(''.join(embedded['stops']))}]|{passable})"
    between = rf"{letter}{{0,{embedded['reach']}}}?"
    loose = [noun for noun in embedded["nouns"] if noun not in set(embedded["tight"])]
    return Context(
        never=frozenset(county["never"]),
        never_beside=frozenset(county["never_beside"]),
        known=frozenset(county["known"]),
        words_above=frozenset(county["words_above"]),
        typed_words=frozenset(county["typed_words"]),
        typed_strict=frozenset(county["typed_strict"]),
        foreign_ends=frozenset(embedded["foreign_ends"]),
        transliteration=frozenset(embedded["transliteration"]),
        foreign_letters=frozenset(embedded["foreign_letters"]),
        loose_noun=re.compile(rf"{between}(?:{_any(loose)})|{letter}{{1,4}}?(?:{_any(embedded['near'])})"),
        words=re.compile(_any(embedded["words"])),
        tight_noun=re.compile(rf"(?:{_any(embedded['nouns'])})"),
        noun_after_type=re.compile(rf"{between}(?:{_any(embedded['after_type'])})"),
        company=re.compile(rf"(?:{_any(embedded['industries'])})(?={_any(embedded['industries_end'])})"),
        firm=re.compile(rf"[^{_BREAKS}]{{1,18}}?(?:{_any(embedded['firms'])})"),
        listed=re.compile(
            rf"[^{_BREAKS}等]{{2,14}}(?:、[^{_BREAKS}等]{{2,18}}){{0,8}}等[^，。；、地省市县区国城州]{{0,4}}?(?:{_any(embedded['listed'])})"
        ),
        festival=re.compile(rf"国际[^{_BREAKS}，]{{1,8}}?(?:{_any(embedded['festivals'])})(?!议)"),
        route=re.compile(rf"(?:[至经—-][^{_BREAKS}乘坐开往]{{2,4}}){{1,3}}?(?:{_any(embedded['routes'])})"),
        counted=frozenset(embedded["counted"]),
        meeting=re.compile(rf"[^，。；、：\n]{{0,20}}?(?:{_any(embedded['meetings'])})"),
        quoted=re.compile(rf"[^{_CLOSING}，。；：、！？“‘\s]{{1,{embedded['quoted']}}}[{_CLOSING}]"),
        before=tuple(embedded["before"]),
        bracket_before=tuple(embedded["bracket_before"]),
        bracket_after=re.compile(_any(embedded["bracket_after"])),
        gate=re.compile(_any(embedded["gates"])),
        crossing=re.compile(_any(embedded["crossings"])),
        title=re.compile(rf"[^》\n]{{0,14}}?(?:{_any(embedded['titles'])})》"),
        government=re.compile(_any(embedded["government"])),
        not_after=frozenset(guards["zh_not_after"]),
        not_before=re.compile(_any(guards["zh_not_before"])),
        before_anyway=re.compile(_any(guards["zh_before_anyway"])),
        points=frozenset(guards["zh_points"]),
        points_before=re.compile(_any(guards["zh_before"])),
        points_after=re.compile(rf"(?:{_any(guards['zh_after'])})$"),
        border_before=re.compile(_any(guards["zh_border_before"])),
        border_after=re.compile(rf"(?:{_any(guards['zh_border_after'])})$"),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def read(page: Page, number: int) -> Iterator[Candidate]:
    """Yield the candidates for hit `number` of the page: none when it is no toponym, two for 济南|市中区."""
    hit = page.hits[number]
    region = first(hit.senses, "region")
    loose = first(hit.senses, "loose")
    if region:
        yield Candidate(start=hit.start, end=hit.end, region=region.code)
    elif loose:
        if _is_region(page, hit):
            yield Candidate(start=hit.start, end=hit.end, region=loose.code)
    elif any(sense.kind == "unit" for sense in hit.senses):
        yield from _units(page, number)
    elif first(hit.senses, "foreign") and not _is_part_of_a_person(page, number):
        foreign = tuple(sense for sense in hit.senses if sense.kind == "foreign")
        embedded = _embedding(page.folded, hit.start, hit.end, typed=False)
        yield Candidate(start=hit.start, end=hit.end, foreign=foreign, embedded=embedded)


def _is_part_of_a_person(page: Page, number: int) -> bool:
    """Whether a short foreign name runs on into letters that write foreign names: 阿巴|斯, 约翰|尼斯."""
    hit, letters = page.hits[number], context().foreign_letters
    if (
        hit.end - hit.start > _SHORTEST
        or any(sense.code.isdigit() for sense in hit.senses)
        or hit.senses[0].level == "country"
    ):
        return False
    follows = number + 1 < len(page.hits) and page.hits[number + 1].start == hit.end
    precedes = number > 0 and page.hits[number - 1].end == hit.start
    after, before = page.folded[hit.end : hit.end + 1], page.folded[max(0, hit.start - 1) : hit.start]
    return (after in letters and bool(after) and not follows) or (before in letters and bool(before) and not precedes)


def _is_region(page: Page, hit: Hit) -> bool:
    rules, text = context(), page.folded
    name, before, after = (
        text[hit.start : hit.end],
        text[max(0, hit.start - 6) : hit.start],
        text[hit.end : hit.end + 6],
    )
    if before[-1:] in rules.not_after and not before.endswith(("我国", "中国", "全国", "祖国")) and before:
        return False
    if rules.not_before.match(after) and not rules.before_anyway.match(after):
        return False
    if name in rules.points and before[-1:] in "东中西" and before:
        return False  # 中西部 is read as a whole, by `coordination`
    if name in rules.points:
        return bool(rules.points_before.match(after) and rules.points_after.search(before))
    if name in ("边疆", "边境"):
        return bool(rules.border_before.match(after) or rules.border_after.search(before))
    return True


def _units(page: Page, number: int) -> Iterator[Candidate]:
    hit, text = page.hits[number], page.folded
    name = text[hit.start : hit.end]
    if name in context().foreign_ends and _ends_foreign_name(page, number):
        return
    units = in_force(hit)
    full = tuple(sense for sense in units if sense.full)
    if not full and _is_county(hit) and (_HILL.match(text, hit.end) or _is_everyday(page, number, name)):
        return
    senses = full or units
    codes = tuple(dict.fromkeys(sense.code for sense in senses))
    split = hit.start + _split_point(name, codes[0])
    if split > hit.start:
        parent = gazetteer().unit(codes[0]).parent
        yield Candidate(start=hit.start, end=split, codes=(parent,), inner=(hit.start, split))
    around = _is_followed(page, number + 1, hit.end)
    embedded = _joined_name(page, number) if around else _embedding(text, split, hit.end, typed=bool(full))
    yield Candidate(
        start=split,
        end=hit.end,
        codes=codes,
        typed=bool(full),
        weak=_is_weak(text[split : hit.end], codes, typed=bool(full)),
        old=all(sense.old for sense in senses),
        embedded=embedded,
        national=name == "北京" and not embedded and capitals.stands_for_government_zh(page, number),
        metonym=_acts(text, split, hit.end),
        placed=_PLACED.search(text[max(0, split - 2) : split]) is not None
        and (_is_plain_county(name, typed=bool(full)) or _CLAUSE.match(text, hit.end) is not None),
        inner=(split, hit.end),
    )


def _is_everyday(page: Page, number: int, name: str) -> bool:
    """Whether a county's name is an everyday word, and no larger unit before it and mark behind it says otherwise."""
    if name not in context().never:
        return False
    hit, before = page.hits[number], page.hits[number - 1] if number else None
    if name in context().never_beside or not _LISTED.match(page.folded, hit.end):
        return True
    if before is None or before.end != hit.start:
        return True
    around = {sense.code for sense in before.senses if sense.kind == "unit"}
    return not any(around & set(gazetteer().lineage(sense.code)[1:]) for sense in hit.senses if sense.kind == "unit")


def _is_plain_county(name: str, *, typed: bool) -> bool:
    """Whether a name with its type word is a county behind a word of place: 在滑县, but not 在城区."""
    return typed and name not in context().typed_strict


def _is_county(hit: Hit) -> bool:
    return all(sense.level == "county" for sense in hit.senses if sense.kind == "unit")


def _is_followed(page: Page, number: int, start: int) -> bool:
    """Whether hit `number` begins at `start` and is a unit or a fixed name: what follows then belongs to that one."""
    if number >= len(page.hits) or page.hits[number].start != start:
        return False
    hit = page.hits[number]
    if any(sense.kind == "word" or sense.full for sense in hit.senses):
        return True
    name = page.folded[hit.start : hit.end]
    return first(hit.senses, "unit") is not None and not (_is_county(hit) and name in context().never)


def _joined_name(page: Page, number: int) -> str:
    """Return the end of a name that the unit makes with the one right after it (成都|双流|机场), else an empty text."""
    following, rules = page.hits[number + 1], context()
    if all(sense.kind == "word" for sense in following.senses):
        noun = rules.tight_noun.match(page.folded, following.start)
        match = noun if noun and noun.end() >= following.end else rules.crossing.match(page.folded, following.end)
    elif _is_apart(page.hits[number], following):
        noun = rules.tight_noun.match(page.folded, following.start)
        longer = _embedding(page.folded, following.start, following.end, typed=False)
        return noun.group() if noun and noun.end() >= following.end else longer
    else:
        match = rules.gate.match(page.folded, following.end) if _is_county(following) else None
    return match.group() if match else ""


def _is_apart(one: Hit, other: Hit) -> bool:
    """Whether neither of two units side by side lies in the other: both can be part of one name (果洛|西宁|中学)."""
    codes = [{sense.code for sense in in_force(hit)} for hit in (one, other)]
    around = [{part for code in found for part in gazetteer().lineage(code)} for found in codes]
    return not (codes[0] & around[1] or codes[1] & around[0])


def _is_weak(name: str, codes: tuple[str, ...], *, typed: bool) -> bool:
    """Whether a name counts only with support: a county without its type word, or one that reads as a word."""
    if any(gazetteer().unit(code).level != "county" for code in codes):
        return name in context().words_above
    if typed:
        return name in context().typed_words or len(name) == _SHORTEST
    return name not in context().known and len(name) == _SHORTEST


def _ends_foreign_name(page: Page, number: int) -> bool:
    """Whether a name like 克州 is the end of a longer foreign one: 库尔斯|克州."""
    start = page.hits[number].start
    joined = number > 0 and page.hits[number - 1].end == start
    return start > 0 and not joined and page.folded[start - 1] in context().transliteration


def _split_point(name: str, code: str) -> int:
    """Return where 济南市中区 is cut into the city and its district 市中区; 0 for any other name."""
    unit = gazetteer().unit(code)
    if unit.name_zh.startswith("市") and len(name) > len(unit.name_zh):
        return len(name) - len(unit.name_zh)
    return 0


def _embedding(text: str, start: int, end: int, *, typed: bool) -> str:
    rules = context()
    reach = text[end : end + _REACH]
    if text[max(0, start - _TITLE_REACH) : start].endswith(rules.before):
        return text[max(0, start - _SHORTEST) : start]
    if reach[:1] in _NAME_ENDS or rules.government.match(reach):
        return ""
    if typed:
        match = rules.noun_after_type.match(reach)
    else:
        tight = None if rules.words.match(reach) else rules.tight_noun.match(reach)
        match = tight or rules.loose_noun.match(reach) or rules.company.match(reach) or rules.firm.match(reach)
        match = match or rules.listed.match(text, end, end + _LIST_REACH)
    match = match or rules.route.match(reach) or rules.festival.match(reach)
    if match is None and text[max(0, start - 1) : start] in rules.counted:
        match = rules.meeting.match(reach)
    if match is None and reach.startswith(_CLOSING_BRACKETS) and text[max(0, start - 1) : start] in _OPENING_BRACKETS:
        of_it = text[: start - 1].endswith(rules.bracket_before) if start > 1 else False
        match = rules.meeting.match(reach, 1) or (_BRACKET if of_it else rules.bracket_after).match(reach, 1 - of_it)
    if match is None and text[max(0, start - 1) : start] in _OPENING:
        match = rules.quoted.match(reach)
    if match is None and _OPEN_TITLE.search(text, max(0, start - _TITLE_REACH), start):
        match = rules.title.match(reach)
    return match.group() if match else ""


def longer_name(text: str, end: int) -> str:
    """Return the rest of a longer name that begins before `end` (深港|现代服务业合作区), else an empty text."""
    match = context().loose_noun.match(text, end, end + _REACH)
    return match.group() if match else ""


def _acts(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 4) : start], text[end : end + 3]
    asked = before.endswith(("要求", "希望", "勉励", "支持", "指导", "督促", "嘱托"))
    return asked or after.startswith(
        ("要", "应", "须", "将", "必须", "已", "坚持", "加快", "积极", "全力", "组织", "出台")
    )


def joined(text: str, end: int, start: int) -> bool:
    """Whether nothing, or only 的 or a bracket, stands between two names."""
    return end == start or text[end:start] in ("的", "（", "(", "·", "—", "-")


def listed(text: str, end: int, start: int) -> bool:
    """Whether two names are neighbours in a list: 大连、沈阳."""
    return text[end:start] in ("、", "和", "与", "及", "以及", "，")
