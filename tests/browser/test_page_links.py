"""The address of the exported page: a link opens the same view, rubbish opens none, and Back goes back."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from geo.export import page as pages
from geo.timeline import payload
from geo.timeline.view import View
from tests.browser.conftest import Opened
from tests.browser.pages import fragment, fragment_later, ready
from tests.timeline.made import placed


def test_a_link_reopens_the_view(opened: Opened, events: str) -> None:
    link = f"{events}#to=2024-04-30&mode=step&theme=livelihood&lang=zh&place=500107&at=30,107,6&look=dark&coarse=0"
    page = ready(opened(link))
    expect(page.locator("#atlas-now")).to_have_text("2024年4月")
    expect(page.get_by_role("heading", name="九龙坡")).to_be_visible()
    assert page.evaluate("Atlas.app.map.getZoom()") == 6
    assert page.evaluate("document.documentElement.dataset.look") == "dark"
    page.get_by_role("slider", name="时间").press("ArrowRight")
    fragment_later(page, "to", "2024-05-31")
    again = fragment(page)
    assert again == {**again, "mode": "step", "theme": "livelihood", "lang": "zh", "place": "500107", "look": "dark"}
    assert View.from_query(again).to_query() == again


def test_rubbish_in_the_address_is_ignored(opened: Opened, events: str) -> None:
    page = ready(
        opened(
            f"{events}#from=<b>&mode=x&theme=__proto__&at=1,2&place=%3Cimg%20src=x%3E&lang=xx&q=%00"
            "&compare=side%22&against=2024-03-01/%3Cimg%3E&source=%3Cimg%20src=x%3E&actor=__proto__"
        )
    )
    expect(page.locator("#atlas-now")).to_contain_text("2024")
    expect(page.locator("#atlas-selected")).to_be_hidden()
    assert page.locator("img").count() == 0


def test_the_view_it_was_saved_with_is_the_view_it_opens_with(opened: Opened, tmp_path: Path) -> None:
    view = View(lang="zh", themes=("livelihood",), look="dark")
    built = payload.build(placed([{"date": "2024-04-22", "place": "Jiulongpo", "theme": "livelihood"}]), view=view)
    pages.write(built, tmp_path / "map.html")
    page = ready(opened((tmp_path / "map.html").as_uri()))
    assert page.evaluate("[Atlas.app.view.lang, ...Atlas.app.view.theme]") == ["zh", "livelihood"]
