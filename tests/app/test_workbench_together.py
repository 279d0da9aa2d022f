"""Several people at one project in the app: what one does takes nothing from another, and hits no other fact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.explain.annotate import annotate
from geo.reading import read
from geo.tables.corrections import Edit
from geo.tables.folder import FolderStore
from tests.app.test_workbench import fine, folder, page, store, texts  # noqa: F401 - fixtures are asked for by name


def test_a_key_that_was_meant_for_a_fact_decided_meanwhile_decides_no_other(store: FolderStore) -> None:  # noqa: F811
    app = page("review")
    fact, _ = app.session_state["atlas.review"]
    store.correct([Edit(fact=fact, field="status", old="auto", new="rejected")], who="Chen")
    fine(app.button(key="review.confirm").click().run())
    assert [(line.fact, line.who) for line in store.history()] == [(fact, "Chen")]
    (said,) = [warning.value for warning in app.warning]
    assert "Chen" in said
    assert "rejected" in said
    fine(app.button(key="review.confirm").click().run())
    assert not app.warning
    assert [line.who for line in store.history()] == ["Chen", "Lin"]


def test_a_table_that_leaves_facts_out_takes_none_away(folder: Path) -> None:  # noqa: F811
    rows = ["id,date,title,place,doc", "a,2024-05-01,One,Changsha,x", "b,2024-05-02,Two,Wuhan,x"]
    for lines in (rows, [*rows[:2]]):
        app = page("table")
        app.file_uploader(key="grid.bring.file").upload("t.csv", "\n".join(lines).encode(), "text/csv").run()
        fine(app.button(key="grid.bring.take").click().run())
    facts = FolderStore(folder).facts()
    assert facts["id"].tolist() == ["a", "b"]
    assert facts["note"].tolist() == ["", ""]


def test_a_heading_in_the_queue_is_in_the_language_of_the_interface(store: FolderStore) -> None:  # noqa: F811
    app = page("review")
    fact, _ = app.session_state["atlas.review"]
    title = store.facts().set_index("id").loc[fact, "title_zh"]
    app.query_params["lang"] = "zh"
    app.run()
    assert f"### {str(title)[:3]}" in texts(app)


def test_what_is_picked_in_the_history_is_let_go_when_the_history_grows(store: FolderStore) -> None:  # noqa: F811
    fact = store.facts()["id"].iloc[0]
    picks = []
    for old, new in (("auto", "rejected"), ("rejected", "confirmed")):
        store.correct([Edit(fact=fact, field="status", old=old, new=new)], who="Chen")
        picks.append(page("table").dataframe[-1].proto.id)
    assert all(picks)
    assert picks[0] != picks[1]


def bulk(app: AppTest) -> Any:
    return next(button for button in app.button if (button.key or "").startswith("grid.bulk.apply."))


def test_a_bulk_change_of_what_somebody_else_changed_is_refused_and_says_who_changed_what(
    store: FolderStore,  # noqa: F811
) -> None:
    app = page("table")
    app.selectbox(key="grid.bulk.field.en").set_value("note").run()
    app.text_input(key="grid.bulk.note").set_value("mine").run()
    fact = store.facts()["id"].iloc[0]
    store.correct([Edit(fact=fact, field="note", old=store.facts()["note"].iloc[0], new="theirs")], who="Chen")
    bulk(app).click().run()
    (said,) = [error.value for error in app.error]
    assert "Chen" in said
    assert "theirs" in said
    assert "mine" in said
    assert [line.who for line in store.history()] == ["Chen"]
    fine(bulk(app).click().run())
    assert (store.facts()["note"] == "mine").all()


def test_a_bulk_change_is_not_lost_because_another_field_changed_meanwhile(store: FolderStore) -> None:  # noqa: F811
    app = page("table")
    app.selectbox(key="grid.bulk.field.en").set_value("note").run()
    app.text_input(key="grid.bulk.note").set_value("mine").run()
    fact = store.facts()["id"].iloc[0]
    store.correct([Edit(fact=fact, field="theme", old=store.facts()["theme"].iloc[0], new="security")], who="Chen")
    fine(bulk(app).click().run())
    assert (store.facts()["note"] == "mine").all()


def test_a_value_typed_a_moment_before_the_press_counts(store: FolderStore) -> None:  # noqa: F811
    app = page("table")
    app.selectbox(key="grid.bulk.field.en").set_value("note").run()
    app.text_input(key="grid.bulk.note").set_value("first").run()
    app.text_input(key="grid.bulk.note").set_value("second")
    fine(bulk(app).click().run())
    assert (store.facts()["note"] == "second").all()


@pytest.fixture
def clicked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let a test say which mark is clicked."""
    number = [0]
    monkeypatch.setattr("views.read.reader.mount", lambda *_: number[0])
    return number


def first_mark(store: FolderStore, kind: str) -> int:  # noqa: F811
    (document,) = store.documents()
    return next(
        note.number for note in annotate(read(document)).notes if note.kind == kind and (note.fact or note.code)
    )


@pytest.mark.parametrize("pressed", ["decide.confirmed.", "decide.rejected."])
def test_a_verdict_in_the_text_on_what_somebody_else_decided_says_who_decided_what(
    store: FolderStore,  # noqa: F811
    clicked: list[int],
    pressed: str,
) -> None:
    clicked[0] = first_mark(store, "event")
    app = page("read")
    button = next(button for button in app.button if (button.key or "").startswith(pressed))
    fact = (button.key or "").split(".")[2]
    store.correct([Edit(fact=fact, field="status", old="auto", new="corrected")], who="Chen")
    button.click().run()
    (said,) = [error.value for error in app.error]
    assert "Chen" in said
    assert "corrected" in said
    assert [line.who for line in store.history()] == ["Chen"]
    button = next(button for button in app.button if (button.key or "").startswith(pressed))
    fine(button.click().run())
    assert [line.who for line in store.history()] == ["Chen", "Lin"]


def test_a_place_decided_in_the_text_on_what_somebody_else_changed_says_who_changed_what(
    store: FolderStore,  # noqa: F811
    clicked: list[int],
) -> None:
    clicked[0] = first_mark(store, "place")
    app = page("read")
    (radio,) = [radio for radio in app.radio if (radio.key or "").startswith("decide.code.")]
    facts = store.facts()
    concerned = facts[facts["adcode"] == "430100"]
    fact = concerned["id"].iloc[0]
    store.correct([Edit(fact=fact, field="adcode", old="430100", new="420100")], who="Chen")
    radio.set_value("")
    next(button for button in app.button if button.label == "Decide").click().run()
    (said,) = [error.value for error in app.error]
    assert "Chen" in said
    assert "420100" in said
    assert [line.who for line in store.history()] == ["Chen"]
