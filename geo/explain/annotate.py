"""READING -> A TEXT TO WORK ON: the stretches of an article, and what was found in each, for a page that corrects it.

Offsets would count differently in a browser, whose strings are made of UTF-16 units: so the text crosses as stretches,
each with the numbers of the marks that lie over it. Everything is plain data; the page shows it as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from geo.explain.marks import Mark, marks, segments, visible
from geo.reading import Reading
from geo.records import Certainty, Mention
from geo.tables.facts import rows
from geo.tables.titles import Language, place_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One place that a name may mean."""

    code: str
    name_en: str
    name_zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing found in a text: a `Mark`, with what a person needs to decide about it.

    `certainty` of a place is how surely its name was read, or ``outside`` where it puts nothing on the map: a place
    abroad, a name inside another name.
    `code` and `choices` are those of a place, the chosen one first; `fact` is the id of the fact that an event or a
    directive became.
    """

    number: int
    kind: str
    words: str
    meaning: str
    why: str
    certainty: Certainty | Literal["outside"]
    code: str = ""
    choices: tuple[Choice, ...] = ()
    fact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """An article: `stretches` are (text, numbers of the notes over it), joined the text again."""

    doc: str
    lang: str
    title: str
    stretches: tuple[tuple[str, tuple[int, ...]], ...]
    notes: tuple[Note, ...]

    def note(self, number: int) -> Note | None:
        """Return the note of a number, or None: the number may come from a browser."""
        return self.notes[number - 1] if 1 <= number <= len(self.notes) else None

    def message(self) -> dict[str, Any]:
        """Return what the page needs, as plain data."""
        return {
            "lang": self.lang,
            "stretches": [[text, list(numbers)] for text, numbers in self.stretches],
            "notes": [
                {key: asdict(note)[key] for key in ("number", "kind", "meaning", "certainty")} for note in self.notes
            ],
        }


def annotate(reading: Reading, lang: Language = "en") -> Annotated:
    """Return an article with all that was found in it.

    Parameters
    ----------
    lang
        The language in which the notes say what was found and why.

    Examples
    --------
    >>> from geo.reading import documents, read
    >>> found = annotate(read(documents.document("Li Qiang visited Chongqing on May 4, 2024.")))
    >>> [(note.kind, note.words) for note in found.notes if note.kind in ("place", "date")]
    [('place', 'Chongqing'), ('date', 'May 4, 2024')]
    """
    found = marks(reading, lang)
    text = reading.document.text
    places = {(mention.start, mention.end): mention for mention in reading.mentions}
    facts = _facts(reading)
    return Annotated(
        doc=reading.document.id,
        lang=reading.document.lang,
        title=visible(reading.document.title),
        stretches=tuple(
            (visible(piece.text), tuple(mark.number for mark in piece.marks)) for piece in segments(text, found)
        ),
        notes=tuple(_note(mark, text, places, facts) for mark in found),
    )


def _facts(reading: Reading) -> dict[tuple[str, int, int], list[str]]:
    """Return the ids of the facts by kind and sentence, those of one sentence in their order."""
    found: dict[tuple[str, int, int], list[str]] = {}
    for row in rows(reading, quotes=False):
        found.setdefault((row["kind"], int(row["start"]), int(row["end"])), []).append(row["id"])
    return found


def _note(
    mark: Mark, text: str, places: Mapping[tuple[int, int], Mention], facts: Mapping[tuple[str, int, int], list[str]]
) -> Note:
    mention = places.get((mark.start, mark.end)) if mark.kind == "place" else None
    waiting = facts.get((mark.kind, mark.start, mark.end), [])
    certainty: Certainty | Literal["outside"] = "ambiguous" if mark.doubtful else "exact"
    if mention is not None:
        certainty = "outside" if _outside(mention) else mention.certainty
    return Note(
        number=mark.number,
        kind=mark.kind,
        words=visible(text[mark.start : mark.end]),
        meaning=mark.meaning,
        why=mark.why,
        certainty=certainty,
        code=(mention.region or mention.code or "") if mention else "",
        choices=_choices(mention) if mention else (),
        fact=waiting.pop(0) if waiting else "",
    )


def _outside(mention: Mention) -> bool:
    placed = bool(mention.region or mention.code) and not mention.embedded
    return not placed and mention.certainty in ("exact", "context")


def _choices(mention: Mention) -> tuple[Choice, ...]:
    codes = dict.fromkeys(filter(None, (mention.region, mention.code, *mention.candidates)))
    return tuple(Choice(code=code, name_en=place_name(code, "en"), name_zh=place_name(code, "zh")) for code in codes)
