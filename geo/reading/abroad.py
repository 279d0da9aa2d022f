"""What an article from or about abroad says: talks between states, partners, and states that are asked to act.

China's demands on other states are no directives to its regions. The words are in ``geo/data/verbs.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from geo.reading.demands import Demand, words_zh
from geo.reading.wordlists import pattern, words_of
from geo.records import Document, Mention, Sentence

# What China says of these to other states is no demand on them.
BETWEEN_STATES = frozenset(("710000", "810000", "820000"))


def at_home(mention: Mention) -> bool:
    """Whether a mention is a place in China by itself."""
    return bool(mention.code or mention.region) and not mention.embedded


def is_diplomatic(document: Document, body: Sequence[Sentence], mentions: Sequence[Mention], lead: str) -> bool:
    """News from abroad, or talks between states: the lead says so, or most sentences speak their language."""
    if _INSTRUCTED.search(lead):
        return False  # an instruction is given at home, whatever it is about
    told = [mention for mention in mentions if not mention.embedded]
    if any(mention.foreign for mention in told) and not any(mention.code or mention.region for mention in told):
        return True
    if _headed_by_home(document, told):
        return False
    foreign = any(mention.foreign for mention in mentions if mention.start < len(lead))
    if _at_the_border(document.text[: body[min(_HEAD, len(body)) - 1].end] if body else "", told):
        return False
    if foreign and diplomatic_lead(lead, document.lang):
        return True
    spoken = [document.text[sentence.start : sentence.end] for sentence in body[:40]]
    states = sum(diplomatic(text, document.lang) for text in spoken)
    return any(mention.foreign for mention in mentions) and states >= max(2, 0.4 * len(spoken))


_INSTRUCTED = re.compile(r"作出重要[指批]示|\bgave (?:important )?instructions?\b|\bimportant instructions?\b")


def _at_the_border(lead: str, told: Sequence[Mention]) -> bool:
    """Whether the head of an article tells of a tour of the border in a place of China: work there is at home."""
    here = any(at_home(mention) and mention.level != "country" for mention in told if mention.start < len(lead))
    return here and _BORDER.search(lead) is not None and _TOURED.search(lead) is not None


_HEAD = 4  # sentences that tell where somebody went
_TOURED = re.compile(r"\binspect(?:s|ed|ing|ion)?\b|\bresearch (?:tour|trip)\b|考察|调研|检查")
_BORDER = re.compile(
    r"\bborder (?:areas?|regions?|ports?|crossings?|defen[cs]e|management|counties)\b|边境(?:地区|管理|口岸|县)"
)


def _headed_by_home(document: Document, told: Sequence[Mention]) -> bool:
    """Whether a headline names places in China and none abroad: what the lead says of a journey is by the way."""
    head = [mention for mention in told if document.headline and mention.end <= document.headline[1]]
    home = any((mention.code or mention.region) and mention.level != "country" for mention in head)
    return home and not any(mention.foreign for mention in head)


def diplomatic(text: str, lang: str, *, abroad: bool = True) -> bool:
    """Whether a sentence speaks the language of relations between states.

    `abroad` tells that the article names a place abroad: most Chinese words, and some English ones as "all parties",
    are diplomacy only there.
    """
    if _STRAIT.search(text):
        return False  # the two sides of the Taiwan Strait are no states
    if lang == "en":
        return _words("diplomacy").search(text) is not None or (
            abroad and _words("diplomacy_weak").search(text) is not None
        )
    spoken = abroad and words_zh("diplomacy").search(text) is not None
    return spoken or _relations().search(text) is not None


_STRAIT = re.compile(r"\b(?:cross-)?[Ss]traits?\b|\bcompatriots\b|两岸|台湾同胞")


@cache
def _words(key: str) -> re.Pattern[str]:
    return pattern(words_of("verbs", "en", key))


@cache
def _relations() -> re.Pattern[str]:
    states, relations = "".join(words_of("verbs", "zh", "states")), words_of("verbs", "zh", "relations")
    return re.compile(rf"中[{states}](?:{'|'.join(relations)})(?!论坛)")


def partner(before: str) -> bool:
    """Whether the words before a name abroad make it a partner or a market, not the one who is asked.

    >>> partner("Efforts should be made to build a bridge between China and ")
    True
    """
    return _PARTNER.search(before) is not None


_PARTNER = re.compile(
    r"\b(?:with|between|for|from|like|including|across|among|into|in|such as|toward|towards"
    r"|opening[ -]up to|open(?:ing|ness)? to|exports? to|routes? to|gateway to|links? to|bridge to"
    r"|linking|connecting|countries (?:of|in))\b[^,;.]{0,40}$"
    r"|(?:与|同|和|面向|对|向|通往|走向|来自|连接|对接)[^，；。]{0,12}$"
)


def addresses(text: str, demand: Demand, at: int, end: int) -> bool:
    """Whether the name `[at, end)` of an English sentence is who is asked, by its place.

    It stands right behind the demanding verb, or right before the obligation.

    >>> from geo.reading import demands
    >>> text = "He urged Japan to act."
    >>> addresses(text, demands.english(text), 9, 14)
    True
    """
    if demand.start < at < demand.end:
        return True  # ordered France to
    if at >= demand.end:
        return _ADDRESS.fullmatch(text, demand.end, at) is not None
    if _TOLD_TO.search(text, 0, at) and demand.start - end < _NEAR_TOLD:
        return True
    subject = not text[min(demand.body, at) : at].strip(' "“Tthe')
    return subject and demand.body <= at and _MODAL_NEXT.fullmatch(text, end, demand.start) is not None


_NEAR_TOLD = 60
_TOLD_TO = re.compile(r"\b(?:warn|told|tell|remind|caution|advis|urg|ask)\w*(?: that)?(?: the)? $", re.IGNORECASE)
_ADDRESS = re.compile(r" ?(?:on |upon |that )?(?:the )?", re.IGNORECASE)
_MODAL_NEXT = re.compile(r"(?: side| government| authorities)?(?: also)? ?")


def diplomatic_lead(lead: str, lang: str) -> bool:
    """Whether the head of an article tells of talks between states."""
    if lang == "zh":
        return words_zh("diplomatic_lead").search(lead) is not None
    return (_TALKS.search(lead) is not None and not _OUR_TEAM.search(lead)) or diplomatic(lead, lang)


# Who meets them meets nobody from abroad, wherever they competed.
_OUR_TEAM = re.compile(
    r"\bChinese (?:delegation to (?:the )?[\w -]*Games|(?:Para|O)lympi\w+|athletes|team|national team)\b"
)


_TALKS = re.compile(
    r"\b(?:held talks|met with(?! (?:the )?Chinese)|meets(?: with)?(?! with\b| (?:the )?Chinese)"
    r"|phone call|telephone conversation|talks with|state visit"
    r"|official visit|foreign minister|counterpart|prime minister|ambassador|summit|congratulat\w+|condolence)\b",
    re.IGNORECASE,
)
