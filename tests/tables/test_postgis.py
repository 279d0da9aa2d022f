"""The store in a database: the laws of every store, and what only a database has."""

from __future__ import annotations

import pytest

from tests.postgres import Projects
from tests.tables.store_laws import New, StoreLaws, Ticking


@pytest.fixture
def new(projects: Projects) -> New:
    def make(table: object = None, *, clock: Ticking | None = None) -> object:
        return projects.new(table, clock=clock or Ticking())

    return make


class TestDatabase(StoreLaws):
    """The laws of every store."""
