"""Documents of government: who issued them, for which unit, and on which day. Every text here is invented."""

from __future__ import annotations

from datetime import date

import pytest

from geo import reading
from geo.reading import documents
from geo.records import Directive
from geo.tables import facts

BODY = "一、成都市、德阳市要在2024年10月15日前划定禁捕区。\n\n二、凉山州要加强巡护。\n\n"
SIGNED = "四川省人民政府办公厅\n2024年9月12日\n"
CIRCULAR = f"四川省人民政府办公厅关于做好秋季护鱼工作的通知\n\n各市（州）人民政府：\n\n{BODY}{SIGNED}"


def asked(text: str) -> tuple[Directive, ...]:
    return reading.read(documents.document(text, id="d")).directives


def test_a_circular_gives_who_when_and_where() -> None:
    found = asked(CIRCULAR)
    assert [one.targets for one in found] == [("510100", "510600"), ("513400",)]
    for one in found:
        assert one.actor == "四川省人民政府办公厅"
        assert one.issuer is not None
        assert one.issuer.code == "510000"
        assert one.span is not None
        assert (one.span.first, one.span.last) == (date(2024, 9, 12), date(2024, 9, 12))


def test_its_rows_are_placed_and_say_by_whom() -> None:
    document = documents.document(CIRCULAR, id="d")
    for row in facts.rows(reading.read(document)):
        assert (row["date"], row["adcode"], row["event_id"]) == ("2024-09-12", "510000", "")
        assert row["reason"] == "read as 510000, '四川省': issued by '四川省'"
    bare = facts.rows(reading.read(document), quotes=False)
    assert {row["reason"] for row in bare} == {"read as 510000, '四川省': issued by the unit's government"}


def test_without_numbers_the_signature_makes_it_a_document() -> None:
    title = "关于做好秋季护鱼工作的通知\n\n成都市要划定禁捕区。\n\n"
    assert [(one.actor, one.targets) for one in asked(title + SIGNED)] == [("四川省人民政府办公厅", ("510100",))]
    assert asked(title) == ()


def test_a_title_that_names_nobody_leaves_the_place_open() -> None:
    (one, _) = asked(f"关于做好秋季护鱼工作的通知\n\n{BODY}2024年9月12日\n")
    assert (one.actor, one.issuer) == ("", None)
    assert one.span is not None


def test_what_a_report_tells_of_a_circular_has_no_issuer() -> None:
    found = asked("新华社成都2024年9月12日电 四川省人民政府办公厅12日印发通知，要求成都市、德阳市划定禁捕区。")
    assert [(one.issuer, one.event) for one in found] == [(None, 0)]


def test_behind_a_dateline_the_government_that_issues_is_the_place() -> None:
    text = "新华社成都2024年9月12日电 四川省人民政府办公厅12日印发通知，要求各地划定禁捕区。"
    assert [one.place for one in reading.read(documents.document(text, id="d")).events] == ["510000"]


@pytest.mark.parametrize("verb", ["asked", "told", "urged"])
def test_officials_of_a_place_are_asked_for_it(verb: str) -> None:
    text = (
        f"BEIJING, June 20, 2024 (Xinhua) -- Vice Premier Zhang Guoqing on Thursday {verb} officials in Guangxi and"
        " Guangdong to check reservoirs."
    )
    found = reading.read(documents.document(text, id="d"))
    assert [one.targets for one in found.directives] == [("450000", "440000")]
    assert [one.place for one in found.events] == ["110000"]


def test_results_of_a_company_ask_nothing() -> None:
    assert asked("某公司7月18日公布财报，将加大投资。") == ()


@pytest.mark.parametrize(
    "said",
    [
        "Visiting a workshop that makes turbines for Leshan, he called for innovation.",
        "In contrast to Leshan, he said, officials must work harder.",
        "When he visited an exhibition on Leshan, he called for innovation.",
    ],
)
def test_what_is_only_spoken_of_is_no_stop(said: str) -> None:
    text = (
        "Vice premier inspects Sichuan\nCHENGDU, July 20, 2024 (Xinhua) -- Vice Premier Ding Xuexiang was on an"
        f" inspection tour in Sichuan from Thursday to Saturday.\n\n{said}\n"
    )
    assert [one.stop for one in asked(text) if said.startswith(text[one.start : one.start + 8])] == [None]
