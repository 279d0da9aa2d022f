"""What a run remembers: whole lines only, bound to the article, the options and the reader."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.batch import state
from geo.batch.state import State, key_of, path_of
from geo.errors import ExportError
from tests.articles import ZH, article

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(deadline=None, max_examples=25)
@given(kept=st.dictionaries(st.text("abc123", min_size=1, max_size=8), TEXTS, max_size=6))
def test_what_was_kept_is_found_by_the_next_run(kept: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("state") / "x.read"
    with State(path) as first:
        for key, finding in kept.items():
            first.keep(key, finding.replace("\n", " "))
    with State(path) as second:
        assert {key: second.finding(key) for key in kept} == {k: v.replace("\n", " ") for k, v in kept.items()}
        assert "absent" not in second


def test_a_torn_or_altered_line_counts_as_absent_and_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "x.read"
    with State(path) as first:
        first.keep("a", "one")
        first.keep("b", "two")
    whole = path.read_bytes()
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        with State(path) as torn:
            assert ("a" in torn, "b" in torn) == (cut >= whole.index(b"\n"), cut >= len(whole) - 1)
            torn.keep("c", "three")
        with State(path) as after:
            assert after.finding("c") == "three"
            assert "a" not in after or after.finding("a") == "one"
    path.write_bytes(whole.replace(b"one", b"0ne") + b"\xff\xfe\x00\n\n\t\t\n")
    with State(path) as altered:
        assert ("a" in altered, altered.finding("b")) == (False, "two")


def test_a_key_changes_with_whatever_changes_the_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    document = article(ZH)
    others = [
        dataclasses.replace(document, text=ZH + " "),
        dataclasses.replace(document, id="b"),
        dataclasses.replace(document, published=date(2024, 3, 22)),
        dataclasses.replace(document, publisher="x"),
        dataclasses.replace(document, url="https://example.org"),
        dataclasses.replace(document, title="x"),
        dataclasses.replace(document, lang="en"),
        dataclasses.replace(document, headline=None),
    ]
    keys = [key_of(document, True, False), key_of(document, False, False), key_of(document, True, True)]
    keys += [key_of(other, True, False) for other in others]
    assert len(set(keys)) == len(keys)
    assert key_of(dataclasses.replace(document), True, False) == keys[0]
    monkeypatch.setattr(state, "reader_version", lambda: "another")
    assert key_of(document, True, False) not in keys


def test_the_reader_s_version_is_that_of_its_rules_and_data() -> None:
    package = Path(state.__file__).parent.parent
    named = {file for pattern in state._RULES for file in package.glob(pattern)}
    needed = [*package.glob("reading/*.py"), *package.glob("places/*.py"), *package.glob("data/*.toml")]
    assert needed
    assert set(needed) <= named


def test_nothing_is_remembered_without_a_file_and_a_bad_one_is_a_sentence(tmp_path: Path) -> None:
    with State(None) as nothing:
        nothing.keep("a", "one")
        assert "a" not in nothing
        with pytest.raises(KeyError):
            nothing.finding("a")
    with State(path_of(tmp_path / "none" / "events.csv")) as lost, pytest.raises(ExportError, match="elsewhere"):
        lost.keep("a", "one")
