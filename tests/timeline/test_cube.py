"""The cube against the table: every fact is in it once, and windows count what a loop over the rows counts."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.records import DateSpan
from geo.timeline import cube
from tests.timeline.made import placed, tables


def counted(built: cube.Cube) -> int:
    return int(built.cell_count.sum()) + sum(count for _, _, count in built.undated)


def in_window(built: cube.Cube, first: int, last: int) -> Counter[str]:
    """Return by place the facts that touch the days [first, last], from the cells."""
    touches = (built.cell_first <= last) & (built.cell_first + built.cell_length >= first)
    found: Counter[str] = Counter()
    for site, count in zip(built.cell_site[touches], built.cell_count[touches], strict=True):
        found[built.places[built.sites[site][0]]] += int(count)
    return found


def by_row(table: pd.DataFrame, first: date, last: date) -> Counter[str]:
    """Return the same from the rows."""
    found: Counter[str] = Counter()
    for key, start, end in zip(cube.place_keys(table), table["date"], table["date_end"], strict=True):
        span = DateSpan.parse(start, end) if start else None
        if span and span.first <= last and span.last >= first:
            found[key] += 1
    return found


@given(tables())
@settings(deadline=None, max_examples=60)
def test_no_fact_is_lost(table: pd.DataFrame) -> None:
    built = cube.build(table)
    assert counted(built) == len(table)
    assert sum(count for _, _, count in built.undated) == int((table["date"] == "").sum())


@given(tables(), st.integers(0, 3000), st.integers(0, 400))
@settings(deadline=None, max_examples=60)
def test_a_window_counts_the_facts_that_touch_it(table: pd.DataFrame, start: int, length: int) -> None:
    built = cube.build(table)
    if built.epoch is None:
        assert built.days == 0
        return
    first, last = start, start + length
    days = (built.epoch + timedelta(days=first), built.epoch + timedelta(days=last))
    assert in_window(built, first, last) == by_row(table, *days)


@given(tables())
@settings(deadline=None, max_examples=60)
def test_every_row_knows_its_group_site_and_days(table: pd.DataFrame) -> None:
    built = cube.build(table)
    facts = built.facts
    for n, row in enumerate(table.itertuples()):
        group = built.groups[facts.group[n]]
        assert (group.kind, group.theme, group.type, group.status) == (row.kind, row.theme, row.type, row.status)
        place, target = built.sites[facts.site[n]]
        assert place == facts.place[n]
        assert built.targets[target] == row.targets
        if row.date:
            span = DateSpan.parse(row.date, row.date_end)
            assert built.epoch is not None
            assert facts.first[n] == (span.first - built.epoch).days
            assert facts.length[n] == (span.last - span.first).days
            assert group.precision == span.precision


@given(tables())
@settings(deadline=None, max_examples=40)
def test_cells_are_sorted_and_different(table: pd.DataFrame) -> None:
    built = cube.build(table)
    columns = (built.cell_site, built.cell_group, built.cell_first, built.cell_length)
    cells = list(zip(*(column.tolist() for column in columns), strict=True))
    assert cells == sorted(set(cells))
    starts = built.series_starts()
    series = [(cells[start][0], cells[start][1]) for start in starts]
    assert series == sorted({cell[:2] for cell in cells})


def test_the_order_of_the_rows_changes_no_count() -> None:
    table = placed(
        [{"date": "2024-04-22", "place": "Jiulongpo"}, {"date": "2024-04", "place": "Changsha"}, {"place": "nowhere"}]
    )
    turned = cube.build(table.iloc[::-1])
    straight = cube.build(table)
    assert turned.places == straight.places
    assert np.array_equal(turned.cell_first, straight.cell_first)
    assert turned.undated == straight.undated


def test_a_precision_is_kept_and_never_drawn_as_a_first_of_the_month() -> None:
    built = cube.build(placed([{"date": "2024-04", "place": "Changsha"}, {"date": "2024-Q2", "place": "Changsha"}]))
    assert built.cell_length.tolist() == [29, 90]
    assert [group.precision for group in built.groups] == ["month", "quarter"]


def test_keys_of_places() -> None:
    names = ["Changsha", "a pier", "Chaoyang", "nowhere", "western region"]
    keys = cube.place_keys(placed([{"place": name} for name in names]))
    assert keys.tolist() == ["430100", "@24.4500,118.0800", "?110105;211300", "", "western"]
