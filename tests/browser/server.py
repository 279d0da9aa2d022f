"""The app on a port of its own, with a home of its own: what a reader starts with ``streamlit run app.py``."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from weakref import WeakKeyDictionary

from playwright.sync_api import Page, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).parent.parent.parent
PATIENCE_S = 20.0
PATIENCE_MS = 60_000
_SCRIPT = "data-test-script-state"
_HEARD_MS = 20
_REMEMBERED = 16  # messages of a page that a failed test reports


class Talk:
    """What a page and its server say to each other: whether a run that the page asked for is still to come or to end.

    The page's own signs of it are late: between a press and the first word of the run that it causes nothing shows,
    and a file dropped just then is lost, as Streamlit clears its outgoing messages when a run begins.
    """

    _LONGEST = 200_000  # bytes; what tells of runs is short

    def __init__(self, page: Page) -> None:
        self.waits_for = ""
        self.said: deque[str] = deque(maxlen=_REMEMBERED)
        page.on("websocket", self._follow)

    def _follow(self, socket: WebSocket) -> None:
        self.waits_for = ""
        self.said.append("a new connection")
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, frame: str | bytes) -> None:
        if not isinstance(frame, bytes):
            return
        message = BackMsg.FromString(frame)
        if message.WhichOneof("type") == "rerun_script":
            self.waits_for = "begin"
            states = message.rerun_script.widget_states.widgets
            short = [f"{one.id[-20:]}={one.trigger_value or one.string_value or one.int_value}" for one in states]
            self.said.append(
                f"{time.monotonic():.2f} page: {message.rerun_script.query_string} {' '.join(short)}"[:600]
            )

    def _received(self, frame: str | bytes) -> None:
        if not isinstance(frame, bytes) or len(frame) > self._LONGEST:
            return
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind in ("new_session", "script_finished", "page_info_changed"):
            self.said.append(f"{time.monotonic():.2f} server: {kind} {message.page_info_changed.query_string}")
        if kind == "new_session" and self.waits_for == "begin":
            self.waits_for = "end"
        elif kind == "script_finished" and self.waits_for == "end":
            early = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
            self.waits_for = "end" if early else ""


_TALKS: WeakKeyDictionary[Page, Talk] = WeakKeyDictionary()


def listen(page: Page) -> None:
    """Follow what a page and its server say to each other, before the page is opened: `settled` needs it."""
    _TALKS[page] = Talk(page)


def said() -> str:
    """Return what pages and servers last said to each other, for the report of a test that failed."""
    return "\n\n".join("\n".join(talk.said) for talk in _TALKS.values() if talk.said)


def settled(page: Page) -> None:
    """Wait until the app has answered what was last done on a page that is listened to."""
    talk, end = _TALKS[page], time.monotonic() + PATIENCE_MS / 1000
    page.wait_for_timeout(_HEARD_MS)
    while talk.waits_for:
        assert time.monotonic() < end, f"the app did not answer: its run is still to {talk.waits_for}"
        page.wait_for_timeout(_HEARD_MS)
    expect(page.get_by_test_id("stApp")).to_have_attribute(_SCRIPT, "notRunning", timeout=PATIENCE_MS)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=PATIENCE_MS)


def free_port() -> int:
    """Return a port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(home: Path, **environment: str) -> Iterator[str]:
    """Serve the app until the block ends, and give its address; its project is a folder of the home."""
    port = free_port()
    log = home / "server.log"
    options = ["--server.port", str(port), "--server.headless", "true"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", *options],
            cwd=ROOT,
            env={**os.environ, "HOME": str(home), "ATLAS_PROJECT": str(home / "project"), **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until_healthy(process, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)


def wait_until_healthy(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return when the app answers; fail at once, with its log, when it has ended."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        if answers(port):
            return
        time.sleep(0.05)
    raise RuntimeError(f"the app did not start:\n{log.read_text('utf-8', 'replace')}")


def answers(port: int) -> bool:
    """Return whether the app says that it is well."""
    with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
        url = f"http://127.0.0.1:{port}/_stcore/health"
        with urllib.request.urlopen(url, timeout=1) as answer:
            return answer.status == 200
    return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server that this process started, and what it started."""
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
