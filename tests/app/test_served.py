"""A table of very many facts in the app: opened by columns, asked by every view, its facts fetched to be shown."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from geo.timeline.pack import unpack
from geo.timeline.view import View
from tests.app.test_app import answer, fine, heading, sent, texts, upload
from tests.tables.test_large import repeated, written
from views import served, start

ROWS = 640


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table that is large here, which the server was started to show."""
    monkeypatch.setattr("geo.tables.large.LARGE", 500)
    path = written(repeated(ROWS), tmp_path / "many.parquet")
    monkeypatch.setenv("ATLAS_TABLE", str(path))
    return path


def opened(app: AppTest, part: str) -> dict[str, Any]:
    """Return the header of what the map page was told."""
    payload = sent(app, part)["payload"]
    return unpack(base64.b64decode(json.loads(payload)["facts"]))[0] if payload else {}


def listed(app: AppTest) -> pd.DataFrame:
    return app.dataframe[0].value


def test_the_app_opens_on_it_with_the_true_total_and_a_page_of_its_facts(app: AppTest, table: Path) -> None:
    app.run()
    assert fine(app)
    shown = served.dataset().count(View())
    assert heading(app) == f"{shown} facts · all places · all dates"
    assert len(listed(app)) == 100
    assert f"1 to 100 of {shown} facts, the newest first" in texts(app)
    assert app.query_params == {}


def test_pages_of_the_list_follow_one_another(app: AppTest, table: Path) -> None:
    first = listed(app.run())
    second = listed(app.number_input[0].set_value(2).run())
    assert "101 to 200 of" in texts(app)
    assert second["date"].str[:10].max() <= first["date"].str[:10].min()
    assert not set(first["title"]) & set(second["title"])
    answer(app, 1, 0, place="500000")
    assert app.number_input[0].value == 1, "another view begins at its first page"


def test_a_filter_is_counted_and_listed_without_sending_the_facts_again(app: AppTest, table: Path) -> None:
    before = sent(app.run(), "source")
    app.multiselect(key="filter.kinds.en").set_value(["directive"]).run()
    assert fine(app)
    assert sent(app, "source") == before
    assert heading(app).startswith(f"{served.dataset().count(View(kinds=('directive',)))} facts")
    assert set(listed(app)["kind"]) == {"directive"}
    assert opened(app, "cells") == {}


def test_a_search_tells_the_map_its_counts(app: AppTest, table: Path) -> None:
    app.run()
    app.text_input(key="filter.q.").set_value("chongqing").run()
    assert fine(app)
    assert opened(app, "cells")["told"] == {"q": "chongqing", "actor": "", "source": ""}
    assert sent(app, "cells")["of"] == sent(app, "source")["rev"]
    assert heading(app).startswith(f"{served.dataset().count(View(q='chongqing'))} facts")


def test_a_click_on_the_map_fetches_the_facts_of_the_place(app: AppTest, table: Path) -> None:
    app.run()
    answer(app, 1, 0, place="500107", **{"from": "2024-01-01"})
    assert fine(app)
    asked = View(place="500107", from_day="2024-01-01")
    assert heading(app).startswith(f"{served.dataset().count(asked)} facts")
    details = opened(app, "facts")["details"]
    assert details["count"] == min(100, served.dataset().count(asked))
    assert sent(app, "facts")["of"] == sent(app, "source")["rev"]


def test_a_fact_that_a_link_names_is_fetched_wherever_it_stands(app: AppTest, table: Path) -> None:
    app.query_params = {"fact": "f77"}
    app.run()
    assert "f77" in opened(app, "facts")["details"]["own"]["id"]
    app.query_params = {"fact": "no such fact"}
    app.run()
    assert fine(app)


def test_nothing_found_is_a_sentence(app: AppTest, table: Path) -> None:
    app.run()
    app.text_input(key="filter.q.").set_value("nothing says this").run()
    assert heading(app).startswith("0 facts")
    assert "No fact passes the filters" in texts(app)
    assert fine(app)


def test_it_is_opened_once_for_all_sessions_and_anew_when_it_changed(app: AppTest, table: Path) -> None:
    app.run()
    first = served.dataset()
    assert served.dataset() is first
    written(repeated(ROWS + 5), table)
    app.run()
    assert fine(app)
    assert served.dataset() is not first
    assert sent(app, "source")["rev"] != ""
    assert len(served.dataset().loaded.table) == ROWS + 5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "the file cannot be opened: No such file or directory"),
        (b"PAR1 and no more PAR1", "the file is no Parquet file that can be read"),
        (b"colour,size\nred,1\n", "no column 'date'"),
    ],
)
def test_a_table_that_cannot_be_shown_says_why(app: AppTest, table: Path, content: bytes | None, said: str) -> None:
    table.unlink()
    if content is not None:
        table.write_bytes(content)
    app.run()
    assert fine(app)
    assert "the table that this server was started to show, was not read" in texts(app)
    assert said in " ".join(app.dataframe[0].value.iloc[:, -1].astype(str))
    app.radio(key="data.table.en").set_value("events").run()
    assert heading(app) == "111 facts · all places · all dates"


def test_facts_without_ids_are_refused_with_the_way_out(app: AppTest, table: Path) -> None:
    pd.DataFrame(repeated(ROWS)).to_parquet(table)
    app.run()
    assert fine(app)
    assert "every fact brings its own" in " ".join(app.dataframe[0].value.iloc[:, -1].astype(str))


def test_a_file_that_changes_while_it_is_read_is_not_shown(
    app: AppTest, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = served.pipeline.load_large

    def meanwhile(*args: Any, **options: Any) -> Any:
        found = real(*args, **options)
        os.utime(table, ns=(1, 1))
        return found

    monkeypatch.setattr(served.pipeline, "load_large", meanwhile)
    app.run()
    assert fine(app)
    assert "changed while it was read" in " ".join(app.dataframe[0].value.iloc[:, -1].astype(str))
    monkeypatch.setattr(served.pipeline, "load_large", real)
    assert heading(app.run()).endswith("facts · all places · all dates")


def test_a_small_table_can_be_served_too(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "small.csv"
    path.write_text("date,title,place\n2024-04-22,a visit,Jiulongpo district\n", "utf-8")
    monkeypatch.setenv("ATLAS_TABLE", str(path))
    assert heading(app.run()) == "1 fact · all places · all dates"
    assert fine(app)


def test_without_the_variable_no_address_opens_it(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ATLAS_TABLE", raising=False)
    app.query_params = {"data": "served", "table": "/etc/passwd"}
    app.run()
    assert fine(app)
    assert heading(app) == "111 facts · all places · all dates"
    assert app.radio(key="data.table.en").options == ["Five articles of 2024", "Two years of evening news"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("page", ["explore", "share", "sources", "review", "grid"])
def test_every_page_works_with_it(table: Path, page: str, lang: str) -> None:
    shown = AppTest.from_function(_draw, args=(page, lang), default_timeout=30).run()
    assert not shown.exception
    assert not shown.error
    if page in ("review", "grid"):
        said = {"en": "is only read: this page works on the project", "zh": "为只读：本页处理的是服务器上的项目"}[lang]
        assert said in "\n".join(info.value for info in shown.info)


def _draw(page: str, lang: str) -> None:
    from geo.timeline.view import View
    from views import address, chrome

    address.change(View(lang=lang))
    (chrome.draw_desk if page in ("review", "grid") else chrome.draw)(page)


def test_the_warm_up_opens_the_table_on_which_the_app_opens(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start.load()
    monkeypatch.setattr(served.pipeline, "load_large", None)
    assert len(served.dataset().loaded.table) == ROWS


def test_a_large_upload_is_read_by_columns(app: AppTest, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ATLAS_TABLE")
    app.run()
    upload(app, table.read_bytes(), "own.parquet")
    assert fine(app)
    assert "640 facts, read by columns" in texts(app)
    assert len(listed(app)) == 100
    app.text_input(key="filter.q.").set_value("chongqing").run()
    assert opened(app, "cells")["told"]["q"] == "chongqing"


def test_a_small_parquet_upload_is_read_whole(app: AppTest, tmp_path: Path) -> None:
    app.run()
    upload(app, written(repeated(12), tmp_path / "small.parquet").read_bytes(), "own.parquet")
    assert fine(app)
    assert "Read as utf" in texts(app)
