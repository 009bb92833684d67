"""The same verbs by plain HTTP, for networks that block sockets; and pictures, which always travel so."""

import asyncio
import io
from contextlib import asynccontextmanager

import httpx
import pytest
from PIL import Image

from causerie.brands.models import Site
from causerie.conversations import actions
from causerie.conversations.models import Message, Picture
from causerie.kernel.refusal import Refused
from tests.cast import new_member
from tests.inside import ORIGIN, house, run
from tests.wire_client import wire

CSRF = "c" * 32


def session_of(member):
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(member.person_id)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = member.person.get_session_auth_hash()
    session.create()
    return session.session_key


@asynccontextmanager
async def client(made, *, token="", member=None, origin=ORIGIN, csrf=CSRF):
    """A page of ours, signed in as that member, or with that visitor's token."""
    headers = {"Origin": origin} if origin else {}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if member:
        headers |= {"Cookie": f"session={session_of(member)}; csrftoken={CSRF}", "X-CSRFToken": csrf}
    async with httpx.AsyncClient(base_url=made.url, headers=headers, timeout=15) as one:
        yield one


def inside(test):
    async def main():
        async with house() as made:
            await test(made)

    run(main())


async def asked(made, site):
    """A visitor's client, token and question."""
    _visitor, token = actions.admit(site=site)
    async with client(made, token=token) as jeanne:
        answer = await jeanne.post("/live/ask", json={"client_id": "question-1", "text": "La maison est-elle assurée ?"})
    assert answer.status_code == 200, answer.text
    return token, answer.json()["conversation"]


def test_a_whole_talk_without_a_socket(transactional_db, cast):
    async def talk(made):
        token, conversation = await asked(made, cast.site)
        async with client(made, token=token) as jeanne, client(made, member=cast.members["florian"]) as florian:
            claimed = (await florian.post("/live/claim", json={"conversation": conversation})).json()
            assert (claimed["type"], claimed["lease"]) == ("claimed", 1)
            ack = (
                await florian.post("/live/say", json={"client_id": "answer-01", "conversation": conversation, "text": "Oui, toujours."})
            ).json()
            assert (ack["type"], ack["seq"]) == ("ack", 2)
            again = await florian.post("/live/say", json={"client_id": "answer-01", "conversation": conversation, "text": "Oui, toujours."})
            assert again.json() == ack
            found = (await jeanne.get("/live/messages", params={"conversation": conversation, "after": 0})).json()
            assert [one["text"] for one in found["messages"]] == ["La maison est-elle assurée ?", "Oui, toujours."]
            assert (await jeanne.post("/live/thank", json={"conversation": conversation})).json() == {
                "type": "ok", "re": "thank", "conversation": conversation,
            }  # fmt: skip
            assert (await jeanne.post("/live/rate", json={"conversation": conversation, "stars": 5})).status_code == 200
            closed = await florian.post("/live/close", json={"conversation": conversation, "lease": 1})
            assert closed.json() == {"type": "closed", "conversation": conversation}
            late = await jeanne.post("/live/say", json={"client_id": "client-09", "conversation": conversation, "text": "Encore"})
            assert (late.status_code, late.json()["code"]) == (409, "closed")

    inside(talk)


def test_giving_back_by_http_is_answered(transactional_db, cast):
    async def gives_back(made):
        _token, conversation = await asked(made, cast.site)
        async with client(made, member=cast.members["florian"]) as florian:
            await florian.post("/live/claim", json={"conversation": conversation})
            answer = await florian.post("/live/release", json={"conversation": conversation, "lease": 1})
            assert (answer.status_code, answer.json()["type"]) == (200, "released")

    inside(gives_back)


def test_a_long_poll_answers_when_there_is_something(transactional_db, cast):
    async def polls(made):
        token, conversation = await asked(made, cast.site)
        async with (
            client(made, token=token) as jeanne,
            wire(made.live, origin=ORIGIN, ticket=made.ticket(cast.members["florian"])) as florian,
        ):
            await florian.ask({"type": "claim", "conversation": conversation}, "claimed")
            waiting = asyncio.create_task(jeanne.get("/live/messages", params={"conversation": conversation, "after": 1, "wait": 1}))
            while not made.house.live.threads._work_queue.empty():
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.1)
            assert not waiting.done()
            await florian.ask({"type": "say", "client_id": "answer-01", "conversation": conversation, "text": "Oui"}, "ack")
            found = (await asyncio.wait_for(waiting, 5)).json()
            assert [one["text"] for one in found["messages"]] == ["Oui"]

    inside(polls)


def test_a_long_poll_that_ends_empty_is_an_empty_answer_and_leaves_nothing_behind(transactional_db, cast, monkeypatch):
    from causerie.realtime import hub

    monkeypatch.setattr("causerie.conversations.web._POLL_S", 0.1)

    async def polls(made):
        token, conversation = await asked(made, cast.site)
        async with client(made, token=token) as jeanne:
            found = (await jeanne.get("/live/messages", params={"conversation": conversation, "after": 1, "wait": 1})).json()
            assert (found["messages"], found["head_seq"]) == ([], 1)
        assert [topic for topic in hub._topics if topic[0] == "talk"] == []

    inside(polls)


def test_a_message_by_http_reaches_the_others_sockets(transactional_db, cast):
    async def says(made):
        token, conversation = await asked(made, cast.site)
        async with (
            client(made, token=token) as jeanne,
            wire(made.live, origin=ORIGIN, ticket=made.ticket(cast.members["florian"])) as florian,
        ):
            await florian.ask({"type": "claim", "conversation": conversation}, "claimed")
            await jeanne.post("/live/say", json={"client_id": "client-01", "conversation": conversation, "text": "Vous êtes là ?"})
            assert (await florian.get("message"))["text"] == "Vous êtes là ?"

    inside(says)


def test_strangers_tokens_and_other_brands_are_refused(transactional_db, cast, otto):
    async def pries(made):
        _token, conversation = await asked(made, cast.site)
        _visitor, foreign = actions.admit(site=Site.objects.get(brand=otto.brand))
        say = {"client_id": "client-01", "conversation": conversation, "text": "Bonjour"}
        for who in ({"token": "a" * 43}, {}):
            async with client(made, **who) as stranger:
                assert (await stranger.post("/live/say", json=say)).status_code == 401
                assert (await stranger.get("/live/messages", params={"conversation": conversation, "after": 0})).status_code == 401
        for who in ({"token": foreign}, {"member": otto}):
            async with client(made, **who) as other:
                assert (await other.post("/live/say", json=say)).status_code == 404
                assert (await other.get("/live/messages", params={"conversation": conversation, "after": 0})).status_code == 404
                assert (await other.post("/live/fetch", json={"conversation": conversation, "after": 0})).status_code == 404
        async with client(made, member=otto) as other:
            assert (await other.post("/live/claim", json={"conversation": conversation})).status_code == 404
        assert Message.objects.count() == 1

    inside(pries)


def test_a_member_needs_our_page_and_its_csrf_token(transactional_db, cast):
    florian = cast.members["florian"]

    async def forges(made):
        _token, conversation = await asked(made, cast.site)
        for who in ({"csrf": "x" * 32}, {"csrf": ""}, {"origin": "https://evil.example"}, {"origin": "null"}):
            async with client(made, member=florian, **who) as forged:
                answer = await forged.post("/live/claim", json={"conversation": conversation})
                assert (answer.status_code, answer.json()["code"]) == (401, "not_you"), who
        async with client(made, member=florian) as honest:
            assert (await honest.post("/live/claim", json={"conversation": conversation})).status_code == 200

    inside(forges)


def test_requests_spend_the_same_budgets_as_a_socket(transactional_db, cast, monkeypatch):
    """A new request is not a new purse. The purses' clock stands still: a slow machine would fill them between two requests."""
    monkeypatch.setattr("causerie.realtime.limits.monotonic", lambda: 0.0)

    async def floods(made):
        token, conversation = await asked(made, cast.site)
        async with client(made, token=token) as jeanne:
            answers = [await jeanne.post("/live/thank", json={"conversation": conversation}) for _ in range(32)]
            assert {answer.status_code for answer in answers[:20]} == {404}
            assert answers[-1].status_code == 429
            assert answers[-1].json()["retry_after"] > 0
            says = [{"client_id": f"client-{n:03}", "conversation": conversation, "text": "Allô ?"} for n in range(100)]
            made.house.live.rate = 5
            codes = [(await jeanne.post("/live/say", json=say)).status_code for say in says[:40]]
            assert 429 in codes

    inside(floods)


def test_a_foreign_page_gets_no_token(transactional_db, cast):
    async def mints(made):
        foreign = [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
        for headers, status in [*((one, 401) for one in foreign), ({"Origin": ORIGIN}, 200)]:
            async with httpx.AsyncClient(base_url=made.url) as page:
                assert (await page.post(f"/w/{cast.site.key}/visits", headers=headers)).status_code == status
        async with client(made) as page:
            assert (await page.post("/w/ffffffffffffffff/visits")).status_code == 404

    inside(mints)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"[]", 422),
        (b'"x"', 422),
        (b"{", 422),
        (b'{"conversation":1}', 422),
        (b'{"type":"hello","token":"x"}', 422),
        (b"\xff\xfe", 422),
        (b"[" * 60000, 422),
        (b" " * 70000, 413),
    ],
)
def test_a_broken_body_is_refused(transactional_db, cast, body, status):
    async def breaks(made):
        _visitor, token = actions.admit(site=cast.site)
        async with client(made, token=token) as jeanne:
            answer = await jeanne.post("/live/say", content=body)
            assert (answer.status_code, answer.json()["type"]) == (status, "refused")

    inside(breaks)


@pytest.mark.parametrize("after", ["", "-1", "1.0", "١", "1e3", "99999999999", "x"])
def test_a_position_is_a_plain_number(transactional_db, cast, after):
    async def fetches(made):
        _visitor, token = actions.admit(site=cast.site)
        async with client(made, token=token) as jeanne:
            answer = await jeanne.get("/live/messages", params={"conversation": "00000000000", "after": after})
            assert (answer.status_code, answer.json()["code"]) == (422, "bad_frame")

    inside(fetches)


# ---- pictures -----------------------------------------------------------------------------------------------------------


def photo(kind="JPEG", size=(300, 200)):
    """A picture taken somewhere: the place stands in its EXIF."""
    exif = Image.Exif()
    exif[0x010F] = "the camera's name"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 29.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    out = io.BytesIO()
    Image.new("RGB", size, (120, 60, 30)).save(out, kind, exif=exif)
    return out.getvalue()


async def sent(made, cast):
    """Jeanne's photo in a conversation that Florian holds: (token, conversation, picture's id)."""
    token, conversation = await asked(made, cast.site)
    async with client(made, token=token) as jeanne, wire(made.live, origin=ORIGIN, ticket=made.ticket(cast.members["florian"])) as florian:
        await florian.ask({"type": "claim", "conversation": conversation}, "claimed")
        ack = await jeanne.post("/live/pictures", params={"conversation": conversation, "client_id": "picture-1"}, content=photo())
        assert ack.status_code == 200, ack.text
        message = await florian.get("message")
    assert (message["picture"]["width"], message["picture"]["height"]) == (300, 200)
    return token, conversation, message["picture"]["id"]


def test_a_photo_arrives_without_the_place_where_it_was_taken(transactional_db, cast, settings, tmp_path):
    settings.FILES = tmp_path

    async def sends(made):
        token, _conversation, name = await sent(made, cast)
        async with client(made, token=token) as jeanne:
            answer = await jeanne.get(f"/live/pictures/{name}")
        assert answer.headers["content-type"] == "image/webp"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert dict(picture.getexif()) == {}
            assert "exif" not in picture.info
        assert b"camera" not in answer.content

    inside(sends)


def test_only_the_two_sides_see_a_picture(transactional_db, cast, otto, settings, tmp_path):
    settings.FILES = tmp_path

    async def looks(made):
        token, _conversation, name = await sent(made, cast)
        _visitor, neighbour = actions.admit(site=cast.site)
        seen = {}
        people = {
            "jeanne": {"token": token},
            "florian": {"member": cast.members["florian"]},
            "bernadette": {"member": cast.members["bernadette"]},
            "a neighbour": {"token": neighbour},
            "otto": {"member": otto},
            "nobody": {},
        }
        for who, how in people.items():
            async with client(made, **how) as one:
                seen[who] = (await one.get(f"/live/pictures/{name}")).status_code
        assert seen == {"jeanne": 200, "florian": 200, "bernadette": 404, "a neighbour": 404, "otto": 404, "nobody": 401}

    inside(looks)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415),
        (b"<html><script>alert(1)</script>", 415),
        (b"GIF89a" + b"x" * 100, 415),
        (b"", 415),
        (b"x" * (5 * 1024 * 1024 + 1), 413),
    ],
    ids=["svg", "html", "gif", "nothing", "too big"],
)
def test_what_is_not_a_picture_is_refused_and_leaves_nothing(transactional_db, cast, settings, tmp_path, content, status):
    settings.FILES = tmp_path

    async def sends(made):
        token, conversation = await asked(made, cast.site)
        async with client(made, token=token) as jeanne:
            answer = await jeanne.post("/live/pictures", params={"conversation": conversation, "client_id": "picture-1"}, content=content)
            assert answer.status_code == status
        assert not Picture.objects.exists()
        assert list(tmp_path.rglob("*.*")) == []

    inside(sends)


def test_an_erased_picture_is_gone_from_the_disk_too(transactional_db, cast, settings, tmp_path):
    settings.FILES = tmp_path

    async def erases(made):
        token, conversation, name = await sent(made, cast)
        assert list(tmp_path.rglob("*.webp")) != []
        async with client(made, token=token) as jeanne:
            assert (await jeanne.post("/live/erase", json={"conversation": conversation})).status_code == 200
            assert (await jeanne.get(f"/live/pictures/{name}")).status_code == 404
        assert list(tmp_path.rglob("*.webp")) == []

    inside(erases)


def test_a_picture_sent_twice_after_a_lost_answer_is_one_message(transactional_db, cast, settings, tmp_path):
    settings.FILES = tmp_path

    async def repeats(made):
        token, conversation = await asked(made, cast.site)
        async with client(made, token=token) as jeanne:
            acks = [
                (
                    await jeanne.post("/live/pictures", params={"conversation": conversation, "client_id": "picture-1"}, content=photo())
                ).json()
                for _ in range(2)
            ]
        assert acks[0] == acks[1]
        assert Message.objects.filter(client_id="picture-1").count() == 1
        while made.house.live.tasks:
            await asyncio.sleep(0.01)
        assert Picture.objects.count() == len(list(tmp_path.rglob("*.webp"))) == 1, "the second upload left nothing behind"

    inside(repeats)


async def nothing_is_left(made, tmp_path):
    async with asyncio.timeout(5):
        while made.house.live.tasks:
            await asyncio.sleep(0.01)
    assert not Picture.objects.exists()
    assert list(tmp_path.rglob("*.webp")) == []


def test_a_picture_that_comes_after_the_end_is_refused_and_leaves_nothing(transactional_db, cast, settings, tmp_path):
    settings.FILES = tmp_path

    async def comes_late(made):
        token, conversation = await asked(made, cast.site)
        async with client(made, token=token) as jeanne:
            await jeanne.post("/live/close", json={"conversation": conversation})
            answer = await jeanne.post("/live/pictures", params={"conversation": conversation, "client_id": "picture-1"}, content=photo())
            assert (answer.status_code, answer.json()["code"]) == (409, "closed")
            # A name that was given to words.
            token, conversation = await asked(made, cast.site)
        async with client(made, token=token) as jeanne:
            answer = await jeanne.post("/live/pictures", params={"conversation": conversation, "client_id": "question-1"}, content=photo())
            assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
        await nothing_is_left(made, tmp_path)

    inside(comes_late)


def test_a_picture_that_the_disk_or_the_log_cannot_keep_leaves_nothing(transactional_db, cast, settings, tmp_path, monkeypatch):
    settings.FILES = tmp_path

    def full(**_picture):
        raise Refused("try_again")

    async def fails(made):
        token, conversation = await asked(made, cast.site)
        async with client(made, token=token) as jeanne:
            where = {"params": {"conversation": conversation, "client_id": "picture-1"}, "content": photo()}
            with monkeypatch.context() as patch:
                patch.setattr(actions, "add_picture", full)
                assert (await jeanne.post("/live/pictures", **where)).status_code == 503
            with monkeypatch.context() as patch:
                patch.setattr(made.house.live.log, "append", lambda _item: False)
                assert (await jeanne.post("/live/pictures", **where)).status_code == 503
            await nothing_is_left(made, tmp_path)
            assert (await jeanne.post("/live/pictures", **where)).status_code == 200, "sent again, it is kept"
            assert Picture.objects.count() == len(list(tmp_path.rglob("*.webp"))) == 1

    inside(fails)


def test_a_role_that_does_not_answer_has_no_verbs_by_http_either(transactional_db, cast):
    reader = new_member(cast.brand, "Ariane", role="analyst")

    async def tries(made):
        _token, conversation = await asked(made, cast.site)
        async with client(made, member=reader) as ariane:
            for verb in ("claim", "say", "status"):
                answer = await ariane.post(f"/live/{verb}", json={"conversation": conversation})
                assert (answer.status_code, answer.json()["code"]) == (401, "not_you")

    inside(tries)
