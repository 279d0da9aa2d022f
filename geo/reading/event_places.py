"""Where an event took place: what its sentence states, what a "the municipality" points back to, the dateline."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from geo.reading.sentences import dateline as dateline_of
from geo.records import Document, Mention, Sentence

Source = Literal["stated", "dateline", "none"]

_LOCATIVE = re.compile(
    r"\b(?:in|at|to|near|off|outside|across|for|trip to|visit(?:s|ed)?"
    r"|(?<!with )(?<!by )(?<!the )visiting|tour(?:s|ed|ing)?(?: of)?"
    r"|inspect(?:s|ed|ing)?|hits?|jolt(?:s|ed)?|struck|rocked|depart(?:s|ed|ing)?(?: [\w']+){0,4} from)\s+"
    r"(?:(?!and\b|to\b|on\b|with\b|from\b)[\w'’.-]+,?\s+){0,7}$",
    re.IGNORECASE,
)
_ZH_LOCATIVE = re.compile(
    r"(?:在|赴|到|于|来到|走进|深入|前往|抵达|抵|位于|支持|访问|考察了?|视察|调研|察看|回到|至|参观了?)(?:了)?(?:[“《]|我国|中国|位于|地处|湖北?|东部|西部|南部|北部)?$"
)
_ZH_SUBJECT = re.compile(r"^[^，。；]{0,16}?(?:发生|出现|遭遇|遭受|举行|召开|印发|出台|发布|启动|普降|迎来)")
_JOINED = re.compile(
    r"^(?:、|和|与|及|以及|, | and |, and |,? as well as )(?:the (?:city|cities|county|counties) of )?$"
)
_CHAINED = re.compile(
    r"^(?:|['’]s |,? ?(?:[a-z]+(?:ern)? )?(?:[Cc]hina['’]s )?|, China|\s?[（(]?|市|省|，"
    r"|, (?:an? |the )(?:[\w-]+ ){0,4}?(?:city|county|town|district|prefecture) (?:in|of) "
    r"(?:[a-z]+(?:ern)? )?(?:China['’]s )?)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where an event was: codes (several for a tour of several), the name as written, and how it is known."""

    codes: tuple[str, ...]
    name: str
    source: Source
    foreign: bool = False
    reason: str = ""

    @classmethod
    def nowhere(cls) -> Where:
        """No place is stated."""
        return cls(codes=(), name="", source="none")


def stated(document: Document, sentence: Sentence, mentions: Sequence[Mention], trigger: int) -> Where:
    """Return the place a sentence states for the event told at the offset `trigger` of the document."""
    text = document.text
    ends = {one.end for one in mentions}
    chains = [chain for chain in addresses(text, mentions) if _located(text, sentence, chain, ends)]
    if not chains:
        return Where.nowhere()
    toured = next((chain for chain in chains if _TOURED.search(text[trigger : chain[0].start])), None)
    if toured is not None:
        return _read(toured, addresses(text, mentions), text)
    best = min(chains, key=lambda chain: _distance(chain, trigger, document.lang))
    smaller = [chain for chain in chains if _deepest(chain) != _deepest(best) and _nested(best[-1], chain[0])]
    best = max([best, *smaller], key=lambda chain: len(stem(_deepest(chain))))
    return _read(best, addresses(text, mentions), text)


_MANY = re.compile(r"等(?:多|各|\d+|[一二三四五六七八九十]+)个?(?:省|市|县|区|城市|地|地区)")


def one_of_many(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether the places named only exemplify many (北京、深圳等15个城市), so that none of them is the place."""
    return any(_MANY.match(text, mention.end) for mention in mentions)


# What the words of a tour name is where it went, whatever stops the sentence lists besides.
_TOURED = re.compile(
    r"^(?:during (?:an?|his|her|the) |on (?:an?|his|her) |an? )?(?:inspection|research|fact-finding|study|working) "
    r"(?:tours?|trips?|visits?) (?:to|in|of|across|around) (?:the )?(?:(?:city|cities|county|counties) of )?"
    r"(?:[a-z]+ )?(?:China['’]s )?$",
    re.IGNORECASE,
)


def _distance(chain: Sequence[Mention], trigger: int, lang: str) -> tuple[bool, int]:
    """Chinese states the place before the verb, English after it; the nearest counts."""
    before = chain[0].start < trigger
    return (before != (lang == "zh"), abs(chain[0].start - trigger))


def addresses(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Group neighbours that make up one address (陕西|宁陕县; Changsha, Hunan Province).

    Of two units in one longer name (果洛|西宁|民族中学) the second is where the thing stands.
    """
    chains: list[list[Mention]] = []
    owners = {one.end for one in mentions if one.embedded} & {one.start for one in mentions if one.embedded}
    for mention in (one for one in mentions if one.end not in owners):
        if chains and _nested(chains[-1][-1], mention) and _CHAINED.match(text[chains[-1][-1].end : mention.start]):
            chains[-1].append(mention)
        else:
            chains.append([mention])
    return chains


def stem(code: str) -> str:
    """Return the leading digits that a unit's code shares with the units inside it."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def inside(inner: str, outer: str) -> bool:
    """Whether a unit lies in another, or is it.

    >>> inside("500107", "500000"), inside("500000", "500107")
    (True, False)
    """
    return inner.startswith(stem(outer))


def _nested(left: Mention, right: Mention) -> bool:
    if left.foreign and right.foreign:
        return True
    if not left.code or not right.code:
        return False
    return inside(left.code, right.code) or inside(right.code, left.code)


# Who comes from a place is not there: a delegation, a team.
_SENT = re.compile(r"(?:人大)?(?:代表团|代表队|参观团|考察团|经贸团|访问团)| (?:delegation|delegates|deputies)\b")
_SEATS = {"xiongan": "130000", "hengqin": "440400", "hetao": "440300"}
"""Regions without a code of their own that lie in one unit."""


def seated(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return mentions with the unit in which a new area lies as its code (Xiong'an: Hebei)."""
    return tuple(
        replace(one, code=_SEATS[one.region], level="province" if one.region == "xiongan" else "prefecture")
        if one.region in _SEATS
        else one
        for one in mentions
    )


def _located(text: str, sentence: Sentence, chain: Sequence[Mention], ends: Collection[int]) -> bool:
    first, last = chain[0], chain[-1]
    if text[first.start - 1 : first.start] in ("至", "到") and (
        first.start - 1 in ends or _SECTION.match(text, last.end)
    ):
        return False  # the far end of a line: 哈尔滨至蒂尔堡, 青白江东至镇江关段
    if _FINISHED.search(text, max(sentence.start, first.start - _NEAR), first.start) and _AFTER.match(text, last.end):
        return False  # whence somebody came
    if _SENT.match(text, last.end) or _BOUND_FOR.search(text, max(sentence.start, first.start - _NEAR), first.start):
        return False
    if (first.code is None and not first.foreign) or (first.level == "country" and not first.foreign):
        return False
    before, after = text[max(sentence.start, first.start - 70) : first.start], text[last.end : last.end + 30]
    if first.embedded:
        held = _AT.search(before) is not None and _HALL.match(text, last.end) is not None
        return held or _OF_PLACE.search(before) is not None
    if _ASKED_IN.search(before):
        return False
    if _ZH_LOCATIVE.search(before) or _LOCATIVE.search(before):
        return True
    if before.endswith("从") and _DEPARTS.match(after):
        return True
    return _OPENS.search(before) is not None and _ZH_SUBJECT.match(after) is not None


# Who is asked somewhere is not where it was asked: he asked officials in that province to….
_ASKED_IN = re.compile(
    r"\b(?:ask|tell|told|urg|order|instruct)\w* (?:\w+ ){0,3}?"
    r"(?:officials|authorities|governments?|cadres|departments|leaders) (?:in|of|from) (?:the )?$"
)
# What stands before the subject of a clause: nothing, a mark, or the end of a dateline (…电 ).
_OPENS = re.compile(r"(?:^|[，。：、；）)“]|电[ \u3000]+)$")
_DEPARTS = re.compile(r"[^，。；]{0,12}?(?:出发|始发|开出|发车|驶出|启程|起飞|出港)")
_FINISHED = re.compile(
    r"结束(?:了)?(?:在|对)?[^，。；]{0,8}$"
    r"|(?i:\b(?:after|having) (?:concluding|finishing|ending|wrapping up|completing|finished|concluded)\b[^.;]{0,12}$)"
)
_AFTER = re.compile(r"[^，。；]{0,12}?(?:考察|调研|访问|行程|活动|之行)?(?:后|之后|，)|[^.;]{0,40}?,")
_SECTION = re.compile(r"[^，。；]{0,3}?段")
# Where a new line goes is not where it was opened: 黄骅港开通到广州的航线.
_BOUND_FOR = re.compile(r"(?:开通|开行|开往|驶往|发往|飞往|直达|通往)[^，。；]{0,8}$")
_NEAR = 16


# A hall, a centre or a school is where its name says.
_AT = re.compile(r"\bat (?:the )?$")
_HALL = re.compile(
    r"(?: [A-Z][\w'’&-]*| and| of| for){0,6} (?:Cent(?:er|re)|Hall|School|University|College|Hospital|Museum|Stadium"
    r"|Palace|Square|Academy|Institute|Theat(?:er|re)|Gymnasium|Library)\b"
)
# A name inside the name of what was inspected says where that is.
_OF_PLACE = re.compile(
    r"(?:考察|调研|察看|视察|参观|来到|走进|(?<![达扩想回])到|赴|(?<![存现正所还])在|于)了?$"
    r"|\b(?:visit|tour|inspect)(?:s|ed|ing) (?:the )?$",
    re.IGNORECASE,
)


def _read(best: Sequence[Mention], chains: Sequence[Sequence[Mention]], text: str) -> Where:
    if all(mention.foreign for mention in best):
        return Where(codes=(), name=best[0].text, source="stated", foreign=True, reason="a place abroad is stated")
    joined = [chain for chain in _joined_with(best, chains, text) if _deepest(chain)] or [best]
    for outer in (joined[0][0], joined[-1][-1]):
        if len(joined) > 1 and outer.code and all(inside(_deepest(chain), outer.code) for chain in joined):
            reason = f"the sentence lists places in {outer.text!r}"
            return Where(codes=(outer.code,), name=outer.text, source="stated", reason=reason)
    codes = tuple(dict.fromkeys(_deepest(chain) for chain in joined))
    around = next((chain for chain in chains if len(codes) > 1 and _around(_deepest(chain), codes)), None)
    if around is not None:
        name = around[0].text
        return Where(
            codes=(_deepest(around),), name=name, source="stated", reason=f"the sentence lists places in {name!r}"
        )
    name = text[min(chain[0].start for chain in joined) : max(chain[-1].end for chain in joined)]
    return Where(codes=codes, name=name, source="stated", reason=f"the sentence states {name!r}")


def _around(outer: str, codes: Sequence[str]) -> bool:
    """Whether all of some units lie in another one."""
    return bool(outer) and outer not in codes and all(inside(code, outer) for code in codes)


def _joined_with(best: Sequence[Mention], chains: Sequence[Sequence[Mention]], text: str) -> list[Sequence[Mention]]:
    ordered = sorted([*chains], key=lambda chain: chain[0].start)
    place = ordered.index(best)
    group: list[Sequence[Mention]] = [best]
    for following in ordered[place + 1 :]:
        if not _JOINED.match(text[group[-1][-1].end : following[0].start]):
            break
        group.append(following)
    return group


def _deepest(chain: Sequence[Mention]) -> str:
    codes = [mention.code for mention in chain if mention.code]
    return max(codes, key=lambda code: (len(stem(code)), -codes.index(code)), default="")


# A zone, a port or a station lies in the unit that it is named after, unlike a company or a river.
_SITE = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:自贸试验区|自由贸易试验区|自贸区|开发区|经开区|高新区|新区|试验区|示范区|保税区|合作区|产业园|园区"
    r"|(?:第\d+届)?(?:亚运|亚残运|大运|全运|亚冬|园博|世园|广交|进博|服贸)会|机场|火车站|高铁站|港区|口岸|会展中心|会议中心|展览馆|博物馆|体育馆|体育中心|大剧院)"
    r"| (?:section|(?:pilot )?free[- ]trade zone|development zone|(?:railway )?station|(?:international )?airport)\b",
    re.IGNORECASE,
)
# Both ends of a line: what is between them is in neither.
_LINE_BEFORE = re.compile(r"\w-$")


def only_one(mentions: Sequence[Mention], text: str = "") -> Where:
    """Return the smallest unit of a sentence when all the units it names lie within one another.

    With the document's `text`, a unit inside the name of a zone or a port (新疆自贸试验区) counts where no other is.
    """
    home = [mention for mention in mentions if mention.code and not mention.embedded]
    home = home or [mention for mention in mentions if mention.code and text and _SITE.match(text, mention.end)]
    starts = {other.start for other in home}
    ends = [one for one in mentions if one.code and one.embedded and one.end + 1 in starts]
    if text and ends and _LINE_BEFORE.search(text, max(0, home[-1].start - 2), home[-1].start):
        return along(ends, home[-1])
    smallest = max(home, key=lambda mention: len(stem(mention.code or "")), default=None)
    if smallest is None or not smallest.code or any(mention.foreign for mention in mentions):
        return Where.nowhere()
    if not all(inside(smallest.code, mention.code or "") for mention in home):
        return Where.nowhere()
    reason = f"the only place of the sentence is {smallest.text!r}"
    return Where(codes=(smallest.code,), name=smallest.text, source="stated", reason=reason)


def along(ends: Sequence[Mention], last: Mention) -> Where:
    """Return the province in which both ends of a line lie; nowhere when they lie in two."""
    provinces = {f"{(one.code or '')[:2]}0000" for one in (*ends, last)}
    if len(provinces) > 1:
        return Where.nowhere()
    return Where(codes=tuple(provinces), name=last.text, source="stated", reason="both ends of the line lie there")


def dateline(document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> Where:
    """Return the place of the article's dateline; nowhere without one."""
    body = [sentence for sentence in sentences if sentence.role == "body"]
    for sentence in body[:_HEAD]:
        line = dateline_of(document, sentence)
        if line is None:
            continue
        for mention in mentions:
            if line.place_start <= mention.start < line.place_end:
                return _filed_at(mention)
    return Where.nowhere()


_HEAD = 6  # body sentences among which a dateline can stand, when lines of the page come first


def _filed_at(mention: Mention) -> Where:
    if mention.foreign:
        return Where(codes=(), name=mention.text, source="dateline", foreign=True, reason="dateline abroad")
    codes = (mention.code,) if mention.code else ()
    return Where(codes=codes, name=mention.text, source="dateline", reason="only the dateline")
