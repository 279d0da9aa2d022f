"""What stands between a name in the text and a mention: the name with what its surroundings say about it."""

from __future__ import annotations

from dataclasses import dataclass

from geo.reading.lexicon import Sense


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A name which may be a toponym.

    `codes` are the units that it can mean here. `typed` says that a type word stands with it, `weak` that it counts
    only when the surroundings support it (a parent beside it, or the same unit in full elsewhere in the document),
    `placed` that a word of place stands before it ("in Yanqing", 在延庆，). `region` is a slug, `foreign` the foreign
    senses. `embedded` is the word that makes the name part of another one, `national` says that a capital stands for
    the national government, `metonym` that the unit acts or is asked to. `inner` is the `[start, end)` of the name
    without its type word.
    """

    start: int
    end: int
    codes: tuple[str, ...] = ()
    typed: bool = False
    weak: bool = False
    old: bool = False
    region: str = ""
    foreign: tuple[Sense, ...] = ()
    embedded: str = ""
    national: bool = False
    metonym: bool = False
    placed: bool = False
    inner: tuple[int, int] | None = None
