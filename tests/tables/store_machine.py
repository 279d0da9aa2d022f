"""A store against a plain model of it: dictionaries of values, a list of states for each field, nothing on disk."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from geo.errors import EditConflict
from geo.tables.store import Store
from tests.tables.store_laws import edit, row, table

FACTS = ("e-1", "e-2", "e-3")
FIELDS = ("title", "actor", "note")
KEYS = st.tuples(st.sampled_from(FACTS), st.sampled_from(FIELDS))
VALUES = st.sampled_from(["A", "B", "=C()", "长沙", 'q"q', "two\nlines", "\\n"])


@dataclass
class Field:
    """What stands in a field: values over what was found; `made` holds each correction with the states around it."""

    values: tuple[str, ...] = ()
    made: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)


class StoreMachine(RuleBasedStateMachine):
    """Edits, undoing, reading anew and opening anew, in any order; a subclass gives `make` and `reopen`."""

    def make(self) -> Store:
        raise NotImplementedError

    def reopen(self, store: Store) -> Store:
        raise NotImplementedError

    @initialize()
    def begin(self) -> None:
        self.store = self.make()
        self.found = {fact: {"title": f"Title of {fact}", "actor": "", "note": ""} for fact in FACTS}
        self.fields = {(fact, name): Field() for fact in FACTS for name in FIELDS}
        self.store.put(table(*(row(fact, **self.found[fact]) for fact in FACTS)))

    def shown(self, key: tuple[str, str]) -> str:
        values = self.fields[key].values
        return values[-1] if values else self.found[key[0]][key[1]]

    @rule(key=KEYS, value=VALUES)
    def correct(self, key: tuple[str, str], value: str) -> None:
        at, old = self.fields[key], self.shown(key)
        made = self.store.correct([edit(*key, old, value)], who="Lin")
        assert len(made) == (old != value)
        for correction in made:
            at.made.append((correction.id, at.values, (*at.values, value)))
            at.values = (*at.values, value)

    @rule(key=KEYS, value=VALUES)
    def correct_what_is_no_longer_there(self, key: tuple[str, str], value: str) -> None:
        with pytest.raises(EditConflict) as caught:
            self.store.correct([edit(*key, f"not {self.shown(key)}", value)], who="Wu")
        assert caught.value.stale[0].now == self.shown(key)

    @rule(key=KEYS)
    def undo_the_last(self, key: tuple[str, str]) -> None:
        at = self.fields[key]
        if at.made:
            id_, before, after = at.made[-1]
            (made,) = self.store.undo([id_], who="Xu")
            assert at.values == after
            at.made.append((made.id, after, before))
            at.values = before

    @rule(fact=st.sampled_from(FACTS), title=st.sampled_from(["Read once", "Read twice"]))
    def read_anew(self, fact: str, title: str) -> None:
        self.found[fact]["title"] = title
        self.store.put(table(*(row(id_, **found) for id_, found in self.found.items())))

    @rule()
    def open_anew(self) -> None:
        self.store = self.reopen(self.store)

    @invariant()
    def facts_are_those_of_the_model(self) -> None:
        facts = self.store.facts().set_index("id")
        for fact, name in self.fields:
            assert facts.loc[fact, name] == self.shown((fact, name))
        for fact in FACTS:
            touched = any(self.fields[fact, name].values for name in ("title", "actor"))
            assert facts.loc[fact, "status"] == ("corrected" if touched else "auto")
        assert len(self.store.history()) == sum(len(at.made) for at in self.fields.values())
        assert self.store.verify() == ()
        assert self.store.conflicts() == ()
