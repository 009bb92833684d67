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


class Json:
    """Frames of JSON: Causerie's own, and the naive Python build's, whose frames look the same."""

    ACK, MESSAGE, REFUSED = b'{"type":"ack"', b'{"type":"message"', b'{"type":"refused"'

    def __init__(self, conversation: str) -> None:
        said = json.dumps({"type": "say", "client_id": "@", "conversation": conversation, "text": TEXT}, ensure_ascii=False)
        self._before, self._after = said.encode().split(b"@")

    def say(self, client_id: bytes) -> bytes:
        return masked(self._before + client_id + self._after)

    def kind(self, payload: bytes) -> bytes:
        """`a`ck, `m`essage, `r`efused, or nothing that counts."""
        if payload.startswith((self.ACK, b'{"type": "ack"')):
            return b"a"
        if payload.startswith((self.MESSAGE, b'{"type": "message"')):
            return b"m"
        return b"r" if payload.startswith(self.REFUSED) else b""

    def answer(self, _payload: bytes) -> bytes:
        """What must be answered at once, if anything."""
        return b""


class SocketIo:
    """Engine.IO 4 and Socket.IO 5 over a WebSocket."""

    def __init__(self, _conversation: str) -> None:
        said = json.dumps(["say", {"client_id": "@", "text": TEXT}], ensure_ascii=False)
        self._before, self._after = said.encode().split(b"@")

    def say(self, client_id: bytes) -> bytes:
        return masked(b"42" + client_id.lstrip(b"c-0").rjust(1, b"0") + self._before + client_id + self._after)

    def kind(self, payload: bytes) -> bytes:
        if payload.startswith(b"43"):
            return b"a"
        return b"m" if payload.startswith(b'42["message"') else b""

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
