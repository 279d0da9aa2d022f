"""The fields of a fact on the review page: what the reader found, to be put right.

Choices stand before the form: they are kept by their labels, which change with the language, while what is typed into
a form is kept by the browser alone until it is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from geo.records import EVENT_TYPES, THEMES
from geo.tables.corrections import Edit
from views import author, kept, project, record, table
from views.text import Words

Row = dict[str, Any]
Record = Callable[[list[Edit], Words, str], None]

FIELDS: Final = "review_fields"
"""The key of the container that holds the fields."""

_TYPED: Final = ("date", "date_end", "title", "actor")


def written(fact: str) -> Row:
    """Return a fact as the project has it, before geocoding."""
    facts = project.dataset().loaded.read.table
    return {str(name): value for name, value in facts[facts["id"] == fact].iloc[0].items()}


def show(row: Row, words: Words, record_: Record) -> None:
    """Draw a fact's fields to be corrected; what is saved goes to `record_`."""
    with st.container(border=True, key=FIELDS):
        chosen = _choices(row, words)
        with st.form(f"review.edit.{row['id']}", border=False):
            typed = _fields(row, words)
            why = st.text_input(words.raw("decide.why"), key=f"review.why.{row['id']}", max_chars=200)
            if st.form_submit_button(words.raw("review.save"), disabled=not author.name(), width="stretch"):
                record_(edits(row, chosen | typed), words, why)


def edits(row: Row, new: dict[str, str]) -> list[Edit]:
    """Return the edits that bring a fact to what stands in its fields.

    Raises
    ------
    PlaceNotFound
        When the place or a target is none.
    """
    now = written(row["id"])
    code = record.code_of(new.pop("adcode"))
    targets = (record.code_of(part) for part in new["targets"].replace("；", ";").split(";"))
    new["targets"] = ";".join(filter(None, targets))
    if row["resolution"] == "ambiguous" and code == now["adcode"]:
        new["status"] = "confirmed"
    elif code != row["adcode"]:
        new["adcode"] = code
    return record.changed(now, {name: value.strip() for name, value in new.items()})


def _choices(row: Row, words: Words) -> dict[str, str]:
    chosen: dict[str, str] = {}
    fact, candidates = row["id"], [code for code in str(row["candidates"]).split(";") if code]
    if row["resolution"] == "ambiguous" and candidates:
        chosen["adcode"] = str(
            st.radio(
                words.raw("field.adcode"),
                candidates,
                format_func=lambda code: f"{table.full_name(code, words.lang)} [{code}]",
                key=kept.key(words, f"review.candidate.{fact}", candidates),
            )
        )
    first, second = st.columns(2)
    chosen["theme"] = _choice(first, "theme", THEMES, row, words)
    if row["kind"] == "event":
        chosen["type"] = _choice(second, "type", EVENT_TYPES, row, words)
    return chosen


def _choice(column: Any, field: str, options: tuple[str, ...], row: Row, words: Words) -> str:
    now = str(row[field])
    options = options if now in options else (now, *options)
    chosen = column.selectbox(
        words.raw(f"field.{field}"),
        options,
        format_func=lambda word: words.label(field, word) if word else "",
        key=kept.key(words, f"review.{field}.{row['id']}", options, now),
    )
    return str(chosen)


def _fields(row: Row, words: Words) -> dict[str, str]:
    fact = row["id"]
    typed: dict[str, str] = {}
    if row["resolution"] != "ambiguous" or not row["candidates"]:
        typed["adcode"] = st.text_input(
            words.raw("field.adcode"),
            row["adcode"],
            key=f"review.code.{fact}",
            placeholder=words.raw("decide.other.hint"),
        )
    columns = dict(zip(_TYPED[:2], st.columns(2), strict=True))
    for name in _TYPED:
        typed[name] = columns.get(name, st).text_input(words.field(name), row[name], key=f"review.{name}.{fact}")
    typed["targets"] = st.text_input(
        words.field("targets"), row["targets"], key=f"review.targets.{fact}", help=words.raw("field.targets.help")
    )
    return typed
