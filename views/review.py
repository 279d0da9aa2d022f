"""The review queue: one fact after the other, those first that need a person most, with everything to decide at hand.

Every decision is a correction with the name of who made it, and can be undone, one after the other, back to the first.
Each has a key of its own, so that a queue can be worked through without the mouse.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from geo.tables import review
from geo.tables.corrections import Conflict, Edit
from geo.tables.join import PlacedTable
from geo.tables.merged import MERGE, PROPOSED, SAME_AS, SURE
from views import author, correct, focus, project, readonly, record, table
from views.text import Words, plain

Row = dict[str, Any]

_AT, _OWN = "atlas.review", "atlas.review.own"
_SAID, _CAUSE = "atlas.review.said", "atlas.review.cause"
_SHOWN: Final = ("date", "title", "place", "targets", "actor", "theme", "kind", "source", "url")
_AROUND: Final = 400  # characters of the article shown on either side of the sentence


def show(words: Words) -> None:
    """Draw the page."""
    with st.sidebar:
        author.ask(words)
    st.header(words("review.heading"), anchor=False)
    readonly.show(words)
    if not project.exists():
        st.info(words("review.no_project"), icon=":material/article:")
        return
    data = project.dataset()
    facts = data.loaded.table
    conflicts = project.store().conflicts()
    waiting = _queue(facts, conflicts, data.rev)
    _counts(waiting, len(facts), words)
    cause = _cause(waiting, words)
    chosen = waiting[_has(waiting, cause)] if cause else waiting
    if said := st.session_state.pop(_SAID, ""):
        st.toast(said)
    gone = _gone(waiting, words)
    if chosen.empty:
        st.success(words("review.done"), icon=":material/check_circle:")
        _undo(words)
        return
    ids = chosen["id"].tolist()
    at = _position(ids)
    row = _row(facts, ids[at])
    st.caption(words("review.position", at=f"{at + 1:,}", total=f"{len(ids):,}"))
    if not author.name():
        st.warning(words("author.needed"), icon=":material/person:")
    _decisions(row, facts, ids, at, words, heard=not gone)
    _card(row, facts, [c for c in conflicts if c.fact == row["id"]], str(chosen["causes"].iloc[at]), words)


@st.cache_data(show_spinner=False, max_entries=2)
def _queue(_facts: PlacedTable, _conflicts: tuple[Conflict, ...], rev: str) -> pd.DataFrame:
    del rev
    return review.queue(_facts, _conflicts)


def _counts(waiting: pd.DataFrame, total: int, words: Words) -> None:
    done = total - len(waiting)
    text = words("review.left", left=f"{len(waiting):,}", done=f"{done:,}")
    st.progress(done / total if total else 1.0, text=text)


def _cause(waiting: pd.DataFrame, words: Words) -> str | None:
    """Draw the choice of a cause. Its labels count, so the choice is kept beside the widget, whose key is theirs."""
    counts = review.counts(waiting)
    kept = st.session_state.get(_CAUSE)
    chosen: str | None = st.pills(
        words.raw("review.causes"),
        list(counts),
        format_func=lambda cause: f"{words.raw(f'review.cause.{cause}')} {counts[cause]:,}",
        key=words.key(f"review.cause.{counts}"),
        default=kept if kept in counts else None,
    )
    st.session_state[_CAUSE] = chosen
    return chosen


def _row(facts: pd.DataFrame, fact: str) -> Row:
    return {str(name): value for name, value in facts[facts["id"] == fact].iloc[0].items()}


def _has(waiting: pd.DataFrame, cause: str) -> pd.Series[bool]:
    return (";" + waiting["causes"] + ";").str.contains(f";{cause};", regex=False)


def _position(ids: list[str]) -> int:
    """Return where the session stands in the queue: at its fact, or where that was before it left."""
    fact, number = st.session_state.get(_AT, ("", 0))
    at = ids.index(fact) if fact in ids else min(number, len(ids) - 1)
    st.session_state[_AT] = (ids[at], at)
    return at


def _gone(waiting: pd.DataFrame, words: Words) -> bool:
    """Say so if the fact on the page left the queue by another's hand; what was pressed was meant for it alone."""
    own = st.session_state.pop(_OWN, "")
    fact, number = st.session_state.get(_AT, ("", 0))
    if fact in ("", own) or waiting["id"].eq(fact).any():
        return False
    st.session_state[_AT] = ("", number)
    for line in project.store().history(fact)[-1:]:
        value = words.label("status", line.new) or "–"
        st.warning(
            words("review.gone", who=line.who, field=words.field(line.field), value=value), icon=":material/group:"
        )
    return True


# the fact


def _card(row: Row, facts: PlacedTable, conflicts: list[Conflict], causes: str, words: Words) -> None:
    badges = " ".join(f":orange-badge[{words(f'review.cause.{cause}')}]" for cause in causes.split(";"))
    title = table.readable(pd.DataFrame([row]), words)["title"].iloc[0]
    st.markdown(f"### {plain(title)}  \n{badges}")
    twin = _twin(row, facts)
    left, right = st.columns(2 if twin else [3, 2], gap="large")
    with left:
        _details(row, words)
        _members(row, facts, words)
    with right:
        if twin:
            st.markdown(f"**{words('review.twin' if row[MERGE] == PROPOSED else 'review.twin.sure')}**")
            _details(twin, words)
        else:
            correct.show(row, words, _record)
    for conflict in conflicts:
        _conflict(conflict, words)
    if twin:
        correct.show(row, words, _record)
    focus.mount(correct.FIELDS)


def _members(row: Row, facts: PlacedTable, words: Words) -> None:
    """Draw the reports that surely tell this fact, too, each with a way to take it out."""
    if MERGE not in facts.columns:
        return
    told = facts[(facts[SAME_AS] == row["id"]) & (facts[MERGE] == SURE)]
    if not told.empty:
        st.markdown(f"**{words('review.members')}**")
    for _, member in table.readable(told, words).assign(id=told["id"]).iterrows():
        said, split = st.columns([3, 1], vertical_alignment="center")
        said.markdown(f"{plain(member['title'])}  \n:small[{plain(member['date'])} · {plain(member['source'])}]")
        key = f"review.split.{member['id']}"
        if split.button(words.raw("review.split"), key=key, disabled=not author.name(), width="stretch"):
            _record(record.changed(correct.written(member["id"]), _APART), words)


def _details(row: Row, words: Words) -> None:
    readable = table.readable(pd.DataFrame([row]), words).iloc[0]
    rows = {words.raw(f"column.{name}"): plain(readable[name]) for name in _SHOWN if readable[name]}
    st.table(rows)
    if sentence := _sentence(row):
        before, told, after = sentence
        st.markdown(f"> …{plain(before)} **{plain(told)}** {plain(after)}…")
    for text in (row["reason"], row["note"]):
        if text:
            st.caption(plain(words.why(text)))


def _sentence(row: Row) -> tuple[str, str, str] | None:
    """Return the sentence that tells a fact, and what stands around it in the article, if the project has it."""
    text = project.texts().get(str(row["doc"]))
    if text is None or not str(row["start"]).isdigit() or not str(row["end"]).isdigit():
        return ("", str(row["quote"]), "") if row["quote"] else None
    start, end = int(row["start"]), int(row["end"])
    return text[max(start - _AROUND, 0) : start], text[start:end], text[end : end + _AROUND]


def _twin(row: Row, facts: PlacedTable) -> Row | None:
    if MERGE not in facts.columns or row[MERGE] not in (PROPOSED, SURE):
        return None
    return _row(facts, row[SAME_AS]) if (facts["id"] == row[SAME_AS]).any() else None


def _conflict(conflict: Conflict, words: Words) -> None:
    """Draw both values of a field that two people changed apart, and a way to decide."""
    st.markdown(f"**{words('review.conflict', field=words.field(conflict.field))}**")
    for number, side in enumerate(conflict.sides):
        said, take = st.columns([4, 1], vertical_alignment="center")
        said.markdown(f"{plain(side.value or '–')}  \n:small[{plain(side.by.who)}, {plain(side.by.when[:16])}]")
        key = f"review.side.{conflict.fact}.{conflict.field}.{number}"
        if take.button(words.raw("review.take"), key=key, disabled=not author.name(), width="stretch"):
            now = conflict.sides[0].value
            _record([Edit(fact=conflict.fact, field=conflict.field, old=now, new=side.value)], words)


# the decisions


def _decisions(row: Row, facts: PlacedTable, ids: list[str], at: int, words: Words, *, heard: bool) -> None:
    """Draw the buttons; what they do happens in the run, so that a refusal is a sentence on the page.

    What was pressed while another fact stood here is not `heard`.
    """
    signed = bool(author.name())
    merge = row[MERGE] if _twin(row, facts) is not None else ""
    buttons = (
        *((("same", "S", signed), ("different", "D", signed)) if merge == PROPOSED else ()),
        *((("split", "D", signed),) if merge == SURE else ()),
        ("confirm", "Y", signed),
        ("correct", "E", signed),
        ("reject", "X", signed),
        ("back", "P", at > 0),
        ("next", "N", at + 1 < len(ids)),
    )
    with st.container(horizontal=True, key="review_keys"):
        for name, key, enabled in buttons:
            pressed = st.button(
                words.raw(f"review.{name}"),
                key=f"review.{name}",
                shortcut=key,
                disabled=not enabled,
                type="primary" if name == "confirm" else "secondary",
            )
            if pressed and heard:
                _act(name, row, ids, at, words)
        _undo(words)


_APART: Final = {SAME_AS: "", MERGE: ""}
_CHANGES: Final = {
    "confirm": {"status": "confirmed"},
    "reject": {"status": "rejected"},
    "same": {MERGE: SURE},
    "different": _APART,
    "split": _APART,
}


def _act(name: str, row: Row, ids: list[str], at: int, words: Words) -> None:
    if name == "correct":
        focus.ask()
        return
    if name in ("back", "next"):
        to = at + (1 if name == "next" else -1)
        st.session_state[_AT] = (ids[to], to)
        st.rerun()
    _record(record.changed(correct.written(row["id"]), _CHANGES[name]), words)


def _undo(words: Words) -> None:
    if st.button(
        words.raw("review.undo"),
        key="review.undo",
        shortcut="U",
        disabled=not record.can_undo(),
        icon=":material/undo:",
    ):
        if fact := record.undo():
            st.session_state[_AT] = (fact, st.session_state.get(_AT, ("", 0))[1])
            st.session_state[_OWN] = fact  # put back, it may still be none that waits
        st.session_state[_SAID] = words.raw("review.undone")
        st.rerun()


def _record(edits: list[Edit], words: Words, why: str = "") -> None:
    number = record.make(edits, why)
    st.session_state[_OWN] = st.session_state[_AT][0]
    st.session_state[_SAID] = words.raw("review.recorded") if number else words.raw("review.unchanged")
    st.rerun()
