"""Files in memory: each is what its suffix says, and an archive holds what was promised."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from geo.errors import ExportError
from geo.export import parcels
from geo.reading.documents import document
from geo.tables.folder import FolderStore
from geo.tables.join import PlacedTable
from geo.timeline.view import View
from tests.strategies import HOSTILE
from tests.timeline.made import placed

MAGIC = {
    "html": b"<!doctype html",
    "png": b"\x89PNG",
    "svg": b"<?xml",
    "pdf": b"%PDF",
    "gif": b"GIF8",
    "webp": b"RIFF",
    "csv": b"\xef\xbb\xbfid,",
    "geojson": b"{",
    "gpkg": b"SQLite format 3",
    "parquet": b"PAR1",
    "kml": b"<?xml",
}


@pytest.fixture(scope="module")
def facts() -> PlacedTable:
    rows = [
        {"place": "Changsha", "date": "2024-03-18", "theme": "ecology", "title": HOSTILE[0]},
        {"place": "Jiulongpo", "date": "2024-04-22", "title": "=1+1"},
    ]
    return PlacedTable(placed(rows))


def test_every_format_has_a_kind_of_its_own() -> None:
    assert set(MAGIC) == set(parcels.SINGLE)
    assert {*parcels.SINGLE, "zip"} == set(parcels.MIME)


@pytest.mark.parametrize("suffix", sorted(MAGIC))
def test_a_single_file_is_what_its_suffix_says(facts: PlacedTable, suffix: str) -> None:
    made = parcels.single(facts, suffix, View(step="month"), title="Two facts", name="own.csv")
    assert made[:20].lower().startswith(MAGIC[suffix].lower())


def test_a_film_tells_how_far_it_is(facts: PlacedTable) -> None:
    heard: list[tuple[int, int]] = []
    parcels.single(facts, "webp", View(step="month"), width=400, progress=lambda *pair: heard.append(pair))
    assert heard[-1] == (2, 2)


def test_an_appendix_holds_what_the_list_promises_in_the_same_bytes(facts: PlacedTable) -> None:
    made = parcels.parcel(facts, "appendix", View(), stem="atlas_2024", name="own.csv")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.namelist() == [f"atlas_2024.{item.suffix}" for item in parcels.PARCELS["appendix"]]
        assert archive.testzip() is None
        assert b"'=1+1" in archive.read("atlas_2024.csv")
    assert parcels.parcel(facts, "appendix", View(), stem="atlas_2024", name="own.csv") == made


def test_what_is_not_offered_is_refused_by_name(facts: PlacedTable) -> None:
    with pytest.raises(ExportError, match="choose from html"):
        parcels.single(facts, "exe", View())
    with pytest.raises(ExportError, match="choose from newspaper"):
        parcels.parcel(facts, "poster", View(), stem="x")


def test_a_project_comes_as_a_folder_that_opens_with_its_history_and_its_corrected_facts(tmp_path: Path) -> None:
    store = FolderStore.create(tmp_path / "mine")
    made = store.add([{"date": "2024-05-01", "title": "=1+1", "place": "Changsha"}], who="Lin")
    store.keep([document("A short text.", id="a")])
    raw = parcels.project(store)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        archive.extractall(tmp_path / "out")
        assert not {"project/.lock", "project/.turn"} & set(archive.namelist())
    copy = FolderStore(tmp_path / "out" / "project")
    assert copy.history() == made
    assert [kept.text for kept in copy.documents()] == ["A short text."]
    assert copy.facts().equals(store.facts())
    assert "'=1+1" in (tmp_path / "out" / "facts.csv").read_text("utf-8-sig")
    assert parcels.project(store) == raw
