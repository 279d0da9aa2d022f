"""Whose business an article tells of: the nation's, or that of one province, city or county.

Who acts is named first: an office of some unit, or one of the nation. What a provincial meeting asks binds nobody
beyond the province, however general its words.
"""

from __future__ import annotations

from functools import cache
from re import Pattern

from geo.reading.wordlists import any_of, words_of
from geo.records import Document

_LEAD_REACH = 240


@cache
def _offices(kind: str) -> Pattern[str]:
    return any_of(words_of("people", "scope", kind))


def is_local(document: Document) -> bool:
    """Whether a Chinese article tells first of an office of some province, city or county.

    The headline does not count: it names places more often than offices.

    >>> is_local(Document(id="1", lang="zh", text="县委书记到村里，传达国务院的要求。"))
    True
    >>> is_local(Document(id="1", lang="zh", text="国务院总理到县委机关。"))
    False
    """
    begin = document.headline[1] if document.headline else 0
    local = _offices("local").search(document.text, begin, begin + _LEAD_REACH)
    central = _offices("central").search(document.text, begin, begin + _LEAD_REACH)
    return local is not None and (central is None or local.start() < central.start())
