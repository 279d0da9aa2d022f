"""What tests of the exported page do again and again."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect


def ready(page: Page) -> Page:
    """Wait until the page has drawn its data."""
    page.evaluate("Atlas.started")
    expect(page.locator(".atlas-label").first).to_be_attached()
    return page


def fragment(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).fragment).items()}


def filled(page: Page) -> int:
    """Return how many provinces have a colour of the ramp."""
    return page.locator(".atlas-province:not([data-class='0'])").count()


def fragment_later(page: Page, key: str, value: str = "") -> str:
    """Wait until the address has a key: the page writes it a moment after the reader let go."""
    expect(page).to_have_url(re.compile(f"[#&]{key}={value}"))
    return fragment(page)[key]
