"""Measure the reading against the annotated articles beside the checkout, for each language.

    python scripts/score_reading.py [--lang en|zh] [--per-doc] [--pred FILE]

The corpus is looked for at ``../shared/corpus`` or where ATLAS_CORPUS says; without it nothing is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geo.reading import documents, read  # noqa: E402
from geo.records import Document  # noqa: E402


def main() -> int:
    """Read every document, write the predictions, print the scores; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lang", choices=("en", "zh"), help="one language only")
    parser.add_argument("--per-doc", action="store_true", help="also a line for each document")
    parser.add_argument("--pred", type=Path, help="keep the predictions in this file")
    arguments = parser.parse_args()
    corpus = Path(os.environ.get("ATLAS_CORPUS", ROOT / ".." / "shared" / "corpus"))
    if not (corpus / "score.py").is_file():
        print(f"no annotated articles at {corpus}: nothing is measured (set ATLAS_CORPUS)")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        predictions = arguments.pred or Path(folder) / "predictions.jsonl"
        predict(corpus / "dev_docs.jsonl", predictions)
        for lang in (arguments.lang,) if arguments.lang else ("en", "zh"):
            print(f"== {lang}", flush=True)
            options = ["--per-doc"] if arguments.per_doc else []
            command = [
                sys.executable,
                str(corpus / "score.py"),
                "--gold",
                str(corpus / "dev"),
                "--pred",
                str(predictions),
            ]
            subprocess.run([*command, "--lang", lang, *options], check=True)
    return 0


def predict(source: Path, target: Path) -> None:
    """Write one JSON object for each document of `source`."""
    with target.open("w", encoding="utf-8") as lines:
        for item in documents.read([source]):
            if isinstance(item, Document):
                lines.write(json.dumps(read(item).record(), ensure_ascii=False) + "\n")
            else:
                print(f"skipped: {item.reason}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
