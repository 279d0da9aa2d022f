"""The words of the interface, in English and Chinese, read from ``text.toml``.

Streamlit renders almost every string as Markdown, in which a table's text could draw pictures from foreign hosts or
dress up as part of the app. Values therefore enter a sentence only through `plain`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geo.timeline.assets import strings

LANGUAGES = {"en": "English", "zh": "中文"}
_FILE = Path(__file__).with_name("text.toml")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_BREAKS = re.compile(r"\s+")


def plain(text: object) -> str:
    r"""Return a text that Markdown shows exactly as written, on one line.

    >>> plain("![x](https://example.org/x.png)")
    '\\!\\[x\\]\\(https\\:\\/\\/example\\.org\\/x\\.png\\)'
    """
    return _PUNCTUATION.sub(r"\\\1", _BREAKS.sub(" ", str(text)).strip())


@dataclass(frozen=True, slots=True)
class Words:
    """The interface in one language."""

    lang: str
    sentences: Mapping[str, str]
    labels: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a sentence as Markdown, with its `values` neutralised."""
        return self.sentences[key].format(**{name: plain(value) for name, value in values.items()})

    def raw(self, key: str, /, **values: object) -> str:
        """Return a sentence for a place that shows text as it is: a grid's heading, a file's name."""
        return self.sentences[key].format(**values)

    def key(self, name: str) -> str:
        """Return the key of a widget whose choices are labelled: Streamlit keeps a choice by its label."""
        return f"{name}.{self.lang}"

    def field(self, name: str) -> str:
        """Return what a field of a fact is called; an unknown one stands for itself."""
        return self.sentences.get(f"field.{name}", name)

    def count(self, key: str, number: int) -> str:
        """Return ``1 fact`` or ``2,345 facts``: the sentence under `key`, or `key` + ``.one``."""
        one = f"{key}.one"
        return self.sentences[one if number == 1 and one in self.sentences else key].format(n=f"{number:,}")

    def why(self, text: str) -> str:
        """Return a reason or a note of the program's in the interface's language, as far as its parts are known."""
        if self.lang != "zh":
            return text
        from geo.timeline import chinese  # with the gazetteer: the first words of a page do not wait for it

        return chinese.note(text)

    def label(self, vocabulary: str, word: str) -> str:
        """Return what the map page calls a theme, type, kind or status; an unknown word stands for itself."""
        return self.labels.get(f"{vocabulary}_{word}", word)


@cache
def words(lang: str) -> Words:
    """Return the interface in English, or in Chinese for ``zh``."""
    lang = lang if lang in LANGUAGES else "en"
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Words(lang, {key: entry[lang] for key, entry in entries.items()}, strings()[lang])
