"""A background of tiles: who offers it, from which hosts, and how the page stays closed to all others."""

from __future__ import annotations

import json
import re

import pytest
import xyzservices

from geo.errors import ExportError
from geo.export import page
from geo.timeline import payload
from geo.timeline.tiles import Tiles, tiles
from tests.timeline.made import placed
from tests.timeline.test_element import Page

OWN = {
    "name": "Own",
    "url": "https://{s}.tiles.example.org/{z}/{x}/{y}{r}.png",
    "attribution": "(C) Own",
    "subdomains": "ab",
}
FREE = [provider for provider in xyzservices.providers.flatten().values() if not provider.requires_token()]


def test_every_provider_without_a_key_is_understood_or_refused_by_name() -> None:
    """``xyzservices`` builds the same address from the same template."""
    refused = []
    for provider in FREE:
        try:
            found = tiles(provider.name)
        except ExportError as error:
            assert provider.name in str(error)  # noqa: PT017 - either outcome is right
            refused.append(provider.name)
            continue
        assert set(re.findall(r"\{(\w)\}", found.url)) in ({"x", "y", "z"}, {"x", "y", "z", "s"}), provider.name
        whole = found.url.replace("{s}", (found.subdomains or ("",))[0])
        assert provider.build_url(x=3, y=2, z=4) == whole.format(x=3, y=2, z=4), provider.name
        assert whole.lower().startswith(found.hosts()), provider.name
        assert "<" not in found.attribution, provider.name
    assert len(refused) < len(FREE) / 4, refused


@pytest.mark.parametrize("name", ["OpenTopoMap", "opentopomap", "Esri.WorldGrayCanvas", "esri world gray canvas"])
def test_a_name_may_be_written_in_any_way(name: str) -> None:
    assert re.sub(r"\W", "", tiles(name).name).casefold() == re.sub(r"\W", "", name).casefold()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("OpenTopMap", "did you mean OpenTopoMap"),
        ("", "no provider of tiles is called ''"),
        ("CartoDB.Positron", "apikey"),
        ({**OWN, "url": "https://{s}.example.org/{token}/{z}/{x}/{y}"}, "ask for token"),
        ({**OWN, "crs": "EPSG:4490"}, "Web Mercator"),
        ({**OWN, "tms": True}, "Web Mercator"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_way_out(given: str | dict[str, str], words: str) -> None:
    with pytest.raises(ExportError, match=re.escape(words)):
        tiles(given)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example.org; script-src *//{z}/{x}/{y}",
        'https://x" onload="alert(1)/{z}/{x}/{y}',
        "https://user:word@example.org/{z}/{x}/{y}",
        "//example.org/{z}/{x}/{y}",
        "data:image/png,{z}{x}{y}",
        "https://*/{z}/{x}/{y}",
    ],
)
def test_a_host_that_is_more_than_a_host_never_reaches_the_policy(url: str) -> None:
    with pytest.raises(ExportError, match="no plain host"):
        page.render(payload.build(placed([]), tiles={**OWN, "url": url}))


def test_the_policy_names_the_hosts_and_no_others() -> None:
    policy = Page(page.render(payload.build(placed([]), tiles=OWN))).policy()
    assert policy["img-src"] == ["data:", "blob:", "https://a.tiles.example.org", "https://b.tiles.example.org"]
    assert policy["default-src"] == ["'none'"]


def test_no_page_knows_of_tiles_unless_asked() -> None:
    assert "tiles" not in json.loads(payload.build(placed([])).json())
    assert json.loads(payload.build(placed([]), tiles=OWN).json())["tiles"]["attribution"] == "(C) Own"


def test_credits_are_plain_text() -> None:
    made = tiles({**OWN, "html_attribution": "&copy; <a href='https://example.org'>Own</a> &amp; others"})
    assert made == Tiles(
        name="Own",
        url="https://{s}.tiles.example.org/{z}/{x}/{y}.png",
        subdomains=("a", "b"),
        attribution="© Own & others",
        min_zoom=0,
        max_zoom=18,
    )
