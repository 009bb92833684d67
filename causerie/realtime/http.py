"""Plain HTTP beside the sockets: what a request says, and how it is answered."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

import msgspec

from causerie.kernel.refusal import STATUS, Refused
from causerie.realtime.gateway import Gateway

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Handler = Callable[[Scope, Receive, Send], Awaitable[None]]

JSON = [(b"content-type", b"application/json"), (b"cache-control", b"private, no-store"), (b"x-content-type-options", b"nosniff")]


async def answer(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    """One whole answer."""
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
    await send({"type": "http.response.body", "body": body})


async def answer_json(work: Awaitable[bytes], send: Send) -> None:
    """What `work` gives, or its refusal, each under the status that goes with it."""
    try:
        body = await work
    except Refused as refused:
        await answer(send, refused.status, refusal(refused), JSON)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        await answer(send, 422, refusal(Refused("bad_frame")), JSON)
    else:
        status = 200
        if body.startswith(b'{"type":"refused"'):
            status = STATUS.get(msgspec.json.decode(body)["code"], 422)
        await answer(send, status, body, JSON)


def refusal(refused: Refused) -> bytes:
    """A refusal as the frame that tells it."""
    return msgspec.json.encode({"type": "refused", "code": refused.code, "message": refused.words, **refused.extra})


async def body(receive: Receive, most: int) -> bytes:
    """The request's body, at most so many bytes, within 20 s. Raises Refused("too_big" | "bad_frame")."""
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(20):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refused("bad_frame")
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > most:
                    raise Refused("too_big")
                if not message.get("more_body"):
                    return b"".join(parts)
    except TimeoutError as error:
        raise Refused("bad_frame") from error


def header(scope: Scope, name: bytes) -> bytes:
    """A header's first value, or nothing."""
    return next((value for key, value in scope["headers"] if key == name), b"")


def key_of(scope: Scope, kind: str) -> str:
    """What stands behind this kind of `Authorization`, or nothing."""
    said, _, key = header(scope, b"authorization").decode("latin-1").partition(" ")
    return key if said == kind else ""


def query(scope: Scope, name: str) -> str:
    """A parameter of the address that stands there once, or nothing."""
    values = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=20).get(name, [])
    return values[0] if len(values) == 1 else ""


def own_page(scope: Scope, gateway: Gateway) -> None:
    """Only pages of ours may ask. Raises Refused("not_you")."""
    origin = header(scope, b"origin").decode("latin-1")
    if origin not in gateway.origins and (origin or header(scope, b"sec-fetch-site") not in (b"", b"same-origin")):
        raise Refused("not_you")


def address(scope: Scope, gateway: Gateway) -> str:
    """Where the request comes from."""
    peer = (scope.get("client") or ("",))[0]
    return gateway.address(peer, header(scope, b"x-forwarded-for").decode("latin-1"))
