"""A visitor without an address reads in the window what was decided and why, asks to look again there, keeps her rights when blocked."""

import json

import pytest
from django.test import Client

from causerie.conversations import actions as talks
from causerie.conversations.access import visitor_of
from causerie.conversations.models import Report
from causerie.conversations.queries import report_of
from causerie.kernel.refusal import Refused
from causerie.notify.models import Mail
from causerie.safety import actions
from causerie.safety.models import Decision

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("statics")]
WHY = "La charte demande de rester aimable."


@pytest.fixture
def nadia(site):
    """Her visitor and token; she leaves no address."""
    return talks.admit(site=site, address="203.0.113.7")


@pytest.fixture
def blocked(nadia, florian, camille):
    """A member reports her; the team blocks her, with reasons."""
    question, _first = talks.ask(by=nadia[0], client_id="nadia-asks-1", text="Bonjour")
    taken = talks.claim(by=florian, conversation=question)
    talks.report(by=florian, conversation=taken, reason="Des insultes", block=False)
    report = report_of(camille.brand_id, Report.objects.get().id)
    return actions.decide(by=camille, report=report, what="block", words=WHY)


class Window:
    """What the window's page of her own data asks."""

    def __init__(self, site, token):
        self.site, self.client = site, Client(headers={"authorization": f"Bearer {token}", "accept-language": "en"})

    def post(self, what, **body):
        return self.client.post(f"/w/{self.site.key}/mine/{what}", json.dumps(body), content_type="application/json")

    def told(self):
        return self.post("decisions").json()


def test_who_is_blocked_reads_why_asks_again_and_reads_the_answer_there(blocked, nadia, camille, site):
    window = Window(site, nadia[1])
    found = window.told()
    assert (found["blocked"], [(one["what"], one["words"], one["state"]) for one in found["decisions"]]) == (
        True,
        [("block", WHY, "decided")],
    )
    assert window.post("appeal", decision=blocked.id, words="Je citais la vendeuse.").status_code == 200
    assert window.post("appeal", decision=blocked.id, words="Encore").status_code == 409, "once"
    assert Decision.objects.get().appeal == "Je citais la vendeuse."
    actions.settle(by=camille, decision=blocked, outcome="lifted", answer="Vous aviez raison.")
    found = window.told()
    assert (found["blocked"], found["decisions"][0]["outcome"], found["decisions"][0]["answer"]) == (
        False,
        "The decision is taken back",
        "Vous aviez raison.",
    )
    assert not Mail.objects.filter(key__startswith="safety:decided").exists(), "there is no address to write to"


def test_nobody_appeals_for_another(blocked, site, otto):
    _stranger, token = talks.admit(site=site, address="203.0.113.9")
    window = Window(site, token)
    assert window.told() == {"blocked": False, "decisions": [], "held": []}
    for number in (blocked.id, str(blocked.id), None, 2**40):
        assert window.post("appeal", decision=number, words="Non").status_code == 404
    assert Window(otto.brand.sites.get(), token).post("decisions").status_code == 401
    assert window.client.post(f"/w/{site.key}/mine/appeal", "[1]", content_type="application/json").status_code == 422
    assert Client().post(f"/w/{site.key}/mine/decisions").status_code == 401


def test_what_does_not_touch_her_is_not_told(nadia, florian, camille, site):
    """A report of hers against a member, and a decision that nothing needs to be done."""
    question, _first = talks.ask(by=nadia[0], client_id="nadia-asks-1", text="Bonjour")
    taken = talks.claim(by=florian, conversation=question)
    talks.complain(by=nadia[0], conversation=taken, reason="Il se moque de moi")
    actions.decide(by=camille, report=report_of(camille.brand_id, Report.objects.get().id), what="warn", words="Pour Florian seul")
    talks.report(by=florian, conversation=taken, reason="Rien", block=False)
    second = Report.objects.exclude(by=None).get()
    actions.decide(by=camille, report=report_of(camille.brand_id, second.id), what="nothing")
    assert Window(site, nadia[1]).told()["decisions"] == []


def test_blocked_at_once_by_a_member_she_still_says_how_she_sees_it(nadia, florian, site):
    question, _first = talks.ask(by=nadia[0], client_id="nadia-asks-1", text="Bonjour")
    taken = talks.claim(by=florian, conversation=question)
    talks.report(by=florian, conversation=taken, reason="Des insultes", block=True)
    window = Window(site, nadia[1])
    assert window.told() == {"blocked": True, "decisions": [], "held": []}
    assert window.post("report", reason="Ce n'était pas moi.").status_code == 200
    assert Report.objects.get(by=None).reason == "Ce n'était pas moi."
    with pytest.raises(Refused, match="blocked"):
        visitor_of(nadia[1])
    assert window.post("export").status_code == 200, "her data stay hers"
    assert window.post("erase").status_code == 200
    assert window.post("report", reason="Encore").status_code == 404


def test_a_message_that_waits_or_was_kept_out_is_told(nadia, florian, camille, site):
    question, _first = talks.ask(by=nadia[0], client_id="nadia-asks-1", text="Bonjour")
    talks.claim(by=florian, conversation=question)
    with pytest.raises(Refused, match="held"):
        talks.hold(camille.brand_id, question.id, "held-00001", "Espèce de …")
    window = Window(site, nadia[1])
    assert [one["state"] for one in window.told()["held"]] == ["waits"]
    talks.decide_held(by=camille, held=question.held_set.get(), let_pass=False)
    assert [one["state"] for one in window.told()["held"]] == ["kept_out"]


def test_the_answer_to_an_appeal_goes_to_the_member_it_concerns_though_another_took_over(nadia, florian, bernadette, camille):
    question, _first = talks.ask(by=nadia[0], client_id="nadia-asks-1", text="Bonjour")
    taken = talks.claim(by=florian, conversation=question)
    talks.complain(by=nadia[0], conversation=taken, reason="Impoli")
    made = actions.decide(by=camille, report=report_of(camille.brand_id, Report.objects.get().id), what="warn", words=WHY)
    talks.release(by=florian, conversation=taken, lease=1)
    talks.claim(by=bernadette, conversation=question)
    actions.appeal(decision=made, words="Non")
    actions.settle(by=camille, decision=Decision.objects.get(id=made.id), outcome="kept", answer="Si")
    assert Mail.objects.get(key=f"safety:settled:{made.id}").to == florian.person.email
