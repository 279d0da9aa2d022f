"""Merging: one event in several reports, across outlets and languages; proposals; what must stay apart."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import reading
from geo.reading import documents, evidence, merge
from geo.reading import reports as told
from geo.reading.reports import Report
from geo.records import DateSpan, Event


def reports(text: str, doc: str, published: date, publisher: str) -> tuple[Report, ...]:
    result = reading.read(documents.document(text, id=doc, published=published, publisher=publisher))
    return told.reports(result.document, result.mentions, result.events, result.directives)


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


def test_a_report_without_day_and_place_is_sure_by_the_region_it_was_about() -> None:
    (group,) = merge.merge([*ENGLISH, *ECHO])
    assert group.sure
    assert group.head == ENGLISH[0].id
    assert "central" in group.evidence[0]


def test_a_report_that_fits_two_events_is_a_proposal() -> None:
    other = reports(
        "Symposium on the central region\nWUHAN, July 9 (CGTN) -- Premier Li Qiang on Tuesday called for energizing the"
        " central region. Li said so while chairing a symposium in Wuhan, Hubei Province.",
        "en-2",
        date(2024, 7, 9),
        "CGTN",
    )
    assert not any(group.sure for group in merge.merge([*ENGLISH, *other, *ECHO]))


def test_other_days_and_places_stay_apart() -> None:
    assert merge.merge([*ENGLISH, *OTHER_DAY]) == ()
    assert merge.merge([*ENGLISH, *OTHER_PLACE]) == ()
    assert merge.merge([*OTHER_DAY, *OTHER_PLACE]) == ()


def test_guests_from_two_countries_are_two_meetings() -> None:
    first = reports("会见\n7月10日，李强在北京会见法国外长。", "a", date(2024, 7, 10), "CCTV")
    second = reports("会见\n7月10日，李强在北京会见德国外长。", "b", date(2024, 7, 10), "CRI")
    assert merge.merge([*first, *second]) == ()


def chinese(sentence: str, doc: str, day: int, publisher: str = "CCTV") -> tuple[Report, ...]:
    return reports(sentence, doc, date(2024, 7, day), publisher)


TALK = "参观高校科技成果展览并同青年教师交流土壤普查进展"


@pytest.mark.parametrize(
    ("sentence", "word", "other"),
    [
        (f"7月10日，李强在长沙会见前来{TALK}的甲公司董事长王大山。", "甲公司董事长王大山", "乙协会会长陈小河"),
        (f"7月10日上午，李强在长沙{TALK}。", "上午", "下午"),
        (f"7月10日，李强在长沙{TALK}的第三次会议。", "第三次", "第四次"),
        (f"7月10日，李强在长沙出席{TALK}的开幕式。", "开幕式", "闭幕式"),
    ],
    ids=["guest", "half of the day", "ordinal", "act"],
)
def test_what_two_tellings_cannot_differ_in_keeps_them_apart(sentence: str, word: str, other: str) -> None:
    changed = sentence.replace(word, other)
    assert changed != sentence
    (group,) = merge.merge([*chinese(sentence, "a", 11), *chinese(sentence, "b", 12)])
    assert group.sure
    assert merge.merge([*chinese(sentence, "a", 11), *chinese(changed, "b", 12)]) == ()


FAIR = "7月10日，李强在长沙出席高校科技成果展览并同青年教师交流。"


def test_the_same_words_on_a_later_day_tell_the_same_event() -> None:
    (group,) = merge.merge([*chinese(FAIR, "a", 10), *chinese(f"本周回顾：{FAIR}", "b", 13)])
    assert group.sure
    assert "in the same words" in group.evidence[0]


def test_one_broadcast_tells_an_event_once() -> None:
    groups = merge.merge([*chinese(FAIR, "a", 10), *chinese(f"今日要闻：{FAIR}", "b", 10)])
    assert not any(group.sure for group in groups)
    (group,) = merge.merge([*chinese(FAIR, "a", 10), *chinese(f"今日要闻：{FAIR}", "b", 10, "CRI")])
    assert group.sure


def test_work_reports_heard_in_two_languages_are_one_meeting() -> None:
    english = reports(
        "Officials report\nAfter hearing work reports from the CPC Hunan Provincial Committee on Wednesday, Premier Li"
        " Qiang urged Hunan to do more.",
        "en-3",
        date(2024, 7, 11),
        "CGTN",
    )
    (group,) = merge.merge([*english, *chinese("10日上午，李强听取了湖南省委和省政府工作汇报。", "zh-9", 11)])
    assert group.sure


def test_who_chairs_a_session_of_a_body_is_in_it_with_the_body() -> None:
    body = chinese("7月10日，中共中央政治局就土地利用进行第四次集体学习。李强最后讲话，大家参加。", "a", 10)
    chair = chinese("7月10日，李强在主持中共中央政治局第四次集体学习时强调，要节约土地。", "b", 12, "CRI")
    assert {body[0].event.actor, chair[0].event.actor} == {"Political Bureau of the CPC Central Committee", "Li Qiang"}
    (group,) = merge.merge([*body, *chair])
    assert group.sure


def test_a_phrase_of_many_days_tells_of_none() -> None:
    stock = "就推进乡村道路养护管理和邮路延伸工作"
    weekly = [
        chinese(f"7月{day}日，李强在长沙{stock}出席会议。", f"w{day}", day)[0]
        for day in range(1, 1 + merge._STOCK_DAYS)
    ]
    again = [chinese(f"7月{day}日，李强在长沙{stock}出席会议。", f"v{day}", day + 1)[0] for day in range(1, 3)]
    assert all(group.sure for group in merge.merge([*weekly[:2], *again]))
    assert len(merge.merge([*weekly[:2], *again])) == 2
    assert not any(group.sure for group in merge.merge([*weekly, *again]))


def test_a_proposal_does_not_spoil_a_sure_group() -> None:
    sure = [*chinese(FAIR, "a", 10), *chinese(f"本周回顾：{FAIR}", "b", 13)]
    doubtful = chinese(f"今日要闻：{FAIR}", "c", 10)
    groups = merge.merge([*sure, *doubtful])
    assert sorted(group.sure for group in groups) in ([True], [False, True])
    assert any(group.sure and {report.id for report in sure} <= set(group.members) for group in groups)


def test_a_match_is_the_same_both_ways() -> None:
    every = [*ENGLISH, *CHINESE, *ECHO, *OTHER_DAY, *OTHER_PLACE, *chinese(FAIR, "a", 10), *chinese(FAIR, "b", 12)]
    for one in every:
        for other in every:
            here, there = evidence.compare(one, other), evidence.compare(other, one)
            assert (here is None) == (there is None)
            if here and there:
                assert (here.sure, here.score) == (there.sure, there.score)


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


def simple(doc: str, day: int, place: str, actor: str) -> Report:
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
    return Report(
        id=told.stable_id(event),
        event=event,
        lang="en",
        publisher=doc,
        url="",
        who=frozenset({actor} - {""}),
        topics=frozenset({"western"}),
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
        compare = merge.compare
        monkeypatch.setattr(merge, "compare", lambda left, right: compared.append(left) or compare(left, right))
        merge.merge([simple(f"d{n}", n // 20, f"{11 + n % 5}0000", f"P{n % 7}") for n in range(count)])
        monkeypatch.undo()
        return len(compared)

    assert 0 < comparisons(4000) < 5 * comparisons(1000)


SPANS = st.tuples(st.integers(0, 30), st.integers(0, 12))
"""The first day, and how many follow it: three blocks of four days and more, and events that meet in several."""


def lasting(number: int, span: tuple[int, int], place: str, actor: str, type_: str) -> Report:
    report = simple(f"d{number}", 0, place, actor)
    first = date(2024, 1, 1) + timedelta(days=span[0])
    days = DateSpan(first=first, last=first + timedelta(days=span[1]), precision="day")
    return replace(report, id=f"r{number}", event=replace(report.event, span=days, type=type_))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            lasting,
            st.integers(0, 10**6),
            SPANS,
            st.sampled_from(["430000", "430100", "440000"]),
            st.sampled_from(["A", "B", ""]),
            st.sampled_from(["meeting", "symposium", "visit"]),
        ),
        max_size=16,
        unique_by=lambda report: report.id,
    )
)
def test_each_pair_that_meets_is_compared_once(every: list[Report]) -> None:
    """Against all pairs: those of one kind, on a common day, with a common actor, province or matter."""

    def meet(one: Report, other: Report) -> bool:
        left, right = evidence.window(one.event), evidence.window(other.event)
        assert left
        assert right
        same_kind = evidence.family(one.event) == evidence.family(other.event)
        together = left.first <= right.last and right.first <= left.last
        return same_kind and together and bool(set(merge._keys(one)) & set(merge._keys(other)))

    found = [frozenset((left.id, right.id)) for left, right in merge._pairs(every)]
    assert len(found) == len(set(found))
    assert set(found) == {frozenset((a.id, b.id)) for a, b in itertools.combinations(every, 2) if meet(a, b)}


def test_a_changed_event_has_another_id() -> None:
    event = ENGLISH[0].event
    assert told.stable_id(event) != told.stable_id(replace(event, place="430000"))
