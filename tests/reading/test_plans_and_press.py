"""News in English as the press and the wires write it: plans, letters, lines, spellings, and who is asked."""

from __future__ import annotations

import pytest

from tests.reading.test_digests import plain, read, told


def test_a_letter_is_not_where_its_reader_is() -> None:
    text = "Xi writes to pupils\nXi Jinping sent a congratulatory letter on Thursday to a school in Hefei, Anhui."
    assert told(text) == [("speech", None)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('A letter went to the "Reading China" Conference (Guangzhou).', []),
        ("Help came after the Wenchuan earthquake, and homes in Sichuan were rebuilt.", ["Sichuan"]),
        ("An earthquake hit Wenchuan County.", ["Wenchuan County"]),
        ("He saw the Shenzhen-Hong Kong sci-tech innovation cooperation zone.", []),
        ('Routes such as "Hainan-Qinzhou-Xi\'an" were opened.', []),
        ("He saw the Jiaxing global aviation logistics hub.", []),
        ("Work went on at the Ulaanqab green power demonstration project.", []),
        ("Trains ran on the Zhengzhou-Chongqing high-speed line.", []),
        ("The 10th Beijing Citizens' Happy Ice and Snow Season opened at the National Oval.", []),
        ("Officers from the Bijie detachment came to Dafang County.", ["Dafang County"]),
    ],
)
def test_events_in_english_hold_the_name_of_their_place(text: str, names: list[str]) -> None:
    assert plain(text) == names


def test_a_report_of_matches_asks_nothing() -> None:
    text = (
        "CBA roundup: Shanxi beat Beijing\nShanxi beat Beijing 101-92 in the league. Liaoning edged Ningbo in overtime."
        ' "The first win is very important for the young players," the coach said after the game.'
    )
    assert read(text).directives == ()


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("The ministry has told authorities to ensure a warm winter.", 1),
        ("The National Development and Reform Commission was asked to strengthen coordination.", 1),
        ("Once in operation, it will ease pressure on the railway.", 0),
        ("The draft will be submitted to the congress.", 0),
        ("Efforts would be made to train nurses.", 1),
        ("The rules will take effect on Dec. 1.", 0),
        ("The liability is clearly stipulated.", 0),
        ("The plan still needs to be approved by the congress.", 0),
    ],
)
def test_what_a_plan_does_and_what_it_brings(sentence: str, count: int) -> None:
    text = f"China issues plan for winter\nChina's State Council on Thursday released a plan for winter. {sentence}"
    assert len(read(text).directives) == count


def test_two_provinces_may_be_asked_together() -> None:
    text = (
        "Vice premier visits northeast\nDing Xuexiang made an inspection tour in Jilin on Thursday. He expressed hopes"
        " that Heilongjiang and Jilin would build new plants."
    )
    assert read(text).directives[0].targets == ("230000", "220000")


def test_spellings_of_the_press_abroad_and_of_mongolian_names() -> None:
    found = read("He left the city of Xian for Ulaanqab and Qahar Right Wing Front Banner. Liu Xian stayed.").mentions
    assert [(one.text, one.code) for one in found] == [
        ("Xian", "610100"),
        ("Ulaanqab", "150900"),
        ("Qahar Right Wing Front Banner", "150926"),
    ]


def test_beijing_is_a_city_where_its_schools_are_told_of() -> None:
    text = "Smog days\nBeijing warned of smog on Thursday. Beijing schools closed."
    assert [one.code for one in read(text).mentions] == ["110000", "110000"]


def test_a_line_is_not_where_the_southwestern_province_is() -> None:
    text = (
        "Railway begun\nConstruction of a railway linking Changsha city of central China's Hunan Province with Kunming"
        " city of the southwestern province Yunnan began on Thursday."
    )
    assert told(text) == [("project", None)]


def test_who_is_urged_is_whom_it_is_put_to() -> None:
    text = (
        "Premier visits Hebei\nLi Qiang on Thursday urged north China's Hebei Province to promote the coordinated"
        " development of the Beijing-Tianjin-Hebei region."
    )
    assert read(text).directives[0].targets == ("130000",)


def test_the_southwestern_province_is_the_one_named_before() -> None:
    made = "He made the remarks during an inspection tour in the southwestern province on Thursday."
    text = f"Xi visits Yunnan\nXi Jinping urged Yunnan to grow. {made}"
    assert told(text) == [("inspection", "530000")]


def test_a_headline_says_in_what_part_of_the_country_something_lies() -> None:
    text = (
        "State Council approves zone in northeast China\nThe State Council on Thursday approved a pilot zone in"
        " Suifenhe, Heilongjiang. Heilongjiang should build the zone well. Departments should help Heilongjiang."
    )
    assert read(text).main_targets == ("230000",)


def test_the_premier_may_meet_athletes_from_home() -> None:
    text = (
        "Li Qiang meets Chinese athletes\nLi Qiang met with Chinese athletes home from Paris in Beijing on Thursday."
        " Society should"
        " care for sport, he said."
    )
    assert len(read(text).directives) == 1


def test_needs_told_in_the_past_are_demands() -> None:
    told_of = "Li Qiang met the press in Beijing on Thursday. He stressed that China needed to press on with reforms."
    assert len(read(f"Premier meets press\n{told_of}").directives) == 1
