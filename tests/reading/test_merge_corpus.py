"""Merging on real news: the seeds' events are told again, in Chinese, by items of the same spring."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from geo import reading
from geo.reading import documents, merge
from geo.reading.reports import Report, reports
from geo.records import Document

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("ATLAS_CORPUS", ROOT / ".." / "shared" / "corpus"))
ITEMS = CORPUS / "cctv-2023-2024.jsonl.gz"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not ITEMS.exists(), reason=f"no annotated articles at {CORPUS}; set ATLAS_CORPUS"),
]
# The days whose broadcasts tell the seeds' events, and a week around them.
DAYS = {f"2024-{month}-{day:02}" for month, first in (("03", 16), ("04", 19)) for day in range(first, first + 10)}


def items() -> Iterator[Document]:
    with gzip.open(ITEMS, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["published"] in DAYS:
                yield made(row)
    with (CORPUS / "dev_docs.jsonl").open(encoding="utf-8") as seeds:
        yield from (made(row) for row in map(json.loads, seeds) if row["id"].startswith("seed-"))


def made(row: dict[str, str]) -> Document:
    return documents.document(
        row["text"],
        id=row["id"],
        published=date.fromisoformat(row["published"]) if row["published"] else None,
        publisher=row["publisher"] or "",
        title=row.get("title", ""),
    )


def found(document: Document) -> tuple[Report, ...]:
    result = reading.read(document)
    return reports(document, result.mentions, result.events, result.directives)


def test_the_items_tell_the_events_of_the_seeds() -> None:
    every = {report.id: report for document in items() for report in found(document)}
    sure = [
        {(every[member].event.doc, every[member].event.type) for member in group.members}
        for group in merge.merge(every.values())
        if group.sure
    ]
    for again in (
        {("seed-003", "symposium"), ("cctv-20240321-02", "symposium")},  # the central region, Changsha
        {("seed-002", "symposium"), ("cctv-20240425-01", "symposium")},  # the western region, Chongqing
        {("seed-004", "inspection"), ("cctv-20240424-00", "inspection")},  # three days in Chongqing
        {("seed-004", "meeting"), ("cctv-20240424-00", "meeting")},  # the work reports of 24 April
        {("cctv-20240321-00", "inspection"), ("cctv-20240322-01", "inspection")},  # four days in Hunan
    ):
        assert any(again <= group for group in sure), again
