"""What a project keeps beside its facts: findings, documents, the log; written in the transaction of the caller."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or

from geo.records import Document
from geo.tables.corrections import Correction
from geo.tables.facts import Row
from geo.tables.postgis.tables import CORRECTIONS, DOCUMENTS, FINDINGS, PROJECT
from geo.tables.rows import rows_of
from geo.tables.schema import EventsTable
from geo.tables.shelf import name_of


def changed(connection: Connection, *, lines: int = 0, columns: Sequence[str] | None = None) -> int:
    """Count a change of the project; return the number of the last line of its log before it.

    This is the last lock of every change: whoever has it commits next, and lines are numbered as they are committed.

    Parameters
    ----------
    lines
        How many lines the log gets.
    columns
        The columns of the findings, when those were changed.
    """
    values: dict[str, Any] = {
        "revision": PROJECT.c.revision + 1,
        "last_correction": PROJECT.c.last_correction + bindparam("lines"),
    }
    if columns is not None:
        values |= {"findings_changed": PROJECT.c.revision + 1, "columns": list(columns)}
    last = connection.execute(update(PROJECT).values(**values).returning(PROJECT.c.last_correction), {"lines": lines})
    return int(last.scalar_one()) - lines


def append(connection: Connection, corrections: Sequence[Correction], *, last: int) -> None:
    """Write lines at the end of the log, whose last one has this number."""
    lines = [{"seq": number} | asdict(line) for number, line in enumerate(corrections, start=last + 1)]
    if lines:
        connection.execute(insert(CORRECTIONS), lines)


def replace_findings(connection: Connection, old: EventsTable, new: EventsTable) -> bool:
    """Replace the findings; return whether anything differs. Only rows that do are written."""
    before = {row["id"]: (position, row) for position, row in enumerate(_spoken(old))}
    now = {row["id"]: (position, row) for position, row in enumerate(_spoken(new))}
    rows = [
        {"id": id_, "position": position, "found": row}
        for id_, (position, row) in now.items()
        if before.get(id_) != (position, row)
    ]
    gone = [id_ for id_ in before if id_ not in now]
    if gone:
        connection.execute(delete(FINDINGS).where(FINDINGS.c.id.in_(gone)))
    if rows:
        put = insert_or(FINDINGS)
        values = {"position": put.excluded.position, "found": put.excluded.found}
        connection.execute(put.on_conflict_do_update(index_elements=["id"], set_=values), rows)
    return bool(rows or gone) or list(old.columns) != list(new.columns)


def keep_documents(connection: Connection, documents: Iterable[Document]) -> int:
    """Keep documents that are not there; return how many were new."""
    rows = {row["digest"]: row for row in map(_row, documents)}
    known = connection.scalars(select(DOCUMENTS.c.digest).where(DOCUMENTS.c.digest.in_(list(rows)))).all()
    for digest in known:
        del rows[digest]
    if rows:
        connection.execute(insert(DOCUMENTS), list(rows.values()))
    return len(rows)


def keep_apart(connection: Connection, documents: Sequence[Document]) -> tuple[int, tuple[Document, ...]]:
    """Keep the documents whose ids no other text has; return how many were new, and the others."""
    rows = [_row(document) for document in documents]
    asked = select(DOCUMENTS.c.id, DOCUMENTS.c.digest).where(DOCUMENTS.c.id.in_([row["id"] for row in rows]))
    holders: dict[str, set[str]] = {}
    for id_, digest in connection.execute(asked):
        holders.setdefault(id_, set()).add(digest)
    free = [row["digest"] in holders.setdefault(row["id"], {row["digest"]}) for row in rows]
    count = keep_documents(connection, [document for document, is_free in zip(documents, free, strict=True) if is_free])
    return count, tuple(document for document, is_free in zip(documents, free, strict=True) if not is_free)


def documents_in(connection: Connection) -> tuple[Document, ...]:
    """Return the documents, ordered by id, then as they came."""
    kept = connection.scalars(select(DOCUMENTS.c.document).order_by(DOCUMENTS.c.seq))
    return tuple(sorted(map(_document, kept), key=lambda document: document.id))


def _spoken(table: EventsTable) -> list[Row]:
    return [{name: cell for name, cell in row.items() if cell} for row in rows_of(table)]


def _row(document: Document) -> dict[str, Any]:
    cells = asdict(document) | {"published": document.published and document.published.isoformat()}
    # An id is what people look for; what no database can hold in it stands whole in the document.
    id_ = document.id.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
    return {"digest": name_of(document), "id": id_, "document": cells}


def _document(cells: dict[str, Any]) -> Document:
    known = {name: cells[name] for name in (field.name for field in fields(Document)) if name in cells}
    published, headline = known.get("published"), known.get("headline")
    known["published"] = date.fromisoformat(published) if published else None
    known["headline"] = tuple(headline) if headline else None
    return Document(**known)
