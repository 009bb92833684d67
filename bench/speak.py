"""How each rival is spoken to: the frames a client writes and what it counts in those it reads."""

import base64
import json
import os
from dataclasses import dataclass

TEXT = "Bonjour, j'ai une question sur l'échange de maisons : " + "x" * 145
assert len(TEXT.encode()) == 200


def masked(payload: bytes, opcode: int = 1) -> bytes:
    """One client frame. The mask is zero, which costs the sender nothing and the reader the same as any other."""
    size = len(payload)
    length = bytes((0x80 | size,)) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return bytes((0x80 | opcode,)) + length + b"\0\0\0\0" + payload


def opening(host: str, path: str, *, origin: str, subprotocol: str) -> bytes:
    """The request that opens a socket."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Key: {key}"]
    lines += ["Sec-WebSocket-Version: 13", f"Origin: {origin}"]
    lines += [f"Sec-WebSocket-Protocol: {subprotocol}"] if subprotocol else []
    return "\r\n".join([*lines, "", ""]).encode()


class Speech:
    """What is written is one frame with the message's number in it, always as wide; what is read is known by its beginning."""

    ACK: tuple[bytes, ...]
    MESSAGE: tuple[bytes, ...]
    REFUSED: tuple[bytes, ...] = ()

    def __init__(self, said: bytes) -> None:
        self._before, *between, self._after = masked(said.replace(b"@", b"%09d" % 0)).split(b"%09d" % 0)
        self._between = between

    def say(self, number: int) -> bytes:
        """One message, with that number in its client_id."""
        digits = b"%09d" % number
        return digits.join((self._before, *self._between, self._after))

    def answer(self, _payload: bytes) -> bytes:
        """What must be answered at once, if anything."""
        return b""


class Json(Speech):
    """Frames of JSON: Causerie's own, and the naive Python build's, whose frames look the same."""

    ACK = (b'{"type":"ack"', b'{"type": "ack"')
    MESSAGE = (b'{"type":"message"', b'{"type": "message"')
    REFUSED = (b'{"type":"refused"',)

    def __init__(self, conversation: str) -> None:
        said = {"type": "say", "client_id": "c-@", "conversation": conversation, "text": TEXT}
        super().__init__(json.dumps(said, ensure_ascii=False).encode())


class SocketIo(Speech):
    """Engine.IO 4 and Socket.IO 5 over a WebSocket."""

    ACK, MESSAGE = (b"43",), (b'42["message"',)

    def __init__(self, _conversation: str) -> None:
        super().__init__(b"421@" + json.dumps(["say", {"client_id": "c-@", "text": TEXT}], ensure_ascii=False).encode())

    def answer(self, payload: bytes) -> bytes:
        if payload == b"2":
            return masked(b"3")
        return masked(b"40") if payload.startswith(b"0{") else b""


SPEECH = {"json": Json, "socket.io": SocketIo}


@dataclass
class Seat:
    """One socket of a pair: where it connects, and the frame it says first."""

    path: str
    first: str = ""
    conversation: str = ""
