"""Names in Chinese that a place's name begins with no noun behind it to tell: what stands before it or after it does.

A station is called after the side of its city, an airport by its own name; a branch, a river, a school and what is
held every year are told by their surroundings. The words are in ``geo/data/toponym_context.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from geo.reading.patterns import load

_REACH, _LIST_REACH, _BEFORE = 24, 100, 12
_RAILWAY_REACH, _FLIGHT_REACH = 60, 40
# Letters that stand in no name of a school or works.
_NONE = r"的在将对从向把被同与和会出参来等是让使这一那家每个到当走进新数\d，。；：、！？“”《》\s"
# What is done to or at a school or works is no part of its name.
_DONE = (
    "考察|调研|走访|察看|视察|参观|慰问|看望|检查|关停|关闭|停办|拆除|整治|新建|扩建|改建|重建|改造|建设|支持|推进|推动"
    "|加强|加快|组织|要求"
)
# Attributes that stand before a school: one of them, and of no name.
_SOME = (
    "灾区|受灾|震区|山区|牧区|边境|沿边|边远|偏远|乡镇|城镇|城乡|贫困|基层|中小|各|农村|乡村|部分|所有|多所|全部|一些|不少"
    "|有关|相关|民办|公办|寄宿|特殊|技工|职业|高等|中等|普通|大中小"
)
# A school's or factory's own name behind the place: 北京景山学校, 上海电子管三厂.
_SCHOOL = re.compile(
    rf"(?!{_DONE})(?:(?!{_SOME})[^所{_NONE}]{{2,4}}(?<!中小)学校|[^大{_NONE}]{{1,5}}[^工大]厂(?![商房家长化胡]))"
)
# What the state runs there: 赣州国家区域医疗中心. The port of a group: 山东港口日照港.
_STATE = re.compile(
    r"国家(?!级)[^的在将对从向把被，。；：、！？“”《》\s]{1,12}?(?:中心|实验室|基地|试验区|先行区|平台)"
    r"|港口(?![与和及赴同至到对向])[\u4e00-\u9fff]{2,3}(?<!香)港"
)
# A station called after the side of its city: 贵阳北方向, 日照西至兰考南站, 桂林西、深圳北等10个车站.
_SIDE = re.compile(
    r"[东西南北](?:至(?=[^，。；]{2,24}?(?:段|站|铁路|高铁|城际|最快|间|只需|快线))|(?=最快|只需|仅需|的[CDG]\d)|方向|开往"
    r"|始发(?!地)|(?:、[^，。；、]{2,5})*等\d*个?车站)"
)
# What kept a return to the motherland in memory: 澳门回归祖国25周年大会.
_RETURNED = re.compile(
    r"回归(?:祖国)?[\d一二三四五六七八九十]{1,4}周年[^，。；、]{0,8}?(?:大会|晚会|酒会|招待会|展|活动)"
)
# A crop in a list of goods that are called after where they grow: 从五常大米到茂名荔枝、.
_CROP = re.compile(
    r"(?:荔枝|芒果|龙眼|香蕉|柑橘|橘子|樱桃|葡萄|苹果|猕猴桃|草莓|石榴|柿子|核桃|板栗|花生|花椒|辣椒|生姜|洋葱|马铃薯|土豆|大米|小米|香菇|木耳"
    r"|胡萝卜|西瓜|蜜瓜|甜瓜|枇杷|杨梅|山楂|百合|莲子|藕|芋头|山药|黄花|茶叶|咖啡|沙棘|枸杞)(?=[、，。；）等])"
)
# A slogan or brand in quotation marks that ends with a place, or goes on behind a dot: “冬游四川”, “知音湖北·南国冰雪”.
# What a province is to become is asked of the province (“健康河南”建设), and what somebody says is no slogan.
_SLOGAN = re.compile(
    r"(?<![：:])[“‘《](?!健康|法治|平安|美丽|清廉|数字|文明|幸福|绿色|和谐|生态|活力|富饶|祖国|中国|建设|[^”’》]?我)"
    r"[^”’》，。、；：到—+和与在]{1,5}$"
)
_SLOGAN_ENDS = ("”", "’", "》", "·", "•", " ")
# A journey of promotion, and games that are called by place and year: “投资安徽行”, 杭州2022年亚运会.
_CALLED = re.compile(
    r"行[”》]|20\d\d年(?:夏季|冬季)?(?:冬奥会|冬残奥会|奥运会|残奥会|亚运会|亚残运会|亚冬会|大运会|全运会)"
)
_IN_LIST = re.compile(r"[、到从]$")
_YEARLY = re.compile(r"(?:(?<!\d)20\d\d(?:[·•]?中国[·•]?)?|(?:[届—\s“]|^)中国[·•]?)$")
_QUOTED = re.compile(r"[”》][ ，]?$")
_HALL = re.compile(r"厅(?![局级长])")
_FLOWN = re.compile(r"(?:国际)?机场|航线|飞往|起飞")
_BUREAU = re.compile(r"局(?![地部势面长])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """The words of ``toponym_context.toml`` that stand around such names."""

    terminals: frozenset[str]
    watery: frozenset[str]
    wide: frozenset[str]
    terminal: re.Pattern[str]
    flights: re.Pattern[str]
    bureau: re.Pattern[str]
    waters: re.Pattern[str]
    closed: re.Pattern[str]
    hosted: re.Pattern[str]
    centres: re.Pattern[str]
    yearly: re.Pattern[str]


@cache
def sites() -> Sites:
    """Return the words, compiled."""
    words: dict[str, list[str]] = load("toponym_context.toml")["zh"]["embedded"]
    count = r"(?:[两多\d一二三四五六七八九十新第首主要]+[个批条座处大]?)?"
    names = _any(words["terminals"])
    return Sites(
        terminals=frozenset(words["terminals"]),
        watery=frozenset(words["watery"]),
        wide=frozenset(words["wide"]),
        terminal=re.compile(
            rf"(?:{names})(?=[至到飞]|[、与和](?:[\u4e00-\u9fff]{{2,3}}?(?:{names})|[\u4e00-\u9fff]{{2,4}}(?:机场|[东西南北]?站))|机场|等\d|跑道|航线|执行|间|站|之间)"
        ),
        flights=re.compile(_any(words["flights"])),
        bureau=re.compile(_any(words["bureau"])),
        waters=re.compile(_any(words["waters"])),
        closed=re.compile(rf"(?:、[^，。；：、\n]{{2,12}}){{0,8}}等{count}(?:{_any(words['closed'])})"),
        hosted=re.compile(rf"(?:{_any(words['hosted'])})(?![政省市县业动为使驶])"),
        centres=re.compile(rf"(?:{_any(words['centres'])})$"),
        yearly=re.compile(
            r"(?:(?!召开|举办|举行|参加|出席|选手|各级)[^的在和与及将对从向把被，。；：、\s]){0,20}?"
            rf"(?:{_any(words['yearly'])})(?<![春季环关细情调章时礼]节)(?![能约日目点省气水度议堂])"
        ),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def part_of(text: str, start: int, end: int) -> str:
    """Return what makes the bare name `[start, end)` a station, a river, a branch or an event's, else an empty text.

    >>> part_of("列车开往贵阳北方向。", 4, 6), part_of("列车开往贵阳方向。", 4, 6)
    ('北方向', '')
    """
    before = text[max(0, start - _BEFORE) : start]
    reach = text[end : end + _REACH]
    for sign in (_branch, _water, _event):
        if found := sign(text, start, end, before, reach):
            return found
    if _IN_LIST.search(before) and (match := _CROP.match(text, end)):
        return match.group()
    kinds: tuple[re.Pattern[str], ...] = (_RETURNED, _CALLED, _SIDE, _STATE, _SCHOOL)
    if text[start:end] not in sites().wide:  # a province gives its name to no motorway, airport or basin of a list
        kinds = (sites().closed, *kinds)
    for kind in kinds:
        if match := kind.match(text, end, end + _LIST_REACH):
            return match.group()
    return terminal(text, end)


def _branch(text: str, start: int, end: int, before: str, reach: str) -> str:
    """Return a railway bureau, a centre of the state, or a hall that is called after the place."""
    rules = sites()
    if _BUREAU.match(reach) and rules.bureau.search(text, max(0, start - _RAILWAY_REACH), end + _RAILWAY_REACH):
        return "局"
    if rules.centres.search(before) and reach.startswith("中心"):
        return "中心"
    return _group(_HALL.match(reach))


def _water(text: str, start: int, end: int, before: str, reach: str) -> str:  # noqa: ARG001 - one form for all signs
    """Return a river or mountain that a unit is named after, or an airport called like its district."""
    rules, name = sites(), text[start:end]
    if name in rules.terminals and (match := _FLOWN.match(reach)):
        return match.group()
    return _group(rules.waters.match(reach)) if name in rules.watery else ""


def _event(text: str, start: int, end: int, before: str, reach: str) -> str:  # noqa: ARG001 - one form for all signs
    """Return what is held under the name of a place: behind a title, or every year."""
    rules = sites()
    if _SLOGAN.search(before) and reach.startswith(_SLOGAN_ENDS):
        return reach[:1]
    if _QUOTED.search(before) and (match := rules.hosted.match(reach)):
        return match.group()
    return _group(rules.yearly.match(reach)) if _YEARLY.search(before) else ""


def _group(match: re.Match[str] | None) -> str:
    return match.group() if match else ""


def terminal(text: str, end: int) -> str:
    """Return the airport or station that the city's name before `end` belongs to (上海|虹桥至成都), else an empty text.

    >>> terminal("上海虹桥至成都天府航线", 2), terminal("上海浦东、天津滨海两个新区", 2)
    ('虹桥', '')
    """
    rules = sites()
    match = rules.terminal.match(text, end)
    if match is None or not rules.flights.search(text, max(0, end - _FLIGHT_REACH), end + _FLIGHT_REACH):
        return ""
    return match.group()
