"""The names the reader knows, as one table: what each can mean, once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.reading.folding import fold
from geo.reading.lexicon import Hit, in_force, lexicon


def found(name: str) -> Hit:
    [hit] = lexicon().hits(fold(name))
    assert (hit.start, hit.end) == (0, len(name))
    return hit


def test_a_unit_that_kept_its_name_means_itself_once() -> None:
    twice = [
        senses
        for senses in (*lexicon().latin_senses, *lexicon().han_senses)
        if any(sense.old and replace(sense, old=False) in senses for sense in senses)
    ]
    assert twice == []


@pytest.mark.parametrize(
    ("name", "code", "old"), [("满洲里市", "150781", False), ("崇文区", "110101", True), ("温江县", "510115", True)]
)
def test_old_names_lead_on_and_new_ones_stay(name: str, code: str, old: bool) -> None:
    assert [(sense.code, sense.old) for sense in in_force(found(name))] == [(code, old)]
