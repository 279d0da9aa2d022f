"""Which places a demand is aimed at: those that its sentence names as addressee or object, else the article's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from geo.reading import actors
from geo.reading.event_places import inside
from geo.records import Directive, Document, Event, Mention

_NOT_TARGETS = frozenset(("belt_and_road", "eurasian_land_bridge"))
# Characters around a name that can say how it is meant: sentences without end must not cost the square of their length.
_NEAR = 400

# Words that tie the demand to another place without asking anything of it.
_LINK = re.compile(
    r"(?:(?:align(?:ed|ment)?|dovetail|connect(?:ed|ion)?|integrat(?:e|ed|ion)|coordinat(?:e|ed|ion)|link(?:ed)?|cooperat(?:e|ion)|ties)\s+(?:\w+\s+){0,4}?(?:with|into|to)"
    r"|resources from|transferred from|from the|leading the development of|along with)\b[^;]*$",
    re.IGNORECASE,
)
_ASKED_AFTER = re.compile(
    r"^(?:\s+(?:province|city|municipality|region|district|autonomous region|and \w+))?,?\s*"
    r"(?:to\s+\w|should|must|shall|needs?\s+to|has\s+to|have\s+to|will\b"
    r"|(?:is|are|was|were)\s+(?:urged|asked|required|called|expected|encouraged))",
    re.IGNORECASE,
)
_ASKED_BEFORE = re.compile(
    r"(?:urg|call(?:s|ed|ing)? (?:up)?on|ask|encourag|instruct|requir|expect|hop)\w*(?: that)?(?: the)?"
    r"(?: (?:city|province|region)\w* of)?\s*$",
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
_SAID_AT = re.compile(
    r"\b(?:while|when|during|at)\b[^,;.]{0,40}?\b(?:chairing|presiding|addressing|attending|visiting|inspecting|touring|tour"
    r"|trip|visit|inspection|symposium|meeting|conference|forum)\b[^,;.]*$",
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
    named = [(mention, key) for mention in mentions if (key := code_of(mention)) is not None]
    named = _most_specific([item for item in named if not _aside(text, start, body, item[0])], text, start)
    addressed = [key for mention, key in named if _addressed(text, mention.start - start, mention.end - start)]
    if addressed:
        return tuple(dict.fromkeys(addressed))
    asked = _ANAPHOR.search(text)
    if asked and _ASKED_AFTER.match(text[asked.end() :]):
        return ()
    objects = [key for mention, key in named if not _linked(text, mention.start - start, body)]
    return tuple(dict.fromkeys(objects))


def _most_specific(named: Sequence[tuple[Mention, str]], text: str, start: int) -> list[tuple[Mention, str]]:
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


def _aside(text: str, start: int, body: int, mention: Mention) -> bool:
    """Where the speaker was is not what is asked."""
    at, end = mention.start - start, mention.end - start
    if (at == 0 and text[:end].isupper() and text.isascii() and end > 3) or _MATTER.match(text[end : end + _NEAR]):
        return True
    if _addressed(text, at, end):
        return False
    if _INVOKED_BEFORE.search(text[max(0, at - 20) : at]) and _INVOKED_AFTER.match(text[end : end + 40]):
        return True
    if at >= body:
        return _SAID_AT.search(text[max(body, at - _NEAR) : at]) is not None
    return _LOCATIVE.search(text[max(0, at - 60) : at]) is not None


def _addressed(text: str, at: int, end: int) -> bool:
    before, after = text[max(0, at - 40) : at], text[end : end + 60]
    if _ASKED_BEFORE.search(before) and _ASKED_AFTER.match(after):
        return True
    if re.match(r"^(?:\s+\w+)?\s+(?:should|must|needs to|is urged|are urged|shall)\b", after):
        return not re.search(r"\b(?:of|in|for|to) (?:the )?$", before)
    return _ZH_ASKED_AFTER.match(after) is not None and (at == 0 or before[-1:] in "，：；、。”望求励")


# A partner or a frame in Chinese (对接粤港澳大湾区, 加强同广东的合作).
_ZH_LINK = re.compile(
    r"(?:协同|对接|携手|联合|融入|对标|加强与|加强同|深化与|深化同|强化与|强化同)(?:[一-鿿]{2,6}、)*$"
)


def _linked(text: str, at: int, body: int) -> bool:
    before = text[max(body, at - _NEAR) : at]
    return _LINK.search(before) is not None or _ZH_LINK.search(before) is not None


def main(
    document: Document, mentions: Sequence[Mention], directives: Sequence[Directive], events: Sequence[Event]
) -> tuple[str, ...]:
    """Return what an article's demands are about; () without demands, ``national`` where no place stands out."""
    if not directives:
        return ()
    score = _scores(document, mentions, directives, events)
    best = max(score.values(), default=0.0)
    if best < _STANDS_OUT or _national(directives, score):
        return ("national",) if _in_office(directives, events) else _foremost(score)
    return _apart(_foremost(score), smaller=any(event.type == "disaster" for event in events[:1]))


def _apart(keys: Sequence[str], *, smaller: bool) -> tuple[str, ...]:
    """Of a unit and another inside it keep one: the tour's is the larger, the disaster's the smaller."""
    units = [key for key in keys if key.isdecimal()]
    pairs = [(inner, outer) for inner in units for outer in units if inner != outer and inside(inner, outer)]
    dropped = {outer if smaller else inner for inner, outer in pairs}
    return tuple(key for key in keys if key not in dropped)


def _foremost(score: Mapping[str, float]) -> tuple[str, ...]:
    best = max(score.values(), default=0.0)
    return tuple(key for key, value in score.items() if value >= max(_SHARE * best, _LEAST))


def _scores(
    document: Document, mentions: Sequence[Mention], directives: Sequence[Directive], events: Sequence[Event]
) -> Mapping[str, float]:
    score: defaultdict[str, float] = defaultdict(float)
    for directive in directives:
        for key in directive.targets if not directive.inherited else ():
            score[key] += key != "national"
    for key, weight in _headline(document, mentions):
        score[key] += weight
    for place in _happened_at(events[:3]):
        score[place] += _EVENT
    for key in _lead(document, mentions, events):
        score[key] += _LEAD
    return score


def _lead(document: Document, mentions: Sequence[Mention], events: Sequence[Event]) -> tuple[str, ...]:
    """Return the places that the sentence of the main event names, save where it was filed or held."""
    if not events:
        return ()
    start, end = events[0].start, events[0].end
    text = document.text[start:end]
    here = [mention for mention in mentions if start <= mention.start < end]
    named = [(mention, key) for mention in here if (key := code_of(mention)) is not None]
    about = [item for item in named if not _held_at(text, item[0].start - start, item[0].end - start)]
    return tuple(dict.fromkeys(key for _, key in _most_specific(about, text, start)))


def _held_at(text: str, at: int, end: int) -> bool:
    if _HELD_BEFORE.search(text, 0, at) and _HELD_AFTER.match(text, end):
        return True
    return (text[:end].isupper() and text.isascii()) or _SAID_AT.search(text[:at]) is not None


_HELD_BEFORE = re.compile(r"在[一-鿿]{0,8}$")
_HELD_AFTER = re.compile(r"[一-鿿]{0,10}?(?:召开|举行|开幕|闭幕|主持|出席|会见|会谈|举办|开班)")


def _happened_at(events: Sequence[Event]) -> list[str]:
    """Return the places of tours, disasters and local policies; a stop within a tour does not count besides it."""
    told = [event for event in events if event.place and event.place_source == "stated" and event.type in _ABOUT_PLACES]
    places = [event.place for event in told if event.place]
    tours = [event.place for event in told if event.place and event.type == "inspection"]
    return [place for place in places if not any(tour != place and inside(place, tour) for tour in tours)]


_ABOUT_PLACES = ("inspection", "disaster", "visit", "policy")


def _headline(document: Document, mentions: Sequence[Mention]) -> list[tuple[str, float]]:
    """Return the headline's places; inside another name (a railway, the games) they count only when alone."""
    if document.headline is None:
        return []
    above = [mention for mention in mentions if mention.end <= document.headline[1]]
    above = [mention for mention in above if not _venue(document.text, mention)]
    named = [(mention, key) for mention in above if (key := code_of(mention))]
    if named:
        specific = _most_specific(named, document.text, 0)
        weights = {key: _ITEM if _on_agenda(document.text, mention) else _NAMED for mention, key in reversed(specific)}
        return [(key, weights[key]) for key in dict.fromkeys(key for _, key in specific)]
    parts = [mention.code for mention in above if mention.embedded and mention.code]
    return [(code, _EMBEDDED) for code in dict.fromkeys(parts)]


_NAMED, _EMBEDDED, _EVENT, _LEAD, _STANDS_OUT = 5.0, 3.0, 3.0, 1.0, 3.0
# Of the places that stand out those count that come near the first; one named in a single demand is enough.
_SHARE, _LEAST = 0.75, 1.0
# What a meeting passed, among other business.
_ITEM = 1.0
_AGENDA = re.compile(r"(?:审议|讨论)(?:通过)?(?:了)?《[^》]*$")
_VENUE = re.compile(r"(?:市|省)?(?:隆重|胜利)?(?:开幕|闭幕|举行|召开|举办|开班|成立|揭牌|发布)")


def _on_agenda(text: str, mention: Mention) -> bool:
    return _AGENDA.search(text, max(0, mention.start - _NEAR), mention.start) is not None


def _venue(text: str, mention: Mention) -> bool:
    """Whether a Chinese headline names a place only as where a meeting is held (在京举行)."""
    return text[: mention.start].endswith("在") and _VENUE.match(text, mention.end) is not None


def _in_office(directives: Sequence[Directive], events: Sequence[Event]) -> bool:
    """Whether somebody speaks whose word is the nation's business: a known office holder or body."""
    names = [directive.actor for directive in directives] + [event.actor for event in events]
    known = any(actors.is_known(name) for name in names)
    nations = any(directive.targets == ("national",) for directive in directives)
    return known or nations or any(event.type == "policy" for event in events)


def _national(directives: Sequence[Directive], score: Mapping[str, float]) -> bool:
    """Whether the demands are of the armed forces or a campaign of the Party: the nation's, wherever spoken of."""
    if sum(directive.targets == ("national",) for directive in directives) > 0.5 * len(directives):
        return True
    party = sum(directive.theme == "party_building" for directive in directives)
    named = sum(not directive.inherited and directive.targets != ("national",) for directive in directives)
    return named == 0 and party >= 0.6 * len(directives) and bool(score)
