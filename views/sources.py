"""The page that says where everything comes from: the facts, the boundaries with their viewpoint, names and points."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from geo.places.boundaries import sources
from geo.tables.coded import Columns
from views import boundaries, report
from views.data import Dataset
from views.text import Words, plain

MOST_PUBLISHERS: Final = 1_000
"""Sources that are listed, those with the most facts."""

_LAYERS: Final = ("provinces", "neighbours", "border_zone")
# where in an article a fact stands: the article is counted, not its paragraphs
_PARAGRAPH: Final = r", (?:paragraphs? \S+|photo caption)$"
_METHOD: Final = Path(__file__).parent.parent / "docs" / "method.md"
_MEASURED: Final = re.compile(r"^## How well it reads\n(.*?)^## ", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_SAID: Final = ("publisher", "licence", "vintage", "crs", "datum")
_PLACES: Final = ("codes", "points", "hmt", "border", "regions")


def show(data: Dataset, words: Words) -> None:
    """Draw the page for a table."""
    st.header(words("sources.heading"), anchor=False)
    _table(data, words)
    _boundaries(words)
    _places(words)
    _accuracy(words)


def _table(data: Dataset, words: Words) -> None:
    st.subheader(words("sources.table", name=data.name), anchor=False)
    st.markdown(report.headline(data, words))
    report.counts(data, words)
    if data.built_in:
        st.markdown(words(f"sources.table.{data.key}"))
    counts = publishers(data.columns).most_common(MOST_PUBLISHERS)
    st.dataframe(
        pd.DataFrame(counts, columns=[words.raw("sources.publisher"), words.raw("sources.count")]), hide_index=True
    )


def publishers(columns: Columns) -> Counter[str]:
    """Return how many facts each source gives, whatever the paragraph."""
    column, found = columns.coded("source"), Counter[str]()
    for cell, count in zip(column.words, column.counts().tolist(), strict=True):
        if count:
            found[re.sub(_PARAGRAPH, "", cell) or "–"] += count
    return found


def _boundaries(words: Words) -> None:
    st.subheader(words("sources.boundaries"), anchor=False)
    st.markdown(words("sources.boundaries.word"))
    known = sources()
    # a small table for each layer: one of six columns would be wider than a phone, and out of the keyboard's reach
    for layer in (known[name] for name in _LAYERS):
        said = (layer.source, layer.licence, layer.vintage, layer.crs, layer.datum)
        st.markdown(f"**{plain(layer.title)}**")
        st.table({words.raw(f"sources.{name}"): plain(text) for name, text in zip(_SAID, said, strict=True)})
    for viewpoint in dict.fromkeys(known[name].viewpoint for name in _LAYERS):
        st.markdown(f"**{words('sources.viewpoint')}**: {plain(viewpoint)}")
    boundaries.show(words)


def _accuracy(words: Words) -> None:
    """Draw what was measured of the reader: that section of the page on the method, word for word."""
    if not _METHOD.is_file():
        return
    section = _MEASURED.search(_METHOD.read_text(encoding="utf-8"))
    if section is None:
        return
    st.subheader(words("sources.accuracy"), anchor=False)
    with st.expander(words("sources.accuracy.word"), icon=":material/analytics:"):
        st.markdown(_LINK.sub(r"\1", section[1]))


def _places(words: Words) -> None:
    st.subheader(words("sources.places"), anchor=False)
    st.markdown("\n".join(f"- {words(f'sources.places.{name}')}" for name in _PLACES))
