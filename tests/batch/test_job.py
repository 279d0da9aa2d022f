"""Reading in the background: everything that was read is in the project, however the job ends."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from geo.batch import job as jobs
from geo.batch.intake import Upload
from geo.batch.job import Job
from geo.errors import StoreError
from geo.tables.folder import FolderStore

PLACES = ("Wuhan", "Lanzhou", "Guiyang", "Nanning", "Harbin", "Changsha", "Hefei", "Fuzhou")


def article(number: int) -> Upload:
    place = PLACES[number % len(PLACES)]
    text = f"May {number % 27 + 1}, 2024\nLi Qiang inspected a plant in {place} on Monday. Report {number}.\n"
    return Upload(name=f"news{number}.txt", raw=text.encode())


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore.create(tmp_path / "project")


def run(store: FolderStore, uploads: list[Upload], **options: Any) -> jobs.Progress:
    return Job(uploads, store, **options).start().wait(60)


def test_a_job_reads_everything_once(store: FolderStore, tmp_path: Path) -> None:
    uploads = [article(number) for number in range(10)]
    done = run(store, [*uploads, Upload(name="x.exe", raw=b"MZ")], remembered=tmp_path / "kept")
    assert (done.stage, done.read, done.known) == ("done", 10, 0)
    assert [failure.source for failure in done.failures] == ["x.exe"]
    assert len(store.documents()) == done.compared == done.to_compare == 10
    assert done.facts == len(store.facts())
    assert set(store.facts()["doc"]) == {f"news{number}" for number in range(10)}
    again = run(store, uploads, remembered=tmp_path / "kept")
    assert (again.stage, again.read, again.known, again.facts) == ("done", 0, 10, 0)
    assert len(store.facts()) == done.facts


def test_two_articles_of_one_name_stay_two(store: FolderStore) -> None:
    first, second = article(1), article(2)
    run(store, [first])
    run(store, [Upload(name=first.name, raw=second.raw)])
    assert {document.id for document in store.documents()} == {"news1", "news1#2"}


def test_two_articles_of_one_name_that_come_at_the_same_moment_stay_two(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, both = jobs.read_batch, threading.Barrier(2)

    def together(documents: Any, options: Any) -> Any:
        if documents[0].id == "news1":
            both.wait(20)  # neither has kept anything when both have chosen the id
        return whole(documents, options)

    monkeypatch.setattr(jobs, "read_batch", together)
    uploads = [article(1), Upload(name="news1.txt", raw=article(2).raw)]
    begun = [Job([upload], store).start() for upload in uploads]
    assert {job.wait(60).stage for job in begun} == {"done"}
    kept = {document.id: document.text for document in store.documents()}
    assert set(kept) == {"news1", "news1#2"}
    assert set(kept.values()) == {upload.raw.decode() for upload in uploads}
    facts = store.facts()
    assert set(facts["doc"]) == set(kept)
    assert all(len(kept[row.doc]) >= int(row.end) for row in facts.itertuples())
    assert {name for job in begun for name in job.progress.documents} == set(kept)


def test_what_was_read_before_the_stop_is_kept_and_the_rest_is_read_later(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = jobs.read_batch

    def slow(*arguments: Any) -> Any:
        time.sleep(0.05)
        return whole(*arguments)

    monkeypatch.setattr(jobs, "read_batch", slow)
    uploads = [article(number) for number in range(200)]
    job = Job(uploads, store).start()
    while not job.progress.read:
        time.sleep(0.01)
    job.stop()
    stopped = job.wait(10)
    assert stopped.stage == "stopped"
    assert 0 < len(store.documents()) == stopped.read < 200
    assert stopped.facts == len(store.facts())
    monkeypatch.setattr(jobs, "read_batch", whole)
    assert run(store, uploads).known == stopped.read
    assert len(store.documents()) == 200


def silences(job: Job) -> tuple[float, str]:
    """Return the longest time in seconds that a job said nothing new, and what it had said last."""
    last, since, longest = job.progress, time.monotonic(), (0.0, "")
    while not job.progress.ended:
        if job.progress is not last:
            longest = max(longest, (time.monotonic() - since, last.stage))
            last, since = job.progress, time.monotonic()
        time.sleep(0.002)
    return max(longest, (time.monotonic() - since, last.stage))


def slow_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every sync take what it takes on a busy disk."""
    monkeypatch.setattr("os.fsync", lambda _: time.sleep(0.004))


def test_a_job_is_never_silent_for_a_second_on_a_slow_disk(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    slow_disk(monkeypatch)
    seconds, stage = silences(Job([article(number) for number in range(300)], store).start())
    assert seconds < 1.0, stage


def test_a_job_stops_within_a_second_on_a_slow_disk(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    slow_disk(monkeypatch)
    job = Job([article(number) for number in range(400)], store).start()
    while job.progress.read < 180:
        time.sleep(0.002)
    begun = time.monotonic()
    job.stop()
    assert job.wait(20).stage == "stopped"
    assert time.monotonic() - begun < 1.0
    assert len(store.documents()) == job.progress.read


def test_a_job_stops_while_reports_are_compared(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job([article(number) for number in range(40)], store)
    whole = jobs.merge

    def stopped(*arguments: Any) -> Any:
        job.stop()
        return whole(*arguments)

    monkeypatch.setattr(jobs, "merge", stopped)
    assert job.start().wait(60).stage == "stopped"
    assert len(store.documents()) == 40


def test_reports_of_one_event_in_two_jobs_are_joined(store: FolderStore) -> None:
    english = (
        "CHANGSHA, May 6 -- Li Qiang, premier, inspected Changsha in Hunan Province on May 6, 2024 and "
        "visited a plant there."
    )
    other = "Premier Li Qiang made an inspection tour in Changsha, capital of Hunan Province, on May 6, 2024."
    run(store, [Upload(name="a.txt", raw=english.encode())])
    run(store, [Upload(name="b.txt", raw=other.encode())])
    events = store.facts().query("kind == 'event'")
    assert set(events["doc"]) == {"a", "b"}
    assert (events["merge"] != "").any()


def test_a_project_that_cannot_be_written_ends_the_job_with_a_sentence(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("no space left; free some and try again")

    monkeypatch.setattr(store, "put", full)
    done = run(store, [article(1)])
    assert (done.stage, done.error) == ("failed", "no space left; free some and try again")


def test_a_fault_of_ours_ends_the_job_and_not_the_program(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(jobs.findings, "load", broken)
    done = run(store, [article(1)])
    assert (done.stage, done.error) == ("failed", "ZeroDivisionError: by zero")
