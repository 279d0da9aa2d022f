"""Rows out of readings: stable ids, composed titles, places that keep their certainty on the way to the map."""

from __future__ import annotations

import dataclasses
import io
import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.reading import Reading, read
from geo.records import DateSpan, Document
from geo.tables.facts import FIELDS, PLACE_LIMIT, QUOTE_LIMIT, Row, rows
from geo.tables.geocode import GeocodedTable, geocode
from geo.tables.join import join, tally
from geo.tables.schema import check, read_table
from geo.tables.writing import csv_bytes
from geo.timeline.cube import place_keys
from tests.articles import ABROAD, CHAOYANG, EN, HOSTILE, ZH, article
from tests.strategies import HOSTILE as PIECES


def table_of(found: list[Row]) -> GeocodedTable:
    """Rows as a user has them after writing and reading the file."""
    checked = check(pd.DataFrame(found, columns=list(FIELDS), dtype="str"))
    return geocode(read_table(csv_bytes(checked)).table)


def found(document: Document, **options: bool) -> list[Row]:
    return rows(read(document), **options)


@pytest.mark.parametrize("text", [ZH, EN], ids=["zh", "en"])
def test_both_languages_give_the_same_facts(text: str) -> None:
    told = found(article(text))
    events = [row for row in told if row["kind"] == "event"]
    asked = [row for row in told if row["kind"] == "directive"]
    assert {(row["type"], row["actor"], row["date"], row["date_end"]) for row in events} >= {
        ("inspection", "Li Qiang", "2024-03-18", "2024-03-20"),
        ("symposium", "Li Qiang", "2024-03-20", ""),
    }
    assert {row["targets"] for row in asked} == {"central", "430000"}
    assert {row["event_id"] for row in asked} <= {row["id"] for row in events}
    assert {row["source"] for row in told} == {"Daily, 21 March 2024"}
    assert all(row["status"] == "auto" for row in told)


def test_the_place_and_date_of_a_directive_are_those_of_its_event() -> None:
    told = {row["id"]: row for row in found(article(ZH))}
    asked = [row for row in told.values() if row["kind"] == "directive"]
    assert asked
    for row in asked:
        event = told[row["event_id"]]
        columns = ("place", "adcode", "resolution")
        assert [row[column] for column in columns] == [event[column] for column in columns]
        assert row["reason"].replace("the place of the event at which it was said; ", "") == event["reason"]
        assert ("at which it was said" in row["reason"]) == (row["start"] != event["start"])
        assert event["date"] <= row["date"] <= (event["date_end"] or event["date"])
        assert row["type"] == ""


STOP = (
    "王沪宁在四川调研\n全国政协主席王沪宁9日至11日在四川调研。他强调，要加强团结。大家谈了很久。气氛很好。\n"
    "随后，王沪宁来到雅安市雨城区一个社区。他强调，要办好食堂。"
)


def test_what_was_said_at_a_stop_of_a_tour_is_placed_there() -> None:
    tour, first, second = found(article(STOP))
    assert [row["adcode"] for row in (tour, first, second)] == ["510000", "510000", "511802"]
    assert (second["event_id"], second["date"]) == (tour["id"], tour["date"])
    assert second["reason"].endswith("said at the stop '雨城区'")
    assert found(article(STOP), quotes=False)[2]["reason"].endswith("said at a stop of the tour")


def test_an_ambiguous_stop_stays_open() -> None:
    reading = read(article(STOP))
    stop = dataclasses.replace(
        reading.mentions[-1], code="511802", certainty="ambiguous", candidates=("511802", "510000")
    )
    told = dataclasses.replace(reading, directives=(dataclasses.replace(reading.directives[-1], stop=stop),))
    row = rows(told)[-1]
    assert (row["resolution"], row["candidates"]) == ("ambiguous", "511802;510000")


def test_a_directive_tells_that_the_day_of_its_event_is_uncertain() -> None:
    told = found(article("李强在武汉调研\n李强在武汉调研时强调，要保护耕地。"))
    assert {row["kind"] for row in told} == {"event", "directive"}
    assert all("date uncertain" in row["note"] for row in told)


def test_ids_belong_to_the_sentence_and_not_to_what_is_made_of_it() -> None:
    reading = read(article(ZH))
    ids = [row["id"] for row in rows(reading)]
    assert len(set(ids)) == len(ids) > 3
    assert [row["id"] for row in found(article(ZH))] == ids
    assert {row["id"] for row in found(article(ZH, "b"))}.isdisjoint(ids)
    better = tuple(dataclasses.replace(event, type="other", place=None, actor="") for event in reading.events)
    assert [row["id"] for row in rows(dataclasses.replace(reading, events=better))] == ids


def test_facts_of_one_sentence_are_told_apart() -> None:
    reading = read(article(ZH))
    twice = dataclasses.replace(reading, events=(reading.events[0],) * 3)
    ids = [row["id"] for row in rows(twice) if row["kind"] == "event"]
    assert len(set(ids)) == 3


def test_offsets_lead_back_to_the_sentence_and_quotes_can_be_left_out() -> None:
    document = article(ZH)
    for row in found(document):
        assert document.text[int(row["start"]) : int(row["end"])].strip() == row["quote"] != ""
    bare = found(document, quotes=False)
    assert {row["quote"] for row in bare} == {""}
    assert [row["id"] for row in bare] == [row["id"] for row in found(document)]


@pytest.mark.parametrize("text", [ZH, EN], ids=["zh", "en"])
def test_without_quotes_no_run_of_words_of_the_text_is_left(text: str) -> None:
    columns = ("title", "title_zh", "note", "reason")
    said = "\n".join(row[column] for row in found(article(text), quotes=False) for column in columns)
    body = text.split("\n", 1)[1]
    units = body.split() if body.isascii() else list(body)
    size = 5 if body.isascii() else 9
    glue = " " if body.isascii() else ""
    runs = {glue.join(units[i : i + size]) for i in range(len(units) - size)}
    assert not [run for run in runs if run in said]


def test_a_long_sentence_is_quoted_in_part() -> None:
    told = found(article("3月20日，李强在长沙召开座谈会" + "，有关部门负责同志参加" * 400 + "。"))
    assert told
    assert all(len(row["quote"]) <= QUOTE_LIMIT for row in told)
    assert told[0]["quote"].endswith("…")


def test_a_list_of_a_thousand_places_makes_no_endless_cell() -> None:
    places = "、".join(["长沙", "岳阳", "株洲", "湘潭"] * 250)
    told = found(article(f"3月20日，李强在{places}考察。他要求{places}保护生态。"))
    assert told
    assert all(len(row[field]) <= QUOTE_LIMIT for row in told for field in FIELDS)
    assert all(len(row["place"]) <= PLACE_LIMIT for row in told)


def test_an_ambiguous_place_stays_open_until_a_person_confirms_it() -> None:
    (row,) = [row for row in found(article(CHAOYANG)) if row["resolution"] == "ambiguous"][:1]
    assert row["candidates"].split(";")[0] == row["adcode"] == "110105"
    assert len(row["candidates"].split(";")) > 1
    placed = table_of([row])
    assert placed.loc[0, ["resolution", "adcode", "candidates"]].tolist() == ["ambiguous", "", row["candidates"]]
    assert place_keys(placed)[0] == f"?{row['candidates']}"
    assert tally(join(placed)).unplaced_by["ambiguous"] == 1
    again = geocode(read_table(csv_bytes(placed)).table)
    assert again.loc[0, "resolution"] == "ambiguous"
    for status in ("confirmed", "corrected"):
        confirmed = table_of([row | {"status": status}])
        assert confirmed.loc[0, ["resolution", "adcode"]].tolist() == ["exact", "110105"]


def test_a_place_chosen_by_its_surroundings_keeps_its_certainty_until_it_is_changed() -> None:
    (row,) = [row for row in found(article(ZH)) if row["type"] == "symposium"]
    chosen = row | {"resolution": "context"}
    assert table_of([chosen]).loc[0, ["resolution", "adcode", "reason"]].tolist() == [
        "context",
        "430100",
        row["reason"],
    ]
    moved = table_of([chosen | {"adcode": "430200"}])
    assert moved.loc[0, "resolution"] == "exact"
    assert moved.loc[0, "reason"].startswith("given as a code")
    assert table_of([chosen | {"status": "confirmed"}]).loc[0, "reason"] == "given as a code"


def test_abroad_never_gets_a_chinese_code() -> None:
    told = [row for row in found(article(ABROAD)) if row["kind"] == "event"]
    assert told
    assert {row["adcode"] for row in told} == {""}
    # The worst case: a place abroad that has the name of a Chinese one.
    hard = told[0] | {"place": "长沙", "reason": told[0]["reason"].replace(repr(told[0]["place"]), "'长沙'")}
    for row in (told[0], hard):
        placed = join(table_of([row]))
        assert placed.loc[0, ["adcode", "province", "resolution"]].tolist() == ["", "", "unknown"]
        assert tally(placed).unplaced_by["abroad"] == 1
    moved = join(table_of([hard | {"place": "岳阳"}]))
    assert moved.loc[0, "adcode"] == "430600"


def test_a_forged_reason_gives_no_place_that_does_not_exist() -> None:
    row = found(article(CHAOYANG))[0] | {
        "adcode": "",
        "resolution": "ambiguous",
        "candidates": "<b>;{{x}}",
        "place": "",
    }
    placed = table_of([row | {"reason": "read as <b>, '': x"}])
    assert placed.loc[0, ["resolution", "adcode"]].tolist() == ["unknown", ""]


@pytest.mark.parametrize(
    ("first", "last", "texts"),
    [
        (date(2024, 3, 1), date(2024, 3, 31), ("2024-03", "")),
        (date(1, 1, 1), date(1, 1, 1), ("", "")),
        (date(2150, 1, 1), date(2150, 1, 1), ("", "")),
    ],
)
def test_a_date_no_table_can_hold_is_named_in_the_note(first: date, last: date, texts: tuple[str, str]) -> None:
    reading = read(article(ZH))
    span = DateSpan(first=first, last=last, precision="month" if first.day != last.day else "day")
    row = rows(
        dataclasses.replace(reading, events=(dataclasses.replace(reading.events[0], span=span),), directives=())
    )[0]
    assert (row["date"], row["date_end"]) == texts
    assert ("date not kept" in row["note"]) == (texts == ("", ""))


def test_hostile_text_keeps_the_contract_and_stays_text() -> None:
    told = found(article(HOSTILE, "=cmd()\x00\ud800"))
    assert told
    placed = table_of(told)
    assert len(placed) == len(told)
    assert not any(re.search("[\x00\ud800-\udfff]", cell) for row in told for cell in row.values())


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from([*PIECES, *ZH.splitlines(), *EN.splitlines(), CHAOYANG, ABROAD]), min_size=1, max_size=6)
)
def test_whatever_is_read_no_fact_is_lost(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    if not text.strip():
        return
    reading: Reading = read(article(text))
    told = rows(reading)
    assert len(told) == len(reading.events) + len(reading.directives)
    assert all(tuple(row) == FIELDS and row["title"] and row["title_zh"] for row in told)
    placed = join(table_of(told))
    count = tally(placed)
    assert count.placed + count.unplaced == count.rows == len(told)
    assert pd.read_csv(io.BytesIO(csv_bytes(placed)), dtype=str, keep_default_na=False)["id"].is_unique
