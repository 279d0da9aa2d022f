"""A date in a table has one reading, or it is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DateError
from geo.records import DateSpan
from geo.tables.dates import normal_date
from tests.strategies import DAYS, date_texts

FORMS = (
    "{0.year}/{0.month}/{0.day}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}-{0.month}-{0.day}",
    "{0:%Y%m%d}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year} 年 {0.month} 月 {0.day} 号",
    "{0:%Y-%m-%d} 00:00:00",
    "{0:%Y-%m-%d}T00:00:00+08:00",
    "{0.year}/{0.month}/{0.day} 0:00",
    "{0.day} {0:%B} {0.year}",
    "{0:%d-%b-%Y}",
    "{0:%B} {0.day}, {0.year}",
    "{0:%b}. {0.day}th, {0.year}",
)


@given(DAYS, st.sampled_from(FORMS))
def test_a_day_is_the_same_day_in_every_form(day: date, form: str) -> None:
    assert normal_date(form.format(day)) == day.isoformat()


@given(date_texts().filter(bool))
def test_the_forms_of_the_contract_stay_as_they_are(text: str) -> None:
    assert normal_date(text) == text


@given(st.tuples(DAYS, DAYS).map(sorted), st.sampled_from(["{}/{}", "{} to {}", "{}至{}", "{} — {}", "{}~{}"]))
def test_a_span_in_one_cell(days: list[date], form: str) -> None:
    first, last = (day.isoformat() for day in days)
    assert normal_date(form.format(first, last)) == f"{first}/{last}"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("2024年", "2024"),
        ("2024年4月", "2024-04"),
        ("2024年04月份", "2024-04"),
        ("2024/4", "2024-04"),
        ("2024.04", "2024-04"),
        ("April 2024", "2024-04"),
        ("Sept. 2024", "2024-09"),
        ("2024年第二季度", "2024-Q2"),
        ("2024年二季度", "2024-Q2"),
        ("2024 Q2", "2024-Q2"),
        ("2024Q2", "2024-Q2"),
        ("q3/2024", "2024-Q3"),
        ("２０２４－０４", "2024-04"),
        ("2024年4月22日至24日", "2024-04-22/2024-04-24"),
        ("2024年4月28日—5月1日", "2024-04-28/2024-05-01"),
        ("2024年1月至2024年3月", "2024-01/2024-03"),
        ("2024-04-22 14:30 PM", "2024-04-22"),
    ],
)
def test_other_precisions(text: str, normal: str) -> None:
    assert normal_date(text) == normal
    assert DateSpan.parse(*normal.split("/"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("04/05/2024", "more than one date; write year, month, day"),
        ("13.5.2024", "more than one date"),
        ("4/5/24", "more than one date"),
        ("45404", "spreadsheet's count of days"),
        ("2024.4", "is not a date"),
        ("202404", "is not a date"),
        ("yesterday", "write 2024-04-22, 2024-04, 2024-Q2 or 2024"),
        ("近日", "is not a date"),
        ("2024年2月30日", "'2024年2月30日': '2024-02-30' is not a day of the calendar"),
        ("2024-13", "not a day of the calendar"),
        ("2024-Q5", "is not a date"),
        ("1850", "outside the years"),
        ("2024年4月22日至21日", "comes before"),
        ("2024-01-01 to 2024-01-02 to 2024-01-03", "more than two dates"),
        ("2024-04-22/23", "is not a date"),
        ("2024-04-22-", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_a_date_with_no_reading_or_two_names_the_way_out(text: str, message: str) -> None:
    with pytest.raises(DateError, match=message):
        normal_date(text)
