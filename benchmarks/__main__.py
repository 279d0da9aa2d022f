"""Every benchmark, one after the other: ``python -m benchmarks``, or ``make bench``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> int:
    codes = []
    for file in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"== {file.name}", flush=True)
        codes.append(subprocess.run([sys.executable, str(file)], check=False).returncode)
    return max(codes, default=0)


if __name__ == "__main__":
    sys.exit(main())
