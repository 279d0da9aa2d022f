"""Merges in a table: every row stays, the evidence stands beside it, and emptying two cells undoes it."""

from __future__ import annotations

import pandas as pd

from geo import pipeline
from geo.reading.merge import Group
from geo.tables.facts import FIELDS, Row
from geo.tables.merged import MERGE, SAME_AS, join_reports, told_once
from geo.tables.schema import check
from geo.tables.writing import csv_bytes
from geo.timeline.view import View


def row(key: str, source: str) -> Row:
    values = {"id": key, "kind": "event", "date": "2024-03-20", "title": key, "adcode": "430100", "source": source}
    return {field: values.get(field, "") for field in FIELDS}


ROWS = [row("a", "Xinhua"), row("b", "CCTV"), row("c", "CGTN"), row("d", "Daily"), row("e", "Xinhua")]
SURE = Group(id="1", head="b", members=("a", "b", "e"), evidence=("the same days", "the same place"), sure=True)
PROPOSED = Group(id="2", head="d", members=("c", "d"), evidence=("the same actor",), sure=False)


def test_no_row_is_lost_and_the_head_names_all_sources() -> None:
    merged = {row["id"]: row for row in join_reports(ROWS, [SURE, PROPOSED])}
    assert list(merged) == [row["id"] for row in ROWS]
    assert {key: (row[SAME_AS], row[MERGE]) for key, row in merged.items()} == {
        "a": ("b", "sure"),
        "b": ("", ""),
        "c": ("d", "proposed"),
        "d": ("", ""),
        "e": ("b", "sure"),
    }
    assert merged["b"]["source"] == "CCTV; Xinhua"
    assert merged["d"]["source"] == "Daily"
    assert merged["a"]["note"] == "same event (sure): the same days; the same place"


def test_only_sure_merges_are_drawn_once_and_each_can_be_undone() -> None:
    table = pd.DataFrame(join_reports(ROWS, [SURE, PROPOSED]))
    assert told_once(table)["id"].tolist() == ["b", "c", "d"]
    table.loc[table["id"] == "a", [SAME_AS, MERGE]] = ""
    assert told_once(table)["id"].tolist() == ["a", "b", "c", "d"]
    assert told_once(table.drop(columns=MERGE)).equals(table.drop(columns=MERGE))


def test_a_head_that_is_gone_hides_nothing() -> None:
    table = pd.DataFrame(join_reports(ROWS, [SURE]))
    table.loc[table["id"] == "c", [SAME_AS, MERGE]] = ["c", "sure"]
    assert told_once(table[table["id"] != "b"])["id"].tolist() == ["a", "c", "d", "e"]


def test_the_map_counts_a_merged_event_once() -> None:
    table = check(pd.DataFrame(join_reports(ROWS, [SURE, PROPOSED])))
    loaded = pipeline.load(csv_bytes(table))
    assert loaded.tally.rows == 5
    assert pipeline.payload(loaded.table, View()).counts.rows == 3


def test_the_head_of_a_sure_group_may_be_proposed_elsewhere() -> None:
    doubtful = Group(id="3", head="d", members=("b", "d"), evidence=("the same actor",), sure=False)
    for groups in ([SURE, doubtful], [doubtful, SURE]):
        merged = {row["id"]: row for row in join_reports(ROWS, groups)}
        assert (merged["b"][SAME_AS], merged["b"][MERGE], merged["b"]["source"]) == ("d", "proposed", "CCTV; Xinhua")
        assert merged["a"][SAME_AS] == "b"
        assert told_once(pd.DataFrame(merged.values()))["id"].tolist() == ["b", "c", "d"]
