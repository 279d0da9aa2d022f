"""BYTES -> DISK: whole or not at all, and there after a power cut when the function returns.

A file that is replaced is written beside its place, synced, renamed, and its folder is synced. A line is appended and
synced; when that fails, what was written of it is taken back. What the system says becomes a sentence with a way out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import EDQUOT, ENOSPC, EROFS
from pathlib import Path
from typing import IO, NamedTuple

from geo.errors import StoreError

_WAYS_OUT = {
    ENOSPC: "the disk is full; make room and try again, nothing was lost",
    EDQUOT: "your quota on this disk is used up; make room and try again, nothing was lost",
    EROFS: "the disk is read-only; nothing was changed",
}


class Stamp(NamedTuple):
    """What tells one state of a file from another."""

    inode: int
    size: int
    changed_ns: int


def stamp(path: Path) -> Stamp | None:
    """Return the stamp of a file or folder, None when it is not there."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return Stamp(stat.st_ino, stat.st_size, stat.st_mtime_ns)


def way_out(error: OSError) -> str:
    """Return what a fault of the system means for whoever writes, with the way out where there is one."""
    return _WAYS_OUT.get(error.errno or 0, f"{error.strerror or error}")


def why_not(path: Path, error: OSError) -> str:
    """Return why a file could not be written, with the way out."""
    if isinstance(error, FileNotFoundError):
        return "there is no such folder; name a file in a folder that exists"
    return "it is a folder; name a file" if path.is_dir() else way_out(error)


@contextmanager
def saying(doing: str, path: Path) -> Iterator[None]:
    """Turn what the system says about a file into a `StoreError`."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"cannot {doing} {path}: {way_out(error)}") from error


@contextmanager
def reading(path: Path) -> Iterator[IO[bytes]]:
    """Open a file to be read.

    Raises
    ------
    StoreError
        When it is missing or cannot be read.
    """
    with saying("read", path):
        try:
            file = path.open("rb")
        except FileNotFoundError as error:
            raise StoreError(f"{path} is missing; put it back from a copy or from git") from error
        with file:
            yield file


def read(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    StoreError
        When it is missing or cannot be read.
    """
    with reading(path) as file:
        return file.read()


def replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    StoreError
        When it cannot be written; the file is what it was.
    """
    replace_all({path: data})


def replace_all(contents: Mapping[Path, bytes]) -> None:
    """Write some files of one folder, each whole or not at all; their folder is synced once.

    Raises
    ------
    StoreError
        When one cannot be written; that file and those behind it are what they were.
    """
    for path, data in contents.items():
        part = path.with_name(f".{path.name}.part")
        with saying("write", path):
            try:
                _synced(part, data)
                part.replace(path)
            finally:
                with suppress(OSError):
                    part.unlink(missing_ok=True)
    for folder in {path.parent for path in contents}:
        with saying("write", folder):
            sync_folder(folder)


def _synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def append(path: Path, data: bytes, *, at: int) -> None:
    """Append to a file whose length is `at`.

    Raises
    ------
    StoreError
        When it cannot be written; what was written of it is taken back.
    """
    with saying("write", path), path.open("r+b", buffering=0) as file:
        try:
            file.seek(at)
            _write(file.fileno(), data)
            os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                file.truncate(at)
                os.fsync(file.fileno())
            raise


def truncate(path: Path, size: int) -> None:
    """Cut a file to a length.

    Raises
    ------
    StoreError
    """
    with saying("write", path), path.open("r+b") as file:
        file.truncate(size)
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(handle: int, data: bytes) -> None:
    """Write all of some bytes; a disk that fills up may take a part of them first."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
