"""Directives: each sentence that says what is to be done, who asked, whom it is aimed at, and its theme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.reading import (
    abroad,
    actors,
    article_targets,
    demanded,
    demands,
    demands_zh,
    directive_actors,
    sports,
    stops,
    targets,
)
from geo.reading.articles import Article, without_names
from geo.reading.dates import DateMention
from geo.reading.demands import Demand
from geo.reading.directive_themes import Draft, themed
from geo.reading.sentences import dateline
from geo.records import DateSpan, Directive, Document, Event, Mention, Sentence


def find(
    document: Document,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    events: Sequence[Event],
    dates: Sequence[DateMention] = (),
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
    dates
        Its dates in order: what was said on a day of a tour has that day.
    """
    article = Article.of(document, sentences, mentions, events, dates)
    if article.diplomatic or sports.is_of_matches(mentions):
        return ()
    asked = list(_demands(article))
    if not (article.tells_policy or article.formal) and not any(_in_earnest(article, *item) for item in asked):
        return ()
    drafts = [_directive(article, sentence, demand) for sentence, demand in asked]
    return _with_inherited(article, themed(article, drafts))


def main_targets(
    document: Document,
    sentences: Sequence[Sentence],  # noqa: ARG001 - every stage takes the same parts of a document
    mentions: Sequence[Mention],
    directives: Sequence[Directive],
    events: Sequence[Event] = (),
) -> tuple[str, ...]:
    """Return what the article's directives are about: codes and slugs, ``national``, or () without directives."""
    return article_targets.main(document, mentions, directives, events)


def _demands(article: Article) -> Iterator[tuple[Sentence, Demand]]:
    """Yield the sentences that demand, with the words that do so."""
    read = _chinese_demands if article.document.lang == "zh" else _english_demands
    for sentence, demand in read(article):
        if not _foreign_matter(article, sentence, demand):
            yield sentence, demand


def _english_demands(article: Article) -> Iterator[tuple[Sentence, Demand]]:
    lay = False
    for sentence in article.sentences:
        text = article.text(sentence)
        lay = demands.lay_speaker(text) or (lay and text.startswith(("They ", "He ", "She ")))
        demand = demands.english(text, plan=article.plan)
        if demand is None or lay or (demands.layman(text, "en") and not demand.strong):
            continue
        yield sentence, demand


def _chinese_demands(article: Article) -> Iterator[tuple[Sentence, Demand]]:
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


def _has_subject(article: Article, sentence: Sentence) -> bool:
    """Whether a person or body is named in the sentence, who can demand by a verb alone."""
    named = article.actors.within(sentence.start, sentence.start + 60)
    return bool(named) or (article.speech and _POINTED_TO.search(article.text(sentence), 0, 60) is not None)


# A leader named before: 他勉励企业…, 总书记嘱咐当地….
_POINTED_TO = re.compile(r"(?:^|，)(?:[他她]|总书记|总理|主席)(?:还|也|并)?(?=[嘱勉叮要希鼓指强])")


def _in_earnest(article: Article, sentence: Sentence, demand: Demand) -> bool:
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


def _foreign_matter(article: Article, sentence: Sentence, demand: Demand) -> bool:
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
    if any(mention.code not in abroad.BETWEEN_STATES and mention.region != "belt_and_road" for mention in home):
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


def _directive(article: Article, sentence: Sentence, demand: Demand) -> Draft:
    """Return the directive without its theme, and the words that decide it."""
    text = article.text(sentence)
    line = dateline(article.document, sentence)
    here = article.mentions.within(line.end if line else sentence.start, sentence.end)
    named = targets.of_sentence(text, sentence.start, _whom(sentence, demand, here), here)
    if not named and not article.local and _is_of_the_nation(article, text):
        named = ("national",)
    stop = _stop_of(article, sentence, demand)
    event = stop.event if stop is not None else _event_of(article, sentence)
    issuer = article.issuer if event is None else None
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
        )
        or (issuer.name if issuer else ""),
        targets=named,
        inherited=not named,
        theme="other",
        span=issuer.day if issuer else _day_of(article, sentence, demand, event),
        event=event,
        stop=stop.mention if stop is not None else None,
        issuer=issuer.unit if issuer else None,
        reason=demand.reason,
    )
    begin = sentence.start + demand.body
    words = without_names(article, begin, sentence.end)
    if article.document.lang == "zh":
        return Draft(directive=directive, words=words, lead="")
    lead = without_names(article, min(line.end if line else sentence.start, begin), begin)
    matter = demanded.matter(words)
    doers = words[: max(0, words.find(matter))]
    return Draft(directive=directive, words=matter, lead=f"{lead} {doers}")


def _whom(sentence: Sentence, demand: Demand, here: Sequence[Mention]) -> int:
    """Return where the words begin that say whom and what: those of the verb may hold a place (asked mayors in …)."""
    begin = sentence.start + demand.start
    return demand.start if any(begin < one.start < sentence.start + demand.end for one in here) else demand.body


def _is_of_the_nation(article: Article, text: str) -> bool:
    """Whether a demand is put to the whole nation; after a disaster, the army is asked to help where it struck."""
    lang, struck = article.document.lang, any(event.type == "disaster" for event in article.events[:2])
    if lang == "en" and _CHINA_SHOULD.match(text):
        return True
    return demands.everywhere(text, lang) or (not struck and demands.national(text, lang))


# What the country should do is asked of the whole nation.
_CHINA_SHOULD = re.compile(
    r"(?:[A-Z][A-Z'’, ]+(?:\([A-Za-z]+\) )?--? )?China (?:should|must|needs to|ought to|has to)\b"
)


def _event_of(article: Article, sentence: Sentence) -> int | None:
    """Return the event told last before the directive in its paragraph, else what goes on from an earlier one."""
    if not article.events:
        return None
    first = article.paragraphs.get(sentence.paragraph, sentence.start)
    told = [place for place, event in enumerate(article.events) if first <= event.start <= sentence.start]
    if told:
        return max(told, key=lambda place: article.events[place].start)
    return stops.in_force(article.document.text, article.events, first, sentence.start)


def _stop_of(article: Article, sentence: Sentence, demand: Demand) -> stops.Stop | None:
    """Return the stop of a tour at which a demand was made: its paragraph's, or the one before's while leaving it."""
    event, until = _event_of(article, sentence), sentence.start + demand.start
    begin = article.paragraphs.get(sentence.paragraph, sentence.start)
    stop = stops.of(article.document, article.mentions, article.events, event, begin=begin, until=until)
    if stop is None and stops.goes_on(article.document.text, begin, until):
        earlier = article.paragraphs.get(sentence.paragraph - 1, begin)
        stop = stops.of(article.document, article.mentions, article.events, event, begin=earlier, until=begin)
    return stop


def _day_of(article: Article, sentence: Sentence, demand: Demand, event: int | None) -> DateSpan | None:
    """Return the days of the event at which a demand was made; of a tour the day that its paragraph tells."""
    if event is None:
        return None
    begin = article.paragraphs.get(sentence.paragraph, sentence.start)
    return stops.day_of(article.dates, article.events[event], begin, sentence.start + demand.start)


def _with_inherited(article: Article, directives: Sequence[Directive]) -> tuple[Directive, ...]:
    main = article_targets.main(article.document, article.mentioned, directives, article.events)
    return tuple(replace(directive, targets=main) if directive.inherited else directive for directive in directives)
