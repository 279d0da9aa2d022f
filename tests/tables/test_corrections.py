"""The log as a graph: the order of lines decides nothing, copies unite, undoing goes back and forth."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import FactNotFound, StoreError
from geo.tables.corrections import Correction, Edit, Log, made
from geo.tables.replay import replay
from tests.tables.store_laws import edit, row, table

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
KEYS = [("e-1", "title"), ("e-1", "status"), ("e-2", "date_end"), ("e-2", "date"), ("e-9", "title")]
GOOD = {
    "title": ["A", "B", "C"],
    "status": ["confirmed", "rejected"],
    "date_end": ["2024-04-25", "2024-05-01"],
    "date": ["2024-04-20", "2024-04-30"],
}


@st.composite
def copies(draw: st.DrawFn) -> list[Log]:
    """Three copies of a project that began as one, edited, undone and merged at random, with clocks that lie."""
    logs = [Log(), Log(), Log()]
    for _ in range(draw(st.integers(0, 14))):
        log = logs[draw(st.integers(0, 2))]
        what = draw(st.sampled_from(["edit", "edit", "undo", "take"]))
        when = NOON + timedelta(seconds=draw(st.integers(-5, 5)))
        if what == "edit":
            key = draw(st.sampled_from(KEYS))
            new = draw(st.sampled_from(GOOD[key[1]]))
            log.add(made(Edit(fact=key[0], field=key[1], old="", new=new), after=log.heads(key), who="L", when=when))
        elif what == "take":
            for correction in list(logs[draw(st.integers(0, 2))]):
                log.add(correction)
        elif len(log):
            id_ = draw(st.sampled_from([correction.id for correction in log]))
            try:
                back = log.undone(id_, found="found")
            except StoreError:
                continue
            key = log[id_].key
            log.add(made(back, after=log.heads(key), who="U", when=when, why=f"undo {id_}"))
    return logs


def state(log: Log) -> dict[tuple[str, str], object]:
    """Return all that a log says: heads, the shown value, the conflict, of every field."""
    return {key: (log.heads(key), log.value(key, "found"), log.conflict(key, "found")) for key in sorted(log.keys())}


def united(*logs: Iterable[Correction]) -> Log:
    return Log(correction for log in logs for correction in log)


@given(copies(), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_decides_nothing(logs: list[Log], chance: object) -> None:
    lines = list(united(*logs))
    shuffled = list(lines)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert state(Log(shuffled)) == state(Log(lines))


@given(copies())
def test_union_is_commutative_associative_and_idempotent(logs: list[Log]) -> None:
    a, b, c = logs
    assert state(united(a, b)) == state(united(b, a))
    assert state(united(united(a, b), c)) == state(united(a, united(b, c)))
    assert state(united(a, a)) == state(a)
    assert state(united(united(a, b), b)) == state(united(a, b))


@given(copies())
def test_whatever_can_be_undone_can_be_done_again(logs: list[Log]) -> None:
    log = united(*logs)
    before = state(log)
    for correction in list(log):
        try:
            back = log.undone(correction.id, found="found")
        except StoreError:
            continue
        undo = made(back, after=log.heads(correction.key), who="U", when=NOON, why=f"undo {correction.id}")
        once = united(log, [undo])
        assert once.value(correction.key, "found") == back.new
        forth = once.undone(undo.id, found="found")
        again = made(forth, after=once.heads(correction.key), who="U", when=NOON, why=f"undo {undo.id}")
        twice = united(once, [again])
        assert twice.value(correction.key, "found") == before[correction.key][1]  # type: ignore[index]
        assert twice.is_corrected(correction.key) == log.is_corrected(correction.key)


@settings(max_examples=25, deadline=None)
@given(copies(), st.randoms(use_true_random=False))
def test_facts_follow_from_findings_and_corrections_alone(logs: list[Log], chance: object) -> None:
    lines = list(united(*logs))
    chance.shuffle(lines)  # type: ignore[attr-defined]
    findings = table()
    one, other = replay(findings, united(*logs)), replay(findings, Log(lines))
    pd.testing.assert_frame_equal(one.table, other.table)
    assert sorted(one.withheld) == sorted(other.withheld)
    assert one.table["id"].tolist() == findings["id"].tolist()
    pd.testing.assert_frame_equal(findings, table())


def test_a_correction_answers_for_its_content() -> None:
    one = made(edit("e-1", "title", "", "A"), after=(), who="Lin", when=NOON, why="so")
    same = made(edit("e-1", "title", "", "A"), after=(), who="Lin", when=NOON, why="so")
    assert one == same
    changed = [
        made(edit("e-1", "title", "", "A"), after=[one.id], who="Lin", when=NOON, why="so"),
        made(edit("e-1", "title", "", "AA"), after=(), who="Lin", when=NOON, why="so"),
        made(edit("e-1", "title", "A", ""), after=(), who="Lin", when=NOON, why="so"),
        made(edit("e-1", "title", "", "A"), after=(), who="Li", when=NOON, why="nso"),
    ]
    assert len({one.id, *(correction.id for correction in changed)}) == 5


def test_a_missing_line_is_said_and_the_rest_stands() -> None:
    first = made(edit("e-1", "title", "", "A"), after=(), who="Lin", when=NOON)
    second = made(edit("e-1", "title", "A", "B"), after=[first.id], who="Lin", when=NOON)
    log = Log([second])
    assert log.value(second.key, "found") == "B"
    assert [first.id in said for said in log.faults()] == [True]
    with pytest.raises(FactNotFound, match=first.id):
        log[first.id]


def test_a_thousand_times_back_and_forth_is_no_burden() -> None:
    log = Log()
    last = made(edit("e-1", "title", "", "A"), after=(), who="Lin", when=NOON)
    log.add(last)
    for _ in range(2000):
        last = made(edit("e-1", "title", "", ""), after=[last.id], who="Lin", when=NOON, why=f"undo {last.id}")
        log.add(last)
    assert log.value(("e-1", "title"), "found") == "A"
    assert log.undone(last.id, found="found").new == "found"


def test_what_a_foreign_log_says_of_no_field_changes_nothing() -> None:
    odd = [
        made(edit("e-1", field, "", "x"), after=(), who="Lin", when=NOON)
        for field in ("id", "province", "reason", "own")
    ]
    odd.append(made(edit("h-1", "fact", "", "[1"), after=(), who="Lin", when=NOON))
    odd.append(made(edit("h-2", "fact", "", '{"title": 3}'), after=(), who="Lin", when=NOON))
    odd.append(
        made(edit("h-3", "fact", "", '{"title": "no place and no date", "date": "soon"}'), after=(), who="L", when=NOON)
    )
    done = replay(table(), Log(odd))
    pd.testing.assert_frame_equal(done.table, table())
    assert len(done.withheld) > 0


def test_a_fact_found_again_takes_the_place_of_one_made_by_hand() -> None:
    by_hand = made(edit("e-1", "fact", "", '{"title": "By hand", "date": "2024"}'), after=(), who="Lin", when=NOON)
    assert replay(table(row("e-1")), Log([by_hand])).table["title"].tolist() == ["Visit e-1"]
