"""Names that hold a toponym: chains and lines, works, rivers, townships, goods, teams; and who writes from abroad."""

from __future__ import annotations

from datetime import date

import pytest

from geo.reading import documents, mentions, recognise, sentences
from geo.reading.han_names import embedding
from geo.records import Document, Mention


def found(text: str, **fields: str) -> list[Mention]:
    document = documents.document(text, id="d", published=date(2024, 7, 12), **fields)
    return list(mentions.find(document, sentences.split(document)))


def plain(text: str) -> list[str]:
    """The places that a text names by themselves."""
    return [one.text for one in found(text) if not one.embedded and (one.code or one.region)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("北海至南宁、桂林至柳州至来宾等一批新线开工。", []),
        ("从北海至南宁只要一个小时。", ["北海", "南宁"]),
        ("两地建设柳州-来宾-贵港沿江经济合作带。", []),
        ("他走遍柳州、来宾、贵港。", ["柳州", "来宾", "贵港"]),
        ("短片《梦回大理》和《最美是桂林》上映。", []),
        ("《关于支持桂林治水的意见》印发。", ["桂林"]),
        ("牡丹江、绥芬河等十条河流水位上涨。", []),
        ("牡丹江、绥芬河下雪。", ["牡丹江", "绥芬河"]),
        ("游客在喀什国际大巴扎唱歌。", []),
        ("晚上看香港国庆烟花汇演。", []),
        ("她住在中山南路。", []),
        ("桂林石化新装置投产。", []),
        ("桂林石化产业回暖。", ["桂林"]),
        ("农户养文昌鸡，种平谷梨。", []),
        ("北京市高级别某某示范区挂牌。", []),
        ("他在北京城市副中心上班。", []),
        ("甘肃省社科院发布一本书。", []),
        ("建设合肥综合性国家科学中心，绕开合肥绕城高速。", []),
        ("老北京的吆喝声很响。", []),
        ("中国（海南）自由贸易试验区挂牌。", []),
        ("祝大家端午安康，共祈求安康。", []),
        ("在北京，专家到密云河南寨镇、房山窦店镇看苗。", ["北京", "密云", "房山"]),
        # stations and airports that are called by their side or their own name
        ("列车驶向柳州北方向，桂林西至柳州段通车。", []),
        ("途经贵港东、桂林西、柳州北等6个车站。", []),
        ("客机执飞上海虹桥至成都天府航线。", []),
        ("上海浦东、天津滨海都来了人。", ["上海", "浦东", "天津"]),
        ("桂林两江国际机场和柳州白莲机场很忙。", []),
        # branches: a railway's, a bank's, a centre of the state
        ("春运期间柳州局加开旅客列车。", []),
        ("柳州局地有雨。", ["柳州"]),
        ("数据送往国家超级计算柳州中心。", []),
        ("她在柳州分行上班，他在柳州机务段上班。", []),
        ("河池、柳州等机务段检修。", []),
        # waters, mountains, islands
        ("牡丹江上游和黑龙江江面结冰，黄山之巅下雪。", []),
        ("海南岛、台湾岛有雨。", []),
        ("江苏镇江水域封航。", ["江苏", "镇江"]),
        # what is held or taught there
        ("2024柳州夏日螺蛳粉消费季开幕，首届中国柳州民间艺术季开幕。", []),
        ("“书香中国”柳州周开幕，《民歌》柳州篇播出。", []),
        ("柳州景行学校和柳州木材厂很近。", []),
        ("柳州当地学校开学，柳州一家木材厂复工。", ["柳州", "柳州"]),
        ("新疆班的学生来到北京厅。", []),
        ("自贸试验区柳州片区挂牌，柳州灌区开闸，澳门轻轨通车。", []),
        ("济南黄河某某大桥和天津海河龙舟赛很有名。", []),
        ("第二次青藏科考开始，京津风沙源治理见效。", []),
        # slogans, crops in a list, a return kept in memory, games
        ("冬天有“冬游广西”活动和“知音广西·南国”线路。", []),
        ("“从桂林到南宁”很近。", ["桂林", "南宁"]),
        ("“投资广西行”和庆祝澳门回归祖国20周年大会开幕，发布《杭州2022年亚运会通知》。", []),
        ("从五常大米到百色芒果、柳州枇杷，货很多。百色芒果熟了。", ["百色"]),
        ("中欧班列（柳州）和西部（重庆）科学城很忙，首趟柳州—天津港—某地“一单制”铁海联运班列开行。", []),
        ("游客登上嘉峪关关城。向香港特别行政区同胞问好。", []),
        ("四川代表团审议报告。", []),
        ("国家防总维持针对京津冀晋豫的响应。", ["京津冀", "晋", "豫"]),
        # a county's museum is in the county; words that only look like names
        ("宁化县纪念馆开放。", ["宁化县"]),
        ("这里是世界上海拔最高的口岸，在沿海北斗站旁，祝旅客平安顺利。", []),
        ("歌手唱着盐湖的歌。", []),
    ],
)
def test_chinese_names_that_hold_a_place(text: str, names: list[str]) -> None:
    assert plain(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He coaches the Guangxi badminton team.", []),
        ("Wynn Macau rose, and she joined the Taiwan People's Party.", []),
        ("Missile destroyers Lanzhou and Guangzhou and the Xi'an destroyer sailed.", []),
        ("The Wenchuan earthquake was strong.", []),
        (
            "The Yunnan provincial earthquake administration and the Tibet Civil Aviation Administration wrote.",
            ["Yunnan provincial", "Tibet"],
        ),
        ("Governor of Hunan Li Ming met mayor of Changsha Zhou Yi.", ["Hunan", "Changsha"]),
        ("CHANGSHA/NANCHANG, Oct. 30 (Xinhua) -- It rained.", ["CHANGSHA", "NANCHANG"]),
        ("The Western (Chongqing) Science City and the Xining comprehensive bonded zone grew.", []),
        ("The Hong Kong Garrison and the Hong Kong Chinese Enterprises Association met.", []),
        ("Northern China (Beijing): 3,750 yuan a tonne.", ["Beijing"]),
        ("East of Taiwan Island, it rained.", ["Taiwan"]),
        ("The title went to Hunan.", ["Hunan"]),
        ("The Hospital of Yulin City and the Old Town of Lijiang were painted.", []),
        ("She likes Dunhuang dance and Jinhua ham.", []),
        ("The Jinjiang dry port and the Liaoyang irrigation area grew.", []),
        ("The China (Xinjiang) Pilot Free Trade Zone opened.", []),
        ("The Red Cross of Gansu Province and Dunhuang culture", []),
        ("The Yiwu-Xinjiang-Europe trains ran.", []),
        ("Cross-border zones were listed.", []),
        ("Border zones were listed.", ["Border zones"]),
        ("Landfall was in Wenchang City of Hainan.", ["Wenchang City", "Hainan"]),
        ("Minister Omar Ali Khan spoke in Ali Prefecture.", ["Ali Prefecture"]),
        ("The Hainan free-trade port grew.", ["Hainan free-trade port"]),
        ("The Hetao cooperation zone grew.", ["Hetao cooperation zone"]),
    ],
)
def test_english_names_that_hold_a_place(text: str, names: list[str]) -> None:
    assert plain(text) == names


def test_who_is_from_a_place_in_a_report_of_matches_plays_for_it() -> None:
    text = (
        "Basketball league: the second half saw rebounds and assists as Wang Wei from Guangzhou scored. The coach left."
    )
    assert plain(text) == []
    assert plain("A painter from Guangzhou came.") == ["Guangzhou"]


@pytest.mark.parametrize("publisher", ["Reuters", "BBC News", "聯合早報", "Central News Agency"])
def test_to_those_who_write_from_abroad_the_capital_is_the_government(publisher: str) -> None:
    text = "The premier went there, saying Beijing would pay more for the road.\nHe went home."
    [home] = [one for one in found(text) if one.text == "Beijing"]
    [away] = [one for one in found(text, publisher=publisher) if one.text == "Beijing"]
    assert (home.metonym, away.metonym) == (False, True)
    assert (home.code, away.code) == ("110000", None)
    assert recognise.is_abroad(publisher)


@pytest.mark.parametrize(
    "text", ["She lives in Beijing.", "By A. Writer | Beijing | Updated", "Beijing's subway grew."]
)
def test_and_yet_the_city_is_a_city(text: str) -> None:
    [beijing] = [one for one in found(text, publisher="Reuters") if one.text == "Beijing"]
    assert not beijing.metonym


def test_the_capitals_ban_is_the_governments_in_chinese_too() -> None:
    [one] = found("分析师说，北京的禁令可能让矿工离开。", publisher="中央社")
    assert (one.code, one.metonym) == (None, True)


def test_publishers_at_home_do_not_write_from_abroad() -> None:
    assert not any(recognise.is_abroad(name) for name in ("Xinhua", "China Daily", "CCTV", "", "Somebody's blog"))


def test_the_rest_of_a_name_is_the_reason() -> None:
    assert embedding("中山南路", 0, 2, typed=False) == "南路"
    assert embedding("中山的南路", 0, 2, typed=False) == ""


def test_a_stop_without_a_space_ends_a_sentence() -> None:
    text = "They planted trees in all parts.Wang, a farmer, saw it. The site example.com stayed."
    document = Document(id="d", lang="en", text=text)
    assert [text[one.start : one.end] for one in sentences.split(document)] == [
        "They planted trees in all parts.",
        "Wang, a farmer, saw it.",
        "The site example.com stayed.",
    ]
