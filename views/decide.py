"""The panel beside an article: what a mark was found to be and why, and a way to decide otherwise."""

from __future__ import annotations

import streamlit as st

from geo.explain.annotate import Annotated, Note
from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.tables import amend
from geo.tables.corrections import Edit
from geo.tables.schema import EventsTable
from views import address, author, kept, project, record, stale, table
from views.text import Words, plain


def show(article: Annotated, note: Note, words: Words) -> None:
    """Draw the panel for one mark."""
    st.markdown(f"**{plain(note.words[:120])}**  \n{words(f'read.kind.{note.kind}')} · {plain(note.meaning)}")
    if not (note.kind == "place" and note.code):
        st.caption(plain(note.why))
    stale.show()
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
    key = f"{article.doc}.{note.number}"
    with st.container(border=True):
        st.radio(
            words.raw("decide.means"),
            [*codes, ""],
            format_func=lambda code: _named(code, elsewhere, words),
            captions=[_because(code, note, words) for code in (*codes, "")],
            key=kept.key(words, f"decide.code.{key}", [*codes, ""]),
        )
        _decision(article.doc, note, facts, words)
    if not author.name():
        st.caption(words("author.needed"))


def _decision(doc: str, note: Note, facts: EventsTable, words: Words) -> None:
    """Draw the rest of the decision: another place, why, and what it concerns."""
    key = f"{doc}.{note.number}"
    with st.form(f"decide.{key}", border=False):
        st.text_input(
            words.raw("decide.other"),
            key=f"decide.other.{key}",
            placeholder=words.raw("decide.other.hint"),
            max_chars=60,
        )
        st.text_input(words.raw("decide.why"), key=f"decide.why.{key}", max_chars=200)
        concerned = amend.place(facts, doc, note.code, "")
        st.caption(words.count("decide.concerned", len({edit.fact for edit in concerned})))
        st.form_submit_button(
            words.raw("decide.apply"),
            type="primary",
            disabled=not author.name(),
            on_click=_apply,
            args=(facts, doc, note, words),
        )


def _named(code: str, elsewhere: str, words: Words) -> str:
    if not code:
        return words.raw("decide.none")
    name = f"{table.full_name(code, words.lang)} [{code}]"
    return f"{name} · {words.raw('decide.on_map')}" if code == elsewhere else name


def _because(code: str, note: Note, words: Words) -> str:
    """Return what speaks for a place: the reason of the one that was chosen, what is known of any other."""
    if not code:
        return words("decide.none.word")
    if code == note.code:
        return plain(note.why)
    unit = gazetteer().units.get(code)
    if unit is None:
        return words("decide.region")
    known = words(f"decide.level.{unit.level}")
    people = words("decide.population", n=f"{unit.population:,}") if unit.population else ""
    return " · ".join(filter(None, (known, people)))


def _apply(seen: EventsTable, doc: str, note: Note, words: Words) -> None:
    """Decide what a name means, for the facts as they were `seen`."""
    key = f"{doc}.{note.number}"
    other = st.session_state[f"decide.other.{key}"].strip()

    def edits() -> tuple[Edit, ...]:
        new = record.code_of(other) if other else str(st.session_state[words.key(f"decide.code.{key}")])
        return amend.confirmed(seen, doc, new) if new == note.code else amend.place(seen, doc, note.code, new)

    stale.make(edits, st.session_state[f"decide.why.{key}"], words)


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
        column.button(
            words.raw(f"decide.{new}"),
            key=f"decide.{new}.{note.fact}.{status}",
            icon=icon,
            disabled=not author.name() or status == new,
            on_click=_judge,
            args=(Edit(fact=note.fact, field="status", old=status, new=new), words),
            width="stretch",
        )
    if not author.name():
        st.caption(words("author.needed"))


def _judge(edit: Edit, words: Words) -> None:
    stale.make(lambda: (edit,), "", words)


_VERDICTS = (("confirmed", ":material/check:"), ("rejected", ":material/close:"))
