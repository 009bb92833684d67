"""What a link writes, and when: frames of one turn of the loop together, in order, nothing after the close."""

import asyncio

import pytest
from picows import WSMsgType

from causerie.realtime.link import MOST_AT_ONCE, MOST_QUEUED, Link
from tests.inside import run


class Wire:
    """Stands for picows' transport and the one below it: what was written, in pieces."""

    is_disconnected = is_close_frame_sent = closing = False
    waits = 0

    def __init__(self):
        self.written, self.underlying_transport = [], self

    def send(self, kind, payload):
        self.written.append((kind, bytes(payload)))

    def write(self, raw):
        self.written.append(raw)

    def is_closing(self):
        return self.closing

    def get_write_buffer_size(self):
        return self.waits

    def disconnect(self, *_graceful):
        self.closing = True

    abort = disconnect


def after_a_turn(story):
    """What was written one turn of the loop after the story."""

    async def whole():
        wire = Wire()
        story(Link(wire, ""), wire)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return wire.written

    return run(whole())


def test_frames_of_one_turn_leave_together_in_their_order():
    long, longest = b"y" * 300, b"z" * 70_000
    written = after_a_turn(lambda link, _: [link.send(payload) for payload in (b"a", b"b" * 125, long)])
    assert written == [b"\x81\x01a\x81\x7d" + b"b" * 125 + b"\x81\x7e\x01\x2c" + long]
    first, second = after_a_turn(lambda link, _: [link.send(b"a"), link.send(longest), link.send(b"c")])
    assert first == b"\x81\x01a\x81\x7f" + len(longest).to_bytes(8, "big") + longest
    assert second == (WSMsgType.TEXT, b"c")


def test_much_at_once_does_not_wait_for_the_turns_end():
    def story(link, wire):
        link.send(b"x" * (MOST_AT_ONCE + 1))
        assert len(wire.written) == 1

    after_a_turn(story)


def test_what_was_queued_goes_before_the_close_and_nothing_after_it():
    def story(link, _wire):
        link.send(b"a")
        link.close(1012)
        link.send(b"too late")

    assert after_a_turn(story) == [(WSMsgType.TEXT, b"a"), (WSMsgType.CLOSE, b"\x03\xf4")]


@pytest.mark.parametrize("gone", ["closing", "is_disconnected", "is_close_frame_sent"])
def test_nothing_is_written_to_what_is_gone(gone):
    def story(link, wire):
        link.send(b"a")
        setattr(wire, gone, True)

    assert after_a_turn(story) == []


def test_a_reader_for_whom_too_much_waits_is_let_go():
    def story(link, wire):
        link.slow, wire.waits = True, MOST_QUEUED + 1
        link.send(b"a")

    assert after_a_turn(story) == [(WSMsgType.CLOSE, b"\x0f\xa8")]
