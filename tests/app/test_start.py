"""What the server does before somebody comes, and what a session waits for before its first words."""

from __future__ import annotations

import subprocess
import sys

import pytest
import streamlit as st

from tests.app.conftest import ROOT
from views import start

HEAVY = (
    *("pandas", "numpy", "folium", "geopandas", "shapely", "altair", "matplotlib", "trafilatura"),
    *("geo.pipeline", "geo.reading"),
)


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout


def test_the_first_words_of_a_page_wait_for_no_heavy_library() -> None:
    loaded = run(
        "import sys, streamlit\nbefore = set(sys.modules)\nimport app\nfrom views.text import words\nwords('zh')\n"
        "print(*sorted(set(sys.modules) - before), sep='\\n')"
    ).splitlines()
    assert "views.chrome" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_the_warm_up_loads_every_page_and_the_map() -> None:
    loaded = run(
        "import sys\nfrom views import start\nstart.load()\nfrom geo.export import page\nimport app\n"
        "print(page._shell.cache_info().currsize, all(f'views.{room}' in sys.modules for _, room, _, _ in app.PAGES))"
    )
    assert loaded.split() == ["1", "True"]


def test_a_fault_in_the_warm_up_is_logged_and_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(start, "_FIRST", ("views.no_such_page",))
    start.load()
    assert "The warm-up ended early" in caplog.text


@pytest.mark.parametrize(
    ("address", "base", "url"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:8501/"),
        ("0.0.0.0", "atlas", "http://localhost:8501/atlas"),
        (None, "/a/", "http://localhost:8501/a"),
    ],
)
def test_the_browser_is_sent_where_the_server_is(
    monkeypatch: pytest.MonkeyPatch, address: str | None, base: str, url: str
) -> None:
    options = {"server.address": address, "server.port": 8501, "server.baseUrlPath": base}
    monkeypatch.setattr(st, "get_option", options.__getitem__)
    assert start.url() == url
