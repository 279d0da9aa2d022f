"""Merging: one event in several reports, across outlets and languages; proposals; what must stay apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import reading
from geo.reading import documents, merge
from geo.records import DateSpan, Event


def reports(text: str, doc: str, published: date, publisher: str) -> tuple[merge.Report, ...]:
    result = reading.read(documents.document(text, id=doc, published=published, publisher=publisher))
    return merge.reports(result.document, result.mentions, result.events, result.directives)


ENGLISH = reports(
    "Symposium on the central region\nCHANGSHA, July 11 (Xinhua) -- Premier Li Qiang on Wednesday called for energizing"
    " the central region. Li said so while chairing a symposium in Changsha, Hunan Province.",
    "en-1",
    date(2024, 7, 11),
    "Xinhua",
)
CHINESE = reports(
    "座谈会召开\n国务院总理李强10日在湖南长沙主持召开中部地区发展座谈会。他强调，要推动中部地区发展。",
    "zh-1",
    date(2024, 7, 10),
    "CCTV",
)
ECHO = reports(
    "引发反响\n日前，国务院总理李强主持召开中部地区发展座谈会。",
    "zh-2",
    date(2024, 7, 12),
    "People's Daily",
)
OTHER_DAY = reports("座谈会召开\n国务院总理李强2日在湖南长沙主持召开座谈会。", "zh-3", date(2024, 7, 3), "CCTV")
OTHER_PLACE = reports("座谈会召开\n国务院总理李强10日在广东广州主持召开座谈会。", "zh-4", date(2024, 7, 10), "CCTV")


def test_two_languages_tell_of_one_event() -> None:
    (group,) = merge.merge([*ENGLISH, *CHINESE])
    assert group.sure
    assert set(group.members) == {ENGLISH[0].id, CHINESE[0].id}
    assert "the same actor, Li Qiang" in group.evidence[0]
    assert "the same place, 430100" in group.evidence[0]


def test_a_report_without_day_and_place_is_a_proposal() -> None:
    (group,) = merge.merge([*ENGLISH, *ECHO])
    assert not group.sure
    assert group.head == ENGLISH[0].id
    assert "central" in group.evidence[0]


def test_other_days_and_places_stay_apart() -> None:
    assert merge.merge([*ENGLISH, *OTHER_DAY]) == ()
    assert merge.merge([*ENGLISH, *OTHER_PLACE]) == ()
    assert merge.merge([*OTHER_DAY, *OTHER_PLACE]) == ()


def test_guests_from_two_countries_are_two_meetings() -> None:
    first = reports("会见\n7月10日，李强在北京会见法国外长。", "a", date(2024, 7, 10), "CCTV")
    second = reports("会见\n7月10日，李强在北京会见德国外长。", "b", date(2024, 7, 10), "CRI")
    assert merge.merge([*first, *second]) == ()


def test_a_stop_is_not_its_tour() -> None:
    tour = reports("调研\n7月9日至11日，李强在云南调研。", "a", date(2024, 7, 11), "CCTV")
    stop = reports("调研\n7月10日，李强在云南大理调研。", "b", date(2024, 7, 11), "CRI")
    assert merge.merge([*tour, *stop]) == ()


def test_nothing_is_merged_with_itself_and_nothing_is_lost() -> None:
    every = [*ENGLISH, *CHINESE, *ECHO, *OTHER_DAY, *OTHER_PLACE]
    groups = merge.merge(every)
    members = [member for group in groups for member in group.members]
    assert len(members) == len(set(members))
    assert set(members) <= {report.id for report in every}
    assert all(group.head in group.members for group in groups)


def test_ids_depend_on_the_document_and_not_on_the_run() -> None:
    again = reports("座谈会召开\n国务院总理李强10日在广东广州主持召开座谈会。", "zh-4", date(2024, 7, 10), "CCTV")
    assert [report.id for report in again] == [report.id for report in OTHER_PLACE]


def simple(doc: str, day: int, place: str, actor: str) -> merge.Report:
    first = date(2024, 1, 1) + timedelta(days=day)
    event = Event(
        doc=doc,
        start=0,
        end=10,
        type="meeting",
        actor=actor,
        span=DateSpan(first=first, last=first, precision="day"),
        place=place,
        place_name="",
        place_source="stated",
        certainty="exact",
    )
    empty: frozenset[str] = frozenset()
    return merge.Report(
        id=merge.stable_id(event),
        event=event,
        lang="en",
        publisher=doc,
        url="",
        topics=empty,
        abroad=empty,
        words=empty,
    )


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 6), st.sampled_from(["430000", "430100", "440000"]), st.sampled_from(["A", "B", ""])),
        max_size=14,
    ),
    seed=st.randoms(use_true_random=False),
)
def test_the_order_of_the_reports_does_not_matter(rows: list[tuple[int, str, str]], seed: object) -> None:
    every = [simple(f"d{number}", *row) for number, row in enumerate(rows)]
    shuffled = list(every)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    groups = merge.merge(every)
    assert groups == merge.merge(shuffled)
    by_id = {report.id: report for report in every}
    for group in groups:
        spans = [by_id[member].event.span for member in group.members]
        actors = {by_id[member].event.actor for member in group.members} - {""}
        assert len(set(spans)) == 1
        assert len(actors) <= 1


def test_only_neighbours_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the days and reports at the same density: four times the comparisons, not sixteen."""

    def comparisons(count: int) -> int:
        compared = []
        compare = merge._compare
        monkeypatch.setattr(merge, "_compare", lambda left, right: compared.append(left) or compare(left, right))
        merge.merge([simple(f"d{n}", n // 20, f"{11 + n % 5}0000", f"P{n % 7}") for n in range(count)])
        monkeypatch.undo()
        return len(compared)

    assert 0 < comparisons(4000) < 5 * comparisons(1000)


def test_a_changed_event_has_another_id() -> None:
    event = ENGLISH[0].event
    assert merge.stable_id(event) != merge.stable_id(replace(event, place="430000"))
