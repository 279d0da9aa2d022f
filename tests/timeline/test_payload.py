"""The payload against the table: what crosses into the page is the whole table, and nothing of it is source text."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.timeline import cube, payload
from geo.timeline.pack import unpack
from geo.timeline.view import View
from tests.strategies import HOSTILE
from tests.timeline.made import PLACES, TARGETS, placed, tables

ROOT = Path(__file__).parent.parent.parent
PAGE = Path(__file__).parent.parent / "js" / "page.json"


def read(built: payload.Payload) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return the facts of a payload, read back from the text of its block as the page does."""
    block = json.loads(built.json())
    return unpack(base64.b64decode(block["facts"]))


@given(tables())
@settings(deadline=None, max_examples=40)
def test_placed_and_unplaced_dated_and_undated_are_all_rows(table: pd.DataFrame) -> None:
    counts = payload.build(table).counts
    assert counts.rows == len(table)
    assert counts.placed + counts.unplaced == counts.dated + counts.undated == counts.rows
    assert counts.ambiguous <= counts.unplaced
    assert counts.undated == int((table["date"] == "").sum())
    assert counts.unplaced == int(table["resolution"].isin(["ambiguous", "unknown"]).sum())


@given(tables())
@settings(deadline=None, max_examples=40)
def test_the_counts_of_the_page_are_those_of_the_table(table: pd.DataFrame) -> None:
    header, columns = read(payload.build(table))
    per_place: Counter[str] = Counter()
    series = zip(np.cumsum(columns["series_site"]), columns["series_cells"], strict=True)
    counts = iter(columns["cell_count"] + 1)
    for site, cells in series:
        key = header["places"]["code"][columns["site_place"][site]]
        per_place[key] += sum(int(next(counts)) for _ in range(cells))
    for site, _, count in header["undated"]:
        per_place[header["places"]["code"][columns["site_place"][site]]] += count
    assert +per_place == Counter(cube.place_keys(table))


@given(tables())
@settings(deadline=None, max_examples=40)
def test_every_fact_is_listed_with_its_own_words(table: pd.DataFrame) -> None:
    header, columns = read(payload.build(table))
    details = header["details"]
    assert details["count"] == len(table)

    def listed(name: str) -> list[str]:
        if name in details["words"]:
            return [details["words"][name][n] for n in columns[f"fact_{name}"]]
        return details["own"].get(name, [""] * len(table))

    for name in ("id", "title", "note", "actor", "reason", "resolution"):
        assert Counter(listed(name)) == Counter(table[name]), name
    places = [header["places"]["code"][columns["site_place"][site]] for site in columns["fact_site"]]
    assert Counter(places) == Counter(cube.place_keys(table))


@given(tables(10), st.integers(0, 10), st.integers(0, 400))
@settings(deadline=None, max_examples=40)
def test_a_budget_bounds_the_details_and_no_count(table: pd.DataFrame, limit: int, budget: int) -> None:
    built = payload.build(table, limit=limit, budget=budget)
    header, columns = read(built)
    own = header["details"]["own"]
    texts = "".join(text for column in own.values() for text in column)
    assert built.counts.detailed <= limit
    assert len(texts.encode()) <= budget
    dated = int((columns["cell_count"] + 1).sum())
    assert dated + sum(count for *_, count in header["undated"]) == len(table)


def test_what_a_reader_has_to_judge_is_never_cut_first() -> None:
    certain = [{"date": f"2024-03-{day:02}", "place": "Changsha"} for day in range(1, 29)]
    table = placed([*certain, {"date": "2001-01-01", "place": "Chaoyang", "id": "doubtful"}, {"id": "undated"}])
    header, _ = read(payload.build(table, limit=3))
    assert header["details"]["own"]["id"] == ["f27", "doubtful", "undated"]


def test_reasons_are_counted_over_all_facts() -> None:
    table = placed([{"place": "nowhere"}] * 3 + [{"place": ""}, {"place": "Chaoyang"}, {"place": "Changsha"}])
    header, _ = read(payload.build(table, limit=0))
    assert header["reasons"] == {
        "unplaced": [["no place has this name", 3], ["no place is given", 1]],
        "ambiguous": [["several places have this name", 1]],
    }


def test_what_a_list_knows_travels_in_chinese_too() -> None:
    table = placed([{"place": "", "actor": "Xi Jinping; A. Nobody"}, {"place": "nowhere"}])
    header, _ = read(payload.build(table))
    assert header["actors"] == {"Xi Jinping": "习近平"}
    details = header["details"]
    told = dict(zip(details["words"]["reason"], details["reason_zh"], strict=True))
    assert told == {"no place is given": "未给出地点", "no place has this name": ""}


def test_a_table_that_says_nothing_of_checking_is_not_called_unchecked() -> None:
    header, _ = read(payload.build(placed([{"date": "2024", "status": ""}, {"date": "2024", "status": "auto"}])))
    assert [status for _, _, _, status, _ in header["groups"]] == ["", "auto"]


def test_places_and_targets_have_names_points_and_provinces() -> None:
    table = placed({"place": name, "targets": target, "kind": "directive"} for name in PLACES for target in TARGETS)
    header, columns = read(payload.build(table))
    places = header["places"]
    rows = {
        code: (en, zh, places["levels"][level], places["provinces"][province], lat and round((lat - 1) / 1e4 - 180, 2))
        for code, en, zh, level, province, lat in zip(
            places["code"],
            places["en"],
            places["zh"],
            columns["place_level"].tolist(),
            columns["place_province"].tolist(),
            columns["place_lat"].tolist(),
            strict=True,
        )
    }
    assert rows["500107"][:4] == ("Jiulongpo", "九龙坡", "county", "500000")
    assert rows["@24.4500,118.0800"] == ("a pier", "", "point", "350000", 24.45)
    assert rows["?110105;211300"][:3] == ("Chaoyang", "", "ambiguous")
    assert rows["western"][2:4] == ("region", "")
    assert rows[""] == ("", "", "none", "", 0)
    codes = places["code"]
    ambiguous = codes.index("?110105;211300")
    assert [codes[n] for n in places["candidates"][str(ambiguous)]] == ["110105", "211300"]
    named = [[codes[ref] if isinstance(ref, int) else ref for ref in refs] for refs in places["targets"]]
    assert named == [[], ["500107"], ["border_areas"], ["no_such_code"], ["western", "500000"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_through_as_text(text: str) -> None:
    row = {"title": text, "note": text, "actor": text, "source": text, "url": text, "id": text, "place": "a pier"}
    built = payload.build(placed([{**row, "date": "2024-03-01"}]), title=text, name=text)
    header, _ = read(built)
    assert header["title"] == header["name"] == header["details"]["own"]["title"][0] == text
    assert header["details"]["words"]["url"] == [text]
    assert re.fullmatch(r'\{"atlas":1,"rev":"[0-9a-f]{16}","facts":"[\w+/=]*","shapes":"[\w+/=]*"\}', built.json())
    assert re.fullmatch(r'\{"atlas":1,"rev":"[0-9a-f]{16}","facts":"[\w+/=]*"\}', built.message())


def test_an_empty_table_is_a_payload() -> None:
    built = payload.build(placed([]))
    header, columns = read(built)
    assert (header["epoch"], header["days"]) == (None, 0)
    assert columns["cell_first"].size == 0
    assert built.counts.rows == 0


def test_a_shell_holds_no_facts() -> None:
    assert set(json.loads(payload.shell().json())) == {"atlas", "rev", "shapes"}
    assert payload.shell().shapes == payload.build(placed([])).shapes


def test_the_view_travels() -> None:
    header, _ = read(payload.build(placed([]), view=View(lang="zh", themes=("ecology",))))
    assert header["view"] == {"theme": "ecology", "lang": "zh"}


SAMPLE = [
    {
        "date": "2024-03-20",
        "place": "Changsha",
        "type": "symposium",
        "theme": "regional_coordination",
        "title": "meeting",
    },
    {"date": "2024-04-22", "date_end": "2024-04-24", "place": "Chongqing", "type": "inspection", "title": "tour"},
    {
        "date": "2024-04-22",
        "place": "Jiulongpo",
        "type": "visit",
        "title": "visit",
        "title_zh": "走访",
        "note": "on foot",
    },
    {"date": "2024-04-22", "place": "Jiulongpo", "kind": "directive", "targets": "500107", "theme": "livelihood"},
    {"date": "2024-04-23", "place": "Chongqing", "kind": "directive", "targets": "western;500000", "theme": "ecology"},
    {"date": "2024-12-09", "place": "", "kind": "directive", "targets": "border_areas", "theme": "security"},
    {"date": "2024-05", "place": "a pier", "theme": "infrastructure"},
    {"date": "2024-Q3", "place": "Chaoyang"},
    {"date": "2024", "place": "Changsha", "status": "rejected"},
    {"date": "", "place": "Changsha", "title": "some day"},
]


def sample() -> payload.Payload:
    """Return the payload which the page's own tests read from ``tests/js/page.json``."""
    return payload.build(placed(SAMPLE), title="Sample", name="sample.csv")


def test_the_page_tests_read_what_is_built_today() -> None:
    """The file is compared unpacked: another zlib may compress the same bytes otherwise."""
    kept = json.loads(PAGE.read_text("utf-8"))
    today = json.loads(sample().json())
    for part in ("facts", "shapes"):
        old, new = (unpack(base64.b64decode(block[part])) for block in (kept, today))
        assert old[0] == json.loads(json.dumps(new[0])), f"rewrite {PAGE.name}: python -m tests.timeline.test_payload"
        assert {name: column.tolist() for name, column in old[1].items()} == {
            name: column.tolist() for name, column in new[1].items()
        }


def test_another_process_writes_the_same_bytes() -> None:
    code = (
        "import hashlib; from tests.timeline.test_payload import sample; from geo.export import page; "
        "print(hashlib.sha256(page.render(sample()).encode()).hexdigest())"
    )

    def digest(seed: str) -> str:
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=env
        )
        return done.stdout.strip()

    assert digest("1") == digest("2")


if __name__ == "__main__":
    PAGE.write_text(sample().json() + "\n", "utf-8")
