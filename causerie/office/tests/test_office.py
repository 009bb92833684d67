"""The office is the manager's; for others it does not exist."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from causerie.attentions import actions as attentions
from causerie.attentions.models import Attention
from causerie.brands.models import Greeting, Site, Topic
from causerie.conversations.models import Conversation, Report, Visitor
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.office import queries
from causerie.office.forms import origin_of
from causerie.recruitment import actions as recruitment
from causerie.recruitment.models import Invitation
from causerie.safety.actions import decide
from tests.cast import new_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("statics")]


def browser(member):
    client = Client()
    client.force_login(member.person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def office(camille):
    return browser(camille)


@pytest.fixture
def stranger(otto):
    """Otto manages another brand."""
    otto.role = "manager"
    otto.save()
    return otto


def asked(site, **fields):
    visitor = Visitor.objects.create(brand=site.brand, site=site, created_at=1)
    now = now_ms()
    return Conversation.objects.create(
        **{"brand": site.brand, "site": site, "visitor": visitor, "ask_client_id": "a" * 8, "language": "fr", "preview": "Et l'assurance ?",
           "last_at": now, "asked_at": now, "waiting_since": now, **fields}
    )  # fmt: skip


def values(site, **changed):
    kept = {name: getattr(site, name) for name in (
        "launcher_text", "launcher_more", "position", "greeting", "about", "min_online", "offline", "widen_after", "offer_after",
        "silence_limit", "support_url", "name", "language", "url", "allowed_origins", "time_zone",
    )}  # fmt: skip
    return {**kept, "colour": "#b5482a", "show_faces": "on", "rewarded": "on", **changed}


def pages(site, report):
    return ["", "people/", "people/invite/", "topics/", "brand/", "sites/", f"sites/{site.id}/", f"safety/reports/{report.id}/"]


def test_only_managers_of_the_brand_come_in(office, site, florian, stranger):
    report = Report.objects.create(brand=site.brand, conversation=asked(site), by=florian, reason="insulte", at=now_ms())
    for path in pages(site, report):
        address = f"/office/nidechange/{path}"
        assert office.get(address).status_code == 200, path
        assert browser(florian).get(address).status_code == 404, path
        assert browser(stranger).get(address).status_code == 404, path
        assert Client().get(address).status_code == 302, path
    assert browser(florian).get("/office/").status_code == 404
    assert office.get("/office/").url == "/office/nidechange/"


def test_another_managers_office_does_not_reach_here(stranger, site, florian):
    theirs = browser(stranger)
    report = Report.objects.create(brand=site.brand, conversation=asked(site), by=florian, at=now_ms())
    topic = Topic.objects.get(brand=site.brand)
    greeting = Greeting.objects.create(brand=site.brand, site=site, page_pattern="/*", text="Bonjour")
    own = Site.objects.get(brand=stranger.brand)
    for path in (f"sites/{site.id}/", f"safety/reports/{report.id}/", f"topics/{topic.id}/"):
        assert theirs.get(f"/office/autrement/{path}").status_code == 404, path
    for path in (f"sites/{site.id}/", f"sites/{site.id}/secret/", f"sites/{site.id}/greetings/", f"topics/{topic.id}/remove/",
                 f"people/{florian.id}/end/", f"sites/{own.id}/greetings/{greeting.id}/remove/"):  # fmt: skip
        assert theirs.post(f"/office/autrement/{path}", values(site)).status_code == 404, path
    assert Topic.objects.filter(id=topic.id).exists()
    assert Greeting.objects.filter(id=greeting.id).exists()
    assert "nidechange" not in theirs.get("/office/autrement/people/").content.decode()


def test_a_site_is_set_and_said(office, site):
    sent = values(
        site,
        launcher_text="Une question ?",
        min_online=2,
        colour="#226644",
        allowed_origins="shop.example.org/fr\nhttps://www.example.org:8443",
    )
    answer = office.post(f"/office/nidechange/sites/{site.id}/", sent, follow=True)
    site.refresh_from_db()
    assert (site.launcher_text, site.min_online, site.colour) == ("Une question ?", 2, "#226644")
    assert site.origins == ["https://shop.example.org", "https://www.example.org:8443"]
    assert "toast" in answer.content.decode()
    office.post(f"/office/nidechange/sites/{site.id}/", values(site, colour="#B5482A"))
    site.refresh_from_db()
    assert site.colour == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("allowed_origins", "https://*.example.org"),
        ("support_url", "javascript:alert(1)"),
        ("support_url", "ftp://example.org"),
        ("min_online", "0"),
        ("colour", "red"),
        ("offer_after", "10"),
        ("silence_limit", "99999"),
        ("name", ""),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(office, site, field, value):
    answer = office.post(f"/office/nidechange/sites/{site.id}/", values(site, **{field: value}))
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert f'id="id_{field}-error"' in answer.content.decode()


def test_the_secret_is_shown_on_demand_only(office, site):
    address = f"/office/nidechange/sites/{site.id}/"
    page = office.get(address).content.decode()
    assert site.identify_secret not in page
    assert f"data-site=&quot;{site.key}&quot;" in page
    shown = office.post(f"{address}secret/")
    assert site.identify_secret in shown.content.decode()
    assert shown["Cache-Control"] == "private, no-store"


def test_greetings_come_and_go(office, site):
    address = f"/office/nidechange/sites/{site.id}/greetings/"
    assert office.post(address, {"page_pattern": "basket", "seconds": 5, "text": "Une hésitation ?"}).status_code == 422
    office.post(address, {"page_pattern": "/basket*", "seconds": 5, "text": "Une hésitation ?"})
    greeting = Greeting.objects.get(site=site)
    office.post(f"{address}{greeting.id}/remove/")
    assert not Greeting.objects.exists()


def test_topics(office, brand):
    office.post("/office/nidechange/topics/", {"name": "Chiens", "keywords": "chien, Chat, chien,"})
    topic = Topic.objects.get(brand=brand, name="Chiens")
    assert topic.keywords == "chien, chat"
    assert office.post("/office/nidechange/topics/", {"name": "Chiens"}).status_code == 422
    office.post(f"/office/nidechange/topics/{topic.id}/", {"name": "Animaux", "keywords": "chien"})
    topic.refresh_from_db()
    assert topic.name == "Animaux"
    office.post(f"/office/nidechange/topics/{topic.id}/remove/")
    assert not Topic.objects.filter(id=topic.id).exists()


def test_a_new_site_and_the_brand(office, brand):
    office.post("/office/nidechange/sites/", {"name": "España", "language": "es", "url": "https://es.example.org/inicio"})
    assert Site.objects.get(brand=brand, name="España").origins == ["https://es.example.org"]
    office.post("/office/nidechange/brand/", {"name": "Nidéchange", "colour": "#224466", "capacity_cap": 3})
    brand.refresh_from_db()
    assert (brand.colour, brand.capacity_cap) == ("#224466", 3)


def test_welcome_is_an_invitation_and_the_page_shows_who_has_not_come_yet(office, brand):
    sent = {"email": "Nadia@Example.org", "name": "Nadia", "languages": ["es", "fr"], "role": "ambassador"}
    office.post("/office/nidechange/people/invite/", sent)
    invitation = Invitation.objects.get(brand=brand)
    assert (invitation.email, invitation.languages) == ("nadia@example.org", ["es", "fr"])
    assert "nadia@example.org" in office.get("/office/nidechange/people/").content.decode()
    office.post(f"/office/nidechange/recruitment/invitations/{invitation.id}/cancel/")
    assert "nadia@example.org" not in office.get("/office/nidechange/people/").content.decode()


def test_the_end_and_the_return(office, camille, florian, site):
    held = asked(site, state="taken", holder=florian, lease=1, claimed_at=now_ms())
    office.post(f"/office/nidechange/people/{florian.id}/end/")
    florian.refresh_from_db()
    held.refresh_from_db()
    assert florian.ended_at
    assert (held.state, held.holder) == ("waiting", None)
    assert browser(florian).get("/community/?brand=nidechange").status_code == 404
    with pytest.raises(Refused, match="bad_value"):
        recruitment.end_membership(by=camille, member=camille)


def test_the_day_in_figures(camille, florian, site, office):
    now = now_ms()
    asked(site)
    asked(site, asked_at=now - 60_000, claimed_at=now, first_reply_at=now, state="closed", thanked_at=now, ask_client_id="b" * 8)
    asked(site, asked_at=now - 2 * queries.DAY, ask_client_id="c" * 8, state="closed")
    Fact.objects.create(brand=site.brand, at=now, kind="thanked", data={"conversation": 1, "member": florian.id})
    found = queries.figures(site.brand_id)
    assert (found.waiting, found.asked, found.taken, found.thanked, found.first_reply) == (1, 2, 1, 1, 60)
    assert found.taken_share == 50
    assert queries.most_thanked(site.brand_id) == [(florian, 1)]
    assert "1 min 00" in office.get("/office/nidechange/", headers={"Accept-Language": "en"}).content.decode()


def test_a_report_stands_in_the_day_as_text_and_leads_to_where_it_is_decided(office, site, florian):
    talk = asked(site, last_seq=1)
    report = Report.objects.create(brand=site.brand, conversation=talk, by=florian, reason="<i>insulte</i>", at=now_ms(), blocked=True)
    page = office.get("/office/nidechange/").content.decode()
    assert "&lt;i&gt;insulte" in page
    assert f'href="/office/nidechange/safety/reports/{report.id}/"' in page
    assert office.get(f"/office/nidechange/safety/reports/{report.id}/").status_code == 200


def test_the_day_shows_three_touches_at_most_the_most_urgent_first(office, brand, camille, florian, otto):
    for number in range(4):
        attentions.note_by_hand(by=camille, member=new_member(brand, f"Membre{number}"), kind="other", note=f"un mot {number}")
    Attention.objects.filter(note="un mot 3").update(due_at=1)
    page = office.get("/office/nidechange/").content.decode()
    assert [f"un mot {number}" in page for number in range(4)] == [True, True, False, True]
    first = Attention.objects.get(note="un mot 3")
    link = f'href="/office/nidechange/attentions/#touch-{first.id}"'
    assert page.index(link) < page.index("un mot 0")
    assert f'id="touch-{first.id}"' in office.get("/office/nidechange/attentions/").content.decode()
    otto.role = "owner"
    otto.save()
    assert "un mot" not in browser(otto).get("/office/autrement/").content.decode()


def test_people_are_searched_and_paged(office, brand):
    for number in range(55):
        new_member(brand, f"Membre{number}")
    assert "page=2" in office.get("/office/nidechange/people/").content.decode()
    assert "Membre54" in office.get("/office/nidechange/people/?q=membre54").content.decode()


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        ("https://Shop.Example.org/fr?x", "https://shop.example.org"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://example.org:443", "https://example.org"),
        ("https://[::1]:8000/", "https://[::1]:8000"),
    ],
)
def test_origins_are_exact(line, origin):
    assert origin_of(line) == origin


@pytest.mark.parametrize(
    "line",
    ["https://", "*", "https://*.example.org", "https://me@example.org", "javascript:alert(1)", "ftp://example.org", "https://x:99999"],
)
def test_what_is_not_an_origin(line):
    with pytest.raises(ValueError, match=r"."):
        origin_of(line)


@pytest.mark.parametrize("page", ["", "people/", "messages/", "attentions/", "rewards/members/"])
def test_a_longer_list_asks_the_database_no_more_often(office, brand, page):
    new_member(brand, "Étienne")
    office.get(f"/office/nidechange/{page}")
    with CaptureQueriesContext(connection) as few:
        office.get(f"/office/nidechange/{page}")
    for number in range(12):
        new_member(brand, f"Membre{number}")
    with CaptureQueriesContext(connection) as many:
        office.get(f"/office/nidechange/{page}")
    assert len(many) <= len(few)


def test_what_was_decided_no_longer_waits(office, site, florian, camille):
    report = Report.objects.create(brand=site.brand, conversation=asked(site), by=florian, reason="insulte", at=now_ms())
    assert "insulte" in office.get("/office/nidechange/").content.decode()
    assert [case.report for case in queries.decisions(camille).cases] == [report]
    decide(by=camille, report=report, what="nothing", words="")
    assert "insulte" not in office.get("/office/nidechange/").content.decode()
    assert queries.decisions(camille).none
