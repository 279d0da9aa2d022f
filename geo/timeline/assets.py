"""The page's files, as texts that may stand inside a page: scripts, styles, the skeleton, and data as JSON."""

from __future__ import annotations

import base64
import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

SCRIPTS: Final = (
    "timeline.sums.js",
    "timeline.core.js",
    "timeline.calendar.js",
    "timeline.classes.js",
    "timeline.state.js",
    "timeline.model.js",
    "timeline.dom.js",
    "timeline.words.js",
    "timeline.time.js",
    "timeline.camera.js",
    "timeline.ground.js",
    "timeline.labels.js",
    "timeline.arcs.js",
    "timeline.brush.js",
    "timeline.marks.js",
    "timeline.pointer.js",
    "timeline.stage.js",
    "timeline.tiles.js",
    "timeline.compare.js",
    "timeline.span.js",
    "timeline.slider.js",
    "timeline.filters.js",
    "timeline.card.js",
    "timeline.more.js",
    "timeline.loose.js",
    "timeline.sheet.js",
    "timeline.places.js",
    "timeline.themes.js",
    "timeline.lists.js",
    "timeline.legend.js",
    "timeline.picture.js",
    "timeline.bridge.js",
    "timeline.chrome.js",
    "timeline.js",
)
"""Our scripts in the order in which they run; each adds one part to the global ``Atlas``."""

# Inside a string of JSON each of these may be written as an escape. What remains can neither end a script block, nor
# open a comment, nor be read as a template by Jinja or as a template literal by JavaScript.
_UNSAFE: Final = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029`$"}
_PAIRS: Final = {"{{": "\\u007b\\u007b", "{%": "\\u007b%", "{#": "\\u007b#"}


def script_json(value: Any) -> str:
    r"""Return `value` as JSON that is safe in a script block, a template literal and a Jinja template.

    >>> script_json({"title": "</script>{{7*7}}"})
    '{"title":"\\u003c/script\\u003e\\u007b\\u007b7*7}}"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    text = text.encode("utf-8", "replace").decode()
    for char, escape in _UNSAFE.items():
        text = text.replace(char, escape)
    return _escape_pairs(text)


def _escape_pairs(text: str) -> str:
    # Braces are structure as well as text, so only those inside strings are touched: an object can open right after
    # another only as `{"`, never as `{{`.
    for pair, escape in _PAIRS.items():
        text = text.replace(pair, escape)
    return text


@cache
def text(name: str) -> str:
    """Return the file `name` of the static folder; a source-map line, which would ask for a second file, is dropped."""
    whole = files("geo.timeline").joinpath("static", *name.split("/")).read_text("utf-8")
    return "".join(line for line in whole.splitlines(keepends=True) if not line.startswith("//# sourceMappingURL"))


@cache
def lean(name: str) -> str:
    """Return a script or style of ours without indentation and without the comments that have lines to themselves.

    What remains means the same, since no text of ours spans lines.
    """
    kept, inside = [], False
    for raw in text(name).splitlines():
        line = raw.strip()
        inside = inside or line.startswith("/*")
        if line and not inside and not line.startswith("//"):
            kept.append(line)
        inside = inside and not line.endswith("*/")
    return "\n".join(kept) + "\n"


@cache
def strings() -> dict[str, dict[str, str]]:
    """Return the words of the page: ``{"en": {key: text}, "zh": {key: text}}``, the same keys in both."""
    read: dict[str, dict[str, str]] = json.loads(text("strings.json"))
    return read


@cache
def leaflet_css() -> str:
    """Return Leaflet's style sheet with its pictures inside: a page in one file has nowhere to fetch them from."""
    css = text("vendor/leaflet/leaflet.css")
    for name in ("layers.png", "layers-2x.png", "marker-icon.png"):
        css = css.replace(f"url(images/{name})", f"url({image(name)})")
    return css


@cache
def image(name: str) -> str:
    """Return a picture of Leaflet's as a ``data:`` address."""
    raw = files("geo.timeline").joinpath("static", "vendor", "leaflet", "images", name).read_bytes()
    return "data:image/png;base64," + base64.b64encode(raw).decode("ascii")
