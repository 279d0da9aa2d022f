"""How a toponym is written: keys under which spellings meet, and the type words of each kind of unit.

A key forgets case, width, spaces, apostrophes, hyphens and diacritics, nothing else: ``Xi'an``, ``XI’AN`` and ``Xian``
share a key. No key is ever made from pinyin: a name is found only under the spellings that the gazetteer lists.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from geo.places._files import DATA, read_bytes

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_IGNORED = " \t\n'’‘ʼ`´-‐‑–.·・"
_NOISE = str.maketrans("", "", _IGNORED)
_ASCII_NOISE = tuple(filter(str.isascii, _IGNORED))
_IDEOGRAPHS = re.compile(r"[\u4e00-\u9fff]+")  # they have one form each: no case, no marks
_SPACE = re.compile(" ")
_OF = re.compile(r"\sof\s")
_MARKS = re.compile(r"['’‘ʼ`´]")


def has_han(text: str) -> bool:
    """Whether `text` holds a Chinese character.

    >>> has_han("锡林郭勒 League"), has_han("Xilingol")
    (True, False)
    """
    return not text.isascii() and _HAN.search(text) is not None


def key(text: str) -> str:
    """Return the key under which all spellings of one written name meet.

    >>> key("Ürümqi") == key("urumqi"), key("Xilin Gol") == key("Xilingol"), key("Ｘi’an") == key("Xian")
    (True, True, True)
    """
    if text.isascii():
        folded = text.casefold()
        for char in _ASCII_NOISE:  # several times as quick as a translation
            folded = folded.replace(char, "")
        return folded
    if _IDEOGRAPHS.fullmatch(text):
        return text
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c)).translate(_NOISE)


def marks(text: str) -> str:
    """Return the spelling with its apostrophes and diacritics kept, to tell ``Xi'an`` from ``Xian`` (献县).

    >>> marks("Xi’an") == marks("xi'an"), marks("Xi'an") == marks("Xian")
    (True, False)
    """
    folded = unicodedata.normalize("NFC", text.casefold()).replace(" ", "").replace("-", "")
    return _MARKS.sub("'", folded)


def is_marked(text: str) -> bool:
    """Whether a Latin spelling carries an apostrophe or a diacritic."""
    return not has_han(text) and (_MARKS.search(text) is not None or not text.isascii())


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeWords:
    """The type words: `kinds` by the word's key, and the endings of places below the county."""

    kinds: Mapping[str, frozenset[str]]
    words_en: tuple[str, ...]
    words_zh: tuple[str, ...]
    finer_en: tuple[str, ...]
    finer_zh: tuple[str, ...]


@cache
def type_words() -> TypeWords:
    """Return the table of ``unit_kinds.toml``."""
    raw = tomllib.loads(read_bytes(DATA / "unit_kinds.toml").decode("utf-8"))
    kinds: dict[str, set[str]] = {}
    for kind, words in raw["kinds"].items():
        for word in (*words["en"], *words["zh"]):
            kinds.setdefault(key(word), set()).add(kind)
    english = {word for words in raw["kinds"].values() for word in words["en"]}
    chinese = {word for words in raw["kinds"].values() for word in words["zh"]}
    return TypeWords(
        kinds=MappingProxyType({word: frozenset(found) for word, found in kinds.items()}),
        words_en=tuple(sorted(english, key=lambda word: (-len(word), word))),
        words_zh=tuple(sorted(chinese, key=lambda word: (-len(word), word))),
        finer_en=tuple(raw["finer"]["en"]),
        finer_zh=tuple(raw["finer"]["zh"]),
    )


def stems(name: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each way to take a type word off a name, with the kinds of unit that the word allows.

    >>> [(stem, sorted(kinds)) for stem, kinds in stems("Alxa League")]
    [('Alxa', ['league'])]
    >>> [(stem, sorted(kinds)) for stem, kinds in stems("the city of Yulin")]
    [('Yulin', ['city', 'county-level city', 'municipality', 'prefecture-level city'])]
    """
    kinds = _type_keys().kinds
    for word, stem in _cut(name):
        yield stem, kinds[word]


@lru_cache(maxsize=1 << 14)
def forms(name: str) -> tuple[tuple[str, frozenset[str] | None], ...]:
    """Return the keys under which a name may stand: its own, then those without a type word, with the kinds allowed."""
    kinds = _type_keys().kinds
    return ((key(name), None), *[(key(stem), kinds[word]) for word, stem in _cut(name)])


def _cut(name: str) -> list[tuple[str, str]]:
    """Return the pairs of type word, as in the table, and what is left of the name without it."""
    return _han_stems(name) if has_han(name) else _latin_stems(name)


def _han_stems(name: str) -> list[tuple[str, str]]:
    words = _type_keys().zh
    return [
        (name[cut:], name[:cut])
        for cut in range(max(1, len(name) - _type_keys().longest), len(name))
        if name[cut:] in words
    ]


def _latin_stems(name: str) -> list[tuple[str, str]]:
    """Return the pairs of type word and rest: "Yulin City", "the city of Yulin"; the longest word first."""
    lowered, words = name.casefold(), _type_keys().en
    cuts = [cut.end() for cut in _SPACE.finditer(lowered)] if " " in lowered else ()
    found = [(word, name[: -len(word)].rstrip()) for cut in cuts if (word := lowered[cut:]) in words]
    if "of" in lowered and _OF.search(lowered):
        taken = {word for word, _ in found}
        of = [
            (word, name[match.end() :]) for word in words if word not in taken and (match := _of(word).match(lowered))
        ]
        found = sorted([*found, *of], key=lambda pair: (-len(pair[0]), words[pair[0]]))
    return [(words[word], stem) for word, stem in found if stem]


@cache
def _of(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?:the\s+)?{re.escape(word)}\s+of\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _TypeKeys:
    """The type words as they are compared, each with its spelling in the table; and the kinds by that spelling."""

    en: Mapping[str, str]
    zh: frozenset[str]
    longest: int
    kinds: Mapping[str, frozenset[str]]


@cache
def _type_keys() -> _TypeKeys:
    table = type_words()
    return _TypeKeys(
        en={word.casefold(): word for word in table.words_en},
        zh=frozenset(table.words_zh),
        longest=max(map(len, table.words_zh)),
        kinds={word: table.kinds[key(word)] for word in (*table.words_en, *table.words_zh)},
    )


def is_finer(name: str) -> bool:
    """Whether the name says by its ending that it is a place below the county: ``Minzhu village``, 民主村."""
    table = type_words()
    if has_han(name):
        return name.endswith(table.finer_zh)
    return f" {name.casefold()}".endswith(tuple(f" {word}" for word in table.finer_en))


@cache
def _converter() -> object:
    import opencc

    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """Return the text in simplified characters.

    >>> simplified("內蒙古錫林郭勒盟")
    '内蒙古锡林郭勒盟'
    """
    return str(_converter().convert(text))  # type: ignore[attr-defined]
