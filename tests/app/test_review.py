"""The review page: every decision that it offers, and what of it outlives a change of the language."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from geo.batch.intake import Upload
from geo.batch.job import Job
from geo.tables.corrections import Edit
from geo.tables.folder import FolderStore
from tests.app.test_workbench import fine, folder, page, store, texts  # noqa: F401 - fixtures are asked for by name

AGAIN = "In Changsha, Hunan, Premier Li Qiang inspected a museum on May 6, 2024 and spoke about rivers and lakes there."


@pytest.fixture
def doubled(store: FolderStore) -> FolderStore:  # noqa: F811
    """A project in which one fact may tell what another tells."""
    Job([Upload(name="again.txt", raw=AGAIN.encode())], store).start().wait(60)
    assert (store.facts()["merge"] != "").sum() == 1
    return store


def member(store: FolderStore) -> str:  # noqa: F811
    facts = store.facts()
    return str(facts["id"][facts["merge"] != ""].iloc[0])


def at(fact: str) -> AppTest:
    app = page("review")
    app.session_state["atlas.review"] = (fact, 0)
    return fine(app.run())


def pairing(store: FolderStore) -> tuple[str, str]:  # noqa: F811
    row = store.facts().set_index("id").loc[member(store)]
    return row["same_as"], row["merge"]


def merged(store: FolderStore, how: str) -> str:  # noqa: F811
    """Give the pair a certainty, by another person's hand, and return the fact that tells again."""
    fact, now = member(store), pairing(store)[1]
    if now != how:
        store.correct([Edit(fact=fact, field="merge", old=now, new=how)], who="Chen")
    return fact


def test_a_possible_double_stands_beside_its_twin_and_may_be_corrected_there(doubled: FolderStore) -> None:
    fact = merged(doubled, "proposed")
    app = at(fact)
    assert "May tell the same event" in texts(app)
    assert {"review.same", "review.different", "review.correct"} <= {button.key for button in app.button}
    app.text_input(key=f"review.actor.{fact}").set_value("Li Qiang; He Lifeng")
    next(button for button in app.button if button.label == "Save the correction").click().run()
    fine(app)
    assert doubled.facts().set_index("id").loc[fact, "actor"] == "Li Qiang; He Lifeng"


def test_what_was_joined_can_be_split_from_either_side(doubled: FolderStore) -> None:
    fact = merged(doubled, "sure")
    app = at(fact)
    assert "Tells the same event" in texts(app)
    fine(app.button(key="review.split").click().run())
    facts = doubled.facts().set_index("id")
    assert (facts.loc[fact, "same_as"], facts.loc[fact, "merge"]) == ("", "")
    fine(app.button(key="review.undo").click().run())
    head = doubled.facts().set_index("id").loc[fact, "same_as"]
    app = at(head)
    assert "Also told by" in texts(app)
    fine(app.button(key=f"review.split.{fact}").click().run())
    facts = doubled.facts().set_index("id")
    assert (facts.loc[fact, "same_as"], facts.loc[fact, "merge"]) == ("", "")


def test_a_key_leads_into_the_fields(store: FolderStore) -> None:  # noqa: F811
    app = page("review")
    fine(app.button(key="review.correct").click().run())
    assert app.session_state["atlas.focus"] == 1
    assert store.history() == ()


def switched(app: AppTest, lang: str) -> AppTest:
    app.query_params["lang"] = lang
    return fine(app.run())


def test_choices_in_the_queue_outlive_a_change_of_the_language(store: FolderStore) -> None:  # noqa: F811
    app = page("review")
    (radio,) = [radio for radio in app.radio if (radio.key or "").startswith("review.candidate")]
    name, fact = (radio.key or "").rsplit(".", 1)[0], app.session_state["atlas.review"][0]
    second = radio.options[1].split("[")[1].rstrip("]")
    radio.set_value(second)
    app.selectbox(key=f"review.theme.{fact}.en").set_value("security").run()
    for lang in ("zh", "en", "zh"):
        switched(app, lang)
        assert app.radio(key=f"{name}.{lang}").value == second
        assert app.selectbox(key=f"review.theme.{fact}.{lang}").value == "security"
    next(button for button in app.button if button.label == "保存更正").click().run()
    row = store.facts().set_index("id").loc[fact]
    assert (row["adcode"], row["theme"]) == (second, "security")


def test_choices_on_the_table_page_outlive_a_change_of_the_language(store: FolderStore) -> None:  # noqa: F811
    app = page("table")
    app.selectbox(key="grid.bulk.field.en").set_value("theme").run()
    app.selectbox(key="grid.bulk.theme.en").set_value("security").run()
    app.selectbox(key="grid.add.kind.en").set_value("directive").run()
    raw = b"Tag,Was geschah,Ort\n2024-05-01,Besuch,Changsha\n"
    app.file_uploader(key="grid.bring.file").upload("eigene.csv", raw, "text/csv").run()
    app.selectbox(key="grid.bring.0.Tag.en").set_value("date").run()
    app.query_params["lang"] = "zh"
    app.run()
    chosen = {key: app.selectbox(key=f"grid.{key}.zh").value for key in ("bulk.field", "bulk.theme", "add.kind")}
    assert chosen == {"bulk.field": "theme", "bulk.theme": "security", "add.kind": "directive"}
    assert app.selectbox(key="grid.bring.0.Tag.zh").value == "date"


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [("explore", "explore.area", "regions"), ("sources", "boundaries.datum", "gcj02")],
)
def test_choices_on_other_pages_outlive_a_change_of_the_language(
    store: FolderStore,  # noqa: F811
    name: str,
    key: str,
    value: str,
) -> None:
    app = page(name)
    app.session_state[f"{key}.en"] = value
    fine(app.run())
    switched(app, "zh")
    assert app.session_state[f"{key}.zh"] == value


def test_what_is_taken_back_stands_on_the_page_again(doubled: FolderStore) -> None:
    fact = member(doubled)
    app = at(fact)
    fine(app.button(key="review.confirm").click().run())
    assert app.session_state["atlas.review"][0] != fact
    fine(app.button(key="review.undo").click().run())
    assert app.session_state["atlas.review"][0] == fact


def test_what_is_taken_back_and_does_not_wait_is_nobody_elses_doing(doubled: FolderStore) -> None:
    decided = member(doubled)
    now = doubled.facts().set_index("id").loc[decided]
    doubled.correct([Edit(fact=decided, field="status", old=now["status"], new="confirmed")], who="Lin")
    made = doubled.correct([Edit(fact=decided, field="title", old=now["title"], new="Another")], who="Lin")
    app = page("review")
    app.session_state["atlas.made_corrections"] = [tuple(correction.id for correction in made)]
    fine(app.run())
    fine(app.button(key="review.undo").click().run())
    assert doubled.facts().set_index("id").loc[decided, "title"] == now["title"]
    assert not app.warning
