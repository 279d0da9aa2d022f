"""What an English demand is about: its words without who is to do it, and without who said so.

"Local governments must be prepared for floods, the ministry said" speaks of floods, not of governments. What a region
is called says nothing, but that one is to be developed does: a word stands in for its name. The words are in
``geo/data/verbs.toml`` (``bodies``, ``doctrine``).
"""

from __future__ import annotations

import re
from functools import cache

from geo.reading.wordlists import words_of

# What stands in the text where a named region was: the Silk Road, a free trade port, a corridor, a former revolutionary
# base, any other.
_STAND_INS = (
    ("belt_and_road", "@silk"),
    ("hainan_ftp", "@port"),
    ("corridor", "@corridor"),
    ("land_bridge", "@corridor"),
    ("base_areas", "@base"),
)
_REACH = 160
# Characters that have to follow an invocation, so that something is asked besides.
_ENOUGH = 40


def stand_in(region: str | None) -> str:
    """Return what stands in the text for a named region; a unit's name is left out.

    >>> stand_in("western"), stand_in("western_land_sea_corridor"), stand_in(None)
    ('@area', '@corridor', '')
    """
    if region is None:
        return ""
    return next((word for part, word in _STAND_INS if part in region), "@area")


def matter(text: str) -> str:
    """Return a demand without its doers and without its source.

    >>> matter("local governments must be prepared for floods, the ministry said.")
    'be prepared for floods'
    >>> matter("local officials to keep the streets clean")
    'keep the streets clean'
    """
    text = _source().sub("", text.strip())
    doers = _doers().match(text)
    text = text[doers.end() :] if doers else text
    invoked = _invoked().match(text)
    return text[invoked.end() :] if invoked and len(text) - invoked.end() > _ENOUGH else text


@cache
def _invoked() -> re.Pattern[str]:
    """Match what opens many a demand and asks for nothing of its own: to implement a speech, a spirit, decisions."""
    doctrine = "|".join(words_of("verbs", "en", "doctrine"))
    return re.compile(rf"[^,;]{{0,{_REACH}}}?\b(?:{doctrine})\b[^,;]{{0,{_REACH}}}[,;] (?:and )?", re.IGNORECASE)


@cache
def _doers() -> re.Pattern[str]:
    bodies = "|".join(words_of("verbs", "en", "bodies"))
    duty = r"must|should|shall|will|needs? to|ha(?:s|ve) to|(?:is|are) (?:required|expected|asked|urged|obliged) to|to"
    where = r"(?: (?:at|in|of|across|and) [^,;]{0,50}?)?"
    return re.compile(
        rf"(?:and |that )?(?:[\w'’/-]+,? ){{0,7}}?(?:{bodies}){where} (?:also )?(?:{duty})(?: also)? (?=[a-z])",
        re.IGNORECASE,
    )


@cache
def _source() -> re.Pattern[str]:
    # What follows at the end of a sentence, unless it demands again.
    said = r"said|says|added|noted|stressed|according to|pointed out|emphasized|read|told|stated|urged|instructed"
    again = rf"that\b|[^,;]{{0,{_REACH}}}\b(?:should|must|needs?|will|efforts)\b"
    return re.compile(rf",? (?:[\w’'.-]+ ){{0,4}}?(?:{said})(?: (?!{again})[^,;]{{0,{_REACH}}})?[.\"”]*$")
