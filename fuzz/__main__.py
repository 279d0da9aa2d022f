"""``python -m fuzz DOOR --seconds 600``: let atheris search for bytes at which a door breaks.

What it finds is written to ``fuzz/found/``; a finding that was mended belongs into ``tests/doors/``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["geo"]):
    from fuzz.doors import DOORS
from fuzz.seeds import SEEDS

FOUND = Path(__file__).parent / "found"


def main() -> None:
    """Fuzz one door until the time is over or something broke."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("door", choices=DOORS)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--longest", type=int, default=8192, help="bytes of a trial")
    given = parser.parse_args()
    FOUND.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="atlas-seeds-") as corpus:
        for number, seed in enumerate(SEEDS[given.door]()):
            (Path(corpus) / f"seed{number}").write_bytes(seed)
        options = {
            "max_total_time": given.seconds,
            "max_len": given.longest,
            "timeout": 20,
            "rss_limit_mb": 3000,
            "artifact_prefix": f"{FOUND}/{given.door}-",
        }
        arguments = [f"-{name}={value}" for name, value in options.items()]
        atheris.Setup([sys.argv[0], *arguments, corpus], DOORS[given.door])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
