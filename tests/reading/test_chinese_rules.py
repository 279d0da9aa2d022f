"""What Chinese articles do that English ones do not: numbered demands, invoked places, zones, lists that exemplify."""

from __future__ import annotations

from datetime import date

import pytest

from geo import reading
from geo.reading import demands_zh, documents, themes
from geo.reading.wordlists import table

PUBLISHED = date(2024, 7, 12)


def read(text: str) -> reading.Reading:
    return reading.read(documents.document(text, id="d", published=PUBLISHED))


def asked(text: str) -> list[str]:
    result = read(text)
    return [result.document.text[directive.start : directive.end] for directive in result.directives]


def targets(text: str) -> tuple[str, ...]:
    return read(text).directives[0].targets


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("要保障国家粮食安全。", "agriculture"),
        ("要保障能源安全。", "energy_resources"),
        ("要筑牢生态安全屏障。", "ecology"),
        ("要守住安全底线，排查隐患。", "security"),
        ("要推进农村人居环境整治。", "urban_rural"),
        ("要打造市场化法治化的营商环境。", "opening_up"),
        ("要深化高等教育改革。", "livelihood"),
        ("要为中华民族伟大复兴修好铁路。", "infrastructure"),
        ("纪检监察机关要强化政治监督。", "party_building"),
        ("要加强文物保护。", "culture_tourism"),
    ],
)
def test_a_longer_word_takes_the_shorter_one_of_another_theme_out(text: str, theme: str) -> None:
    assert themes.classify(text).name == theme


def test_no_chinese_word_speaks_for_two_themes_or_weighs_twice() -> None:
    words = [word for weights in table("themes_zh").values() for listed in weights.values() for word in listed]
    assert sorted(words) == sorted(set(words))


def test_themes_share_the_weight_of_a_text() -> None:
    shares = themes.shares("要植树造林，也要修好铁路。")
    assert set(shares) == {"ecology", "infrastructure"}
    assert sum(shares.values()) == pytest.approx(1)
    assert not themes.shares("")


def test_what_the_paragraph_told_before_decides_a_demand_without_words_of_its_own() -> None:
    text = (
        "李强主持召开国务院常务会议\n7月11日，李强主持召开国务院常务会议。会议强调，要深化财税改革。\n"
        "会议指出，粮食收购是当前的大事，夏粮已经入库。要一件一件办好。"
    )
    assert read(text).directives[-1].theme == "agriculture"


def test_a_numbered_list_under_a_heading_is_one_of_demands() -> None:
    text = (
        "国务院印发《湖区发展规划》\n国务院7月11日印发《湖区发展规划》，要求保护湖泊。"
        "《规划》部署了四项主要任务：一是治理湖岸。二是建设码头。三是完善水文监测。"
    )
    assert len(asked(text)) == 4


@pytest.mark.parametrize("sentence", ["规定企业应当建立台账。", "《条例》明确任何人不得占用河道。"])
def test_a_provision_of_a_regulation_is_a_demand(sentence: str) -> None:
    head = "李强签署国务院令 公布《河道管理条例》\n国务院总理李强7月11日签署国务院令，公布《河道管理条例》。"
    assert asked(head + sentence) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "他多次到访，并对修堤提出要求。",
        "按照批示要求，国务院成立工作组。",
        "会议指出，修好堤坝事关长远。",
        "他讲述为什么要修堤。",
        "修订后的章程共有十条。",
        "他多次作出指示，强调“必须修好堤坝”。",
        "他发出修堤的号召六十年来，堤坝年年加固。",
        "会议指出，以甲同志为核心的党中央始终重视堤坝。",
        "通知指出，《发展纲要》对修堤作了安排。",
    ],
)
def test_reports_that_hold_the_words_of_a_demand_are_none(sentence: str) -> None:
    assert demands_zh.chinese(sentence, spoken=True, chained=True) is None


def test_villagers_who_are_spoken_of_do_not_end_the_speech() -> None:
    text = "李强在云南调研\n7月11日，李强在云南调研。他强调，要修好水渠。村民是主力军，要让他们多得实惠。"
    assert len(asked(text)) == 2
    text = "李强在云南调研\n7月11日，李强在云南调研。他强调，要修好水渠。村民老李说，要多种果树。"
    assert len(asked(text)) == 1


def test_what_was_once_said_of_a_place_is_no_target() -> None:
    head = "李强在湖北调研\n7月11日，李强在湖北调研。他强调，"
    assert targets(head + "要贯彻习近平总书记关于长江经济带发展的重要讲话精神，修好码头。") == ("420000",)
    assert targets(head + "希望湖北修好码头。") == ("420000",)


def test_the_city_of_a_meeting_is_no_target() -> None:
    text = (
        "习近平主持召开推动东北全面振兴座谈会\n7月11日，习近平在黑龙江省哈尔滨市主持召开座谈会。\n"
        "习近平在黑龙江省哈尔滨市主持召开座谈会时强调，要推动东北修好铁路。"
    )
    assert read(text).main_targets == ("northeast",)


def test_a_headline_venue_is_not_what_the_demands_are_about() -> None:
    text = "全国信访会议在京召开\n全国信访会议7月11日在京召开。李强强调，要办好群众来信。"
    assert read(text).main_targets == ("national",)


def test_the_city_where_a_party_meets_is_not_what_it_asks_about() -> None:
    text = "某会全会召开\n某会全会7月11日在北京召开。会议要求，要办好来信。"
    assert "110000" not in read(text).main_targets


def test_a_year_in_the_title_of_a_document_does_not_date_it() -> None:
    text = "中共中央发出通知\n近日，中共中央发出关于印发《学习纲要（2023年版）》的通知。"
    assert [event.type for event in read(text).events] == ["policy"]


def test_a_document_on_the_agenda_does_not_make_the_meeting_about_its_region() -> None:
    text = (
        "中共中央政治局召开会议 分析经济形势 审议《关于推进长三角一体化的意见》\n"
        "中共中央政治局7月11日召开会议。会议强调，必须稳住就业。要管好预算。"
    )
    assert read(text).main_targets == ("national",)


def test_of_a_disaster_and_of_a_tour() -> None:
    tour = "李强在湖南调研\n7月11日，李强在湖南郴州调研。他强调，要修好堤坝。"
    assert read(tour).main_targets == ("430000",)


@pytest.mark.parametrize(
    ("lead", "event_type", "place"),
    [
        ("7月11日，云南昭通市镇雄县一座桥梁发生垮塌。", "disaster", "530627"),
        ("今天（7月12日），云南昭通市镇雄县山体滑坡救援各项工作继续进行。", "disaster", "530627"),
        ("今天（7月12日），新疆自贸试验区挂牌成立。", "other", "650000"),
        ("庆祝大会7月11日在新疆会展中心隆重举行。", "meeting", "650000"),
        ("今天（7月12日），八部门发布，在北京、深圳等15个城市启动试点。", "ceremony", None),
        ("张国清7月11日赶赴陕西商洛市指导救灾。", "inspection", "611000"),
    ],
)
def test_events_by_their_words(lead: str, event_type: str, place: str | None) -> None:
    event = read("要闻一则\n" + lead).events[0]
    assert (event.type, event.place) == (event_type, place)


def test_what_was_done_over_years_is_no_event_of_the_day() -> None:
    assert read("一江清水\n多年来，习近平多次在长江沿岸调研考察。").events == ()
    text = "李强在湖南检查防汛\n7月11日，李强在湖南郴州检查指导防汛。习近平作出一系列重要指示。"
    assert [event.type for event in read(text).events] == ["inspection"]


def test_a_journey_mentioned_by_the_way_does_not_make_the_news_foreign() -> None:
    text = (
        "习近平听取新疆工作汇报\n7月11日，习近平在结束对南非的国事访问回国后，在乌鲁木齐听取新疆工作汇报。"
        "他强调，要修好水渠。"
    )
    assert asked(text) == ["他强调，要修好水渠。"]


def test_a_long_chinese_headline_is_a_headline() -> None:
    head = "李强在湖南检查防汛时强调 " + "要修好堤坝 " * 16
    text = head.strip() + "\n7月11日，李强在湖南检查防汛。"
    result = read(text)
    assert result.document.headline == (0, len(head.strip()))
    assert result.directives == ()
