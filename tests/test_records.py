"""Dates keep their precision, and the errors are one tree."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import errors
from geo.errors import DateError, Fault, GeoError, TableError
from geo.records import DateSpan

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@given(st.tuples(DAYS, DAYS).map(sorted))
def test_two_days_are_a_span_that_reads_back(days: list[date]) -> None:
    span = DateSpan.parse(days[0].isoformat(), days[1].isoformat())
    assert (span.first, span.last, span.precision) == (days[0], days[1], "day")
    assert DateSpan.parse(*span.texts) == span


@given(DAYS, st.sampled_from(["{0.year}", "{0:%Y-%m}", "{0.year}-Q{1}"]))
def test_a_coarse_date_contains_its_days_and_reads_back(day: date, form: str) -> None:
    span = DateSpan.parse(form.format(day, (day.month + 2) // 3))
    assert span.first <= day <= span.last
    assert DateSpan.parse(*span.texts) == span


@pytest.mark.parametrize(
    ("text", "end", "first", "last", "precision"),
    [
        ("2024-02", "", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2023-Q1", "2023-Q3", date(2023, 1, 1), date(2023, 9, 30), "quarter"),
        ("2024-04-22", "2024-05", date(2024, 4, 22), date(2024, 5, 31), "month"),
        (" 2024-12-09 ", "", date(2024, 12, 9), date(2024, 12, 9), "day"),
    ],
)
def test_forms(text: str, end: str, first: date, last: date, precision: str) -> None:
    span = DateSpan.parse(text, end)
    assert (span.first, span.last, span.precision) == (first, last, precision)
    assert DateSpan.parse(*span.texts) == span


@pytest.mark.parametrize(
    ("text", "end", "way_out"),
    [
        ("04/05/2024", "", "write 2024-04-22"),
        ("2024-02-30", "", "not a day of the calendar"),
        ("2024-13", "", "not a day of the calendar"),
        ("2024-Q5", "", "write 2024-04-22"),
        ("0000", "", "outside the years"),
        ("２０２４", "", "write 2024-04-22"),
        ("2024-04-22", "2024-04-21", "swap"),
        ("", "", "write 2024-04-22"),
    ],
)
def test_a_bad_date_names_the_way_out(text: str, end: str, way_out: str) -> None:
    with pytest.raises(DateError, match=way_out):
        DateSpan.parse(text, end)


def test_every_error_is_a_geo_error_and_a_standard_one() -> None:
    found = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, GeoError)]
    assert len(found) == 12
    standard = (ValueError, LookupError, RuntimeError)
    assert all(issubclass(error, standard) for error in found if error is not GeoError)
    assert all(error.__name__ in (errors.__doc__ or "") for error in found)


def test_a_table_error_lists_its_faults_and_counts_the_rest() -> None:
    faults = [Fault(row=row, column="date", value="x", message=f"bad {row}") for row in range(2, 27)]
    text = str(TableError("t.csv", faults))
    assert text.startswith("t.csv: 25 faults\n  row 2, column 'date': bad 2")
    assert text.endswith("… and 5 more")
    assert str(Fault(row=None, column=None, value="", message="no header")) == "no header"
