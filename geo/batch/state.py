r"""What was read in earlier runs, beside the output: ``events.csv.read`` for ``events.csv``.

One line an article: a key, a checksum and what was found (JSON), with tabs between them. The key is a digest of the
article, of the options, and of the reader's own rules and data: a changed article is read anew, and all are when the
reader has changed. Lines are only appended; a line that does not agree with its checksum (torn when a run was killed)
counts as absent. The file may be deleted at any time: everything in it can be read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO, Self

from geo.errors import ExportError
from geo.records import Document

_PACKAGE = Path(__file__).parent.parent
_RULES = (
    "encodings.py",
    "records.py",
    "reading/**/*.py",
    "places/**/*.py",
    "tables/facts.py",
    "tables/titles.py",
    "batch/**/*.py",
    "data/*",
)


def path_of(output: Path) -> Path:
    """Return where the state of an output is kept.

    >>> path_of(Path("out/events.csv")).name
    'events.csv.read'
    """
    return output.with_name(f"{output.name}.read")


def key_of(document: Document, *options: bool) -> str:
    """Return what names an article read with some options by this reader."""
    parts = (
        reader_version(),
        *map(str, options),
        document.id,
        document.lang,
        str(document.published),
        document.publisher,
        document.title,
        document.url,
        str(document.headline),
        document.text,
    )
    return _digest("\x1f".join(parts).encode("utf-8", "surrogatepass"))


@cache
def reader_version() -> str:
    """Return a digest of all that decides what is found in an article: the rules and the data."""
    digest = hashlib.sha256()
    for pattern in _RULES:
        for file in sorted(_PACKAGE.glob(pattern)):
            if file.is_file():
                digest.update(file.relative_to(_PACKAGE).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


class State:
    """The findings of earlier runs by key; a context that appends those of this run.

    Findings stay in the file and are read one at a time.

    Parameters
    ----------
    path
        The file; it is made when the first finding is kept. None to remember nothing.

    Raises
    ------
    ExportError
        When the file cannot be read or written.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._places: dict[str, tuple[int, int]] = {}
        self._torn = False
        self._earlier: IO[bytes] | None = None
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        if self._path is not None and self._path.exists():
            with _saying(self._path):
                self._earlier = self._path.open("rb")
                self._index(self._earlier)
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self._earlier, self._file):
            # what could not be written was said by `keep`; a full disk says it again when the file is closed
            with suppress(OSError):
                if file is not None:
                    file.close()

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def finding(self, key: str) -> str:
        """Return the finding that an earlier run kept under a key.

        Raises
        ------
        KeyError
            When none did.
        """
        start, length = self._places[key]
        if self._earlier is None:
            raise KeyError(key)
        self._earlier.seek(start)
        return self._earlier.read(length).decode("utf-8")

    def keep(self, key: str, finding: str) -> None:
        """Append a finding and hand it to the system, so that it outlives this process; without a file, do nothing."""
        if self._path is None:
            return
        with _saying(self._path):
            if self._file is None:
                self._file = self._path.open("ab")
                self._file.write(b"\n" if self._torn else b"")
            body = finding.encode("utf-8")
            self._file.write(f"{key}\t{_digest(body)}\t".encode() + body + b"\n")
            self._file.flush()

    def _index(self, lines: IO[bytes]) -> None:
        """Note where each finding stands, if its line is whole."""
        start = 0
        for line in lines:
            key, _, rest = line.partition(b"\t")
            checksum, _, body = rest.partition(b"\t")
            found = body.removesuffix(b"\n")
            if checksum == _digest(found).encode():
                self._places[key.decode("ascii", "replace")] = (start + len(line) - len(body), len(found))
            self._torn = not line.endswith(b"\n")
            start += len(line)


@contextmanager
def _saying(path: Path) -> Iterator[None]:
    """Turn what the system says about the file into a sentence with a way out."""
    try:
        yield
    except OSError as error:
        raise ExportError(
            f"cannot keep what was read in {path}: {error.strerror or error}; write the output elsewhere"
        ) from error


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:24]
