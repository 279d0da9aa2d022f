"""What every page shares: the sidebar with the language and the choice of table, and the faults of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from geo.errors import TableError
from views import address, data, errors, project
from views.data import Dataset
from views.text import LANGUAGES, Words, words

ICON: Final = Path(__file__).with_name("icon.svg")
_STYLE: Final = Path(__file__).with_name("app.css").read_text(encoding="utf-8")
_PREVIEW_ROWS: Final = 3

Page = Callable[[Dataset, Words], None]
Desk = Callable[[Words], None]


def draw(page: Page) -> None:
    """Draw a page that shows a table, with all that is around it."""
    with _frame() as say:
        with st.sidebar:
            chosen = _choose_data(say)
        if isinstance(chosen, TableError):
            faults(chosen, say)
        else:
            page(chosen, say)


def draw_desk(page: Desk) -> None:
    """Draw a page that works on the project of the server, whatever table the others show."""
    with _frame() as say:
        page(say)


@contextmanager
def _frame() -> Iterator[Words]:
    say = words(address.view().lang)
    st.html(f"<style>{_STYLE}</style>")
    with errors.as_sentences(say):
        with st.sidebar:
            st.title(say("app.name"), anchor=False)
            _choose_language(say)
        yield say
    address.write()


def _choose_language(say: Words) -> None:
    lang = address.view().lang
    if st.session_state.get("language") != lang:
        st.session_state["language"] = lang
    st.segmented_control(
        say.raw("language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key="language",
        on_change=_take_language,
        label_visibility="collapsed",
        required=True,
        width="stretch",
    )


def _take_language() -> None:
    address.change(replace(address.view(), lang=st.session_state["language"]))


def _choose_data(say: Words) -> Dataset | TableError:
    """Draw the choice of table and return what was chosen, or why it cannot be read."""
    with st.expander(say("data.heading"), icon=":material/table:"):
        file = st.file_uploader(
            say.raw("data.upload"),
            type=["csv", "txt", "tsv"],
            max_upload_size=data.LARGEST_MB,
            help=say.raw("data.upload.help", mb=data.LARGEST_MB),
            key="data.file",
            on_change=_start_over,
        )
        if file is None:
            data.forget()
            return _choose_table(say)
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


def _choose_table(say: Words) -> Dataset:
    key = address.table()
    keys = data.KEYS if project.exists() or key == data.PROJECT else tuple(data.BUILT_IN)
    widget = say.key("data.table")
    if st.session_state.get(widget) != key:
        st.session_state[widget] = key
    st.radio(
        say.raw("data.tables"),
        list(keys),
        format_func=lambda table: say.raw(f"data.table.{table}"),
        captions=[say(f"data.table.{table}.about") for table in keys],
        key=widget,
        on_change=_take_table,
        args=(widget,),
    )
    return project.dataset() if key == data.PROJECT else data.built_in(key)


def _take_table(widget: str) -> None:
    address.choose(st.session_state[widget])


def _start_over() -> None:
    """Another table has other dates and places: of the view, only the language stays."""
    address.change(type(address.view())(lang=address.view().lang))


def _preview(chosen: Dataset, say: Words) -> None:
    read = chosen.loaded.read
    st.caption(say("data.read", encoding=read.encoding))
    columns = {name: say.raw(f"column.{name}") for name in ("title", "place")}
    st.dataframe(read.table[list(columns)].head(_PREVIEW_ROWS).rename(columns=columns), hide_index=True)


def faults(error: TableError, say: Words) -> None:
    """Draw what is wrong with a table, fault by fault."""
    st.error(
        say("data.fault", name=error.source, faults=say.count("faults", len(error.faults))), icon=":material/error:"
    )
    names = ("row", "column", "value", "message")
    rows = [[getattr(fault, name) for name in names] for fault in error.faults]
    st.dataframe(
        pd.DataFrame(rows, columns=[say.raw(f"data.fault.{name}") for name in names]).convert_dtypes(), hide_index=True
    )
