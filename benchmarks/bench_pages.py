"""Facts in Parquet to the exported page, each in a process of its own: time from the start of Python, and memory.

python benchmarks/bench_pages.py [--most 1000000]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import made  # noqa: E402
from benchmarks.measure import verdict  # noqa: E402

# facts: seconds, MB of memory, MB of the page
LIMITS = {1_000_000: (3, 600, 4), 10_000_000: (15, 1500, 10)}
RUNS = {1_000_000: 5, 10_000_000: 1}

_DRAW = """
import json, resource, sys, time
from geo.__main__ import main
sys.argv = ["atlas", "map", sys.argv[1], "-o", sys.argv[2]]
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"cpu": usage.ru_utime + usage.ru_stime, "mb": usage.ru_maxrss / 1024}))
"""


def drawn(source: Path, target: Path) -> dict[str, float]:
    """Draw a table by the command line; return its seconds, its processor's seconds, and its memory."""
    import time

    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _DRAW, str(source), str(target)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    used: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return used | {"s": time.perf_counter() - begun}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--most", type=int, default=max(LIMITS), help="leave out larger tables")
    most = parser.parse_args().most
    print(f"{'facts':>12}{'median s':>10}{'spread s':>16}{'CPU s':>8}{'memory MB':>11}{'page MB':>9}")
    said = []
    with tempfile.TemporaryDirectory() as folder:
        for count, (seconds, megabytes, page) in LIMITS.items():
            if count > most:
                continue
            source, target = made.facts(count, Path(folder) / "facts.parquet"), Path(folder) / "map.html"
            runs = sorted((drawn(source, target) for _ in range(RUNS[count])), key=lambda run: run["s"])
            middle, size = runs[len(runs) // 2], target.stat().st_size / 1e6
            spread = f"{runs[0]['s']:.2f}–{runs[-1]['s']:.2f}"
            print(f"{count:12,}{middle['s']:10.2f}{spread:>16}{middle['cpu']:8.2f}{middle['mb']:11.0f}{size:9.2f}")
            said.append(verdict(f"{count:,} facts to a page", middle["s"], most=seconds, unit=" s"))
            said.append(verdict(f"{count:,} facts, memory", max(run["mb"] for run in runs), most=megabytes, unit=" MB"))
            said.append(verdict(f"{count:,} facts, page", size, most=page, unit=" MB"))
    print("\n".join(said))
    return 0


if __name__ == "__main__":
    sys.exit(main())
