"""What a first sentence, lines of the page and a later sentence add: where it struck, and whom it concerns."""

from __future__ import annotations

from datetime import date

import pytest

from geo import reading
from geo.reading import demands, documents, mentions, sentences

PUBLISHED = date(2024, 7, 12)  # a Friday


def read(text: str) -> reading.Reading:
    return reading.read(documents.document(text, id="d", published=PUBLISHED))


def told(text: str) -> list[tuple[str, str, str | None]]:
    """Type, first day and place of each event."""
    return [(one["type"], one["date_start"], one["place_adcode"]) for one in read(text).record()["events"]]


def codes(text: str) -> list[str]:
    """The codes of the places that a text names by themselves."""
    document = documents.document(text, id="d", published=PUBLISHED)
    found = mentions.find(document, sentences.split(document))
    return [one.code or one.region or one.text for one in found if not one.embedded]


QUAKE = "Quake kills 9\nAt least nine people were killed in a magnitude 6 quake in Gansu, officials said on Friday.\n"


def test_a_later_sentence_says_where_it_struck() -> None:
    text = QUAKE + "Tents were sent. The quake struck in Gansu's Jishishan County, just before midnight on Thursday."
    assert told(text) == [("disaster", "2024-07-11", "622927")]


def test_where_it_is_cold_nothing_struck() -> None:
    text = QUAKE + "It was cold on Thursday in Linxia, Gansu, near where the quake occurred."
    assert told(text) == [("disaster", "2024-07-12", "620000")]


def test_an_attack_is_a_disaster_where_it_happened() -> None:
    text = "Knife attack kills three\nA knife attack at a market in Kashgar, Xinjiang, killed three people on Thursday."
    assert told(text) == [("disaster", "2024-07-11", "653100")]


def test_what_was_held_at_a_hall_was_where_the_hall_is_named() -> None:
    text = (
        "Meeting marks anniversary\nA grand meeting was held on July 10 at the Xinjiang International Exhibition Hall."
    )
    assert told(text) == [("meeting", "2024-07-10", "650000")]
    abroad = (
        "Leader speaks\nVice Premier Ding Xuexiang spoke on July 10 at the Shanghai Cooperation Organization meeting."
    )
    assert [place for _, _, place in told(abroad)] == [None]


def test_a_city_in_a_province_is_one_address() -> None:
    text = "Mayor speaks\nThe premier visited a mill in Tangshan, a city in Hebei, on Thursday."
    assert told(text) == [("visit", "2024-07-11", "130200")]


@pytest.mark.parametrize("mark", [". /CFP", ". /Xinhua", ", July 10, 2024.", ". Photo: IC"])
def test_a_picture_s_line_is_a_caption(mark: str) -> None:
    text = (
        f"Train leaves\nStaff welcome guests at a stop in Libo County, Guizhou{mark}\nA train left Guiyang on Thursday."
    )
    document = documents.document(text, id="d", published=PUBLISHED)
    assert [sentence.role for sentence in sentences.split(document)][1] == "caption"


def test_lines_of_the_page_are_no_headline() -> None:
    document = documents.document("Home » Nation\nApp\nPond to be cleaned\nThe city will clean its pond.", id="d")
    assert document.headline is not None
    assert document.text[slice(*document.headline)].endswith("Pond to be cleaned")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "New heads took office in Sichuan, Jiangxi, Henan, Qinghai and Guangxi.",
            ["510000", "360000", "410000", "630000", "450000"],
        ),
        ("One of the districts of Nanjing, Jiangning, is large.", ["320100"]),
        ("It cost US$ 5 million, or 5 million U.S. dollars, in Hunan.", ["430000"]),
        ("Monks live in Ngaba Prefecture, Serthar County and Lhokha.", ["513200", "513333", "540500"]),
        ("They rushed to a northwestern region. The northwestern region is dry.", ["northwest"]),
    ],
)
def test_which_unit_is_meant(text: str, found: list[str]) -> None:
    assert [key for key in codes(text) if key != "320115"] == found


@pytest.mark.parametrize(
    "sentence",
    [
        "He told local developers on Monday not to raise prices.",
        "He asked local governments, cadres in state-owned firms, farming areas and schools to help.",
        "He encouraged local state-owned and privately owned enterprises to save water.",
        "The top priority at present is to save the wetland, he said.",
        "The State Council ordered tightened mine supervision.",
        "He voiced the hope that the company would do more.",
        "Li underscored the role of innovation in creating good products.",
        "The Central Committee of the Party has decided to support the island.",
    ],
)
def test_demands_in_more_words(sentence: str) -> None:
    assert demands.english(sentence) is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "A nation cannot be without heroes.",
        "The areas are all expected to grow more.",
        "How far apart should trees be planted?",
        "The zone is important to the open economy.",
        "The department expects planting to be completed next year.",
    ],
)
def test_what_only_sounds_like_a_demand(sentence: str) -> None:
    assert demands.english(sentence) is None


def test_what_an_authority_states_is_in_earnest() -> None:
    text = (
        "Mills cut output\nMills in red-alert cities must cut output by 40 percent, the provincial water bureau said."
    )
    assert len(read(text).directives) == 1


def test_a_headline_s_venue_is_not_whom_it_concerns() -> None:
    said = "Vice Premier Ding Xuexiang on Thursday called for better probes.\nHe urged the team to go on."
    assert read(f"Ding watches a landing in Beijing\n{said}").main_targets == ("national",)
    assert read(f"Western China Quake Kills 89\n{said}").main_targets == ("national",)


def test_a_guideline_without_a_headline_concerns_the_region_of_its_first_sentence() -> None:
    text = (
        "Home » Nation\nChina has issued a new guideline on the high-quality development of its central region.\n"
        "The guideline, jointly released on Thursday by the State Council, urges more mills. It calls for hubs in"
        " Zhengzhou, Changsha, Taiyuan, Yichang and Ganzhou."
    )
    result = read(text)
    assert result.main_targets == ("central",)
    assert [one["type"] for one in result.record()["events"]] == ["policy"]


def test_a_tour_of_a_city_at_which_its_province_is_asked_concerns_the_province() -> None:
    text = (
        "Premier calls for vitality\nCHENGDU, July 11 (Xinhua) -- Premier Li Qiang made an inspection tour of Chengdu"
        " on Thursday. He called for more jobs. He urged Sichuan to open up wider. He urged better service."
    )
    assert read(text).main_targets == ("510000",)


def test_cities_of_a_province_are_in_it() -> None:
    assert codes("They toured the southern Xinjiang cities of Kashgar and Hotan.")[0] == "650000"


@pytest.mark.parametrize(("spelling", "code"), [("Yaan", "511800"), ("Yanan", "610600"), ("Huaian", "320800")])
def test_an_apostrophe_may_be_left_out(spelling: str, code: str) -> None:
    assert codes(f"It rained in {spelling} city.") == [code]


def test_provinces_that_raise_an_alert_act_and_each_is_an_event() -> None:
    text = (
        "Typhoon nears\nHAIKOU -- South China's coastal provinces of Hainan and Guangdong on Thursday moved to activate"
        " their typhoon emergency response."
    )
    assert told(text) == [("policy", "2024-07-11", "460000"), ("policy", "2024-07-11", "440000")]


def test_work_at_the_border_is_at_home() -> None:
    text = (
        "Official in border area\nKUNMING, July 11 (Xinhua) -- Foreign Minister Wang Yi on Thursday called for efforts"
        " to keep the China-Myanmar border area calm, for the good of the two countries.\nWang made the remarks on an"
        " inspection tour in Yunnan Province. He called on Yunnan to plant tea. He urged bilateral trade in the border"
        " area."
    )
    assert len(read(text).directives) == 3


def test_what_is_asked_of_a_partnership_is_asked_of_no_place_here() -> None:
    text = (
        "Forum held\nBEIJING, July 11 -- A forum of China and Africa met on Thursday. The two sides should deepen Belt"
        " and Road cooperation in Africa, Zhao Leji said."
    )
    assert read(text).directives == ()


def test_what_china_should_do_is_asked_of_the_nation() -> None:
    text = (
        "Premier visits dunes\nPremier Li Qiang on Thursday visited Minqin County, Gansu. He urged the county to plant"
        " reeds.\nChina should make every effort to fix its dunes, he said."
    )
    assert [one.targets for one in read(text).directives] == [("620621",), ("national",)]


def test_a_school_in_the_capital_speaks_for_all_schools() -> None:
    text = "Xi writes to Beijing primary school\nXi Jinping on Thursday urged the pupils to read. He urged them to run."
    assert read(text).main_targets == ("national",)


@pytest.mark.parametrize(
    "told",
    [
        "Heavy rain since Tuesday has flooded parts of Guangxi, forcing many from home, officials said on Thursday.",
        "Floods in Guangxi have forced 10,000 people from their homes since Tuesday.",
        "Heavy rain flooded Guangxi on Tuesday.",
    ],
)
def test_floods_are_of_the_day_on_which_they_began(told: str) -> None:
    (event,) = read(f"Floods in the south\nGUILIN, July 12 (Xinhua) -- {told}").events
    assert (event.type, event.place) == ("disaster", "450000")
    assert event.span is not None
    assert event.span.first == date(2024, 7, 9)
