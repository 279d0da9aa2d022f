"""From candidates to codes: which of several places of one name is meant, and how sure that is.

The evidence, in this order:

1. *beside it*: a unit around the place stands next to the name ("Yulin in Shaanxi", 广西玉林), or its neighbours in a
   list are of one province;
2. *elsewhere in the document*: the same name was settled by 1, or a place was named in full with its type word;
3. *the document's places*: a candidate whose province or prefecture is mentioned, the closer the better;
4. *level and size*: a province before a prefecture before a county, the more populous seat first. Candidates that
   only this can tell apart are ambiguous.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from geo.places.gazetteer import gazetteer
from geo.reading.candidates import Candidate
from geo.records import Certainty, Level

_RANK = {"province": 0, "prefecture": 1, "county": 2}
_NEAR = 400
_MAX_CANDIDATES = 8
_SEVERAL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The numbers of the candidates beside one: possible larger units around it, and its neighbours in a list."""

    parents: tuple[int, ...] = ()
    peers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a candidate was found to mean: `code`, how sure, the `candidates` likeliest first, and why."""

    code: str
    certainty: Certainty
    candidates: tuple[str, ...]
    reason: str


@cache
def lineage(code: str) -> tuple[str, ...]:
    """Return the code and the codes of the units around it, smallest first."""
    return gazetteer().lineage(code)


def level_of(code: str) -> Level:
    """Return the level of the unit with this code."""
    return gazetteer().unit(code).level


def choose(candidates: Sequence[Candidate], links: Sequence[Links]) -> list[Choice | None]:
    """Return a choice for every candidate with codes, None where the evidence does not carry the name at all.

    Parameters
    ----------
    candidates
        In the order of the text.
    links
        For each candidate those beside it.
    """
    beside = [_beside(candidate, candidates, link) for candidate, link in zip(candidates, links, strict=True)]
    settled = _settled(candidates, beside)
    focus = _Focus(candidates, beside)
    return [
        _choose(candidate, found, settled, focus) if candidate.codes else None
        for candidate, found in zip(candidates, beside, strict=True)
    ]


def _beside(own: Candidate, candidates: Sequence[Candidate], link: Links) -> tuple[str, ...]:
    """Return the codes of a candidate that lie in a unit named beside it, or share a province with its list."""
    for other in link.parents:
        around = {code for code in candidates[other].codes if level_of(code) != "county"}
        if _both_provinces(own, candidates[other]):
            continue
        fitting = tuple(code for code in own.codes if around & set(lineage(code)[1:]))
        if fitting:
            return fitting
    rivals = own.codes if own.weak else _top(own.codes)
    if not own.weak and len(rivals) < _SEVERAL:
        return ()
    return _among_peers(rivals, [candidates[other] for other in link.peers], any_level=own.weak)


def _both_provinces(own: Candidate, other: Candidate) -> bool:
    """Whether a province's bare name stands beside another province: in a list (Henan, Qinghai), and not inside it."""
    bare = not own.typed and any(level_of(code) == "province" for code in own.codes)
    return bare and not set(own.codes) & set(other.codes)


def _among_peers(codes: Sequence[str], peers: Sequence[Candidate], *, any_level: bool) -> tuple[str, ...]:
    """Return those of the codes in the province of a neighbour in the list, and at its level unless `any_level`."""
    around = {(lineage(code)[-1], level_of(code)) for peer in peers for code in peer.codes}
    levels = ("prefecture", "county")
    return tuple(
        code
        for code in codes
        if any((lineage(code)[-1], level) in around for level in (levels if any_level else (level_of(code),)))
    )


def _settled(candidates: Sequence[Candidate], beside: Sequence[tuple[str, ...]]) -> dict[str, str]:
    """Return for each code that some mention in the document settles, how it did."""
    settled: dict[str, str] = {}
    for candidate, found in zip(candidates, beside, strict=True):
        if len(found) == 1:
            settled.setdefault(found[0], "named with its parent elsewhere in the document")
        elif candidate.typed and len(candidate.codes) == 1 and not candidate.weak:
            settled.setdefault(candidate.codes[0], "named in full elsewhere in the document")
    return settled


class _Focus:
    """Where in the document each larger unit is mentioned."""

    def __init__(self, candidates: Sequence[Candidate], beside: Sequence[tuple[str, ...]]) -> None:
        self.places: dict[str, list[int]] = {}
        for candidate, found in zip(candidates, beside, strict=True):
            sure = found if len(found) == 1 else _ruled(candidate.codes)
            if len(sure) == 1 and not (candidate.weak and not found) and not candidate.embedded:
                for code in lineage(sure[0]):
                    self.places.setdefault(code, []).append(candidate.start)

    def around(self, code: str) -> bool:
        """Whether the document speaks of the province of `code` in other words than the unit's own name."""
        return not set(self.places.get(lineage(code)[-1], ())) <= set(self.places.get(code, ()))

    def score(self, code: str, position: int) -> float:
        """Return how strongly the document speaks of the units around `code`, most near `position`."""
        total = 0.0
        for weight, around in zip((2.0, 1.0), reversed(lineage(code)[1:][-2:]), strict=False):
            for place in self.places.get(around, ())[:50]:
                total += weight * (4.0 if abs(place - position) < _NEAR and place != position else 1.0)
        return total


def _top(codes: Sequence[str]) -> tuple[str, ...]:
    """Return the codes of the highest level among `codes`."""
    best = min((_RANK[level_of(code)] for code in codes), default=0)
    return tuple(code for code in codes if _RANK[level_of(code)] == best)


def _ruled(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes a bare name can mean: those of the highest level, unless the gazetteer rules otherwise."""
    for ruling in gazetteer().bare_names:
        if ruling.among <= set(codes):
            return (ruling.code,) if ruling.code else tuple(code for code in codes if code in ruling.among)
    return _top(codes)


def _choose(candidate: Candidate, beside: tuple[str, ...], settled: Mapping[str, str], focus: _Focus) -> Choice | None:
    codes = candidate.codes
    if len(beside) == 1:
        around = gazetteer().unit(lineage(beside[0])[-1]).name_en
        certainty: Certainty = "exact" if len(codes) == 1 else "context"
        return _made(beside[0], certainty, codes, f"stands beside places of {around}")
    if candidate.weak and not beside:
        return _supported(candidate, settled, focus)
    top = _top(beside or codes) if candidate.typed or beside else _ruled(codes)
    if len(top) == 1 and not candidate.typed and not beside:
        smaller = _smaller_settled(candidate, top[0], settled, focus)
        if smaller:
            return _made(smaller, "context", codes, settled[smaller])
    if len(top) == 1:
        reason = "the only unit of this name" if len(codes) == 1 else f"the highest of {len(codes)} units of this name"
        return _made(top[0], "exact", codes, reason)
    known = tuple(code for code in top if code in settled)
    if len(known) == 1:
        return _made(known[0], "context", codes, settled[known[0]])
    return _by_focus(candidate, top, focus)


def _smaller_settled(candidate: Candidate, top: str, settled: Mapping[str, str], focus: _Focus) -> str:
    """Return the county that the document named with its parent before, where nothing speaks for the city of its name.

    A province keeps its name: Jilin alone is the province, whatever is said of the city.
    """
    known = [code for code in candidate.codes if code in settled]
    if len(known) != 1 or level_of(top) != "prefecture" or top in settled:
        return ""
    return "" if focus.around(top) else known[0]


def _supported(candidate: Candidate, settled: Mapping[str, str], focus: _Focus) -> Choice | None:
    """Return what a weak name means when the document settles it, or a word of place and its province support it."""
    codes = candidate.codes
    known = next((code for code in codes if code in settled), None)
    if known:
        return _made(known, "context", codes, settled[known])
    around = [code for code in codes if focus.score(code, candidate.start) > 0] if candidate.placed else []
    if len(around) != 1:
        return None
    return _made(around[0], "context", codes, "stands behind a word of place, in a province of the document")


def _by_focus(candidate: Candidate, codes: tuple[str, ...], focus: _Focus) -> Choice:
    scores = {code: focus.score(code, candidate.start) for code in codes}
    ranked = sorted(codes, key=lambda code: (-scores[code], -gazetteer().unit(code).population, code))
    first, second = ranked[0], ranked[1]
    if scores[first] > scores[second]:
        around = gazetteer().unit(lineage(first)[-1]).name_en
        return _made(first, "context", tuple(ranked), f"the document speaks of {around}")
    return Choice(
        code=first,
        certainty="ambiguous",
        candidates=tuple(ranked[:_MAX_CANDIDATES]),
        reason=f"{len(ranked)} units bear this name and nothing here tells them apart; the largest is first",
    )


def _made(code: str, certainty: Certainty, codes: Sequence[str], reason: str) -> Choice:
    rest = tuple(other for other in codes if other != code)
    return Choice(
        code=code, certainty=certainty, candidates=((code, *rest) if rest else ())[:_MAX_CANDIDATES], reason=reason
    )


def with_codes(candidate: Candidate, codes: tuple[str, ...]) -> Candidate:
    """Return the candidate limited to these codes, now named with a type word."""
    return replace(candidate, codes=codes, typed=True, weak=False)
