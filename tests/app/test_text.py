"""The words of the interface: both languages, the same blanks, nothing unused, and nothing that Markdown could run."""

from __future__ import annotations

import ast
import html
import re
import string
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from geo.records import EVENT_TYPES, STATUSES, THEMES
from geo.timeline.view import KINDS
from views.text import LANGUAGES, plain, words

VIEWS = Path(__file__).parent.parent.parent / "views"
ENTRIES = tomllib.loads((VIEWS / "text.toml").read_text("utf-8"))


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("key", ENTRIES)
def test_every_entry_says_the_same_in_both_languages(key: str) -> None:
    entry = ENTRIES[key]
    assert set(entry) == set(LANGUAGES)
    assert all(text.strip() for text in entry.values())
    assert blanks(entry["en"]) == blanks(entry["zh"])


def keys_asked_for() -> set[str]:
    """Every text of the views' source as a pattern; what an f-string fills in may be anything."""
    patterns = set()
    for path in [*VIEWS.glob("*.py"), VIEWS.parent / "app.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                patterns.add(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                parts = (re.escape(p.value) if isinstance(p, ast.Constant) else ".+" for p in node.values)
                patterns.add("".join(map(str, parts)))
    return patterns - {".+"}


def test_no_entry_is_unused() -> None:
    patterns = [re.compile(pattern) for pattern in keys_asked_for()]
    keys = {key.removesuffix(".one") for key in ENTRIES}
    assert {key for key in keys if not any(pattern.fullmatch(key) for pattern in patterns)} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_the_vocabularies_has_a_name(lang: str) -> None:
    say = words(lang)
    for vocabulary, known in (("theme", THEMES), ("type", EVENT_TYPES), ("status", STATUSES), ("kind", KINDS)):
        assert all(say.label(vocabulary, word) != "" for word in known)
        assert [word for word in known if say.label(vocabulary, word) == f"{vocabulary}_{word}"] == []


def test_counts() -> None:
    assert [words("en").count("facts", n) for n in (0, 1, 2345)] == ["0 facts", "1 fact", "2,345 facts"]
    assert words("zh").count("facts", 1) == "1 条事实"


HOSTILE = st.text(st.sampled_from("ab9 \n\t![](){}<>*_`~#+-=|:;$&@.\\/\"'^%?，。九")) | st.text()


@given(HOSTILE)
def test_markdown_shows_a_value_exactly_as_written(text: str) -> None:
    shown = " ".join(text.replace("\0", "\ufffd").split())
    inside = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(f"x{plain(text)}x")
    assert " ".join(html.unescape(inside.removeprefix("<p>").removesuffix("</p>\n")).split()) == f"x{shown}x"


@given(HOSTILE)
def test_no_directive_of_streamlit_survives(text: str) -> None:
    # :red[x], :material/x:, :smile:, $x$ and bare addresses all need punctuation that nothing escapes
    assert not re.search(r"(?<!\\)(?:\\\\)*[:$\[\]<>!`*_@/]", plain(text))
