"""Reading, reviewing and correcting in the app, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from geo.batch.intake import Upload
from geo.batch.job import Job
from geo.tables.corrections import Edit
from geo.tables.folder import FolderStore
from tests.app.conftest import ROOT
from views import grid, project, reader

ARTICLE = (
    "CHANGSHA, May 6, 2024 (Xinhua) -- Premier Li Qiang inspected Changsha in Hunan Province on May 6, 2024.\n\n"
    "He stressed that Hunan should protect its rivers and lakes.\n\n"
    "Vice Premier Ding Xuexiang visited Chaoyang District on May 7, 2024 and called for better public services.\n"
)
HOSTILE = "![x](http://127.0.0.1:9/x.png)</script>{{7*7}}${x}`y`"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    where = tmp_path / "project"
    monkeypatch.setenv("ATLAS_PROJECT", str(where))
    monkeypatch.delenv("ATLAS_DATABASE_URL", raising=False)
    st.cache_resource.clear()
    st.cache_data.clear()
    return where


@pytest.fixture
def store(folder: Path) -> FolderStore:
    project = FolderStore.create(folder)
    Job([Upload(name="tour.txt", raw=ARTICLE.encode())], project).start().wait(60)
    return project


def page(name: str, *, author: str = "Lin") -> AppTest:
    app = AppTest.from_file(ROOT / "app.py", default_timeout=30)
    app._page_hash = calc_hash(name)
    if author:
        app.session_state["atlas.author"] = author
    return fine(app.run())


def fine(app: AppTest) -> AppTest:
    assert not app.exception
    assert not [error.value for error in app.error]
    return app


def texts(app: AppTest) -> str:
    elements = [*app.markdown, *app.caption, *app.info, *app.success, *app.warning, *app.error, *app.header]
    return "\n".join(str(element.value) for element in elements)


def test_the_name_given_on_one_page_stands_on_the_next(store: FolderStore) -> None:
    app = page("review", author="")
    app.text_input(key="author.name").set_value(" Lin ").run()
    for name in ("table", "review", "read", "table"):
        app._page_hash = calc_hash(name)
        fine(app.run())
        if name != "read":
            assert app.text_input(key="author.name").value.strip() == "Lin"


# reading


def test_without_a_project_every_page_says_what_to_do_and_makes_none(folder: Path) -> None:
    assert "read some articles first" in texts(page("review"))
    assert "holds no facts yet" in texts(page("table"))
    page("read")
    assert not folder.exists()


def test_pasted_text_becomes_facts_and_shows_its_marks(folder: Path) -> None:
    app = page("read")
    app.text_area[0].set_value(ARTICLE).run()
    app.button(key="read.start.text").click().run()
    assert app.session_state["atlas.job"].wait(60).stage == "done"
    fine(app.run())
    assert "Read 1 articles" in texts(app)
    assert len(FolderStore(folder).facts()) >= 3
    assert app.get("bidi_component")


def test_the_article_that_was_just_pasted_is_the_one_shown(folder: Path) -> None:
    app = page("read")
    for text in (ARTICLE, ARTICLE.replace("rivers", "ponds"), ARTICLE):
        app.text_area[0].set_value(text).run()
        app.button(key="read.start.text").click().run()
        job = app.session_state["atlas.job"]
        assert job.wait(60).stage == "done"
        fine(app.run())
        (chosen,) = [box for box in app.selectbox if box.key == "read.article"]
        assert chosen.value == job.progress.first
        (shown,) = [each for each in FolderStore(folder).documents() if each.id == chosen.value]
        assert shown.text.strip() == text.strip()
    other = next(each.id for each in FolderStore(folder).documents() if each.id != chosen.value)
    chosen.set_value(other).run()
    fine(app.run())
    (chosen,) = [box for box in app.selectbox if box.key == "read.article"]
    assert chosen.value == other


def test_what_cannot_be_read_is_listed(folder: Path) -> None:
    app = page("read")
    app.session_state["atlas.job"] = Job([Upload(name="a.exe", raw=b"MZ")], FolderStore.create(folder)).start()
    app.session_state["atlas.job"].wait(60)
    fine(app.run())
    assert app.dataframe[0].value.iloc[0, 0] == "a.exe"


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ({"rev": "a", "number": 3}, 3),
        ({"rev": "b", "number": 3}, 0),
        ({"rev": "a", "number": "3"}, 0),
        (None, 0),
        ([], 0),
    ],
)
def test_what_the_browser_says_was_clicked_is_believed_only_as_a_number(raw: object, number: int) -> None:
    assert reader.read_picked(raw, "a") == number


# reviewing


def test_the_queue_begins_with_what_needs_a_person_most(store: FolderStore) -> None:
    app = page("review")
    assert "ambiguous place" in texts(app)
    assert "Ding Xuexiang" in texts(app)


def test_confirming_goes_on_to_the_next_and_undo_comes_back(store: FolderStore) -> None:
    app = page("review")
    total = len(store.facts())
    assert f"{total} facts wait" in texts(app) or any(
        f"{total} facts wait" in bar.proto.text for bar in app.get("progress")
    )
    app.button(key="review.confirm").click().run()
    fine(app)
    (line,) = store.history()
    assert (line.field, line.new, line.who) == ("status", "confirmed", "Lin")
    app.button(key="review.undo").click().run()
    fine(app)
    assert (store.facts()["status"] == "auto").all()
    assert len(store.history()) == 2


@pytest.mark.parametrize(("position", "status"), [(0, "confirmed"), (1, "corrected")])
def test_choosing_a_candidate_decides_the_place(store: FolderStore, position: int, status: str) -> None:
    app = page("review")
    (choice,) = [radio for radio in app.radio if (radio.key or "").startswith("review.candidate")]
    fact = (choice.key or "").split(".")[2]
    assert store.facts().set_index("id").loc[fact, "adcode"] == "110105"
    code = choice.options[position].split("[")[1].rstrip("]")
    choice.set_value(code)
    next(button for button in app.button if button.label == "Save the correction").click().run()
    fine(app)
    row = store.facts().set_index("id").loc[fact]
    assert (row["adcode"], row["status"]) == (code, status)
    placed = project.dataset().loaded.table.set_index("id").loc[fact]
    assert (placed["adcode"], placed["resolution"]) == (code, "exact")


def test_without_a_name_nothing_can_be_decided(store: FolderStore) -> None:
    app = page("review", author="")
    assert app.button(key="review.confirm").disabled
    assert "Give your name" in texts(app)


def test_a_fact_changed_by_somebody_else_meanwhile_is_refused_with_both_values(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page("review")
    whole = FolderStore.correct

    def late(self: FolderStore, edits: list[Edit], **said: Any) -> Any:
        monkeypatch.setattr(FolderStore, "correct", whole)
        whole(self, [Edit(fact=edits[0].fact, field="status", old="auto", new="rejected")], who="Chen")
        return whole(self, edits, **said)

    monkeypatch.setattr(FolderStore, "correct", late)
    app.button(key="review.confirm").click().run()
    assert not app.exception
    (said,) = [error.value for error in app.error]
    assert "rejected" in said
    assert "confirmed" in said
    assert "Chen" in said


def test_hostile_text_is_shown_as_text(store: FolderStore) -> None:
    fact = store.facts()["id"].iloc[0]
    store.correct([Edit(fact=fact, field="title", old=store.facts()["title"].iloc[0], new=HOSTILE)], who=HOSTILE)
    store.correct([Edit(fact=fact, field="status", old="corrected", new="auto")], who="Lin")
    for name in ("review", "table", "read"):
        assert "![x](" not in texts(page(name))


# the table


def test_a_grid_that_names_other_rows_and_columns_changes_nothing() -> None:
    shown = pd.DataFrame({"id": ["a"], "title": ["x"], "source": ["s"]})
    assert grid.edits_of(shown, {7: {"title": "y"}, 0: {"source": "t", "id": "b", "nothing": 1}}) == []
    assert grid.edits_of(shown, {0: {"title": None}}) == [Edit(fact="a", field="title", old="x", new="")]


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test say what is typed into the grid: AppTest cannot, so the grid is not drawn."""
    monkeypatch.setattr("views.grid.st.data_editor", lambda *_, **__: None)


def typed(app: AppTest, cells: dict[int, dict[str, str]]) -> AppTest:
    app.session_state[app.session_state["atlas.grid"][0]] = {"edited_rows": cells}
    return app.run()


@pytest.mark.usefixtures("typing")
def test_what_is_typed_outlives_what_others_save_meanwhile(store: FolderStore) -> None:
    app = page("table")
    first, second = store.facts()["id"].iloc[:2]
    store.correct([Edit(fact=second, field="note", old="", new="seen")], who="Chen")
    fine(typed(app, {0: {"note": "mine"}}))
    store.correct([Edit(fact=second, field="note", old="seen", new="seen twice")], who="Chen")
    fine(app.button(key="grid.save").click().run())
    assert store.facts().set_index("id")["note"][[first, second]].tolist() == ["mine", "seen twice"]
    assert [button.key for button in app.button if button.key in ("grid.save", "grid.discard")] == []
    assert app.session_state["atlas.grid"][1].rev == project.dataset().rev


@pytest.mark.usefixtures("typing")
def test_a_cell_that_somebody_else_changed_is_refused_and_may_be_let_go(store: FolderStore) -> None:
    app = page("table")
    fact = store.facts()["id"].iloc[0]
    store.correct([Edit(fact=fact, field="note", old="", new="theirs")], who="Chen")
    typed(app, {0: {"note": "mine"}}).button(key="grid.save").click().run()
    assert "theirs" in app.error[0].value
    assert store.facts().set_index("id").loc[fact, "note"] == "theirs"
    fine(app.button(key="grid.discard").click().run())
    assert "grid.save" not in [button.key for button in app.button]
    assert app.session_state["atlas.grid"][1].rev == project.dataset().rev


def bulk(app: AppTest) -> Any:
    """Return the button that changes all filtered facts."""
    return next(button for button in app.button if (button.key or "").startswith("grid.bulk.apply."))


def test_nothing_is_emptied_in_bulk_unless_it_is_asked_for(store: FolderStore) -> None:
    app = page("table")
    assert bulk(app).disabled
    app.checkbox(key="grid.bulk.empty.date").check().run()
    assert not bulk(app).disabled


def test_all_filtered_facts_change_at_once_and_the_history_undoes_it(store: FolderStore) -> None:
    app = page("table")
    app.selectbox(key="grid.bulk.field.en").set_value("theme").run()
    app.selectbox(key="grid.bulk.theme.en").set_value("security").run()
    bulk(app).click().run()
    fine(app)
    assert (store.facts()["theme"] == "security").all()
    assert len(app.dataframe[-1].value) == len(store.history())


def test_a_fact_added_by_hand_is_there_with_its_author(store: FolderStore) -> None:
    app = page("table")
    before = len(store.facts())
    app.text_input(key="grid.add.date").set_value("2024-07-01")
    app.text_input(key="grid.add.title").set_value("A bridge is opened")
    app.text_input(key="grid.add.place").set_value("重庆市九龙坡区")
    next(button for button in app.button if button.label == "Add").click().run()
    fine(app)
    assert len(store.facts()) == before + 1
    assert store.history()[-1].who == "Lin"
    assert store.facts()["title"].iloc[-1] == "A bridge is opened"


def test_a_fact_without_a_date_form_is_refused_with_a_sentence(store: FolderStore) -> None:
    app = page("table")
    app.text_input(key="grid.add.date").set_value("next week")
    app.text_input(key="grid.add.title").set_value("A bridge is opened")
    app.text_input(key="grid.add.place").set_value("Chongqing")
    next(button for button in app.button if button.label == "Add").click().run()
    assert not app.exception
    assert any("next week" in error.value for error in app.error)


def test_a_table_with_headers_of_its_own_is_taken_over_as_a_person_explains_them(folder: Path) -> None:
    app = page("table")
    raw = b"Tag,Was geschah,Ort\n2024-05-01,Besuch,Changsha\n2024-05-02,Treffen,Chongqing\n"
    app.file_uploader(key="grid.bring.file").upload("eigene.csv", raw, "text/csv").run()
    for number, (header, column) in enumerate((("Tag", "date"), ("Was geschah", "title"), ("Ort", "place"))):
        app.selectbox(key=f"grid.bring.{number}.{header}.en").set_value(column)
    app.run()
    app.button(key="grid.bring.take").click().run()
    fine(app)
    facts = FolderStore(folder).facts()
    assert facts[["date", "title", "place"]].to_numpy().tolist() == [
        ["2024-05-01", "Besuch", "Changsha"],
        ["2024-05-02", "Treffen", "Chongqing"],
    ]
    assert set(facts["doc"]) == {"table eigene.csv"}


# the project on the map


def test_the_project_is_a_table_like_the_others_and_a_link_opens_it(store: FolderStore) -> None:
    app = AppTest.from_file(ROOT / "app.py", default_timeout=30)
    app.query_params = {"data": "project"}
    fine(app.run())
    assert str(len(store.facts())) in app.subheader[0].value


def test_in_chinese_reasons_notes_and_the_history_are_chinese(store: FolderStore) -> None:
    fact = store.facts()["id"].iloc[0]
    store.correct([Edit(fact=fact, field="status", old="auto", new="rejected")], who="Chen")
    store.undo([line.id for line in store.history()], who="Chen")
    app = page("review")
    app.query_params["lang"] = "zh"
    fine(app.run())
    captions = "\n".join(caption.value for caption in app.caption)
    assert "由文章读出" in captions
    assert "read as" not in captions
    app = page("table")
    app.query_params["lang"] = "zh"
    history = fine(app.run()).dataframe[-1].value
    assert history["字段"].tolist() == ["核对状态"] * 2
    assert history["新值"].tolist() == ["未经人工核对", "已否决"]
    assert history["理由"].iloc[0].startswith("撤销")
