from __future__ import annotations

from pathlib import Path

import pytest

from geo import pipeline
from geo.errors import ExportError
from geo.export import page
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
