"""The theme of an event: its own words, and a little of what stands around it."""

from __future__ import annotations

from datetime import date

import pytest

from geo import reading
from geo.reading import documents


def theme(text: str) -> str:
    first = reading.read(documents.document(text, id="d", published=date(2024, 7, 12))).events[0]
    return first.theme


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("要闻\n某公铁两用大桥11日在四川泸州合龙。", "infrastructure"),
        ("要闻\n某中微子探测器11日在广东江门建成。", "industry_innovation"),
        ("要闻\n第二届书展11日在山东济南开幕。", "culture_tourism"),
        ("要闻\n某大会11日在山东济南开幕。", "other"),
        # the line above and the rest of the paragraph say what it is about
        ("湿地保护要闻\n某活动11日在陕西西安启动。", "ecology"),
        ("要闻\n某大会11日在山东济南开幕。专家谈了耕地、粮食和种子。", "agriculture"),
        # and what a place is called does not
        ("要闻\n李强11日到乡宁县、乡城县考察。", "other"),
    ],
)
def test_what_an_event_is_about(text: str, expected: str) -> None:
    assert theme(text) == expected


def test_what_is_around_does_not_outweigh_what_it_is() -> None:
    assert theme("小麦丰收\n书展11日在山东济南开幕，展出图书和非遗。农民谈了粮食。") == "culture_tourism"
