"""`atlas read` and `atlas explain`, as a user meets them: files, exit codes, what is said, and what survives a kill."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.articles import ABROAD, CHAOYANG, EN, HOSTILE, ZH, json_lines
from tests.test_command_line import ROOT, atlas


def facts(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with what a desktop holds: good articles in several forms, and much that is none."""
    inside = tmp_path / "articles"
    inside.mkdir()
    (inside / "2024-03-21-hunan.txt").write_text(ZH, encoding="gb18030")
    (inside / "2024-03-22-hunan.md").write_text(EN, encoding="utf-8-sig")
    (inside / "empty.txt").write_bytes(b"")
    (inside / "blank.txt").write_bytes(b" \n \n")
    (inside / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (inside / "mixed.jsonl").write_text('{"id": "x", "text": "20日"}\n{"broken\n[1]\n{"id": "y"}\n', encoding="utf-8")
    json_lines(inside / "more.jsonl", {"open": CHAOYANG, "abroad": ABROAD, "hostile": HOSTILE})
    (inside / "notes.pdf").write_bytes(b"%PDF-1.7")
    return inside


def test_a_folder_of_everything_gives_a_table_and_a_word_on_each_failure(folder: Path, tmp_path: Path) -> None:
    out, records = tmp_path / "events.csv", tmp_path / "out.jsonl"
    (folder / "page.html").write_text("<html><body><nav>Home</nav></body></html>", encoding="utf-8")
    told = atlas("read", folder, tmp_path / "none.txt", "-o", out, "--records", records, "--merge")
    assert told.returncode == 0, told.stderr
    assert told.stdout == ""
    assert "Traceback" not in told.stderr
    assert "\x1b" not in told.stderr
    for skipped in ("empty.txt", "blank.txt", "binary.txt", "page.html", "mixed.jsonl, line 2", "none.txt"):
        assert skipped in told.stderr
    rows = facts(out)
    assert f"{out}: {len(rows)} facts" in told.stderr
    assert {"same_as", "merge", "resolution", "reason"} <= set(rows[0])
    assert {row["doc"] for row in rows} >= {"2024-03-21-hunan", "2024-03-22-hunan", "abroad", "hostile", "open"}
    known = {json.loads(line)["id"] for line in records.read_text(encoding="utf-8").splitlines()}
    assert {row["doc"] for row in rows} <= known
    assert "1 abroad" in atlas("check", out).stdout


def test_a_second_run_reads_nothing_and_changes_nothing(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    assert atlas("read", folder, "-o", out).returncode == 0
    first = out.read_bytes()
    told = atlas("read", folder, "-o", out)
    assert "6 read (6 of them in an earlier run)" in told.stderr
    assert out.read_bytes() == first


def test_quotes_can_be_left_out_everywhere(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    assert atlas("read", folder, "-o", out, "--no-quotes").returncode == 0
    assert {row["quote"] for row in facts(out)} == {""}
    for sentence in ("他强调，要推动中部地区加快崛起，加强生态保护", "to protect wetlands and rivers"):
        assert sentence not in out.read_text(encoding="utf-8")
        assert sentence.encode("unicode_escape") not in (tmp_path / "events.csv.read").read_bytes()


def test_standard_output_holds_the_table_alone_and_nothing_is_remembered(folder: Path, tmp_path: Path) -> None:
    told = atlas("read", folder / "2024-03-21-hunan.txt", "-o", "-", cwd=tmp_path)
    assert told.returncode == 0
    rows = list(csv.DictReader(told.stdout.splitlines()))
    assert "Li Qiang: inspection, Hunan" in {row["title"] for row in rows}
    assert [path.name for path in tmp_path.iterdir()] == ["articles"]


def test_nothing_readable_ends_with_one_and_leaves_an_old_table_alone(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    out.write_text("mine", encoding="utf-8")
    told = atlas("read", folder / "empty.txt", folder / "binary.txt", "-o", out)
    assert told.returncode == 1
    assert "error: nothing could be read" in told.stderr
    assert out.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("args", "way_out"),
    [
        (["read"], "Missing argument"),
        (["read", "{folder}"], "--output"),
        (["read", "{folder}/empty.txt", "-o", "{folder}/empty.txt"], "name another file"),
        (["read", "{folder}/empty.txt", "-o", "x.csv", "--records", "{folder}/empty.txt"], "name another file"),
        (["read", "{folder}", "-o", "x.csv", "--jobs", "0"], "--jobs"),
        (["explain", "{folder}/mixed.jsonl", "--html", "{folder}/mixed.jsonl"], "name another file"),
    ],
)
def test_a_wrong_call_names_the_way_out(folder: Path, args: list[str], way_out: str) -> None:
    told = atlas(*(arg.format(folder=folder) for arg in args))
    assert told.returncode == 2
    assert way_out in " ".join(told.stderr.replace("│", " ").split())
    assert not (ROOT / "x.csv").exists()


def test_an_output_that_cannot_be_written_is_a_sentence(folder: Path, tmp_path: Path) -> None:
    for args in (["-o", tmp_path / "none" / "o.csv"], ["-o", tmp_path / "o.csv", "--records", tmp_path / "none" / "r"]):
        told = atlas("read", folder / "2024-03-21-hunan.txt", *args)
        assert told.returncode == 1
        assert told.stderr.splitlines()[-1].startswith("error: cannot ")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_loses_no_more_than_its_last_articles(tmp_path: Path, how: signal.Signals) -> None:
    texts = {f"{number}": f"{ZH}\n第{number}号。" + "他强调，要保护长江岸线生态。" * 60 for number in range(1500)}
    source, out = json_lines(tmp_path / "a.jsonl", texts), tmp_path / "events.csv"
    state = tmp_path / "events.csv.read"
    command = [sys.executable, "-m", "geo", "read", str(source), "-o", str(out), "--jobs", "1", "--no-quotes"]
    running = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # a shell starts what runs in the background deaf to interrupts
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while not (state.exists() and state.stat().st_size):
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(how)
    said = running.communicate()[1]
    assert running.returncode != 0
    assert "Traceback" not in said
    assert not out.exists()
    kept = state.read_bytes().count(b"\n")
    assert 0 < kept < len(texts)
    short = json_lines(tmp_path / "b.jsonl", {key: texts[key] for key in list(texts)[:20]})
    told = atlas("read", short, "-o", out, "--no-quotes", "--jobs", "1")
    assert f"20 read ({min(kept, 20)} of them in an earlier run)" in told.stderr
    assert len({row["doc"] for row in facts(out)}) == 20


def test_explain_prints_the_marked_text_with_reasons(folder: Path) -> None:
    told = atlas("explain", folder / "2024-03-21-hunan.txt")
    assert told.returncode == 0, told.stderr
    assert "Changsha, Hunan [430100]" in told.stdout
    assert "Li Qiang: symposium" in told.stdout
    hostile = atlas("explain", folder / "more.jsonl", "--article", "hostile")
    assert hostile.returncode == 0
    assert "\x1b" not in hostile.stdout
    assert "<script>alert(1)</script>" in hostile.stdout
    told = atlas("explain", folder / "empty.txt")
    assert told.returncode == 1
    assert told.stderr.startswith("error: empty.txt")


def test_explain_writes_a_page_that_runs_nothing(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    told = atlas("explain", folder / "more.jsonl", "--html", out)
    assert told.returncode == 0, told.stderr
    assert "out.html: " in told.stderr
    html = out.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "default-src 'none'" in html
