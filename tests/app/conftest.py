from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def app() -> AppTest:
    """The app before its first run: the tests set address and locale as they need them."""
    return AppTest.from_file(ROOT / "app.py", default_timeout=30)
