"""Events that one sentence tells together, or tells of by the way, and where roads and plans are."""

from __future__ import annotations

from datetime import date

import pytest

from geo import reading
from geo.reading import actors, documents, event_clauses, sentences

PUBLISHED = date(2024, 7, 12)  # a Friday
Told = list[tuple[str, str, str | None]]


def told(text: str) -> Told:
    """Type, first day and place of each event."""
    events = reading.read(documents.document(text, id="d", published=PUBLISHED)).events
    return [(event.type, event.span.texts[0] if event.span else "", event.place) for event in events]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (  # an instruction has its own day, even when something else is dated
            (
                "Xi gives instructions on parks\nXi Jinping recently gave important instructions on parks. A symposium"
                " on parks was held in Wuhan on Thursday."
            ),
            [("policy", "2024-07-12", None), ("symposium", "2024-07-11", "420100")],
        ),
        (  # what was ordered after a disaster, told later
            (
                "Fire in Kunming\nA fire broke out in Kunming, Yunnan, on Thursday. Five people were hurt. Firemen"
                " came. Others fled. Li Qiang made an important instruction."
            ),
            [("disaster", "2024-07-11", "530100"), ("policy", "2024-07-12", None)],
        ),
        (  # the tour before this one is by the way
            (
                "Premier visits Guizhou\nOn Thursday, Li Qiang came to Guiyang after ending his inspection of Hunan,"
                " and visited a dam in Guiyang."
            ),
            [("visit", "2024-07-11", "520100")],
        ),
        (  # who reports, reports where he is in office
            (
                "Premier visits Guizhou\nLi Qiang visited Guizhou on Wednesday.\nOn Thursday, Li Qiang heard a work"
                " report from the CPC committee of Guizhou."
            ),
            [("visit", "2024-07-10", "520000"), ("meeting", "2024-07-11", "520000")],
        ),
        (  # both ends of a line within a province, and in two
            "Line opens\nThe Lijiang-Dali section of a railway was put into operation on Thursday.",
            [("project", "2024-07-11", "530000")],
        ),
        (
            "Line opens\nThe Lijiang-Guiyang section of a railway was put into operation on Thursday.",
            [("project", "2024-07-11", None)],
        ),
        (  # a plan for a zone is where the zone is
            (
                "Zone planned\nBEIJING, July 12 (Xinhua) -- The State Council on Friday issued a plan for the Xinjiang"
                " Pilot Free Trade Zone."
            ),
            [("policy", "2024-07-12", "650000")],
        ),
        ("一周看点\n今天（7月12日）的《一周看点》，我们来看各地怎样种树。", []),
        ("降雨\n中央气象台预计，7月12日云南昆明发生山洪的风险较高。", []),
        (
            "湖南团开会\n7月11日，全国人大湖南代表团在北京举行会议。",
            [("meeting", "2024-07-11", "110000")],
        ),
    ],
)
def test_events(text: str, events: Told) -> None:
    assert told(text) == events


def test_what_struck_and_what_was_ordered_are_cut_apart_in_chinese() -> None:
    text = "7月11日，云南昆明发生地震，造成多人受伤，习近平对地震作出重要指示。"
    document = documents.document(text, id="d", published=PUBLISHED)
    [sentence] = sentences.split(document)
    parts = [text[part.start : part.end] for part in event_clauses.cut(document, sentence)]
    assert parts == ["7月11日，云南昆明发生地震", "造成多人受伤，习近平对地震作出重要指示。"]
    quiet = documents.document("李强强调，要种树。", id="d", published=PUBLISHED)
    assert len(list(event_clauses.cut(quiet, sentences.split(quiet)[0]))) == 1


def test_an_instruction_that_is_followed_is_not_given_again() -> None:
    text = "官兵救灾\n7月11日，官兵在云南昆明贯彻习近平作出的重要指示。"
    assert all(kind != "policy" for kind, *_ in told(text))


def test_no_day_is_a_person() -> None:
    assert actors.find("On Wednesday, the premier went to a dam. Last Friday, the governor left.") == ()
