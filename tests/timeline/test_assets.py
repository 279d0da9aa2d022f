"""The page's files: complete, named, in two languages, and safe to write into a page."""

from __future__ import annotations

import hashlib
import json
import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.records import EVENT_TYPES, STATUSES, THEMES
from geo.timeline import assets
from geo.timeline.places import LEVELS
from tests.strategies import HOSTILE, NOT_TEXT

STATIC = Path(assets.__file__).parent / "static"
# of the npm package leaflet 1.9.4
LEAFLET = {
    "leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
    "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
}
SOURCES = {name: (STATIC / name).read_text("utf-8") for name in (*assets.SCRIPTS, "timeline.html")}
ALL = "\n".join(SOURCES.values())


@pytest.mark.parametrize("name", sorted(LEAFLET))
def test_leaflet_is_the_published_one(name: str) -> None:
    raw = (STATIC / "vendor" / "leaflet" / name).read_bytes()
    assert hashlib.sha256(raw).hexdigest() == LEAFLET[name]
    assert "Copyright" in (STATIC / "vendor" / "leaflet" / "LICENSE").read_text("utf-8")


def test_nothing_points_outside_the_page() -> None:
    css = assets.leaflet_css() + assets.text("timeline.css")
    addresses = [match for match in re.findall(r"url\(([^)]*)\)", css) if not match.startswith(("data:", "#", '"#'))]
    assert addresses == []
    assert "sourceMappingURL" not in assets.text("vendor/leaflet/leaflet.js")
    assert "@import" not in css
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", ALL)


def test_every_script_is_in_the_page() -> None:
    assert sorted(assets.SCRIPTS) == sorted(path.name for path in STATIC.glob("*.js"))


def test_both_languages_have_the_same_words() -> None:
    strings = assets.strings()
    assert sorted(strings) == ["en", "zh"]
    assert sorted(strings["en"]) == sorted(strings["zh"])
    blank = {key for words in strings.values() for key, word in words.items() if not word}
    assert blank == {"precision_day"}
    for key, word in strings["en"].items():
        if not key.endswith("_one"):
            assert set(re.findall(r"\{\w+\}", word)) == set(re.findall(r"\{\w+\}", strings["zh"][key])), key


def named_words() -> set[str]:
    """Return every word that the skeleton or a script asks for, those built from a list of codes included."""
    plain = set(re.findall(r'data-t(?:-label|-title|-hint)?="(\w+)"', ALL))
    plain |= set(re.findall(r'\bt\(\s*(?:\w+ \? )?"(\w+)"', ALL))
    built = {
        "theme": THEMES,
        "type": EVENT_TYPES,
        "status": STATUSES,
        "kind": ("event", "directive"),
        "facet": ("kind", "theme", "type", "status"),
        "level": LEVELS,
        "resolution": ("exact", "context", "ambiguous", "unknown"),
        "precision": ("day", "month", "quarter", "year"),
        "mode": ("cumulative", "window", "step", "remaining"),
        "step": ("day", "week", "month", "quarter", "year"),
        "mark": ("seat", "area", "coarse", "hollow", "arc", "zone"),
        "group": ("here", "perhaps", "aimed"),
        "loose": ("undated", "ambiguous", "unplaced"),
        "why": ("undated", "ambiguous", "unplaced"),
        "measure": ("both", "located", "aimed"),
        "count": ("both", "located", "aimed"),
        "legend": ("both", "located", "aimed", "change", "side", "share_whole", "share_equal"),
        "share": ("whole", "equal"),
        "scale": ("fixed", "frame"),
        "classes": ("quantile", "natural", "equal"),
        "compare": ("none", "before", "side"),
        "region": ("provinces",),
        "in": ("regions",),
        "none": ("dated", "in_period"),
        "themes": ("now",),
        "sum": ("event", "directive"),
    }
    return plain | {f"{head}_{tail}" for head, tails in built.items() for tail in tails}


def test_every_word_that_is_asked_for_is_there() -> None:
    assert named_words() - set(assets.strings()["en"]) == set()


def test_no_word_is_left_over() -> None:
    fields = set(re.findall(r'\["(\w+)", ', SOURCES["timeline.card.js"]))
    asked = named_words() | {f"field_{name}" for name in fields} | {"play", "pause", "title"}
    unused = {key for key in assets.strings()["en"] if key not in asked and key.removesuffix("_one") not in asked}
    assert unused == set()


def test_colours_of_both_looks_have_the_same_names() -> None:
    palette = json.loads(assets.text("palette.json"))
    assert sorted(palette["light"]) == sorted(palette["dark"])
    for look, name in product(("light", "dark"), palette["light"]):
        colours = palette[look][name]
        assert all(
            re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in ([colours] if isinstance(colours, str) else colours)
        )


@pytest.mark.parametrize("name", [*assets.SCRIPTS, "timeline.css"])
def test_a_lean_file_loses_nothing_but_comments_and_indentation(name: str) -> None:
    whole, lean = assets.text(name), assets.lean(name)
    assert all(line.count("`") % 2 == 0 for line in whole.splitlines()), "a text that spans lines keeps its indentation"
    bare = re.sub(r"^\s*/\*.*?\*/\s*$|^\s*//.*?$", "", whole, flags=re.DOTALL | re.MULTILINE)
    assert lean.split() == bare.split()


@given(
    st.recursive(
        st.text() | st.sampled_from(HOSTILE), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
@settings(deadline=None, max_examples=60)
def test_script_json_is_json_and_harmless(value: object) -> None:
    text = assets.script_json(value)
    assert json.loads(text) == json.loads(json.dumps(value).encode("utf-8", "replace"))
    assert not re.search(r"[<>&`$\u2028\u2029]|\{\{|\{%|\{#", text)


@pytest.mark.parametrize("text", NOT_TEXT)
def test_script_json_can_be_written_as_utf8(text: str) -> None:
    assert assets.script_json({"text": text}).encode("utf-8")


def test_numbers_that_json_has_not_are_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        assets.script_json({"lat": float("nan")})
