"""`atlas project`, `correct`, `log`, `undo`, `merge`, and reading into a project, as a user meets them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from geo.__main__ import main
from geo.tables.folder import FolderStore
from tests.articles import EN, ZH

TABLE = "id,date,title,place\ne-1,2024-04-22,Visit,Chongqing\ne-2,2024-04-23,Meeting,Changsha\n"


class Told(NamedTuple):
    code: int
    out: str
    err: str


Atlas = Callable[..., Told]


@pytest.fixture
def atlas(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Atlas:
    """Return the command, run in this process."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("ATLAS_WHO", raising=False)

    def run(*args: object) -> Told:
        monkeypatch.setattr(sys, "argv", ["atlas", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Told(int(ended.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def project(tmp_path: Path, atlas: Atlas) -> Path:
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    told = atlas("project", tmp_path / "p", "--from", tmp_path / "table.csv")
    assert told.code == 0, told.err
    assert "a project with 2 facts" in told.err
    return tmp_path / "p"


def test_a_fact_is_corrected_shown_undone_and_drawn(project: Path, atlas: Atlas) -> None:
    told = atlas("correct", project, "e-1", "place=Nanan", "adcode=500108", "--who", "Lin", "--why", "page 2")
    assert told.code == 0, told.err
    assert "place: 'Chongqing' -> 'Nanan'  (page 2)" in told.err
    history = atlas("log", project)
    assert (history.code, history.out.count("\n")) == (0, 2)
    assert "Lin  e-1  adcode: '' -> '500108'" in history.out
    assert atlas("log", project, "e-2").out == ""
    assert "p: 2 facts (2 events, 0 directives)" in atlas("check", project).out
    assert atlas("export", project, "-o", project / "out.csv").code == 0
    assert "500108" in (project / "out.csv").read_text(encoding="utf-8")
    assert atlas("map", project, "-o", project / "map.html").code == 0
    ids = [line.split()[0] for line in history.out.splitlines()]
    assert atlas("undo", project, *ids, "--who", "Wu").code == 0
    assert FolderStore(project).facts()["place"].tolist() == ["Chongqing", "Changsha"]
    assert "nothing to change" in atlas("correct", project, "e-1", "place=Chongqing", "--who", "Lin").err


def test_copies_edited_apart_are_merged_and_conflicts_told_with_both_values(project: Path, atlas: Atlas) -> None:
    other = shutil.copytree(project, project.with_name("other"))
    atlas("correct", project, "e-1", "title=Ours", "--who", "Lin")
    atlas("correct", other, "e-1", "title=Theirs", "--who", "Wu")
    atlas("correct", other, "e-2", "status=confirmed", "--who", "Wu")
    told = atlas("merge", project, other)
    assert told.code == 0
    assert "2 corrections, 0 facts and 0 texts taken" in told.err
    (line,) = [line for line in told.err.splitlines() if "e-1 title" in line]
    assert "'Theirs' by Wu" in line
    assert "'Ours' by Lin" in line
    assert "0 corrections" in atlas("merge", project, other).err
    assert "until someone decides" in atlas("log", project).err
    atlas("correct", project, "e-1", "title=Theirs", "--who", "Lin")
    assert atlas("log", project).err == ""


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["correct", "{p}", "e-9", "title=x", "--who", "L"], 1, "no fact 'e-9'"),
        (["correct", "{p}", "e-1", "title", "--who", "L"], 2, "FIELD=VALUE"),
        (["correct", "{p}", "e-1", "colour=x", "--who", "L"], 1, "there are: kind, date"),
        (["correct", "{p}", "e-1", "date=soon", "--who", "L"], 1, "'soon' is not a date"),
        (["correct", "{p}", "e-1", "title=x"], 2, "--who"),
        (["correct", "{t}", "e-1", "title=x", "--who", "L"], 1, "atlas project FOLDER --from"),
        (["undo", "{p}", "0123456789abcdef", "--who", "L"], 1, "no correction '0123456789abcdef'"),
        (["log", "{p}/none"], 1, "atlas project"),
        (["merge", "{p}", "{p}/none"], 1, "atlas project"),
        (["project", "{p}"], 1, "holds a project already"),
        (["project", "{p}/new", "--from", "{p}/none.csv"], 2, "does not exist"),
        (["check", "{p}/none"], 2, "does not exist"),
        (["map", "{p}", "-o", "{p}/events.csv"], 2, "belongs to the project"),
    ],
)
def test_a_wrong_call_names_the_way_out(project: Path, atlas: Atlas, args: list[str], code: int, said: str) -> None:
    before = (project / "events.csv").read_bytes(), (project / "corrections.csv").read_bytes()
    told = atlas(*(arg.format(p=project, t=project.with_name("table.csv")) for arg in args))
    assert told.code == code, told.err
    assert said in " ".join(told.err.replace("│", " ").split())
    assert before == ((project / "events.csv").read_bytes(), (project / "corrections.csv").read_bytes())


def test_the_name_may_come_from_the_environment(project: Path, atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_WHO", "Lin")
    assert atlas("correct", project, "e-1", "status=confirmed").code == 0
    assert FolderStore(project).history()[0].who == "Lin"


def test_a_spoilt_log_is_told_and_ends_with_one(project: Path, atlas: Atlas) -> None:
    atlas("correct", project, "e-1", "note=\x1b[31m\u202e", "--who", "Lin")
    log = project / "corrections.csv"
    assert "\x1b" not in atlas("log", project).out
    log.write_bytes(log.read_bytes().replace(b"Lin", b"Wu"))
    told = atlas("log", project)
    assert (told.code, told.out) == (1, "")
    assert "line 2: its content was changed" in told.err
    assert "line 2: its content was changed" in atlas("check", project).err
    log.write_bytes(log.read_bytes() + b"torn")
    told = atlas("correct", project, "e-2", "note=x", "--who", "Lin")
    assert (told.code, told.err.count("set aside in corrections.csv.torn")) == (0, 1)


def test_articles_are_read_into_a_project_and_corrections_outlive_it(tmp_path: Path, atlas: Atlas) -> None:
    articles, project = tmp_path / "articles", tmp_path / "p"
    articles.mkdir()
    (articles / "zh.txt").write_text(ZH, encoding="utf-8")
    atlas("project", project)
    told = atlas("read", articles, "-o", project, "--merge")
    assert told.code == 0, told.err
    store = FolderStore(project)
    count = len(store.facts())
    assert f"p: {count} new facts, 0 changed, 0 as before, 0 gone" in told.err
    fact = store.facts()["id"][0]
    atlas("correct", project, fact, "theme=security", "--who", "Lin")
    (articles / "en.md").write_text(EN, encoding="utf-8")
    told = atlas("read", tmp_path, "-o", project, "--merge")
    assert "2 read (1 of them in an earlier run)" in told.err
    assert {document.id for document in store.documents()} == {"zh", "en"}
    facts = store.facts().set_index("id")
    assert facts.loc[fact, "theme"] == "security"
    assert set(facts["doc"]) == {"zh", "en"}
    assert "merge" in facts
    (articles / "zh.txt").write_text(f"{ZH}\n补充一句。\n", encoding="utf-8")
    told = atlas("read", articles / "zh.txt", "-o", project)
    assert "not the text read before" in told.err
    assert set(store.facts()["doc"]) == {"zh", "en"}
    assert len(store.documents()) == 3
    (articles / "zh.txt").write_text("没有什么可读的内容，只有这一句话而已。\n", encoding="utf-8")
    told = atlas("read", articles / "zh.txt", "-o", project)
    assert f"because a person checked them: {fact}" in told.err
    assert store.facts().set_index("id").loc[fact, "theme"] == "security"
    assert store.verify() == ()


def test_a_project_is_not_touched_when_nothing_could_be_read(project: Path, tmp_path: Path, atlas: Atlas) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    version = FolderStore(project).version()
    told = atlas("read", tmp_path / "empty.txt", "-o", project)
    assert told.code == 1
    assert "nothing could be read" in told.err
    assert FolderStore(project).version() == version
