"""A real Chromium, a network that answers nobody but the machine itself, and pages that may say nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from geo import pipeline
from geo.export import page as pages
from geo.timeline import payload
from tests.browser.server import listen, said
from tests.timeline.test_payload import sample

ROOT = Path(__file__).parent.parent.parent

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OWN = frozenset({"file", "data", "blob", "about"})
LOOPBACK = frozenset({"127.0.0.1", "localhost"})

Opened = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to a failed test what its pages and servers last said to each other."""
    report = yield
    if call.when == "call" and report.failed and (last := said()):
        report.sections.append(("what pages and servers last said", last))
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one Chromium for all tests; without one they are skipped, except where all must run."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        missing = f"no Chromium found; looked for {', '.join(NAMES)}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


class Watch:
    """What the pages of a test asked for and said."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.foreign: list[str] = []
        self.said: list[str] = []

    def route(self, route: Route) -> None:
        """Let the machine's own addresses pass, and note and refuse all others."""
        url = route.request.url
        self.asked.append(url)
        if is_own(url):
            route.continue_()
        else:
            self.foreign.append(url)
            route.abort()

    def page(self, page: Page) -> None:
        """Listen to a page."""
        listen(page)
        page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))


def is_own(url: str) -> bool:
    """Return whether an address lies on this machine."""
    parts = urlsplit(url)
    return parts.scheme in OWN or parts.hostname in LOOPBACK


@pytest.fixture
def watch() -> Watch:
    """Return what is asked for and said during a test."""
    return Watch()


@pytest.fixture
def opened(browser: Browser, watch: Watch) -> Iterator[Opened]:
    """Open pages, each in a context of its own: ``opened(url, width=390, height=844, has_touch=True)``.

    After the test, no foreign address may have been asked for and no page may have said a word on its console.
    """
    contexts: list[BrowserContext] = []

    def open_page(url: str = "", *, width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.route("**/*", watch.route)
        page = context.new_page()
        watch.page(page)
        if url:
            page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watch.foreign == []
    assert watch.said == []


@pytest.fixture
def page(opened: Opened) -> Page:
    """Return one empty page, watched."""
    return opened()


@pytest.fixture(scope="session")
def events(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the page of the shipped table."""
    path = tmp_path_factory.mktemp("page") / "events.html"
    pages.write(payload.build(pipeline.load(ROOT / "events.csv").table, name="events.csv"), path)
    return path.as_uri()


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the page of ten facts that hold every sort."""
    path = tmp_path_factory.mktemp("page") / "small.html"
    pages.write(sample(), path)
    return path.as_uri()
