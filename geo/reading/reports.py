"""One event as one article tells it, with all by which another telling of it is known.

The *marks* of a telling are what two tellings of one event cannot differ in: the guest who was received, the ordinal of
a session, the half of the day, what was done (an opening is no banquet). Its *phrases* are short runs of its words,
without names, offices, places and stock phrases, as numbers: no text of the article is kept.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from geo.reading import actors
from geo.reading.wordlists import Words, table, words_of
from geo.records import Directive, Document, Event, Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One event as one article tells it.

    `id` is stable: the same article and event give the same id. `who` are the persons and bodies of the telling,
    `named` the codes and slugs it names besides its place, `topics` those and what the article's directives are aimed
    at, `words` its concepts in either language. `marks` are pairs ``kind=value``: two tellings that share a kind and no
    value of it are of two events. `phrases` are digests of its runs of words.
    """

    id: str
    event: Event
    lang: str
    publisher: str
    url: str
    published: date | None = None
    who: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    phrases: frozenset[int] = frozenset()


def reports(
    document: Document, mentions: Sequence[Mention], events: Sequence[Event], directives: Sequence[Directive] = ()
) -> tuple[Report, ...]:
    """Return the events of one document as reports, ready to be merged with those of others."""
    about = frozenset(key for directive in directives for key in directive.targets)
    return tuple(_report(document, mentions, event, number, about) for number, event in enumerate(events))


def stable_id(event: Event, number: int = 0) -> str:
    """Return an id made of the document's and of where the event stands in it."""
    key = f"{event.doc}:{event.start}:{event.end}:{event.type}:{event.place}:{number}"
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def _report(
    document: Document, mentions: Sequence[Mention], event: Event, number: int, about: frozenset[str]
) -> Report:
    here = [mention for mention in mentions if event.start <= mention.start < event.end]
    own = frozenset(mention.region or mention.code or "" for mention in here if not mention.foreign)
    sentence = document.text[event.start : event.end]
    head = _headline(document) if number == 0 else ""  # the headline tells the main event
    named = own - {"", _EVERYWHERE, event.place or ""}
    people = (actor.name for actor in (*actors.find(head), *actors.find(sentence)))
    return Report(
        id=stable_id(event, number),
        event=event,
        lang=document.lang,
        publisher=document.publisher,
        url=document.url,
        published=document.published,
        who=frozenset({event.actor, *event.participants, *people}) - {""},
        named=named,
        topics=(named | about) - {"", _EVERYWHERE, event.place or ""},
        words=frozenset(_words(f"{head} {sentence}")),
        marks=frozenset(_marks(sentence, document.lang, [mention.text for mention in here if mention.foreign])),
        phrases=frozenset(_phrases(f"{head}\n{sentence}", document.lang, [mention.text for mention in mentions])),
    )


_EVERYWHERE = "national"


def _headline(document: Document) -> str:
    return document.text[slice(*document.headline)] if document.headline else document.title


_LATIN_WORD = re.compile(r"[a-z]{4,}")


def _words(text: str) -> Iterator[str]:
    """Yield the concepts of ``geo/data/concepts.toml`` in either language, and the longer English words."""
    yield from _found("concepts", _without_stock(text))
    yield from _LATIN_WORD.findall(text.lower())


def _found(group: str, text: str) -> Iterator[str]:
    matcher, entries = _concepts(group)
    for _, _, spelling in matcher.find(text):
        yield entries[spelling]


@cache
def _concepts(group: str) -> tuple[Words, Mapping[str, str]]:
    entries = {spelling: entry for entry, spellings in table("concepts")[group].items() for spelling in spellings}
    return Words(entries), entries


ORDINAL_OF_SESSION = "次="
"""How the mark of a session's number begins."""

_HOURS = {"上午": "morning", "早晨": "morning", "中午": "noon", "下午": "afternoon", "晚": "evening"}
_HOUR = re.compile(r"(?<=[日天午])(?:上午|早晨|中午|下午|晚)|\b(?:morning|noon|afternoon|evening)\b")
_ORDINAL = re.compile(r"第?([〇零一二三四五六七八九十百千\d]+)(次|届|批|轮|场|号|届|周年)")
_GUEST = re.compile(
    r"(?:会见|[同与]|看望)(?:了|来华|访华)?([^，。；！？]{2,60})|\b(?:met|meets?|meeting|talks) with ([^,.;]{3,60})"
)


def _marks(sentence: str, lang: str, abroad: Sequence[str]) -> Iterator[str]:
    hours = {_HOURS.get(word, word) for word in _HOUR.findall(sentence)}
    if len(hours) == 1:
        yield f"time of day={hours.pop()}"
    for number, counter in _ORDINAL.findall(sentence):
        yield f"{counter}={number}"
    for act in _found("acts", sentence):
        yield f"act={act}"
    for name in abroad:
        yield f"abroad ({lang})={name}"
    for guest in _guests(sentence, lang):
        yield f"guest ({lang})={guest}"


def _guests(sentence: str, lang: str) -> Iterator[str]:
    """Yield the pieces of the names of those who are received."""
    for chinese, english in _GUEST.findall(sentence):
        if lang == "zh":
            yield from _runs(chinese.rpartition("的")[2], 2)
        else:
            yield from re.findall(r"\b[A-Z][a-z]{2,}", english)


_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_ASIDE = re.compile(r"【[^】]*】|在[^，。；]{4,60}之际|应[^，。；]{2,30}邀请")
_DAY = re.compile(r"\d+|[今昨][天晚日]|[上中下]午|近日|日前|日晚|年|月|日")
_RUN = 4  # characters of a Chinese phrase
_LATIN_RUN = 3  # words of an English one


def _phrases(text: str, lang: str, places: Sequence[str]) -> Iterator[int]:
    text = _ASIDE.sub("\n", text)
    for place in places:
        text = text.replace(place, "\n")
    runs = _runs(_DAY.sub("\n", text), _RUN) if lang == "zh" else _latin_runs(text)
    for run in runs:
        yield zlib.crc32(run.encode())


def _runs(text: str, length: int) -> Iterator[str]:
    """Yield the overlapping runs of characters of a Chinese text, none of which touches a name or a stock phrase."""
    for part in _HAN_RUN.findall(_without_stock(text)):
        for start in range(len(part) - length + 1):
            yield part[start : start + length]


def _latin_runs(text: str) -> Iterator[str]:
    words = re.findall(r"[a-z]+|\n", _without_stock(text).lower())
    for start in range(len(words) - _LATIN_RUN + 1):
        run = words[start : start + _LATIN_RUN]
        if "\n" not in run:
            yield " ".join(run)


def _without_stock(text: str) -> str:
    """Return a text with a line break in the place of each name of an office holder, body, office or stock phrase."""
    kept, free = [], 0
    for start, end, _ in _stock().find(text):
        if start >= free:
            kept += [text[free:start], "\n"]
            free = end
    return "".join([*kept, text[free:]])


@cache
def _stock() -> Words:
    people, bodies = table("people")["people"], table("people")["bodies"]
    names = [*people, *people.values(), *(spelling for spellings in bodies.values() for spelling in spellings)]
    offices = [*words_of("people", "offices", "zh"), *words_of("people", "offices", "en")]
    return Words([*names, *offices, *words_of("concepts", "stock", "zh"), *words_of("concepts", "stock", "en")])
