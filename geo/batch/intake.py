"""Uploads to documents: single files, and archives of them, opened in memory within limits.

No name that came with an upload is ever a path here: it is shortened, shown, and read for its suffix. An archive's
directory is looked at before anything is unpacked; an archive inside an archive stays closed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from geo.errors import DocumentError
from geo.reading import documents
from geo.reading.documents import Failure, Item
from geo.reading.packed import ZIP_ERRORS

MOST_FILES: Final = 5_000
LARGEST: Final = 200 << 20
LARGEST_FILE: Final = 50 << 20
STEEPEST: Final = 200
"""Of an archive: files, bytes unpacked, bytes of one file, and how many times smaller than unpacked it may be."""

_NOISE: Final = ("__macosx/", ".ds_store", "thumbs.db")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as somebody sent it: a name, not believed, and its bytes."""

    name: str
    raw: bytes


def read(uploads: Iterable[Upload], check: Callable[[], None] = lambda: None) -> Iterator[Item]:
    """Yield the documents in uploads, in order, a `Failure` for each that cannot be read.

    Parameters
    ----------
    check
        Called before each file and in long ones; what it raises ends the reading.
    """
    for upload in uploads:
        name = short_name(upload.name)
        for part in _parts(name, upload.raw):
            check()
            if isinstance(part, Failure):
                yield part
            else:
                yield from documents.items(part.raw, part.name, check)


def short_name(name: str) -> str:
    r"""Return the last part of a name, without what cannot be printed.

    >>> short_name("../../etc/\u202enews.txt")
    'news.txt'
    """
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable())[-120:] or "article.txt"


def _parts(name: str, raw: bytes) -> Iterator[Upload | Failure]:
    """Yield the files of an archive, or the one file; what is called an archive and is none is a failure."""
    suffix = name[name.rfind(".") :].lower()
    if suffix != ".zip":
        yield Upload(name=name, raw=raw)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            yield from _unpacked(archive, name, len(raw))
    except DocumentError as error:
        yield Failure(source=name, reason=str(error))
    except (zipfile.LargeZipFile, *ZIP_ERRORS) as error:
        yield Failure(source=name, reason=f"{name}: not an archive that can be opened ({error})")


def _unpacked(archive: zipfile.ZipFile, name: str, packed: int) -> Iterator[Upload | Failure]:
    # a folder ends in a slash; ZipInfo.is_dir fails for an entry without a name
    entries = [
        entry for entry in archive.infolist() if not entry.filename.endswith("/") and not _is_noise(entry.filename)
    ]
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES or size > LARGEST or size > STEEPEST * packed:
        raise DocumentError(
            f"{name}: unpacks to {size:,} bytes in {len(entries):,} files; the limits are {LARGEST >> 20} MB, "
            f"{MOST_FILES:,} files and {STEEPEST} times its size: split it"
        )
    for entry in entries:
        yield _entry(archive, entry, name)


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Upload | Failure:
    inside = short_name(_real_name(entry))
    if entry.file_size > LARGEST_FILE:
        return Failure(source=inside, reason=f"{inside}: larger than {LARGEST_FILE >> 20} MB; split it")
    if entry.flag_bits & 1:
        return Failure(source=inside, reason=f"{inside}: locked with a password; unpack it first")
    if inside.lower().endswith((".zip", ".gz", ".7z", ".rar")):
        return Failure(source=inside, reason=f"{inside}: an archive inside {name}; unpack it first")
    try:
        with archive.open(entry) as file:
            raw = file.read(entry.file_size + 1)
    except ZIP_ERRORS as error:
        return Failure(source=inside, reason=f"{inside}: damaged in {name} ({error})")
    if len(raw) > entry.file_size:
        return Failure(source=inside, reason=f"{inside}: holds more than {name} says of it")
    return Upload(name=inside, raw=raw)


def _real_name(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry; Chinese desktops write theirs in GBK without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _is_noise(name: str) -> bool:
    lower = name.lower()
    return any(lower.startswith(word) or lower.endswith(f"/{word}") or lower == word for word in _NOISE)
