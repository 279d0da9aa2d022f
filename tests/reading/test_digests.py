"""Digests of news items: where something was built or opened, what happened the other day, and the names in both."""

from __future__ import annotations

from datetime import date

import pytest

from geo import reading
from geo.reading import documents

PUBLISHED = date(2024, 7, 12)  # a Friday
HEAD = "国内快讯\n"


def read(text: str) -> reading.Reading:
    return reading.read(documents.document(text, id="d", published=PUBLISHED))


def told(text: str) -> list[tuple[str, str | None]]:
    """Type and place of each event."""
    return [(event.type, event.place) for event in read(text).events]


def plain(text: str) -> list[str]:
    """The names in a text that stand for a place in China itself."""
    return [one.text for one in read(text).mentions if one.code and not one.embedded]


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("今天（7月12日），山东白沙黄河大桥合龙。", ("project", "370000")),
        ("今天（7月12日），西安至延安高铁白石隧道贯通。", ("project", "610000")),  # both ends lie in it
        ("今天（7月12日），重庆至昆明高铁白石隧道贯通。", ("project", None)),  # in neither
        ("今天（7月12日），河北黄骅港开通到广州的航线。", ("project", "130983")),  # where it goes is no place
        ("今天（7月12日），某设计研究院在青岛的新码头正式启用。", ("project", "370200")),
        ("昨天（7月11日），福建漳州核电三号机组并网发电。", ("project", "350600")),
        ("今天（7月12日），吉林一号卫星在太原发射升空。", ("project", "140100")),  # a satellite is named, and no place
        ("今天（7月12日），杭州第19届亚运会亚运村开村仪式举行。", ("ceremony", "330100")),
        ("今天（7月12日），某数据机构在京正式挂牌。", ("other", "110000")),
        ("今天（7月12日），我国在西昌卫星发射中心成功发射升空卫星。", ("project", "513401")),
        ("今天（7月12日），白沙大桥主塔封顶。大桥连接湖北鄂州和黄冈。", ("project", "420000")),
        ("今天（7月12日），白沙水库开工。水库位于湖北鄂州。", ("project", "420700")),
        ("今天（7月12日），白沙大桥主塔封顶。大桥很长。", ("project", None)),
        ("今天（7月12日），成都至镇江关段铁路开通运营。", ("project", None)),  # a stop named like a city
    ],
)
def test_what_was_built_is_where_its_name_says(sentence: str, event: tuple[str, str | None]) -> None:
    assert told(f"{HEAD}某地新事\n{sentence}\n") == [event]


def test_an_item_of_the_other_day_has_the_day_of_the_digest() -> None:
    first = "采访启动\n“看山”采访活动日前在广西启动，各媒体将开展调研。\n"
    second = "大桥合龙\n今天（7月12日），山东白沙大桥合龙。\n"
    events = read(HEAD + first + second).events
    assert [(event.type, event.place) for event in events] == [("ceremony", "450000"), ("project", "370000")]
    assert events[0].span is not None
    assert (events[0].span.texts[0], "uncertain" in events[0].notes[0]) == ("2024-07-12", True)


def test_the_line_above_says_where_something_was_held() -> None:
    text = f"{HEAD}“手拉手”活动在武汉启动\n今天（7月12日），“手拉手”活动在一所学校启动。\n"
    assert told(text) == [("ceremony", "420100")]
    assert told("纪念延安双拥运动80周年座谈会在武汉举行\n纪念座谈会12日在一处会堂举行。王沪宁出席。") == [
        ("symposium", "420100")
    ]


def test_what_will_be_done_after_it_is_another_day() -> None:
    text = "活动启动\n今天（7月12日），“手拉手”活动在武汉启动。活动期间，孩子们将在河南参观访问。"
    assert told(text) == [("ceremony", "420100")]


def test_snow_that_began_yesterday_has_that_day() -> None:
    events = read("新疆降雪\n从昨天（7月11日）开始，新疆多地出现强降雪。").events
    assert [(one.type, one.place, one.span and one.span.texts[0]) for one in events] == [
        ("disaster", "650000", "2024-07-11")
    ]


def test_a_count_since_ever_is_no_event_of_the_day() -> None:
    assert told(f"{HEAD}基站总数\n工业和信息化部介绍，截至6月底，我国累计建成基站三百万个。\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "哈密至重庆±800千伏特高压直流输电线路跨越黄河。",
        "江苏泰州至无锡500千伏输变电工程施工。",
        "二期工程淮安枢纽项目施工。",
        "长汀国家级水土保持与生态文明示范公园免费开放。",
        "货物经钦州港口岸进出。",
        "他看了海南全面深化改革开放和自由贸易港建设成果展。",
        "通知（黔南委〔2023〕12号）下发。",
        "据岳阳市政府门户网消息。",
        "他去了石河子市一四九团。",
        "他走进西双版纳州铸牢中华民族共同体意识主题教育馆。",
        "百色-靖西沿边经济合作带",
        "北京西、上海虹桥与香港西九龙站间的列车提速。",
        "济南西至郑州东站间的列车提速。",
        "今年是延安双拥运动80周年。",
        "丹江口库区造林。",
        "成都国际航空枢纽客流大增。",
        "四川隆昌至贵州黄桶铁路开工。",
        "南京都市圈发展快。",
        "澳门航天发展论坛闭幕。",
        "第三次新疆综合科学考察结束。",
        "作为报时中心的北京钟鼓楼很高。",
        "第35届北京图书订货会开幕。",
        "2023年威海铁人三项世界杯赛开赛。",
        "河北省第四届冰雪运动会闭幕。",
        "浙江志愿者协会和香港教育工作者联会来访。",
        "台湾民主自治同盟成员发言。",
        "川渝高竹新区发展快。",
        "他去了农科院天津某某基地。",
        "重庆轨道27号线开工。",
        "香港都会大学和香港海洋公园招人。",
        "2024腾冲科学家论坛开幕。",
    ],
)
def test_names_of_works_shows_and_lines_hold_no_place(text: str) -> None:
    assert any(one.embedded for one in read(text).mentions)
    assert plain(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "豆粕、白银、菜籽油等期货交易活跃。",
        "沿海地区有大风。",
        "俄军在利西昌斯克市遭袭。",
        "得克萨斯州和田纳西州的学校停课。",
        "国防部副部长沙波瓦洛夫出席。",
        "要向谷文昌同志学习。",
        "高铁网呼南通道通车，沪苏湖高铁也通车。",
    ],
)
def test_words_and_names_abroad_that_hold_a_name_of_a_place(text: str) -> None:
    assert [one.text for one in read(text).mentions if one.code] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("北京举办文物特展。", ["北京"]),
        ("北京推进古树主题公园建设。", ["北京"]),
        ("宁夏着力创建铸牢中华民族共同体意识示范区。", ["宁夏"]),
        ("线路途经新、甘、陕、川、渝五省区市。", ["新", "甘", "陕", "川", "渝"]),
        ("改革创新、甘、陕等地。", []),
        ("安徽屯溪老街和浙江南浔古镇人多。", ["安徽", "浙江"]),
        ("他在北京会见出席中国发展高层论坛的来宾。", ["北京"]),
    ],
)
def test_what_only_looks_like_a_longer_name_is_a_place(text: str, names: list[str]) -> None:
    assert plain(text) == names


def test_a_country_is_known_by_the_name_it_was_shortened_to() -> None:
    mentions = read("他会见埃塞俄比亚来宾。埃塞经济增长，双方谈到中非合作和埃塞的农业。").mentions
    assert [(one.text, one.foreign) for one in mentions] == [("埃塞俄比亚", True), ("埃塞", True), ("埃塞", True)]
    spoken = read("中非共和国来宾说，中非合作前景好。").mentions
    assert [one.text for one in spoken if one.foreign] == ["中非共和国"]


def test_a_documents_provision_is_a_demand_whatever_its_words() -> None:
    text = "某办法发布\n近日，民政部印发《公园管理办法》。《办法》要求，一地最多设一处入口。"
    assert [directive.reason for directive in read(text).directives] == ["a document provides it: '要求'"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("某计划出台\n《信用行动计划》近日出台，提出在企业登记等领域建立标准。", "what was issued provides it: '提出'"),
        ("某部新规\n海关总署日前发布多项措施，明确自8月15日起取消备案。", "what was issued provides it: '明确'"),
        ("医疗\n下一步要建立人员下沉机制。国家卫生健康委介绍。", "a demanding verb: '要'"),
        ("救灾\n国家防总工作组到现场查看灾情，要求地方抓紧恢复生产。", "a demanding verb: '要求'"),
        ("暴雨\n气象部门预测，河北北部等地有暴雨，相关地区须严防山洪。", "a warning tells a place what to do: '须'"),
    ],
)
def test_what_is_issued_or_warned_of_is_a_demand(text: str, reason: str) -> None:
    assert [directive.reason for directive in read(text).directives] == [reason]


@pytest.mark.parametrize(
    "text",
    [
        "某名单公布\n今天，第一批参展商名单公布，包括252家企业和机构。",
        "清单发布\n《重大项目清单》昨天（7月11日）发布，包括7大类300个项目，总投资很大。",
        "粮食\n记者了解到，国务院总理李强强调，确保粮食安全是头等大事。",
        "开村\n中国队的运动员们表示，要在赛场上顽强拼搏。",
        "强军\n张又侠在会上指出，如果没有改革，就不可能有进步。",
        "某地发展\n近年来，某地出台一系列举措，围绕新产业培育出百家企业。",
        "两岸\n王沪宁在会上表示，两岸的历史不可分割。",
    ],
)
def test_what_is_only_told_is_no_demand(text: str) -> None:
    assert read(text).directives == ()


def test_the_demands_of_a_digest_are_the_nations_unless_all_name_their_places() -> None:
    items = "大桥合龙\n今天（7月12日），山东白沙大桥合龙。\n水库开工\n今天（7月12日），湖北白沙水库开工。\n"
    issued = "某计划出台\n《信用行动计划》近日出台，提出建立统一标准。\n"
    warned = "防汛\n气象部门预测，河北、河南有暴雨，相关地区须严防山洪。\n"
    assert read(HEAD + items + issued).main_targets == ("national",)
    assert read(HEAD + items + warned).main_targets == ("130000", "410000")


def test_places_that_exemplify_many_are_not_whom_it_is_put_to() -> None:
    text = "某部新规\n海关总署日前发布多项措施，明确在北京、天津等20地开展试点。"
    assert read(text).main_targets == ("national",)


@pytest.mark.parametrize(
    ("told_then", "count"),
    [
        ("他勉励企业提升自主研发能力。", 1),
        ("总书记鼓励大家开展文化活动。", 1),
        ("总书记嘱咐当地要完善防控机制。", 1),
        ("习近平强调，要为民服务。牢固树立服务意识。", 2),
    ],
)
def test_who_was_named_before_asks(told_then: str, count: int) -> None:
    text = f"习近平在湖南考察\n7月11日，习近平在湖南考察。{told_then}"
    assert len(read(text).directives) == count


@pytest.mark.parametrize(
    "sentence",
    ["习近平给工人代表回信，对他们予以亲切勉励并提出殷切希望。", "这里的山水密不可分。"],
)
def test_praise_asks_nothing(sentence: str) -> None:
    assert read(f"习近平回信\n7月11日，{sentence}").directives == ()


@pytest.mark.parametrize(
    ("text", "main"),
    [
        (  # nothing else is named: the first demand says it
            (
                "Li Qiang visits a port\nLi Qiang on Thursday called for faster growth of the Yangtze River"
                " Delta. He also called for cleaner ports. He urged efforts to train sailors."
            ),
            ("yangtze_river_delta",),
        ),
        (  # who is asked counts before what about
            (
                "Li Qiang urges Qinghai to protect Qinghai-Xizang Plateau\nLi Qiang visited Qinghai on"
                " Thursday. He called for better care of grassland. He urged efforts to plant trees."
            ),
            ("630000",),
        ),
        (  # what was struck, when the demands name the province around it
            (
                "Xi orders all-out rescue\nXi Jinping has ordered all-out rescue after a quake jolted Sichuan Province"
                " on Thursday. He gave the instruction after the quake hit Luding County, Ganzi Tibetan Autonomous"
                " Prefecture, at noon on Thursday. He urged efforts to save lives."
            ),
            ("513322",),
        ),
        (  # a whole nation is asked
            "Premier speaks\nLi Qiang on Thursday asked the whole nation to prepare for floods.",
            ("national",),
        ),
        (  # a letter to a school concerns its county
            "习近平回信勉励四川省南充市嘉陵区白河小学学生\n7月11日，习近平给四川省南充市嘉陵区白河小学学生回信，希望同学们爱护山水。",
            ("511304",),
        ),
    ],
)
def test_what_an_article_is_about(text: str, main: tuple[str, ...]) -> None:
    assert read(text).main_targets == main


def test_who_chairs_it_acts_wherever_that_is_told() -> None:
    told_in = "双周协商座谈会\n十四届全国政协双周协商座谈会11日在京召开，全国政协主席王沪宁主持会议。李强出席。"
    assert read(told_in).events[0].actor == "Wang Huning"


def test_whom_he_quotes_did_not_say_it() -> None:
    text = "李希在福建调研\n7月11日，李希在福建调研。他指出，习近平总书记在福建工作多年，要认真领悟、深入实践。"
    assert [directive.actor for directive in read(text).directives] == ["Li Xi"]


def test_a_meeting_that_is_only_mentioned_is_none_of_the_news() -> None:
    text = "李强会见来宾\n当地时间11日，李强在比什凯克会见俄罗斯总理。\n李强表示，两国元首前不久在北京举行会晤。"
    assert [event.foreign for event in read(text).events] == [True]
