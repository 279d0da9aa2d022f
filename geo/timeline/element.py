"""The Folium side of the page: a map that asks no one for anything, and the timeline that is put on it.

Folium and branca write their pages through Jinja templates and compile finished text a second time, so that braces in
data would run as code. Nothing of a table passes through them here: our blocks are `Raw` elements, whose text is
written as it is, and the data stand in one JSON block which the page reads as text.

A Folium map is changed by rendering it. Build it, render it once, keep the string.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any, Final

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.template import Template

from geo.errors import ExportError
from geo.timeline import assets
from geo.timeline.payload import Payload

CHINA: Final = (35.5, 104.0)
TITLE: Final = "Directive Atlas"

# The first paint has no words to tell the language from; the page sets the rest from its data.
_PAGE: Final = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="{title}">
<title>{title}</title>
{head}
</head>
<body>
{body}
{script}
</body>
</html>
"""


class Raw(Element):
    """Text that reaches the page as it is: no template, no second compilation."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Raw"
        self.text = text

    def render(self, **_kwargs: object) -> str:
        """Return the text."""
        return self.text


class Block(Raw):
    """A script or style of ours: the page's policy names its hash, and allows no other."""

    def __init__(self, tag: str, text: str) -> None:
        super().__init__(f"<{tag}>{text}</{tag}>")
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
        self.tag, self.source = tag, f"'sha256-{digest}'"


class OfflineFigure(Figure):
    """A page which states its own policy: only the blocks that it holds may run, and nothing may be fetched.

    `hosts` are the exception: from there the page may ask for background tiles, when its reader does.
    """

    def __init__(self, *, lang: str = "en") -> None:
        super().__init__(title=TITLE)
        self.lang = lang
        self.hosts: tuple[str, ...] = ()
        self.header = Element()
        self.header._parent = self  # noqa: SLF001 - as Figure itself does

    def render(self, **kwargs: object) -> str:
        """Return the whole page.

        Raises
        ------
        ExportError
            When a layer asks for a file from elsewhere, which this page could not load.
        """
        for child in self._children.values():
            child.render(**kwargs)
        script = Block("script", "".join(child.render(**kwargs) for child in self.script._children.values()))  # noqa: SLF001
        blocks = [*self._blocks(), script]
        return _PAGE.format(
            lang=self.lang,
            title=TITLE,
            policy=_policy(blocks, self.hosts),
            head="\n".join(child.render(**kwargs) for child in self.header._children.values()),  # noqa: SLF001
            body="\n".join(child.render(**kwargs) for child in self.html._children.values()),  # noqa: SLF001
            script=script.render(),
        )

    def _blocks(self) -> Iterator[Block]:
        for name, child in self.header._children.items():  # noqa: SLF001
            if isinstance(child, JavascriptLink | CssLink):
                raise ExportError(f"the layer {name!r} asks for {child.url}, which a page without network cannot load")
            if isinstance(child, Block):
                yield child


def _page(element: Element) -> Figure:
    """Return the page that an element stands in.

    Raises
    ------
    ExportError
        When it stands in none.
    """
    root = element.get_root()
    if not isinstance(root, Figure):
        raise ExportError(f"{element.get_name()} stands on no map: add it to an OfflineMap, then render the map's root")
    return root


def _policy(blocks: list[Block], hosts: tuple[str, ...]) -> str:
    scripts = " ".join(block.source for block in blocks if block.tag == "script")
    styles = " ".join(block.source for block in blocks if block.tag == "style")
    pictures = " ".join(("data:", "blob:", *hosts))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src {pictures}; "
        "base-uri 'none'; form-action 'none'"
    )


class OfflineMap(folium.Map):
    """A Folium map with Leaflet inside, no tiles and no other library; its ids are the same in every run."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - Folium reads it on the class and declares it on the instance
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template(
        """
        {% macro html(this, kwargs) %}<div class="folium-map" id="{{ this.get_name() }}"></div>{% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map("{{ this.get_name() }}", {
                center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }} });
        {% endmacro %}
        """
    )

    def __init__(self, *, lang: str = "en", **options: Any) -> None:
        fixed: dict[str, Any] = {
            "zoom_control": False,
            "zoom_snap": 0.25,
            "track_resize": False,
        }  # the page follows its own frame
        super().__init__(location=CHINA, tiles=None, zoom_start=4, **fixed, **options)
        self._name, self._id = "Map", "atlas"
        OfflineFigure(lang=lang).add_child(self, name="map")

    def render(self, **kwargs: object) -> str:
        """Write Leaflet and this map into the page; nothing is left to return."""
        header = _page(self).header
        header.add_child(Block("style", assets.leaflet_css()), name="leaflet_css")
        header.add_child(Block("script", assets.text("vendor/leaflet/leaflet.js")), name="leaflet_js")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


class Timeline(MacroElement):
    """Shaded provinces, circles, arcs and their timeline: ``Timeline(payload).add_to(map)``."""

    _template = Template(
        "{% macro script(this, kwargs) %}Atlas.start({{ this._parent.get_name() }});{% endmacro %}",
    )

    def __init__(self, payload: Payload) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "Timeline", "atlas"
        self.payload = payload

    def render(self, **kwargs: object) -> str:
        """Write styles, scripts, the skeleton and the data into the page; nothing is left to return."""
        figure = _page(self)
        figure.header.add_child(Block("style", assets.lean("timeline.css")), name="timeline_css")
        for name in assets.SCRIPTS:
            figure.header.add_child(Block("script", assets.lean(name)), name=name)
        if isinstance(figure, OfflineFigure) and self.payload.tiles is not None:
            figure.hosts = self.payload.tiles.hosts()
        figure.html.add_child(Raw(assets.text("timeline.html")), name="timeline_html")
        data = f'<script type="application/json" id="atlas-data">{self.payload.json()}</script>'
        figure.html.add_child(Raw(data), name="timeline_data")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""
