"""A visitor without a browser: speaks Streamlit's own protocol over a websocket, as its page does.

Used by ``bench/load.py`` to keep many real sessions busy from one process. A visitor keeps the state of its controls
and the hashes of the messages it holds, so that the server sends no more and no less than to a browser.
"""

import asyncio
import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 120.0
"""Seconds after which a run counts as failed."""


class RunError(Exception):
    """A run ended otherwise than by drawing the whole page."""


@dataclass
class Visitor:
    """One open page: ``controls`` by the name in the address, ``received`` bytes and ``elements`` of the last run.

    ``drawn`` holds the elements and blocks of the last run by their place: 0 the page, 1 the side bar, then the place
    in each block.
    """

    connection: ClientConnection
    query: str
    page: str = ""
    page_hash: str = ""
    controls: dict[str, Selectbox] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    kept: dict[str, ForwardMsg] = field(default_factory=dict)
    received: int = 0
    sizes: dict[str, int] = field(default_factory=dict)
    elements: list[Element] = field(default_factory=list)
    drawn: dict[tuple[int, ...], Element | Block] = field(default_factory=dict)

    @classmethod
    async def arrive(cls, address: str, page: str, query: str) -> "Visitor":
        """Open a page of a server at ``host:port`` and wait until it is drawn."""
        connection = await connect(
            f"ws://{address}/_stcore/stream", subprotocols=["streamlit"], max_size=None, compression=None
        )
        visitor = cls(connection=connection, query=query, page=page)
        await visitor.run()
        return visitor

    async def choose(self, name: str, option: str) -> float:
        """Choose an option of a control, as shown, and give the seconds until the page is drawn again."""
        self.chosen[self.controls[name].id] = option
        return await self.run()

    async def run(self) -> float:
        """Ask for the page with the present choices; give the seconds until the last message of the run."""
        state = ClientState(query_string=self.query, page_script_hash=self.page_hash, page_name=self.page)
        for identity, option in self.chosen.items():
            state.widget_states.widgets.add(id=identity, string_value=option)
        state.cached_message_hashes.extend(self.kept)
        self.received, self.sizes, self.elements, self.drawn = 0, {}, [], {}
        start = time.perf_counter()
        await self.connection.send(BackMsg(rerun_script=state).SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while True:
                raw = await self.connection.recv(decode=False)
                self.received += len(raw)
                message = ForwardMsg.FromString(raw)
                if message.WhichOneof("type") == "script_finished":
                    if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                        raise RunError(ForwardMsg.ScriptFinishedStatus.Name(message.script_finished))
                    return time.perf_counter() - start
                self._take(message, len(raw))

    def _take(self, message: ForwardMsg, size: int) -> None:
        kind, place = message.WhichOneof("type"), tuple(message.metadata.delta_path)
        if kind == "ref_hash":
            message = self.kept[message.ref_hash]
            kind = message.WhichOneof("type")
        elif message.metadata.cacheable:
            self.kept[message.hash] = message
        if kind == "navigation":
            self.page_hash, self.page = message.navigation.page_script_hash, ""
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            kind = str(element.WhichOneof("type"))
            if kind == "selectbox":
                self._hold(element.selectbox)
            self.elements.append(element)
            self.drawn[place] = element
        elif kind == "delta" and message.delta.WhichOneof("type") == "add_block":
            self.drawn[place] = message.delta.add_block
        self.sizes[str(kind)] = self.sizes.get(str(kind), 0) + size

    def _hold(self, control: Selectbox) -> None:
        """Keep a control under the end of its key, which is its name in the address."""
        self.controls[control.id.rpartition("-keuze_")[2]] = control
        if control.set_value and not control.raw_value:
            self.chosen.pop(control.id, None)  # nothing is chosen
        elif control.set_value:
            self.chosen[control.id] = control.raw_value
        elif control.id not in self.chosen and control.options and control.HasField("default"):
            self.chosen[control.id] = control.options[control.default]

    async def leave(self) -> None:
        """Close the page."""
        await self.connection.close()
