"""The drafts of events that the sentences of a story give.

A sentence gives a draft when it tells of an event (see `geo.reading.triggers`) and either bears a day or stands in the
lead. Which day, place and actor belong to the event is decided within the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from geo.reading import actors, anaphora, event_actors, event_clauses, event_days, event_places, event_sites, triggers
from geo.reading.date_math import day_span
from geo.reading.dates import DateMention
from geo.reading.event_drafts import Draft
from geo.reading.event_places import Where
from geo.reading.sentences import dateline as dateline_of
from geo.reading.stories import Story
from geo.reading.triggers import Trigger
from geo.records import Mention, Sentence

_LEAD = 3  # body sentences that may tell of the main event without a day of their own
_STRUCK_WITHIN = 10  # body sentences that may tell where it struck
_ORDERED_WITHIN = 6  # body sentences that may tell what was ordered after a disaster
_RECENT, _SOON = timedelta(days=31), timedelta(days=1)
_LATER = re.compile(
    r"(?:\b(?:will|to be|scheduled|upcoming)\b|将于|将在|将组织|将带[您你]|定于|拟于|预计|明天|明日|预报)"
)
_TOLD_OF_PAST = re.compile(
    r"\b(?:made the|making the|his|her|the) (?:remarks?|comments?|statement|instructions?|appeal|call|announcement)\b",
    re.IGNORECASE,
)


# What was told to have struck is told again with its place: "The quake struck in X County".
_IT_STRUCK = re.compile(
    r"(?:The|Its) (?:[\w.-]+ ){0,3}?"
    r"(?:quake|earthquake|tremor|typhoon|storm|blast|explosion|fire|accident|landslide|floods?)\b"
    r"[^.;]{0,50}?\b(?:struck|hit|jolted|occurred|happened|took place|broke out)\b"
)


def drafts(story: Story) -> Iterator[Draft]:
    """Yield the drafts of a story in the order of its text."""
    body = 0
    lead_date: DateMention | None = None
    section, struck, told = 0, False, False
    for sentence in story.sentences:
        is_body = sentence.role == "body"
        if sentence.start in story.section_leads:
            body, lead_date, section, told = 0, None, section + 1, False
        lead = is_body and body < _LEAD
        body += is_body
        found = story.dates.within(sentence.start, sentence.end)
        again = struck and is_body and body <= _STRUCK_WITHIN and _IT_STRUCK.match(story.text(sentence)) is not None
        if not lead and not found and not again and not (struck and is_body and body <= _ORDERED_WITHIN):
            continue
        if body == 1 and is_body:
            main = _trigger(story, sentence)
            lead_date = event_days.date_of(story, sentence, main if main and main.type == "disaster" else None)
        opens = lead and (body == 1 or (not told and event_days.is_fresh(story, found)))
        first: Draft | None = None
        for part in event_clauses.cut(story.document, sentence):
            trigger = _trigger(story, part) or (_NEWS if body == 1 and is_body and first is None else None)
            retold = again and trigger is not None and trigger.type == "disaster" and not found
            if trigger is None or (not lead and not found and not trigger.placeless and not retold):
                continue
            if trigger.weak and not (opens and first is None):
                continue
            if trigger.type in _LOOSE and triggers.is_figures(story.text(part)):
                continue
            draft = _draft(story, part, trigger, lead=lead, section=section)
            if first is not None:
                draft = _following(draft, first)
            elif draft.span is None and struck and trigger.placeless:
                draft = _ordered(story, draft)
            elif draft.span is None and lead and lead_date is not None and _goes_on(story, sentence, body):
                draft = replace(
                    draft, span=lead_date.span, dated_by="the lead's date", notes=lead_date.notes, inherited=True
                )
            struck = struck or draft.trigger.type == "disaster"
            if retold and draft.where.codes:
                yield draft  # says no more than where it struck
            elif _worth(story, draft, opens=opens):
                first, told = first or draft, True
                yield draft


def _ordered(story: Story, draft: Draft) -> Draft:
    """Date an instruction told after the disaster it answers: it was reported as it was given, not as it struck."""
    if story.day is None:
        return draft
    note = "date uncertain: the publication date"
    return replace(draft, span=day_span(story.day), dated_by="the publication date", notes=(*draft.notes, note))


# Types whose words ("closed", "reached") also tell how markets moved.
_LOOSE = ("ceremony", "other")
# A lead with a day of its own is news, whatever its words.
_NEWS = Trigger(start=0, end=0, type="other", words="", weak=True)


def _following(draft: Draft, first: Draft) -> Draft:
    """Give a later clause the actor and the days of the first where it names none; a disaster shares neither."""
    if draft.trigger.type == "disaster":
        return draft
    dated = draft if draft.span is not None else first
    notes, actor = dated.notes, draft.actor or first.actor
    return replace(draft, span=dated.span, dated_by=dated.dated_by, notes=notes, actor=actor)


# What a wire or a broadcaster puts before its first sentence.
_PREFIX = re.compile(
    r"^[^，。：]{0,24}(?:消息|报道|讯|电)(?:（[^）]*）)?(?:[：:，]\s*|\s+|(?=记者|据))"
    r"|^据[^，。]{2,24}(?:消息|报道)，"
)
_BANQUET = re.compile(r"(?:当晚|晚上|随后|会谈[前后])[^。]{0,40}举行(?:欢迎|国事)?(?:宴会|晚宴|午宴|欢迎仪式)")
# Words after a trigger that make it a mere attribute: "the speech at the meeting", 座谈会以来.
_ATTRIBUTE = re.compile(r"^[^，。；]{0,12}?(?:以来|上的|的重要讲话|讲话精神|精神)")


def _trigger(story: Story, sentence: Sentence) -> Trigger | None:
    text = story.text(sentence)
    prefix = _PREFIX.match(text)
    skip = prefix.end() if prefix else 0
    trigger = triggers.first(triggers.told_of_now(text)[skip:], story.document.lang)
    if _BANQUET.search(text):
        return None  # a part of the visit
    if trigger is not None and triggers.is_mentioned(text, trigger.start + skip, trigger.type):
        return None
    if story.matches and trigger is not None and trigger.type in _TOURS:
        return None  # teams visit, and nobody tours
    if trigger is None or (_ATTRIBUTE.match(text[skip + trigger.end :]) and not trigger.weak):
        return None
    if story.document.lang == "en" and triggers.is_by_the_way(text, trigger):
        # what is told after it may still be news: "came to X after his inspection of Y, and visited Z"
        told_after = triggers.came_after(text, trigger)
        trigger = None if told_after else triggers.first(text[skip:], "en", trigger.end)
        if trigger is None or trigger.weak:
            return None
    return replace(trigger, start=trigger.start + skip, end=trigger.end + skip) if skip else trigger


def _goes_on(story: Story, sentence: Sentence, body: int) -> bool:
    """Whether a sentence of the lead tells what the first one dated."""
    return body <= 2 or _TOLD_OF_PAST.search(story.text(sentence)) is not None


def _draft(story: Story, sentence: Sentence, trigger: Trigger, *, lead: bool, section: int) -> Draft:
    chosen = event_days.date_of(story, sentence, trigger)
    at = sentence.start + trigger.start
    line = dateline_of(story.document, sentence)
    text = story.text(sentence)
    until = sentence.start + len(triggers.told_of_now(text) if story.document.lang == "zh" else text)
    here = story.mentions.within(line.end if line else sentence.start, until)
    where = Where.nowhere() if trigger.placeless else event_places.stated(story.document, sentence, here, at)
    if trigger.type in _MEETINGS and _THE_MEETING.match(story.text(sentence)):
        where = Where.nowhere()  # what it was about is not where it was: "The meeting stressed growth in X"
    if trigger.type in _MEETINGS and story.dateline.codes and _HELD_HERE.search(story.text(sentence)):
        where = story.dateline  # "met here Friday to discuss plans for X"
    exemplary = trigger.type not in _TOURS and event_places.one_of_many(story.document.text, here)
    if exemplary or (trigger.type in _IN_ONE_PLACE and len(where.codes) > 1):
        where = Where.nowhere()
    elif where.source == "none" and not trigger.placeless:
        where = _otherwise_placed(story, sentence, trigger, here)
    actor = event_actors.of(story.document, story.actors, sentence, at, kind=trigger.type)
    if where.source == "none" and not actors.is_known(actor) and _abroad(here):
        where = replace(where, foreign=True)
    return Draft(
        sentence=sentence,
        trigger=trigger,
        actor=actor,
        span=chosen.span if chosen else None,
        dated_by=chosen.reason if chosen else "",
        notes=chosen.notes if chosen else (),
        where=where,
        lead=lead,
        retold=lead and _TOLD_OF_PAST.search(story.text(sentence)) is not None,
        section=section,
    )


_TOURS = ("inspection", "visit")
_MEETINGS = ("meeting", "symposium", "ceremony", "study_session")
_THE_MEETING = re.compile(r"The (?:meeting|conference|symposium|session),? (?!(?:was|is) (?:also )?held)")
_HELD_HERE = re.compile(r"\b(?:met|held|opened|convened|concluded|closed|gathered|meeting|conference) here\b")
# Of several places named beside a meeting none is where it was held: they are its matter.
_IN_ONE_PLACE = ("meeting", "symposium", "study_session", "other")
_HERE = re.compile(r"(?:来到|走进|抵达|前往|在)(?:这里|此地|这座城市)")
_REMEMBERED = 60  # toponyms among which "the city" looks for its name
_SOON_TOLD = 600  # characters in which an article that begins with "the city" names it


# What struck, was seen or is regulated is where the event is, whatever words stand before its name.
_OPENED = ("project", "ceremony", "meeting", "symposium", "other")
_NAMED_IS_PLACE = ("disaster", "visit", "inspection", "policy")


# Where a storm had been before.
_PASSED = re.compile(r"\bafter (?:battering|hitting|lashing|striking|pounding|crossing|passing|leaving) (?:the )?$")


def _otherwise_placed(story: Story, sentence: Sentence, trigger: Trigger, here: Sequence[Mention]) -> Where:
    """Without words of place: "the municipality" points back, and a disaster or visit is where its sentence is."""
    text = story.document.text
    here = [one for one in here if not _PASSED.search(text, max(sentence.start, one.start - 40), one.start)]
    named_is_place = trigger.type in _NAMED_IS_PLACE or (trigger.type == "project" and story.document.lang == "en")
    acting = [one.code for one in here if one.code and _is_acting(story.document.text, one)]
    if trigger.type == "policy" and acting and story.document.lang == "en":
        reason = "the places that act"
        name = next(one.text for one in here if one.code == acting[0])
        return Where(codes=tuple(dict.fromkeys(acting)), name=name, source="stated", reason=reason)
    named_is_place = named_is_place or trigger.words.lower().startswith(
        ("hear", "听取")
    )  # those of the place report there
    if named_is_place and (only := event_places.only_one(here, text)).source != "none":
        return only
    at = sentence.start + trigger.start
    if trigger.type in ("project", "ceremony") and story.document.lang == "zh":
        there = event_sites.built(here, text, sentence.start, at)
        named = event_sites.named_before(here, text, sentence.start, at)
        if trigger.type == "project" and not there.codes and not named:
            there = event_sites.told_after(story.document, sentence, story.mentions)
        if there.codes:
            return there
    if trigger.type in _OPENED and (only := event_places.only_one([one for one in here if one.embedded], text)).codes:
        return only
    if trigger.type in _TOURS and _HERE.search(story.text(sentence)):
        return anaphora.last_named(story.mentions.before(sentence.start, 2))
    if story.document.lang == "en":
        told = story.mentions.before(sentence.end, _REMEMBERED)
        back = anaphora.pointed_back(story.document, sentence, told, toured=trigger.type in _TOURS)
        if back.source != "none" or story.mentions.before(sentence.end, 1):
            return back
        return anaphora.pointed_on(
            story.document, sentence, story.mentions.within(sentence.end, sentence.end + _SOON_TOLD)
        )
    return Where.nowhere()


def _is_acting(text: str, mention: Mention) -> bool:
    """Whether a unit acts: it is marked so, or is one of the provinces or cities that a sentence is about."""
    if not mention.code or mention.embedded:
        return False
    return mention.metonym or _OF_THESE.search(text, max(0, mention.start - 60), mention.start) is not None


_OF_THESE = re.compile(r"\b(?:provinces|cities|municipalities|counties) of (?:[A-Z][\w'’]+(?:, | and |, and )){0,4}$")


def _abroad(mentions: Sequence[Mention]) -> bool:
    """Whether a sentence names places abroad and none at home."""
    abroad = any(mention.foreign and not mention.embedded for mention in mentions)
    return abroad and not any(mention.code or mention.region for mention in mentions)


# Days that a page bears whatever it tells.
_PAGE_DATES = ("date of the dateline", "date in figures")


# A broadcaster opens a feature with it.
_FORECAST = re.compile(r"预计|预报|风险(?:较)?高|可能(?:发生|出现|引发)")
_LOOK = re.compile(r"我们(?:一起)?来看|一起来看|请看(?:报道|详细)")


def _worth(story: Story, draft: Draft, *, opens: bool) -> bool:
    """Whether a draft can be an event of this news: recent, or the lead's, and somebody or somewhere is named.

    `opens` tells that its sentence is the first of the article to tell of any news.
    """
    if draft.span is None or story.day is None:
        return draft.lead and not draft.trigger.weak and not event_days.is_background(story, draft.sentence)
    text = story.text(draft.sentence)
    if (draft.trigger.weak and _LOOK.search(text)) or (draft.trigger.type == "disaster" and _FORECAST.search(text)):
        return False
    if not story.day - _RECENT <= draft.span.first <= story.day + _SOON:
        return False
    if _LATER.search(text) and (draft.span.first > story.day or draft.inherited):
        return False
    if opens:
        return not (draft.trigger.weak and draft.dated_by in _PAGE_DATES)
    named = draft.actor or draft.where.source != "none" or draft.trigger.type == "disaster"
    return bool(named) and not draft.trigger.weak
