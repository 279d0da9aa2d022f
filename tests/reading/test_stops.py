"""Where something was said on a tour: the stop that is told before it, when it is one place and inside the tour's."""

from __future__ import annotations

from datetime import date

import pytest

from geo import reading
from geo.reading import documents

TOUR_ZH = "王沪宁在四川调研\n全国政协主席王沪宁9日至11日在四川调研。他强调，要加强团结。大家谈了很久。气氛很好。\n"
TOUR_EN = (
    "Ding Xuexiang inspects Sichuan\nCHENGDU, July 11 (Xinhua) -- Vice Premier Ding Xuexiang inspected southwest"
    " China's Sichuan Province from Tuesday to Thursday. The weather was fine. The rice stood well.\n"
)


def said_at(text: str) -> list[tuple[str | None, str | None]]:
    """Return the place of the event and of the stop of every directive but the tour's own."""
    result = reading.read(documents.document(text, id="d", published=date(2024, 7, 12)))
    told = [one for one in result.directives if one.start > text.index("\n", text.index("\n") + 1)]
    events = [None if one.event is None else result.events[one.event].place for one in told]
    return [(place, one.stop.code if one.stop else None) for place, one in zip(events, told, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("随后，王沪宁来到雅安市雨城区一个社区，同居民交谈。他强调，要办好食堂。", "511802"),
        ("在乐山，王沪宁考察了一所学校。他强调，要办好学校。", "511100"),
        ("王沪宁走进泸州老城区的茶馆，听老人讲述往事。他强调，要保护好老街。", "510500"),
        # neither of two, nor what comes after another stop or a report heard
        ("王沪宁来到乐山、雅安，走进农户。他强调，要办好食堂。", None),
        ("在乐山，王沪宁考察了一所学校。随后来到一家企业。他强调，要多用新技术。", None),
        ("在乐山，王沪宁看望了师生。在一家研究院，王沪宁强调，要多用新技术。", None),
        ("王沪宁来到乐山一所学校。随后，他听取了省委的工作汇报。他强调，要办好学校。", None),
        # what is spoken of is no stop, and neither is a place outside the tour
        ("王沪宁听说了乐山的旅游。他强调，要办好旅游。", None),
        ("王沪宁说起曾来到长沙。他强调，要办好旅游。", None),
    ],
)
def test_chinese_stops(text: str, expected: str | None) -> None:
    assert said_at(TOUR_ZH + text) == [("510000", expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Leshan, Ding visited a school. He urged more sports there.", "511100"),
        ("Visiting a tea house in the city of Ya'an, Ding stressed protecting the old streets.", "511800"),
        ("Ding visited a dam in Leshan. He then visited a factory. He urged the use of new machines.", None),
        ("Ding visited schools in Leshan and Ya'an. He urged more sports.", None),
        ("Ding visited Leshan. Hearing a work report by the province, he urged more sports.", None),
    ],
)
def test_english_stops(text: str, expected: str | None) -> None:
    assert said_at(TOUR_EN + text) == [("510000", expected)]


def test_a_stop_lasts_while_the_visitor_leaves_it() -> None:
    text = TOUR_ZH + "王沪宁来到雅安市雨城区一个社区。\n离开社区时，王沪宁强调，要办好食堂。\n他最后强调，要办好学校。"
    assert said_at(text) == [("510000", "511802"), ("510000", None)]


def test_of_two_provinces_toured_the_stop_tells_which() -> None:
    text = "王沪宁在四川、重庆调研\n全国政协主席王沪宁9日至11日在四川、重庆调研。\n"
    text += "在重庆江津区，王沪宁考察了一个港口。他强调，要办好口岸。"
    assert said_at(text) == [("500000", "500116")]


REPORT = "11日上午，王沪宁在成都听取了省委的工作汇报。王沪宁指出，四川要办好学校。\n"


def days(text: str) -> list[tuple[str | None, str, str]]:
    """Return the place, the first day and the last of what was asked behind the lead."""
    result = reading.read(documents.document(text, id="d", published=date(2024, 7, 12)))
    told = [one for one in result.directives if one.start > text.index("\n", text.index("\n") + 1)]
    events = [result.events[one.event or 0].place for one in told]
    return [
        (place, *(f"{day:%d}" for day in (one.span.first, one.span.last)))
        for place, one in zip(events, told, strict=True)
        if one.span
    ]


def test_a_speech_after_a_report_goes_on_over_paragraphs_until_the_next_stop() -> None:
    text = TOUR_ZH + REPORT + "王沪宁强调，要办好食堂。\n随后，王沪宁来到一家企业。他强调，要多用新技术。"
    assert days(text) == [("510100", "11", "11"), ("510100", "11", "11"), ("510000", "09", "11")]


def test_what_was_said_on_a_day_of_a_tour_has_that_day() -> None:
    text = TOUR_ZH + "9日下午，王沪宁一下车就走进一所学校。他强调，要办好学校。\n王沪宁还强调，要办好食堂。"
    assert days(text) == [("510000", "09", "09"), ("510000", "09", "11")]


def test_whose_requirement_is_carried_out_does_not_speak() -> None:
    text = (
        "张国清指导救援\n根据李强总理要求，国务院副总理张国清11日在陕西商洛指导救援。"
        "张国清指出，要落实李强总理要求，全力救人。要盯住水位。"
    )
    result = reading.read(documents.document(text, id="d", published=date(2024, 7, 12)))
    assert {one.actor for one in result.directives} == {"Zhang Guoqing"}


def test_whence_somebody_came_is_not_where_he_went() -> None:
    text = "习近平在宁夏考察\n7月9日，习近平结束在青海考察后，来到宁夏。他强调，要种好树。"
    (event,) = reading.read(documents.document(text, id="d", published=date(2024, 7, 12))).events
    assert event.place == "640000"


def test_what_a_meeting_stressed_is_of_the_meeting_told_before() -> None:
    text = (
        "火灾调查启动\n7月9日，江西新余发生火灾。国务院调查组成立。大家很难过。\n"
        "7月11日，国务院调查组在新余召开全体会议。\n会议强调，要查明原因。"
    )
    result = reading.read(documents.document(text, id="d", published=date(2024, 7, 12)))
    (asked,) = result.directives
    assert asked.span
    assert asked.span.first == date(2024, 7, 11)
