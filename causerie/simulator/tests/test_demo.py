"""The demonstration: made once, on this computer only, with the shop's real script tag."""

import json
import re
import stat
import sys
import time

import pytest
from django.conf import settings
from django.test import TestCase
from django.urls import clear_url_caches, path

from causerie.brands.models import Brand
from causerie.community.models import Like, Post
from causerie.config import urls as house
from causerie.conversations import check, queries
from causerie.conversations.models import Conversation, Message
from causerie.notify.models import Mail
from causerie.people.models import Membership, Person
from causerie.rewards.models import Circle, Hold
from causerie.simulator import demo, seeds, stage, views
from causerie.simulator import urls as own

urlpatterns = [path("", views.first), *own.urlpatterns, *house.urlpatterns]
URL = "http://127.0.0.1:8000"
SHOP = ["/shop/", "/shop/how/", "/shop/basket/", "/shop/listing/lisbonne/"]


@pytest.fixture
def demonstration(settings, monkeypatch, statics):
    """The house as `causerie demo` sets it up."""
    settings.ROOT_URLCONF = __name__
    monkeypatch.setitem(settings.CAUSERIE, "DEMO", True)
    clear_url_caches()
    yield
    clear_url_caches()


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """Seeding takes half a minute: once for all, in a transaction that each test goes on in and takes back to here."""
    with django_db_blocker.unblock():
        atomics = TestCase._enter_atomics()
        try:
            yield seeds.seed(URL)
        finally:
            TestCase._rollback_atomics(atomics)


@pytest.fixture
def village(seeded, db):
    return seeded


def test_seeding_twice_changes_nothing(village):
    kinds = (Brand, Membership, Person, Post, Like, Conversation, Message)
    before = [kind.objects.count() for kind in kinds]
    assert seeds.seed(URL) == village
    assert [kind.objects.count() for kind in kinds] == before


def test_a_household_that_thanks_its_own_member_waits_for_a_human(village):
    circle = Circle.objects.get(brand=village)
    assert (circle.kind, circle.state) == ("network", "open")
    assert [hold.reasons for hold in Hold.objects.filter(brand=village, member__in=circle.members)] == [["network"]] * 2


def test_the_past_is_believable(village):
    """Waits are of people, not of a program; everything lies in the past; the invariants hold."""
    french = village.sites.get(language="fr")
    assert 10 < queries.usual_wait(french) < 90
    now = time.time() * 1000
    for talk in Conversation.objects.exclude(first_reply_at=None):
        steps = (talk.asked_at, talk.claimed_at, talk.first_reply_at, talk.last_at, talk.thanked_at, talk.closed_at)
        times = [step for step in steps if step is not None]
        assert times == sorted(times)
        assert times[-1] < now
    assert list(Post.objects.order_by("id")) == list(Post.objects.order_by("posted_at"))
    assert [finding.wrong for finding in check.check() if not finding.holds] == []


@pytest.mark.parametrize(("host", "url"), [("0.0.0.0", "http://127.0.0.1:8000"), ("127.0.0.1", "https://chat.example.org")])
def test_never_where_others_reach_it(host, url, monkeypatch, settings, capsys):
    monkeypatch.setitem(settings.CAUSERIE, "HOST", host)
    settings.PUBLIC_URL = url
    assert demo.run(None) == 2
    assert "this computer only" in capsys.readouterr().err


def test_demo_json_has_exactly_what_clients_read(village, settings):
    settings.PUBLIC_URL = URL
    demo.write_accounts(demo.accounts(village))
    path = settings.DATA / "demo.json"
    written = json.loads(path.read_text())
    assert set(written) == {"url", "site_key", "login", "people"}
    assert written["url"] == URL
    assert written["login"] == f"{URL}/account/login/"
    assert written["site_key"] == village.sites.get(language="fr").key
    assert all(set(one) == {"name", "role", "email", "password"} for one in written["people"])
    assert {one["role"] for one in written["people"]} == {"owner", "manager", "support", "analyst", "ambassador"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Person.objects.get(email=written["people"][1]["email"]).check_password(written["people"][1]["password"])
    path.unlink()


def test_the_first_page_says_what_to_click(village, demonstration, client):
    page = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert "/shop/" in page
    assert "Florian" in page
    assert "/demo/mails/" in page
    assert "first" in page
    assert not re.search(r"\son\w+=|\sstyle=", page)


@pytest.mark.parametrize(("who", "door", "to"), [("florian", "", "/desk/nidechange/"), ("camille", "office", "/office/nidechange/")])
def test_one_click_signs_in(village, demonstration, client, who, door, to):
    assert client.post("/demo/sign-in", {"who": who, "door": door}).headers["Location"] == to
    assert client.session["_auth_user_id"] == str(Person.objects.get(email=seeds.email(who)).pk)


@pytest.mark.parametrize(
    "odd",
    [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, {"HTTP_FORWARDED": "for=192.0.2.7"}],
)
def test_nobody_else_signs_in_with_a_click(village, demonstration, client, odd):
    assert client.post("/demo/sign-in", {"who": "florian"}, **odd).status_code == 404
    assert "_auth_user_id" not in client.session


def test_no_click_signs_in_as_another(village, demonstration, client):
    assert client.post("/demo/sign-in", {"who": "bernadette"}).status_code == 404


def test_nothing_of_it_outside_a_demonstration(village, demonstration, client, monkeypatch):
    monkeypatch.setitem(settings.CAUSERIE, "DEMO", False)
    assert client.post("/demo/sign-in", {"who": "florian"}).status_code == 404
    assert {client.get(page).status_code for page in ["/", "/demo/mails/", *SHOP]} == {404}


def test_the_click_needs_its_token(village, demonstration):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/demo/sign-in", {"who": "florian"}).status_code == 403


def test_the_first_page_stays_open_and_its_buttons_work_again(village, demonstration):
    """Camille, then Florian, then Camille, from one page."""
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/").content.decode())[1]
    for who in ("camille", "florian", "camille"):
        assert client.post("/demo/sign-in", {"who": who, "csrfmiddlewaretoken": token}).status_code == 302
        assert client.session["_auth_user_id"] == str(Person.objects.get(email=seeds.email(who)).pk)


@pytest.mark.parametrize("language", ["fr", "en", "es"])
@pytest.mark.parametrize("page", SHOP)
def test_the_shop_carries_the_real_tag_under_a_strict_policy(village, demonstration, client, page, language):
    answer = client.get(page, headers={"accept-language": language})
    text, key = answer.content.decode(), village.sites.get(language=language).key
    assert re.findall(r"<script[^>]*>(.*?)</script>", text, re.S) == [""]
    assert f'<script async src="http://testserver/w/loader.js" data-site="{key}"></script>' in text
    assert not re.search(r"\son\w+=|\sstyle=|<style", text)
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src http://testserver/w/loader.js;" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert ('property="og:image" content="http://testserver/static/' in text) == ("listing" in page)


def test_mails_are_text_and_only_our_links_are_links(village, demonstration, client, settings):
    settings.PUBLIC_URL = URL
    text = f"Hello <b>you</b>\n{URL}/w/abc/?back=1.\nhttps://elsewhere.example/x"
    Mail.objects.create(key="a", to="v@x.example", subject="Back", text=text, created_at=1, due_at=1)
    page = client.get("/demo/mails/").content.decode()
    assert f'<a href="{URL}/w/abc/?back=1">' in page
    assert 'href="https://elsewhere' not in page
    assert "&lt;b&gt;you" in page


def test_the_cast_comes_back_and_leaves_with_the_server(tmp_path):
    """A process that falls at once is started again; the curtain ends the one that stays."""
    log = tmp_path / "log"
    code = f"import sys; open({str(log)!r}, 'a').write(sys.stdin.readline())"
    play = stage.Stage("hello", [sys.executable, "-c", code], pause=0.05)
    play.open()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not (log.exists() and log.read_text().count("hello") > 1):
        time.sleep(0.05)
    play.clear()
    assert log.read_text().count("hello") > 1
    assert not play._thread.is_alive()
