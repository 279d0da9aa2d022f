"""DOCUMENTS <-> FILES: the texts of what was read, each under its hash, with a small file that says what it is.

File names come from the content alone, never from an id or an address. Texts are shown and read, never executed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from geo.errors import StoreError
from geo.records import Document
from geo.tables import files


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """What stands beside a text: all of its document but the text, and the how manieth of its id it is."""

    name: str
    number: int
    about: dict[str, Any]


def name_of(document: Document) -> str:
    """Return the name under which a document is kept: a hash of all it says."""
    about = json.dumps([_about(document), document.text])
    return hashlib.sha256(about.encode("ascii")).hexdigest()[:24]


def keep(folder: Path, documents: Iterable[Document]) -> int:
    """Keep documents, each once; return how many were new.

    Raises
    ------
    StoreError
        When a file cannot be written.
    """
    with files.saying("make", folder):
        folder.mkdir(exist_ok=True)
    numbers: dict[str, int] = {}
    for card in _cards(folder):
        numbers[card.about["id"]] = max(card.number, numbers.get(card.about["id"], 0))
    texts: dict[Path, bytes] = {}
    cards: dict[Path, bytes] = {}
    for document in documents:
        path = folder / f"{name_of(document)}.json"
        if path in cards or path.exists():
            continue
        numbers[document.id] = numbers.get(document.id, 0) + 1
        texts[path.with_suffix(".txt")] = document.text.encode("utf-8", "surrogatepass")
        about = {**_about(document), "number": numbers[document.id]}
        cards[path] = f"{json.dumps(about, indent=1)}\n".encode()
    # the cards come last: a document is there when its card is
    files.replace_all(texts)
    files.replace_all(cards)
    return len(cards)


def keep_apart(folder: Path, documents: Iterable[Document]) -> tuple[Document, ...]:
    """Keep the documents whose ids no other text in the folder has, and return the others.

    Raises
    ------
    StoreError
        When a file cannot be written.
    """
    holders: dict[str, set[str]] = {}
    for card in _cards(folder):
        holders.setdefault(card.about["id"], set()).add(card.name)
    free: list[Document] = []
    taken: list[Document] = []
    for document in documents:
        name = name_of(document)
        here = holders.setdefault(document.id, {name})
        (free if name in here else taken).append(document)
    keep(folder, free)
    return tuple(taken)


def documents(folder: Path) -> tuple[Document, ...]:
    """Return the documents kept in a folder, ordered by id, then as they came.

    Raises
    ------
    StoreError
        When one cannot be read.
    """
    cards = sorted(_cards(folder), key=lambda card: (card.about["id"], card.number, card.name))
    return tuple(_document(folder, card) for card in cards)


def faults(folder: Path) -> Iterator[str]:
    """Yield what is wrong with the documents, a sentence each."""
    for path in sorted(folder.glob("*.json")):
        try:
            document = _document(folder, _card(path))
        except StoreError as error:
            yield f"{error}"
        else:
            if name_of(document) != path.stem:
                yield f"{folder.name}/{path.stem}.txt: the text is not the one that was read"


def _cards(folder: Path) -> Iterator[_Card]:
    for path in sorted(folder.glob("*.json")):
        yield _card(path)


def _card(path: Path) -> _Card:
    try:
        about = json.loads(files.read(path))
        number = about.pop("number")
        numbered, named = int(number), str(about["id"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            f"{path} is damaged; put it back from a copy, or delete it to read the article again"
        ) from error
    return _Card(name=path.stem, number=numbered, about={**about, "id": named})


def _document(folder: Path, card: _Card) -> Document:
    text = files.read(folder / f"{card.name}.txt").decode("utf-8", "surrogatepass")
    about = dict(card.about)
    try:
        about["published"] = date.fromisoformat(about["published"]) if about["published"] else None
        about["headline"] = tuple(about["headline"]) if about["headline"] else None
        return Document(text=text, **about)
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder / card.name}.json is damaged; put it back from a copy") from error


def _about(document: Document) -> dict[str, Any]:
    about = asdict(document)
    del about["text"]
    about["published"] = document.published.isoformat() if document.published else ""
    return about
