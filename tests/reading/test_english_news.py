"""What English news tells of: its captions, tours, policies and disasters, and what it only mentions by the way."""

from __future__ import annotations

from datetime import date

import pytest

from geo import reading
from geo.reading import documents, triggers

PUBLISHED = date(2024, 7, 12)  # a Friday


def read(text: str, *, published: date = PUBLISHED) -> reading.Reading:
    return reading.read(documents.document(text, id="d", published=published))


def told(text: str) -> list[tuple[str, str, str, str | None]]:
    """Type, first day, last day and place of each event."""
    events = read(text).record()["events"]
    return [(event["type"], event["date_start"], event["date_end"], event["place_adcode"]) for event in events]


def asked(text: str) -> list[str]:
    result = read(text)
    return [result.document.text[directive.start : directive.end] for directive in result.directives]


CAPTION = (
    "Premier asks for cleaner lakes\n\n"
    "Chinese Premier Li Qiang visits a dairy in Yueyang, central China's Hunan Province, July 10, 2024. "
    "He toured Hunan from Tuesday to Thursday. (Xinhua/Nobody)\n\n"
)
LEAD = (
    "CHANGSHA, July 11 (Xinhua) -- Chinese Premier Li Qiang called for cleaner lakes during an inspection tour of "
    "Hunan Province from Tuesday to Thursday.\n"
)


# Tours and captions


def test_all_sentences_of_a_caption_above_the_dateline_tell_of_events() -> None:
    events = told(CAPTION + LEAD)
    assert ("2024-07-10", "2024-07-10", "430600") in [event[1:] for event in events]
    assert ("2024-07-09", "2024-07-11", "430000") in [event[1:] for event in events]


def test_a_line_above_the_dateline_without_a_credit_is_no_caption() -> None:
    assert [
        event[3]
        for event in told("Premier asks for lakes\n\nPremier Li Qiang visits Yueyang on July 10, 2024.\n" + LEAD)
    ] == ["430000"]


def test_a_stop_keeps_its_day_when_the_whole_tour_is_told_without_a_place() -> None:
    text = (
        "Premier asks for cleaner lakes\n\n"
        "Chinese Premier Li Qiang visits a mill in Xiangtan, Hunan Province, July 10, 2024. (Xinhua/Nobody)\n\n"
        "CHANGSHA, July 11 (Xinhua) -- Premier Li Qiang made the remarks during an inspection tour of Hunan.\n"
        "During his inspection from Tuesday to Thursday, Li saw how the mill saves water.\n"
    )
    assert ("visit", "2024-07-10", "2024-07-10", "430300") in told(text)


def test_a_tour_takes_the_days_told_before_its_place() -> None:
    text = (
        "Premier Li Qiang made the remarks during an inspection from Tuesday to Thursday.\n"
        "Farmers should be helped, Li Qiang said during his inspection tour of Hunan Province.\n"
        "On Wednesday, Li Qiang visited an orchard in Yueyang.\n"
    )
    assert ("inspection", "2024-07-09", "2024-07-11", "430000") in told(text)


def test_cities_listed_in_a_province_are_toured_as_the_province() -> None:
    text = "Premier Li Qiang made an inspection tour of Yueyang and Xiangtan in Hunan Province on July 9 and 10.\n"
    assert [event[3] for event in told(text)] == ["430000"]


def test_a_visit_lasts_from_the_afternoon_of_a_day_to_the_morning_of_another() -> None:
    text = "Premier Li Qiang inspected a mill in Yueyang, Hunan Province, from Tuesday afternoon to Thursday morning.\n"
    assert [event[1:3] for event in told(text)] == [("2024-07-09", "2024-07-11")]


# What happened, and where


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "A shallow earthquake measuring 5.4 on the Richter scale struck Lushan County in Sichuan on Tuesday.\n",
            ("disaster", "2024-07-09", "2024-07-09", "511826"),
        ),
        (
            "The storm hit the fishing villages of Putian on Tuesday.\n",
            ("disaster", "2024-07-09", "2024-07-09", "350300"),
        ),
        (
            "Typhoon Nobody landed on Tuesday in Fujian after battering Taiwan Province.\n",
            ("disaster", "2024-07-09", "2024-07-09", "350000"),
        ),
        (
            "Typhoon Nobody landed on Tuesday after battering Taiwan Province.\n",
            ("disaster", "2024-07-09", "2024-07-09", None),
        ),
        (
            "Qinghai Province opened its longest expressway tunnel on Wednesday.\n",
            ("project", "2024-07-10", "2024-07-10", "630000"),
        ),
        (
            "The construction of a tunnel below the harbour of Xiamen, which three firms planned, began on Monday.\n",
            ("project", "2024-07-08", "2024-07-08", "350200"),
        ),
        (
            'Recently, the "Opinions of the Gansu Provincial Government on Looking After Old Orchards" was released.\n',
            ("policy", "2024-07-12", "2024-07-12", "620000"),
        ),
        (
            "A plan to plant the city's river banks was released on Thursday. Changsha has two long rivers.\n",
            ("policy", "2024-07-11", "2024-07-11", "430100"),
        ),
        (
            "A meeting on reservoirs in Fujian and Guangdong was held by the ministry on Thursday.\n",
            ("meeting", "2024-07-11", "2024-07-11", None),
        ),
    ],
)
def test_news_is_told_with_its_place(text: str, event: tuple[str, str, str, str | None]) -> None:
    assert told(text) == [event]


@pytest.mark.parametrize(
    "text",
    [
        "Hong Kong shares closed lower on Thursday as traders waited.\n",
        "Shenzhen stocks fell on Thursday, and bonds rose.\n",
    ],
)
def test_how_markets_closed_is_no_event(text: str) -> None:
    assert told(text) == []
    assert triggers.is_figures(text)


def test_what_a_return_came_after_is_by_the_way() -> None:
    text = LEAD + "The inspection tour came right after he ended a state visit to Norway on Monday.\n"
    assert [event[3] for event in told(text)] == ["430000"]


def test_a_plan_released_on_a_day_is_of_that_day_though_it_speaks_of_what_is_to_come() -> None:
    text = "The island is set to plant a million trees, according to a plan released on Monday by Hainan Province.\n"
    assert [event[1] for event in told(text)] == ["2024-07-08"]


def test_a_wire_between_strokes_is_a_dateline() -> None:
    text = "HONG KONG, July 12, 2024 /PRNewswire/ -- Traders told a forum held on Thursday in Macao that rents fell.\n"
    assert ("meeting", "2024-07-11", "2024-07-11", "820000") in told(text)


# Who is asked, and what about


@pytest.mark.parametrize(
    "text",
    [
        "Beijing urged Washington to stop selling arms to Taiwan, a spokesperson said.\n",
        "The United States must stop official contacts with Taiwan, the spokesperson said.\n",
        "The Taiwan question is at the core of the country's core interests, and the red line must not be crossed.\n",
    ],
)
def test_what_other_states_are_asked_is_no_directive(text: str) -> None:
    lead = "Premier Li Qiang urged Hunan Province to plant trees. Washington was told of it.\n"
    assert asked(lead + text) == ["Premier Li Qiang urged Hunan Province to plant trees."]


@pytest.mark.parametrize(
    "text",
    [
        "Local authorities are to check every dike before the rain comes, the ministry said.\n",
        "The ministry issued a circular to ask for schools and clinics to open on Sunday.\n",
    ],
)
def test_authorities_are_to_act(text: str) -> None:
    assert asked("Premier Li Qiang urged Hunan Province to plant trees.\n" + text)[1:] == [text.strip()]


def test_a_railway_that_will_begin_operation_is_no_demand() -> None:
    text = "A railway will begin operation on Saturday, the government of Hunan Province announced in a plan.\n"
    assert asked(text) == []


def test_a_symposium_counts_by_its_matter_and_not_by_a_visit_beside_it() -> None:
    text = (
        "President Xi Jinping on Thursday called for efforts to protect the Yellow River basin at a symposium in "
        "Lanzhou.\nPresident Xi Jinping visited a dike in Lanzhou on Wednesday.\nEfforts should be made to save water, "
        "Xi said.\n"
    )
    assert read(text).record()["main_targets"] == ["yellow_river_basin"]


@pytest.mark.parametrize(
    "words", ["the Anhui brand", "the Shanghai free trade zone", "the Shanghai section of the line"]
)
def test_a_section_a_zone_and_a_brand_are_names_of_their_own(words: str) -> None:
    places = read(f"Visitors were told of {words} by their guide.\n").record()["places"]
    assert all(place.get("embedded") for place in places), places
