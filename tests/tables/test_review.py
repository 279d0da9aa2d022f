"""The review queue: who is in it, in which order, and why."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings

from geo.tables import review
from geo.tables.corrections import Conflict
from geo.tables.join import PlacedTable
from tests.timeline.made import placed, tables


def queued(*rows: dict[str, Any]) -> pd.DataFrame:
    return review.queue(PlacedTable(placed(rows)))


FINE = {"place": "Changsha", "date": "2024-03-18", "theme": "ecology", "joined_by": "code"}
NOWHERE = {**FINE, "joined_by": ""}


@given(tables())
@settings(max_examples=30, deadline=None)
def test_it_holds_exactly_what_nobody_decided_each_once(table: pd.DataFrame) -> None:
    found = review.queue(PlacedTable(table))
    assert sorted(found["id"]) == sorted(table.loc[table["status"] == "auto", "id"])
    assert found["weight"].is_monotonic_decreasing
    assert (found["weight"] == [sum(review.CAUSES[c] for c in text.split(";")) for text in found["causes"]]).all()


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"place": "Chaoyang", "joined_by": ""}, "ambiguous"),
        ({"note": "weekday Monday is contradicted by 2024-03-19, a Tuesday"}, "contradiction"),
        ({"place": "nowhere", "joined_by": ""}, "unknown"),
        ({"place": "", "joined_by": ""}, "unknown"),
        ({"place": "", "kind": "directive", "joined_by": ""}, "unknown"),
        ({"date": ""}, "undated"),
        ({"date": "2024-Q1"}, "coarse"),
        ({"resolution": "context"}, "context"),
        ({"note": "targets are those of the whole article", "kind": "directive"}, "inherited"),
        ({"theme": "other"}, "unthemed"),
    ],
)
def test_what_speaks_against_a_fact_is_named(change: dict[str, str], cause: str) -> None:
    (causes,) = queued({**FINE, **change})["causes"]
    assert causes == f"{cause};unseen"


def test_a_directive_without_a_place_but_with_a_target_has_where_to_go() -> None:
    (causes,) = queued({**NOWHERE, "place": "", "kind": "directive", "targets": "western"})["causes"]
    assert causes == "unseen"


def test_a_proposed_double_waits_while_its_twin_is_there() -> None:
    table = placed([{**FINE, "id": "a"}, {**FINE, "id": "b"}, {**FINE, "id": "c"}])
    table["same_as"], table["merge"] = ["", "a", "gone"], ["", "proposed", "proposed"]
    found = review.queue(PlacedTable(table))
    assert found["id"].tolist() == ["b", "a", "c"]
    assert found["causes"].iloc[0] == "duplicate;unseen"


def test_what_two_people_dispute_comes_first_even_when_decided() -> None:
    table = PlacedTable(
        placed([{**FINE, "id": "a", "status": "confirmed"}, {**NOWHERE, "id": "b", "place": "Chaoyang"}])
    )
    found = review.queue(table, [Conflict(fact="a", field="title", sides=())])
    assert found["id"].tolist() == ["a", "b"]


def test_the_counts_are_those_of_the_causes() -> None:
    found = queued({**FINE, "date": ""}, {**NOWHERE, "place": "Chaoyang"}, {**FINE, "date": "", "theme": "other"})
    assert review.counts(found) == {"ambiguous": 1, "undated": 2, "unthemed": 1, "unseen": 3}


def test_an_empty_table_has_an_empty_queue() -> None:
    assert review.counts(queued()) == {}
