"""The sidebar's choice of table: a built-in one, the project, or a file of the reader's own with its faults."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.errors import TableError
from views import address, data, keys, project, served, twin
from views.data import Dataset
from views.text import Words

_PREVIEW_ROWS: Final = 3


def table(say: Words, waiting: DeltaGenerator | None) -> Dataset | TableError:
    """Draw the choice of table and return what was chosen, or why it cannot be read.

    Parameters
    ----------
    waiting
        Where the page will stand, for the word that the server's table is being opened; None where another is chosen.
    """
    with st.expander(say("data.heading"), icon=":material/table:"):
        file = st.file_uploader(
            say.raw("data.upload"),
            type=["csv", "txt", "tsv", "parquet"],
            max_upload_size=data.LARGEST_MB,
            help=say.raw("data.upload.help", mb=data.LARGEST_MB),
            key="data.file",
            on_change=_take_file,
        )
        if file is None:
            held = data.held()
            if held is None:
                return _choose_table(say, waiting)
            _held(held, say)
            return held
        encoding = st.selectbox(
            say.raw("data.encoding"),
            data.ENCODINGS,
            format_func=lambda name: name.upper() or say.raw("data.encoding.auto"),
            key="data.encoding",
        )
        chosen = data.upload(file, encoding or "")
        if isinstance(chosen, Dataset):
            _preview(chosen, say)
    return chosen


def _choose_table(say: Words, waiting: DeltaGenerator | None) -> Dataset | TableError:
    key = address.table()
    there = {keys.PROJECT: project.exists() or key == keys.PROJECT, keys.SERVED: keys.served() is not None}
    offered = sorted((name for name in keys.KEYS if there.get(name, True)), key=lambda name: name != address.first())
    widget = say.key("data.table")
    twin.write(widget, key)
    st.radio(
        say.raw("data.tables"),
        offered,
        format_func=lambda table: say(f"data.table.{table}", name=served.name()),
        captions=[say(f"data.table.{table}.about") for table in offered],
        key=widget,
        on_change=_take_table,
        args=(widget,),
    )
    if key != keys.SERVED or waiting is None:
        return project.dataset() if key == keys.PROJECT else data.built_in(key)
    try:
        with waiting.container(), st.spinner(say("data.opening", name=served.name())):
            return served.dataset()
    except TableError as error:
        return error


def _take_table(widget: str) -> None:
    address.choose(st.session_state[widget])


def _held(chosen: Dataset | TableError, say: Words) -> None:
    """Draw what was given on another page of the app, where the field for it stands empty."""
    st.markdown(say("data.held", name=chosen.source if isinstance(chosen, TableError) else chosen.name))
    if isinstance(chosen, Dataset):
        _preview(chosen, say)
    st.button(say.raw("data.close"), key="data.close", icon=":material/close:", on_click=_close)


def _take_file() -> None:
    if st.session_state["data.file"] is None:
        _close()
    else:
        _start_over()


def _close() -> None:
    data.forget()
    _start_over()


def _start_over() -> None:
    """Another table has other dates and places: of the view, only the language stays."""
    address.change(type(address.view())(lang=address.view().lang))


def _preview(chosen: Dataset, say: Words) -> None:
    read = chosen.loaded.read
    if chosen.asked:
        st.caption(say("data.by_columns", rows=f"{len(chosen.loaded.table):,}"))
        return
    st.caption(say("data.read", encoding=read.encoding))
    columns = {name: say.raw(f"column.{name}") for name in ("title", "place")}
    st.dataframe(read.table[list(columns)].head(_PREVIEW_ROWS).rename(columns=columns), hide_index=True)


def faults(error: TableError, say: Words) -> None:
    """Draw what is wrong with a table, fault by fault."""
    key = "data.fault.served" if address.table() == keys.SERVED and not data.is_uploaded() else "data.fault"
    st.error(say(key, name=error.source, faults=say.count("faults", len(error.faults))), icon=":material/error:")
    names = ("row", "column", "value", "message")
    rows = [[getattr(fault, name) for name in names] for fault in error.faults]
    st.dataframe(
        pd.DataFrame(rows, columns=[say.raw(f"data.fault.{name}") for name in names]).convert_dtypes(), hide_index=True
    )
