"""What a person asks for, and what becomes of it: one line of the log, which answers for its content by its id."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

from geo.errors import StoreError

ADDED = "fact"
"""The field of a correction that adds a fact by hand; its value is the row as JSON."""

NEUTRAL = frozenset({"status", "same_as", "merge", "note"})
"""Fields whose correction does not make a fact ``corrected``."""

Key = tuple[str, str]
"""A fact's id and a field."""

_UNDO = re.compile(r"undo ([0-9a-f]{16})")
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a person asks for: `old` is the value that the person saw, `new` the one to be."""

    fact: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One line of the log.

    `id` is the first 16 hexadecimal digits of a SHA-256 over all other fields. `after` holds the ids of the
    corrections of the same fact and field that it follows, with spaces between: none for the first, several for one
    that decides a conflict. `when` is ISO 8601, UTC, with microseconds; it is there for people to read.
    """

    id: str
    after: str
    fact: str
    field: str
    old: str
    new: str
    who: str
    when: str
    why: str

    @property
    def key(self) -> Key:
        """The fact and the field that are corrected."""
        return self.fact, self.field

    @property
    def parents(self) -> tuple[str, ...]:
        """The ids of the corrections that this one follows."""
        return tuple(self.after.split())

    @property
    def undoes(self) -> str:
        """The id of the correction that this one undoes, or nothing."""
        match = _UNDO.fullmatch(self.why)
        return match[1] if match else ""

    @property
    def is_sound(self) -> bool:
        """Whether the id agrees with the content."""
        return self.id == _identity(*astuple(self)[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A state in which a field was left: by the correction `by`; `released` when it is as the reader finds it again."""

    by: Correction
    released: bool = False

    def value(self, found: str) -> str:
        """Return the value of the field, which the reader finds to be `found`."""
        return found if self.released else self.by.new


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a conflict: a value, and the correction that made it."""

    value: str
    by: Correction


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One field of one fact that was changed apart to different values; the first side is shown until one decides."""

    fact: str
    field: str
    sides: tuple[Side, ...]

    def __str__(self) -> str:
        said = " | ".join(f"{side.value!r} ({side.by.who}, {side.by.when}, {side.by.id})" for side in self.sides)
        return f"{self.fact}, {self.field}: {said}"


def made(edit: Edit, *, after: Iterable[str], who: str, when: datetime, why: str = "") -> Correction:
    """Return an edit as a line of the log.

    >>> edit = Edit(fact="e-1", field="type", old="visit", new="inspection")
    >>> made(edit, after=(), who="Lin", when=datetime(2025, 3, 1, tzinfo=UTC)).id
    '21c023cc5c5fa9d0'
    """
    fields = (
        " ".join(sorted(after)),
        *(edit.fact, edit.field, edit.old, edit.new),
        _as_text(who),
        when.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        _as_text(why),
    )
    after_, fact, field, old, new, who, when_, why = fields
    return Correction(
        id=_identity(*fields), after=after_, fact=fact, field=field, old=old, new=new, who=who, when=when_, why=why
    )


def check_words(who: str, why: str) -> None:
    """Refuse a correction that nobody signs, and a reason that would be taken for an undo.

    Raises
    ------
    StoreError
    """
    if not who.strip():
        raise StoreError("nobody signs this correction: say who makes it")
    if _UNDO.fullmatch(why):
        raise StoreError(f"the reason {why!r} is how an undo is written; use undo, or put it in other words")


def _identity(*fields: str) -> str:
    return hashlib.sha256(json.dumps(fields).encode("ascii")).hexdigest()[:16]


def _as_text(text: str) -> str:
    """Return a text without what no file or database can hold: NUL, and halves of characters."""
    return _NOT_TEXT.sub("\ufffd", text)
