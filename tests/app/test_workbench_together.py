"""Several people at one project in the app: what one does takes nothing from another, and hits no other fact."""

from __future__ import annotations

from pathlib import Path

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
    assert f"#### {str(title)[:3]}" in texts(app)


def test_what_is_picked_in_the_history_is_let_go_when_the_history_grows(store: FolderStore) -> None:  # noqa: F811
    fact = store.facts()["id"].iloc[0]
    picks = []
    for old, new in (("auto", "rejected"), ("rejected", "confirmed")):
        store.correct([Edit(fact=fact, field="status", old=old, new=new)], who="Chen")
        picks.append(page("table").dataframe[-1].proto.id)
    assert all(picks)
    assert picks[0] != picks[1]
