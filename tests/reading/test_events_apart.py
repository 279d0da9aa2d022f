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
        (  # a law that is to take effect was signed "recently"
            (
                "Premier signs a decree\nPremier Li Qiang has recently signed a decree to publish regulations on wells,"
                " which take effect on Sept. 1, 2024."
            ),
            [("policy", "2024-07-12", None)],
        ),
        (  # the years of a plan are no day of it
            (
                "Plan issued\nThe State Council has recently issued an outline of a plan for wells (2023-2027). It has"
                " six parts."
            ),
            [("policy", "2024-07-12", None)],
        ),
        (  # how many had died by a day is not when it happened
            (
                "Mine floods in Zigong\nAs of 8 am on Thursday, two people had died after a fire swept a mine on"
                " Tuesday in Zigong, Sichuan."
            ),
            [("disaster", "2024-07-09", "510300")],
        ),
        (  # the second sentence tells the news, and the first did not
            "两组数据发布\n今年以来，各地种树。国家统计局今天（7月12日）公布上半年数据。",
            [("other", "2024-07-12", None)],
        ),
        (
            "台风\n台风“某某”7月11日16时、22时先后在海南文昌市、广东徐闻县登陆，造成灾害。",
            [("disaster", "2024-07-11", "469005"), ("disaster", "2024-07-11", "440825")],
        ),
        ("堤防\n7月11日，湖南华容县一段堤防决口。", [("disaster", "2024-07-11", "430623")]),
        ("新线开通\n某某高铁一段日前正式开通运营。", [("project", "2024-07-12", None)]),
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


def test_teams_visit_and_nobody_tours() -> None:
    text = (
        "League roundup\nBEIJING, July 11 (Xinhua) -- Liaoning beat visiting Jilin in the league. Guangdong edged"
        " Shanxi in overtime; the coach praised rebounds and assists in the second half. Xinjiang visited Fujian."
    )
    assert all(kind not in ("visit", "inspection") for kind, *_ in told(text))


def test_the_same_day_is_that_of_the_story_and_not_of_a_speech() -> None:
    text = "调研\n7月9日上午，李强在湖南长沙调研。他说，昨天的路难走，今天的路好走。当天下午，李强在湖南湘潭调研。"
    assert ("inspection", "2024-07-09", "430300") in told(text)
