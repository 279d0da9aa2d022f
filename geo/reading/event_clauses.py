"""A sentence that tells of two events, cut in two: a tour and a meeting held on it, a disaster and what was ordered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from geo.reading import triggers
from geo.records import Document, Sentence

_NEXT_CLAUSE = re.compile(r"，(?=并(?:在|于|主持|召开|出席|看望)[^，]{0,40}(?:会|慰问|群众))")


def cut(document: Document, sentence: Sentence) -> Iterator[Sentence]:
    """Cut a sentence that tells of a tour and of a meeting held on it (调研，并在沈阳主持召开座谈会)."""
    start = sentence.start
    if document.lang == "en":
        yield from _instruction_and_cause(document, sentence)
        return
    for ordered in _ORDERED.finditer(document.text, sentence.start, sentence.end):
        struck = triggers.first(document.text[sentence.start : ordered.start()], "zh")
        if struck is not None and struck.type == "disaster":
            yield replace(sentence, end=ordered.start())
            yield replace(sentence, start=ordered.end())
            return
    if "，并" not in document.text[sentence.start : sentence.end]:
        yield sentence
        return
    for match in _NEXT_CLAUSE.finditer(document.text, sentence.start, sentence.end):
        yield replace(sentence, start=start, end=match.end())
        start = match.end()
    yield replace(sentence, start=start)


# Who ordered something after what struck: …造成严重灾害，某人作出重要指示.
_ORDERED = re.compile(r"，(?=[^，。；]{0,40}(?:，[^，。；]{0,30}){0,2}作出(?!的)[^，。；]{0,6}(?:指示|批示))")


# What struck and what was ordered then are two events, on days and at places of their own.
_STRUCK = re.compile(
    r"\b(?:after|following)\s+(?=(?:an?|the) (?:[\w.-]+ ){0,5}?(?:earthquake|quake|landslide|mudslide|flood\w*|typhoon"
    r"|explosion|blast|fire|accident|collapse|rainstorm|collision|avalanche)\b)"
)


def _instruction_and_cause(document: Document, sentence: Sentence) -> Iterator[Sentence]:
    """Cut an English sentence that tells of an instruction and of the disaster it followed."""
    match = _STRUCK.search(document.text, sentence.start, sentence.end)
    if match is None or match.start() == sentence.start:
        yield sentence
        return
    ordered = replace(sentence, end=match.start())
    trigger = triggers.first(document.text[ordered.start : ordered.end], "en")
    if trigger is None or not trigger.placeless:
        yield sentence
        return
    yield ordered
    yield replace(sentence, start=match.end())
