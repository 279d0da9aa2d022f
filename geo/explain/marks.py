"""READING -> MARKS: what is to be shown of a reading, by place in the text, for the terminal and for the page."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import resources
from itertools import pairwise
from typing import Literal

from geo.reading import Reading
from geo.reading.dates import DateMention
from geo.records import DateSpan, Directive, Event, Mention
from geo.tables.titles import Language, place_name
from geo.tables.titles import directive as directive_title
from geo.tables.titles import event as event_title
from geo.timeline import chinese

Kind = Literal["place", "date", "event", "directive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing found at `[start, end)`: what it was found to be, why, and how sure that is.

    `number` counts from 1, in the order of the text.
    """

    number: int
    kind: Kind
    start: int
    end: int
    meaning: str
    why: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of the text over which the same marks lie; `ending` are the marks that end with it."""

    text: str
    marks: tuple[Mark, ...]
    ending: tuple[Mark, ...]


def marks(reading: Reading, lang: Language = "en") -> tuple[Mark, ...]:
    """Return all that was found in a text, in its order, the longer first where two begin together.

    Parameters
    ----------
    lang
        The language in which a mark says what it is and why; words of the article stay as they are.
    """
    say = partial(_say, lang)
    found = [
        *(_place(mention, lang, say) for mention in reading.mentions),
        *(_date(mention, say) for mention in reading.dates),
        *(_event(event, lang, say) for event in reading.events),
        *(_directive(directive, lang, say) for directive in reading.directives),
    ]
    if lang == "zh":
        found = [replace(mark, why=chinese.note(mark.why)) for mark in found]
    found.sort(key=lambda mark: (mark.start, -mark.end))
    return tuple(replace(mark, number=number) for number, mark in enumerate(found, start=1))


def segments(text: str, found: Sequence[Mark]) -> Iterator[Segment]:
    """Cut a text where a mark begins or ends; joined, the segments are the text again."""
    cuts = sorted({0, len(text), *(mark.start for mark in found), *(mark.end for mark in found)})
    waiting = iter(found)
    following = next(waiting, None)
    over: list[Mark] = []
    for start, end in pairwise(cuts):
        while following is not None and following.start <= start:
            over.append(following)
            following = next(waiting, None)
        yield Segment(
            text=text[start:end],
            marks=tuple(over),
            ending=tuple(mark for mark in over if mark.end == end),
        )
        over = [mark for mark in over if mark.end > end]


def about(reading: Reading) -> tuple[tuple[str, str], ...]:
    """Return what is known of the article as a whole, as pairs of a word and its value."""
    document = reading.document
    pairs = (
        ("article", document.id),
        ("title", document.title),
        ("publisher", document.publisher),
        ("published", str(document.published or "")),
        ("language", document.lang),
        ("main targets", "; ".join(_code(target, "en") for target in reading.main_targets)),
    )
    return tuple((word, value) for word, value in pairs if value)


def visible(text: str) -> str:
    r"""Replace what would steer a terminal, turn the order of the characters, or what no page can hold.

    >>> visible("a\x1b[31m\u202eb\n")
    'a\ufffd[31m\ufffdb\n'
    """
    return "".join(char if char.isprintable() or char in _SPACES else "\ufffd" for char in text)


_SPACES = "\n\t\xa0\u3000"


Say = Callable[..., str]


def _say(lang: Language, key: str, /, **values: str) -> str:
    return _words()[key][lang].format(**values)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(resources.files("geo").joinpath("data/marks.toml").read_text(encoding="utf-8"))


def _place(mention: Mention, lang: Language, say: Say) -> Mark:
    kinds = [
        say(word)
        for word, holds in (("abroad", mention.foreign), ("metonym", mention.metonym), ("embedded", mention.embedded))
        if holds
    ]
    key = mention.region or mention.code or ""
    meaning = say("list").join([_code(key, lang) if key else say(mention.level), say(mention.certainty), *kinds])
    if mention.certainty == "ambiguous":
        places = say("or").join(_code(code, lang) for code in mention.candidates)
        meaning = say("candidates", meaning=meaning, places=places)
    doubtful = mention.certainty in ("ambiguous", "unknown")
    return _mark("place", mention, meaning, mention.reason, doubtful=doubtful)


def _date(mention: DateMention, say: Say) -> Mark:
    meaning = _days(mention.span, say) if mention.span else say("no_day")
    why = "; ".join([mention.reason, *mention.notes])
    return _mark("date", mention, meaning, why, doubtful=mention.span is None or bool(mention.notes))


def _event(event: Event, lang: Language, say: Say) -> Mark:
    title = event_title(
        lang,
        type=event.type,
        theme=event.theme,
        actor=event.actor,
        place=event.place or "",
        abroad=event.place_name if event.foreign else "",
    )
    meaning = say("event", title=title, days=_days(event.span, say) if event.span else say("no_date"))
    return _mark("event", event, meaning, "; ".join([event.reason, *event.notes]), doubtful=bool(event.notes))


def _directive(directive: Directive, lang: Language, say: Say) -> Mark:
    title = directive_title(lang, theme=directive.theme, actor=directive.actor, targets=directive.targets)
    meaning = say("inherited", title=title) if directive.inherited and directive.targets else title
    evidence = ", ".join(directive.theme_evidence)
    stop = f"said at the stop {directive.stop.text!r}" if directive.stop else ""
    issuer = f"issued by {directive.issuer.text!r}" if directive.issuer else ""
    why = "; ".join(filter(None, [directive.reason, stop, issuer, f"theme by {evidence}" if evidence else ""]))
    return _mark("directive", directive, meaning, why)


def _mark(
    kind: Kind, fact: Mention | DateMention | Event | Directive, meaning: str, why: str, *, doubtful: bool = False
) -> Mark:
    return Mark(number=0, kind=kind, start=fact.start, end=fact.end, meaning=meaning, why=why, doubtful=doubtful)


def _code(key: str, lang: Language) -> str:
    return f"{place_name(key, lang)} [{key}]"


def _days(span: DateSpan, say: Say) -> str:
    first, last = (day.isoformat() for day in (span.first, span.last))
    days = first if first == last else say("days", first=first, last=last)
    return days if span.precision == "day" else say("precise", days=days, precision=say(span.precision))
