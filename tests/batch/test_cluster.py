"""A cluster gives the bytes of a single process, whatever becomes of its workers."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.batch.cluster import Cluster, cluster
from geo.batch.parts import geocode_folder
from geo.batch.run import run
from geo.batch.work import in_order
from geo.errors import ExportError, GeoError
from geo.tables.parquet import write_parquet
from geo.tables.schema import read_table

pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning:distributed")

ARTICLE = """BEIJING, March {day} (Example) -- Governor Zhou Example inspected a port in Ningbo on March {day}, 2024.

He called for steps to protect wetlands in Zhejiang.
"""


@pytest.fixture(scope="module")
def two() -> Iterator[Cluster]:
    """A cluster of two workers on this machine."""
    with cluster("local:2") as started:
        yield started


def articles(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:03}.txt").write_text(ARTICLE.format(day=number % 28 + 1), encoding="utf-8")
    return folder


def tables(folder: Path) -> Path:
    """Write places as CSV and as Parquet, and one table with a fault."""
    folder.mkdir()
    for number, place in enumerate(["Chonging", "重庆市九龙坡区", "Suzhou", "western region"]):
        text = f"id,date,title,place\na{number},2024-04-22,t,{place}\nb{number},2024,u,Changsha\n"
        (folder / f"part-{number}.csv").write_text(text, encoding="utf-8")
    write_parquet(read_table(folder / "part-1.csv").table, folder / "part-9.parquet")
    (folder / "faulty.csv").write_text("place,lat,lon\nChangsha,500,1\n", encoding="utf-8")
    (folder / "_SUCCESS").write_text("")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def slowly(number: int, folder: Path) -> int:
    """Leave a trace of who began, and take a while."""
    (folder / f"{number}-{os.getpid()}").touch()
    time.sleep(0.15)
    return number * number


def test_a_worker_that_is_killed_loses_nothing_and_nothing_counts_twice(two: Cluster, tmp_path: Path) -> None:
    def kill() -> None:
        while len(list(tmp_path.iterdir())) < 5:
            time.sleep(0.01)
        os.kill(int(max(tmp_path.iterdir(), key=os.path.getmtime).name.partition("-")[2]), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    numbers = range(24)
    assert list(in_order(two, slowly, ((number, tmp_path) for number in numbers))) == [n * n for n in numbers]
    killer.join()
    assert len(list(tmp_path.iterdir())) > len(numbers), "what the killed worker had begun was begun anew"


def test_articles_read_on_a_cluster_give_the_rows_of_one_process(two: Cluster, tmp_path: Path) -> None:
    folder = articles(tmp_path / "articles", 90)
    seen: list[tuple[int, int]] = []
    alone = run([folder], merged=True, jobs=1)
    together = run([folder], merged=True, workers=two, progress=lambda done, every: seen.append((done, every)))
    assert together == alone
    assert alone.rows
    assert seen[-1] == (90, 90)


def test_a_folder_geocoded_on_a_cluster_is_that_of_one_process(two: Cluster, tmp_path: Path) -> None:
    source, seen = tables(tmp_path / "in"), []
    alone = geocode_folder(source, tmp_path / "alone")
    together = geocode_folder(
        source, tmp_path / "together", workers=two, progress=lambda done, every: seen.append((done, every))
    )
    assert together == alone
    assert contents(tmp_path / "together") == contents(tmp_path / "alone")
    assert seen[-1] == (6, 6)
    assert [part.name for part in alone if part.faults] == ["faulty.csv"]
    assert read_table(tmp_path / "alone" / "part-9.parquet").table["adcode"].tolist() == ["500107", "430100"]


def test_what_a_killed_worker_had_begun_to_write_is_removed(tmp_path: Path) -> None:
    source, target = tables(tmp_path / "in"), tmp_path / "out"
    target.mkdir()
    (target / ".part-1.csv.4242.part").write_text("torn")
    geocode_folder(source, target)
    assert not [file for file in target.iterdir() if file.name.startswith(".")]
    with pytest.raises(ExportError, match="name another folder"):
        geocode_folder(source, source)


@pytest.mark.parametrize(
    ("scheduler", "message"),
    [("localhost:8786", "is no scheduler"), ("local:0", "is no scheduler"), ("tcp://127.0.0.1:9", "no scheduler")],
)
def test_a_scheduler_that_is_none(scheduler: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.batch.cluster._PATIENCE", 0.5)
    with pytest.raises(GeoError, match=message), cluster(scheduler):
        pytest.fail("connected")
