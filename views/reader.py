"""An article with its marks, drawn in the browser: what was clicked comes back as a number."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from geo.explain.annotate import Annotated

KEY: Final = "atlas_article"
_HERE: Final = Path(__file__).parent

_article = st.components.v2.component(
    "directive_atlas.article",
    html='<div class="atlas-article" tabindex="0" role="document"></div>',
    css=(_HERE / "reader.css").read_text(encoding="utf-8"),
    js=(_HERE / "reader.js").read_text(encoding="utf-8"),
)


def mount(article: Annotated, rev: str) -> int:
    """Draw an article, and return the number of the mark that was last clicked; 0 for none.

    Parameters
    ----------
    article
        What `geo.explain.annotate.annotate` made.
    rev
        Names the article and its reading; a click on another one counts for nothing.
    """
    # what was clicked is known before the article is drawn, so that it is drawn with its mark chosen at once
    picked = read_picked(dict(st.session_state.get(KEY) or {}).get("picked"), rev)
    _article(
        key=KEY,
        data={**article.message(), "rev": rev, "picked": picked},
        default={"picked": None},
        on_picked_change=lambda: None,
    )
    return picked


def read_picked(raw: object, rev: str) -> int:
    """Return the number in an answer of the browser, which may hold anything; 0 when it is no answer to `rev`."""
    if not isinstance(raw, dict) or raw.get("rev") != rev or type(raw.get("number")) is not int:
        return 0
    number: int = raw["number"]
    return max(number, 0)
