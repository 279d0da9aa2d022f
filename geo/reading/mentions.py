"""Every toponym of a document, and what it was found to be.

Names are found by the lexicon's automata, judged by their surroundings (`geo.reading.latin`, `geo.reading.han`,
`geo.reading.abbreviations`), and resolved together (`geo.reading.resolve`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from geo.places.gazetteer import gazetteer
from geo.places.names import has_han
from geo.reading import abbreviations, coordination, han, latin, resolve, sports
from geo.reading.candidates import Candidate
from geo.reading.folding import fold
from geo.reading.lexicon import Hit, lexicon
from geo.reading.pages import Page
from geo.reading.recognise import is_abroad
from geo.records import Document, Mention, Sentence

_PART_OF_CHINA = r"(?:(?:north|south|east|west|central)[a-z]*(?:ern)? china(?:'s)? |china's )?"
_BESIDE_AFTER = re.compile(
    rf"(?: area| region)?,? ?(?:in |of |\()?(?:the )?{_PART_OF_CHINA}"
    r"(?:city of |province of |county of |prefecture of )?"
    rf"|, (?:the |an? )?(?:[a-z-]+ ){{1,5}}(?:in|of) (?:the )?{_PART_OF_CHINA}"
)
_BESIDE_BEFORE = re.compile(
    r"(?:'s?|:| -) (?:(?:capital|provincial capital|city of|capital city of|county of) ?)?|(?:'s?) capital,? "
)
_LIST = re.compile(r",? (?:and )?|,? ?and |, as well as ")
_WORD = re.compile(r"[A-Za-z][a-z']{3,}")
_CAPITALISED_LINE = 0.7
_TITLE_REACH = 300
_MAX_PARENTS = 3
_LONGEST_COMMA = 12
# Regions whose names are common nouns: any country has its border areas, any province its west.
_POINTS = frozenset(("western", "central", "eastern", "northeast", "northwest"))
_GENERIC = _POINTS | {"border_areas", "old_revolutionary_base_areas"}


def find(document: Document, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
    """Return the mentions of `document` in the order of the text, none overlapping another.

    China itself is not reported. A unit gets its code, a named region its slug; foreign places get neither. A name
    inside another name is marked `embedded`; Beijing for the national government has no code and is marked `metonym`.
    An ambiguous mention carries its candidates, the likeliest first and as its `code`.
    """
    folded = fold(document.text)
    hits = tuple(lexicon().hits(folded))
    page = Page(
        text=document.text,
        folded=folded,
        hits=hits,
        titled=tuple(_titled(document, sentences, hits)),
        abroad=is_abroad(document.publisher),
    )
    candidates = _candidates(page)
    candidates = _with_coordinated_types(page, _without_strays(candidates, page))
    candidates = _without_national(candidates) if _is_about_the_city(folded, candidates) else candidates
    candidates = sports.with_teams(folded, document.text, candidates)
    links = _links(folded, candidates)
    choices = resolve.choose(candidates, links)
    countries = _countries(page, candidates)
    made = (
        _mention(document, candidate, choice, countries) for candidate, choice in zip(candidates, choices, strict=True)
    )
    return tuple(mention for mention in made if mention is not None)


def _countries(page: Page, candidates: Iterable[Candidate]) -> frozenset[str]:
    """Return the countries and areas that a document names, by themselves or by an adjective."""
    named = {s.code for c in candidates for s in c.foreign if s.level == "country" or s.code.isdigit()}
    return frozenset(named | {s.code for hit in page.hits for s in hit.senses if s.kind == "demonym"})


def _titled(document: Document, sentences: Iterable[Sentence], hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """Yield the sentences most of whose words begin with a capital: there, capitals say nothing.

    Neither the first word counts nor a name of a place: those have capitals anywhere.
    """
    starts = [hit.start for hit in hits]
    for sentence in sentences:
        end = min(sentence.end, sentence.start + _TITLE_REACH)
        words = [
            match.group()
            for match in _WORD.finditer(document.text, sentence.start, end)
            if not _covers(hits, bisect_right(starts, match.start()) - 1, match.start())
        ][1:]
        if words and sum(word[0].isupper() for word in words) >= _CAPITALISED_LINE * len(words):
            yield sentence.start, sentence.end


def _covers(hits: Sequence[Hit], number: int, position: int) -> bool:
    return number >= 0 and position < hits[number].end


def _candidates(page: Page) -> list[Candidate]:
    found: list[Candidate] = []
    for number, hit in enumerate(page.hits):
        if has_han(page.folded[hit.start : hit.end]):
            found.extend(han.read(page, number))
        elif (candidate := latin.read(page, number)) is not None:
            found.append(candidate)
    taken = [(hit.start, hit.end) for hit in page.hits if hit.senses[0].kind != "loose"]
    extra = [*abbreviations.find(page.folded, taken), *coordination.find(page.folded, taken)]
    extra.extend(abbreviations.countries(page.folded, page.hits))
    return sorted((*found, *extra), key=lambda candidate: candidate.start) if extra else found


def _without_strays(candidates: Sequence[Candidate], page: Page) -> list[Candidate]:
    """Leave out counties that belong to a place abroad (首尔龙山区), and regions of other countries."""
    abroad = _is_about_abroad(candidates, page)
    kept: list[Candidate] = []
    for candidate in candidates:
        beside = kept[-1] if kept and kept[-1].end == candidate.start else None
        if beside is not None and _is_elsewhere(candidate, beside):
            continue
        if candidate.region in _GENERIC and abroad:
            continue
        if candidate.region in _POINTS and beside is not None and not beside.region:
            continue
        kept.append(candidate)
    return kept


def _is_about_abroad(candidates: Sequence[Candidate], page: Page) -> bool:
    """Whether a document names foreign places and neither China nor any unit of it."""
    if any(candidate.codes for candidate in candidates) or not any(candidate.foreign for candidate in candidates):
        return False
    return not any(sense.kind == "country" for hit in page.hits for sense in hit.senses)


def _is_elsewhere(candidate: Candidate, beside: Candidate) -> bool:
    """Whether a county's name right after another place must mean something inside that place."""
    if not candidate.codes or any(resolve.level_of(code) != "county" for code in candidate.codes):
        return False
    if beside.foreign and not beside.codes:
        return True
    around = {part for code in candidate.codes for part in resolve.lineage(code)[1:]}
    return bool(beside.codes) and not candidate.typed and not around & set(beside.codes)


def _with_coordinated_types(page: Page, candidates: list[Candidate]) -> list[Candidate]:
    """Give the type word of "X, Y and Z cities" to X and Y."""
    made = list(candidates)
    for number in range(len(made) - 1, 0, -1):
        last = made[number]
        word = latin.coordinated_type(page, last.inner[1]) if last.inner and last.typed else ""
        position = number
        while word and position and _LIST.fullmatch(page.folded, made[position - 1].end, made[position].start):
            position -= 1
            fitting = latin.of_kind(made[position].codes, word)
            if not fitting or made[position].typed:
                break
            made[position] = resolve.with_codes(made[position], fitting)
    return made


# What only a city has.
_OF_THE_CITY = re.compile(
    r"\bbeijing(?:['’]s)? (?:municipal|mayor|residents|schools|education (?:commission|bureau)|subway|metro)\b"
    r"|\bmunicipal government in china['’]s capital\b"
)


def _is_about_the_city(folded: str, candidates: Iterable[Candidate]) -> bool:
    """Whether a document names Beijing as a municipality, or one of its districts."""
    return _OF_THE_CITY.search(folded) is not None or any(
        any(code.startswith("1101") for code in candidate.codes) or (candidate.typed and "110000" in candidate.codes)
        for candidate in candidates
        if not candidate.weak and not candidate.embedded
    )


def _without_national(candidates: Iterable[Candidate]) -> list[Candidate]:
    return [replace(candidate, national=False) for candidate in candidates]


def _links(folded: str, candidates: Sequence[Candidate]) -> list[resolve.Links]:
    """Return for each candidate those that stand beside it as a larger unit, and its neighbours in a list."""
    links: list[resolve.Links] = []
    for number, candidate in enumerate(candidates):
        parents = tuple(_parents(folded, candidates, number, links))[:_MAX_PARENTS] if candidate.codes else ()
        links.append(resolve.Links(parents=parents, peers=tuple(_peers(folded, candidates, number))))
    return links


def _parents(
    folded: str, candidates: Sequence[Candidate], number: int, links: Sequence[resolve.Links]
) -> Iterator[int]:
    own = candidates[number]
    if number + 1 < len(candidates):
        following = candidates[number + 1]
        if following.start - own.end > 1 and _BESIDE_AFTER.fullmatch(folded, own.end, following.start):
            yield number + 1
    if not number:
        return
    previous = candidates[number - 1]
    if han.joined(folded, previous.end, own.start):
        yield number - 1
        yield from links[number - 1].parents
    elif _BESIDE_BEFORE.fullmatch(folded, previous.end, own.start):
        yield number - 1
    elif _is_list(folded, previous, own):
        yield from (other for other in links[number - 1].parents if other < number - 1)


def _peers(folded: str, candidates: Sequence[Candidate], number: int) -> Iterator[int]:
    for other in (number - 1, number + 1):
        if 0 <= other < len(candidates) and _is_list(
            folded, *sorted((candidates[number], candidates[other]), key=_start)
        ):
            yield other


def _start(candidate: Candidate) -> int:
    return candidate.start


def _is_list(folded: str, left: Candidate, right: Candidate) -> bool:
    if not 0 < right.start - left.end <= _LONGEST_COMMA:
        return False
    return han.listed(folded, left.end, right.start) or _LIST.fullmatch(folded, left.end, right.start) is not None


def _mention(
    document: Document, candidate: Candidate, choice: resolve.Choice | None, countries: frozenset[str]
) -> Mention | None:
    blank = Mention(
        doc=document.id,
        start=candidate.start,
        end=candidate.end,
        text=document.text[candidate.start : candidate.end],
        level="region",
        code=None,
        region=candidate.region or None,
        certainty="exact",
        reason="a named region",
    )
    if candidate.region:
        return blank
    if choice is None or _is_abroad(candidate, choice, countries):
        return _foreign(blank, candidate, countries)
    return _national(blank) if candidate.national else _placed(blank, candidate, choice)


def _national(blank: Mention) -> Mention:
    reason = "the capital stands for the national government"
    return replace(blank, level="country", certainty="context", reason=reason, metonym=True)


def _placed(blank: Mention, candidate: Candidate, choice: resolve.Choice) -> Mention:
    old = "; an old name" if candidate.old else ""
    inside = f"; part of another name ({candidate.embedded})" if candidate.embedded else ""
    return replace(
        blank,
        level=resolve.level_of(choice.code),
        code=choice.code,
        certainty=choice.certainty,
        candidates=choice.candidates,
        reason=choice.reason + old + inside,
        metonym=candidate.metonym and not candidate.embedded,
        embedded=bool(candidate.embedded),
    )


def _is_abroad(candidate: Candidate, choice: resolve.Choice, countries: frozenset[str]) -> bool:
    """Whether a name borne here and abroad means the place abroad: only for counties, and with its country named."""
    if not candidate.foreign or gazetteer().unit(choice.code).level != "county" or candidate.typed:
        return False
    return any(sense.known or sense.code in countries for sense in candidate.foreign)


def _foreign(blank: Mention, candidate: Candidate, countries: frozenset[str]) -> Mention | None:
    """Return the mention of a place abroad; None when it is little known and its country is not in the document."""
    senses = sorted(candidate.foreign, key=lambda sense: (not sense.known, sense.code not in countries))
    if not senses or not (senses[0].known or senses[0].code in countries):
        return None
    return replace(
        blank,
        level="country" if senses[0].level == "country" else "other",
        certainty="exact" if len({sense.code for sense in senses}) == 1 else "context",
        reason=f"a place abroad ({senses[0].code})",
        embedded=bool(candidate.embedded),
        foreign=True,
    )
