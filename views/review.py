"""The review queue: one fact after the other, those first that need a person most, with everything to decide at hand.

Every decision is a correction with the name of who made it, and can be undone, one after the other, back to the first.
Each has a key of its own, so that a queue can be worked through without the mouse.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from geo.records import EVENT_TYPES, THEMES
from geo.tables import review
from geo.tables.corrections import Conflict, Edit
from geo.tables.join import PlacedTable
from geo.tables.merged import MERGE, PROPOSED, SAME_AS, SURE
from views import author, project, record, table
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


def _written(fact: str) -> Row:
    """Return a fact as the project has it, before geocoding."""
    return _row(project.dataset().loaded.read.table, fact)


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
    st.markdown(f"#### {plain(title)}  \n{badges}")
    twin = _twin(row, facts)
    if twin is not None:
        left, right = st.columns(2, gap="large")
        with left:
            _details(row, words)
        with right:
            st.markdown(f"**{words('review.twin')}**")
            _details(twin, words)
    else:
        left, right = st.columns([3, 2], gap="large")
        with left:
            _details(row, words)
        with right:
            _edit(row, words)
    for conflict in conflicts:
        _conflict(conflict, words)


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
    if MERGE not in facts.columns or row[MERGE] != PROPOSED:
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
    asked = not author.name()
    twin = _twin(row, facts) is not None
    buttons = (
        ("same", "S", twin and not asked),
        ("different", "D", twin and not asked),
        ("confirm", "Y", not asked),
        ("reject", "X", not asked),
        ("back", "P", at > 0),
        ("next", "N", at + 1 < len(ids)),
    )
    shown = [button for button in buttons if twin or button[0] not in ("same", "different")]
    columns = st.columns(len(shown) + 1)
    for column, (name, key, enabled) in zip(columns, shown, strict=False):
        pressed = column.button(
            words.raw(f"review.{name}"),
            key=f"review.{name}",
            shortcut=key,
            disabled=not enabled,
            type="primary" if name == "confirm" else "secondary",
            width="stretch",
        )
        if pressed and heard:
            _act(name, row, ids, at, words)
    with columns[-1]:
        _undo(words)


def _act(name: str, row: Row, ids: list[str], at: int, words: Words) -> None:
    status = {"confirm": "confirmed", "reject": "rejected"}
    merging = {"same": {MERGE: SURE}, "different": {SAME_AS: "", MERGE: ""}}
    if name in ("back", "next"):
        to = at + (1 if name == "next" else -1)
        st.session_state[_AT] = (ids[to], to)
        st.rerun()
    new = {"status": status[name]} if name in status else merging[name]
    _record(record.changed(_written(row["id"]), new), words)


def _undo(words: Words) -> None:
    if st.button(
        words.raw("review.undo"),
        key="review.undo",
        shortcut="U",
        disabled=not record.can_undo(),
        icon=":material/undo:",
        width="stretch",
    ):
        record.undo()
        st.session_state[_SAID] = words.raw("review.undone")
        st.rerun()


def _record(edits: list[Edit], words: Words, why: str = "") -> None:
    number = record.make(edits, why)
    st.session_state[_OWN] = st.session_state[_AT][0]
    st.session_state[_SAID] = words.raw("review.recorded") if number else words.raw("review.unchanged")
    st.rerun()


def _edit(row: Row, words: Words) -> None:
    """Draw a fact's fields to be corrected."""
    fact = row["id"]
    with st.form(f"review.edit.{fact}"):
        new: dict[str, str] = {}
        first, second = st.columns(2)
        new["date"] = first.text_input(words.raw("field.date"), row["date"], key=f"review.date.{fact}")
        new["date_end"] = second.text_input(words.raw("field.date_end"), row["date_end"], key=f"review.end.{fact}")
        place = _place_field(row, words)
        new["title"] = st.text_input(words.raw("field.title"), row["title"], key=f"review.title.{fact}")
        first, second = st.columns(2)
        new["theme"] = _choice(first, "theme", THEMES, row, words)
        if row["kind"] == "event":
            new["type"] = _choice(second, "type", EVENT_TYPES, row, words)
        new["actor"] = st.text_input(words.raw("field.actor"), row["actor"], key=f"review.actor.{fact}")
        targets = st.text_input(
            words.raw("field.targets"),
            row["targets"],
            key=f"review.targets.{fact}",
            help=words.raw("field.targets.help"),
        )
        why = st.text_input(words.raw("decide.why"), key=f"review.why.{fact}", max_chars=200)
        if st.form_submit_button(words.raw("review.save"), disabled=not author.name(), width="stretch"):
            new["targets"] = ";".join(record.code_of(part) for part in targets.replace("；", ";").split(";"))
            code, written = record.code_of(place), _written(fact)
            if row["resolution"] == "ambiguous" and code == written["adcode"]:
                new["status"] = "confirmed"
            elif code != row["adcode"]:
                new["adcode"] = code
            _record(record.changed(written, {name: value.strip() for name, value in new.items()}), words, why)


def _place_field(row: Row, words: Words) -> str:
    """Draw the candidates of an ambiguous place, or a field for its code or name."""
    fact, candidates = row["id"], [code for code in str(row["candidates"]).split(";") if code]
    if row["resolution"] == "ambiguous" and candidates:
        return str(
            st.radio(
                words.raw("field.adcode"),
                candidates,
                format_func=lambda code: f"{table.full_name(code, words.lang)} [{code}]",
                key=words.key(f"review.candidate.{fact}"),
            )
        )
    return str(
        st.text_input(
            words.raw("field.adcode"),
            row["adcode"],
            key=f"review.code.{fact}",
            placeholder=words.raw("decide.other.hint"),
        )
    )


def _choice(column: Any, field: str, options: tuple[str, ...], row: Row, words: Words) -> str:
    now = str(row[field])
    options = options if now in options else (now, *options)
    chosen = column.selectbox(
        words.raw(f"field.{field}"),
        options,
        index=options.index(now),
        format_func=lambda word: words.label(field, word) if word else "",
        key=words.key(f"review.{field}.{row['id']}"),
    )
    return str(chosen)
