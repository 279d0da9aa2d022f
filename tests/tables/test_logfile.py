"""corrections.csv: any text comes back, a line is a line, and damage stays where it is."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import astuple, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import StoreError
from geo.tables.corrections import Correction, made
from geo.tables.logfile import COLUMNS, HEADER, LogFile, correction_of, line_of
from tests.tables.store_laws import HOSTILE, edit

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
TEXTS = st.text(st.characters()) | st.sampled_from(
    [HOSTILE, "\x00", "\ud800", "\\", "=1", "\\=1", "\n", "\r", "\u2028"]
)


def correction(number: int, note: str = "x") -> Correction:
    return made(edit(f"e-{number}", "note", "", note), after=(), who="Lin", when=NOON)


@pytest.fixture
def log(tmp_path: Path) -> tuple[LogFile, list[str]]:
    (tmp_path / "corrections.csv").write_bytes(HEADER)
    said: list[str] = []
    return LogFile(tmp_path / "corrections.csv", said.append), said


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_any_text_comes_back_from_one_line_that_is_no_formula(fact: str, field: str, old: str, new: str) -> None:
    one = made(edit(fact, field, old, new), after=(), who=new, when=NOON, why=old)
    line = line_of(one)
    assert correction_of(line) == one
    assert line.endswith(b"\n")
    text = line.decode("utf-8")
    assert len(text.splitlines()) == 1
    assert not any(ord(char) < 32 for char in text[:-1])
    assert not any(cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for cell in next(csv.reader([text])))


def test_it_is_a_table_that_anybody_reads(log: tuple[LogFile, list[str]]) -> None:
    file, _ = log
    one = made(edit("e-1", "title", "a, b", 'say "c"'), after=(), who="Lin", when=NOON, why="why, indeed")
    file.append([one])
    (read,) = csv.DictReader(io.StringIO(file.path.read_text(encoding="utf-8")))
    assert tuple(read) == COLUMNS
    assert tuple(read.values()) == astuple(one)


def test_a_line_torn_at_any_byte_is_set_aside_and_said_and_the_rest_stands(log: tuple[LogFile, list[str]]) -> None:
    file, said = log
    file.append([correction(1, "长沙, \n")])
    whole = file.path.read_bytes()
    torn = line_of(correction(2, "重庆, \n"))
    for cut in range(1, len(torn) - 1):
        file.path.write_bytes(whole + torn[:cut])
        (file.path.parent / "corrections.csv.torn").unlink(missing_ok=True)
        said.clear()
        opened = LogFile(file.path, said.append)
        assert [c.id for c in opened.refresh()] == [correction(1, "长沙, \n").id]
        assert "torn" in opened.faults()[0]
        opened.append([correction(3)])
        assert file.path.read_bytes() == whole + line_of(correction(3))
        assert (file.path.parent / "corrections.csv.torn").read_bytes() == torn[:cut] + b"\n"
        assert len(said) == 1
        assert opened.faults() == []


def test_a_last_line_that_only_lacks_its_break_is_kept(log: tuple[LogFile, list[str]]) -> None:
    file, said = log
    file.path.write_bytes(HEADER + line_of(correction(1))[:-1])
    file.append([correction(2)])
    assert [c.fact for c in file.refresh()] == ["e-1", "e-2"]
    assert "line break" in said[0]
    assert not (file.path.parent / "corrections.csv.torn").exists()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda line: line.replace(b"e-2", b"e-7"), "changed after it was made"),
        (lambda line: line[:-30] + b"\n", "damaged|cells|changed"),
        (lambda line: b"<<<<<<< HEAD\n", "1 cells"),
        (lambda line: b'"never closed\n', "damaged"),
        (lambda line: b"\xff\xfe\x00\n", "damaged"),
        (lambda line: b"," * 8 + b"\n", "changed"),
    ],
)
def test_a_spoilt_line_in_the_middle_is_named_and_left_where_it_is(
    log: tuple[LogFile, list[str]], spoil: Callable[[bytes], bytes], why: str
) -> None:
    file, _ = log
    lines = [line_of(correction(number)) for number in (1, 2, 3)]
    file.path.write_bytes(HEADER + lines[0] + spoil(lines[1]) + lines[2])
    assert [c.fact for c in file.refresh()] == ["e-1", "e-3"]
    (fault,) = file.faults()
    assert fault.startswith("corrections.csv, line 3: ")
    assert re.search(why, fault)
    file.append([correction(4)])
    assert spoil(lines[1]) in file.path.read_bytes()
    file.path.write_bytes(HEADER + b"".join(lines) + line_of(correction(4)))
    assert [c.fact for c in file.refresh()] == ["e-1", "e-2", "e-3", "e-4"]
    assert file.faults() == []


@pytest.mark.parametrize("change", ["crlf", "bom", "blank", "twice", "reversed", "header"])
def test_what_editors_and_git_do_to_a_file_does_no_harm(log: tuple[LogFile, list[str]], change: str) -> None:
    file, _ = log
    lines = [line_of(correction(number)) for number in (1, 2, 3)]
    changed = {
        "crlf": (HEADER + b"".join(lines)).replace(b"\n", b"\r\n"),
        "bom": b"\xef\xbb\xbf" + HEADER + b"".join(lines),
        "blank": HEADER + b"\n".join(lines) + b"\n\n",
        "twice": HEADER + b"".join(lines) + b"".join(lines),
        "reversed": HEADER + b"".join(reversed(lines)),
        "header": HEADER + lines[0] + HEADER + lines[1] + lines[2],
    }
    file.path.write_bytes(changed[change])
    assert {c.fact for c in file.refresh()} == {"e-1", "e-2", "e-3"}
    assert file.faults() == []


def test_a_file_is_read_on_and_read_anew_when_it_did_not_just_grow(log: tuple[LogFile, list[str]]) -> None:
    file, _ = log
    file.append([correction(1)])
    other = LogFile(file.path, print)
    other.append([correction(2), correction(3)])
    other.append([correction(4)])
    assert [c.fact for c in file.refresh()] == ["e-1", "e-2", "e-3", "e-4"]
    file.path.write_bytes(HEADER + line_of(correction(5)) + line_of(correction(6)) * 9)
    assert [c.fact for c in file.refresh()] == ["e-5", "e-6"]
    file.path.unlink()
    with pytest.raises(StoreError, match="missing"):
        file.refresh()
    file.path.write_bytes(HEADER)
    assert len(file.refresh()) == 0


def test_git_unites_the_logs_of_two_branches(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    (tmp_path / ".gitattributes").write_text("corrections.csv text eol=lf merge=union\n", encoding="utf-8")
    file = tmp_path / "corrections.csv"
    file.write_bytes(HEADER + line_of(correction(1)))
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    git("checkout", "-q", "-b", "other")
    file.write_bytes(file.read_bytes() + line_of(correction(2)))
    git("commit", "-q", "-a", "-m", "two")
    git("checkout", "-q", "main")
    file.write_bytes(file.read_bytes() + line_of(correction(3)) + line_of(replace(correction(4))))
    git("commit", "-q", "-a", "-m", "three")
    git("merge", "-q", "other", "-m", "both")
    log = LogFile(file, print)
    assert {c.fact for c in log.refresh()} == {"e-1", "e-2", "e-3", "e-4"}
    assert log.faults() == []
