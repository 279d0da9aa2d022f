"""The doors of a running server: who may knock, what is served, and that it goes on afterwards."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.browser import server

pytestmark = pytest.mark.browser

HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with server.running(tmp_path_factory.mktemp("doors")) as address:
        yield urlsplit(address).port or 0


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, b"" if answer.status == 101 else answer.read()
    finally:
        connection.close()


def test_it_listens_on_this_machine_alone(port: int) -> None:
    """Another address of this machine than 127.0.0.1 finds nobody."""
    with socket.socket() as probe:
        probe.settimeout(2)
        assert probe.connect_ex(("127.0.0.2", port)) != 0


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/static/../../../../etc/passwd",
        "/static/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd",
        "/media/../../etc/passwd",
        "/app/static/../app.py",
        "/app/static/events.csv",
        "/component/x/../../../../etc/passwd",
        "/_stcore/bidi-components/directive_atlas.map/../../../app.py",
        "//etc/passwd",
        "/events.csv",
        "/.streamlit/config.toml",
        "/.git/config",
    ],
)
def test_no_file_of_this_machine_is_served(port: int, path: str) -> None:
    status, body = ask(port, "GET", path)
    assert b"root:" not in body
    assert b"import streamlit" not in body
    assert b"[server]" not in body
    assert not body.startswith(b"id,")
    assert status in (200, 301, 302, 307, 308, 400, 403, 404)  # 200 is the empty page of the app, whatever the address


def test_an_upload_without_the_token_is_refused(port: int) -> None:
    status, _ = ask(port, "PUT", "/_stcore/upload_file/session/file", b"date,title\n")
    assert status in (400, 401, 403)


@pytest.mark.parametrize(
    ("headers", "welcome"),
    [
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "http://127.0.0.1:{port}", "Host": "evil.example"}, False),
        ({"Origin": "http://127.0.0.1:{port}"}, True),
    ],
    ids=["another page", "another name for this machine", "its own page"],
)
def test_only_its_own_page_may_open_the_websocket(port: int, headers: dict[str, str], welcome: bool) -> None:
    given = {name: text.format(port=port) for name, text in headers.items()}
    status, _ = ask(port, "GET", "/_stcore/stream", **HANDSHAKE, **given)
    assert (status == 101) == welcome


def test_it_goes_on_serving_after_all_this(port: int) -> None:
    for junk in (b"\x00" * 1000, b"GET / HTTP/9.9\r\n\r\n", b"\xff\xfe" * 500, b"A" * 100_000):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as knock:
            knock.sendall(junk)
    for query in ("?q=" + "%3Cscript%3E" * 200, "?at=NaN,1e999,-0", "?theme=" + "x" * 5000, "?lang=%00%ff", "?%ud800"):
        assert ask(port, "GET", f"/{query}")[0] in (200, 400, 414, 431)
    status, body = ask(port, "GET", "/_stcore/health")
    assert status == 200
    assert body.strip() == b"ok" or json.loads(body)
