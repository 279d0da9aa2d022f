"""The panel beside an article: the candidates of a name with what speaks for each, and every way to decide."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from geo.batch.job import Progress
from geo.explain.annotate import Note, annotate
from geo.reading import read as read_document
from geo.tables.folder import FolderStore
from tests.app.test_workbench import fine, folder, page, store, texts  # noqa: F401 - fixtures are asked for by name
from views import read
from views.text import words


def clicked(store: FolderStore, text: str, lang: str = "en", place: str = "") -> tuple[AppTest, Note]:  # noqa: F811
    """Click the first mark over a text, as the article in the browser would say it."""
    (document,) = store.documents()
    note = next(note for note in annotate(read_document(document)).notes if note.words == text)
    app = page("read")
    app.query_params = {"lang": lang} | ({"place": place} if place else {})
    rev = f"{document.id} {len(document.text)}"
    app.session_state["atlas_article"] = {"picked": {"rev": rev, "number": note.number}}
    return fine(app.run()), note


@pytest.mark.parametrize(
    ("lang", "why", "other"),
    [("en", "nothing here tells them apart", "county-level unit"), ("zh", "文中无法区分", "县级单位")],
)
def test_every_candidate_says_what_speaks_for_it(
    store: FolderStore,  # noqa: F811
    lang: str,
    why: str,
    other: str,
) -> None:
    app, note = clicked(store, "Chaoyang District", lang)
    (radio,) = [radio for radio in app.radio if (radio.key or "").startswith("decide.code.")]
    captions = list(radio.proto.captions)
    assert len(captions) == len(radio.options) == len(note.choices) + 1
    assert why in captions[0].replace("\\", "")
    assert all(other in caption for caption in captions[1:-1])
    assert captions[-1] == words(lang)("decide.none.word")


def test_a_place_may_be_set_to_what_is_selected_on_the_map(store: FolderStore) -> None:  # noqa: F811
    app, note = clicked(store, "Chaoyang District", place="500107")
    (radio,) = [radio for radio in app.radio if (radio.key or "").startswith("decide.code.")]
    assert any("Jiulongpo" in option and "selected on the map" in option for option in radio.options)
    radio.set_value("500107").run()
    next(button for button in app.button if button.label == "Decide").click().run()
    fine(app)
    assert {line.new for line in store.history() if line.field == "adcode"} == {"500107"}
    assert {line.old for line in store.history() if line.field == "adcode"} == {note.code}


def test_a_place_may_be_set_by_code_and_a_name_that_is_none_is_refused_in_words(
    store: FolderStore,  # noqa: F811
) -> None:
    app, _ = clicked(store, "Chaoyang District")
    other = next(field for field in app.text_input if (field.key or "").startswith("decide.other."))
    other.set_value("Nowhereville")
    next(button for button in app.button if button.label == "Decide").click().run()
    assert not app.exception
    assert any("Nowhereville" in error.value for error in app.error)
    assert store.history() == ()
    next(field for field in app.text_input if (field.key or "").startswith("decide.other.")).set_value("九龙坡")
    next(button for button in app.button if button.label == "Decide").click().run()
    fine(app)
    assert {line.new for line in store.history() if line.field == "adcode"} == {"500107"}


def test_a_name_may_be_no_place(store: FolderStore) -> None:  # noqa: F811
    app, note = clicked(store, "Chaoyang District")
    (radio,) = [radio for radio in app.radio if (radio.key or "").startswith("decide.code.")]
    radio.set_value("").run()
    next(button for button in app.button if button.label == "Decide").click().run()
    fine(app)
    assert note.code not in set(store.facts()["adcode"])


def test_progress_says_how_long_it_will_take() -> None:
    said = read._counted(Progress(stage="reading", total=300, read=100, facts=7, seconds_left=12.4), words("en"))
    assert said == ["7 facts", "about 12 s left"]


def test_actors_are_named_in_chinese_where_a_list_knows_them(store: FolderStore) -> None:  # noqa: F811
    app = page("review")
    app.query_params["lang"] = "zh"
    app.run()
    assert "丁薛祥" in "\n".join(str(table.value.to_string()) for table in app.table)
