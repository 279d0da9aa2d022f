"""The reasons that more than one module speaks of: why a row is, or is not, where it is."""

from __future__ import annotations

COORDINATES = "coordinates given"
GIVEN = "given as a code"
NO_PLACE = "no place is given"
READ_ABROAD = "read as abroad, "
"""With this begins the reason of a row that an article tells of a place outside China."""


def as_read(code: str, place: str, why: str) -> str:
    """Return the reason of a row that was read in an article; it holds for this code and this place as written only.

    >>> as_read("430100", "长沙", "the sentence states '长沙'")
    "read as 430100, '长沙': the sentence states '长沙'"
    """
    return f"{READ_ABROAD if not code else f'read as {code}, '}{place!r}: {why}"
