"""The app on a phone: what is too wide for it is moved inside itself, never the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opened
from tests.browser.server import running

pytestmark = pytest.mark.browser

PATIENCE_MS = 60_000
LEAST_CELL_PX = 28  # fifteen columns in the width of the drawing, its labels left out


def test_heat_tables_keep_a_width_to_touch_and_move_sideways(
    opened: Opened, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with running(tmp_path_factory.mktemp("phone")) as url:
        page = opened(f"{url}/?lang=en", width=390, height=844, has_touch=True)
        page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_role("link", name="Explore", exact=True).first.click()
        for name in ("themes", "actors"):
            box = page.locator(f".st-key-explore_wide_{name}")
            drawing = box.locator("canvas.marks, svg.marks")
            expect(drawing).to_be_visible(timeout=PATIENCE_MS)
            page.wait_for_function(
                "name => { const box = document.querySelector(`.st-key-explore_wide_${name}`);"
                " return box.scrollWidth > box.clientWidth + 200 }",
                arg=name,
            )
            width = drawing.evaluate("drawing => drawing.getBoundingClientRect().width")
            assert width - 230 >= 15 * LEAST_CELL_PX
            assert box.evaluate("box => box.clientWidth") <= 390
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.context.close()
