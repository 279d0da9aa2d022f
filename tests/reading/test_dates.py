"""Dates of both languages: edge tables, contradictions, laws, hostile input."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.reading import date_math, dates
from geo.reading.date_rules import number
from geo.records import Document, Sentence

THURSDAY = date(2024, 4, 25)


def found(text: str, published: date | None = THURSDAY, lang: str = "en") -> tuple[dates.DateMention, ...]:
    document = Document(id="d", text=text, lang="zh" if lang == "zh" else "en", published=published)
    return dates.find(document, [Sentence(doc="d", start=0, end=len(text), paragraph=0)] if text else [])


def only(text: str, published: date | None = THURSDAY) -> tuple[str, str]:
    """The texts of the one date in a text."""
    spans = [mention.span for mention in found(text, published) if mention.span is not None]
    assert len(spans) == 1, spans
    return spans[0].texts


ENGLISH = [
    ("The fair opened on April 22, 2024.", "2024-04-22", ""),
    ("It ran from April 22 to 24.", "2024-04-22", "2024-04-24"),
    ("It ran from 22 to 24 April 2023.", "2023-04-22", "2023-04-24"),
    ("The tour lasted from April 28 to May 2, 2023.", "2023-04-28", "2023-05-02"),
    ("They met from Dec. 30, 2023 to Jan. 2, 2024.", "2023-12-30", "2024-01-02"),
    ("A storm came on Dec. 30.", "2023-12-30", ""),
    ("The games will be held on May 3.", "2024-05-03", ""),
    ("The show will run between February 4 and 20.", "2025-02-04", "2025-02-20"),
    ("He arrived on Wednesday.", "2024-04-24", ""),
    ("He arrived on Thursday.", "2024-04-25", ""),
    ("He arrived on Friday.", "2024-04-19", ""),
    ("They met from Monday to Wednesday.", "2024-04-22", "2024-04-24"),
    ("The session opens next Monday.", "2024-04-29", ""),
    ("a three-day tour of the city that started on Monday", "2024-04-22", "2024-04-24"),
    ("the two-day visit, which ended on Tuesday", "2024-04-22", "2024-04-23"),
    ("Rain fell yesterday.", "2024-04-24", ""),
    ("Work started in March 2022.", "2022-03", ""),
    ("Work started in October.", "2023-10", ""),
    ("Output rose in the second quarter of 2023.", "2023-Q2", ""),
    ("Output rose in Q1 2024.", "2024-Q1", ""),
    ("Output rose in the first half of this year.", "2024-01", "2024-06"),
    ("Goals of the 14th Five-Year Plan period (2021-2025) stand.", "2021", "2025"),
    ("It grew last month.", "2024-03", ""),
    ("On the 21st, the road was closed.", "2024-04-21", ""),
    ("It was signed in 2012.", "2012", ""),
    ("Posted 2024-04-23 by staff", "2024-04-23", ""),
]
CHINESE = [
    ("2024年4月22日开幕。", "2024-04-22", ""),
    ("二〇二四年四月二十二日开幕。", "2024-04-22", ""),
    ("4月22日至24日举行。", "2024-04-22", "2024-04-24"),
    ("22日至24日举行。", "2024-04-22", "2024-04-24"),
    ("20日、21日举行。", "2024-04-20", "2024-04-21"),
    ("22日下午抵达。", "2024-04-22", ""),
    ("30日抵达。", "2024-03-30", ""),
    ("2023年12月30日至2024年1月2日举行。", "2023-12-30", "2024-01-02"),
    ("12月30日至1月2日举行。", "2023-12-30", "2024-01-02"),
    ("今天（4月25日）发布。", "2024-04-25", ""),
    ("昨天发布。", "2024-04-24", ""),
    ("大会将于5月3日开幕。", "2024-05-03", ""),
    ("本月3日发布。", "2024-04-03", ""),
    ("上月3日发布。", "2024-03-03", ""),
    ("去年9月动工。", "2023-09", ""),
    ("2018年9月动工。", "2018-09", ""),
    ("今年1月至3月增长。", "2024-01", "2024-03"),
    ("一季度增长。", "2024-Q1", ""),
    ("2023年第三季度增长。", "2023-Q3", ""),
    ("去年下半年增长。", "2023-07", "2023-12"),
    ("今年前3个月增长。", "2024-01", "2024-03"),
    ("“十四五”期间建成。", "2021", "2025"),
    ("第十五个五年规划提出目标。", "2026", "2030"),
    ("十三五时期建成。", "2016", "2020"),
    ("2021年至2025年建成。", "2021", "2025"),
    ("上周三发布。", "2024-04-17", ""),
    ("周三发布。", "2024-04-24", ""),
]


@pytest.mark.parametrize(("text", "first", "last"), ENGLISH + CHINESE)
def test_a_date_means_these_days(text: str, first: str, last: str) -> None:
    assert only(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "On February 30, 2024 nothing happened.",
        "2023年2月29日没有。",
        "Year 0000-01-01 is none.",
        "0年0月0日",
        "9999年99月99日",
        "The bill may pass. They march on. It cost 2,024 yuan.",
        "工期缩短3日内完成，5日游，第3季。",
        "一一一，十十十日",
        "二十五个，十五周年，十五岁",
    ],
)
def test_impossible_days_and_lookalikes_are_no_dates(text: str) -> None:
    assert [mention.text for mention in found(text) if mention.span is not None] == []


def test_vague_words_name_no_day() -> None:
    assert [(mention.kind, mention.span) for mention in found("近日，他表示。Recently he said.")] == [
        ("vague", None)
    ] * 2


def test_the_same_day_is_the_one_told_before() -> None:
    same, following = found("22日上午开会，当天签约，次日返回。")[1:]
    assert same.span is not None
    assert following.span is not None
    assert (same.span.first, following.span.first) == (date(2024, 4, 22), date(2024, 4, 23))


def test_an_explicit_date_is_trusted_over_its_weekday() -> None:
    (mention,) = found("It was Tuesday, April 22, 2024.")
    assert mention.span is not None
    assert mention.span.first == date(2024, 4, 22)
    assert "Tuesday" in mention.notes[0]


def test_today_beside_another_date_is_noted() -> None:
    (mention,) = found("今天（4月23日）发布。")
    assert mention.span is not None
    assert mention.span.first == date(2024, 4, 23)
    assert mention.notes


def test_the_dateline_is_its_own_kind_and_its_contradictions_are_noted() -> None:
    text = "CHENGDU, April 10 (Xinhua) -- Officials met on Wednesday."
    dateline, weekday = found(text)
    assert dateline.kind == "dateline"
    assert "publication date" in dateline.notes[0]
    assert weekday.span is not None
    assert weekday.span.first == date(2024, 4, 24)
    assert found("新华社成都4月24日电 会议召开。", lang="zh")[0].kind == "dateline"
    dated = found("新华社成都2019年4月24日电 会议召开。", lang="zh")[0]
    assert (dated.kind, dated.span and dated.span.texts) == ("dateline", ("2019-04-24", ""))


def test_a_weekday_after_the_dateline_is_noted() -> None:
    weekday = found("CHENGDU, April 23 (Xinhua) -- Officials met on Wednesday.")[1]
    assert "dateline 2024-04-23 is earlier" in weekday.notes[0]


def test_without_a_publication_date_a_full_date_at_the_top_counts() -> None:
    mentions = found("Updated April 25, 2024\nHe came on Monday.", published=None)
    assert mentions[-1].span is not None
    assert mentions[-1].span.first == date(2024, 4, 22)
    assert found("He came on Monday.", published=None) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [("22", 22), ("廿三", 23), ("三十一", 31), ("十", 10), ("二〇二四", 2024), ("卅", 30), ("x", -1), ("十十", -1)],
)
def test_numbers(text: str, value: int) -> None:
    assert number(text) == value


@given(day=st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_every_written_day_is_read_back(day: date) -> None:
    assert only(f"It was {day:%B} {day.day}, {day.year} then.", None) == (day.isoformat(), "")
    assert only(f"于{day.year}年{day.month}月{day.day}日开始。", None) == (day.isoformat(), "")


@given(anchor=st.dates(date(1950, 1, 1), date(2090, 12, 31)), weekday=st.integers(0, 6))
def test_a_weekday_lies_in_the_week_before_the_article(anchor: date, weekday: int) -> None:
    day = date_math.weekday(weekday, anchor)
    assert day is not None
    assert 0 <= (anchor - day).days < 7
    assert day.weekday() == weekday


@given(anchor=st.dates(date(1950, 1, 1), date(2090, 12, 31)), day=st.integers(1, 31), future=st.booleans())
def test_a_day_of_the_month_is_the_nearest_on_its_side(anchor: date, day: int, future: bool) -> None:
    found_day = date_math.day_of_month(day, anchor, future=future)
    if found_day is not None:
        assert found_day.day == day
        assert (found_day - anchor).days >= 0 if future else (found_day - anchor).days <= 1
        assert abs((found_day - anchor).days) <= 92


PIECES = st.sampled_from(
    [
        "April ",
        "22",
        "月",
        "日",
        "年",
        "2024",
        "至",
        "、",
        " to ",
        "Monday",
        "十",
        "五",
        "“",
        "three-day ",
        "started on ",
        " ",
        ".",
        "，",
        "\n",
        "0",
        "Q1 ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(text=st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join), published=st.none() | st.dates())
def test_laws_of_any_text(text: str, published: date | None) -> None:
    mentions = found(text, published)
    assert mentions == found(text, published)
    free = 0
    for mention in mentions:
        assert free <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.span is None or mention.span.first <= mention.span.last
        free = mention.end


@pytest.mark.parametrize("text", ["1" * 100_000, "4月" * 10_000, "April " * 10_000, "十" * 50_000, "22日、" * 10_000])
def test_long_lines_end(text: str) -> None:
    found(text)
