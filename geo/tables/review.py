"""Which facts need a person most, and why: the order of the review queue.

A fact that a person has confirmed, corrected or rejected needs nobody, unless two people disagree about it. All others
are ordered by the weight of what speaks against trusting them, then by id, so that the queue does not jump about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.records import Status
from geo.tables.corrections import Conflict
from geo.tables.join import PlacedTable, unplaced_by
from geo.tables.merged import MERGE, PROPOSED, SAME_AS
from geo.tables.proof import text_column

CAUSES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "conflict": 64,  # two people wrote different values
        "ambiguous": 32,  # several places have the name
        "contradiction": 24,  # the article says two things, such as a weekday that the date is not
        "unknown": 20,  # no place has the name
        "duplicate": 16,  # another report may tell the same
        "undated": 12,
        "context": 4,  # the place was chosen by its surroundings
        "inherited": 3,  # the targets are those of the whole article
        "coarse": 2,  # the day is not known
        "unthemed": 2,
        "unseen": 1,  # nothing speaks against it, but nobody has looked
    }
)
"""What speaks against trusting a fact unseen, and how much."""

DECIDED: Final[tuple[Status, ...]] = ("confirmed", "corrected", "rejected")

_CONTRADICTED: Final = r"contradict|date not kept|comes before"
_INHERITED: Final = "targets are those of the whole article"
_DAY: Final = r"\d{4}-\d{2}-\d{2}"


def queue(table: PlacedTable, conflicts: Iterable[Conflict] = ()) -> pd.DataFrame:
    """Return the facts that wait for a person, those first that need one most.

    Parameters
    ----------
    table
        N facts, geocoded and joined.
    conflicts
        Fields that were changed apart to different values.

    Returns
    -------
    Columns `id`, `weight` (the sum of `CAUSES` that hold) and `causes` (``;`` between them, the heaviest first), on the
    index of the table.
    """
    disputed = {conflict.fact for conflict in conflicts}
    holds = _holds(table, disputed)
    waiting = holds["conflict"] | ~table["status"].isin(DECIDED).to_numpy()
    weight = sum(np.where(holds[cause], CAUSES[cause], 0) for cause in CAUSES)
    causes = [""] * len(table)
    for cause in CAUSES:
        causes = [f"{said};{cause}" if held else said for said, held in zip(causes, holds[cause], strict=True)]
    found = pd.DataFrame(
        {"id": table["id"], "weight": weight, "causes": text_column([said.lstrip(";") for said in causes])},
        index=table.index,
    )
    ordered: pd.DataFrame = found[waiting].sort_values(["weight", "id"], ascending=[False, True], kind="stable")
    return ordered


def counts(waiting: pd.DataFrame) -> dict[str, int]:
    """Return how many facts of a queue each cause concerns, in the order of `CAUSES`; a cause of none is left out."""
    found = waiting["causes"].str.split(";").explode().value_counts()
    return {cause: int(found[cause]) for cause in CAUSES if cause in found.index}


def _holds(table: PlacedTable, disputed: set[str]) -> dict[str, Any]:
    why = unplaced_by(table)
    events = table["kind"] != "directive"
    untargeted = ~events & (table["targets"] == "")
    holds = {
        "conflict": table["id"].isin(disputed),
        "ambiguous": (table["resolution"] == "ambiguous") & ~table["status"].isin(DECIDED),
        "contradiction": table["note"].str.contains(_CONTRADICTED, regex=True),
        "unknown": (why.isin(["unknown", "outside"]) | ((why == "no place") & (events | untargeted))),
        "duplicate": _proposed(table),
        "undated": table["date"] == "",
        "context": table["resolution"] == "context",
        "inherited": table["note"].str.contains(_INHERITED, regex=False),
        "coarse": (table["date"] != "") & ~table["date"].str.fullmatch(_DAY),
        "unthemed": table["theme"].isin(["", "other"]),
        "unseen": pd.Series(True, index=table.index),
    }
    return {cause: held.to_numpy(dtype=bool) for cause, held in holds.items()}


def _proposed(table: pd.DataFrame) -> pd.Series[bool]:
    if not {SAME_AS, MERGE} <= set(table.columns):
        return pd.Series(False, index=table.index)
    return (table[MERGE] == PROPOSED) & table[SAME_AS].isin(table["id"])
