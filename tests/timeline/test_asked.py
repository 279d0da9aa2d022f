"""What follows the data of a page of very many facts: counts of a search, and facts to list."""

from __future__ import annotations

import base64
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.export import counts, tallies
from geo.tables.coded import columns_of
from geo.tables.join import PlacedTable
from geo.timeline import cube, payload
from geo.timeline.asked import Asked, Message, cells, facts
from geo.timeline.pack import unpack
from geo.timeline.select import select, told
from geo.timeline.view import View
from tests.tables.test_large import repeated
from tests.timeline.made import placed
from tests.timeline.test_large_views import both, listed, rows, views
from tests.timeline.test_payload import SAMPLE

MORE = Path(__file__).parent.parent / "js" / "more.json"
WORD = "jiulongpo"


def opened(message: Message) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a message holds, as the page reads it."""
    block = json.loads(message.text)
    assert block["rev"] == message.rev
    return unpack(base64.b64decode(block["facts"]))


def counted(found: cube.Cube, keys: cube.Cube) -> Counter[tuple[Any, ...]]:
    """Return a cube's cells by what they stand for."""
    cells = (found.cell_site, found.cell_group, found.cell_first, found.cell_length, found.cell_count)
    start = keys.epoch.toordinal() if keys.epoch else 0
    sums: Counter[tuple[Any, ...]] = Counter()
    for site, group, first, length, count in zip(*(column.tolist() for column in cells), strict=True):
        place, target = keys.sites[site]
        sums[keys.places[place], keys.targets[target], keys.groups[group], first + start, length] += count
    return sums


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows(), st.lists(views(), min_size=1, max_size=4))
def test_a_search_is_counted_as_in_a_table_of_its_facts_alone(
    tmp_path: Path, facts: list[dict[str, Any]], asked: list[View]
) -> None:
    large, whole = both(tmp_path / "facts.parquet", facts)
    table = Asked.of(large)
    for view in asked:
        told = View(
            actor=view.actor, source=view.source, q=view.q, statuses=("auto", "confirmed", "rejected", "corrected")
        )
        alone = cube.build(select(whole, told))
        keep = select(whole, told).index
        narrow = cube.narrowed(table.counted, whole.index.isin(keep))
        assert counted(narrow, table.counted) == counted(alone, alone)
        message = table.cells(view)
        if not (view.actor or view.source or view.q):
            assert message is None
            continue
        assert message is not None
        header, columns = opened(message)
        assert header["told"] == {"q": view.q, "actor": view.actor, "source": view.source}
        assert {name: values.tolist() for name, values in columns.items()} == {
            name: values.tolist() for name, values in payload.cell_columns(narrow).items()
        }
        assert [str(name) for name in table.rows(table.positions(view))["id"]] == listed(whole, view)


def test_facts_are_sent_in_the_order_asked_for_with_all_that_a_card_shows(tmp_path: Path) -> None:
    large, whole = both(tmp_path / "facts.parquet", repeated(60))
    table = Asked.of(large)
    chosen = table.positions(View())[:7]
    header, columns = opened(table.facts(chosen))
    details = header["details"]
    assert sorted(details["own"]["id"]) == sorted(whole["id"].iloc[chosen])
    assert columns["fact_first"].tolist() == sorted(columns["fact_first"].tolist(), reverse=True)
    for at, name in enumerate(details["own"]["id"]):
        row = whole.set_index("id").loc[name]
        place, target = table.counted.sites[columns["fact_site"][at]]
        assert table.counted.places[place] == cube.place_keys(whole)[whole["id"] == name].item()
        assert table.counted.targets[target] == row["targets"]
        assert details["own"]["title"][at] == row["title"]
        assert details["words"]["reason"][columns["fact_reason"][at]] == row["reason"]


def test_no_facts_are_a_message_too(tmp_path: Path) -> None:
    table = Asked.of(both(tmp_path / "facts.parquet", repeated(10))[0])
    header, _ = opened(table.facts(np.zeros(0, dtype=np.int32)))
    assert header["details"]["count"] == 0


def test_the_page_is_that_of_the_table(tmp_path: Path) -> None:
    large, whole = both(tmp_path / "facts.parquet", repeated(50))
    assert Asked.of(large).payload(View(), name="facts") == payload.build(whole, name="facts")


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows(), views(), st.sampled_from(["both", "located", "aimed"]), st.sampled_from(["whole", "equal"]))
def test_charts_are_those_of_the_table_read_whole(
    tmp_path: Path, facts: list[dict[str, Any]], view: View, measure: str, share: str
) -> None:
    large, whole = both(tmp_path / "facts.parquet", facts)
    view = replace(view, measure=measure, share=share)
    for one, other in zip(_tallied(PlacedTable(whole), view), _tallied(large, view), strict=True):
        assert one.to_dict("list") == other.to_dict("list")


def _tallied(table: Any, view: View) -> list[Any]:
    made = counts.build(table, view)
    return [
        tallies.themes_over_time(table, view),
        tallies.by_province(table, view, made),
        tallies.themes_by_province(table, view, made),
        tallies.themes_by_region(table, view),
        tallies.actors_by_province(table, view, made),
    ]


def more() -> dict[str, Any]:
    """Return what the page's own tests read from ``tests/js/more.json``: the sample with three facts, and the rest."""
    table = PlacedTable(placed(SAMPLE))
    built, view = cube.build(table), View(q=WORD)
    return {
        "q": WORD,
        "part": json.loads(payload.build(table, limit=3).message()),
        "cells": json.loads(cells(built, told(columns_of(table), view), view).text),
        "facts": json.loads(facts(table, built, np.arange(len(table))).text),
    }


def test_the_page_tests_read_what_is_sent_today() -> None:
    """The file is compared unpacked: another zlib may compress the same bytes otherwise."""
    kept, today = json.loads(MORE.read_text("utf-8")), more()
    assert kept["q"] == today["q"]
    for part in ("part", "cells", "facts"):
        old, new = (unpack(base64.b64decode(block[part]["facts"])) for block in (kept, today))
        assert old[0] == json.loads(json.dumps(new[0])), f"rewrite {MORE.name}: python -m tests.timeline.test_asked"
        assert {name: column.tolist() for name, column in old[1].items()} == {
            name: column.tolist() for name, column in new[1].items()
        }


if __name__ == "__main__":
    MORE.write_text(json.dumps(more()), "utf-8")
