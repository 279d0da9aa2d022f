"""Events: what happened, when and where, in texts of both languages; laws and hostile input."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import reading
from geo.reading import actors, documents, triggers
from geo.reading.event_places import inside
from geo.reading.wordlists import table
from geo.records import EVENT_TYPES, Event

PUBLISHED = date(2024, 7, 12)  # a Friday


def events(text: str, published: date | None = PUBLISHED) -> tuple[Event, ...]:
    return reading.read(documents.document(text, id="d", published=published)).events


def told(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str, str, str | None]]:
    return [
        (event.type, *(event.span.texts if event.span else ("", "")), event.place) for event in events(text, published)
    ]


CASES = [
    (
        (
            "Vice premier inspects dikes\nBEIJING, July 12 (Xinhua) -- Vice Premier Zhang Guoqing called for vigilance."
            " Zhang made the remarks during an inspection tour in Hunan Province from Wednesday to Thursday."
        ),
        [("inspection", "2024-07-10", "2024-07-11", "430000")],
    ),
    (
        (
            "Symposium on rivers\nCHANGSHA, July 11 (Xinhua) -- Premier Li Qiang on Thursday called for clean rivers."
            " Li spoke when he chaired a symposium. It took place in Changsha, Hunan Province."
        ),
        [("symposium", "2024-07-11", "", "430100")],
    ),
    (
        (
            "Leaders meet\nVIENTIANE, July 10 (Xinhua) -- Premier Li Qiang held talks with the Lao prime minister on"
            " Wednesday."
        ),
        [("meeting", "2024-07-10", "", None)],
    ),
    (
        "Bridge opens\nA new bridge in Zunyi, Guizhou Province, opened to traffic on Tuesday, local authorities said.",
        [("project", "2024-07-09", "", "520300")],
    ),
    (
        (
            "Floods hit city\nFour people were killed after floods hit Shaoguan City in China's Guangdong Province on"
            " Sunday."
        ),
        [("disaster", "2024-07-07", "", "440200")],
    ),
    (
        (
            "Tour of the southwest\nPremier Li Qiang has urged Chongqing to open wider. Li said so during a"
            " three-day inspection tour of the city that started on Tuesday.\nAfter hearing work reports on"
            " Thursday from city officials, Li urged better services."
        ),
        [("inspection", "2024-07-09", "2024-07-11", "500000"), ("meeting", "2024-07-11", "", "500000")],
    ),
    (
        "丁薛祥在广东调研\n中共中央政治局常委、国务院副总理丁薛祥9日至11日在广东调研。他强调，要办好实事。",
        [("inspection", "2024-07-09", "2024-07-11", "440000")],
    ),
    (
        "李强在黑龙江、吉林调研\n7月9日至11日，国务院总理李强在黑龙江、吉林调研。",
        [("inspection", "2024-07-09", "2024-07-11", "230000"), ("inspection", "2024-07-09", "2024-07-11", "220000")],
    ),
    (
        "李强在福建调研并主持召开座谈会\n7月9日至10日，国务院总理李强在福建厦门、泉州调研，并在厦门主持召开座谈会。",
        [("inspection", "2024-07-09", "2024-07-10", "350000"), ("symposium", "2024-07-09", "2024-07-10", "350200")],
    ),
    ("会议举行\n一场水利会议今天（7月12日）在湖北省武汉市举行。", [("meeting", "2024-07-12", "", "420100")]),
    ("某县地震\n北京时间7月11日9时5分，青海省玉树市发生5.2级地震。", [("disaster", "2024-07-11", "", "632701")]),
    ("大桥通车\n昨天，位于贵州遵义的一座大桥正式通车。", [("project", "2024-07-11", "", "520300")]),
    ("国务院发文\n国务院近日印发《关于支持海南发展的意见》。", [("policy", "2024-07-12", "", "460000")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_is_told(text: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    assert told(text) == expected


def test_stops_without_a_day_share_the_tours() -> None:
    text = "李希在云南调研\n中央纪委书记李希9日至11日在云南调研。\n在大理，李希来到祥云县的一个村，看望村民。"
    tour, stop = events(text)
    assert (tour.place, stop.place) == ("530000", "532923")
    assert stop.span == tour.span
    assert "shares the tour's days" in stop.notes


@pytest.mark.parametrize(
    "text",
    [
        "Old trees\nIn the hills of Pu'er, Yunnan Province, farmers rise before dawn. The trees are old.",
        "各地迎新年\n辞旧迎新之际，各地张灯结彩。在北京，人们逛庙会。",
        "Poetry\nThe museum was founded in 1952. It was renovated in March 2008.",
        "一座老桥\n2005年，老桥在重庆建成通车。",
    ],
)
def test_features_and_old_stories_are_no_news(text: str) -> None:
    assert told(text) == []


def test_abroad_has_no_chinese_code() -> None:
    for text in (
        "New Delhi crash\nNEW DELHI, July 10 (Xinhua) -- Ten people were killed when two buses collided on Wednesday.",
        "韩正访问蒙古国\n7月9日至11日，国家副主席韩正访问蒙古国，在乌兰巴托会见蒙古国总理。",
    ):
        (event,) = events(text)
        assert event.foreign
        assert event.place is None


def test_a_dateline_is_where_only_when_nothing_else_says_so() -> None:
    (event,) = events("BEIJING, July 11 (Xinhua) -- The State Council on Thursday held a meeting on grain.")
    assert (event.place, event.place_source, event.certainty) == ("110000", "dateline", "context")


def test_an_undated_main_event_bears_the_articles_day_and_says_so() -> None:
    (event,) = events("李强在西藏调研\n国务院总理李强近日在西藏调研。")
    assert event.span is not None
    assert event.span.first == PUBLISHED
    assert "uncertain" in event.notes[0]
    assert event.certainty == "context"


def test_one_actor_has_one_name_in_both_languages() -> None:
    english = events("BEIJING, July 11 (Xinhua) -- Premier Li Qiang held a meeting on Thursday.")[0].actor
    chinese = events("会议\n7月11日，国务院总理李强主持召开会议。")[0].actor
    assert english == chinese == "Li Qiang"


def test_companions_and_doctrines_are_not_the_actor() -> None:
    (event,) = events("Tour\nOn July 10, accompanied by Vice Premier He Lifeng, Li Qiang visited Dali in Yunnan.")
    assert event.actor == "Li Qiang"
    assert [actor.name for actor in actors.find("习近平新时代思想研讨会")] == []
    assert [actor.name for actor in actors.find("俄罗斯国防部说。我国国防部说。")] == ["Ministry of National Defense"]


def test_those_present_are_participants() -> None:
    (event,) = events("会议\n7月11日，国务院总理李强主持召开会议。\n吴政隆参加。")
    assert event.participants == ("Wu Zhenglong",)


def test_every_row_of_the_type_table_compiles_and_names_a_type() -> None:
    for entry in table("event_types")["type"]:
        assert entry["name"] in EVENT_TYPES
        assert entry["en"]
        assert entry["zh"]
    assert triggers.first("nothing of the kind", "en") is None


def test_every_office_holder_is_found_by_both_spellings() -> None:
    for chinese, english in table("people")["people"].items():
        assert [actor.name for actor in actors.find(f"，{chinese}，")] == [english]
        assert [actor.name for actor in actors.find(f"({english})")] == [english]
        assert actors.is_known(english)


def test_inside_follows_the_codes() -> None:
    assert inside("430102", "430100")
    assert inside("430100", "430000")
    assert inside("430000", "430000")
    assert not inside("430000", "430100")
    assert not inside("440100", "430000")


WORDS = st.sampled_from(
    [
        "Li Qiang",
        "在",
        "湖南",
        "长沙",
        "调研",
        "召开",
        "座谈会",
        "7月9日",
        "至11日",
        "，",
        "。",
        "\n",
        "visited ",
        "Hunan",
        " on Monday",
        ". ",
        "BEIJING, July 9 (Xinhua) -- ",
        "并在",
    ]
)


@settings(max_examples=120, deadline=None)
@given(text=st.lists(WORDS, min_size=1, max_size=40).map("".join), published=st.none() | st.just(PUBLISHED))
def test_laws_of_any_text(text: str, published: date | None) -> None:
    if not text.strip():
        return
    found = events(text, published)
    assert found == events(text, published)
    for event in found:
        assert 0 <= event.start < event.end <= len(text)
        assert event.type in EVENT_TYPES
        assert event.reason
        assert event.span is not None
        assert not (event.foreign and event.place)
        assert event.place is None or event.place_source != "none"


def test_a_crowd_of_places_ends() -> None:
    assert events("7月9日，李强在" + "、".join(["湖南", "湖北"] * 3000) + "调研。")


def test_an_instruction_and_the_disaster_it_followed_are_two() -> None:
    text = (
        "Xi orders rescue\nBEIJING, July 12 (Xinhua) -- Xi Jinping has ordered all-out rescue efforts after a landslide"
        " buried a hamlet in Hunan Province.\nAt about 8 p.m. Thursday, the landslide struck Shimen County in Hunan."
    )
    assert set(told(text)) == {
        ("policy", "2024-07-12", "", None),
        ("disaster", "2024-07-11", "", "430726"),
    }


def test_a_tour_of_cities_in_a_province_is_a_tour_of_the_province() -> None:
    text = (
        "Premier inspects Hunan\nPremier Li Qiang visited the cities of Changsha and Yueyang during his inspection tour"
        " to Hunan Province from July 10 to 11."
    )
    assert told(text) == [("inspection", "2024-07-10", "2024-07-11", "430000")]


def test_a_visitor_from_abroad_is_met_at_home() -> None:
    text = "BEIJING, July 12 (Xinhua) -- Xi Jinping met with visiting French President Emmanuel Macron on Friday."
    (event,) = events(text)
    assert not event.foreign


DATED_PAGE = (
    "date 2024-07-12 Li Xi, secretary of the discipline commission, has called for care in the use of funds for"
    " lakes and wetlands during a tour of Hunan Province from Tuesday to Thursday."
)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Li Xi made a research tour in Hunan that began on Tuesday and concluded on Thursday.", ("09", "11")),
        ("A forum on lakes is being held in Changsha from Friday to Sunday.", ("12", "14")),
        (DATED_PAGE, ("09", "11")),
    ],
)
def test_days_of_tours_and_forums(text: str, days: tuple[str, str]) -> None:
    (event,) = events(text)
    assert event.span is not None
    assert event.span.texts == tuple(f"2024-07-{day}" for day in days)


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("财政部7月11日下达救灾资金，支持辽宁、湖南开展洪涝灾害救灾。", "policy", None),
        ("最大的风电机组11日在辽宁营口启动发电。", "project", "210800"),
        ("山西省清水工程11日正式启动。", "project", "140000"),
        ("习近平11日在北京接受驻华大使递交国书。", "ceremony", "110000"),
        ("习近平11日向乌镇峰会开幕视频致贺。", "speech", None),
        ("经济形势报告会11日在北京举行。", "meeting", "110000"),
        ("李强11日在北京人民大会堂举行仪式，欢迎外国总理。", "ceremony", "110000"),
        ("全国人大常委会11日在北京举行专题讲座。", "study_session", "110000"),
        ("商务部11日举行发布会，本届展会将于8月在广州举办。", "meeting", None),
    ],
)
def test_types_of_chinese_news(text: str, kind: str, place: str | None) -> None:
    (event,) = events(f"要闻\n{text}")
    assert (event.type, event.place) == (kind, place)


def test_what_will_be_sent_is_no_tour_yet() -> None:
    text = "活动启动\n主题活动11日在内蒙古兴安盟启动。此次活动将组织媒体赴内蒙古、广西、西藏采访调研。"
    assert [event.type for event in events(text)] == ["ceremony"]


def test_a_banquet_is_part_of_the_visit() -> None:
    text = "会谈举行\n习近平11日在北京同外国总统举行会谈。\n当晚，习近平在人民大会堂举行欢迎宴会。"
    assert [event.type for event in events(text)] == ["meeting"]
