"""Every reason and note that the code can write is told in Chinese: the sentences are taken from the source itself."""

from __future__ import annotations

import ast
import csv
import itertools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from geo.batch import findings
from geo.explain.marks import marks
from geo.reading import documents, read
from geo.reading.demands import _english
from geo.reading.merge import merge
from geo.tables.headers import COLUMNS
from geo.tables.merged import join_reports
from geo.timeline import chinese
from views.text import words

GEO = Path(chinese.__file__).parent.parent
SOURCES = [
    *sorted(GEO.glob("reading/date*.py")),
    *(
        GEO / "reading" / f"{name}.py"
        for name in ("demands", "demands_zh", "events", "event_places", "event_sites", "event_story")
    ),
    *(GEO / "reading" / f"{name}.py" for name in ("evidence", "mentions", "resolve")),
    *(GEO / "tables" / f"{name}.py" for name in ("facts", "findings", "geocode", "join", "reasons")),
    GEO / "places" / "search.py",
]
SPOKEN = {"reason", "why", "note", "notes", "dated_by", "how", "old", "inside"}
CONSTANTS = {"_HOW", "_SHARED", "MISSING", "COORDINATES", "GIVEN", "NO_PLACE"}
RETURNED = {"_unknown", "_found", "_ambiguous", "_made", "_exact", "_given", "as_read"}
# what stands in a blank of a sentence, by the expression that fills it; anything else is a word
DAY = ["2024-05-06"]
BLANKS = {
    "side": ["after", "on or before"],
    "did": ["started", "ended"],
    "missing": ["year", "month"],
    "reason": list(_english()),
    "apart": ["5"], "days": ["3"], "len(codes)": ["3"], "len(ranked)": ["3"], "f'{len(name):,}'": ["1,234"],
    "weekday": ["Monday"], "f'{span.first:%A}'": ["Tuesday"],
    "anchor.day": DAY, "edge": DAY, "expected": DAY, "stated": DAY, "dateline": DAY, "published": DAY,
    "mention.span.first": DAY, "before.last": DAY, "span.first": DAY,
    "one.type": ["visit"], "other.type": ["meeting"], "one.place": ["430100"], "other.place": ["430000"],
    "one.span.first if one.span else ''": DAY,
    "SAME_DAY": ["the day told before"], "'next' if following else 'same'": ["next", "same"],
    "words.reason": ["only Fu County (富县, 610628) is called Fuxian"],
    "mention.reason": ["the only unit of this name"],
    "stop.reason": ["the only unit of this name"],
    "around.reason": ["no place called 'x'"], "alone.reason": ["no place called 'x'"],
    "COORDINATES": ["coordinates given"], "NO_PLACE": ["no place is given"], "GIVEN": ["given as a code"],
    "COAST_KM": ["50"], "share": ["40%"], "first.level": ["county"],
    "why": ["x names more than one county", "the text states it"],
    "READ_ABROAD if not code else f'read as {code}, '": ["read as abroad, ", "read as 430100, "],
    "draft.trigger.words": ["'toured'"], "draft.dated_by": ["the lead's date", ""],
    "draft.where.reason or 'no place stated'": ["no place stated"],
}  # fmt: skip


def expressions(tree: ast.AST) -> Iterator[ast.expr]:
    """The expressions in which a module says why."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (word.value for word in node.keywords if word.arg in SPOKEN)
            if isinstance(node.func, ast.Name) and node.func.id in RETURNED:
                yield from node.args
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if {target.id for target in targets if isinstance(target, ast.Name)} & (SPOKEN | CONSTANTS):
                yield from node.value.values if isinstance(node.value, ast.Dict) else [node.value]
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            yield from node.value.elts[1:2]
        elif isinstance(node, ast.FunctionDef) and node.name in {"_event_row", "_directive_row", "as_read"}:
            yield from (list_ for list_ in ast.walk(node) if isinstance(list_, ast.List | ast.Return) and list_)  # type: ignore[misc]


def templates(path: Path) -> Iterator[str]:
    """The texts in those expressions, every blank filled in in every way."""
    for expression in expressions(ast.parse(path.read_text("utf-8"))):
        inside: set[int] = set()
        for node in ast.walk(expression):
            if isinstance(node, ast.JoinedStr):
                inside |= {id(part) for part in ast.walk(node)} - {id(node)}
                if id(node) not in inside:
                    yield from filled(node)
        for node in ast.walk(expression):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
                yield node.value


def filled(sentence: ast.JoinedStr) -> Iterator[str]:
    options = [[str(part.value)] if isinstance(part, ast.Constant) else blank(part) for part in sentence.values]
    yield from ("".join(chosen) for chosen in itertools.product(*options))


def blank(part: ast.expr) -> list[str]:
    assert isinstance(part, ast.FormattedValue)
    for name in (
        ast.unparse(part.value),
        ast.unparse(ast.JoinedStr([part]))[1:].strip("\"'"),
        ast.unparse(ast.JoinedStr([part])),
    ):
        if name in BLANKS:
            return BLANKS[name]
    return ["'x'"] if part.conversion == ord("r") else ["x"]


def is_sentence(text: str) -> bool:
    """Whether a text says something by itself: not a join, a mark or a word of the code."""
    return " " in text.strip("; ") and text.strip("; ") != ""


FOUND = sorted({(path.name, text) for path in SOURCES for text in templates(path) if is_sentence(text)})


def test_the_source_says_why_in_many_ways() -> None:
    assert len(FOUND) > 80


@pytest.mark.parametrize(("name", "text"), FOUND, ids=lambda value: str(value)[:60])
def test_every_sentence_in_the_source_is_told_in_chinese(name: str, text: str) -> None:
    assert chinese.reason(text.removeprefix("; ")), f"{name} may write {text!r}: add it to geo/data/reasons_zh.toml"


def test_every_reason_of_the_list_of_bare_names_is_told_in_chinese() -> None:
    with (GEO / "data" / "bare_names.csv").open(encoding="utf-8") as file:
        reasons = [row["reason"] for row in csv.DictReader(file)]
    assert reasons
    assert [reason for reason in reasons if not chinese.reason(reason)] == []


def test_every_field_of_a_fact_has_a_name() -> None:
    fields = {*COLUMNS, "merge", "same_as", "fact"}
    for lang in ("en", "zh"):
        assert {field for field in fields if words(lang).field(field) == field} == set()


TOLD = """
CHANGSHA, May 6, 2024 (Xinhua) -- Premier Li Qiang inspected Changsha in Hunan Province on Monday, May 7, 2024. He urged
the city to protect its rivers. Ding Xuexiang attended. The two-day tour started on Sunday.

In Changsha, Hunan, Premier Li Qiang inspected a museum on May 7, 2024 and spoke about rivers with young people.

新华社武汉5月8日电 国务院副总理何立峰5月8日在湖北省武汉市调研，要求加快长江经济带建设。何立峰近日还到苏州考察。

Vice Premier Ding Xuexiang visited Chaoyang District last week and Paris on Friday, and asked for better services.
"""


def test_the_words_of_a_mark_say_the_same_in_both_languages() -> None:
    entries = tomllib.loads((GEO / "data" / "marks.toml").read_text("utf-8"))
    for key, entry in entries.items():
        blanks = [{name for _, name, _, _ in Formatter().parse(entry[lang]) if name} for lang in ("en", "zh")]
        assert blanks[0] == blanks[1], key
        assert not re.search("[A-Za-z]", re.sub(r"{\w+}", "", entry["zh"])), key


def test_all_that_is_said_of_articles_is_told_in_chinese() -> None:
    readings = [read(documents.document(text)) for text in TOLD.split("\n\n")]
    said = {mark.why for reading in readings for mark in marks(reading)}
    found = [findings.load(findings.find(reading.document, quotes=True, record=False)) for reading in readings]
    groups = merge(report for each in found for report in each.reports)
    joined = join_reports([row for each in found for row in each.rows], groups)
    said |= {row[name] for row in joined for name in ("reason", "note") if row[name]}
    assert len(said) >= 20
    assert [text for text in sorted(said) if not chinese.reason(text)] == []
    for reading in readings:
        for mark in marks(reading, "zh"):
            assert not [word for word in ("exact", "context", "ambiguous", " to ", "no date") if word in mark.meaning]
