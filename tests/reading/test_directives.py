"""Directives: what is a demand and what is not, whom it is aimed at, and the article's main targets."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import reading
from geo.reading import demands, demands_zh, documents
from geo.reading.wordlists import table
from geo.records import THEMES

PUBLISHED = date(2024, 7, 12)


def read(text: str) -> reading.Reading:
    return reading.read(documents.document(text, id="d", published=PUBLISHED))


def asked(text: str) -> list[str]:
    result = read(text)
    return [result.document.text[directive.start : directive.end] for directive in result.directives]


@pytest.mark.parametrize(
    "sentence",
    [
        "Li urged the city to plant more trees.",
        "He called for better roads.",
        "He called on officials to listen to villagers.",
        "Li stressed the need to protect wetlands.",
        "Li underscored protecting wetlands.",
        "He emphasized efforts to save water.",
        "Li noted the importance of clean air.",
        "It is essential to keep the rivers clean, Li said.",
        "Efforts should be made to cut emissions.",
        "Local governments must repair the dikes.",
        "Hard work is needed to restore the lake.",
        "Measures will be taken to raise incomes, Li said.",
        "Officials need to inspect every reservoir, he added.",
        "He considered it imperative to store more grain.",
    ],
)
def test_english_demands(sentence: str) -> None:
    assert demands.english(sentence) is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "The city planted two million trees last year.",
        "Li praised the progress of the past five years.",
        "The region plays an important role in grain production.",
        "Villagers were told to leave; they were ordered to higher ground.",
        "The work has progressed smoothly, Li said.",
        "He called at the school.",
        "An urgent letter arrived.",
        "The instruction reached all counties.",
        "He said during the meeting that incomes rose.",
        "The dam should have been closed.",
    ],
)
def test_english_praise_and_reports_are_none(sentence: str) -> None:
    assert demands.english(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "他强调，要保护湿地。",
        "各级政府要落实责任。",
        "必须守住耕地红线。",
        "他希望云南发挥优势。",
        "会议要求各地做好防汛工作。",
        "他指出，加快修复堤坝。",
        "不得擅自占用耕地。",
        "他勉励青年勇于创新。",
    ],
)
def test_chinese_demands(sentence: str) -> None:
    assert demands_zh.chinese(sentence, spoken=True) is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "五年来，湿地面积增加了。",
        "这是重要的水源地，主要种植水稻。",
        "他指出，物流是实体经济的命脉。",
        "按照高质量发展的要求，成效显著。",
        "场馆已按照正式比赛要求进行了测试。",
        "他们充满希望，走在希望的田野上。",
        "推动振兴，关键在科技，方向是升级。",
        "他想要一本书，只要十元。",
        "市场反应平稳，供应充足，气候适应性强。",
    ],
)
def test_chinese_praise_and_descriptions_are_none(sentence: str) -> None:
    assert demands_zh.chinese(sentence, spoken=True) is None


def test_a_verb_without_subject_needs_a_demand_before_it() -> None:
    assert demands_zh.chinese("加快修复堤坝。", spoken=True, chained=True) is not None
    assert demands_zh.chinese("加快修复堤坝。", spoken=True) is None
    assert demands_zh.chinese("要修复堤坝。", spoken=False) is None


def test_a_speech_lasts_to_the_end_of_its_paragraph() -> None:
    text = "李强在云南调研\n7月11日，李强在云南调研。他强调，要保护湿地。加快修复湖泊。\n当地修复了三个湖泊。要闻三则。"
    assert asked(text) == ["他强调，要保护湿地。", "加快修复湖泊。"]


def test_headlines_opinions_and_diplomacy_are_no_directives() -> None:
    assert asked("Li urges Yunnan to plant trees\nLi Qiang visited Yunnan on Thursday.") == []
    assert asked("Prices\nConsumers should save more, an analyst said on Thursday.") == []
    assert (
        asked("习近平同法国总统会谈\n7月11日，习近平在北京同法国总统会谈。习近平强调，双方要加强合作。要尊重彼此。")
        == []
    )
    assert (
        asked("Talks\nPARIS, July 11 (Xinhua) -- Premier Li Qiang met the French president. Li urged France to invest.")
        == []
    )
    assert asked("群众热议\n广大干部群众表示，要奋力拼搏。要再接再厉。") == []
    assert asked("印度车祸\n7月11日，印度发生车祸。总理莫迪要求全力救援。") == []


def test_targets_are_the_addressee_before_the_objects() -> None:
    text = (
        "Li inspects Hubei\nPremier Li Qiang on Thursday made an inspection tour in Hubei Province. Li urged Hubei to"
        " align its plans with the Yangtze River Delta. Li called for helping Hunan and Jiangxi. Farms must be"
        " protected, he said."
    )
    result = read(text)
    targets = [(directive.targets, directive.inherited) for directive in result.directives]
    assert targets == [(("420000",), False), (("430000", "360000"), False), (("420000",), True)]
    assert result.main_targets == ("420000",)
    assert [row["targets"] for row in result.record()["directives"]] == [["420000"], ["430000", "360000"], []]  # type: ignore[attr-defined]


def test_only_the_addressee_is_meant_when_it_is_asked_to_do_something_for_others() -> None:
    text = (
        "Li inspects Hubei\nLi Qiang inspected Hubei Province on Thursday. Li urged Hubei to help Hunan and Jiangxi"
        " with flood control. He said Hunan should assist Guizhou."
    )
    assert [directive.targets for directive in read(text).directives] == [("420000",), ("430000",)]


def test_the_province_that_says_must_is_the_target() -> None:
    text = "李强在云南调研\n7月11日，李强在云南调研。他强调，云南要扩大开放。要服务西部地区。要办好学校。"
    result = read(text)
    assert [directive.targets for directive in result.directives] == [("530000",), ("western",), ("530000",)]


def test_where_the_speaker_was_is_no_target() -> None:
    text = (
        "Li inspects Yunnan\nLi Qiang visited Yunnan on Thursday. While visiting a village in Dali, Li said rural roads"
        " must be repaired."
    )
    assert [directive.targets for directive in read(text).directives] == [("530000",)]


def test_army_and_party_campaigns_are_the_nations() -> None:
    text = "李强在云南调研\n7月11日，李强在云南调研。他强调，要扩大开放。要推动主题教育走深走实。"
    assert [directive.targets for directive in read(text).directives] == [("530000",), ("national",)]


def test_without_any_place_the_nation_is_meant_and_without_demands_nobody() -> None:
    assert read("国务院会议\n7月11日，李强主持召开会议。会议强调，要稳定粮食生产。").main_targets == ("national",)
    assert read("国务院会议\n7月11日，李强主持召开会议。会议听取了汇报。").main_targets == ()


def test_actor_theme_event_and_reason_are_given() -> None:
    text = "李强在云南调研\n7月11日，李强在云南调研。他强调，要保护耕地，提高粮食产能。"
    result = read(text)
    (directive,) = result.directives
    assert directive.actor == "Li Qiang"
    assert directive.theme == "agriculture"
    assert {"耕地", "粮食产能"} <= set(directive.theme_evidence)
    assert directive.event == 0
    assert directive.span == result.events[0].span
    assert "要" in directive.reason


def test_every_speaker_keeps_their_own_demands() -> None:
    text = (
        "Meeting on rivers\nBEIJING, July 11 (Xinhua) -- Premier Li Qiang on Thursday called for cleaner rivers."
        " Ding Xuexiang urged local governments to act. He also demanded strict checks."
    )
    assert [directive.actor for directive in read(text).directives] == ["Li Qiang", "Ding Xuexiang", "Ding Xuexiang"]


def test_every_verb_list_is_filled() -> None:
    for lang in ("en", "zh"):
        for name, words in table("verbs")[lang].items():
            assert words, (lang, name)
            assert len(words) == len(set(words)) or isinstance(words, str), (lang, name)


WORDS = st.sampled_from(
    [
        "李强",
        "强调，",
        "要",
        "必须",
        "云南",
        "加快",
        "修复",
        "两国",
        "法国",
        "，",
        "。",
        "\n",
        "Li urged ",
        "Yunnan ",
        "to act",
        ". ",
        "must ",
        "7月11日",
    ]
)


@settings(max_examples=120, deadline=None)
@given(text=st.lists(WORDS, min_size=1, max_size=40).map("".join))
def test_laws_of_any_text(text: str) -> None:
    if not text.strip():
        return
    result = read(text)
    assert result == read(text)
    sentences = {(sentence.start, sentence.end) for sentence in result.sentences}
    for directive in result.directives:
        assert (directive.start, directive.end) in sentences
        assert directive.theme in THEMES
        assert directive.reason
        assert directive.inherited == (directive.targets == result.main_targets) or not directive.inherited
        assert directive.event is None or 0 <= directive.event < len(result.events)


@pytest.mark.parametrize(
    "sentence",
    [
        "Li stressed better use of rain water.",
        "Li underlined the strict enforcement of fishing bans.",
        "Li emphasized an unwavering commitment to cleaning the lakes.",
        "Li required quick efforts in mending the roads.",
        "Li ordered speedy repair efforts.",
        "Local authorities along the coast were asked to clear the drains, Li said.",
        "A frugal approach will be adopted for the offices, Li said.",
        "Schools should air their rooms and look after students, the ministry said.",
    ],
)
def test_matters_and_passives_are_demands(sentence: str) -> None:
    text = f"Premier checks dikes\nPremier Li Qiang on Friday called for vigilance in Hunan Province. {sentence}"
    assert sentence in asked(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "Li emphasized that planting reeds along the lake is a task of many years.",
        "Some 300 villagers were asked to leave their homes.",
    ],
)
def test_statements_and_reports_are_none(sentence: str) -> None:
    text = f"Premier checks dikes\nPremier Li Qiang on Friday called for vigilance in Hunan Province. {sentence}"
    assert sentence not in asked(text)


def test_what_a_plan_does_is_asked() -> None:
    text = (
        "Hunan issues action plan for wetlands\nHunan Province on Friday issued an action plan for its wetlands."
        " Fishing in the reserves will be strictly prohibited. The province aims to plant reeds on 90 islets."
    )
    assert len(asked(text)) == 2


def test_an_instruction_is_no_plan() -> None:
    text = (
        "Xi orders rescue\nXi Jinping gave an instruction on Friday after a landslide struck Xinhua County in Hunan"
        " Province. He urged all-out efforts. Support of 5 million yuan will go to the county."
    )
    assert [sentence.split()[0] for sentence in asked(text)] == ["He"]


def test_where_something_was_said_is_no_target() -> None:
    text = "Xi Jinping called for cleaner air in Shanxi Province during an inspection tour in Hunan Province on Friday."
    (directive,) = read(text).directives
    assert directive.targets == ("140000",)


def test_of_one_address_the_smaller_unit_is_the_target() -> None:
    text = "Xi Jinping on Friday urged help for Shimen County in central China's Hunan Province."
    (directive,) = read(text).directives
    assert directive.targets == ("430726",)


def test_a_stop_does_not_count_besides_the_tour() -> None:
    text = (
        "Premier tours lake country\nPremier Li Qiang made an inspection tour in Hunan Province from Wednesday to"
        " Friday. In a visit to Changsha on Wednesday, Li urged officials to plant trees. He called for clean water."
    )
    assert read(text).main_targets == ("430000",)


def test_the_lead_tells_what_unknown_officials_ask_about() -> None:
    text = (
        "Storm nears coast\nFujian Province raised its alert for the storm on Friday and ordered all boats back."
        " Local governments in Fujian were asked to clear the drains."
    )
    assert read(text).main_targets == ("350000",)


@pytest.mark.parametrize(
    ("opening", "unit"),
    [("", "He urged Suzhou, Anhui, to act and "), ("李强强调，", "江苏省苏州市要加快发展，")],
)
def test_a_demand_of_any_length_is_read_to_its_end(opening: str, unit: str) -> None:
    """Linear rules end within seconds; what costs the square of the length would take minutes here."""
    text = opening + unit * 4000
    (found,) = read(text).directives
    assert found.end - found.start >= len(text) - 2
    assert len(found.targets) <= 2


@pytest.mark.parametrize(
    "sentence",
    [
        "国务院安委会近日部署各地区、各有关部门开展整治。",
        "此外，国家粮食和物资储备局要求各地严格监管。",
        "近日，农业农村部出台《行动计划》，将组织实施三大行动。",
        "国家发展改革委今天印发通知，明年将优先支持产粮大县。",
    ],
)
def test_what_an_office_asks_of_all_or_will_do_by_what_it_issued(sentence: str) -> None:
    assert asked(f"近日要闻\n{sentence}") == [sentence]


def test_an_office_that_asks_nobody_demands_nothing() -> None:
    assert asked("近日要闻\n国务院安委会近日部署完毕。农业农村部将举行会议。") == []
