"""When a name in Chinese characters is no place by itself: in a longer name, a work's title, a line, a river.

The words are in ``geo/data/toponym_context.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from geo.reading import named_sites
from geo.reading.patterns import load

_SHORTEST = 2
_TITLE_REACH = 6
# With one of these behind it no name goes on.
_NAME_ENDS = frozenset(("", *"的、，。；：！？和与等将对被把》”’\n "))
_REACH, _SHOW_REACH, _LIST_REACH = 24, 32, 100
_BREAKS = "的在和与及将对从向把被，。；：、！？“”《》\\s"
_OPENING, _CLOSING = ("“", "‘", "「", "『"), "”’」』"
_OPENING_BRACKETS, _CLOSING_BRACKETS = ("（", "("), ("）", ")")
_BRACKET = re.compile(r"[）)]")
_OPEN_TITLE = re.compile(r"《[^》]*$")
_LONGEST_TITLE = 18


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
    show: re.Pattern[str]
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
        noun_after_type=re.compile(rf"{between}(?:{_any(embedded['after_type'])}|分行(?!业))"),
        company=re.compile(
            rf"(?:{_any(embedded['industries'])})(?={_any(embedded['industries_end'])})"
            rf"|(?:{_any(embedded['industries_firm'])})(?!{_any(embedded['trade'])})"
        ),
        firm=re.compile(rf"[^{_BREAKS}]{{1,18}}?(?:{_any(embedded['firms'])})"),
        listed=re.compile(
            rf"[^{_BREAKS}等]{{2,14}}(?:、[^{_BREAKS}等]{{2,18}}){{0,8}}等[^，。；、地省市县区国城州]{{0,4}}?(?:{_any(embedded['listed'])})"
        ),
        festival=re.compile(rf"{letter}{{0,3}}?国际[^{_BREAKS}，]{{1,8}}?(?:{_any(embedded['festivals'])})(?!议)"),
        route=re.compile(rf"(?:[至经—-][^{_BREAKS}乘坐开往]{{2,4}}){{1,3}}?(?:{_any(embedded['routes'])})"),
        show=re.compile(
            rf"(?!{_any(embedded['shown'])})(?:(?!{_any(embedded['shown'])})[^的在将对从向把被，。；：、！？“”《》\s]){{2,22}}?(?:{_any(embedded['shows'])})(?![出示现开览])"
            rf"|国家级[^的在将对从向把被，。；：、！？“”《》\s]{{2,22}}?(?:{_any(embedded['state_level'])})"
        ),
        counted=frozenset(embedded["counted"]),
        meeting=re.compile(rf"[^，。；、：\n]{{0,20}}?(?:{_any(embedded['meetings'])})"),
        quoted=re.compile(rf"[^{_CLOSING}，。；：、！？“‘\s]{{1,{embedded['quoted']}}}[{_CLOSING}]"),
        before=tuple(embedded["before"]),
        bracket_before=tuple(embedded["bracket_before"]),
        bracket_after=re.compile(_any(embedded["bracket_after"])),
        gate=re.compile(_any(embedded["gates"])),
        crossing=re.compile(
            rf"(?:{_any(embedded['crossings'])})"
            rf"|(?:(?!边|畔|[两沿]岸|沿线|流域|考察|调研|建设|开展|举办|走访|参观)[^{_BREAKS}\d]){{0,6}}?(?:{_any(embedded['crossings_far'])})"
        ),
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


def embedding(text: str, start: int, end: int, *, typed: bool) -> str:
    """Return what makes the name `[start, end)` part of a longer one, else an empty text.

    `typed` tells that the name carries its type word: then fewer words make it part of another.
    """
    if typed:
        return _longer(text, start, end, typed=True)
    return _longer(text, start, end, typed=False) or _linked(text, start, end) or named_sites.part_of(text, start, end)


# The end of a chain of places joined by strokes, and of a list of lines from place to place.
_STROKE = "—–－-"
_CHAIN = re.compile(
    rf"(?:[(（][^)）]{{2,6}}[)）])?(?:[{_STROKE}][^，。；：、]{{2,5}}?(?:[(（][^)）]{{2,6}}[)）])?){{0,5}}[^，。；：、{_STROKE}]{{0,14}}?"
    r"(?:班列|专列|铁海联运|科技集群|创新集群|多样性框架|赛段|往返航班|带|圈|走廊|通道|特高压|直流工程|城市群|廊道|合作区|高铁|铁路|高速|公路|航线|线|段|管道)"
)
_END = r"[^，。；：、乘坐开往]{2,6}"
_LINES = re.compile(
    rf"(?:[至到]{_END}?)?(?:、{_END}[至到]{_END}(?:[至到]{_END})?){{0,6}}(?:等)?[^，。；：、乘坐开往]{{0,16}}?"
    r"(?:新线|线路|高铁|铁路|航线|通道|高速公路|班列|专线|高等级公路|(?<!调研)(?<!考察)(?<!两省)公路(?!建设)|动车|天然气管道|输变电工程|输电工程|直流工程|交流工程|特高压|输气管道)"
)
# Stations between which trains run: 北京西、上海虹桥与香港西九龙站间.
_STATIONS = re.compile(r"[\u4e00-\u9fff]{0,4}?(?:[、与和至到][\u4e00-\u9fff]{2,8}?){1,5}站(?:之间|间)")
_STATION = re.compile(r"[\u4e00-\u9fff]{0,4}?站(?:之间|间)")
# What happened once is kept in memory: 纪念延安双拥运动80周年.
_REMEMBERED = re.compile(r"[^，。；、的]{0,8}?(?:运动|起义|战役|会战|大捷|整风)[\d一二三四五六七八九十百]{1,4}周年")
_TO_BEFORE = re.compile(r"[至到]$")
# A river that is named like a city, in a list of rivers: 牡丹江、松花江等12条河流.
_RIVERS = re.compile(r"(?:、[^，。；、]{1,6}[江河湖]){0,8}等[^，。；]{0,8}(?:河流|江河|流域|河段|干流|支流|湖泊)")
_WATERS = ("江", "河", "湖")
# A work's title holds no place; a document's does: 《最忆是杭州》, but 《关于支持浙江…的意见》.
_WORK = re.compile(r"《([^《》\n]{1,16})》")
_DOCUMENT = re.compile(
    r"(?:意见|通知|规划|纲要|方案|条例|办法|规定|决定|决议|报告|计划|措施|公告|公报|通报|清单|细则|规则|协议|标准|指南|批复|要点|文件|白皮书|蓝皮书|目录|倡议|章程)$"
)


def _linked(text: str, start: int, end: int) -> str:
    """Return what a chain, a list of lines or rivers, or a work's title makes of a name, else an empty text."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    served = _STATIONS.match(text, end) or _STATION.match(text, end) or _REMEMBERED.match(text, end)
    if served:
        return served.group()
    if (before and before in _STROKE) or (after and after in _STROKE):
        match = _CHAIN.match(text, end, end + _LIST_REACH)
    elif after in ("至", "到") or _TO_BEFORE.search(before):
        match = _LINES.match(text, end, end + _LIST_REACH)
    else:
        match = _RIVERS.match(text, end, end + _LIST_REACH) if text.endswith(_WATERS, start, end) else None
    if match is None and _OPEN_TITLE.search(text, max(0, start - _LONGEST_TITLE), start):
        work = _WORK.match(text, text.rindex("《", 0, start))
        match = work if work and not _DOCUMENT.search(work[1]) else None
    return match.group() if match else ""


# A forum, a document's number (某委〔2023〕2号), an office's site, a regiment: begun by a name with its type word too.
_ISSUED = re.compile(
    r"[^的在将对从向把被同与和会出参来等是落此本届次，。；：、！？“”《》\s]{1,8}?(?:发展|合作|创新|高峰|高层|国际)论坛|"
    r"第[一二三四五六七八九十百\d]{1,4}届[^的在将，。；：、“”《》\s]{1,16}?(?:运动会|博览会|艺术节|文化节|旅游节|大赛|锦标赛)|"
    r"[\u4e00-\u9fff]{1,4}[〔［\[(（]\d{4}[〕］\])）]第?\d+号|(?:人民)?政府(?:门户)?网|政务网|第?[一二三四五六七八九十百零〇\d]{1,4}团(?![结队体员委])"
)


def line_from(text: str, start: int, end: int) -> str:
    """Return the rest of a line that begins at the name `[start, end)` (隆昌|至贵州某地铁路), else an empty text."""
    return _linked(text, start, end) if text[end : end + 1] in ("至", "到") else ""


# The branch of an institute: 某研究院天津基地.
_INSTITUTE = re.compile(r"(?:[^省市县区]院|研究所)$")
_BRANCH = re.compile(r"[\u4e00-\u9fff]{0,3}?(?:基地|分院|院区|园区|校区|中心|试验站)")


def _longer(text: str, start: int, end: int, *, typed: bool) -> str:
    rules = context()
    reach = text[end : end + _REACH]
    branch = _BRANCH.match(reach) if _INSTITUTE.search(text, max(0, start - 3), start) else None
    if branch:
        return branch.group()
    issued = _ISSUED.match(text, end)
    if issued:
        return issued.group()
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
    match = (
        match
        or rules.route.match(reach)
        or rules.festival.match(reach)
        or rules.show.match(text, end, end + _SHOW_REACH)
    )
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
