"""At whom Chinese demands are aimed: who is asked after the speaker's travels are told, and whose business it is."""

from __future__ import annotations

from datetime import date

import pytest

from geo import reading
from geo.reading import documents, scope
from geo.records import Document

PUBLISHED = date(2024, 7, 12)
LEADER = "国务院总理李强"


def read(text: str) -> reading.Reading:
    return reading.read(documents.document(text, id="d", published=PUBLISHED))


@pytest.mark.parametrize(
    ("sentence", "targets"),
    [
        (f"在湖北，{LEADER}听取武汉和宜昌修路情况汇报，要求加快施工进度。", ()),
        (f"{LEADER}充分肯定湖北修路的成绩，希望湖北加快推动中部地区铁路建设。", ("420000",)),
        (f"{LEADER}希望湖北、湖南加快铁路建设。", ("420000", "430000")),
        (f"{LEADER}对武汉、宜昌的成绩给予肯定，强调要加快铁路建设。", ("420100", "420500")),
        (f"{LEADER}强调，要加快湖北乡村建设。", ("420000",)),
        ("国务院印发《关于支持湖北修路的意见》，要求加快铁路建设。", ("420000",)),
    ],
)
def test_what_is_told_before_the_demand_is_no_target_unless_it_is_praised_or_the_matter(
    sentence: str, targets: tuple[str, ...]
) -> None:
    found = read(f"{LEADER}谈铁路\n{sentence}").directives
    assert [directive.targets for directive in found if not directive.inherited] == ([targets] if targets else [])


def test_the_places_a_headline_lists_are_main_targets_together() -> None:
    asked = "要加快铁路建设。要保护湖北湿地。要帮助湖北农民。"
    text = f"李强在湖北、湖南调研\n{LEADER}7月11日在湖北、湖南调研。他强调，{asked}"
    assert read(text).main_targets == ("420000", "430000")


@pytest.mark.parametrize(
    ("demands", "main"),
    [
        ("要做好人大工作。要认真听取意见。", ("national",)),
        ("纪检监察机关要守纪律。要认真听取意见。", ("national",)),
        ("要做好第九次全国经济普查。要认真登记。", ("national",)),
        ("要加快铁路建设。要认真听取意见。", ("420000",)),
    ],
)
def test_the_business_of_the_nations_own_bodies_is_the_nations(demands: str, main: tuple[str, ...]) -> None:
    assert read(f"李强在湖北调研\n{LEADER}7月11日在湖北调研。他强调，{demands}").main_targets == main


def test_what_a_province_asks_binds_nobody_beyond_it() -> None:
    text = "省政府开会\n7月11日，省委副书记、省长王某主持召开会议。他强调，湖北要修路。要守纪律，学习党章。"
    assert read(text).main_targets == ("420000",)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("市委书记到国务院开会。", True),
        ("国务院总理到市委开会。", False),
        ("村里开会。", False),
        ("", False),
    ],
)
def test_the_office_named_first_says_whose_business_it_is(text: str, local: bool) -> None:
    assert scope.is_local(Document(id="d", lang="zh", text=text)) is local


def test_after_a_disaster_the_smaller_place_is_the_target_unless_the_headline_names_the_larger() -> None:
    told = f"{LEADER}7月11日在湖南郴州看望受灾群众。他强调，要抓紧抢险。要安置好群众。"
    assert read(f"李强看望受灾群众\n{told}").main_targets == ("431000",)
    assert read(f"李强在湖南郴州看望受灾群众\n{told}").main_targets == ("431000",)
    assert read(f"李强在湖南看望受灾群众\n{told}").main_targets == ("430000",)


def test_an_instruction_answers_a_disaster_on_a_day_of_its_own() -> None:
    text = "湖南发生地震\n7月9日，湖南郴州发生5.1级地震。地震发生后，国家主席习近平作出重要指示，要抓紧救人。"
    found = read(text).events
    assert [(event.type, event.span and event.span.first) for event in found] == [
        ("disaster", date(2024, 7, 9)),
        ("policy", PUBLISHED),
    ]
    assert "date uncertain: the publication date" in found[1].notes


def test_a_document_of_government_demands_by_every_verb_without_a_subject() -> None:
    text = "湖北省人民政府关于修路的意见\n各市人民政府：\n一、总体要求\n加快农村公路建设。\n农村公路有三万公里。"
    assert [directive.theme for directive in read(text).directives] == ["infrastructure"]
    assert not read(text.replace("一、总体要求\n", "")).directives


@pytest.mark.parametrize(
    "sentence",
    [
        "李强强调坚持修好铁路。",
        "号召大家修好铁路。",
        "李强强调，要修好铁路。在保护文物上下功夫。",
        "李强强调，施工上，做到安全第一。",
        "李强强调，按照中央部署，要修好铁路。",
        "李强强调，修好铁路关键是要选好线路。",
        "要贯彻国务院部署，修好铁路。",
    ],
)
def test_forms_of_demands(sentence: str) -> None:
    assert read(f"李强谈铁路\n{LEADER}说，铁路很长。{sentence}").directives


def test_what_cannot_be_done_without_is_told_and_not_asked() -> None:
    assert len(read(f"李强谈铁路\n{LEADER}强调，要修好铁路。走好这条路离不开大家。").directives) == 1


def test_the_items_of_a_digest_stay_apart() -> None:
    text = (
        "国内快讯\n\n上海开展览\n\n7月12日，博览会在上海开幕。\n\n部委发布名单\n\n教育部7月12日公布一批学校名单。\n\n"
        "广州开大会\n\n7月12日，大会在广州召开。"
    )
    assert [event.place for event in read(text).events] == ["310000", None, "440100"]


def test_a_weekday_with_its_day_is_that_day() -> None:
    found = [item.span.first for item in read("李强将于星期四（18日）到访。").dates if item.span]
    assert found == [date(2024, 7, 18)]
    assert [item.span.first for item in read("李强星期四（11日）到访。").dates if item.span] == [date(2024, 7, 11)]
