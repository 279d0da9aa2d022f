"""Whether a sentence says what is to be done, in English and in Chinese, and by which words.

A demand is an obligation (must, 要), a demanding verb (urged, 要求), or a verb of stress with a need, an effort or a
deed after it. Praise, description, reports of what was done, appeals to other states and the opinions of people
without office are none. The words are in ``geo/data/verbs.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from geo.reading.wordlists import any_of, pattern, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """The words of a demand, `[start, end)` within the sentence, and where what is demanded begins.

    `strong` demands stand by themselves; weak ones count only where somebody in office speaks.
    """

    start: int
    end: int
    body: int
    reason: str
    strong: bool


@cache
def _english() -> dict[str, re.Pattern[str]]:
    keys = ("demand", "asked", "stress", "need", "matter", "modal", "essential", "report")
    en = {key: words_of("verbs", "en", key) for key in keys}
    need, matter = "|".join(en["need"]), "|".join(en["matter"])
    weak_need = "|".join(en["need"][:2] + en["need"][3:])
    stress, saying = "|".join(en["stress"][:5]), "|".join(en["stress"])
    urgent = "|".join(en["stress"][:4])
    between = r"(?: that)?,?(?: (?:also|further|again|once|more|the country's|his|their))* "
    return {
        "a demanding verb": pattern((*en["demand"], *en["asked"])),
        "a verb of stress with a deed or a need": pattern(
            [
                rf"(?:{stress}){between}(?:{need})",
                rf"(?:{saying}){between}(?:{weak_need})",
                rf"(?:{urgent}) (?:also |the )?(?:{matter})",
                rf"(?:{urgent})(?: that)? [^.;:]{{1,90}}? (?:needed to|had to)\b",
            ]
        ),
        "an essential thing": pattern(en["essential"]),
        "an obligation": pattern(en["modal"]),
    }


@cache
def _plan() -> re.Pattern[str]:
    subjects, verbs = words_of("verbs", "en", "plan_subject"), words_of("verbs", "en", "plan_verb")
    passive = "|".join(words_of("verbs", "en", "plan_passive"))
    return re.compile(
        rf"\b(?:{'|'.join(sorted(subjects, key=len, reverse=True))})\b[^.;]{{0,140}}?\b(?:{'|'.join(verbs)})"
        rf"|\b(?-i:[A-Z])[\w'’-]+ (?:{verbs[0]})"
        rf"|\b(?:{passive})\b"
        r"|^the (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final)(?: \w+)? is to\b",
        re.IGNORECASE,
    )


@cache
def _told(key: str) -> re.Pattern[str]:
    return pattern(words_of("verbs", "en", key))


def english(text: str, *, plan: bool = False) -> Demand | None:
    """Return the demand of an English sentence, or None.

    `plan` tells that the article reports a plan or a policy, in which "will" says what is to be done.

    >>> english("He urged the city to plant trees.").reason
    "a demanding verb: 'urged'"
    >>> english("The city planted trees.") is None
    True
    """
    if text.rstrip(' "”').endswith("?") or (_told("report").search(text) and not _told("asked").search(text)):
        return None
    best: Demand | None = None
    for reason, matcher in _english().items():
        match = matcher.search(text)
        if match and (best is None or match.start() < best.start):
            strong = reason != "an obligation"
            start = _clause_start(text, match.start()) if not strong else match.end()
            words = " ".join(match.group().split()[:6])
            strong = strong or (best is not None and best.strong)
            why = f"{reason}: {words!r}"
            best = Demand(start=match.start(), end=match.end(), body=start, reason=why, strong=strong)
    if best is None and plan and (match := _plan().search(text)):
        return Demand(
            start=match.start(),
            end=match.end(),
            body=_clause_start(text, match.start()),
            reason="a plan says what will be done",
            strong=False,
        )
    return best


_CLAUSE = re.compile(r"[,;:]\s|\bthat\b|\bsaid\b|\bsays\b|\badded\b|\bnoted\b")
# A comma behind one of these ends a clause of circumstance; behind other words it stands between members of a list.
_CIRCUMSTANCE = re.compile(
    r"\s*(?:\w+ing|while|when|as|on|in|at|given|despite|to|with|by|after|before|during|meanwhile|however|therefore|thus"
    r"|according|amid|faced|under|for|since|because|if|also|moreover|additionally|specifically|besides|further|regarding"
    r"|among|based|through|from|he|she|it|xi|li|the (?:premier|president|vice premier)|and he|and she)\b"
    r"|.*\b(?:\w+ed|is|are|was|were|has|have|says)\b",
    re.IGNORECASE,
)


# Characters: what is longer before a comma is a list.
_LONGEST_CLAUSE = 400


def _clause_start(text: str, at: int) -> int:
    """With an obligation, what is demanded includes its subject: the start of the clause."""
    start = 0
    for match in _CLAUSE.finditer(text, 0, at):
        near = match.start() - start < _LONGEST_CLAUSE
        if match.group()[0] != "," or (near and _CIRCUMSTANCE.match(text, start, match.start())):
            start = match.end()
    return start


def national(text: str, lang: str) -> bool:
    """Whether a sentence is about the armed forces or the whole Party, which no region's directive is."""
    matcher = words_zh("national") if lang == "zh" else _told("national")
    return matcher.search(text) is not None


def everywhere(text: str, lang: str) -> bool:
    """Whether a demand is put to every place of the country, whatever the article tells of.

    >>> everywhere("各地区和有关部门要排查隐患。", "zh"), everywhere("要结合各地实际情况。", "zh")
    (True, False)
    >>> everywhere("He urged all localities to check bridges.", "en")
    True
    """
    return _everywhere(lang).search(text) is not None


@cache
def _everywhere(lang: str) -> re.Pattern[str]:
    """Match who is asked where the obligation stands behind it, or the verb that asks before it."""
    who = "|".join(words_of("verbs", lang, "everywhere"))
    if lang == "zh":
        asked = r"(?:督促|要求|敦促|责成|指导)"
        obliged = r"[^，。；：]{0,12}?(?:要(?![求素点])|应|须|务必)"
        return re.compile(rf"(?:^|[，。；：]|{asked})(?:{who}){obliged}|{asked}(?:{who})")
    here = r"(?! (?:in|of|across|throughout) the (?:province|city|municipality|region|county|prefecture))"
    obliged = r"must|should|shall|need|ought|ha(?:s|ve) to|are (?:urged|required|asked|told) to|to\b"
    after = rf"{here}(?: (?:concerned|involved|at all levels))?,? (?:also |all )?(?:{obliged})"
    before = r"(?:urg|ask|order|call(?:s|ed|ing)? on|instruct|requir|tell|told|direct)\w*"
    return re.compile(rf"\b(?:{who}){after}|{before} (?:{who})\b", re.IGNORECASE)


def layman(text: str, lang: str) -> bool:
    """Whether a sentence gives the voice of somebody without office."""
    if lang == "zh":
        return _zh_layman().search(text) is not None
    return _layman().search(text) is not None


@cache
def _zh_layman() -> re.Pattern[str]:
    people, saying = "|".join(words_of("verbs", "zh", "laymen")), "说|表示|认为|告诉|介绍|感慨|感叹|坦言|直言|建议|深感"
    told = rf"(?:{people})[^，。；]{{0,12}}?(?:{saying})"
    return re.compile(rf"{told}|{words_zh('layman').pattern}")


@cache
def _layman() -> re.Pattern[str]:
    people = "|".join(words_of("verbs", "en", "layman"))
    said = "said|says|told|added"
    return re.compile(
        rf"\b(?:{said}|according to|noted)\b[^.]{{0,60}}\b(?:{people})\b"
        rf"|\b(?:{people})s?\b(?:(?!, (?:the|it|he|she|Xi|Li) )[^.]){{0,60}}\b(?:{said})\b",
        re.IGNORECASE,
    )


def lay_speaker(text: str) -> bool:
    """Whether an English sentence begins with people without office, who are then its speakers."""
    return _lay_subject().match(text) is not None


@cache
def _lay_subject() -> re.Pattern[str]:
    people = "|".join(words_of("verbs", "en", "layman"))
    return re.compile(
        rf"(?:The |Some |Many |Several |All |Other )?(?:\w+ )?(?:{people})s\b(?! (?:is|are|should|must)\b)",
        re.IGNORECASE,
    )


@cache
def words_zh(key: str) -> re.Pattern[str]:
    """Return a pattern for any of the Chinese words of one list of ``verbs.toml``."""
    return any_of(words_of("verbs", "zh", key))


_PLAN = re.compile(
    r"\b(?:guideline|action plan|circular|regulation|blueprint|new plan|drafting|formulat|plan to|plan for"
    r"|executive meeting"
    r"|set of measures|implementation plan|master plan|outline|implementation opinion|guiding opinion)\w*\b"
    r"|(?:意见|方案|规划|通知|条例|办法|纲要|计划|通告|公告|规定)》",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^(?:要|一要|二要|三要|四要|一是|二是|三是|四是|第[一二三四五]|首先|其次|再次|最后|同时|此外|——)"
)
_SAYS = re.compile(
    r"^(?:,? (?:also |further |then |has |had )?(?:said|says|add|not|stress|emphasi|underscor|underlin|highlight|urg"
    r"|call|point|demand|order|instruct|ask|remark|continu|reiterat|made|consider|express)"
    r"|[^，。]{0,4}(?:强调|指出|要求|表示|说|希望|提出|勉励))"
)


def reports_instruction(lead: str) -> bool:
    """Whether the head of an article reports an office holder's instruction, which is no plan."""
    return _INSTRUCTION.search(lead) is not None


_INSTRUCTION = re.compile(r"\binstructions?\b|\b(?:order|urg|demand)(?:s|ed) all-out\b|[指批]示", re.IGNORECASE)


def reports_issue(lead: str) -> bool:
    """Whether the head of an article tells that authorities issued a plan or rules."""
    return _ISSUE.search(lead) is not None


_ISSUE = re.compile(
    r"\baccording to (?:the|this year's) (?:draft )?government work report\b|\bgovernment work report said\b"
    r"|\b(?:authorities|governments?|council|ministry|ministries|commission|administration|departments?)\b[^.;]{0,80}?"
    r"\b(?:released|issued|unveiled|published|adopted|announced)\b[^.;]{0,80}?"
    r"\b(?:guidelines?|plan|regulations?|measures|circular|notice|outline|blueprint)\b"
    r"|\b(?:decision|decided|approved|agreed)\b[^.;]{0,60}?\b(?:state council|cabinet|executive meeting)\b"
    r"|\b(?:state council|cabinet|executive meeting)\b[^.;]{0,80}?\b(?:decided|decision|approved|agreed)\b",
    re.IGNORECASE,
)


def reports_plan(lead: str) -> bool:
    """Whether the head of an article reports a plan or a policy document, in which "will" is a demand."""
    return _PLAN.search(lead) is not None or reports_intention(lead)


def reports_intention(lead: str) -> bool:
    """Whether the head of an article tells what authorities say that they, or the country, will do.

    >>> reports_intention("The city will plant more trees, the municipal government said.")
    True
    """
    return _intention().search(lead) is not None and _source().search(lead) is not None


@cache
def _intention() -> re.Pattern[str]:
    who, intends = "|".join(words_of("verbs", "en", "intender")), "|".join(words_of("verbs", "en", "intends"))
    return re.compile(rf"\b(?:{who})\b[^.;]{{0,30}}? (?:{intends}) ")


def says_authority(text: str) -> bool:
    """Whether an English sentence is what an authority at home says in a statement, notice or order.

    >>> says_authority("Mills must cut output, the provincial environment bureau said in a statement.")
    True
    """
    return _STATED.search(text) is not None


_STATED = re.compile(
    r"\b(?:municipal|provincial|city|county|local|regional|national|state) (?:\w+ ){0,3}?"
    r"(?:government|bureau|commission|administration|department|authorit(?:y|ies)|committee)\b[^.;]{0,20}?"
    r"\b(?:said|says|announced)\b(?: [^.;]{0,40}\b(?:statement|notice|circular|order|document|website)\b)?",
    re.IGNORECASE,
)


@cache
def _source() -> re.Pattern[str]:
    """Match an authority that says something, or the words after which one is named."""
    who = "|".join(words_of("verbs", "en", "authority"))
    return re.compile(
        rf"\b(?:{who})\b[^.;]{{0,120}}?\b(?:said|says|announced|told|revealed|decided|added)\b"
        rf"|\b(?:according to|said|announced by)\b[^.;]{{0,80}}\b(?:{who}|report|statement)\b",
        re.IGNORECASE,
    )


def goes_on(text: str) -> bool:
    """Whether a paragraph goes on with the speech of the one before it (二要, 同时)."""
    return _GOES_ON.match(text) is not None


def says(after: str) -> bool:
    """Whether the words after a name make its bearer the speaker."""
    return _SAYS.match(after) is not None
