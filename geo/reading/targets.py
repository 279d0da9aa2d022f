"""Which places a demand is aimed at: those that its sentence names as addressee or object, else the article's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from geo.records import Mention

_NOT_TARGETS = frozenset(("belt_and_road", "eurasian_land_bridge"))
# Characters around a name that can say how it is meant: sentences without end must not cost the square of their length.
NEAR = 400

# Words that tie the demand to another place without asking anything of it.
_LINK = re.compile(
    r"(?:(?:align(?:ed|ment)?|dovetail|connect(?:ed|ion)?|integrat(?:e|ed|ion)|coordinat(?:e|ed|ion)|link(?:ed)?|cooperat(?:e|ion)|ties)\s+(?:\w+\s+){0,4}?(?:with|into|to)"
    r"|resources from|transferred from|from the|leading the development of|along with)\b[^;]*$",
    re.IGNORECASE,
)
_ASKED_AFTER = re.compile(
    r"^(?:\s+(?:province|city|municipality|region|district|autonomous region|and \w+))?,?\s*"
    r"(?:to\s+\w|should|must|shall|needs?\s+to|has\s+to|have\s+to|will\b|would\b"
    r"|(?:is|are|was|were)\s+(?:urged|asked|required|called|expected|encouraged))",
    re.IGNORECASE,
)
_ASKED_BEFORE = re.compile(
    r"(?:urg|call(?:s|ed|ing)? (?:up)?on|ask|encourag|instruct|requir|expect|hop)\w*(?: that)?(?: the)?"
    r"(?: (?:city|province|region)\w* of)?(?: (?:north|south|east|west)[a-z]*| central)?(?: China['’]s)?\s*$",
    re.IGNORECASE,
)
_ANAPHOR = re.compile(
    r"\b(?:the|these|this|those) (?:whole |entire )?(?:region|municipality|city|province|autonomous region|county"
    r"|district|prefecture|area|areas|regions|island)(?:'s)?\b(?! (?:of|in|along|around|near|where)\b)",
    re.IGNORECASE,
)
_ZH_ASKED_AFTER = re.compile(
    r"^(?:[^，。；]{0,12}?(?:两地|三省|各地|党委|政府|干部群众|广大干部|作为[^，]{0,30}，|各级|人民|同志)?)?(?:要|应|必须|务必|应当)(?!求|素|点)"
)
_ZH_ASKED_BEFORE = re.compile(r"(?:希望|要求|勉励|支持|鼓励|推动|把|对)$")
_LOCATIVE = re.compile(
    r"(?:\b(?:in|at|to|of|from|near|visited|visiting|toured|inspected|inspecting)\s+(?:the\s+)?(?:\w+\s+){0,6}|[一-鿿]*?(?:在|赴|到|来到)(?:[一-鿿]{2,9}[省市区州县盟])?)$",
    re.IGNORECASE,
)


# Where the speaker was when saying so.
SAID_AT = re.compile(
    r"\b(?:while|when|during|at|after)\b[^,;.]{0,40}?\b(?:chairing|presiding|addressing|attending|visiting|inspecting|touring|tour"
    r"|trip|visit|inspection|symposium|meeting|conference|forum|ceremony|rally|exhibition|expo|launch)\b[^,;.]*$",
    re.IGNORECASE,
)


# A name that stands for a matter (台湾问题) or for people asks nothing of the place.
_MATTER = re.compile(r"^(?:问题|同胞|当局)")
# What was once said of a place is invoked, not asked of it (关于云南工作的重要论述, 视察云南时的重要讲话精神).
_INVOKED_BEFORE = re.compile(r"(?:关于|对|视察|考察|在)[^，。；]{0,14}$")
_INVOKED_AFTER = re.compile(
    r"^[^，。；、]{0,24}?(?:系列)?(?:重要(?:讲话|指示|论述|批示|思想|部署)|指示批示|(?:讲话|指示)精神)"
)


def code_of(mention: Mention) -> str | None:
    """Return what a mention can be a target by: a unit's code or a region's slug."""
    if mention.foreign or mention.embedded or mention.level == "country":
        return None
    key = mention.region or mention.code
    return None if key in _NOT_TARGETS else key


def of_sentence(text: str, start: int, body: int, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Return the codes and slugs a demand names, in the order of the text; () when it names none of its own.

    Parameters
    ----------
    text, start
        The sentence and its offset in the document.
    body
        Offset within the sentence where what is demanded begins.
    mentions
        The toponyms of the sentence.
    """
    mentions = tuple(mentions)
    owned = {mention.start for mention in mentions if mention.embedded}
    # what stands right before a longer name (内蒙古|阿拉善左旗某煤业有限公司) says where that is
    named = [(one, key) for one in mentions if one.end not in owned and (key := code_of(one)) is not None]
    named = [] if any(_EXEMPLARY.match(text, one.end - start) for one, _ in named) else named
    named = most_specific([item for item in named if not _aside(text, start, body, item[0])], text, start)
    addressed = list(_addressees(text, start, named))
    if addressed:
        return tuple(dict.fromkeys(addressed))
    asked = _ANAPHOR.search(text)
    if asked and _ASKED_AFTER.match(text[asked.end() :]):
        return ()
    objects = [key for mention, key in named if not _linked(text, mention.start - start, body)]
    return tuple(dict.fromkeys(objects))


# The places before it only exemplify many: 在北京、天津等20地.
_EXEMPLARY = re.compile(r"等(?:多|各|\d+|[一二三四五六七八九十]+)个?(?:省|市|县|区|城市|地|地区|试点)")


def _addressees(text: str, start: int, named: Sequence[tuple[Mention, str]]) -> Iterator[str]:
    """Yield those who are asked; neighbours in a list are asked together (希望四川、重庆加快…)."""
    asked, last = False, 0
    for mention, key in named:
        at, end = mention.start - start, mention.end - start
        goes_on = asked and _AND.fullmatch(text, last, at) is not None
        asked = goes_on or _addressed(text, at, end) or _hoped(text, at, end)
        last = end
        if asked:
            yield key


def _hoped(text: str, at: int, end: int) -> bool:
    """Whether a Chinese wish goes straight to a place, which then is who is asked, not what about (希望某省深入…)."""
    return _ZH_HOPED.search(text, max(0, at - 6), at) is not None and not _ZH_OF.match(text, end)


ZH_AND = re.compile(r"[、和与及]|以及")
_AND = re.compile(rf"{ZH_AND.pattern}|,? and |, ")
_ZH_HOPED = re.compile(r"(?:希望|勉励|要求|叮嘱|嘱托|号召|寄语)(?:全)?$")
_ZH_OF = re.compile(r"的")


def most_specific(named: Sequence[tuple[Mention, str]], text: str, start: int) -> list[tuple[Mention, str]]:
    """Of neighbours in one name (陕西|宁陕县; Changsha, Hunan Province) keep the smaller unit."""
    larger = set()
    for number, ((left, left_key), (right, right_key)) in enumerate(pairwise(named)):
        both_units = left_key.isdecimal() and right_key.isdecimal() and left_key != right_key
        if not both_units or not _IN_ONE_NAME.match(text[left.end - start : right.start - start]):
            continue
        if right_key.startswith(_stem(left_key)):
            larger.add(number)
        elif left_key.startswith(_stem(right_key)):
            larger.add(number + 1)
    return [item for number, item in enumerate(named) if number not in larger]


_IN_ONE_NAME = re.compile(
    r"^.{0,3}$|^,? ?(?:a (?:city|county) )?(?:(?:the )?capital (?:city )?of |in |of )?(?:[a-z]+(?:ern)? )?"
    r"(?:China['’]s )?$",
    re.IGNORECASE,
)


def _stem(code: str) -> str:
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


# Before a Chinese demand is told where its speaker went and what was heard; only what is praised there, or what the
# matter is, is aimed at (充分肯定某省…，希望; 就某省工作强调; 《关于支持某省的意见》要求).
_ABOUT = re.compile(r"(?:肯定|赞扬|称赞|赞许|评价|指出|强调|表示|就|围绕|针对|《[^》]*)(?:了)?(?:[^，。；]{2,8}、)*$")
_PRAISED = re.compile(r"[^。；]{0,40}?(?:予以?|表示)(?:充分|高度)?(?:肯定|赞扬)")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def _aside(text: str, start: int, body: int, mention: Mention) -> bool:
    """Where the speaker was is not what is asked."""
    at, end = mention.start - start, mention.end - start
    if (at == 0 and text[:end].isupper() and text.isascii() and end > 3) or _MATTER.match(text[end : end + NEAR]):
        return True
    if _addressed(text, at, end):
        return False
    if _INVOKED_BEFORE.search(text[max(0, at - 20) : at]) and _INVOKED_AFTER.match(text[end : end + 40]):
        return True
    if at < body and _HAN.search(text):
        return _ABOUT.search(text, max(0, at - 20), at) is None and _PRAISED.match(text, end, end + NEAR) is None
    if at >= body:
        return SAID_AT.search(text[max(body, at - NEAR) : at]) is not None
    return _LOCATIVE.search(text[max(0, at - 60) : at]) is not None


# Shanghai and Yunnan should: both are asked.
_OBLIGED = re.compile(
    r"(?:\s+and(?: [A-Z][\w'’-]+){1,3}|\s+\w+)?\s+(?:should|must|needs? to|is urged|are urged|shall)\b"
)


def is_told_to(text: str, at: int, end: int) -> bool:
    """Whether an English text asks the place named at `[at, end)` to do something: "urges Qinghai to".

    >>> is_told_to("Leader urges Qinghai to plant trees on the Plateau", 13, 20)
    True
    """
    before, after = text[max(0, at - 40) : at], text[end : end + 60]
    return _ASKED_BEFORE.search(before) is not None and after.startswith(" to ")


def _addressed(text: str, at: int, end: int) -> bool:
    before, after = text[max(0, at - 40) : at], text[end : end + 60]
    if _ASKED_BEFORE.search(before) and _ASKED_AFTER.match(after):
        return True
    if _OBLIGED.match(after):
        return not re.search(r"\b(?:of|in|for|to) (?:the )?$", before)
    return _ZH_ASKED_AFTER.match(after) is not None and (at == 0 or before[-1:] in "，：；、。”望求励")


# A partner or a frame in Chinese (对接粤港澳大湾区, 加强同广东的合作).
_ZH_LINK = re.compile(
    r"(?:对接[和与、]服务|融入[和与、]服务|服务[和与、]融入|连接|联通|通往|协同|对接|携手|联合|融入|对标|加强与|加强同|深化与|深化同|强化与|强化同)(?:[一-鿿]{2,6}、)*$"
)


def _linked(text: str, at: int, body: int) -> bool:
    before = text[max(body, at - NEAR) : at]
    return _LINK.search(before) is not None or _ZH_LINK.search(before) is not None
