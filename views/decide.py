"""The panel beside an article: what a mark was found to be and why, and a way to decide otherwise."""

from __future__ import annotations

import streamlit as st

from geo.explain.annotate import Annotated, Note
from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.tables import amend
from geo.tables.corrections import Edit
from views import address, author, project, record, table
from views.text import Words, plain

_SAID = "atlas.said"


def show(article: Annotated, note: Note, words: Words) -> None:
    """Draw the panel for one mark."""
    st.markdown(f"**{plain(note.words[:120])}**  \n{words(f'read.kind.{note.kind}')} · {plain(note.meaning)}")
    st.caption(plain(note.why))
    if said := st.session_state.pop(_SAID, ""):
        st.success(said, icon=":material/check:")
    if note.kind == "place" and note.code:
        _place(article, note, words)
    elif note.fact:
        _fact(note, words)


def _place(article: Annotated, note: Note, words: Words) -> None:
    """Draw the choice of what a name means, and say which facts follow it."""
    facts = project.store().facts()
    codes = [choice.code for choice in note.choices]
    elsewhere = address.view().place
    if elsewhere not in codes and (elsewhere in gazetteer().units or elsewhere in regions()):
        codes.append(elsewhere)
    with st.form(f"decide.{article.doc}.{note.number}", border=True):
        chosen = st.radio(
            words.raw("decide.means"),
            [*codes, ""],
            format_func=lambda code: _named(code, elsewhere, words),
            key=words.key(f"decide.code.{article.doc}.{note.number}"),
        )
        other = st.text_input(
            words.raw("decide.other"),
            key=f"decide.other.{article.doc}.{note.number}",
            placeholder=words.raw("decide.other.hint"),
            max_chars=60,
        )
        why = st.text_input(words.raw("decide.why"), key=f"decide.why.{article.doc}.{note.number}", max_chars=200)
        concerned = amend.place(facts, article.doc, note.code, "")
        st.caption(words.count("decide.concerned", len({edit.fact for edit in concerned})))
        if st.form_submit_button(words.raw("decide.apply"), type="primary", disabled=not author.name()):
            _apply(article.doc, note.code, record.code_of(other) if other.strip() else str(chosen), why, words)
    if not author.name():
        st.caption(words("author.needed"))


def _named(code: str, elsewhere: str, words: Words) -> str:
    if not code:
        return words.raw("decide.none")
    name = f"{table.full_name(code, words.lang)} [{code}]"
    return f"{name} · {words.raw('decide.on_map')}" if code == elsewhere else name


def _apply(doc: str, old: str, new: str, why: str, words: Words) -> None:
    facts = project.store().facts()
    edits = amend.confirmed(facts, doc, old) if new == old else amend.place(facts, doc, old, new)
    st.session_state[_SAID] = words.count("decide.done", record.make(edits, why))
    st.rerun(scope="fragment")


def _fact(note: Note, words: Words) -> None:
    """Draw a fact as it stands now, and a way to confirm or reject it."""
    facts = project.store().facts()
    rows = facts[facts["id"] == note.fact]
    if rows.empty:
        return
    (readable,) = table.readable(rows, words).to_dict("records")
    st.table({words.raw(f"column.{name}"): plain(value) for name, value in readable.items() if value})
    status = str(rows["status"].iloc[0])
    for column, (new, icon) in zip(st.columns(2), _VERDICTS, strict=True):
        if column.button(
            words.raw(f"decide.{new}"),
            # the key names what was seen: a press on what has changed since finds no button, and decides nothing
            key=f"decide.{new}.{note.fact}.{status}",
            icon=icon,
            disabled=not author.name() or status == new,
            width="stretch",
        ):
            record.make([Edit(fact=note.fact, field="status", old=status, new=new)])
            st.rerun(scope="fragment")
    if not author.name():
        st.caption(words("author.needed"))


_VERDICTS = (("confirmed", ":material/check:"), ("rejected", ":material/close:"))
