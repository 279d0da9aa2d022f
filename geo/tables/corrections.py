"""The log of corrections: what people changed, as a graph that replays to the same facts in any order of its lines.

Each correction names those that it follows (`after`), so that the corrections of one field of one fact form a graph,
like the commits of a version control system. What nothing follows is a *head*; one head is the usual case. Two copies
that were edited apart merge by the union of their corrections, and where both changed one field, it has two heads: a
*conflict*, until a further correction follows both.

An undo is a correction whose `why` is ``undo <id>``. It brings back the state that the undone correction followed: an
earlier correction, or whatever the reader finds. An undo can be undone.

Time never decides, but between heads: the later `when` is shown, then the greater id, until a person decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from geo.errors import FactNotFound, StoreError
from geo.tables.correction import (
    ADDED,
    NEUTRAL,
    Conflict,
    Correction,
    Edit,
    Key,
    Leaf,
    Side,
    check_words,
    made,
)

__all__ = ["ADDED", "NEUTRAL", "Conflict", "Correction", "Edit", "Key", "Leaf", "Log", "Side", "check_words", "made"]


class Log:
    """Corrections, each once, in the order in which they were recorded; that order decides nothing."""

    def __init__(self, corrections: Iterable[Correction] = ()) -> None:
        self._all: dict[str, Correction] = {}
        self._chains: dict[Key, dict[str, Correction]] = {}
        self._heads: dict[Key, set[str]] = {}
        self._followed: set[str] = set()
        self._leaves: dict[Key, tuple[Leaf, ...]] = {}
        self._fields: dict[str, list[str]] = {}
        for correction in corrections:
            self.add(correction)

    def __contains__(self, id_: str) -> bool:
        return id_ in self._all

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Correction]:
        return iter(self._all.values())

    def __getitem__(self, id_: str) -> Correction:
        """Return a correction by its id.

        Raises
        ------
        FactNotFound
        """
        if id_ not in self._all:
            raise FactNotFound(f"no correction {id_!r} in the log; `atlas log` lists them")
        return self._all[id_]

    def add(self, correction: Correction) -> bool:
        """Take up a correction; return whether it was new."""
        if correction.id in self._all:
            return False
        key, parents = correction.key, correction.parents
        self._all[correction.id] = correction
        if key not in self._chains:
            self._chains[key] = {}
            self._fields.setdefault(correction.fact, []).append(correction.field)
        self._chains[key][correction.id] = correction
        self._followed.update(parents)
        heads = self._heads.setdefault(key, set())
        heads.difference_update(parents)
        if correction.id not in self._followed:
            heads.add(correction.id)
        self._leaves.pop(key, None)
        return True

    def only(self, keys: Collection[Key]) -> Log:
        """Return the log of some fields alone."""
        return Log(correction for key in keys for correction in self._chains.get(key, {}).values())

    def of_facts(self, facts: Collection[str]) -> Log:
        """Return the log of some facts alone."""
        return self.only([(fact, field) for fact in facts for field in self._fields.get(fact, ())])

    def depth(self, id_: str) -> int:
        """Return how many corrections a correction rests on."""
        return len(self._ancestors(self[id_]))

    def keys(self) -> Iterator[Key]:
        """Yield every fact and field that was ever corrected."""
        yield from self._chains

    def fields(self) -> Mapping[str, Sequence[str]]:
        """Return the corrected fields by fact."""
        return MappingProxyType(self._fields)

    def heads(self, key: Key) -> tuple[str, ...]:
        """Return the ids that the next correction of a field has to follow."""
        return tuple(sorted(self._heads.get(key, ())))

    def leaves(self, key: Key) -> tuple[Leaf, ...]:
        """Return the states in which a field was left, the one to be shown first; none for a field never corrected."""
        if key not in self._leaves:
            chain = self._chains.get(key, {})
            self._leaves[key] = _leaves(chain, [chain[id_] for id_ in self._heads.get(key, ())])
        return self._leaves[key]

    def value(self, key: Key, found: str) -> str:
        """Return the value of a field which the reader finds to be `found`."""
        leaves = self.leaves(key)
        return leaves[0].value(found) if leaves else found

    def is_corrected(self, key: Key) -> bool:
        """Whether a correction of a field stands: one was made, and it was not undone."""
        leaves = self.leaves(key)
        return bool(leaves) and not leaves[0].released

    def conflict(self, key: Key, found: str) -> Conflict | None:
        """Return the conflict of a field, if it was left in several states whose values differ."""
        leaves = self.leaves(key)
        sides = {leaf.value(found): Side(value=leaf.value(found), by=leaf.by) for leaf in reversed(leaves)}
        if len(sides) < 2:
            return None
        return Conflict(fact=key[0], field=key[1], sides=tuple(reversed(sides.values())))

    def undone(self, id_: str, *, found: str) -> Edit:
        """Return the edit that undoes a correction.

        Parameters
        ----------
        found
            What the reader finds in the field.

        Raises
        ------
        StoreError
            When a later correction of the field stands, the correction was undone already, or the field is open
            between several.
        """
        correction = self[id_]
        key = correction.key
        heads = self.heads(key)
        if len(heads) > 1:
            raise StoreError(
                f"{id_} cannot be undone: {' and '.join(heads)} stand side by side; correct the field first"
            )
        self._refuse_later(correction, self._all[heads[0]])
        before = Log(self._ancestors(correction)).value(key, found)
        return Edit(fact=key[0], field=key[1], old=self.value(key, found), new=before)

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the log, a sentence each."""
        for correction in self:
            if not correction.is_sound:
                yield f"correction {correction.id}: its content was changed after it was made"
            chain = self._chains[correction.key]
            for parent in correction.parents:
                if parent not in chain:
                    yield f"correction {correction.id} of {correction.fact} follows {parent}, which is missing"

    def _refuse_later(self, correction: Correction, head: Correction) -> None:
        """Go up from the head over what stands, jumping what was undone; refuse unless the correction comes first."""
        chain = self._chains[correction.key]
        before = _above(chain, correction)
        at: Correction | None = head
        while at is not None and at.id != correction.id and at.id not in before:
            target = chain.get(at.undoes)
            if target is None:
                raise StoreError(
                    f"{correction.id} cannot be undone: {at.id} by {at.who} ({at.old!r} to {at.new!r}) came later; "
                    f"undo that first"
                )
            at = chain.get(target.parents[0]) if target.parents else None
        if at is None or at.id != correction.id:
            raise StoreError(
                f"{correction.id} no longer stands: {head.id} by {head.who} undid it or what came before it"
            )

    def _ancestors(self, correction: Correction) -> list[Correction]:
        return list(_above(self._chains[correction.key], correction).values())


def _leaves(chain: dict[str, Correction], heads: Sequence[Correction]) -> tuple[Leaf, ...]:
    """Return the states that some heads leave a field in, without those that another one rests on."""
    found: dict[str, Leaf] = {}
    todo, seen = list(heads), set[str]()
    while todo:
        at = todo.pop()
        if at.id in seen:
            continue
        seen.add(at.id)
        target = chain.get(at.undoes)
        if target is None or not all(parent in chain for parent in target.parents):
            found[at.id] = Leaf(by=at)
        elif not target.parents:
            found[at.id] = Leaf(by=at, released=True)
        else:
            todo.extend(chain[parent] for parent in target.parents)
    if len(found) > 1:
        rested_on = {id_ for leaf in found.values() for id_ in _above(chain, leaf.by)}
        found = {id_: leaf for id_, leaf in found.items() if id_ not in rested_on}
    return tuple(sorted(found.values(), key=lambda leaf: (leaf.by.when, leaf.by.id), reverse=True))


def _above(chain: dict[str, Correction], correction: Correction) -> dict[str, Correction]:
    """Return all that a correction follows, directly or not."""
    found: dict[str, Correction] = {}
    todo = list(correction.parents)
    while todo:
        id_ = todo.pop()
        if id_ in chain and id_ not in found:
            found[id_] = chain[id_]
            todo.extend(chain[id_].parents)
    return found
