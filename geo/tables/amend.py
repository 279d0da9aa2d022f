"""What a decision about one place in one article changes: the edits of all facts that rest on it.

A reader who says that a name in an article means another place, or none, says it once; the facts of the article that
stand at that place, or are aimed at it, follow.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from geo.errors import PlaceNotFound
from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.tables.corrections import Edit


def place(facts: pd.DataFrame, doc: str, old: str, new: str) -> tuple[Edit, ...]:
    """Return the edits that make `new` of the place `old` in the facts of one article.

    Parameters
    ----------
    facts
        Facts of a project; those of other articles are left alone.
    doc
        The article's id.
    old, new
        Codes or slugs; an empty `new` says that the name is no place. A place stays written as it is in the article.

    Raises
    ------
    PlaceNotFound
        When `new` is neither a code nor a slug.
    """
    if new and new not in gazetteer().units and new not in regions():
        raise PlaceNotFound(f"{new!r} is neither a code of the gazetteer nor a named region")
    concerned = facts[facts["doc"] == doc]
    return tuple(edit for _, row in concerned.iterrows() for edit in _edits(row, old, new))


def confirmed(facts: pd.DataFrame, doc: str, code: str) -> tuple[Edit, ...]:
    """Return the edits that confirm the facts of one article which rest on a place, and that nobody decided yet."""
    resting = {edit.fact for edit in place(facts, doc, code, "")}
    waiting = facts[facts["id"].isin(resting) & (facts["status"] == "auto")]
    return tuple(Edit(fact=id_, field="status", old="auto", new="confirmed") for id_ in waiting["id"])


def _edits(row: pd.Series[str], old: str, new: str) -> Iterator[Edit]:
    if row["adcode"] == old:
        yield Edit(fact=row["id"], field="adcode", old=old, new=new)
        if not new:
            yield Edit(fact=row["id"], field="place", old=row["place"], new="")
    targets = row["targets"].split(";") if row["targets"] else []
    if old in targets:
        kept = dict.fromkeys(new if target == old else target for target in targets)
        yield Edit(fact=row["id"], field="targets", old=row["targets"], new=";".join(filter(None, kept)))
