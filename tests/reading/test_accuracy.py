"""The figures that the toponyms must reach on the annotated articles, where these lie beside the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("ATLAS_CORPUS", ROOT / ".." / "shared" / "corpus"))

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(
        not (CORPUS / "score.py").is_file(), reason="the annotated articles are not beside the checkout"
    ),
]


@pytest.fixture(scope="module")
def predictions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("reading") / "predictions.jsonl"
    command = [sys.executable, "scripts/score_reading.py", "--lang", "en", "--pred", str(target)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return target


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_toponyms_reach_the_figures(predictions: Path, lang: str) -> None:
    command = [sys.executable, str(CORPUS / "score.py"), "--gold", str(CORPUS / "dev"), "--pred", str(predictions)]
    done = subprocess.run([*command, "--lang", lang, "--json"], check=True, capture_output=True, text=True)
    metrics = json.loads(done.stdout)["metrics"]
    assert metrics["toponym spans"]["F1"] >= 0.96
    assert metrics["resolution adcode, end-to-end, all"]["acc"] >= 0.97
    assert metrics["region slug, end-to-end"]["acc"] >= 0.92
    assert metrics["trap leaks (lower is better)"]["acc"] <= 0.05
    assert metrics["foreign kept out of China, matched"]["acc"] in (None, 1.0)
