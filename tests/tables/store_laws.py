"""What every store keeps to, wherever it keeps it: a suite to be run over each.

A subclass gives the fixture `new`: a function that makes an empty project, apart from all made before. Its parameters:
`table`, the findings it begins with, and `clock`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import astuple, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from geo.errors import EditConflict, FactNotFound, StoreError, TableError
from geo.reading import documents
from geo.tables.corrections import Correction, Edit
from geo.tables.findings import MISSING
from geo.tables.schema import EventsTable, check
from geo.tables.store import Store

New = Callable[..., Store]
HOSTILE = "</script> {{7*7}} ${x} =cmd()|'/c'!A0 \\n \\ \"q\",'s'\r\n\ttab\u2028\u202e 你好 𠮷"


class Ticking:
    """A clock that goes on by a second a look."""

    def __init__(self, start: str = "2025-03-01T12:00:00") -> None:
        self.now = datetime.fromisoformat(start).replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def row(id_: str, **cells: str) -> dict[str, str]:
    about = {"date": "2024-04-22", "title": f"Visit {id_}", "place": "Changsha", "adcode": "430100", "doc": "one"}
    return {"id": id_, **about, **cells}


def table(*rows: dict[str, str]) -> EventsTable:
    return check(pd.DataFrame(list(rows or (row("e-1"), row("e-2"), row("e-3", doc="two", theme="ecology")))))


def edit(fact: str, field: str, old: str, new: str) -> Edit:
    return Edit(fact=fact, field=field, old=old, new=new)


def cell(store: Store, fact: str, field: str) -> Any:
    facts = store.facts()
    return facts.loc[facts["id"] == fact, field].item()


def ids(store: Store) -> list[str]:
    return store.facts()["id"].tolist()


def sorted_facts(store: Store) -> pd.DataFrame:
    facts = store.facts()
    return facts.sort_values("id").reset_index(drop=True)[sorted(facts.columns)]


def same_projects(one: Store, other: Store) -> None:
    pd.testing.assert_frame_equal(sorted_facts(one), sorted_facts(other))
    assert set(one.history()) == set(other.history())
    assert one.conflicts() == other.conflicts()
    assert set(one.documents()) == set(other.documents())


def texts(corrections: Iterable[Correction]) -> list[tuple[str, str, str, str]]:
    return [(c.fact, c.field, c.old, c.new) for c in corrections]


class StoreLaws:
    """The laws; `new` comes from the subclass."""

    def test_an_empty_project_holds_nothing_and_is_sound(self, new: New) -> None:
        store = new()
        assert len(store.facts()) == len(store.findings()) == 0
        assert (store.history(), store.conflicts(), store.documents(), store.verify()) == ((), (), (), ())

    def test_an_edit_is_there_afterwards_signed_and_in_its_normal_form(self, new: New) -> None:
        store = new(table())
        (made,) = store.correct([edit("e-1", "date", "2024-04-22", "23 April 2024")], who="Lin", why="see page 2")
        assert (made.new, made.who, made.why, made.after) == ("2024-04-23", "Lin", "see page 2", "")
        assert made.is_sound
        assert made.when.startswith("2025-03-01T12:00:0")
        assert cell(store, "e-1", "date") == "2024-04-23"
        assert cell(store, "e-1", "status") == "corrected"
        assert (cell(store, "e-2", "date"), cell(store, "e-2", "status")) == ("2024-04-22", "auto")
        assert store.findings()["date"].tolist() == ["2024-04-22"] * 3
        assert store.history() == store.history("e-1") == (made,)
        assert store.history("e-2") == ()

    def test_facts_given_out_are_the_callers_to_change(self, new: New) -> None:
        store = new(table())
        given = store.facts()
        given["title"] = "spoilt"
        given.loc[0, "status"] = "rejected"
        assert store.facts()["title"].tolist() == ["Visit e-1", "Visit e-2", "Visit e-3"]
        del store.findings()["title"]
        assert set(store.facts()["status"]) == {"auto"}
        assert store.findings()["title"].tolist() == ["Visit e-1", "Visit e-2", "Visit e-3"]

    @pytest.mark.parametrize(
        "text", [HOSTILE, "=1+1", "-2", "@x", "＝a", "'", '"', ",", "\\", "\\n", "a\\", "  ", "\t"]
    )
    def test_every_text_comes_back_as_it_was(self, new: New, text: str) -> None:
        store = new(table())
        made = store.correct([edit("e-1", "note", "", f"{text}.")], who=f"w{text}", why=text)
        assert cell(store, "e-1", "note") == f"{text}."
        (kept,) = store.history()
        assert (kept,) == made
        assert (kept.who, kept.why) == (f"w{text}", text)
        assert store.verify() == ()

    def test_what_no_file_can_hold_is_replaced_in_words_and_refused_in_facts(self, new: New) -> None:
        store = new(table())
        (made,) = store.correct([edit("e-1", "note", "", "x")], who="a\x00b", why="c\ud800d")
        assert (made.who, made.why) == ("a\ufffdb", "c\ufffdd")
        with pytest.raises(TableError, match="NUL"):
            store.correct([edit("e-1", "title", "Visit e-1", "a\x00")], who="Lin")
        assert store.history() == (made,)

    def test_a_stale_edit_is_refused_with_both_values_and_nothing_is_kept(self, new: New) -> None:
        store = new(table())
        (first,) = store.correct([edit("e-1", "title", "Visit e-1", "Mine")], who="Lin")
        with pytest.raises(EditConflict) as caught:
            store.correct(
                [edit("e-2", "title", "Visit e-2", "Fine"), edit("e-1", "title", "Visit e-1", "Yours")], who="Wu"
            )
        (stale,) = caught.value.stale
        assert (stale.now, stale.seen, stale.asked) == ("Mine", "Visit e-1", "Yours")
        assert (stale.who, stale.when) == ("Lin", first.when)
        for said in ("'Mine'", "'Yours'", "Lin", "e-1"):
            assert said in str(caught.value)
        assert store.history() == (first,)
        assert cell(store, "e-2", "title") == "Visit e-2"

    @pytest.mark.parametrize(
        ("edits", "error", "said"),
        [
            ([edit("e-9", "title", "", "x")], FactNotFound, "e-9"),
            ([edit("e-1", "colour", "", "x")], StoreError, "colour"),
            ([edit("e-1", "id", "e-1", "x")], StoreError, "id"),
            ([edit("e-1", "title", "Visit e-1", "")], TableError, "e-1: no title"),
            ([edit("e-1", "date", "2024-04-22", "soon")], TableError, "soon"),
            ([edit("e-1", "lat", "", "28.2")], TableError, "lat 28.2 without lon"),
            ([edit("e-1", "note", "", "a"), edit("e-1", "note", "", "b")], StoreError, "twice"),
            ([edit("e-1", "note", "", "x" * 100_001)], TableError, "100,000"),
        ],
    )
    def test_what_breaks_the_contract_is_refused_whole(
        self, new: New, edits: list[Edit], error: type[Exception], said: str
    ) -> None:
        store = new(table())
        with pytest.raises(error, match=said):
            store.correct([edit("e-2", "note", "", "good"), *edits], who="Lin")
        assert store.history() == ()

    def test_nobody_signs_nothing(self, new: New) -> None:
        store = new(table())
        with pytest.raises(StoreError, match="who"):
            store.correct([edit("e-1", "note", "", "x")], who=" ")
        with pytest.raises(StoreError, match="undo"):
            store.correct([edit("e-1", "note", "", "x")], who="Lin", why="undo 0123456789abcdef")

    def test_an_edit_that_changes_nothing_is_not_recorded(self, new: New) -> None:
        store = new(table())
        assert store.correct([edit("e-1", "title", "Visit e-1", "Visit e-1")], who="Lin") == ()
        assert store.correct([], who="Lin") == ()
        assert store.history() == ()

    def test_confirming_rejecting_and_remarking_is_not_correcting(self, new: New) -> None:
        store = new(table())
        store.correct([edit("e-1", "status", "auto", "confirmed"), edit("e-2", "note", "", "hm")], who="Lin")
        store.correct([edit("e-3", "theme", "ecology", "culture_tourism")], who="Lin")
        store.correct([edit("e-3", "status", "corrected", "rejected")], who="Lin")
        assert store.facts()["status"].tolist() == ["confirmed", "auto", "rejected"]

    def test_a_new_place_leaves_neither_the_old_code_nor_the_old_point(self, new: New) -> None:
        store = new(table(row("e-1", lat="28.2", lon="112.9")))
        store.correct([edit("e-1", "place", "Changsha", "Chongqing")], who="Lin")
        assert cell(store, "e-1", "place") == "Chongqing"
        assert cell(store, "e-1", "adcode") == ""
        assert pd.isna(cell(store, "e-1", "lat"))
        store.correct([edit("e-1", "place", "Chongqing", "Nanan"), edit("e-1", "adcode", "", "500108")], who="Lin")
        assert cell(store, "e-1", "adcode") == "500108"

    def test_facts_are_joined_and_parted_by_corrections(self, new: New) -> None:
        store = new(table())
        store.correct([edit("e-2", "same_as", "", "e-1"), edit("e-2", "merge", "", "sure")], who="Lin")
        assert (cell(store, "e-2", "same_as"), cell(store, "e-2", "merge")) == ("e-1", "sure")
        assert cell(store, "e-1", "same_as") == ""
        store.correct([edit("e-2", "same_as", "e-1", ""), edit("e-2", "merge", "sure", "")], who="Lin")
        assert set(store.facts()["same_as"]) == {""}
        assert set(store.facts()["status"]) == {"auto"}

    def test_a_fact_made_by_hand_is_a_fact_like_others(self, new: New) -> None:
        store = new(table())
        (made,) = store.add([{"date": "2024-05", "title": "By hand", "place": "Chengdu", "note": HOSTILE}], who="Lin")
        assert (made.field, made.old) == ("fact", "")
        assert ids(store) == ["e-1", "e-2", "e-3", made.fact]
        assert (cell(store, made.fact, "note"), cell(store, made.fact, "status")) == (HOSTILE, "confirmed")
        store.correct([edit(made.fact, "place", "Chengdu", "Mianyang")], who="Wu")
        assert cell(store, made.fact, "place") == "Mianyang"
        with pytest.raises(StoreError, match="already"):
            store.add([{"date": "2024-05", "title": "By hand", "place": "Chengdu", "note": HOSTILE}], who="Wu")
        with pytest.raises(StoreError, match="already"):
            store.add([row("e-1")], who="Wu")
        with pytest.raises(TableError, match="title"):
            store.add([{"date": "2024-05", "place": "Chengdu"}], who="Wu")
        (gone,) = store.undo([made.id], who="Lin")
        assert ids(store) == ["e-1", "e-2", "e-3"]
        store.undo([gone.id], who="Lin")
        assert cell(store, made.fact, "place") == "Mianyang"

    def test_undo_goes_back_one_by_one_and_forth_again(self, new: New) -> None:
        store = new(table())
        (a,) = store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")
        (b,) = store.correct([edit("e-1", "title", "A", "B")], who="Wu")
        with pytest.raises(StoreError, match=b.id):
            store.undo([a.id], who="Lin")
        (not_b,) = store.undo([b.id], who="Lin")
        assert (not_b.old, not_b.new, not_b.why) == ("B", "A", f"undo {b.id}")
        assert cell(store, "e-1", "title") == "A"
        with pytest.raises(StoreError, match="no longer stands"):
            store.undo([b.id], who="Lin")
        (not_a,) = store.undo([a.id], who="Lin")
        assert (cell(store, "e-1", "title"), cell(store, "e-1", "status")) == ("Visit e-1", "auto")
        store.undo([not_a.id], who="Lin")
        assert (cell(store, "e-1", "title"), cell(store, "e-1", "status")) == ("A", "corrected")
        store.undo([not_b.id], who="Lin")
        assert cell(store, "e-1", "title") == "B"
        assert len(store.history("e-1")) == 6
        with pytest.raises(FactNotFound):
            store.undo(["0" * 16], who="Lin")

    def test_several_are_undone_together_or_none(self, new: New) -> None:
        store = new(table())
        (a,) = store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")
        (b,) = store.correct([edit("e-1", "title", "A", "B")], who="Lin")
        (c,) = store.correct([edit("e-2", "title", "Visit e-2", "C")], who="Lin")
        store.correct([edit("e-2", "title", "C", "D")], who="Lin")
        with pytest.raises(StoreError, match="came later"):
            store.undo([a.id, b.id, c.id], who="Lin")
        assert len(store.history()) == 4
        store.undo([a.id, b.id, a.id], who="Lin")
        assert cell(store, "e-1", "title") == "Visit e-1"

    def test_half_a_point_cannot_be_undone(self, new: New) -> None:
        store = new(table())
        lat, lon = store.correct([edit("e-1", "lat", "", "28.2"), edit("e-1", "lon", "", "112.9")], who="Lin")
        assert cell(store, "e-1", "lat") == 28.2
        with pytest.raises(TableError, match="without"):
            store.undo([lat.id], who="Lin")
        store.undo([lat.id, lon.id], who="Lin")
        assert pd.isna(cell(store, "e-1", "lat"))

    def test_corrections_outlive_another_reading(self, new: New) -> None:
        store = new(table())
        (made,) = store.correct([edit("e-1", "title", "Visit e-1", "Mine")], who="Lin")
        store.correct([edit("e-3", "status", "auto", "rejected")], who="Lin")
        kept = store.put(table(row("e-1", title="Read anew", theme="ecology"), row("e-4")))
        assert (kept.new, kept.changed, kept.same, kept.dropped, kept.missing) == (1, 1, 0, 1, ("e-3",))
        assert ids(store) == ["e-1", "e-3", "e-4"]
        assert (cell(store, "e-1", "title"), cell(store, "e-1", "theme")) == ("Mine", "ecology")
        assert MISSING in cell(store, "e-3", "note")
        store.undo([made.id], who="Lin")
        assert cell(store, "e-1", "title") == "Read anew"
        again = store.put(table(row("e-1", title="Read anew", theme="ecology"), row("e-4")))
        assert (again.new, again.changed, again.same, again.missing) == (0, 0, 2, ("e-3",))
        assert cell(store, "e-3", "note").count(MISSING) == 1
        store.put(table())
        assert cell(store, "e-3", "note") == ""

    def test_reading_one_document_leaves_the_others_alone(self, new: New) -> None:
        store = new(table())
        kept = store.put(table(row("e-5", doc="two")), docs={"two"})
        assert (kept.new, kept.dropped) == (1, 1)
        assert ids(store) == ["e-1", "e-2", "e-5"]
        assert store.put(table()[:0], docs={"one"}).dropped == 2
        assert ids(store) == ["e-5"]

    def test_documents_are_kept_once_with_all_they_say(self, new: New) -> None:
        store = new()
        one = documents.document(f"{HOSTILE} text of an article", id="a/../../b", publisher="P", url="https://e.org/x")
        two = replace(one, text="another text", published=date(2024, 4, 22), headline=(0, 3), lang="zh")
        assert store.keep([one, one, two]) == 2
        assert store.keep([two]) == 0
        assert set(store.documents()) == {one, two}
        assert store.verify() == ()

    def test_a_document_kept_apart_never_takes_the_id_of_another(self, new: New) -> None:
        store = new()
        one = documents.document("one text", id="news")
        other, free = replace(one, text="another text"), replace(one, id="free")
        assert store.keep_apart([one, one]) == ()
        assert store.keep_apart([other, one, free]) == (other,)
        assert set(store.documents()) == {one, free}
        seen = store.version()
        assert store.keep_apart([one, other]) == (other,)
        assert store.version() == seen

    def test_the_version_changes_with_every_change_and_only_then(self, new: New) -> None:
        store = new(table())
        seen = [store.version()]

        def changed() -> bool:
            seen.append(store.version())
            return seen[-1] != seen[-2]

        store.facts()
        assert not changed()
        (made,) = store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")
        assert changed()
        store.undo([made.id], who="Lin")
        assert changed()
        store.put(table(row("e-1")))
        assert changed()
        store.history(), store.conflicts(), store.verify()
        assert not changed()

    def test_copies_edited_apart_merge_with_every_edit_and_each_conflict_once(self, new: New) -> None:
        ours, theirs = new(table()), new(table(), clock=Ticking("2025-03-01T18:00:00"))
        ours.correct([edit("e-1", "title", "Visit e-1", "Ours"), edit("e-2", "note", "", "both")], who="Lin")
        theirs.correct([edit("e-1", "title", "Visit e-1", "Theirs"), edit("e-2", "note", "", "both")], who="Wu")
        theirs.correct([edit("e-3", "theme", "ecology", "security")], who="Wu")
        merged = ours.merge(theirs)
        assert (merged.corrections, merged.findings) == (3, 0)
        (conflict,) = merged.conflicts
        assert (conflict.fact, conflict.field) == ("e-1", "title")
        assert [side.value for side in conflict.sides] == ["Theirs", "Ours"]
        assert ours.conflicts() == merged.conflicts
        assert cell(ours, "e-1", "title") == "Theirs"
        assert cell(ours, "e-3", "theme") == "security"
        assert {c.who for c in ours.history("e-1")} == {"Lin", "Wu"}
        again = ours.merge(theirs)
        assert (again.corrections, again.findings, again.documents) == (0, 0, 0)
        theirs.merge(ours)
        same_projects(ours, theirs)
        (decided,) = ours.correct([edit("e-1", "title", "Theirs", "Ours")], who="Lin")
        assert len(decided.parents) == 2
        assert ours.conflicts() == ()
        assert theirs.merge(ours).conflicts == ()
        assert cell(theirs, "e-1", "title") == "Ours"

    def test_a_conflict_is_decided_for_what_is_shown_too(self, new: New) -> None:
        ours, theirs = new(table()), new(table())
        (mine,) = ours.correct([edit("e-1", "title", "Visit e-1", "Ours")], who="Lin")
        theirs.correct([edit("e-1", "title", "Visit e-1", "Theirs")], who="Wu")
        ours.merge(theirs)
        with pytest.raises(StoreError, match="side by side"):
            ours.undo([mine.id], who="Lin")
        shown = cell(ours, "e-1", "title")
        (decided,) = ours.correct([edit("e-1", "title", shown, shown)], who="Lin")
        assert ours.conflicts() == ()
        ours.undo([decided.id], who="Lin")
        assert len(ours.conflicts()) == 1

    def test_an_undo_here_and_an_edit_there_are_a_conflict_and_an_undone_edit_is_none(self, new: New) -> None:
        ours = new(table())
        (a,) = ours.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")
        theirs = new(table())
        theirs.take(ours.history())
        theirs.correct([edit("e-1", "title", "A", "B")], who="Wu")
        third = new(table())
        third.merge(theirs)
        ours.undo([a.id], who="Lin")
        assert {side.value for side in ours.merge(theirs).conflicts[0].sides} == {"B", "Visit e-1"}
        fourth = new(table())
        fourth.take([a])
        (c,) = fourth.correct([edit("e-1", "title", "A", "C")], who="Xu")
        fourth.undo([c.id], who="Xu")
        assert third.merge(fourth).conflicts == ()
        assert cell(third, "e-1", "title") == "B"

    def test_what_does_not_fit_together_after_a_merge_is_withheld_and_said(self, new: New) -> None:
        ours, theirs = new(table()), new(table())
        ours.correct([edit("e-1", "date_end", "", "2024-04-25")], who="Lin")
        theirs.correct([edit("e-1", "date", "2024-04-22", "2024-06-01")], who="Wu")
        ours.merge(theirs)
        theirs.merge(ours)
        same_projects(ours, theirs)
        assert (cell(ours, "e-1", "date"), cell(ours, "e-1", "date_end")) == ("2024-04-22", "")
        assert any("e-1" in said and "withheld" in said for said in ours.verify())
        assert len(ours.history()) == 2

    def test_merging_brings_findings_and_documents(self, new: New) -> None:
        ours, theirs = new(table(row("e-1"))), new(table(row("e-2", own="x"), row("e-1", title="Read otherwise")))
        text = documents.document("An article of which a copy is kept.", id="one")
        theirs.keep([text])
        assert (merged := ours.merge(theirs)).findings == 1
        assert merged.documents == 1
        theirs.merge(ours)
        same_projects(ours, theirs)
        assert sorted(ids(ours)) == ["e-1", "e-2"]

    def test_a_correction_that_was_altered_is_not_taken(self, new: New) -> None:
        ours, theirs = new(table()), new(table())
        made = ours.correct([edit("e-1", "title", "Visit e-1", "A"), edit("e-2", "note", "", "x")], who="Lin")
        with pytest.raises(StoreError, match=made[1].id):
            theirs.take([made[0], replace(made[1], new="forged")])
        assert theirs.history() == ()
        assert theirs.take(made) == 2
        assert theirs.take(made) == 0
        assert [astuple(c) for c in theirs.history()] == [astuple(c) for c in made]

    def test_a_correction_of_a_fact_that_is_not_there_waits_for_it(self, new: New) -> None:
        ours, theirs = new(table()), new()
        theirs.take(ours.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin"))
        assert len(theirs.facts()) == 0
        theirs.put(table())
        assert cell(theirs, "e-1", "title") == "A"

    def test_a_clock_that_jumps_back_changes_only_what_people_read(self, new: New) -> None:
        clock = Ticking()
        store = new(table(), clock=clock)
        store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")
        clock.now -= timedelta(days=400)
        (b,) = store.correct([edit("e-1", "title", "A", "B")], who="Lin")
        assert b.when < store.history()[0].when
        assert cell(store, "e-1", "title") == "B"
        assert texts(store.history()) == [("e-1", "title", "Visit e-1", "A"), ("e-1", "title", "A", "B")]
        assert store.verify() == ()
