"""Whom a demand is put to: every place of the country, a river's region, a capital, or the place that was struck."""

from __future__ import annotations

from datetime import date

import pytest

from geo import reading
from geo.reading import abroad, demands, documents, event_places, headlined
from geo.reading.wordlists import words_of

PUBLISHED = date(2024, 7, 12)  # a Friday


def read(text: str, **fields: str) -> reading.Reading:
    return reading.read(documents.document(text, id="d", published=PUBLISHED, **fields))


def aims(text: str) -> list[tuple[str, ...]]:
    """The targets of each directive of a text."""
    return [directive.targets for directive in read(text).directives]


FIRE = (
    "云南昆明市官渡区一仓库发生火灾\n7月11日，云南昆明市官渡区一仓库发生火灾，多人受伤。"
    "李强作出批示，要求全力救治伤员。"
)
QUAKE = (
    "Li Qiang orders rescue after quake in Yunnan\nA quake hit Zhaotong, Yunnan, on Thursday. Li Qiang urged all-out"
    " efforts to save those trapped in Zhaotong. "
)


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        ("李强强调，各地区和有关部门要排查仓库隐患。", ("national",)),
        ("李强强调，各地各部门务必排查仓库隐患。", ("national",)),
        ("李强强调，要督促各地各有关部门排查仓库隐患。", ("national",)),
        ("李强强调，各级政府要管好仓库。", ("national",)),
        ("李强强调，要结合各地实际管好仓库。", ("530111",)),
        ("李强强调，解放军、武警部队要帮助当地救人。", ("530111",)),
    ],
)
def test_after_a_fire_the_country_is_asked_where_every_place_is_named(sentence: str, target: tuple[str, ...]) -> None:
    assert aims(FIRE + sentence)[-1] == target


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        ("All localities and departments must check old dams, he said.", ("national",)),
        ("He called on all localities to check old dams.", ("national",)),
        ("All localities in the province must check old dams, he said.", ("530600",)),
        ("Troops should help the residents, he said.", ("530600",)),
        ("A nationwide check of old dams should be made, he said.", ("530600",)),
    ],
)
def test_the_same_in_english(sentence: str, target: tuple[str, ...]) -> None:
    assert aims(QUAKE + sentence)[-1] == target


def test_a_county_does_not_speak_for_the_country() -> None:
    local = "县委书记到村里调研\n7月11日，石台县县委书记到石台县丁香镇调研。他强调，各地要管好山塘。"
    assert aims(local)[-1] != ("national",)


def test_every_word_for_everywhere_is_found_in_a_demand() -> None:
    for word in words_of("verbs", "zh", "everywhere"):
        assert demands.everywhere(f"{word}要种树。", "zh"), word
        assert not demands.everywhere(f"{word}种了树。", "zh"), word


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("黄河保护座谈会召开", "yellow_river_basin"),
        ("长江禁渔工作会议召开", "yangtze_river_economic_belt"),
        ("首都规划会议召开", "110000"),
    ],
)
def test_a_headline_may_name_a_place_by_another_name(head: str, key: str) -> None:
    text = f"{head}\n7月11日，李强出席会议并讲话。他强调，要抓紧落实。他指出，要加强检查。"
    assert read(text).main_targets == (key,)


def test_a_bridge_over_the_river_is_no_name_of_its_region() -> None:
    text = "长江大桥检修会召开\n7月11日，李强出席会议并讲话。他强调，要抓紧落实。"
    assert read(text).main_targets == ("national",)
    assert all(pattern.pattern and key for pattern, key in headlined._BY_OTHER_NAMES)


def test_two_that_are_named_together_are_asked_together() -> None:
    head = "Mayor visits Yunnan\nMayor Gong Zheng visited Yunnan on Thursday. "
    text = head + "He said Shanghai and Yunnan should share seeds."
    assert aims(text) == [("310000", "530000")]


def test_a_hope_goes_to_who_is_hoped_to_act() -> None:
    text = (
        "Li Qiang visits Guizhou\nLi Qiang visited Guizhou on Thursday and expressed the hope that Guizhou would plant"
        " more trees for the western region."
    )
    assert aims(text) == [("520000",)]


def test_what_stands_before_a_firm_only_says_where_it_is() -> None:
    text = "一矿坍塌\n7月11日，内蒙古阿拉善左旗一煤矿发生坍塌。李强强调，内蒙古阿拉善左旗某某煤业有限公司矿难要查清。"
    assert aims(text)[-1] == ("152921",)


def test_a_state_told_what_it_should_do_is_no_region_asked() -> None:
    text = "China warns France\nWang Yi warned France on Thursday that it should stop selling boats to Taiwan."
    assert aims(text) == []
    assert abroad.partner("open up wider, with opening-up to ")


def test_a_letter_to_people_at_home_is_no_diplomacy() -> None:
    text = "一艘科考船入列\n7月11日，习近平致信祝贺。习近平强调，希望你们再接再厉，为构建人类命运共同体多出力。"
    assert len(aims(text)) == 1


@pytest.mark.parametrize(
    ("text", "is_demand"),
    [
        ("Cadres should have a clear view of the dunes.", True),
        ("Cadres should have planted trees.", False),
        ("He called on widows and local families.", False),
        ("He called on officials to plant trees.", True),
        ("Calls to the two firms went unanswered.", False),
        ("The cabinet is requested to send a team.", True),
        ("She encouraged the local government of the county to plant trees.", True),
        ("He stressed tight control of sand mining.", True),
        ("The ministry ordered a nationwide check of dams.", True),
    ],
)
def test_what_is_a_demand_and_what_only_looks_like_one(text: str, *, is_demand: bool) -> None:
    assert (demands.english(text) is not None) is is_demand


def test_the_measures_of_a_plan_may_be_counted() -> None:
    text = "The second is to build a seed bank."
    assert demands.english(text, plan=True) is not None
    assert demands.english(text) is None


def test_a_policy_goes_on_in_paragraphs_that_oblige() -> None:
    head = "某部关于种树的意见发布\n7月11日，国务院印发《关于种树的意见》。《意见》提出，种树很重要。\n"
    assert len(aims(head + "新征程上，必须多种树。")) == 1
    assert aims(head + "新征程上，树很多。") == []


def test_a_new_area_lies_in_its_province() -> None:
    text = "Zhang Guoqing visits Xiongan\nVice Premier Zhang Guoqing made an inspection trip to Xiongan on Thursday."
    assert [event.place for event in read(text).events] == ["130000"]
    assert set(event_places._SEATS.values()) == {"130000", "440400", "440300"}


def test_a_list_of_provisions_goes_on_without_a_speaker() -> None:
    head = "某办印发种树意见\n7月11日，国务院办公厅印发《关于种树的意见》。《意见》共分两个部分，"
    assert len(aims(head + "一是持续种树。要建立种树台账。二是坚持护林。")) == 3
    assert aims("树木生长\n7月11日，记者走进林场。一是路好走。") == []


def test_one_sentence_between_demands_does_not_end_a_speech() -> None:
    text = "李强在湖南调研\n7月11日，李强在湖南调研。他强调，要多种树。树是宝。全方位护好林。"
    assert len(aims(text)) == 2


def test_the_two_sides_of_the_strait_are_no_states() -> None:
    text = (
        "Meeting held\nWang Huning chaired a meeting on Thursday. Exchanges across the Taiwan Strait should be expanded"
        " and trust between both sides deepened, he said."
    )
    assert len(aims(text)) == 1


def test_several_provinces_struck_are_more_than_where_a_storm_came_ashore() -> None:
    text = (
        "李强对海南广东台风灾害作出批示\n台风7月11日先后在海南文昌市、广东徐闻县登陆，造成灾害。"
        "李强作出批示，要求抢修电网。"
    )
    assert set(read(text).main_targets) == {"460000", "440000"}


@pytest.mark.parametrize(
    ("text", "is_demand"),
    [
        ("She said she hoped that Hunan, as a home of many lakes, will plant reeds.", True),
        ("He hoped to see more trees.", True),
        ("The city has ordered mills to cut output.", True),
        ("The cabinet is resisting calls to cut taxes.", False),
        ("They had been called to a fire.", False),
    ],
)
def test_hopes_orders_and_calls(text: str, *, is_demand: bool) -> None:
    assert (demands.english(text) is not None) is is_demand


def test_provisions_that_take_effect_demand_nothing() -> None:
    assert demands.english("The rules are to take effect in May.", plan=True) is None
    assert demands.english("Departments and cities are to plant trees in May.", plan=True) is not None


def test_a_state_named_inside_an_order_is_who_is_asked() -> None:
    assert (
        aims("China shuts consulate\nWang Yi ordered the United States to close its consulate in Chengdu on Thursday.")
        == []
    )


def test_an_instruction_to_all_is_not_about_its_occasion() -> None:
    storm = "A storm hit Zhaotong, Yunnan, on Thursday. He said dams should be checked."
    everywhere = (
        f"Xi gives instructions on floods\nXi Jinping gave important instructions on floods on Thursday. {storm}"
    )
    there = f"Xi gives instructions on floods in Yunnan\nXi Jinping gave important instructions on Thursday. {storm}"
    assert read(everywhere).main_targets == ("national",)
    assert read(there).main_targets == ("530000",)


def test_who_keeps_order_in_a_street_asks_nothing_of_a_region() -> None:
    assert demands.english("The police ordered bystanders to leave the street.") is None
