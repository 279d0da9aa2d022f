"""The page and the app's table answer alike: what the page counts is what `select` returns."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from geo import pipeline
from geo.export import page as pages
from geo.timeline import payload
from geo.timeline.select import select
from geo.timeline.view import View
from tests.browser.conftest import Opened

EVENTS = pipeline.load(Path(__file__).parent.parent.parent / "events.csv").table

VIEWS = [
    View(mode="window", step="day", from_day="2024-04-22", to_day="2024-04-22"),
    View(mode="window", from_day="2024-08-01", to_day="2024-12-31", themes=("ecology", "security")),
    View(kinds=("directive",), q="chongqing 要求"),
    View(q="border_areas"),
    View(q="边疆"),
    View(actor="Xi Jinping"),
    View(actor="Political Bureau of the CPC Central Committee", types=("meeting",)),
    View(q="no such words"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("twins") / "events.html"
    pages.write(payload.build(EVENTS), path)
    return path.as_uri()


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: urlencode(view.to_query()))
def test_the_page_counts_what_select_returns(opened: Opened, address: str, view: View) -> None:
    page = opened(f"{address}#{urlencode(view.to_query())}")
    page.evaluate("Atlas.started")
    shown = len(select(EVENTS, replace(view, place="")))
    expect(page.locator("#atlas-now")).not_to_be_empty()
    said = page.locator("#atlas-sum").inner_text()
    assert sum(map(int, re.findall(r"\d+", said))) == shown, said
