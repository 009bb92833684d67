"""Topics and who listens to them, in this process. Topics and bytes, no product words.

Everything here belongs to the event loop's thread; `publish` and `on_loop` may be called from any thread.
"""

import asyncio
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Protocol


class Listener(Protocol):
    """A live connection, as the hub sees it."""

    def send(self, payload: bytes) -> None: ...
    def close(self, code: int) -> None: ...


_topics: dict[Hashable, set[Any]] = {}
_loop: asyncio.AbstractEventLoop | None = None
_NOBODY: frozenset[Any] = frozenset()


def open_hub(loop: asyncio.AbstractEventLoop) -> None:
    """From now on topics live on this loop."""
    global _loop  # noqa: PLW0603
    _loop = loop
    _topics.clear()


def close_hub() -> None:
    global _loop  # noqa: PLW0603
    _loop = None
    _topics.clear()


def subscribe(listener: Listener, topic: Hashable) -> None:
    _topics.setdefault(topic, set()).add(listener)


def unsubscribe(listener: Listener, topic: Hashable) -> None:
    listeners = _topics.get(topic)
    if listeners is not None:
        listeners.discard(listener)
        if not listeners:
            del _topics[topic]


def listeners(topic: Hashable) -> Iterable[Any]:
    """Who listens to the topic now (a copy when iterated through tuple())."""
    return _topics.get(topic, _NOBODY)


def send(topic: Hashable, payload: bytes, skip: Listener | None = None) -> None:
    """On the loop: hand the bytes to every listener but `skip`. Never waits: each listener's queue is bounded."""
    for listener in tuple(_topics.get(topic, _NOBODY)):
        if listener is not skip:
            listener.send(payload)


def on_loop(function: Callable[..., object], *args: object) -> None:
    """Run on the event loop's thread soon. Without a running server (a command, a test) nobody listens: nothing happens."""
    loop = _loop
    if loop is not None and not loop.is_closed():
        loop.call_soon_threadsafe(function, *args)


def publish(topic: Hashable, payload: bytes) -> None:
    """From any thread: `send` soon."""
    on_loop(send, topic, payload)


def close_topic(topic: Hashable, code: int) -> None:
    """From any thread: close every connection that listens to the topic (a right was withdrawn)."""
    on_loop(_close, topic, code)


def _close(topic: Hashable, code: int) -> None:
    for listener in tuple(_topics.get(topic, _NOBODY)):
        listener.close(code)
