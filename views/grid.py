"""The project as a table: filter, sort, edit in place or all at once, add by hand, bring a table, look at the history.

Nothing that is typed here changes a file: every edit is a correction with who, when and why, and can be undone.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import pandas as pd
import streamlit as st

from geo.errors import TableError
from geo.records import EVENT_TYPES, STATUSES, THEMES
from geo.tables import foreign
from geo.tables.corrections import Edit
from geo.tables.headers import COLUMNS
from geo.tables.schema import EventsTable
from geo.timeline.select import select
from geo.timeline.view import KINDS
from views import address, author, choice, data, filters, history, kept, project, readonly, record, stale
from views.data import Dataset
from views.text import Words, plain

EDITABLE: Final = (
    "date",
    "date_end",
    "title",
    "title_zh",
    "type",
    "theme",
    "actor",
    "place",
    "adcode",
    "targets",
    "status",
    "note",
)
_FIXED: Final = ("id", "kind", "source", "url", "doc")
_WORDS: Final = {"type": EVENT_TYPES, "theme": THEMES, "status": STATUSES}
_DRAWN, _ROUND = "atlas.grid", "atlas.grid.round"
_HEIGHT: Final = 560


def show(words: Words) -> None:
    """Draw the page."""
    with st.sidebar:
        author.ask(words)
        if project.exists():
            filters.show(project.dataset().loaded.table, words)
    st.header(words("grid.heading"), anchor=False)
    readonly.show(words)
    if not project.exists() or project.dataset().loaded.table.empty:
        st.info(words("grid.empty"), icon=":material/article:")
    else:
        _facts(words)
    _add(words)
    _bring(words)


def _facts(words: Words) -> None:
    shown = _dataset()
    loaded = shown.loaded
    # what is edited is what was written, not what geocoding made of it
    facts = loaded.read.table.loc[select(loaded.table, address.view()).index]
    st.markdown(words("grid.count", n=f"{len(facts):,}"))
    if not author.name():
        st.warning(words("author.needed"), icon=":material/person:")
    _edit(facts, shown, words)
    _edit_all(facts, words)
    history.show(facts, words)


# editing


def _dataset() -> Dataset:
    """Return the project as it is now; while cells are edited and not yet saved, as it was when they were.

    Otherwise what one person saves would take from all others what they have typed. Whether it still holds is
    asked when it is saved.
    """
    drawn: tuple[str, Dataset] | None = st.session_state.get(_DRAWN)
    if drawn is not None and st.session_state.get(drawn[0], {}).get("edited_rows"):
        return drawn[1]
    return project.dataset()


def _edit(facts: pd.DataFrame, drawn: Dataset, words: Words) -> None:
    """Draw the grid. Its key changes with the facts and the filters, so that an edit never lands on another row."""
    columns = [name for name in (*_FIXED[:2], *EDITABLE, *_FIXED[2:]) if name in facts.columns]
    shown = facts[columns].reset_index(drop=True)
    state = "\x1f".join([drawn.rev, str(st.session_state.get(_ROUND, 0)), *shown["id"]])
    key = f"grid.{hashlib.sha256(state.encode()).hexdigest()[:16]}"
    st.session_state[_DRAWN] = (key, drawn)
    st.data_editor(
        shown,
        key=key,
        height=_HEIGHT,
        hide_index=True,
        num_rows="fixed",
        disabled=list(_FIXED) if author.name() else True,
        column_config=_configured(columns, words),
        column_order=[name for name in columns if name != "id"],
    )
    typed = st.session_state.get(key, {}).get("edited_rows", {})
    edits = edits_of(shown, typed)
    if typed and not edits:
        del st.session_state[_DRAWN]
    if edits:
        left, middle, right = st.columns([3, 1, 1], vertical_alignment="bottom")
        why = left.text_input(words.raw("decide.why"), key=f"{key}.why", max_chars=200)
        middle.button(words.raw("grid.discard"), key="grid.discard", on_click=_let_go, width="stretch")
        if right.button(words.count("grid.save", len(edits)), key="grid.save", type="primary", width="stretch"):
            st.toast(words.count("decide.done", record.make(edits, why)))
            del st.session_state[_DRAWN]
            st.rerun()


def _let_go() -> None:
    """Forget what was typed into the grid: it is drawn anew, under another key."""
    st.session_state.pop(_DRAWN, None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def edits_of(shown: pd.DataFrame, changed: dict[int, dict[str, Any]]) -> list[Edit]:
    """Return the edits that a grid reports, which may name any row and column.

    Parameters
    ----------
    shown
        The rows as they were drawn.
    changed
        New values by position and column.
    """
    edits: list[Edit] = []
    for position, cells in changed.items():
        if 0 <= int(position) < len(shown):
            row = {str(name): value for name, value in shown.iloc[int(position)].items()}
            new = {name: "" if value is None else str(value).strip() for name, value in cells.items()}
            edits += record.changed(row, {name: value for name, value in new.items() if name in EDITABLE})
    return edits


def _configured(columns: list[str], words: Words) -> dict[str, Any]:
    config: dict[str, Any] = {name: st.column_config.TextColumn(words.field(name)) for name in columns}
    for name, options in _WORDS.items():
        config[name] = st.column_config.SelectboxColumn(
            words.field(name),
            options=["", *options] if name == "type" else list(options),
            format_func=_label(name, words),
        )
    config["kind"] = st.column_config.SelectboxColumn(
        words.field("kind"), options=list(KINDS), format_func=_label("kind", words)
    )
    config["title"] = st.column_config.TextColumn(words.field("title"), width="large", required=True)
    config["url"] = st.column_config.LinkColumn(words.field("url"), display_text=words.raw("column.url.open"))
    return config


def _label(vocabulary: str, words: Words) -> Any:
    return lambda word: words.label(vocabulary, word) if word else ""


def _edit_all(facts: pd.DataFrame, words: Words) -> None:
    """Draw a way to give all filtered facts one value."""
    with st.expander(words("grid.bulk", n=f"{len(facts):,}"), icon=":material/edit_note:"):
        left, middle, right = st.columns([1, 2, 2])
        field = left.selectbox(
            words.raw("grid.field"), EDITABLE, format_func=words.field, key=kept.key(words, "grid.bulk.field", EDITABLE)
        )
        if field in _WORDS:
            value = middle.selectbox(
                words.raw("grid.value"),
                _WORDS[field],
                format_func=_label(field, words),
                key=kept.key(words, f"grid.bulk.{field}", _WORDS[field]),
            )
        else:
            value = middle.text_input(words.raw("grid.value"), key=f"grid.bulk.{field}")
        emptied = not value and st.checkbox(words.raw("grid.bulk.empty"), key=f"grid.bulk.empty.{field}")
        right.text_input(words.raw("decide.why"), key="grid.bulk.why", max_chars=200)
        edits = bulk_edits(facts, field, str(value))
        st.button(
            words.count("grid.bulk.apply", len(edits)),
            key=f"grid.bulk.apply.{project.dataset().rev}",
            disabled=not author.name() or not edits or not (value or emptied),
            on_click=_change_all,
            args=(facts, words),
        )
        stale.show()


def bulk_edits(facts: pd.DataFrame, field: str, value: str) -> tuple[Edit, ...]:
    """Return the edits that give a field one value in all facts, as they stand there."""
    return tuple(
        Edit(fact=id_, field=field, old=old, new=value)
        for id_, old in zip(facts["id"], facts[field], strict=True)
        if old != value
    )


def _change_all(seen: pd.DataFrame, words: Words) -> None:
    """Give the facts as they were `seen` one value: the one in the fields now, typed a moment ago perhaps."""
    field = st.session_state[words.key("grid.bulk.field")]
    key = f"grid.bulk.{field}"
    value = str(st.session_state[words.key(key) if field in _WORDS else key] or "")
    if value or st.session_state.get(f"grid.bulk.empty.{field}"):
        stale.make(lambda: bulk_edits(seen, field, value), st.session_state["grid.bulk.why"], words)


# bringing facts in


def _add(words: Words) -> None:
    """Draw the fields of a fact by hand. Choices stand before the form, whose fields are kept by the browser alone."""
    with st.expander(words("grid.add"), icon=":material/add:"):
        for column, (name, options) in zip(st.columns(3), _CHOSEN, strict=True):
            key = kept.key(words, f"grid.add.{name}", options)
            column.selectbox(words.field(name), options, format_func=_label(name, words), key=key)
        with st.form("grid.add", clear_on_submit=False, border=False):
            row: dict[str, str] = {}
            columns = st.columns(3)
            for number, name in enumerate(("date", "date_end", "place", "actor", "source", "url")):
                row[name] = columns[number % 3].text_input(words.field(name), key=f"grid.add.{name}")
            row["title"] = st.text_input(words.field("title"), key="grid.add.title")
            row["targets"] = st.text_input(
                words.field("targets"), key="grid.add.targets", help=words.raw("field.targets.help")
            )
            if st.form_submit_button(words.raw("grid.add.save"), disabled=not author.name()):
                _added(row | {name: str(st.session_state[words.key(f"grid.add.{name}")]) for name, _ in _CHOSEN}, words)


_CHOSEN: Final = (("kind", KINDS), ("type", EVENT_TYPES), ("theme", THEMES))


def _added(row: dict[str, str], words: Words) -> None:
    targets = filter(None, (record.code_of(part) for part in row["targets"].replace("；", ";").split(";")))
    row |= {"targets": ";".join(targets), "type": "" if row["kind"] == "directive" else row["type"]}
    record.add({name: value.strip() for name, value in row.items()} | {"status": "confirmed"})
    st.toast(words.raw("review.recorded"))
    st.rerun()


def _bring(words: Words) -> None:
    """Draw the way in for a table of one's own, with its headers to be explained."""
    with st.expander(words("grid.bring"), icon=":material/upload_file:"):
        file = st.file_uploader(
            words.raw("grid.bring.file"),
            type=["csv", "tsv", "txt", "parquet"],
            max_upload_size=data.LARGEST_MB,
            key="grid.bring.file",
        )
        if file is None:
            return
        name = data.short_name(file.name)
        try:
            columns = foreign.columns_of(file.getvalue(), name)
            meaning = _meanings(columns, words)
            table = foreign.explained(columns, meaning, name)
        except TableError as error:
            choice.faults(error, words)
            return
        st.success(words("grid.bring.ready", n=f"{len(table):,}"), icon=":material/check_circle:")
        if st.button(words.raw("grid.bring.take"), key="grid.bring.take", type="primary"):
            traced = _traced(table, name)
            put = project.store().put(traced, docs=())  # adds and renews; facts that a table leaves out stay
            st.toast(words.raw("grid.bring.done", new=f"{put.new:,}", changed=f"{put.changed:,}"))
            st.rerun()


def _meanings(columns: pd.DataFrame, words: Words) -> dict[str, str]:
    st.caption(words("grid.bring.word"))
    likely = foreign.suggested(columns)
    options = [foreign.LEFT_OUT, *COLUMNS]
    meaning: dict[str, str] = {}
    fields = st.columns(4)
    for number, header in enumerate(likely):
        meaning[header] = fields[number % 4].selectbox(
            plain(header),
            options,
            format_func=lambda column: words.field(column) if column else words.raw("grid.bring.left_out"),
            key=kept.key(words, f"grid.bring.{number}.{header}", options, likely[header]),
        )
    st.dataframe(columns.head(3), hide_index=True)
    return meaning


def _traced(table: EventsTable, name: str) -> EventsTable:
    """Return the table with every fact traced to a document: the table itself where it names none."""
    traced = table.copy()
    traced["doc"] = traced["doc"].where(traced["doc"] != "", f"table {name}")
    return EventsTable(traced)
