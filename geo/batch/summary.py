"""A run in sentences: what was found, what is open, what was skipped, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from geo.batch.run import Run
from geo.errors import counted
from geo.reading.documents import Failure
from geo.tables.facts import Row
from geo.tables.reasons import NO_PLACE, READ_ABROAD
from geo.tables.titles import place_name

LISTED = 20
"""Names and failures that are told one by one."""


def lines(run: Run) -> Iterator[str]:
    """Yield what is to be said of a run, a line each; nothing in it can steer a terminal."""
    earlier = f" ({run.remembered:,} of them in an earlier run)" if run.remembered else ""
    yield f"articles: {run.read:,} read{earlier}, {len(run.failures):,} skipped"
    kinds = Counter(row["kind"] for row in run.rows)
    yield f"facts: {counted(kinds['event'], 'event')}, {counted(kinds['directive'], 'directive')}"
    events = [row for row in run.rows if row["kind"] == "event"]
    why = Counter(filter(None, map(_unplaced_by, events)))
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in sorted(why.items()))
    yield f"events placed: {len(events) - why.total():,}, {why.total():,} not{f' ({reasons})' if reasons else ''}"
    undated = sum(row["date"] == "" for row in run.rows)
    yield f"facts dated: {len(run.rows) - undated:,}, {undated:,} not"
    if run.groups:
        sure = sum(group.sure for group in run.groups)
        yield f"events told more than once: {sure:,} sure, {len(run.groups) - sure:,} proposed"
    yield from _ambiguous(events)
    yield from _listed([f"  skipped: {printable(_said(failure))}" for failure in run.failures], "input")


def printable(text: str) -> str:
    r"""Return a text in which what would steer a terminal, or turn the order of its characters, is visible.

    >>> printable("a\x1b[31m\u202eb")
    'a\\x1b[31m\\u202eb'
    """
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def _said(failure: Failure) -> str:
    """Return the reason of a failure, with the input's name where the reason does not give it."""
    name = Path(failure.source).name.partition(":")[0]
    return failure.reason if name and name in failure.reason else f"{failure.source}: {failure.reason}"


def _unplaced_by(row: Row) -> str:
    if row["resolution"] == "ambiguous":
        return "ambiguous"
    if row["adcode"]:
        return ""
    if row["reason"].startswith(READ_ABROAD):
        return "abroad"
    return "no place" if row["reason"] == NO_PLACE else "unknown"


def _ambiguous(events: list[Row]) -> Iterator[str]:
    names = Counter((row["place"], row["candidates"]) for row in events if row["resolution"] == "ambiguous")
    yield from _listed(
        [
            f"  ambiguous: {printable(name)}, {' or '.join(_named(code) for code in codes.split(';'))} ({count:,})"
            for (name, codes), count in names.most_common()
        ],
        "ambiguous name",
    )


def _named(code: str) -> str:
    return f"{code} {place_name(code, 'en')}"


def _listed(said: list[str], what: str) -> Iterator[str]:
    yield from said[:LISTED]
    if len(said) > LISTED:
        yield f"  … and {counted(len(said) - LISTED, f'more {what}')}"
