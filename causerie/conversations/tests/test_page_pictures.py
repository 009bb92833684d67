"""The page's picture: only on the site's own hosts, only for whom it concerns, and fetched once."""

import asyncio
import io

import pytest
from PIL import Image

from causerie.conversations import access, actions, page_pictures
from causerie.conversations.page_pictures import Place, Shelf
from causerie.kernel import outbound
from causerie.kernel.refusal import Refused
from tests.inside import run

SHOP = "https://www.shop.example"


@pytest.fixture
def asked(site):
    """A waiting question on a page with this picture."""
    site.url, site.allowed_origins = f"{SHOP}/fr/", "http://plain.example https://shop.example:8443"
    site.save()

    def ask(picture=f"{SHOP}/house.jpg"):
        visitor, _token = actions.admit(site=site)
        page = {"url": f"{SHOP}/house", "title": "House", "picture": picture}
        row, _facts = actions.ask(by=visitor, client_id="a" * 12, text="Is it quiet?", locale="fr", page=page, email="")
        return row

    return ask


def code(work, *values, **more):
    try:
        work(*values, **more)
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(
    "picture",
    [f"{SHOP}/a.jpg", "https://WWW.shop.example/a", "http://plain.example/a", "https://plain.example/a", "https://shop.example:8443/a"],
)
def test_the_site_s_own_hosts_are_asked(asked, picture):
    assert page_pictures.place_of(asked(picture)) == Place(picture)


@pytest.mark.parametrize(
    "picture",
    [
        "",
        "http://www.shop.example/a.jpg",
        "https://evil.example/a.jpg",
        "https://www.shop.example.evil.example/a.jpg",
        "https://www.shop.example@evil.example/a.jpg",
        "https://www.shop.example:22/a.jpg",
        "https://169.254.169.254/latest",
        "https://www.shop.example:x/a",
    ],
)
def test_no_other_host_is(asked, picture):
    assert code(page_pictures.place_of, asked(picture)) == "not_found"


def test_the_page_the_visitor_names_opens_no_door(asked):
    row = asked("https://evil.example/a.jpg")
    row.page_url = "https://evil.example/page"
    assert code(page_pictures.place_of, row) == "not_found"


def test_letters_of_other_alphabets_are_written_for_the_wire(asked):
    assert page_pictures.place_of(asked(f"{SHOP}/é té%20.jpg")).url == f"{SHOP}/%C3%A9%20t%C3%A9%20.jpg"


def test_our_own_origin_only_in_the_demonstration(asked, site, settings):
    site.allowed_origins = "http://127.0.0.1:8123"
    site.save()
    row = asked("http://127.0.0.1:8123/house.webp")
    own = frozenset({"http://127.0.0.1:8123"})
    assert code(page_pictures.read, page_pictures.place_of(row, own)) == "address_refused"
    settings.CAUSERIE = {**settings.CAUSERIE, "DEMO": True}
    assert page_pictures.place_of(row, own).own
    assert not page_pictures.place_of(row, frozenset({"http://127.0.0.1:9"})).own


def test_what_comes_is_made_small(monkeypatch):
    out = io.BytesIO()
    Image.new("RGB", (1200, 800), "green").save(out, "PNG")
    answers = [outbound.Fetched(200, "image/png", out.getvalue()), outbound.Fetched(302, "", b""), outbound.Fetched(200, "", b"<svg/>")]
    monkeypatch.setattr(outbound, "fetch", lambda *_, **__: answers.pop(0))
    with Image.open(io.BytesIO(page_pictures.read(Place(SHOP)))) as small:
        assert (small.format, small.size) == ("WEBP", (320, 213))
    assert code(page_pictures.read, Place(SHOP)) == "not_reachable"
    assert code(page_pictures.read, Place(SHOP)) == "not_a_picture"


def test_only_on_whose_desk_it_stands(asked, florian, bernadette, camille, otto, site):
    row = asked()
    assert access.visible_conversation(florian, row.public_id).id == row.id
    assert code(access.visible_conversation, otto, row.public_id) == "not_found"
    bernadette.sites.set([site.brand.sites.create(name="Elsewhere")])
    assert code(access.visible_conversation, bernadette, row.public_id) == "not_found"
    actions.claim(by=florian, conversation=row)
    assert access.visible_conversation(florian, row.public_id).id == row.id
    assert code(access.visible_conversation, camille, row.public_id) == "not_found"


def test_a_hundred_desks_cost_one_look_outside():
    looked = []

    def read(place):
        looked.append(place)
        if place.url == "bad":
            raise Refused("not_reachable")
        return b"picture"

    async def desks():
        shelf = Shelf(read)
        assert await asyncio.gather(*(shelf.get(Place("a")) for _ in range(100))) == [b"picture"] * 100
        await shelf.get(Place("a"))
        assert len(looked) == 1
        found = await asyncio.gather(*(shelf.get(Place("bad")) for _ in range(100)), return_exceptions=True)
        assert {one.code for one in found} == {"not_found"}
        with pytest.raises(Refused):
            await shelf.get(Place("bad"))
        assert len(looked) == 2
        for number in range(page_pictures.MOST_KEPT + 10):
            await shelf.get(Place(str(number)))
        assert len(shelf._kept) == page_pictures.MOST_KEPT
        assert not shelf._coming

    run(desks())


def test_the_first_desk_may_leave():
    async def desks():
        shelf = Shelf(lambda _place: b"picture")
        first = asyncio.create_task(shelf.get(Place("a")))
        await asyncio.sleep(0)
        second = asyncio.create_task(shelf.get(Place("a")))
        first.cancel()
        assert await second == b"picture"

    run(desks())


def test_over_http(server):
    """Nobody without a session; no picture for a host that is not the shop's."""
    seeded = server.seed("Nadia", brand="page-pictures")
    desk = server.signed_in(seeded["people"][0])
    ask = {"client_id": "b" * 12, "text": "Hello?", "locale": "en", "page": {"url": f"{SHOP}/", "picture": f"{SHOP}/a.jpg"}}
    token = server.visit(seeded["site_key"])["token"]
    answer = desk.post("/live/ask", json=ask, headers={"Authorization": f"Bearer {token}", "Origin": server.url})
    address = f"/live/page-picture?conversation={answer.json()['conversation']}"
    assert desk.get(address).status_code == 404
    desk.cookies.clear()
    assert desk.get(address).status_code == 401
