"""Each kind of cell has one normal form, and every row of the data file leads to it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.tables.values import ENUMERATIONS, area_code, area_codes, choice, degrees, web_address, whole_number

LABELS = tomllib.loads((Path(__file__).parents[2] / "geo/data/values.toml").read_text(encoding="utf-8"))
ROWS = [
    (column, value, label)
    for column, values in LABELS.items()
    for value, labels in values.items()
    for label in (value, *labels)
]


@pytest.mark.parametrize(("column", "value", "label"), ROWS)
def test_every_label_of_the_file_means_its_value(column: str, value: str, label: str) -> None:
    for spelling in (label, label.upper(), label.replace("_", " ").title(), label.replace(" ", "-")):
        assert choice(column)(spelling) == value


def test_every_value_has_a_chinese_label() -> None:
    for column, values in ENUMERATIONS.items():
        assert tuple(LABELS[column]) == values
        assert all(any("\u4e00" <= label[0] <= "\u9fff" for label in labels) for labels in LABELS[column].values())


def test_an_unknown_value_lists_the_accepted_ones() -> None:
    with pytest.raises(
        ValueError, match=r"'ecolgy' is not a theme; did you mean 'ecology'\? accepted: ecology, opening_up"
    ):
        choice("theme")("ecolgy")
    with pytest.raises(ValueError, match="'???' is not a status; accepted: auto, confirmed".replace("?", r"\?")):
        choice("status")("???")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("29.5", 29.5),
        ("-0.25", -0.25),
        ("+106", 106.0),
        ("29,5", 29.5),
        ("29.5°", 29.5),
        ("29.5° n", 29.5),
        ("33.9S", -33.9),
        ("70°W", -70.0),
        ("２９.５", 29.5),
        ("−5", -5.0),
        ("1.0655E+02", 106.55),
    ],
)
def test_degrees(text: str, number: float) -> None:
    assert degrees(text) == number


@given(st.floats(min_value=-180, max_value=180))
def test_degrees_read_what_python_writes(number: float) -> None:
    assert degrees(repr(number)) == number


@pytest.mark.parametrize("text", ["29°30′15″", "north", "inf", "nan", "1_0", "29.5 106.5", "29.5,106.5", "--5", ""])
def test_what_is_no_number_of_degrees(text: str) -> None:
    with pytest.raises(ValueError, match=r"write decimal degrees: 29\.5332"):
        degrees(text)


def test_every_code_and_slug_is_its_own_normal_form() -> None:
    for code in (*gazetteer().units, *regions()):
        assert area_code(code) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("500107.0", "500107"),
        ("５００１０７", "500107"),
        ("500107000", "500107"),
        ("500107000000", "500107"),
        ("tw-tpe", "TW-TPE"),
        ("Border-Areas", "border_areas"),
        ("yangtze river delta", "yangtze_river_delta"),
        ("450127", "450181"),
        ("100000", "national"),
    ],
)
def test_codes_in_other_forms(text: str, code: str) -> None:
    assert area_code(text) == code


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("500999", "no unit has the code '500999'; did you mean Chongqing"),
        ("50", r"did you mean Chongqing \(500000\)"),
        ("500107001", "no unit has the code"),
        ("bordr_areas", "neither a six-digit code nor a region's slug; did you mean 'border_areas'"),
        ("Chongqing", "names go to the column place"),
        ("{{7*7}}", "names go to the column place"),
    ],
)
def test_an_unknown_code_names_the_way_out(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        area_code(text)


def test_targets_keep_their_order_and_lose_repetitions() -> None:
    assert area_codes("western; 430100；500107 |430100、 ;") == "western;430100;500107"


@pytest.mark.parametrize(
    "text",
    ["http://example.org", "https://example.org/a?b=1#c", "HTTPS://EXAMPLE.ORG/中文", "https://user@example.org:8080/"],
)
def test_an_address_of_the_web_is_kept(text: str) -> None:
    assert web_address(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "data:text/html,<script>1</script>",
        "file:///etc/passwd",
        "ftp://example.org",
        "//example.org",
        "www.example.org",
        "https://",
        "https:///path",
        "https://exam ple.org",
        'https://example.org/"onmouseover="alert(1)',
        "https://example.org/<b>",
        "https://example.org\n",
        "https://[::1",
        "http://a\tb",
    ],
)
def test_no_other_address_becomes_a_link(text: str) -> None:
    assert web_address(text) == ""


def test_a_position_in_a_document() -> None:
    assert [whole_number(text) for text in ("0", "12.0", "０12")] == ["0", "12", "12"]
    for text in ("2024-04-22", "-1", "1.5", "x"):
        with pytest.raises(ValueError, match="dates go to the columns date and date_end"):
            whole_number(text)
