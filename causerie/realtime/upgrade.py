"""picows carries the sockets inside uvicorn: uvicorn reads the request's head, this class takes the connection over.

It uses parts of uvicorn that are not promised (the constructor and call order of `ws_protocol_class`): both are pinned, and
tests/test_upgrade.py holds them.
"""

import logging
from typing import Any

from picows import WSAutoPingStrategy
from picows.picows import WSProtocol  # type: ignore[attr-defined]

from causerie.realtime.gateway import MOST_FRAME, Gateway

_READ_BUFFER = 2048


def upgrade_class(gateway: Gateway) -> type[Any]:
    """The protocol class to give uvicorn as `ws`."""

    class Upgrade(WSProtocol):  # type: ignore[misc]
        def __init__(self, *, config: Any, server_state: Any, app_state: Any) -> None:
            self.peer = ""
            super().__init__(
                None,
                None,
                False,
                lambda request: gateway.listener(request, self.peer),
                logging.getLogger("causerie.socket"),
                True,
                5,
                False,
                20,
                20,
                WSAutoPingStrategy.PING_WHEN_IDLE,
                False,
                MOST_FRAME,
                None,
                _READ_BUFFER,
            )

        def connection_made(self, transport: Any) -> None:
            self.peer = (transport.get_extra_info("peername") or ("",))[0]
            super().connection_made(transport)

        def data_received(self, data: bytes) -> None:
            """What uvicorn had already read."""
            view = memoryview(data)
            while view:
                room = self.get_buffer(len(view))
                step = min(len(room), len(view))
                room[:step] = view[:step]
                self.buffer_updated(step)
                view = view[step:]

    return Upgrade
