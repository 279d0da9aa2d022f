"""Articles packed with gzip: the same articles as unpacked, and a sentence for what is no such file or a bomb."""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path

import pytest

from geo.reading import documents, packed
from geo.reading.documents import Failure
from geo.records import Document

ROWS = [{"id": f"n{n}", "text": f"7月{n}日，李强在长沙调研第{n}座水库。", "publisher": "甲报"} for n in range(1, 6)]
LINES = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()
TABLE = "编号,正文\n" + "\n".join(f"{row['id']},{row['text']}" for row in ROWS)


def read(*inputs: Path) -> list[documents.Item]:
    return list(documents.read(inputs))


@pytest.mark.parametrize("name", ["a.b.jsonl", "a.b.ndjson", "a.b.csv", "A.JSONL"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_packed_is_read_as_unpacked(name: str, encoding: str, tmp_path: Path) -> None:
    data = (TABLE if name.endswith("csv") else LINES.decode()).encode(encoding)
    (tmp_path / "plain").mkdir()
    plain, gzipped = tmp_path / "plain" / name, tmp_path / f"{name}.gz"
    plain.write_bytes(data)
    gzipped.write_bytes(gzip.compress(data))
    assert read(gzipped) == read(plain)
    assert [item.id for item in read(gzipped) if isinstance(item, Document)] == [row["id"] for row in ROWS]


def test_a_folder_holds_packed_files_too(tmp_path: Path) -> None:
    (tmp_path / "one.jsonl.gz").write_bytes(gzip.compress(LINES))
    (tmp_path / "two.txt.gz").write_bytes(gzip.compress(LINES))
    (tmp_path / "archive.gz").write_bytes(gzip.compress(LINES))
    assert len(read(tmp_path)) == len(ROWS)


PACKED = gzip.compress(LINES)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        pytest.param("a.jsonl.gz", LINES, "not packed with gzip", id="plain text"),
        pytest.param("a.jsonl.gz", PACKED[:-20], "cut short", id="cut short"),
        pytest.param("a.jsonl.gz", PACKED[:40] + bytes(20) + PACKED[60:], "damaged|not packed", id="damaged"),
        pytest.param("a.jsonl.gz", b"", "empty", id="no bytes"),
        pytest.param("a.csv.gz", gzip.compress(b""), "empty", id="nothing packed"),
        pytest.param("a.jsonl.gz", gzip.compress(PACKED), "not a text file|encoding", id="packed twice"),
        pytest.param("a.txt.gz", PACKED, r"unknown kind '\.txt\.gz'", id="packed text"),
        pytest.param("a.gz", PACKED, r"unknown kind '\.gz'", id="no kind"),
    ],
)
def test_what_cannot_be_unpacked_says_why(name: str, data: bytes, word: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    [item] = read(tmp_path / name)
    assert isinstance(item, Failure)
    assert re.search(word, item.reason), item.reason


def test_a_bomb_is_a_sentence_and_takes_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = tmp_path / "bomb.jsonl.gz"
    bomb.write_bytes(gzip.compress(bytes(packed._SMALL + 1)))
    [item] = read(bomb)
    assert isinstance(item, Failure)
    assert "200 times its size" in item.reason
    monkeypatch.setattr(packed, "MAX_BYTES", 100)
    monkeypatch.setattr(packed, "_PIECE", 64)
    (tmp_path / "long.jsonl.gz").write_bytes(PACKED)
    [item] = read(tmp_path / "long.jsonl.gz")
    assert isinstance(item, Failure)
    assert "1 GB" in item.reason


def test_what_is_small_may_shrink_as_it_likes(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(("text\n" + "长沙 " * 100_000).encode()))
    [item] = read(tmp_path / "a.csv.gz")
    assert isinstance(item, Document)


def test_a_closed_folder_is_reported_and_the_rest_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "open.jsonl").write_bytes(LINES)
    (tmp_path / "closed").mkdir()
    scan = os.scandir

    def refusing(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    *articles, closed = read(tmp_path)
    assert len(articles) == len(ROWS)
    assert isinstance(closed, Failure)
    assert "closed" in closed.reason
    assert "Permission denied" in closed.reason


def test_what_has_no_end_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    [item] = read(tmp_path)
    assert isinstance(item, Failure)
    assert "to its end" in item.reason
