"""What surrounds a name in Chinese characters: longer names, loose regions, abbreviations, parents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geo.places.gazetteer import gazetteer
from geo.reading import capitals, han_names, named_sites
from geo.reading.candidates import Candidate
from geo.reading.lexicon import Hit, first, in_force
from geo.reading.pages import Page

_SHORTEST = 2
_LISTED = re.compile(r"[、，。；（到至]|等地")
_PLACED = re.compile(r"(?:在|赴|到|走进|深入|前往|抵达|位于|(?:考察|走访|调研|视察|察看|参观)了?)$")
_CLAUSE = re.compile(r"[，、]|考察|调研|举[行办]|召开|的|等地|开幕|启动|视察")
# A township or village of the unit before it: 房山|窦店镇, 密云|河南寨镇.
_TOWNSHIP = re.compile(r"[\u4e00-\u9fff]{1,4}?(?:[镇乡]|街道|村(?![民委里]))")
_HILL = re.compile(r"山(?![区东西南北地村乡坡洪体火林水脉])|脚下|山脚|景区|山脉")


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
        embedded = han_names.embedding(page.folded, hit.start, hit.end, typed=False)
        yield Candidate(start=hit.start, end=hit.end, foreign=foreign, embedded=embedded)


def _is_part_of_a_person(page: Page, number: int) -> bool:
    """Whether a short foreign name runs on into letters that write foreign names: 阿巴|斯, 约翰|尼斯."""
    hit, letters = page.hits[number], han_names.context().foreign_letters
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
    rules, text = han_names.context(), page.folded
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
    if name in han_names.context().foreign_ends and _ends_foreign_name(page, number):
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
    township = _TOWNSHIP.match(text, hit.end)
    if township and _begins_township(page, number):
        embedded = township.group()
    elif _is_followed(page, number + 1, hit.end):
        embedded = _joined_name(page, number)
    else:
        embedded = han_names.embedding(text, split, hit.end, typed=bool(full))
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
        placed=township is not None
        or (
            _PLACED.search(text[max(0, split - 2) : split]) is not None
            and (_is_plain_county(name, typed=bool(full)) or _CLAUSE.match(text, hit.end) is not None)
        ),
        inner=(split, hit.end),
    )


def _is_everyday(page: Page, number: int, name: str) -> bool:
    """Whether a county's name is an everyday word, and no larger unit before it and mark behind it says otherwise."""
    if name not in han_names.context().never:
        return False
    hit, before = page.hits[number], page.hits[number - 1] if number else None
    if name in han_names.context().never_beside or not _LISTED.match(page.folded, hit.end):
        return True
    if before is None or before.end != hit.start:
        return True
    around = {sense.code for sense in before.senses if sense.kind == "unit"}
    return not any(around & set(gazetteer().lineage(sense.code)[1:]) for sense in hit.senses if sense.kind == "unit")


def _is_plain_county(name: str, *, typed: bool) -> bool:
    """Whether a name with its type word is a county behind a word of place: 在滑县, but not 在城区."""
    return typed and name not in han_names.context().typed_strict


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
    return first(hit.senses, "unit") is not None and not (_is_county(hit) and name in han_names.context().never)


def _joined_name(page: Page, number: int) -> str:
    """Return the end of a name that the unit makes with the one right after it (成都|双流|机场), else an empty text."""
    following, rules = page.hits[number + 1], han_names.context()
    if terminal := named_sites.terminal(page.folded, following.start):
        return terminal
    if all(sense.kind == "word" for sense in following.senses):
        noun = rules.tight_noun.match(page.folded, following.start)
        match = noun if noun and noun.end() >= following.end else rules.crossing.match(page.folded, following.end)
    elif _is_apart(page.hits[number], following):
        if _TOWNSHIP.match(page.folded, following.end) and _begins_township(page, number + 1):
            return ""
        noun = rules.tight_noun.match(page.folded, following.start)
        longer = han_names.embedding(page.folded, following.start, following.end, typed=False)
        return noun.group() if noun and noun.end() >= following.end else longer
    elif line := han_names.line_from(page.folded, following.start, following.end):
        return line
    else:
        match = rules.gate.match(page.folded, following.end) if _is_county(following) else None
    return match.group() if match else ""


def _begins_township(page: Page, number: int) -> bool:
    """Whether a province's name right behind a smaller unit elsewhere can only begin a name in that unit."""
    hit, before = page.hits[number], page.hits[number - 1] if number else None
    if before is None or before.end != hit.start or not all(sense.level == "province" for sense in in_force(hit)[:1]):
        return False
    smaller = any(sense.kind == "unit" and sense.level != "province" for sense in before.senses)
    return smaller and _is_apart(before, hit)


def _is_apart(one: Hit, other: Hit) -> bool:
    """Whether neither of two units side by side lies in the other: both can be part of one name (果洛|西宁|中学)."""
    codes = [{sense.code for sense in in_force(hit)} for hit in (one, other)]
    around = [{part for code in found for part in gazetteer().lineage(code)} for found in codes]
    return not (codes[0] & around[1] or codes[1] & around[0])


def _is_weak(name: str, codes: tuple[str, ...], *, typed: bool) -> bool:
    """Whether a name counts only with support: a county without its type word, or one that reads as a word."""
    if any(gazetteer().unit(code).level != "county" for code in codes):
        return name in han_names.context().words_above
    if typed:
        return name in han_names.context().typed_words or len(name) == _SHORTEST
    return name not in han_names.context().known and len(name) == _SHORTEST


def _ends_foreign_name(page: Page, number: int) -> bool:
    """Whether a name like 克州 is the end of a longer foreign one: 库尔斯|克州."""
    start = page.hits[number].start
    joined = number > 0 and page.hits[number - 1].end == start
    return start > 0 and not joined and page.folded[start - 1] in han_names.context().transliteration


def _split_point(name: str, code: str) -> int:
    """Return where 济南市中区 is cut into the city and its district 市中区; 0 for any other name."""
    unit = gazetteer().unit(code)
    if unit.name_zh.startswith("市") and len(name) > len(unit.name_zh):
        return len(name) - len(unit.name_zh)
    return 0


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
