"""What an article's demands are about as a whole: its main targets, which a demand without any of its own inherits.

The headline's places count first, then those of the events and of the demands themselves; a campaign of the Party or
a matter of the whole country is the nation's, wherever it is spoken of.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from geo.reading import actors, demands, headlined, scope
from geo.reading.event_places import inside
from geo.reading.headings import is_digest
from geo.reading.headlined import CAPITAL, NAMED
from geo.reading.targets import SAID_AT, ZH_AND, code_of, most_specific
from geo.records import Directive, Document, Event, Mention


def main(
    document: Document, mentions: Sequence[Mention], directives: Sequence[Directive], events: Sequence[Event]
) -> tuple[str, ...]:
    """Return what an article's demands are about; () without demands, ``national`` where no place stands out."""
    if not directives or (document.lang == "en" and _only_mild(directives, events)):
        return ()
    if is_digest(document):
        return _of_digest(document, directives)
    score = _scores(document, mentions, directives, events)
    opened = _opened_with(directives) if document.lang == "en" else ()
    if opened and set(score) <= set(opened) | {"national"}:
        return opened
    best = max(score.values(), default=0.0)
    scattered = _scattered(document, mentions, directives)
    if (
        (best < _STANDS_OUT and not _most_name_one(directives))
        or scattered
        or _national(directives, score, struck=_struck(document, events) and _tours(events))
    ):
        national = (_in_office(directives, events) or _of_china(document, directives)) and not scope.is_local(document)
        return ("national",) if national else _foremost(score)
    foremost = _with_listed(_foremost(score), document, mentions)
    struck = _struck(document, events)
    around = _asked_around(foremost, directives) if _tours(events) and not struck else []
    asked = {key for one in directives if not one.inherited for key in one.targets}
    above = {key for key, _ in headlined.places(document, mentions)}
    return _apart(tuple(dict.fromkeys((*foremost, *around))), smaller=struck, above=above, asked=asked)


def _only_mild(directives: Sequence[Directive], events: Sequence[Event]) -> bool:
    """Whether an article asks once and mildly, a "should" or a plan's "will", and is not about who asks it."""
    if any(event.actor and event.actor == directives[0].actor for event in events[:2]):
        return False
    mild = all(one.reason.startswith(("an obligation", "a plan says")) for one in directives)
    return mild and len(directives) == 1 and all(one.inherited for one in directives)


def _tours(events: Sequence[Event]) -> bool:
    """Whether the main event is a tour of a place that the text states."""
    return any(event.type in ("inspection", "visit") and event.place for event in events[:1])


def _of_digest(document: Document, directives: Sequence[Directive]) -> tuple[str, ...]:
    """Return what the demands of a digest name; without a name, they are the nation's."""
    named = Counter(key for one in directives if not one.inherited for key in one.targets)
    if named and all(not one.inherited for one in directives):
        return tuple(key for key, count in named.items() if count == max(named.values()))
    return () if scope.is_local(document) else ("national",)


def _opened_with(directives: Sequence[Directive]) -> tuple[str, ...]:
    """Return the places of the first demand where no other demand names any but those."""
    first = directives[0]
    if first.inherited or not first.targets or len(first.targets) > _FEW or "national" in first.targets:
        return ()
    named = {key for one in directives[1:] if not one.inherited for key in one.targets}
    return first.targets if named <= set(first.targets) and len(directives) > 1 else ()


_FEW = 2


def _struck(document: Document, events: Sequence[Event]) -> bool:
    """Whether the article is about a disaster or the help after it: what was struck is the smaller place."""
    head = document.text[slice(*document.headline)] if document.headline else ""
    return any(event.type == "disaster" for event in events[:1]) or _RELIEF.search(head) is not None


_RELIEF = re.compile(
    r"受灾|灾区|灾后|救灾|抢险|救援处置|\b(?:flooded|quake-hit|disaster-hit|stricken) areas?\b", re.IGNORECASE
)


def _with_listed(keys: Sequence[str], document: Document, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Return the keys with those that the headline lists beside one of them: in 四川、重庆 both count."""
    above = [one for one in mentions if document.headline and one.end <= document.headline[1] and code_of(one)]
    pairs = [pair for pair in pairwise(above) if ZH_AND.fullmatch(document.text, pair[0].end, pair[1].start)]
    listed = [tuple(code_of(one) or "" for one in pair) for pair in pairs]
    return tuple(dict.fromkeys((*keys, *(key for pair in listed if set(pair) & set(keys) for key in pair))))


def _apart(keys: Sequence[str], *, smaller: bool, above: Collection[str], asked: Collection[str]) -> tuple[str, ...]:
    """Of a unit and another inside it keep one: the tour's is the larger, the disaster's the smaller.

    What the headline names `above` stays where neither it nor what is `asked` names the smaller one.
    """
    units = [key for key in keys if key.isdecimal()]
    pairs = [(inner, outer) for inner in units for outer in units if inner != outer and inside(inner, outer)]
    # a storm that struck several provinces concerns them all, wherever it came ashore
    smaller = smaller and len({outer for _, outer in pairs}) == 1
    dropped = {
        outer if smaller and not (outer in above and inner not in above and inner not in asked) else inner
        for inner, outer in pairs
    }
    return tuple(key for key in keys if key not in dropped)


def _asked_around(keys: Sequence[str], directives: Sequence[Directive]) -> list[str]:
    """Return the provinces that a demand names and in which one of some units lies: a tour of a city asks them."""
    named = {key for one in directives if not one.inherited for key in one.targets if key.isdecimal()}
    return [outer for outer in named if any(key.isdecimal() and key != outer and inside(key, outer) for key in keys)]


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
    for key, weight in headlined.places(document, mentions):
        score[key] += weight
    named = {key for directive in directives if not directive.inherited for key in directive.targets}
    everywhere = _instructs_all(document, mentions, events) and not _where_it_struck(named, events)
    for place, kind in _happened_at(_about_places(document, events[:3])):
        aside = kind == "policy" or (kind in ("inspection", "visit") and _meeting_first(document, directives, events))
        score[place] += _LEAST if everywhere or (aside and named and place not in named) else _EVENT
    for key in _lead(document, mentions, events):
        score[key] += _LEAD
    for key in _issued_about(document, mentions):
        score[key] += NAMED
    return score


def _instructs_all(document: Document, mentions: Sequence[Mention], events: Sequence[Event]) -> bool:
    """Whether an instruction comes first and the headline names no place: what struck somewhere was its occasion."""
    first = events[:1]
    ordered = any(event.type == "policy" and event.place is None for event in first)
    return document.headline is not None and ordered and not headlined.places(document, mentions)


def _where_it_struck(named: Collection[str], events: Sequence[Event]) -> bool:
    """Whether a demand names the place that a disaster struck, or a unit around it."""
    struck = [event.place for event in events[:3] if event.type == "disaster" and event.place]
    return any(key.isdecimal() and inside(place, key) for key in named for place in struck)


def _meeting_first(document: Document, directives: Sequence[Directive], events: Sequence[Event]) -> bool:
    """Whether an English article tells of a meeting and what it was about, and of a visit only by the way."""
    met = document.lang == "en" and events[0].type in ("symposium", "meeting")
    return met and not directives[0].inherited


def _lead(document: Document, mentions: Sequence[Mention], events: Sequence[Event]) -> tuple[str, ...]:
    """Return the places that the sentence of the main event names, save where it was filed or held."""
    if not events:
        return ()
    start, end = events[0].start, events[0].end
    text = document.text[start:end]
    here = [mention for mention in mentions if start <= mention.start < end]
    named = [(mention, key) for mention in here if (key := code_of(mention)) is not None]
    about = [item for item in named if not _held_at(text, item[0].start - start, item[0].end - start)]
    return tuple(dict.fromkeys(key for _, key in most_specific(about, text, start)))


def _issued_about(document: Document, mentions: Sequence[Mention]) -> list[str]:
    """Return the regions that the first sentence names, of an English article without a headline on what was issued."""
    opening = _OPENING.search(document.text) if document.headline is None and document.lang == "en" else None
    if opening is None or not demands.reports_plan(opening.group()) or not _ISSUED.search(opening.group()):
        return []
    here = [one for one in mentions if opening.start() <= one.start < opening.end()]
    return [one.region for one in here if one.region and code_of(one)]


_ISSUED = re.compile(r"\b(?:issu|releas|unveil|publish|adopt)\w+\b")
_OPENING = re.compile(r"^.{60,}?[a-z)”\"]\.(?=\s|$)", re.MULTILINE)


def _held_at(text: str, at: int, end: int) -> bool:
    if _HELD_BEFORE.search(text, 0, at) and _HELD_AFTER.match(text, end):
        return True
    return (text[:end].isupper() and text.isascii()) or SAID_AT.search(text[:at]) is not None


_HELD_BEFORE = re.compile(r"在[一-鿿]{0,8}$")
_HELD_AFTER = re.compile(r"[一-鿿]{0,10}?(?:召开|举行|开幕|闭幕|主持|出席|会见|会谈|举办|开班)")


def _happened_at(events: Sequence[Event]) -> list[tuple[str, str]]:
    """Return the places and kinds of tours, disasters and local policies; a stop within a tour does not."""
    told = [event for event in events if event.place and event.place_source == "stated" and event.type in _ABOUT_PLACES]
    places = [(event.place, event.type) for event in told if event.place]
    tours = [event.place for event in told if event.place and event.type == "inspection"]
    return [item for item in places if not any(tour != item[0] and inside(item[0], tour) for tour in tours)]


def _about_places(document: Document, events: Sequence[Event]) -> list[Event]:
    """Leave out visits to the nation's own bodies: they take place in the capital, and do not concern it."""
    return [event for event in events if event.place != CAPITAL or not _INCAPITAL.search(_told(document, event))]


def _told(document: Document, event: Event) -> str:
    return document.text[event.start : event.end]


_INCAPITAL = re.compile(
    r"(?<!tour) (?<!trip )in Beijing\b(?! (?:and|municipality|city)\b)(?!.*\b(?:inspection|research) (?:tour|trip)\b)",
    re.DOTALL,
)
_ABOUT_PLACES = ("inspection", "disaster", "visit", "policy")


# So many different places in the demands of one article that none of them is what it is about.
_MANY = 4
_EVENT, _LEAD, _STANDS_OUT = 3.0, 1.0, 3.0
# Of the places that stand out those count that come near the first; one named in a single demand is enough.
_SHARE, _LEAST = 0.75, 1.0


def _in_office(directives: Sequence[Directive], events: Sequence[Event]) -> bool:
    """Whether somebody speaks whose word is the nation's business: a known office holder or body."""
    names = [directive.actor for directive in directives] + [event.actor for event in events]
    known = any(actors.is_known(name) for name in names)
    nations = any(directive.targets == ("national",) for directive in directives)
    return known or nations or any(event.type == "policy" for event in events)


def _most_name_one(directives: Sequence[Directive]) -> bool:
    """Whether half of the demands or more name the same place."""
    named = Counter(key for directive in directives if not directive.inherited for key in directive.targets)
    return any(2 * count >= len(directives) for key, count in named.items() if key != "national")


def _scattered(document: Document, mentions: Sequence[Mention], directives: Sequence[Directive]) -> bool:
    """Whether the demands name one place after another, none of them twice, and the headline none: a nation's plan."""
    named = Counter(key for directive in directives if not directive.inherited for key in directive.targets)
    many = len(named) >= _MANY and max(named.values()) == 1
    return many and not headlined.places(document, mentions) and not _issued_about(document, mentions)


def _of_china(document: Document, directives: Sequence[Directive]) -> bool:
    """Whether the headline, or the first demand, makes the country itself the one that acts."""
    text, head = document.text, document.headline
    if head is not None and _CHINA.search(text, *head):
        return True
    return any(_CHINA.match(text, directive.start) for directive in directives[:1])


_CHINA = re.compile(r"\bChina(?:['’]s (?:State Council|cabinet|government|ministry|central))? (?!Sea\b)[a-z]|^中国")


def _national(directives: Sequence[Directive], score: Mapping[str, float], *, struck: bool) -> bool:
    """Whether the demands are of the armed forces or a campaign of the Party: the nation's, wherever spoken of.

    `struck` tells that they were put on a tour of what a disaster struck.
    """
    if sum(directive.targets == ("national",) for directive in directives) > 0.5 * len(directives):
        return True
    if not any(actors.is_known(directive.actor) for directive in directives):
        return False
    whole = ("national",)
    if (
        not struck
        and directives[0].targets == whole
        and all(one.inherited or one.targets == whole for one in directives[:-1])
    ):
        return True
    party = sum(directive.theme == "party_building" for directive in directives)
    named = sum(not directive.inherited and directive.targets != ("national",) for directive in directives)
    return named == 0 and party >= 0.6 * len(directives) and bool(score)
