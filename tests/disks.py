"""A small disk of its own for a test, which fills up or is read-only for real."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """Mount a disk in memory at a new folder; skip the test where this machine or account cannot."""
    place.mkdir()
    if not shutil.which("mount") or os.geteuid() != 0:
        pytest.skip("only the administrator can mount a small disk")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", place], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def fill(place: Path) -> Path:
    """Fill a small disk to the last byte, and return the file that does."""
    ballast = place / "ballast"
    handle = os.open(ballast, os.O_CREAT | os.O_WRONLY)
    with suppress(OSError):
        while os.write(handle, b"x" * 65_536):
            pass
    with suppress(OSError):
        os.close(handle)
    return ballast


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """Let a small disk be read only for a while."""
    subprocess.run(["mount", "-o", "remount,ro", place], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", place], check=True)
