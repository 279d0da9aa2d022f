"""A browser's half of a session of the app, without the browser: Streamlit's messages over a websocket."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE_S = 60.0
_ALERTS = {Alert.ERROR: "error", Alert.WARNING: "warning"}
_ENDS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass(slots=True)
class Ran:
    """What came of a run: seconds until all was there, and until the map was told of another view (None: was not)."""

    whole_s: float = 0.0
    map_s: float | None = None
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a page keeps of an element: its kind, the id of its widget, what it says, its choices, its fragment."""

    kind: str
    id: str
    says: str
    options: tuple[str, ...]
    fragment: str

    @property
    def key(self) -> str:
        """The key that the app gave the widget: the end of its id, behind a hash."""
        return self.id.split("-", 2)[-1] if self.id else ""


class Client:
    """One session. It keeps what a page keeps: widgets, their values, the address, and messages that may come again."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("http://", "ws://") + "/_stcore/stream"
        self._socket: ClientConnection | None = None
        self._query = self._page = ""
        self._pages: dict[str, str] = {}
        self._widgets: dict[str, _Seen] = {}
        self._values: dict[str, WidgetState] = {}
        self._kept: dict[str, _Seen | None] = {}
        self._map: Mapping[str, Any] = {}
        self._answers = 0

    async def open(self, query: str) -> Ran:
        """Open the app at an address."""
        self._query = query
        self._socket = await connect(self._url, subprotocols=["streamlit"], max_size=None, ping_interval=None)
        return await self._run()

    async def close(self) -> None:
        """Close the page."""
        if self._socket is not None:
            await self._socket.close()

    async def go(self, path: str) -> Ran:
        """Go to another page of the app, whose address has no query at first."""
        self._page, self._query = self._pages[path], ""
        return await self._run()

    def options(self, key: str) -> Sequence[str]:
        """Return the choices of a widget."""
        return self._widget(key).options

    async def choose(self, key: str, chosen: Sequence[str]) -> Ran:
        """Choose some of several."""
        state = WidgetState(id=self._widget(key).id)
        state.string_array_value.data.extend(chosen)
        return await self._set(state)

    async def set_text(self, key: str, text: str) -> Ran:
        """Write into a field."""
        return await self._set(WidgetState(id=self._widget(key).id, string_value=text))

    async def press(self, key: str) -> Ran:
        """Press a button."""
        return await self._run(WidgetState(id=self._widget(key).id, trigger_value=True))

    async def edit(self, prefix: str, row: int, cells: Mapping[str, str]) -> Ran:
        """Write into cells of the first grid whose key begins so."""
        grid = next(seen for key, seen in self._widgets.items() if key.startswith(prefix) and seen.kind == "dataframe")
        changed = {"edited_rows": {str(row): dict(cells)}, "added_rows": [], "deleted_rows": []}
        return await self._set(WidgetState(id=grid.id, string_value=json.dumps(changed)))

    async def answer(self, **view: str) -> Ran:
        """Do as the map page does when somebody clicks on it: the view that it was told, changed, comes back."""
        self._answers += 1
        query = {**self._map.get("view", {}), **view}
        said = {"answer": {"number": self._answers, "pushes": self._map["pushes"], "view": query}}
        mount = self._widget("atlas_map")
        return await self._set(WidgetState(id=mount.id, json_value=json.dumps(said)), mount.fragment)

    def _widget(self, key: str) -> _Seen:
        if key not in self._widgets:
            raise LookupError(f"the page has no widget {key!r}; it has {', '.join(sorted(self._widgets))}")
        return self._widgets[key]

    async def _set(self, state: WidgetState, fragment: str = "") -> Ran:
        self._values[state.id] = state
        return await self._run(fragment=fragment)

    async def _run(self, trigger: WidgetState | None = None, fragment: str = "") -> Ran:
        assert self._socket is not None
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash, state.fragment_id = self._query, self._page, fragment
        state.widget_states.widgets.extend([*self._values.values(), *([trigger] if trigger else [])])
        state.cached_message_hashes.extend(self._kept)
        state.context_info.locale, state.context_info.timezone = "en-GB", "UTC"
        begun, ran = time.monotonic(), Ran()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE_S):
            while not await self._hear(ran, begun):
                continue
        ran.whole_s = time.monotonic() - begun
        return ran

    async def _hear(self, ran: Ran, begun: float) -> bool:
        """Take one message, and return whether it says that the run has ended."""
        assert self._socket is not None
        raw = await self._socket.recv()
        ran.bytes += len(raw)
        message = ForwardMsg.FromString(raw)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page = message.new_session.page_script_hash
            if not message.metadata.run.fragment_ids:
                self._widgets = {}
        elif kind == "navigation":
            self._pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            self._page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind in ("delta", "ref_hash"):
            self._see(self._element(message), ran, begun)
        return kind == "script_finished" and message.script_finished in _ENDS

    def _element(self, message: ForwardMsg) -> _Seen | None:
        if message.WhichOneof("type") == "ref_hash":
            return self._kept[message.ref_hash]
        seen = _seen(message.delta.new_element, message.delta.fragment_id)
        if message.metadata.cacheable:
            self._kept[message.hash] = seen
        return seen

    def _see(self, seen: _Seen | None, ran: Ran, begun: float) -> None:
        if seen is None:
            return
        if seen.kind == "error":
            ran.errors.append(seen.says)
        elif seen.kind == "warning":
            ran.warnings.append(seen.says)
        elif seen.kind == "toast":
            ran.toasts.append(seen.says)
        elif seen.key == "atlas_map":
            told = json.loads(seen.says)
            if told["pushes"] != self._map.get("pushes"):
                ran.map_s = time.monotonic() - begun
            self._map = told
        if seen.kind == "set":
            self._values.pop(seen.id, None)
        if seen.id:
            self._widgets[seen.key] = seen


def _seen(element: Element, fragment: str) -> _Seen | None:
    kind = element.WhichOneof("type")
    if kind is None:
        return None
    part = getattr(element, kind)
    id_, options, says = getattr(part, "id", ""), tuple(getattr(part, "options", ())), ""
    if kind == "exception":
        kind, says = "error", part.message
    elif kind == "alert" and part.format in _ALERTS:
        kind, says = _ALERTS[part.format], part.body
    elif kind == "toast":
        says = part.body
    elif kind == "bidi_component" and id_.endswith("atlas_map"):
        says = part.json
    elif getattr(part, "set_value", False):
        kind = "set"
    return _Seen(kind, str(id_), says, tuple(str(option) for option in options), fragment)
