"""Reports from both sides, decisions with reasons, appeals; the board; held messages on the page."""

from types import SimpleNamespace

import pytest
from django.test import Client

from causerie.brands.models import Site
from causerie.conversations import actions as talks
from causerie.conversations import queries
from causerie.conversations.log import Append, commit
from causerie.conversations.models import Conversation, Held, Report, Visitor
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.notify.models import Mail
from causerie.people.models import Membership
from causerie.safety import actions
from causerie.safety.models import Decision
from causerie.safety.queries import board, cases
from tests.cast import new_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nadia(site):
    return talks.admit(site=site, address="203.0.113.7")[0]


@pytest.fixture
def taken(nadia, florian):
    asked, _first = talks.ask(by=nadia, client_id="nadia-asks-1", text="Ma carte 4242 4242 4242 4242 ?", email="nadia@exemple.fr")
    return talks.claim(by=florian, conversation=asked)


@pytest.fixture
def of_florian(taken, florian):
    """Florian reports the visitor."""
    talks.report(by=florian, conversation=taken, reason="Elle m'insulte", block=False)
    return Report.objects.get()


@pytest.fixture
def of_nadia(taken, nadia):
    """The visitor reports Florian."""
    talks.complain(by=nadia, conversation=taken, reason="Il veut mon numéro")
    return Report.objects.get()


@pytest.fixture
def office(camille, statics):
    client = Client(headers={"accept-language": "en"})
    client.force_login(camille.person)
    return client


def test_a_block_reaches_the_visitor_with_reasons_and_a_way_to_appeal(of_florian, camille, nadia, taken):
    actions.decide(by=camille, report=queries.report_of(camille.brand_id, of_florian.id), what="block", words="Insultes répétées.")
    nadia.refresh_from_db()
    taken.refresh_from_db()
    assert nadia.blocked_at
    assert taken.state == "closed"
    mails = {mail.to: mail.text for mail in Mail.objects.all()}
    assert "Insultes répétées." in mails["nadia@exemple.fr"]
    assert "/appeal/" in mails["nadia@exemple.fr"]
    assert "Insultes" not in mails["florian@nidechange.example.org"], "who reported hears the outcome, not the reasons"


def test_a_visitor_may_have_a_member_s_part_ended_but_only_by_a_manager(of_nadia, camille, florian, brand):
    lea = new_member(brand, "Lea", role="support")
    report = queries.report_of(brand.id, of_nadia.id)
    with pytest.raises(Refused, match="bad_value"):
        actions.decide(by=lea, report=report, what="membership", words="Non.")
    actions.decide(by=camille, report=report, what="membership", words="La charte interdit de demander un numéro.")
    florian.refresh_from_db()
    assert florian.ended_at


def test_nobody_is_touched_without_reasons_and_twice_is_refused(of_florian, camille):
    report = queries.report_of(camille.brand_id, of_florian.id)
    with pytest.raises(Refused, match="empty"):
        actions.decide(by=camille, report=report, what="end")
    actions.decide(by=camille, report=report, what="nothing")
    with pytest.raises(Refused, match="taken"):
        actions.decide(by=camille, report=report, what="nothing")


def test_an_appeal_by_the_link_lifts_the_block(of_florian, camille, nadia, office):
    decision = actions.decide(by=camille, report=queries.report_of(camille.brand_id, of_florian.id), what="block", words="Insultes.")
    address = f"/appeal/{actions.appeal_code(decision)}/"
    stranger = Client()
    assert "Insultes." in stranger.get(address).content.decode()
    assert stranger.post(address, {"words": "C'était ironique."}).status_code == 302
    with pytest.raises(Refused, match="conflict"):
        actions.appeal(decision=decision, words="Encore")
    page = office.get(f"/office/nidechange/safety/reports/{of_florian.id}/").content.decode()
    assert "C&#x27;était ironique." in page
    office.post(f"/office/nidechange/safety/reports/{of_florian.id}/settle/", {"outcome": "lifted", "answer": "Vous avez raison."})
    nadia.refresh_from_db()
    assert nadia.blocked_at is None
    assert "Vous avez raison." in stranger.get(address).content.decode()
    assert [fact.kind for fact in Fact.objects.filter(kind__in=["report_decided", "appealed", "settled"]).order_by("id")] == [
        "report_decided",
        "appealed",
        "settled",
    ]
    assert "raison" not in str(list(Fact.objects.values_list("data", flat=True)))
    assert stranger.get("/appeal/forged/").status_code == 404


def test_an_answer_that_came_too_late_is_not_lost(of_florian, camille, office):
    decision = actions.decide(by=camille, report=queries.report_of(camille.brand_id, of_florian.id), what="warn", words="Restons courtois.")
    actions.appeal(decision=decision, words="Je n’ai rien dit de mal.")
    actions.settle(by=camille, decision=Decision.objects.get(), outcome="kept", answer="Nous avons relu.")
    answer = {"outcome": "lifted", "answer": "Vous aviez raison, pardon."}
    page = office.post(f"/office/nidechange/safety/reports/{of_florian.id}/settle/", answer)
    assert page.status_code == 422
    assert "A colleague has decided it meanwhile." in page.content.decode()
    assert "Vous aviez raison, pardon." in page.content.decode()


def test_the_queue_tells_states_apart(of_florian, camille, office):
    assert "Elle m&#x27;insulte" in office.get("/office/nidechange/safety/").content.decode()
    office.post(f"/office/nidechange/safety/reports/{of_florian.id}/", {"what": "warn", "words": "Un mot."})
    assert [case.state for case in cases(camille.brand_id)] == ["decided"]
    assert "Elle m&#x27;insulte" not in office.get("/office/nidechange/safety/").content.decode()
    assert "Elle m&#x27;insulte" in office.get("/office/nidechange/safety/?state=decided").content.decode()


def test_the_page_of_a_report_shows_what_was_hidden_only_with_a_reason(of_florian, office):
    address = f"/office/nidechange/safety/reports/{of_florian.id}/"
    page = office.get(address).content.decode()
    assert "[card number]" in page
    assert "4242 4242" not in page
    assert office.post(f"{address}originals/", {"reason": ""}).status_code == 422
    assert "4242 4242 4242 4242" in office.post(f"{address}originals/", {"reason": "Remboursement"}).content.decode()
    assert "Remboursement" in office.get(address).content.decode()


def test_held_messages_wait_on_the_page(taken, office):
    with pytest.raises(Refused):
        talks.hold(taken.brand_id, taken.id, "held-00001", "Quelle arnaque")
    assert "Quelle arnaque" in office.get("/office/nidechange/safety/").content.decode()
    office.post(f"/office/nidechange/safety/held/{Held.objects.get().id}/", {"pass": "yes"})
    assert taken.messages.filter(text="Quelle arnaque").exists()


def test_the_board_shows_waits_and_no_words(taken, office, site, nadia):
    Site.objects.update(offer_after=60)
    visitor, _token = talks.admit(site=site)
    waiting, _first = talks.ask(by=visitor, client_id="waits-0001", text="Des mots à ne pas montrer")
    Conversation.objects.filter(id=waiting.id).update(waiting_since=now_ms() - 300_000)
    shown = board(site.brand_id)
    assert [one.id for one in shown.waiting] == [waiting.id]
    assert [one.id for one in shown.taken] == [taken.id]
    assert [alarm.kind for alarm in shown.alarms] == ["wait"]
    page = office.get("/office/nidechange/live/").content.decode()
    assert "Des mots" not in page
    assert "has waited for 5 minutes" in office.get("/office/nidechange/").content.decode()
    assert "Join, visibly" not in page, "before the first answer there is nothing to join"


class _Roster:
    """Windows as a server would know them."""

    def __init__(self, site, **window):
        self.windows = {site.key: SimpleNamespace(**{"open": False, "online": 2, "in_hours": True, "off": False, **window})}

    def here(self, _brand):
        return []


@pytest.mark.parametrize(
    ("window", "why", "alarms"),
    [
        ({"open": True}, "open", []),
        ({"in_hours": False}, "hours", []),
        ({"off": True}, "off", []),
        ({"online": 1}, "short", ["quorum"]),
        ({"online": 0}, "nobody", ["quorum"]),
    ],
)
def test_the_board_says_why_a_window_is_closed_and_alarms_only_when_somebody_is_missing(site, office, monkeypatch, window, why, alarms):
    monkeypatch.setattr(queries, "roster", _Roster(site, **window))
    shown = board(site.brand_id)
    assert ([one.why for one in shown.sites], [alarm.kind for alarm in shown.alarms]) == ([why], alarms)
    assert ("is closed. Free members" in office.get("/office/nidechange/live/").content.decode()) is bool(alarms)


def test_joining_is_visible_and_opens_the_words(taken, florian, office):
    commit([Append(brand=taken.brand_id, conversation=taken.id, sender=florian.id, lease=1, client_id="said-0001", text="Bonjour !")])
    address = f"/office/nidechange/live/{taken.public_id}/"
    assert office.get(address).status_code == 404
    assert "Join, visibly" in office.get("/office/nidechange/live/").content.decode()
    office.post(f"{address}join/")
    page = office.get(address).content.decode()
    assert "Bonjour !" in page
    assert "[reads along]" in page


def test_low_stars_are_an_alarm(site, nadia, florian):
    for number in range(5):
        talk, _first = talks.ask(by=nadia, client_id=f"bad-talk-{number}", text="Bof ?")
        talks.claim(by=florian, conversation=talk)
        talks.rate(by=nadia, conversation=talk, stars=2)
        talks.close(by=nadia, conversation=talk)
    assert [alarm.kind for alarm in board(site.brand_id).alarms] == ["mood"]


def test_support_decides_and_the_analyst_finds_nothing(of_florian, brand, statics):
    for role, status in ((Membership.Role.SUPPORT, 200), (Membership.Role.ANALYST, 404)):
        client = Client()
        client.force_login(new_member(brand, f"one-{role}", role=role).person)
        for page in ("safety/", f"safety/reports/{of_florian.id}/", "live/"):
            assert client.get(f"/office/nidechange/{page}").status_code == status, (role, page)


def test_after_a_hand_over_the_team_has_the_thread_and_the_volunteer_nothing_more(taken, florian, brand, nadia):
    """A21: access, queue, previews and catch-up stop for who handed it over; support sees the question and its words."""
    from causerie.conversations import access

    lea = new_member(brand, "Lea", role="support")
    talks.hand_over(by=florian, conversation=taken, lease=taken.lease)
    assert taken.id not in {one.id for one in queries.waiting(florian)}
    assert taken.id in {one.id for one in queries.waiting(lea)}
    handed = talks.claim(by=lea, conversation=Conversation.objects.get(id=taken.id))
    secret = Append(brand=taken.brand_id, conversation=taken.id, sender=0, lease=0, client_id="secret-001", text="Pour l'équipe seule")
    commit([secret])
    assert not secret.refused
    for door in (access.held_conversation, access.open_conversation, access.visible_conversation):
        with pytest.raises(Refused, match="not_found"):
            door(florian, taken.public_id)
    assert access.held_conversation(lea, taken.public_id).id == handed.id
    assert [line.text for line in queries.messages_after(handed, 0)][-1] == "Pour l'équipe seule"
    late = Append(brand=taken.brand_id, conversation=taken.id, sender=florian.id, lease=taken.lease, client_id="late-00001", text="?")
    commit([late])
    assert late.refused == "not_yours"
    assert Visitor.objects.get(id=nadia.id).blocked_at is None
    assert not Decision.objects.exists()
