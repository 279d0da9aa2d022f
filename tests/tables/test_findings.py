"""What is found now against what was found before, and what two copies found."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.tables.corrections import Log
from geo.tables.findings import MISSING, empty, renew, union
from geo.tables.schema import EventsTable
from tests.tables.store_laws import row, table

ROWS = st.builds(
    lambda n, more: row(f"e-{n}", **more),
    st.integers(1, 5),
    st.sampled_from(
        [{}, {"title": "Told otherwise"}, {"note": MISSING}, {"own": "x"}, {"lat": "28.2", "lon": "112.9"}]
    ),
)
TABLES = st.lists(ROWS, max_size=4, unique_by=lambda cells: cells["id"]).map(
    lambda rows: table(*rows) if rows else empty()
)


def told(findings: EventsTable) -> pd.DataFrame:
    """Return a table without the order of its rows and columns, and without columns that say nothing."""
    plain = findings.sort_values("id").reset_index(drop=True)
    return plain[sorted(column for column in plain.columns if column != "own" or plain["own"].any())]


def same(one: EventsTable, other: EventsTable) -> None:
    pd.testing.assert_frame_equal(told(one), told(other))


@settings(deadline=None, max_examples=12)
@given(TABLES, TABLES, TABLES)
def test_copies_unite_alike_in_any_order(a: EventsTable, b: EventsTable, c: EventsTable) -> None:
    same(union(a, b)[0], union(b, a)[0])
    same(union(union(a, b)[0], c)[0], union(a, union(b, c)[0])[0])
    same(union(a, a)[0], a)
    assert union(union(a, b)[0], b)[1] == 0


@settings(deadline=None, max_examples=12)
@given(TABLES, TABLES)
def test_a_reading_counts_every_fact_once(old: EventsTable, new: EventsTable) -> None:
    renewed, kept = renew(old, new, Log())
    assert kept.new + kept.changed + kept.same == len(new)
    assert len(renewed) == len(old) + kept.new - kept.dropped
    same(renewed, new)
    again, second = renew(renewed, new, Log())
    assert (second.new, second.changed, second.dropped) == (0, 0, 0)
    pd.testing.assert_frame_equal(again, renewed)


def test_what_a_person_wrote_into_the_table_itself_outlives_a_reading() -> None:
    old = table(row("e-1", status="confirmed", title="By hand"), row("e-2", status="rejected"), row("e-3"))
    renewed, kept = renew(old, table(row("e-1", title="Read anew")), Log())
    assert renewed["id"].tolist() == ["e-1", "e-2"]
    assert renewed["title"].tolist() == ["By hand", "Visit e-2"]
    assert (kept.same, kept.dropped, kept.missing) == (1, 1, ("e-2",))


def test_a_fact_confirmed_in_the_table_is_kept_when_it_is_found_no_more() -> None:
    renewed, kept = renew(table(row("e-1", status="confirmed"), row("e-2")), table(row("e-3")), Log())
    assert renewed["id"].tolist() == ["e-1", "e-3"]
    assert kept.missing == ("e-1",)
    assert MISSING in renewed["note"][0]
