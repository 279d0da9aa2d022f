from __future__ import annotations

from pathlib import Path

import pytest

from geo import pipeline
from geo.errors import DataError, ExportError
from geo.export import page
from geo.timeline import basemap
from tests.timeline.test_payload import sample

ROOT = Path(__file__).parent.parent.parent


def test_the_page_of_the_shipped_table_is_small(tmp_path: Path) -> None:
    table = pipeline.load(ROOT / "events.csv").table
    size = page.write(pipeline.payload(table, pipeline.View(), name="events.csv"), tmp_path / "map.html")
    assert size == (tmp_path / "map.html").stat().st_size
    assert size < 450_000


def test_the_file_is_the_rendered_page(tmp_path: Path) -> None:
    page.write(sample(), tmp_path / "map.html")
    assert (tmp_path / "map.html").read_text("utf-8") == page.render(sample())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"missing.map\.html.*folder that exists"):
        page.write(sample(), tmp_path / "missing" / "map.html")


def test_the_shell_is_the_page_without_facts() -> None:
    assert page.shell() is page.shell()
    assert '"facts":' not in page.shell()
    assert len(page.shell()) < len(page.render(sample()))


def test_what_is_prepared_aside_changes_no_byte() -> None:
    alone = page.render(sample())
    basemap.build.cache_clear()
    with page.prepared():
        pass
    assert basemap.build.cache_info().currsize == 1
    assert page.render(sample()) == alone


def test_a_fault_of_what_is_prepared_is_raised_by_what_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> bytes:
        raise DataError("provinces.shp is missing")

    monkeypatch.setattr(basemap, "build", missing)
    with page.prepared():
        pass
    with pytest.raises(DataError, match=r"provinces\.shp is missing"):
        sample()


def test_a_fault_of_the_table_comes_through_what_is_prepared() -> None:
    with pytest.raises(ExportError, match="of the table"), page.prepared():
        raise ExportError("of the table")
