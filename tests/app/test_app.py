"""The app as Streamlit runs it: widgets, address, uploads and answers of the map page, without a browser."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

HEADER = "date,title,place,actor,theme,status\n"
ROWS = '2024-04-22,Visit to a community,"Jiulongpo district, Chongqing",A,livelihood,confirmed\n'
HOSTILE = (
    "2024-05-01,{{7*7}}<img src=x onerror=alert(1)>![x](http://127.0.0.1:9/x.png),Nowhereville,=1+1,ecology,auto\n"
)


def heading(app: AppTest) -> str:
    return app.subheader[0].value


def grid(app: AppTest) -> Any:
    return app.dataframe[0].value


def sent(app: AppTest, part: str) -> dict[str, Any]:
    """Return what a mount of the component was given."""
    every = [json.loads(mount.proto.json) for mount in app.get("bidi_component")]
    (found,) = [data for data in every if data["part"] == part]
    return found


def answer(app: AppTest, number: int, pushes: int, **query: str) -> AppTest:
    """Do as the map page does when somebody lets go of the slider, or clicks."""
    app.session_state["atlas_map"] = {"answer": {"number": number, "pushes": pushes, "view": query}}
    return app.run()


def upload(app: AppTest, content: bytes, name: str = "own.csv") -> AppTest:
    return app.file_uploader(key="data.file").upload(name, content, "text/csv").run()


def fine(app: AppTest) -> bool:
    """Return whether nothing failed: neither Streamlit's traceback nor our sentence about it is on the page."""
    return not app.exception and not any(error.value.startswith("Something failed") for error in app.error)


def texts(app: AppTest) -> str:
    elements = [*app.markdown, *app.caption, *app.error, *app.info, *app.warning, *app.subheader, *app.title]
    return "\n".join(str(element.value) for element in elements)


# what opens


def test_it_opens_on_the_built_in_table(app: AppTest) -> None:
    app.run()
    assert fine(app)
    assert heading(app) == "111 facts · all places · all dates"
    assert len(grid(app)) == 111
    assert app.query_params == {}
    assert [button.label for button in app.get("download_button")] == [
        "This map as one file (HTML)",
        "These facts (CSV)",
    ]


def test_the_map_gets_page_facts_and_view(app: AppTest) -> None:
    app.query_params = {"theme": "ecology", "place": "500107"}
    app.run()
    source = sent(app, "source")
    assert source["shell"].startswith("<!DOCTYPE html>")
    assert json.loads(source["payload"])["rev"] == source["rev"]
    assert sent(app, "map")["view"] == {"theme": "ecology", "place": "500107"}


def test_a_filter_sends_no_facts_again(app: AppTest) -> None:
    before = sent(app.run(), "source")
    app.multiselect(key="filter.themes.en").select("ecology").run()
    assert sent(app, "source") == before


@pytest.mark.parametrize(("locale", "lang"), [("en-GB", "en"), ("zh-CN", "zh"), ("zh-TW", "zh"), ("fr-FR", "en")])
def test_the_first_language_is_the_browsers(app: AppTest, locale: str, lang: str) -> None:
    app.context = {"locale": locale}
    app.run()
    assert app.title[0].value == {"en": "Directive Atlas", "zh": "政策指令地图"}[lang]
    assert app.query_params == {}


# filters, and the address both ways


def test_filters_change_table_address_and_map(app: AppTest) -> None:
    app.run()
    app.multiselect(key="filter.themes.en").select("ecology").run()
    app.text_input(key="filter.q.").set_value(" river ").run()
    assert app.query_params == {"theme": "ecology", "q": "river"}
    assert 0 < len(grid(app)) < 111
    assert sent(app, "map")["view"] == {"theme": "ecology", "q": "river"}
    assert sent(app, "map")["pushes"] == 2
    app.button(key="filter.clear").click().run()
    assert app.query_params == {}
    assert len(grid(app)) == 111
    assert app.multiselect(key="filter.themes.en").value == []


def test_an_address_fills_the_widgets(app: AppTest) -> None:
    app.query_params = {"theme": "security,ecology", "kind": "directive", "lang": "zh", "q": "边境"}
    app.run()
    assert app.multiselect(key="filter.themes.zh").value == ["ecology", "security"]
    assert app.multiselect(key="filter.kinds.zh").value == ["directive"]
    assert app.text_input(key="filter.q.").value == "边境"
    assert app.query_params["lang"] == "zh"


def test_back_wins_over_the_session(app: AppTest) -> None:
    app.run()
    app.multiselect(key="filter.themes.en").select("ecology").run()
    app.multiselect(key="filter.themes.en").select("security").run()
    app.query_params = {"theme": "ecology"}
    app.run()
    assert app.multiselect(key="filter.themes.en").value == ["ecology"]
    assert sent(app, "map")["pushes"] == 3
    app.query_params = {}
    app.run()
    assert app.multiselect(key="filter.themes.en").value == []
    assert app.query_params == {}


def test_changing_the_language_keeps_the_filters(app: AppTest) -> None:
    app.run()
    app.multiselect(key="filter.themes.en").select("ecology").run()
    app.segmented_control(key="language").set_value("zh").run()
    assert app.multiselect(key="filter.themes.zh").value == ["ecology"]
    assert app.query_params == {"theme": "ecology", "lang": "zh"}
    assert app.title[0].value == "政策指令地图"


@pytest.mark.parametrize(
    "query",
    [
        {"theme": "nonsense", "from": "yesterday", "at": "1,2", "mode": "<script>"},
        {"place": "../../etc/passwd", "q": "{{7*7}}", "actor": "![x](http://127.0.0.1:9/x.png)"},
        {"q": "長" * 5000, "x": "y" * 3000},
        {"theme": ["ecology", "security"], "lang": ["zh", "en"]},
    ],
)
def test_a_hostile_address_harms_nothing(app: AppTest, query: dict[str, Any]) -> None:
    app.query_params = query
    app.run()
    assert fine(app)
    assert "](http" not in texts(app)
    app.multiselect[0].select("ecology").run()
    assert fine(app)
    assert len(urlencode(app.query_params)) <= 2000
    assert set(app.query_params) <= {"theme", "place", "q", "actor", "lang"}


def test_the_sources_say_what_was_measured_of_the_reader(app: AppTest) -> None:
    app._page_hash = calc_hash("sources")
    app.run()
    measured = next(element.value for element in app.markdown if "themes, accuracy" in element.value)
    assert "| measure | English | Chinese |" in measured
    assert "](" not in measured


# answers of the map page


def test_an_answer_of_the_map_reaches_table_and_address(app: AppTest) -> None:
    answer(app.run(), 1, 0, place="500107", to="2024-04-30")
    assert "Jiulongpo" in heading(app)
    assert "until" in heading(app)
    assert 0 < len(grid(app)) < 111
    assert app.query_params == {"to": "2024-04-30", "place": "500107"}
    assert sent(app, "map")["pushes"] == 0
    app.button(key="facts.leave").click().run()
    assert app.query_params == {"to": "2024-04-30"}
    assert sent(app, "map")["pushes"] == 1


def test_a_move_of_the_map_rewrites_the_address_in_place_and_a_late_browser_undoes_nothing(app: AppTest) -> None:
    answer(app.run(), 1, 0, at="31,104,5")
    assert app.query_params == {}  # nothing new in the history
    assert (sent(app, "bar")["number"], sent(app, "bar")["query"]) == (1, "at=31%2C104%2C5")
    answer(app, 2, 0, at="31,104,6")
    assert (sent(app, "bar")["number"], sent(app, "bar")["query"]) == (2, "at=31%2C104%2C6")
    for late in ({}, {"at": "31,104,5"}):  # a run before the browser followed
        app.query_params = late
        app.run()
        assert sent(app, "map")["view"] == {"at": "31,104,6"}
    app.query_params = {"at": "31,104,6"}  # it has followed
    answer(app.run(), 3, 0, at="31,104,6", place="500107")
    assert app.query_params == {"at": "31,104,6", "place": "500107"}
    assert sent(app, "bar")["number"] == 2
    app.query_params = {"at": "31,104,6"}  # Back
    app.run()
    assert "all places" in heading(app)
    assert sent(app, "map")["view"] == {"at": "31,104,6"}


def test_a_filter_chosen_on_the_map_reaches_the_sidebar(app: AppTest) -> None:
    answer(app.run(), 1, 0, theme="ecology", lang="zh")
    assert app.multiselect(key="filter.themes.zh").value == ["ecology"]
    assert sent(app, "map")["pushes"] == 0


def test_the_same_answer_is_taken_once(app: AppTest) -> None:
    answer(app.run(), 1, 0, theme="ecology")
    app.button(key="filter.clear").click().run()
    assert app.query_params == {}
    answer(app, 2, 1, theme="ecology")
    assert app.query_params == {"theme": "ecology"}


def test_a_late_answer_does_not_undo_a_filter(app: AppTest) -> None:
    app.run()
    app.multiselect(key="filter.themes.en").select("ecology").run()
    answer(app, 1, 0, to="2024-04-30")
    assert app.query_params == {"theme": "ecology", "to": "2024-04-30"}
    assert sent(app, "map")["pushes"] == 2


@pytest.mark.parametrize("view", [None, 7, {"place": 1}, {"q": "x" * 9000}, {"theme": "<b>", "at": "9e9,0,0"}])
def test_an_answer_of_any_form_harms_nothing(app: AppTest, view: object) -> None:
    app.run()
    app.session_state["atlas_map"] = {"answer": {"number": 1, "pushes": 0, "view": view}}
    app.run()
    assert fine(app)
    assert app.query_params == {}


# a table of one's own


def test_an_upload_is_shown_instead_and_leaves_again(app: AppTest) -> None:
    app.query_params = {"theme": "ecology", "lang": "en"}
    upload(app.run(), (HEADER + ROWS).encode())
    assert heading(app) == "1 fact · all places · all dates"
    assert app.query_params == {}
    assert sent(app, "source")["rev"] == json.loads(sent(app, "source")["payload"])["rev"]
    app.file_uploader(key="data.file").clear().run()
    assert len(grid(app)) == 111


@pytest.mark.parametrize(
    ("encoding", "found"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030")]
)
def test_encodings_are_found(app: AppTest, encoding: str, found: str) -> None:
    content = "日期,标题,地点\n2024-04-22,考察社区,重庆市九龙坡区\n".encode(encoding)
    upload(app.run(), content)
    assert fine(app)
    assert grid(app)["title"].tolist() == ["考察社区"]
    assert any(found.replace("-", "\\-") in caption.value for caption in app.caption)
    assert "日期 → date" in texts(app).replace("\\", "")


def test_an_encoding_can_be_chosen(app: AppTest) -> None:
    upload(app.run(), "date,title,place\n2024-04-22,關於社區,重慶\n".encode("big5"))
    assert grid(app)["title"].tolist() != ["關於社區"]
    app.selectbox(key="data.encoding").set_value("big5").run()
    assert grid(app)["title"].tolist() == ["關於社區"]


def test_what_was_not_placed_is_listed_with_row_and_reason(app: AppTest) -> None:
    upload(app.run(), (HEADER + ROWS + "2024-05-01,B,Chaoyang,,,\n2024-05-02,C,Nowhereville,,,\n").encode())
    report = next(frame.value for frame in app.dataframe if "cause" in frame.value)
    assert sorted(report["row"]) == [3, 4]
    assert set(report["cause"]) == {"Several places have this name", "No such place is known"}
    assert any("Chaoyang District (Beijing)" in names for names in report["candidates"])
    assert "1 of 3 facts" in texts(app)
    assert "- No such place is known: 1" in texts(app)


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (HEADER.replace("date", "x") + ROWS, [1]),
        (HEADER + ROWS + "22/13/2024,B,Changsha,,,\n2024-02-30,C,Changsha,,nonsense,\n", [3, 4, 4]),
        ("", [None]),
    ],
    ids=["no date column", "bad cells", "empty"],
)
def test_faults_are_a_list_and_not_a_traceback(app: AppTest, content: str, rows: list[int | None]) -> None:
    upload(app.run(), content.encode())
    assert fine(app)
    assert "own\\.csv" in app.error[0].value
    assert [None if pd.isna(row) else int(row) for row in grid(app)["Row"]] == rows
    assert not app.get("bidi_component")
    app.file_uploader(key="data.file").clear().run()
    assert len(grid(app)) == 111


def test_a_header_without_rows_says_what_to_do(app: AppTest) -> None:
    upload(app.run(), HEADER.encode())
    assert fine(app)
    assert "no rows" in app.info[0].value


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "![x](http://127.0.0.1:9/x.png).csv", "a" * 500 + ".csv"])
def test_hostile_text_and_names_stay_text(app: AppTest, name: str) -> None:
    upload(app.run(), (HEADER + HOSTILE).encode(), name)
    assert fine(app)
    assert grid(app)["title"].tolist() == [HOSTILE.split(",")[1]]
    assert "](http" not in texts(app)
    assert ".." not in texts(app).replace("\\", "").replace("…", "")
    payload = sent(app, "source")["payload"]
    assert "<img" not in payload
    assert "{{" not in payload


def test_a_failure_is_a_sentence_in_the_readers_language(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("secret detail")

    monkeypatch.setattr("views.report.show", broken)
    app.context = {"locale": "zh-CN"}
    app.run()
    assert not app.exception
    assert [error.value[:9] for error in app.error] == ["出现了意外错误。请"]
    assert "secret" not in texts(app)
    assert len(grid(app)) == 111


def test_a_long_table_is_cut_on_the_page_alone(app: AppTest) -> None:
    upload(app.run(), (HEADER + ROWS * 2100).encode())
    assert heading(app).startswith("2,100 facts")
    assert len(grid(app)) == 2000
    assert "newest 2,000" in texts(app).replace("\\", "")


def test_a_binary_file_is_named_as_what_it_is(app: AppTest) -> None:
    upload(app.run(), b"PK\x03\x04" + bytes(100))
    assert "Excel" in grid(app).to_string()


def test_too_large_a_file_is_refused(app: AppTest) -> None:
    upload(app.run(), (HEADER + ROWS * 340_000).encode())
    assert fine(app)
    assert "25 MB" in grid(app).to_string()
