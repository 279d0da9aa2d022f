"""Boundaries of a reader's own in the app: brought, refused, shaded, and let go again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from geo.timeline.pack import unpack
from tests.places.own.made import layer, parts, written, zipped
from views.shelf import SHELF


def at(app: AppTest, page: str) -> AppTest:
    app._page_hash = calc_hash(page)
    return app.run()


def bring(app: AppTest, data: bytes, name: str = "hunan.gpkg") -> AppTest:
    return at(app, "sources").file_uploader(key="boundaries.file").upload(name, data, "").run()


def units(app: AppTest) -> list[str]:
    """Return the codes of the units that the map page shades."""
    import base64

    every: list[dict[str, Any]] = [json.loads(mount.proto.json) for mount in at(app, "").get("bidi_component")]
    shell = next(str(data["shell"]) for data in every if data["part"] == "source")
    header, _ = unpack(base64.b64decode(shell.split('"shapes":"')[1].split('"')[0]))
    return [unit["code"] for unit in header["provinces"]]


def test_a_file_is_shaded_until_it_is_let_go(app: AppTest, tmp_path: Path) -> None:
    bring(app, written(layer(), tmp_path, "gpkg"))
    assert any("4 units of **hunan\\.gpkg**" in text.value for text in app.markdown)
    assert "430100" in units(app)
    at(app, "sources").button(key="boundaries.remove").click().run()
    assert "430100" not in units(app)
    assert not app.exception


def test_a_shapefile_without_a_prj_is_read_once_its_crs_is_said(app: AppTest, tmp_path: Path) -> None:
    members = {f"made{end}": part for end, part in parts(layer(), tmp_path).items() if end != ".prj"}
    bring(app, zipped(members), "hunan.zip")
    (error,) = app.error
    assert r"EPSG\:4326" in error.value
    app.text_input(key="boundaries.crs").set_value("EPSG:4490").run()
    assert not app.error
    app.text_input(key="boundaries.crs").set_value("EPSG:4547").run()
    assert any("not in China" in error.value for error in app.error)
    assert "430100" in units(app), "what is in use stays"
    assert not app.exception


def test_what_is_shared_shows_them(app: AppTest, tmp_path: Path) -> None:
    def made() -> bytes:
        at(app, "share").button(key="share.make.svg").click().run()
        return SHELF.get(("svg", *app.session_state["atlas.made"].state), lambda: b"")

    shipped = made()
    bring(app, written(layer(), tmp_path, "gpkg"))
    assert made() != shipped
    at(app, "sources").button(key="boundaries.remove").click().run()
    assert made() == shipped
    assert not app.exception


@pytest.mark.parametrize("data", [b"<OGRVRTDataSource/>", b"PK\x03\x04junk", b"\x00" * 500, b"{}"])
def test_what_is_none_is_refused_in_a_sentence(app: AppTest, data: bytes) -> None:
    bring(app, data, "../../etc/\u202epasswd.zip")
    (error,) = app.error
    assert "passwd" in error.value
    assert "\u202e" not in error.value
    assert "etc" not in error.value
    assert "430100" not in units(app)
    assert not app.exception
