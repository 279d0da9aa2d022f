"""The themes of an article's directives: of each its own words first, then what is around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from geo.reading import themes
from geo.reading.articles import Article, without_names
from geo.records import Directive


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A directive without its theme, the words that decide it, and those of its sentence before them."""

    directive: Directive
    words: str
    lead: str


def themed(article: Article, drafts: Sequence[Draft]) -> list[Directive]:
    """Give each directive its theme: its own words first, then what the article and its paragraph are about.

    The headline, the article's demands together, the words told before a demand in its paragraph and the demand
    before it each lend their shares of themes, so that they decide where its own words say little.
    """
    headline = article.document.headline
    about = themes.shares(without_names(article, *headline) if headline else article.document.title)
    own = [themes.shares(draft.words) for draft in drafts]
    heading = _TITLE if article.tells_policy else _HEADING
    whole = _weighted(*((share, _WHOLE / len(drafts)) for share in own), (about, heading))
    themed: list[Directive] = []
    before: Mapping[str, float] = {}
    for draft, share in zip(drafts, own, strict=True):
        directive = draft.directive
        told = themes.shares(_told_before(article, directive, themed[-1].end if themed else 0))
        lead = themes.shares(draft.lead)
        prior = _weighted((whole, 1.0), (told, _TOLD), (before, _PREVIOUS), (lead, _LEAD))
        theme = themes.classify(draft.words, prior=prior)
        before = _weighted((share, 0.5), ({theme.name: 1.0}, 0.5))
        themed.append(replace(directive, theme=theme.name, theme_evidence=theme.evidence[:5]))
    return themed


# Weights that the headline, the demand before, the words told before and the article's mix of themes lend.
_HEADING, _PREVIOUS, _TOLD, _WHOLE = 0.5, 0.6, 2.0, 3.0
# What a sentence says before its demand ("visiting a farm, he called for …"), and a policy's title, which is of all.
_LEAD, _TITLE = 2.0, 2.0


def _weighted(*shares: tuple[Mapping[str, float], float]) -> dict[str, float]:
    """Return the sum of some themes' shares, each multiplied by its weight."""
    total: dict[str, float] = {}
    for share, weight in shares:
        for theme, part in share.items():
            total[theme] = total.get(theme, 0.0) + weight * part
    return total


def _told_before(article: Article, directive: Directive, last: int) -> str:
    """Return what the paragraph tells before a directive, since the directive before it."""
    at = bisect_right(article.starts, directive.start) - 1
    paragraph = article.sentences[at].paragraph
    begin = max(last, article.paragraphs.get(paragraph, directive.start))
    return without_names(article, begin, directive.start)
