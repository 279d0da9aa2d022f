"""The Folium page: it states its own policy, asks for nothing, and no text of a table is its source."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import folium
import folium.plugins
import pytest

from geo.errors import ExportError
from geo.export import page
from geo.timeline import payload
from geo.timeline.element import OfflineMap, Timeline
from tests.strategies import HOSTILE
from tests.timeline.made import placed
from tests.timeline.test_payload import sample


class Page(HTMLParser):
    """A page as a browser takes it apart: blocks by tag, attributes, ids."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, dict[str, str | None], str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in {"script", "style"}:
            self.open.append(tag)
            self.blocks.append((tag, dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open:
            tag, attrs, text = self.blocks[-1]
            self.blocks[-1] = (tag, attrs, text + data)
        else:
            self.words.append(data)

    def policy(self) -> dict[str, list[str]]:
        (content,) = (
            attrs["content"] for tag, attrs in self.tags if attrs.get("http-equiv") == "Content-Security-Policy"
        )
        assert content is not None
        return {part.split()[0]: part.split()[1:] for part in content.split(";")}


@pytest.fixture(scope="module")
def html() -> str:
    return page.render(sample())


@pytest.fixture(scope="module")
def parsed(html: str) -> Page:
    return Page(html)


def test_the_policy_names_every_block_and_nothing_else(parsed: Page) -> None:
    policy = parsed.policy()
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == ["'none'"]
    assert policy["img-src"] == ["data:", "blob:"]
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        texts = [text for name, attrs, text in parsed.blocks if name == tag and attrs.get("type") != "application/json"]
        hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts]
        assert policy[directive] == hashes


def test_the_policy_comes_before_anything_it_governs(parsed: Page) -> None:
    names = [attrs.get("http-equiv") or attrs.get("charset") or tag for tag, attrs in parsed.tags]
    assert names[:4] == ["html", "head", "utf-8", "Content-Security-Policy"]


def test_the_page_asks_for_nothing(parsed: Page) -> None:
    for tag, attrs in parsed.tags:
        assert not {"src", "href", "srcset", "style", "action"} & attrs.keys(), tag
        assert not [name for name in attrs if name.startswith("on")]
        assert tag not in {"link", "iframe", "img", "object", "embed", "base", "form"}


def test_the_page_has_the_landmarks_of_a_page(parsed: Page) -> None:
    tags = [tag for tag, _ in parsed.tags]
    assert tags.count("main") == tags.count("h1") == tags.count("title") == 1
    assert ("html", {"lang": "en"}) in parsed.tags
    ids = [attrs["id"] for _, attrs in parsed.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_the_data_are_one_block(parsed: Page) -> None:
    data = [text for _, attrs, text in parsed.blocks if attrs.get("type") == "application/json"]
    assert data == [sample().json()]


def test_every_render_gives_the_same_text(html: str) -> None:
    assert page.render(sample()) == html


def test_no_word_of_a_table_is_source_of_the_page(html: str) -> None:
    rows = [{"date": "2024-03-01", "place": "a pier", "title": text, "actor": text, "id": text} for text in HOSTILE]
    hostile = page.render(payload.build(placed(rows), title=HOSTILE[0], name=HOSTILE[3]))

    def without_data(text: str) -> str:
        return re.sub(r'(<script type="application/json" id="atlas-data">)[^<]*', r"\1", text)

    assert without_data(hostile) == without_data(html)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_language_is_that_of_the_view(lang: str) -> None:
    assert f'<html lang="{lang}">' in page.render(sample(), lang=lang)


def test_an_unknown_language_is_no_way_into_the_page() -> None:
    assert '<html lang="en">' in page.render(sample(), lang='"><script>')


def test_a_layer_that_needs_the_network_is_refused() -> None:
    atlas = OfflineMap()
    Timeline(sample()).add_to(atlas)
    folium.plugins.MarkerCluster().add_to(atlas)
    with pytest.raises(ExportError, match="without network cannot load"):
        atlas.get_root().render()


def test_a_timeline_without_a_map_says_so() -> None:
    with pytest.raises(ExportError, match="stands on no map"):
        Timeline(sample()).render()


def test_maps_do_not_change_one_another() -> None:
    before = page.render(sample())
    other = OfflineMap()
    folium.CircleMarker((30, 110), radius=4).add_to(other)
    other.get_root().render()
    assert page.render(sample()) == before
    assert folium.Map.default_js == folium.folium._default_js
