"""A database server for the tests of this room: one a session, started when the first test asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.postgres import Projects, Server, missing


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Start a server; without one the tests are skipped, except where all must run."""
    lacking = missing()
    if lacking and os.environ.get("CI") == "true":
        pytest.fail(lacking)
    if lacking:
        pytest.skip(lacking)
    with Server() as started:
        yield started


@pytest.fixture(scope="session")
def all_projects(server: Server) -> Projects:
    """Return the projects of the session."""
    return Projects(server)


@pytest.fixture
def projects(all_projects: Projects) -> Iterator[Projects]:
    """Give empty projects; afterwards, each has to be as its log says."""
    yield all_projects
    all_projects.take_back()
