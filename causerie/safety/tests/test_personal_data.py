"""Erasing, exporting, forgetting in time: proven by a word that must be nowhere afterwards."""

import io
import json
import subprocess
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from PIL import Image

from causerie.brands.models import Site
from causerie.community import actions as community
from causerie.community.models import Post
from causerie.conversations import actions as talks
from causerie.conversations import queries
from causerie.conversations.check import check
from causerie.conversations.log import Append, commit
from causerie.conversations.models import Conversation, MailRequest, Message, Original, VisitorNetwork
from causerie.journal.models import Fact
from causerie.kernel import files
from causerie.kernel.clock import now_ms
from causerie.kernel.db import wipe_traces, write
from causerie.kernel.refusal import Refused
from causerie.notify.actions import contact_of, queue_mail
from causerie.notify.models import Contact, Mail
from causerie.people.models import Membership, Person
from causerie.people.profile_actions import change_profile
from causerie.safety import actions
from causerie.safety.actions import keep_clean
from causerie.safety.queries import DAY
from tests import canary
from tests.canary import CANARY, everywhere

pytestmark = pytest.mark.django_db(transaction=True)
LATER = 400 * DAY


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def nadia(site):
    return talks.admit(site=site, address="203.0.113.7")


@pytest.fixture
def lived(nadia, florian):
    """A talk full of the canary, from question to rating."""
    visitor, _token = nadia
    page = {"url": f"https://shop.example/{CANARY}", "title": CANARY}
    text = f"{CANARY} 06 12 34 56 78"
    talk, _first = talks.ask(by=visitor, client_id="nadia-asks-1", text=text, page=page, email=f"{CANARY}@exemple.fr")
    talks.identify(by=visitor, identity="", name="")
    taken = talks.claim(by=florian, conversation=talk)
    commit([Append(brand=talk.brand_id, conversation=talk.id, sender=florian.id, lease=1, client_id="say-000001", text=f"Oui {CANARY}")])
    talks.ask_transcript(by=visitor, conversation=taken, email=f"{CANARY}@exemple.fr")
    talks.complain(by=visitor, conversation=taken, reason=CANARY)
    talks.rate(by=visitor, conversation=taken, stars=5, comment=CANARY)
    talks.close(by=visitor, conversation=taken)
    return Conversation.objects.get(id=talk.id)


def test_the_canary_sings_before(lived):
    assert {"conversations_message", "conversations_original", "conversations_conversation", "conversations_report"} <= set(everywhere())


def test_a_visitor_s_erasure_leaves_no_canary(lived, nadia):
    talks.erase(by=nadia[0], conversation=lived)
    assert everywhere() == []


def test_erasing_an_open_talk_leaves_none_either(nadia, florian):
    visitor, _token = nadia
    talk, _first = talks.ask(by=visitor, client_id="nadia-asks-1", text=f"{CANARY} 06 12 34 56 78")
    taken = talks.claim(by=florian, conversation=talk)
    late = Append(brand=talk.brand_id, conversation=talk.id, sender=0, lease=0, client_id="late-00001", text=CANARY)
    talks.erase(by=visitor, conversation=taken)
    commit([late])
    assert late.refused == "closed"
    assert everywhere() == []


def test_retention_forgets_each_kind_after_its_days(lived):
    assert keep_clean(now_ms()) == 0
    now = now_ms()
    keep_clean(now + 31 * DAY)
    assert not Original.objects.exists()
    assert not MailRequest.objects.exists()
    assert not VisitorNetwork.objects.exists()
    lived.refresh_from_db()
    assert (lived.page_url, lived.email) == ("", "")
    assert Message.objects.filter(text__contains=CANARY).exists()
    keep_clean(now + LATER)
    assert everywhere() == []
    assert keep_clean(now + LATER) == 0, "run twice, it does nothing more"


def test_the_brand_s_own_days_count(lived, camille):
    actions.save_keeping(by=camille, days={"words": 2, "pages": 1, "originals": 1, "mails": 1, "applications": 1})
    keep_clean(now_ms() + 3 * DAY)
    assert everywhere() == []


def test_a_member_is_forgotten_and_the_rest_still_holds(lived, florian, camille, statics):
    change_profile(by=florian, name=CANARY, story=CANARY, expertise=CANARY, languages=["fr"])
    Person.objects.filter(pk=florian.person_id).update(email=f"{CANARY}@florian.example")
    florian = Membership.objects.select_related("person", "brand").get(id=florian.id)
    post = community.post(by=florian, text=CANARY, picture=picture())
    community.comment(by=florian, post=post, text=CANARY)
    shown = post.picture
    with write():
        queue_mail(key="x", to=florian.person.email, subject=CANARY, text=CANARY, brand_id=florian.brand_id, kind="service")
        contact_of(brand_id=florian.brand_id, email=florian.person.email)
    client = Client()
    client.force_login(florian.person)
    assert client.post("/desk/nidechange/my-data/erase/", {"sure": "yes"}).status_code == 200
    assert client.get("/desk/nidechange/").status_code == 302
    sings = everywhere()
    assert "people_membership" not in sings
    assert "people_person" not in sings
    assert not Post.objects.exists()
    assert not files.path_of(shown).exists()
    assert not Mail.objects.exists()
    assert not Contact.objects.exists()
    assert Message.objects.get(client_id="say-000001").text == ""
    assert [found.name for found in check() if not found.holds] == []


def test_the_last_manager_cannot_be_forgotten(camille):
    with pytest.raises(Refused, match="bad_value"):
        actions.erase_member(by=camille)


def test_a_visitor_takes_everything_along_and_nobody_else_does(lived, nadia, site, otto, statics):
    address = f"/w/{site.key}/mine/export"
    answer = Client(headers={"authorization": f"Bearer {nadia[1]}"}).post(address)
    data = json.loads(answer.content)
    assert data["conversations"][0]["messages"][0]["text"] == f"{CANARY} 06 12 34 56 78", "one's own words, also those hidden from others"
    assert data["conversations"][0]["mails"][0]["to"] == f"{CANARY}@exemple.fr"
    assert answer.headers["Cache-Control"] == "private, no-store"
    for token in ("", "x" * 43):
        assert Client(headers={"authorization": f"Bearer {token}"}).post(address).status_code == 401
    elsewhere = otto.brand.sites.get()
    assert Client(headers={"authorization": f"Bearer {nadia[1]}"}).post(f"/w/{elsewhere.key}/mine/export").status_code == 401


def test_a_member_takes_their_own_along(lived, florian, statics):
    client = Client()
    client.force_login(florian.person)
    data = json.loads(client.post("/desk/nidechange/my-data/export/").content)
    assert data["profile"]["name"] == "Florian"
    assert [line["by"] for line in data["conversations"][0]["messages"]] == ["the other side", "me"]
    assert "06 12" not in json.dumps(data), "what was hidden from the member stays hidden"


def test_the_privacy_page_is_public_and_says_the_days(site, camille, statics):
    actions.save_notice(by=camille, site=site, controller="Nidéchange SAS, Lille", contact="dpo@nidechange.example", more="")
    page = Client(headers={"accept-language": "en"}).get(f"/w/{site.key}/privacy/")
    words = page.content.decode()
    assert "Nidéchange SAS, Lille" in words
    assert "180 days" in words
    assert "sets no cookie" in words
    assert not page.cookies
    assert f"frame-ancestors 'self' {site.allowed_origins}" in page.headers["Content-Security-Policy"]


def test_the_register_shows_who_watched_over_what(lived, camille, statics):
    talks.read_originals(by=camille, conversation=lived, reason=CANARY)
    client = Client(headers={"accept-language": "en"})
    client.force_login(camille.person)
    page = client.get("/office/nidechange/privacy/").content.decode()
    assert "<b>Camille</b> read what was hidden" in page
    assert CANARY not in page
    never = {"words": 0, "pages": 1, "originals": 1, "mails": 1, "applications": 1}
    assert client.post("/office/nidechange/privacy/", never).status_code == 422


def test_the_register_tells_the_hour_of_the_brands_own_clock(lived, camille, site, statics):
    """23:30 in Lille is half past nine in the evening of Greenwich; nobody there lives by that."""
    Site.objects.filter(pk=site.pk).update(time_zone="Europe/Paris")
    talks.read_originals(by=camille, conversation=lived, reason=CANARY)
    late = datetime(2026, 7, 14, 23, 30, tzinfo=ZoneInfo("Europe/Paris"))
    Fact.objects.filter(brand_id=camille.brand_id, kind="read").update(at=int(late.timestamp() * 1000))
    client = Client(headers={"accept-language": "fr"})
    client.force_login(camille.person)
    assert "14/07/2026 23:30" in client.get("/office/nidechange/privacy/").content.decode()


def test_a_dump_and_a_grep_find_no_canary_either(lived, nadia, tmp_path):
    """The same proof from outside, as an operator would: `grep` over the database's files, or over a dump of every table."""
    talks.erase(by=nadia[0], conversation=lived)
    wipe_traces()
    files_ = [str(path) for path in canary.database_files()] if connection.vendor == "sqlite" else canary.dumped(tmp_path)
    assert files_
    done = subprocess.run(["grep", "-c", CANARY, *files_], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert queries.about_visitor(nadia[0])["name"] == ""
