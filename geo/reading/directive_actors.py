"""Who asked: the person named before the demand, the speaker behind it, the body, or who spoke last."""

from __future__ import annotations

import re

from geo.reading import demands
from geo.reading.actors import Actor
from geo.reading.demands import Demand
from geo.reading.spans import Spans
from geo.records import Document, Sentence

_REMEMBERED = 4  # names before a sentence among which its speaker is sought


def of(document: Document, named: Spans[Actor], sentence: Sentence, demand: Demand, *, told: str) -> str:
    """Return who is named before the demand in its sentence, else the speaker before, else who acted in its event.

    Parameters
    ----------
    document, named
        The article, and all who are named in it.
    sentence, demand
        The sentence that demands, and the words with which it does.
    told
        Who acted in the event at which it was said; empty where nobody is known.
    """
    until = sentence.start + max(demand.start, 1)
    people = [actor for actor in named.before(sentence.start, _REMEMBERED) if _is_speaker(document, actor)]
    if people and _HE_SAYS.match(document.text, sentence.start):
        return people[-1].name
    subject = [actor for actor in named.within(sentence.start, until) if _is_speaker(document, actor)]
    if subject:
        return subject[0].name
    after = [actor for actor in named.within(until, sentence.end) if _speaks(document, actor)]
    if after:
        return after[-1].name
    bodies = named.within(sentence.start, until)
    if bodies:
        return bodies[0].name
    if told:
        speakers = [actor for actor in named.before(sentence.start, _REMEMBERED) if _speaks(document, actor)]
        return speakers[-1].name if speakers else told
    last = named.last_before(sentence.start)
    return last.name if last else ""


# Whose instruction is carried out does not speak: 根据李强总理要求，.
_INVOKED = re.compile(r"(?:总书记|总理|主席|同志)?(?:的)?(?:重要)?(?:要求|指示|批示|部署|讲话|论述)")
_INVOKING = re.compile(r"(?:根据|按照|遵照|落实|贯彻|学习|和|、|精神)[^，。；]{0,24}$")


def _is_speaker(document: Document, actor: Actor) -> bool:
    """Whether a name is a person's who may speak here."""
    if actor.kind != "person":
        return False
    text = document.text
    return not (_INVOKED.match(text, actor.end) and _INVOKING.search(text, max(0, actor.start - 30), actor.start))


# Whom 他指出，… quotes is not who speaks.
_HE_SAYS = re.compile(r"[他她](?:还|也|同时)?(?:指出|强调|表示|说|要求|希望|勉励)")


def _speaks(document: Document, actor: Actor) -> bool:
    said = demands.says(document.text[actor.end : actor.end + 24])
    return said and (actor.kind != "person" or _is_speaker(document, actor))
