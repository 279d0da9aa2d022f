"""Many articles: the same result in one process or two, at once or resumed, with whatever else lies in the folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from geo.batch import findings, summary, work
from geo.batch import run as batch
from geo.batch.run import Run, run
from geo.batch.work import Options, Outcome, read_all
from geo.errors import ExportError, GeoError
from geo.reading import documents, read
from geo.reading.reports import reports
from geo.records import Document
from tests.articles import ABROAD, CHAOYANG, EN, HOSTILE, ZH, article, json_lines

TEXTS = {"zh": ZH, "en": EN, "open": CHAOYANG, "abroad": ABROAD, "hostile": HOSTILE}


def rows_by_doc(made: Run) -> dict[str, int]:
    return {doc: sum(row["doc"] == doc for row in made.rows) for doc in {row["doc"] for row in made.rows}}


def test_a_finding_comes_back_from_its_text() -> None:
    for key, text in TEXTS.items():
        document = article(text, key)
        reading = read(document)
        finding = findings.load(findings.find(document, record=True))
        assert finding.record == json.loads(json.dumps(reading.record()))
        told = reports(document, reading.mentions, reading.events, reading.directives)
        assert [(r.topics, r.words, r.event.span, r.event.place) for r in finding.reports] == [
            (r.topics, r.words, r.event.span, r.event.place) for r in told
        ]
        assert [r.id for r in finding.reports] == [row["id"] for row in finding.rows if row["kind"] == "event"]


def test_two_processes_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [article(text, f"{key}{n}") for n in range(4) for key, text in TEXTS.items()]
    monkeypatch.setattr(work, "BATCH_ARTICLES", 3)
    monkeypatch.setattr(work, "_WORTH_A_PROCESS", 0)
    alone = list(read_all(documents, Options(records=True), jobs=1))
    together = list(read_all(documents, Options(records=True), jobs=2))
    assert alone == together
    assert not any(outcome.failure for outcome in alone)


class _Here:
    """Stands for the processes: a task is done when it is given; how many articles were taken by then is kept."""

    def __init__(self, *_: object, **__: object) -> None:
        self.taken_at: list[int] = []

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        self.taken_at.append(len(TAKEN))
        done: Future[Any] = Future()
        done.set_result(function(*arguments))
        return done

    def shutdown(self, **_: object) -> None:
        STARTED.append(self)


TAKEN: list[str] = []
STARTED: list[_Here] = []


def taken(count: int) -> Iterator[Document]:
    TAKEN.clear()
    STARTED.clear()
    for number in range(count):
        TAKEN.append(f"{number}")
        yield article(ZH, f"{number}")


def test_processes_begin_while_articles_are_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "ProcessPoolExecutor", _Here)
    monkeypatch.setattr(work, "BATCH_ARTICLES", 2)
    monkeypatch.setattr(work, "_WORTH_A_PROCESS", 3 * len(ZH))
    fresh = read_all(taken(40), Options(), jobs=2)
    outcomes = [next(fresh)]
    assert len(TAKEN) == 40  # so that a first word on progress can say of how many
    outcomes += fresh
    assert outcomes == list(read_all(taken(40), Options()))
    assert not STARTED
    list(read_all(taken(40), Options(), jobs=2))
    assert STARTED[0].taken_at[:2] == [6, 6]
    assert STARTED[0].taken_at[2:] == [40] * 18


@pytest.mark.parametrize(
    ("count", "worth", "started"), [(2, 0, False), (3, 0, True), (4, 4 * len(ZH), True), (4, 4 * len(ZH) + 1, False)]
)
def test_few_articles_start_no_process(count: int, worth: int, started: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "ProcessPoolExecutor", _Here)
    monkeypatch.setattr(work, "BATCH_ARTICLES", 2)
    monkeypatch.setattr(work, "_WORTH_A_PROCESS", worth)
    assert len(list(read_all(taken(count), Options(), jobs=2))) == count
    assert bool(STARTED) is started


def test_what_was_read_before_stays_in_its_place(tmp_path: Path) -> None:
    """First, in the middle and last: the rows are in the order of the articles, and each is counted once."""
    output, source = tmp_path / "events.csv", tmp_path / "a.jsonl"
    run([json_lines(source, {key: TEXTS[key] for key in ("zh", "open", "hostile")})], output=output)
    seen: list[tuple[int, int]] = []
    made = run([json_lines(source, TEXTS)], output=output, progress=lambda done, total: seen.append((done, total)))
    assert made.rows == run([source]).rows
    assert (made.read, made.remembered) == (len(TEXTS), 3)
    assert [document.id for document in made.documents] == list(TEXTS)
    assert seen == [(done, len(TEXTS)) for done in range(1, len(TEXTS) + 1)]


def test_a_process_that_dies_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "BATCH_ARTICLES", 1)
    monkeypatch.setattr(work, "_WORTH_A_PROCESS", 0)
    monkeypatch.setattr(work, "read_batch", _die)
    with pytest.raises(GeoError, match="--jobs 1"):
        list(read_all([article(ZH), article(EN)], Options(), jobs=2))


def _die(*_: object) -> list[Outcome]:
    import os

    os._exit(3)


def test_a_stopped_run_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, output = json_lines(tmp_path / "a.jsonl", TEXTS), tmp_path / "events.csv"
    whole = run([source], merged=True)
    calls: list[str] = []
    find = findings.find

    def counting(document: findings.Document, **options: bool) -> str:
        if len(calls) == 2:
            raise KeyboardInterrupt
        calls.append(document.id)
        return find(document, **options)

    monkeypatch.setattr(work.findings, "find", counting)
    monkeypatch.setattr(work, "BATCH_ARTICLES", 1)
    with pytest.raises(KeyboardInterrupt):
        run([source], output=output)
    assert not output.exists()
    monkeypatch.setattr(work.findings, "find", find)
    resumed = run([source], output=output, merged=True)
    assert resumed.remembered == 2
    assert resumed.rows == whole.rows
    again = run([source], output=output, merged=True)
    assert (again.rows, again.remembered) == (whole.rows, len(TEXTS))


def test_only_what_is_new_or_changed_is_read(tmp_path: Path) -> None:
    output = tmp_path / "events.csv"
    run([json_lines(tmp_path / "a.jsonl", TEXTS)], output=output)
    changed = {**TEXTS, "zh": ZH + "\n", "more": EN}
    assert run([json_lines(tmp_path / "a.jsonl", changed)], output=output).remembered == len(TEXTS) - 1
    assert run([tmp_path / "a.jsonl"], output=output, quotes=False).remembered == 0


def test_an_article_that_breaks_a_rule_is_reported_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = findings.find

    def breaking(document: findings.Document, **options: bool) -> str:
        if document.id == "en":
            raise RecursionError("too deep")
        return find(document, **options)

    monkeypatch.setattr(work.findings, "find", breaking)
    output = tmp_path / "events.csv"
    made = run([json_lines(tmp_path / "a.jsonl", TEXTS)], output=output)
    assert [failure.source for failure in made.failures] == ["en"]
    assert made.read == len(TEXTS) - 1
    assert set(rows_by_doc(made)) == set(TEXTS) - {"en"}
    monkeypatch.setattr(work.findings, "find", find)
    assert run([tmp_path / "a.jsonl"], output=output).remembered == len(TEXTS) - 1


def test_records_are_one_object_an_article_and_appear_whole(tmp_path: Path) -> None:
    records = tmp_path / "out.jsonl"
    made = run([json_lines(tmp_path / "a.jsonl", TEXTS)], records=records)
    kept = [json.loads(line) for line in records.read_text(encoding="utf-8").splitlines()]
    assert [record["id"] for record in kept] == list(TEXTS)
    assert {"places", "events", "directives", "main_targets"} <= set(kept[0])
    assert sum(len(record["events"]) + len(record["directives"]) for record in kept) == len(made.rows)
    with pytest.raises(ExportError, match="cannot write"):
        run([tmp_path / "a.jsonl"], records=tmp_path / "none" / "out.jsonl")
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_one_event_in_two_languages_is_proposed_or_sure_and_no_row_is_lost(tmp_path: Path) -> None:
    source = json_lines(tmp_path / "a.jsonl", {"zh": ZH, "en": EN})
    plain, merged = run([source]), run([source], merged=True)
    assert [row["id"] for row in merged.rows] == [row["id"] for row in plain.rows]
    heads = {row["same_as"] for row in merged.rows if row["same_as"]}
    assert heads
    assert heads <= {row["id"] for row in merged.rows}
    assert all("same event (" in row["note"] for row in merged.rows if row["same_as"])


def test_the_summary_says_what_is_open_and_what_was_skipped(tmp_path: Path) -> None:
    (tmp_path / "bad\x1b.txt").write_bytes(b"")
    made = run([json_lines(tmp_path / "a.jsonl", TEXTS), tmp_path])
    told = list(summary.lines(made))
    text = "\n".join(told)
    assert told[0] == "articles: 10 read, 1 skipped"
    assert "abroad" in text
    assert "  ambiguous: 朝阳区, 110105 Chaoyang District, Beijing or " in text
    assert "  skipped: " in text
    assert "\x1b" not in text


def test_what_is_written_into_the_folder_is_not_read(tmp_path: Path) -> None:
    json_lines(tmp_path / "a.jsonl", TEXTS)
    output, records = tmp_path / "events.csv", tmp_path / "out.jsonl"
    first = run([tmp_path], output=output, records=records)
    output.write_text("date,title\n", encoding="utf-8")
    again = run([tmp_path], output=output, records=records)
    assert (again.read, again.remembered, again.failures) == (len(TEXTS), len(TEXTS), ())
    assert again.rows == first.rows


def test_progress_counts_to_the_end(tmp_path: Path) -> None:
    calls: list[tuple[int, int]] = []
    run([json_lines(tmp_path / "a.jsonl", TEXTS)], progress=lambda done, every: calls.append((done, every)))
    assert calls == [(n, len(TEXTS)) for n in range(1, len(TEXTS) + 1)]


def test_a_run_of_nothing_is_empty() -> None:
    made = batch.run([])
    assert (made.rows, made.read, made.failures) == ((), 0, ())


def test_one_is_said_as_one() -> None:
    row = {"kind": "event", "date": "2024-05-08", "adcode": "620100", "resolution": "exact", "reason": "", "place": ""}
    made = Run(rows=(row,), read=1, remembered=0, failures=(), groups=())
    assert "facts: 1 event, 0 directives" in list(summary.lines(made))
    failures = tuple(documents.Failure(source="a", reason=str(n)) for n in range(summary.LISTED + 1))
    *_, last = summary.lines(Run(rows=(), read=0, remembered=0, failures=failures, groups=()))
    assert last == "  … and 1 more input"
