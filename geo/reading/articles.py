"""An article ready to be asked for its directives: its sentences, names and events, and what it reports as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.reading import abroad, actors, demanded, demands, demands_zh, issuers, scope
from geo.reading.actors import Actor
from geo.reading.dates import DateMention
from geo.reading.headings import is_heading
from geo.reading.issuers import Issuer
from geo.reading.spans import Spans
from geo.records import Document, Event, Mention, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What the rules ask of an article as a whole."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: Spans[Mention]
    actors: Spans[Actor]
    events: tuple[Event, ...]
    dates: Spans[DateMention]
    plan: bool
    speech: bool
    local: bool
    formal: bool
    issuer: Issuer | None
    tells_policy: bool
    diplomatic: bool
    names_abroad: bool
    homely: bool
    mentioned: tuple[Mention, ...]
    paragraphs: Mapping[int, int]
    starts: tuple[int, ...]

    @classmethod
    def of(
        cls,
        document: Document,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        events: Sequence[Event],
        dates: Sequence[DateMention],
    ) -> Article:
        """Return the article of which a document, its toponyms and its events are the parts."""
        body = tuple(
            sentence for sentence in sentences if sentence.role == "body" and not is_heading(document, sentence)
        )
        lead = document.text[: body[min(1, len(body) - 1)].end] if body else ""
        policy = any(event.type == "policy" for event in events[:1])
        formal = document.lang == "zh" and demands_zh.is_formal(document.text)
        return cls(
            document=document,
            sentences=body,
            mentions=Spans(mentions),
            actors=Spans(actors.find(document.text)),
            events=tuple(events),
            dates=Spans(dates),
            plan=demands.reports_plan(lead) or (policy and not demands.reports_instruction(lead)),
            speech=any(event.type in _SPEECHES and actors.is_known(event.actor) for event in events[:1]),
            formal=formal,
            issuer=issuers.of(document, mentions, dates) if formal else None,
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
        """Return the text of a sentence."""
        return self.document.text[sentence.start : sentence.end]


# Where somebody in office speaks at length.
_SPEECHES = ("meeting", "symposium", "speech", "study_session", "inspection", "visit")


def without_names(article: Article, start: int, end: int) -> str:
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
