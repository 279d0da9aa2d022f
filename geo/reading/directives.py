"""Directives: each sentence that says what is to be done, who asked, whom it is aimed at, and its theme."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from geo.reading import (
    abroad,
    actors,
    article_targets,
    demanded,
    demands,
    demands_zh,
    directive_actors,
    scope,
    sports,
    stops,
    targets,
    themes,
)
from geo.reading.actors import Actor
from geo.reading.demands import Demand
from geo.reading.headings import is_heading
from geo.reading.sentences import dateline
from geo.reading.spans import Spans
from geo.records import Directive, Document, Event, Mention, Sentence


def find(
    document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention], events: Sequence[Event]
) -> tuple[Directive, ...]:
    """Return the directives of a document in its order; offsets are the whole sentence.

    Parameters
    ----------
    document
        The article.
    sentences
        Its sentences in order; only those of role ``body`` are read.
    mentions
        Its toponyms in order.
    events
        Its events, the main one first. A directive points to the event at which it was issued.
    """
    article = _Article.of(document, sentences, mentions, events)
    if article.diplomatic or sports.is_of_matches(mentions):
        return ()
    asked = list(_demands(article))
    if not (article.tells_policy or article.formal) and not any(_in_earnest(article, *item) for item in asked):
        return ()
    drafts = [_directive(article, sentence, demand) for sentence, demand in asked]
    return _with_inherited(article, _themed(article, drafts))


def main_targets(
    document: Document,
    sentences: Sequence[Sentence],  # noqa: ARG001 - every stage takes the same parts of a document
    mentions: Sequence[Mention],
    directives: Sequence[Directive],
    events: Sequence[Event] = (),
) -> tuple[str, ...]:
    """Return what the article's directives are about: codes and slugs, ``national``, or () without directives."""
    return article_targets.main(document, mentions, directives, events)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    """What the rules ask of an article as a whole."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: Spans[Mention]
    actors: Spans[Actor]
    events: tuple[Event, ...]
    plan: bool
    speech: bool
    local: bool
    formal: bool
    tells_policy: bool
    diplomatic: bool
    names_abroad: bool
    homely: bool
    mentioned: tuple[Mention, ...]
    paragraphs: Mapping[int, int]
    starts: tuple[int, ...]

    @classmethod
    def of(
        cls, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention], events: Sequence[Event]
    ) -> _Article:
        body = tuple(
            sentence for sentence in sentences if sentence.role == "body" and not is_heading(document, sentence)
        )
        lead = document.text[: body[min(1, len(body) - 1)].end] if body else ""
        policy = any(event.type == "policy" for event in events[:1])
        return cls(
            document=document,
            sentences=body,
            mentions=Spans(mentions),
            actors=Spans(actors.find(document.text)),
            events=tuple(events),
            plan=demands.reports_plan(lead) or (policy and not demands.reports_instruction(lead)),
            speech=any(event.type in _SPEECHES and actors.is_known(event.actor) for event in events[:1]),
            formal=document.lang == "zh" and demands_zh.is_formal(document.text),
            local=document.lang == "zh" and scope.is_local(document),
            tells_policy=policy or demands.reports_issue(lead) or demands.reports_intention(lead),
            diplomatic=abroad.is_diplomatic(document, body, mentions, lead),
            names_abroad=any(mention.foreign and not mention.embedded for mention in mentions),
            homely=sum(map(abroad.at_home, mentions)) > sum(mention.foreign for mention in mentions),
            mentioned=tuple(mentions),
            paragraphs={sentence.paragraph: sentence.start for sentence in reversed(body)},
            starts=tuple(sentence.start for sentence in body),
        )

    def text(self, sentence: Sentence) -> str:
        return self.document.text[sentence.start : sentence.end]


# Where somebody in office speaks at length.
_SPEECHES = ("meeting", "symposium", "speech", "study_session", "inspection", "visit")


def _demands(article: _Article) -> Iterator[tuple[Sentence, Demand]]:
    """Yield the sentences that demand, with the words that do so."""
    read = _chinese_demands if article.document.lang == "zh" else _english_demands
    for sentence, demand in read(article):
        if not _foreign_matter(article, sentence, demand):
            yield sentence, demand


def _english_demands(article: _Article) -> Iterator[tuple[Sentence, Demand]]:
    lay = False
    for sentence in article.sentences:
        text = article.text(sentence)
        lay = demands.lay_speaker(text) or (lay and text.startswith(("They ", "He ", "She ")))
        demand = demands.english(text, plan=article.plan)
        if demand is None or lay or (demands.layman(text, "en") and not demand.strong):
            continue
        yield sentence, demand


def _chinese_demands(article: _Article) -> Iterator[tuple[Sentence, Demand]]:
    """Yield demands: a speech lasts until its paragraph ends, and a verb without a subject goes on with one."""
    paragraph, spoken, chained, gap = -1, False, False, 0
    for sentence in article.sentences:
        text = article.text(sentence)
        if sentence.paragraph != paragraph:
            goes_on = demands.goes_on(text) or ((article.plan or article.speech) and demands_zh.obliges(text))
            paragraph, spoken, chained = sentence.paragraph, spoken and goes_on, False
        begin = demands_zh.attribution(text)
        if begin is None and article.plan:
            begin = demands_zh.provision(text)
        if begin is not None or demands.layman(text, "zh"):
            spoken = begin is not None and not demands.layman(text[:begin], "zh")
        subject = _has_subject(article, sentence)
        listed = article.formal or (article.plan and demands_zh.is_listed(text))
        demand = demands_zh.chinese(text, spoken=spoken or listed, chained=chained or listed, subject=subject)
        # one sentence between two demands does not end the speech
        gap = 0 if demand is not None else gap + 1
        chained = gap <= 1 and (chained or demand is not None)
        if demand is not None:
            yield sentence, demand


def _has_subject(article: _Article, sentence: Sentence) -> bool:
    """Whether a person or body is named in the sentence, who can demand by a verb alone."""
    named = article.actors.within(sentence.start, sentence.start + 60)
    return bool(named) or (article.speech and _POINTED_TO.search(article.text(sentence), 0, 60) is not None)


# A leader named before: 他勉励企业…, 总书记嘱咐当地….
_POINTED_TO = re.compile(r"(?:^|，)(?:[他她]|总书记|总理|主席)(?:还|也|并)?(?=[嘱勉叮要希鼓指强])")


def _in_earnest(article: _Article, sentence: Sentence, demand: Demand) -> bool:
    """Whether a demand alone makes an article one of directives: it is strong, or an office holder's own."""
    if demand.strong:
        return True
    text = article.text(sentence)
    if article.document.lang == "en" and demands.says_authority(text):
        return True
    earlier = text.startswith(_QUOTED) or _SAID_BY_WHOM.search(text)
    begin = sentence.start - _SPOKEN_BEFORE if earlier else sentence.start
    return any(actors.is_known(actor.name) for actor in article.actors.within(begin, sentence.end))


_SAID_BY_WHOM = re.compile(r"\b(?:he|she|the (?:vice )?(?:premier|president)) (?:said|added|stressed|noted|stated)\b")
# A quotation is spoken by whom the text named before it.
_QUOTED, _SPOKEN_BEFORE = ('"', "“"), 500


def _foreign_matter(article: _Article, sentence: Sentence, demand: Demand) -> bool:
    """Whether a demand is made abroad or of other states: a place abroad is named and none in China.

    What a known office holder saw before demanding may lie across the border.
    """
    text = article.text(sentence)
    line = dateline(article.document, sentence)
    named = article.mentions.within(line.end if line else sentence.start, sentence.end)
    home = [mention for mention in named if abroad.at_home(mention)]
    states = [(one.start - sentence.start, one.end - sentence.start) for one in named if one.foreign]
    if article.document.lang == "en" and any(abroad.addresses(text, demand, *at) for at in states):
        return True
    if any(mention.code not in abroad.BETWEEN_STATES for mention in home):
        return False
    if abroad.diplomatic(text, article.document.lang, abroad=article.names_abroad):
        return True
    if home:
        return False
    said = article.actors.within(sentence.start, sentence.start + demand.start)
    heard = sentence.start + demand.start if any(actors.is_known(actor.name) for actor in said) else sentence.start
    elsewhere = [mention for mention in named if mention.foreign and not mention.embedded and mention.start >= heard]
    if not article.homely:
        return bool(elsewhere)
    return any(not abroad.partner(text[: mention.start - sentence.start]) for mention in elsewhere)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A directive without its theme, the words that decide it, and those of its sentence before them."""

    directive: Directive
    words: str
    lead: str


def _directive(article: _Article, sentence: Sentence, demand: Demand) -> _Draft:
    """Return the directive without its theme, and the words that decide it."""
    text = article.text(sentence)
    line = dateline(article.document, sentence)
    here = article.mentions.within(line.end if line else sentence.start, sentence.end)
    named = targets.of_sentence(text, sentence.start, demand.body, here)
    if not named and not article.local and _is_of_the_nation(article, text):
        named = ("national",)
    stop = _stop_of(article, sentence, demand)
    event = stop.event if stop is not None else _event_of(article, sentence)
    directive = Directive(
        doc=sentence.doc,
        start=sentence.start,
        end=sentence.end,
        actor=directive_actors.of(
            article.document,
            article.actors,
            sentence,
            demand,
            told=article.events[event].actor if event is not None else "",
        ),
        targets=named,
        inherited=not named,
        theme="other",
        span=article.events[event].span if event is not None else None,
        event=event,
        stop=stop.mention if stop is not None else None,
        reason=demand.reason,
    )
    begin = sentence.start + demand.body
    words = _without_names(article, begin, sentence.end)
    if article.document.lang == "zh":
        return _Draft(directive=directive, words=words, lead="")
    lead = _without_names(article, min(line.end if line else sentence.start, begin), begin)
    matter = demanded.matter(words)
    doers = words[: max(0, words.find(matter))]
    return _Draft(directive=directive, words=matter, lead=f"{lead} {doers}")


def _is_of_the_nation(article: _Article, text: str) -> bool:
    """Whether a demand is put to the whole nation; after a disaster, the army is asked to help where it struck."""
    lang, struck = article.document.lang, any(event.type == "disaster" for event in article.events[:2])
    return demands.everywhere(text, lang) or (not struck and demands.national(text, lang))


def _without_names(article: _Article, start: int, end: int) -> str:
    """Return a stretch of text with its toponyms blanked: what a region is called says nothing about the theme."""
    pieces, at = [], start
    for mention in article.mentions.within(start, end):
        pieces += [article.document.text[at : mention.start], _instead(mention, article.document.lang)]
        at = min(mention.end, end)
    return "".join([*pieces, article.document.text[at:end]])


def _instead(mention: Mention, lang: str) -> str:
    if lang == "zh":
        return " " * (mention.end - mention.start)
    return demanded.stand_in(mention.region)


def _event_of(article: _Article, sentence: Sentence) -> int | None:
    """Return the event told last before the directive in its paragraph, else the article's main event."""
    if not article.events:
        return None
    first = article.paragraphs.get(sentence.paragraph, sentence.start)
    told = [place for place, event in enumerate(article.events) if first <= event.start <= sentence.start]
    return max(told, key=lambda place: article.events[place].start) if told else 0


def _stop_of(article: _Article, sentence: Sentence, demand: Demand) -> stops.Stop | None:
    """Return the stop of a tour at which a demand was made: its paragraph's, or the one before's while leaving it."""
    event, until = _event_of(article, sentence), sentence.start + demand.start
    begin = article.paragraphs.get(sentence.paragraph, sentence.start)
    stop = stops.of(article.document, article.mentions, article.events, event, begin=begin, until=until)
    if stop is None and stops.goes_on(article.document.text, begin, until):
        earlier = article.paragraphs.get(sentence.paragraph - 1, begin)
        stop = stops.of(article.document, article.mentions, article.events, event, begin=earlier, until=begin)
    return stop


def _themed(article: _Article, drafts: Sequence[_Draft]) -> list[Directive]:
    """Give each directive its theme: its own words first, then what the article and its paragraph are about.

    The headline, the article's demands together, the words told before a demand in its paragraph and the demand
    before it each lend their shares of themes, so that they decide where its own words say little.
    """
    headline = article.document.headline
    about = themes.shares(_without_names(article, *headline) if headline else article.document.title)
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


def _told_before(article: _Article, directive: Directive, last: int) -> str:
    """Return what the paragraph tells before a directive, since the directive before it."""
    at = bisect_right(article.starts, directive.start) - 1
    paragraph = article.sentences[at].paragraph
    begin = max(last, article.paragraphs.get(paragraph, directive.start))
    return _without_names(article, begin, directive.start)


def _with_inherited(article: _Article, directives: Sequence[Directive]) -> tuple[Directive, ...]:
    main = article_targets.main(article.document, article.mentioned, directives, article.events)
    return tuple(replace(directive, targets=main) if directive.inherited else directive for directive in directives)
