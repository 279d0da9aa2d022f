"""From a place as written to a code: the rules, in the order they are tried.

1. *The name as a whole.* Every unit that bears it, or bore it once, or the named region. A type word ("Suzhou City",
   朝阳区) restricts the kinds; apostrophes and diacritics that the writer did set tell spellings apart (``Xi'an`` is
   never 献县).
2. *The highest level wins.* A bare name means the highest-level unit that carries it: Changsha is the city and not the
   county in it, Jilin the province, Ganzhou 赣州 and not 甘州区. Others are named in the reason. Two units of that same
   highest level are *ambiguous*. Where the rule would mislead, ``geo/data/bare_names.csv`` decides, and says why.
3. *Its parts.* "Jiulongpo district, Chongqing", "Pingxiang (Guangxi)", 重庆市九龙坡区: the larger part is context to
   the smaller. A unit found only because of it has the certainty *context*.
4. *A place below the county* ("Minzhu village, Jiulongpo") stands at the unit around it, with certainty *context*.
5. Otherwise *unknown*: near names are suggested as candidates, never taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.errors import PlaceNotFound
from geo.places import regions as policy
from geo.places.names import has_han, is_finer, is_marked, key, marks, simplified
from geo.records import Certainty, Region, Resolution

if TYPE_CHECKING:
    from geo.places.gazetteer import Gazetteer

SUGGESTIONS = 5
LONGEST = 120
"""Characters of a place as written with all that is around it; a much longer text could be cut into parts for ever."""
NEAR_LATIN, NEAR_HAN = 78.0, 60.0

_QUOTES = ' \t\n"“”「」《》.;；。'
_SEPARATORS = re.compile(r"\s*[,，、/|()（）]\s*|['’]s\s+|\s+(?:in|of|at)\s+|\s+-\s+", re.IGNORECASE)
_CHINA = re.compile(
    r"(?:[\w-]+\s+)?(?:China|PRC|P\.?R\.? ?China|People's Republic of China)|中国|中华人民共和国", re.IGNORECASE
)
_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)


def lookup(gazetteer: Gazetteer, name: str, *, within: str | None = None) -> Resolution:
    """Return what `name` means in `gazetteer`, by the rules of this module."""
    scope = _scope(gazetteer, within)
    if len(name) > LONGEST:
        return _unknown(f"{name[:20]!r}… has {len(name):,} characters, as no name of a place has")
    text = _tidy(name)
    if not text:
        return _unknown("no name is given")
    found = _search(gazetteer, text, scope)
    if found is None and has_han(text) and (converted := simplified(text)) != text:
        found = _search(gazetteer, converted, scope)
    return found or _suggest(gazetteer, text, scope)


def _tidy(name: str) -> str:
    plain = name if name.isascii() else unicodedata.normalize("NFKC", name)
    text = " ".join(plain.split()).strip(_QUOTES)
    article = _ARTICLE.match(text)
    return text[article.end() :] if article else text


def _scope(gazetteer: Gazetteer, within: str | None) -> tuple[str, ...]:
    if within is None:
        return ()
    if within in policy.regions():
        return policy.region(within).members
    if within[:1].isdigit() or within in gazetteer.units:
        return (gazetteer.current_code(within),)
    around = lookup(gazetteer, within)
    if not around.code:
        raise PlaceNotFound(f"no place called {within!r} to look within; {around.reason}")
    return policy.region(around.code).members if around.level == "region" else (around.code,)


def _search(gazetteer: Gazetteer, text: str, scope: Sequence[str]) -> Resolution | None:
    return (
        _whole(gazetteer, text, scope)
        or _region(text)
        or _in_parts(gazetteer, text, scope)
        or _run_together(gazetteer, text, scope)
    )


def _region(text: str) -> Resolution | None:
    found = policy.by_name(text)
    return None if found is None else _region_found(found)


def _region_found(region: Region) -> Resolution:
    reason = f"named region: {region.name_en}"
    return Resolution(certainty="exact", code=region.slug, level="region", candidates=(), reason=reason)


def _whole(gazetteer: Gazetteer, text: str, scope: Sequence[str]) -> Resolution | None:
    """Resolve the name as a whole; None when no unit bears it. Old names count only where none in force fits."""
    return _within(gazetteer, text, scope) if scope else _alone(gazetteer, text)


@lru_cache(maxsize=1 << 14)
def _alone(gazetteer: Gazetteer, text: str) -> Resolution | None:
    """Resolve a name with nothing around it; a table names the same provinces and cities again and again."""
    codes = _as_marked(gazetteer, text, gazetteer.carrying(text))
    return _choose(gazetteer, text, codes) if codes else _formerly(gazetteer, text, (), ())


def _within(gazetteer: Gazetteer, text: str, scope: Sequence[str]) -> Resolution | None:
    codes = _as_marked(gazetteer, text, gazetteer.carrying(text))
    inside = _inside(gazetteer, codes, scope)
    if not inside:
        return _formerly(gazetteer, text, codes, scope)
    found = _choose(gazetteer, text, inside)
    if len(inside) == len(codes) or found.certainty != "exact":
        return found
    reason = f"the {text} within {_label(gazetteer, _around(gazetteer, found.code, scope))}"
    return _found(gazetteer, found.code, reason, certainty="context")


def _formerly(gazetteer: Gazetteer, text: str, codes: Sequence[str], scope: Sequence[str]) -> Resolution | None:
    """Resolve an old name; `codes` bear it today, outside the scope."""
    former = gazetteer.formerly(text)
    if not codes and not former:
        return None
    replaced = _inside(gazetteer, former, scope) if scope else former
    if replaced:
        return _renamed(gazetteer, text, replaced)
    where = " or ".join(_label(gazetteer, code) for code in scope[:3])
    return _unknown(f"no {text} within {where}; candidates lie elsewhere", codes or former)


def _renamed(gazetteer: Gazetteer, text: str, codes: tuple[str, ...]) -> Resolution:
    if len(codes) > 1:
        return _ambiguous(gazetteer, text, codes, f"{text} is an old name of several units")
    return _found(gazetteer, codes[0], f"{text} is an old name in the place of {_label(gazetteer, codes[0])}")


def _as_marked(gazetteer: Gazetteer, text: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    if len(codes) < 2 or not is_marked(text):
        return codes
    written = marks(text)
    exact = tuple(code for code in codes if written in gazetteer.spellings(code))
    return exact or codes


def _inside(gazetteer: Gazetteer, codes: Sequence[str], scope: Sequence[str]) -> tuple[str, ...]:
    """Return the codes that lie inside the scope; those that are the scope itself only when nothing smaller fits."""
    around = set(scope)
    strictly = tuple(code for code in codes if around & set(gazetteer.lineage(code)[1:]))
    return strictly or tuple(code for code in codes if code in around)


def _around(gazetteer: Gazetteer, code: str, scope: Sequence[str]) -> str:
    return next((unit for unit in reversed(gazetteer.lineage(code)) if unit in scope), code)


def _choose(gazetteer: Gazetteer, text: str, codes: tuple[str, ...]) -> Resolution:
    """Rule 2. `codes` come highest level first."""
    if len(codes) == 1:
        return _found(gazetteer, codes[0], f"only {_label(gazetteer, codes[0])} is called {text}")
    for row in gazetteer.bare_names:
        if row.among <= set(codes):
            if not row.code:
                return _ambiguous(gazetteer, text, codes, row.reason)
            return _found(gazetteer, row.code, row.reason, certainty="context")
    first, second = gazetteer.unit(codes[0]), gazetteer.unit(codes[1])
    if first.level == second.level:
        return _ambiguous(gazetteer, text, codes, f"{text} names more than one {first.level}")
    names = ", ".join(_label(gazetteer, code) for code in codes[1:])
    reason = f"the highest level called {text}; the name is also borne by {names}"
    return _found(gazetteer, first.code, reason)


def _in_parts(gazetteer: Gazetteer, text: str, scope: Sequence[str]) -> Resolution | None:
    parts = _parts(gazetteer, text)
    if not parts or parts == [text]:
        return None
    if len(parts) == 1:
        return _search(gazetteer, parts[0], scope)
    small_first = _chain(gazetteer, parts, scope)
    if small_first is not None and small_first.code:
        return small_first
    large_first = _chain(gazetteer, parts[::-1], scope)
    return large_first if large_first is not None and large_first.code else small_first


def _parts(gazetteer: Gazetteer, text: str) -> list[str]:
    """Split at commas and the like, but not inside a unit's own name ("Weining Yi, Hui and Miao Autonomous County")."""
    commas = [at for at, char in enumerate(text) if char == ","] if text.count(",") > 1 else []
    for cut in commas[1:]:
        if gazetteer.carrying(text[:cut]):
            return [text[:cut], *_parts(gazetteer, text[cut + 1 :].strip())]
    parts = [part for part in _SEPARATORS.split(text) if part and not _CHINA.fullmatch(part)]
    return [part.removeprefix("中国") for part in parts] if has_han(text) else parts


def _chain(gazetteer: Gazetteer, parts: Sequence[str], scope: Sequence[str]) -> Resolution | None:
    """Resolve the last part, then each earlier one within it."""
    found: Resolution | None = None
    for part in reversed(parts):
        step = _search(gazetteer, part, scope) or _below(gazetteer, part, found)
        if step is None or step.certainty == "unknown":
            return step
        found = step if found is None else _in_context(gazetteer, part, step)
        scope = _members(step)
    return found


def _members(found: Resolution) -> tuple[str, ...]:
    if found.level == "region":
        return policy.region(found.code).members
    return (found.code,) if found.code else found.candidates


def _below(gazetteer: Gazetteer, part: str, around: Resolution | None) -> Resolution | None:
    """Rule 4: a place below the county stands at the unit around it."""
    if around is None or not around.code or not is_finer(part):
        return None
    if around.level == "region":
        return None
    reason = f"{part} is no unit of the gazetteer: placed at {_label(gazetteer, around.code)} around it"
    return _found(gazetteer, around.code, reason, certainty="context")


def _in_context(gazetteer: Gazetteer, part: str, found: Resolution) -> Resolution:
    """Keep `exact` only for a name that means the same without its context."""
    if found.certainty != "exact" or found.level == "region":
        return found
    alone = _whole(gazetteer, part, ())
    if alone is not None and alone.certainty == "exact" and alone.code == found.code:
        return found
    return _found(gazetteer, found.code, found.reason, certainty="context")


def _run_together(gazetteer: Gazetteer, text: str, scope: Sequence[str]) -> Resolution | None:
    for outer, inner in _cuts(text):
        around = _whole(gazetteer, outer, scope)
        if around is None or around.certainty == "unknown":
            continue
        outers = gazetteer.carrying(outer) if not scope else _members(around)
        found = _search(gazetteer, inner, outers) or _below(gazetteer, inner, around)
        if found is not None and found.certainty != "unknown":
            return _in_context(gazetteer, inner, found)
    return None


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    """Each way to read two names that stand side by side: (the larger, the smaller)."""
    if has_han(text):
        for cut in range(len(text) - 2, 1, -1):
            yield text[:cut].strip(), text[cut:].strip()
        return
    words = text.split(" ")
    for cut in range(1, len(words)):
        left, right = " ".join(words[:cut]), " ".join(words[cut:])
        yield left, right
        yield right, left


def _label(gazetteer: Gazetteer, code: str) -> str:
    label = gazetteer.labels.get(code)
    if label is None:
        unit = gazetteer.unit(code)
        label = gazetteer.labels[code] = f"{unit.name_en} ({unit.name_zh}, {code})"
    return label


def _found(
    gazetteer: Gazetteer,
    code: str,
    reason: str,
    *,
    certainty: Certainty = "exact",
) -> Resolution:
    level = gazetteer.unit(code).level
    return Resolution(certainty=certainty, code=code, level=level, candidates=(), reason=reason)


def _ambiguous(gazetteer: Gazetteer, text: str, codes: tuple[str, ...], why: str) -> Resolution:
    names = ", ".join(_label(gazetteer, code) for code in codes)
    reason = f"{why}: {names}; add the province, as in '{text}, …'"
    return Resolution(certainty="ambiguous", code="", level=None, candidates=codes, reason=reason)


def _unknown(reason: str, candidates: Sequence[str] = ()) -> Resolution:
    return Resolution(certainty="unknown", code="", level=None, candidates=tuple(candidates), reason=reason)


def _depth(gazetteer: Gazetteer, code: str) -> int:
    """Return how many units lie around a code: of two names equally near, the larger place is likelier meant."""
    return len(gazetteer.lineage(code)) if code in gazetteer.units else 0


def _suggest(gazetteer: Gazetteer, text: str, scope: Sequence[str]) -> Resolution:
    cutoff = NEAR_HAN if has_han(text) else NEAR_LATIN
    bearers = gazetteer.keys if scope else gazetteer.all_keys
    spellings = gazetteer.spelt_inside if scope else gazetteer.spelt
    near = spellings.near(key(text), least=cutoff, most=4 * SUGGESTIONS)
    ranked = sorted((-score, _depth(gazetteer, code), code) for word, score in near for code in bearers[word])
    codes = tuple(dict.fromkeys(code for _, _, code in ranked))
    kept = (_inside(gazetteer, codes, scope) if scope else codes)[:SUGGESTIONS]
    if not kept:
        return _unknown(f"no place called {text!r}")
    bearers_of = [policy.regions().get(code) or gazetteer.unit(code) for code in kept]
    names = ", ".join(bearer.name_zh if has_han(text) else bearer.name_en for bearer in bearers_of)
    return _unknown(f"no place called {text!r}; did you mean {names}?", kept)
