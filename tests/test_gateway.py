"""The gate under attack: foreign pages, stolen tickets, broken frames, floods, readers that never read (A23 to A26, A67 to A75)."""

import asyncio
import json
import os

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causerie.conversations import wire as frames
from causerie.realtime import gateway, tickets
from tests.inside import ORIGIN, house, run
from tests.wire_client import encode, open_wire, origin_of, ours, raw, wire

HANDSHAKES = {
    "evil": [("Origin", "https://evil.example")],
    "null": [("Origin", "null")],
    "missing": [],
    "ours as a beginning": [("Origin", "{ours}.evil.example")],
    "another scheme": [("Origin", "https://{host}")],
    "another port": [("Origin", "http://127.0.0.1:1")],
    "no port": [("Origin", "http://127.0.0.1")],
    "upper case": [("Origin", "HTTP://{host}")],
    "a slash more": [("Origin", "{ours}/")],
    "two headers": [("Origin", "{ours}"), ("Origin", "https://evil.example")],
    "the same twice": [("Origin", "{ours}"), ("Origin", "{ours}")],
    "a list": [("Origin", "{ours}, https://evil.example")],
    "empty": [("Origin", "")],
}


async def shaken(live, headers, path="/live"):
    async with raw(live) as one:
        return await one.shake(headers, path)


@pytest.mark.parametrize("name", HANDSHAKES)
def test_a_foreign_page_is_refused_before_the_socket_is_accepted(server, name):
    own = origin_of(server.live)
    headers = [(key, value.format(ours=own, host=own.removeprefix("http://"))) for key, value in HANDSHAKES[name]]
    assert run(shaken(server.live, [*headers, ("Sec-WebSocket-Protocol", "causerie.v1")])) == 403


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [
        ([], "/live", 400),
        ([("Sec-WebSocket-Protocol", "graphql-ws")], "/live", 400),
        ([("Sec-WebSocket-Protocol", "causerie.v1")], "/live?token=abc", 400),
        ([("Sec-WebSocket-Protocol", "causerie.v1")], "/live/", 404),
        ([("Sec-WebSocket-Protocol", "causerie.v1")], "/desk/", 404),
        ([("Sec-WebSocket-Protocol", "graphql-ws, causerie.v1")], "/live", 101),
        ([("Sec-WebSocket-Protocol", "graphql-ws"), ("Sec-WebSocket-Protocol", "causerie.v1")], "/live", 101),
    ],
)
def test_only_our_protocol_on_our_path_without_a_query(server, headers, path, status):
    assert run(shaken(server.live, [("Origin", origin_of(server.live)), *headers], path)) == status


def test_compression_is_not_agreed_to(server):
    async def main():
        async with raw(server.live) as one:
            status = await one.shake([*ours(server.live), ("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits")])
            return status, one.head.lower()

    status, head = run(main())
    assert status == 101
    assert b"permessage-deflate" not in head


def test_a_token_in_the_address_never_reaches_the_log(server):
    run(shaken(server.live, ours(server.live), "/live?token=a-secret-in-an-address"))
    assert "a-secret-in-an-address" not in server.log()


@pytest.fixture(scope="module")
def nidechange(server):
    """Florian signed in, and a visitor's token."""
    seeded = server.seed("Florian", brand="porte")
    client = server.signed_in(seeded["people"][0])
    return {"client": client, "site_key": seeded["site_key"], "token": server.visit(seeded["site_key"])["token"]}


def hello_answer(live, **hello):
    async def main():
        async with open_wire(live) as one:
            await one.send({"type": "hello", **hello})
            code = await one.closed()
            return code, [frame.get("code", frame["type"]) for frame in one.frames]

    return run(main())


STRANGERS = {
    "nothing": {},
    "a chosen token": {"token": "a" * 43},
    "a short token": {"token": "a"},
    "an alg none": {"token": "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."},
    "a chosen ticket": {"ticket": "b" * 43},
    "a visitor's token as a ticket": {"ticket": "{token}"},
    "a token cut short": {"token": "{token:.42}"},
    "a token with a space": {"token": "{token} "},
}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_stranger_is_sent_away_with_4401(server, nidechange, name):
    hello = {key: value.format(token=nidechange["token"]) for key, value in STRANGERS[name].items()}
    assert hello_answer(server.live, **hello) == (4401, ["not_you"])


def test_a_session_cookie_alone_opens_nothing(server, nidechange):
    async def main():
        session = nidechange["client"].cookies["session"]
        async with open_wire(server.live, additional_headers={"Cookie": f"session={session}"}) as one:
            await one.send({"type": "hello"})
            return await one.closed()

    assert run(main()) == 4401


def test_a_ticket_opens_one_socket_once(server, nidechange):
    ticket = server.ticket(nidechange["client"])

    async def main():
        async with wire(server.live, ticket=ticket):
            pass

    run(main())
    assert hello_answer(server.live, ticket=ticket) == (4401, ["not_you"])


def test_a_ticket_is_only_given_to_our_own_page(server, nidechange):
    client = nidechange["client"]
    csrf = client.cookies["csrftoken"]
    for headers in (
        {"Origin": server.url},
        {"Origin": "https://evil.example", "X-CSRFToken": csrf},
        {"Origin": server.url, "X-CSRFToken": "x" * 32},
    ):
        assert client.post("/desk/ticket", headers=headers).status_code == 403
    assert httpx.post(f"{server.url}/desk/ticket", headers={"Origin": server.url}).status_code == 403
    assert client.get("/desk/ticket").status_code == 405


def test_a_ticket_lives_thirty_seconds(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(tickets, "monotonic", lambda: now[0])
    fresh, old = tickets.issue(7), tickets.issue(8)
    now[0] += 29.9
    assert tickets.redeem(fresh) == 7
    now[0] += 0.2
    assert tickets.redeem(old) is None
    assert tickets.redeem(fresh) is None


def test_tickets_that_nobody_uses_are_forgotten(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(tickets, "monotonic", lambda: now[0])
    monkeypatch.setattr(tickets, "_tickets", {})
    for _ in range(1001):
        tickets.issue(1)
    now[0] += 31
    tickets.issue(1)
    assert len(tickets._tickets) == 1


# ---- frames ------------------------------------------------------------------------------------------------------------


def rss_kib(server):
    with open(f"/proc/{server.process.pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def after(server, token, act, hello=True):
    """What becomes of a welcomed connection after `act`; and that others are still served."""

    async def main():
        async with raw(server.live) as one:
            assert await one.shake(ours(server.live)) == 101
            if hello:
                await one.hello(token)
            act(one)
            code = await one.ended()
        async with wire(server.live, token=token) as other:
            await other.ask({"type": "ping"}, "pong")
        return code

    return run(main())


def many_pieces(one):
    one.send(b"{", first=0x01)
    for _ in range(1000):
        one.send(b" ", first=0x00)


BROKEN = {
    "64 KiB and one byte": (lambda one: one.send(b" " * 65537), {1009, 4400, 1006}),
    "sixteen MiB announced": (lambda one: one.send(b"x", length=16 << 20), {1009, 1006}),
    "2^63 announced": (lambda one: one.send(b"x", length=(1 << 63) - 1), {1009, 1002, 1006}),
    "a binary frame": (lambda one: one.send(b'{"type":"ping"}', first=0x82), {4400, 1003}),
    "bad UTF-8": (lambda one: one.send(b'{"type":"identify","jwt":"\xff\xfe"}'), {4400, 1007}),
    "an overlong slash": (lambda one: one.send(b'{"type":"hello","token":"\xc0\xaf"}'), {4400, 1007}),
    "a piece of a message": (lambda one: one.send(b'{"type":', first=0x01), {4400}),
    "a thousand pieces": (many_pieces, {4400}),
    "a continuation of nothing": (lambda one: one.send(b"x", first=0x80), {4400, 1002}),
    "reserved bit 1": (lambda one: one.send(b'{"type":"ping"}', first=0xC1), {1002, 4400, 1006}),
    "reserved bits 2 and 3": (lambda one: one.send(b'{"type":"ping"}', first=0xB1), {1002, 4400, 1006}),
    "an unknown opcode": (lambda one: one.send(b"x", first=0x83), {1002, 4400, 1006}),
    "a long ping": (lambda one: one.send(b"x" * 126, first=0x89), {1002, 4400, 1006}),
    "deep JSON": (lambda one: one.send(b'{"type":"ping","x":' + b"[" * 30000 + b"]" * 30000 + b"}"), {4400}),
    "a depth never closed": (lambda one: one.send(b"[" * 60000), {4400}),
    "NaN": (lambda one: one.send(b'{"type":"seen","conversation":"00000000000","seq":NaN}'), {4400}),
    "1e400": (lambda one: one.send(b'{"type":"seen","conversation":"00000000000","seq":1e400}'), {4400}),
    "a lone surrogate": (lambda one: one.send(rb'{"type":"identify","jwt":"\ud800"}'), {4400}),
    "a byte order mark": (lambda one: one.send(b'\xef\xbb\xbf{"type":"ping"}'), {4400}),
    "an empty frame": (lambda one: one.send(b""), {4400}),
    "no type": (lambda one: one.send(b"{}"), {4400}),
    "a type of the server": (lambda one: one.send(b'{"type":"welcome"}'), {4400}),
    "a second hello": (lambda one: one.send(b'{"type":"hello"}'), {4400}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_frame_ends_its_connection_and_no_other(server, nidechange, name):
    act, codes = BROKEN[name]
    before = rss_kib(server)
    assert after(server, nidechange["token"], act) in codes
    assert rss_kib(server) - before < 8 * 1024


def test_a_frame_without_a_mask_is_refused(server, nidechange):
    """RFC 6455, 5.1: a server must close the connection upon a frame that is not masked."""
    code = after(server, nidechange["token"], lambda one: one.send(b'{"type":"ping"}', masked=False))
    assert code in {1002, 4400, 1006}


def test_any_frame_before_hello_is_refused(server, nidechange):
    assert after(server, nidechange["token"], lambda one: one.send(b'{"type":"ping"}'), hello=False) == 4400


TYPES = [one.__struct_config__.tag for one in frames.FromClient.__args__ if one is not frames.Hello]
FIELDS = sorted({field for one in frames.FromClient.__args__ for field in one.__struct_fields__})
WRONG = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=40),
    st.lists(st.integers(), max_size=3), st.dictionaries(st.text(max_size=5), st.integers(), max_size=3),
    st.sampled_from(["1", "00000000000", "0000000000\n", "{'$ne': None}", "\x00" * 8, "٠" * 11, "x" * 20000]),
)  # fmt: skip
SHAPES = st.fixed_dictionaries({"type": st.sampled_from(TYPES)}, optional=dict.fromkeys(FIELDS, WRONG))


def test_whatever_the_fields_hold_a_frame_is_refused_or_ends_the_connection_and_the_process_lives(server, nidechange):
    """A71: every frame type, every field, any JSON. Never an answer but a refusal, a close, or a harmless "done"."""

    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(SHAPES, min_size=1, max_size=4))
    def fuzz(some):
        run(sends(some))

    async def sends(some):
        async with wire(server.live, token=nidechange["token"]) as one:
            try:
                for frame in some:
                    await one.send(json.dumps(frame).encode().decode())
                await one.send({"type": "ping"})
                await one.get("pong")
            except Exception:
                assert await one.closed() in {4400, 1009}
            assert {frame["type"] for frame in one.frames} <= {
                "welcome",
                "refused",
                "pong",
                "online",
                "ok",
                "ack",
                "conversation",
                "messages",
            }
            assert "try_again" not in {frame.get("code") for frame in one.frames}

    fuzz()
    assert server.process.poll() is None
    assert "Traceback" not in server.log()


@pytest.mark.parametrize("number", ["1", 1.0, True, [1], {"$ne": None}, -1, 2**31, 2**63, None])
def test_a_number_is_a_number(number):
    """A16: `1`, `"1"`, `1.0` and `true` are not the same."""
    decoder = msgspec.json.Decoder(frames.FromClient)
    if number != 1 or isinstance(number, bool | float):
        with pytest.raises(msgspec.ValidationError):
            decoder.decode(json.dumps({"type": "fetch", "conversation": "00000000000", "after": number}))


# ---- floods ------------------------------------------------------------------------------------------------------------


def test_a_flood_of_pings_ends_the_connection_with_4429(server, nidechange):
    def flood(one):
        for _ in range(200):
            one.send(b"", first=0x89)

    assert after(server, nidechange["token"], flood) == 4429


async def talking(inside, cast):
    """Jeanne's question in Florian's hands: (token, conversation's public id)."""
    from causerie.conversations import actions

    visitor, token = actions.admit(site=cast.site)
    row, _first = actions.ask(by=visitor, client_id="question-1", text="La maison est-elle assurée ?")
    actions.claim(by=cast.members["florian"], conversation=row)
    return token, row.public_id


def inside(test):
    """Run the test's coroutine beside a house of its own."""

    async def main():
        async with house() as made:
            await test(made)

    run(main())


def test_typing_without_end_is_dropped_and_never_stored(transactional_db, cast):
    from causerie.conversations.models import Message

    async def spam(made):
        token, conversation = await talking(made, cast)
        async with (
            wire(made.live, origin=ORIGIN, token=token) as jeanne,
            wire(made.live, origin=ORIGIN, ticket=made.ticket(cast.members["florian"])) as florian,
        ):
            for number in range(1000):
                await jeanne.send({"type": "typing", "conversation": conversation, "on": bool(number % 2)})
            await jeanne.send({"type": "say", "client_id": "client-01", "conversation": conversation, "text": "Voilà"})
            await florian.get("message")
            assert 1 <= len(florian.of("typing")) <= 60
            assert jeanne.of("refused") == []
        assert Message.objects.count() == 2

    inside(spam)


def test_seen_without_end_is_one_write(transactional_db, cast):
    from causerie.conversations.models import Conversation

    async def spam(made):
        token, conversation = await talking(made, cast)
        async with wire(made.live, origin=ORIGIN, token=token) as jeanne:
            for _ in range(300):
                await jeanne.send({"type": "seen", "conversation": conversation, "seq": 2**31 - 1})
            await jeanne.ask({"type": "ping"}, "pong")
        await made.house.live.keep_soft()
        assert Conversation.objects.get().visitor_seen <= 1

    inside(spam)


def test_more_messages_than_allowed_are_refused_with_the_time_to_wait(transactional_db, cast):
    async def fast(made):
        token, conversation = await talking(made, cast)
        async with wire(made.live, origin=ORIGIN, token=token) as jeanne:
            for number in range(100):
                await jeanne.send({"type": "say", "client_id": f"client-{number:03}", "conversation": conversation, "text": "Allô ?"})
            refused = await jeanne.get("refused")
            assert (refused["code"], refused["re"][:7]) == ("slow_down", "client-")
            assert 0 < refused["retry_after"] <= 1
            assert jeanne.socket.close_code is None

    inside(fast)


def test_a_reader_who_never_reads_is_closed_and_nobody_else_waits(transactional_db, cast):
    """A73: 40 MB are told to a socket that reads nothing; at most the queue's bound is kept for it."""
    from causerie.realtime import hub

    async def floods(made):
        token, conversation = await talking(made, cast)
        florian = cast.members["florian"]
        async with wire(made.live, origin=ORIGIN, token=token) as jeanne, raw(made.live) as deaf:
            headers = [("Origin", ORIGIN), ("Sec-WebSocket-Protocol", "causerie.v1")]
            assert await deaf.shake(headers) == 101
            deaf.send(encode({"type": "hello", "ticket": made.ticket(florian)}))
            await deaf.frame()
            deaf.writer.transport.pause_reading()
            (link,) = [link for link in made.house.gateway.links if ("member", florian.id) in link.topics]
            transport = link._transport.underlying_transport
            most = 0
            payload = encode({"type": "feed", "post": 1, "x": "x" * 40_000})
            for _ in range(1000):
                hub.send(("member", florian.id), payload)
                most = max(most, transport.get_write_buffer_size())
                if link.closed:
                    break
                await asyncio.sleep(0)
            assert link.closed, "a reader who never reads was kept"
            assert most < 512 * 1024
            await jeanne.ask({"type": "say", "client_id": "client-01", "conversation": conversation, "text": "Allô ?"}, "ack")
            deaf.writer.transport.resume_reading()
            assert await deaf.ended() in {4008, 1006}

    inside(floods)


def test_who_says_nothing_is_let_go_with_4408(transactional_db, cast, monkeypatch):
    monkeypatch.setattr(gateway, "HELLO_S", 0.1)

    async def silent(made):
        async with open_wire(made.live, origin=ORIGIN) as one:
            assert await one.closed() == 4408

    inside(silent)


def test_who_never_answers_a_ping_is_let_go(transactional_db, cast, monkeypatch):
    monkeypatch.setattr(gateway, "HEARTBEAT_S", 0.1)
    monkeypatch.setattr(gateway, "SILENT_S", 0.25)

    async def silent(made):
        token, _conversation = await talking(made, cast)
        async with raw(made.live) as one:
            assert await one.shake([("Origin", ORIGIN), ("Sec-WebSocket-Protocol", "causerie.v1")]) == 101
            await one.hello(token)
            assert await one.ended() in {4008, 1006}
            assert made.house.gateway.links == set()

    inside(silent)


def test_too_many_connections_from_one_address_are_refused_and_counted_down_again(transactional_db, cast):
    async def crowd(made):
        made.house.gateway.counts._most = 3
        headers = [("Origin", ORIGIN), ("Sec-WebSocket-Protocol", "causerie.v1")]
        async with raw(made.live) as a, raw(made.live) as b, raw(made.live) as c, raw(made.live) as d:
            assert [await one.shake(headers) for one in (a, b, c, d)] == [101, 101, 101, 429]
        for _ in range(100):
            if not made.house.gateway.links:
                break
            await asyncio.sleep(0.01)
        assert await shaken(made.live, headers) == 101

    inside(crowd)


# ---- rights that end ----------------------------------------------------------------------------------------------------


def test_a_blocked_visitor_is_out_at_once_and_cannot_come_back(transactional_db, cast):
    async def blocks(made):
        token, conversation = await talking(made, cast)
        async with (
            wire(made.live, origin=ORIGIN, token=token) as jeanne,
            wire(made.live, origin=ORIGIN, ticket=made.ticket(cast.members["florian"])) as florian,
        ):
            await florian.ask({"type": "report", "conversation": conversation, "reason": "", "block": True}, "ok")
            assert await jeanne.closed() == 4403
        async with open_wire(made.live, origin=ORIGIN) as again:
            await again.send({"type": "hello", "token": token})
            assert await again.closed() == 4403

    inside(blocks)


def test_who_gave_a_question_back_hears_nothing_more_of_it(transactional_db, cast):
    """A21"""

    async def gives_back(made):
        token, conversation = await talking(made, cast)
        async with (
            wire(made.live, origin=ORIGIN, token=token) as jeanne,
            wire(made.live, origin=ORIGIN, ticket=made.ticket(cast.members["florian"])) as florian,
        ):
            await florian.ask({"type": "release", "conversation": conversation, "lease": 1}, "released")
            await jeanne.ask({"type": "say", "client_id": "client-01", "conversation": conversation, "text": "un secret"}, "ack")
            await florian.ask({"type": "ping"}, "pong")
            assert "un secret" not in str([frame for frame in florian.frames if frame["type"] != "queue"])
            await florian.ask({"type": "say", "client_id": "client-02", "conversation": conversation, "text": "Encore moi"}, "refused")
            assert (await florian.ask({"type": "fetch", "conversation": conversation, "after": 0}, "refused"))["code"] == "not_found"

    inside(gives_back)


def test_a_visitor_of_another_brand_can_do_nothing_with_a_conversation(transactional_db, cast, otto):
    """A12 to A14"""
    from causerie.brands.models import Site
    from causerie.conversations import actions

    async def pries(made):
        _token, conversation = await talking(made, cast)
        _visitor, foreign = actions.admit(site=Site.objects.get(brand=otto.brand))
        tries = [
            {"type": "say", "client_id": "client-01", "conversation": conversation, "text": "Bonjour"},
            {"type": "fetch", "conversation": conversation, "after": 0},
            {"type": "close", "conversation": conversation},
            {"type": "rate", "conversation": conversation, "stars": 1},
            {"type": "thank", "conversation": conversation},
            {"type": "erase", "conversation": conversation},
            {"type": "transcript", "conversation": conversation, "email": "otto@example.org"},
            {"type": "later", "conversation": conversation, "email": "otto@example.org"},
        ]
        async with wire(made.live, origin=ORIGIN, token=foreign) as stranger:
            for frame in tries:
                assert (await stranger.ask(frame, "refused"))["code"] == "not_found", frame
            for frame in ({"type": "claim", "conversation": conversation}, {"type": "status", "state": "available"}):
                assert (await stranger.ask(frame, "refused"))["code"] == "not_eligible"
        async with wire(made.live, origin=ORIGIN, ticket=made.ticket(otto)) as member:
            assert member.frames[0].get("queue", []) == []
            for kind in ("claim", "release", "close", "hand_over", "report"):
                frame = {"type": kind, "conversation": conversation, **({"lease": 1} if kind in ("release", "close", "hand_over") else {})}
                assert (await member.ask(frame, "refused"))["code"] == "not_found"

    inside(pries)
