"""events.csv, row by row: its form, its links, and its sentences against the annotated articles."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from geo.records import EVENT_TYPES, STATUSES, THEMES, DateSpan

ROOT = Path(__file__).parent.parent
CORPUS = Path(os.environ.get("ATLAS_CORPUS", ROOT / "../shared/corpus"))
COLUMNS = [
    *("id", "kind", "date", "date_end", "title", "title_zh", "type", "theme", "actor"),
    *("place", "adcode", "lat", "lon", "targets", "event_id"),
    *("source", "url", "doc", "start", "end", "quote", "status", "note"),
]
# The article of a `doc`, by its name among the annotated articles.
ARTICLES = {
    "article-2024-12-10-border-areas": "seed-000",
    "cgtn-2024-08-23-western-region": "seed-001",
    "xinhua-2024-04-24-western-region": "seed-002",
    "xinhua-2024-03-22-central-region": "seed-003",
    "article-2024-04-25-chongqing": "seed-004",
}
NO_PLACE = ""
"""The Political Bureau's meeting: the article names no place."""

# Where the table and the annotation differ on purpose.
EXTRA_DIRECTIVES = {
    "2024-03-20-changsha-d03": "five words, yet they say what is to be done: study the difficulties",
}
OTHER_TARGETS = {
    "2024-04-22-jiulongpo-d01": "said in Jiulongpo about renovation such as the district's, so not inherited",
    "2024-04-22-jiulongpo-d02": "said in Jiulongpo about renovation such as the district's, so not inherited",
}

Row = dict[str, str]
RAW = (ROOT / "events.csv").read_bytes()
ROWS: list[Row] = list(csv.DictReader(io.StringIO(RAW.decode("utf-8"), newline=""), strict=True))
BY_ID = {row["id"]: row for row in ROWS}
EVENTS = [row for row in ROWS if row["kind"] == "event"]
DIRECTIVES = [row for row in ROWS if row["kind"] == "directive"]

each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
each_directive = pytest.mark.parametrize("row", DIRECTIVES, ids=lambda row: row["id"])
each_article = pytest.mark.parametrize("doc", ARTICLES)


@cache
def article(doc: str) -> str:
    path = CORPUS / "dev" / f"{ARTICLES[doc]}.txt"
    if not path.is_file():
        pytest.skip(f"no annotated articles in {CORPUS}; set ATLAS_CORPUS to their folder")
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


@cache
def annotation(doc: str) -> dict[str, Any]:
    article(doc)
    gold: dict[str, Any] = json.loads((CORPUS / "dev" / f"{ARTICLES[doc]}.json").read_text(encoding="utf-8"))
    return gold


def of(doc: str, rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["doc"] == doc]


def span(row: Row) -> tuple[int, int]:
    return int(row["start"]), int(row["end"])


def cut(row: Row) -> str:
    return article(row["doc"])[slice(*span(row))]


# --- form ---------------------------------------------------------------------------------------------------


def test_the_file_is_plain_utf8_as_the_csv_module_writes_it() -> None:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(ROWS)
    assert out.getvalue().encode("utf-8") == RAW


def test_rows_stand_in_the_order_of_date_and_id() -> None:
    assert sorted(ROWS, key=lambda row: (row["date"], row["kind"] != "event", row["id"])) == ROWS


@pytest.mark.parametrize("column", ["id", "title", "title_zh"])
def test_no_value_stands_twice(column: str) -> None:
    assert [value for value, n in Counter(row[column] for row in ROWS).items() if n > 1] == []


@each_row
def test_a_row_keeps_the_contract(row: Row) -> None:
    span_of_days = DateSpan.parse(row["date"], row["date_end"])
    assert span_of_days.texts == (row["date"], row["date_end"])
    assert row["kind"] in {"event", "directive"}
    assert row["type"] in (EVENT_TYPES if row["kind"] == "event" else ("",))
    assert row["theme"] in THEMES
    assert row["status"] in STATUSES
    assert row["place"] or "names no place" in row["note"] or "place of the meeting is not stated" in row["note"]
    assert not any(value[:1] in "=+-@\t" for value in row.values() if value)
    assert not any(value != value.strip() or "\n" in value for value in row.values())


@each_row
def test_a_title_is_one_short_line_in_each_language(row: Row) -> None:
    assert 0 < len(row["title"]) <= 90
    assert row["title"].isascii()
    assert 0 < len(row["title_zh"]) <= 40
    assert not re.search("[A-Za-z]", row["title_zh"])


def test_one_place_has_one_code() -> None:
    names = {"Chongqing municipality": "Chongqing"}
    pairs = {(names.get(row["place"], row["place"]), row["adcode"]) for row in ROWS}
    assert pairs == {
        ("Beijing", "110000"),
        ("Changsha", "430100"),
        ("Chongqing", "500000"),
        ("Jiulongpo district", "500107"),
        (NO_PLACE, ""),
    }


# --- links --------------------------------------------------------------------------------------------------


@each_directive
def test_a_directive_shares_day_place_and_source_with_its_event(row: Row) -> None:
    event = BY_ID[row["event_id"]]
    assert event["kind"] == "event"
    for column in ("date", "date_end", "place", "adcode", "doc"):
        assert row[column] == event[column]


@each_directive
def test_a_directive_has_targets(row: Row) -> None:
    targets = row["targets"].split(";")
    assert all(targets)
    assert len(set(targets)) == len(targets)


def test_only_directives_have_targets_and_an_event() -> None:
    assert [row["id"] for row in EVENTS if row["targets"] or row["event_id"]] == []


def test_codes_and_slugs_are_known() -> None:
    gazetteer = pytest.importorskip("geo.places.gazetteer").gazetteer()
    regions = pytest.importorskip("geo.places.regions").regions()
    targets = {target for row in DIRECTIVES for target in row["targets"].split(";")}
    codes = {row["adcode"] for row in ROWS if row["adcode"]} | {target for target in targets if target.isdigit()}
    assert codes <= set(gazetteer.units)
    assert targets - codes <= set(regions)


def test_the_document_counts_what_the_table_holds() -> None:
    text = (ROOT / "docs/events.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `([a-z0-9-]+)` \|.*\| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    held = [(doc, str(len(of(doc, EVENTS))), str(len(of(doc, DIRECTIVES)))) for doc in ARTICLES]
    assert sorted(told) == sorted(held)
    assert {row["doc"] for row in ROWS} == set(ARTICLES)


# --- the articles -------------------------------------------------------------------------------------------


def grams(text: str, n: int = 6) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[k : k + n]) for k in range(len(words) - n + 1)}


def runs(text: str, n: int = 12) -> set[str]:
    return {text[k : k + n] for k in range(len(text) - n + 1)}


@pytest.mark.corpus
def test_titles_and_notes_repeat_no_article() -> None:
    words = set().union(*(grams(article(doc)) for doc in ARTICLES))
    characters = set().union(*(runs(article(doc)) for doc in ARTICLES))
    for row in ROWS:
        assert not grams(row["title"]) & words, row["id"]
        assert not grams(row["note"]) & words, row["id"]
        assert not runs(row["title_zh"]) & characters, row["id"]
        assert row["quote"] == ""


@pytest.mark.corpus
@each_row
def test_the_offsets_cut_out_one_whole_sentence(row: Row) -> None:
    before = article(row["doc"])[: span(row)[0]]
    assert before.strip() == "" or re.search(r"(\n|[.!?][”\"]? )$", before)
    assert re.search(r"[.!?][”\"]?$", cut(row))
    assert not re.search(r"[.!?][”\"]?\s+[A-Z“\"]", cut(row))


@pytest.mark.corpus
@each_row
def test_the_place_stands_in_the_article_as_written(row: Row) -> None:
    assert row["place"] == NO_PLACE or row["place"].lower() in article(row["doc"]).lower()


@pytest.mark.corpus
@each_article
def test_the_source_names_the_paragraph(doc: str) -> None:
    rows = [row for row in of(doc, ROWS) if "photo caption" not in row["source"]]
    first = min(span(row)[0] for row in rows)
    for row in rows:
        lines = article(doc)[first : span(row)[0]].split("\n")[:-1]
        paragraph = 1 + sum(bool(line.strip()) for line in lines)
        assert row["source"].endswith(f", paragraph {paragraph}"), row["id"]


def same_sentence(row: Row, gold: dict[str, Any]) -> bool:
    start, end = span(row)
    other_start, other_end = int(gold["start"]), int(gold["end"])
    shared = min(end, other_end) - max(start, other_start)
    return 2 * shared >= max(end - start, other_end - other_start)


@pytest.mark.corpus
@each_article
def test_every_annotated_directive_has_a_row_with_its_targets_and_theme(doc: str) -> None:
    gold = annotation(doc)
    for directive in gold["directives"]:
        found = [row for row in of(doc, DIRECTIVES) if same_sentence(row, directive)]
        assert len(found) == 1, directive
        targets = sorted(directive["targets"] or gold["main_targets"])
        agrees = sorted(found[0]["targets"].split(";")) == targets
        assert agrees != (found[0]["id"] in OTHER_TARGETS), found[0]["id"]
        assert (found[0]["theme"], found[0]["actor"]) == (directive["theme"], directive["actor"])


@pytest.mark.corpus
@each_article
def test_inherited_targets_are_said_to_be(doc: str) -> None:
    for directive in annotation(doc)["directives"]:
        (row,) = (row for row in of(doc, DIRECTIVES) if same_sentence(row, directive))
        inherited = not directive["targets"] and row["id"] not in OTHER_TARGETS
        assert row["note"].startswith("target inherited") == inherited, row["id"]


@pytest.mark.corpus
def test_a_directive_without_annotation_has_its_reason() -> None:
    extra = {
        row["id"]
        for row in DIRECTIVES
        if not any(same_sentence(row, gold) for gold in annotation(row["doc"])["directives"])
    }
    assert extra == set(EXTRA_DIRECTIVES)


@pytest.mark.corpus
@each_article
def test_every_annotated_event_has_a_row(doc: str) -> None:
    held = {(row["type"], row["date"], row["date_end"] or row["date"], row["adcode"]) for row in of(doc, EVENTS)}
    for event in annotation(doc)["events"]:
        days = (event["date_start"], event["date_end"])
        assert (event["type"], *days, event["place_adcode"] or "") in held
