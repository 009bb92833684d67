"""The first hour, pausing, leaving, and the report."""

import pytest
from django.test import Client

from causerie.community import actions as community
from causerie.conversations import actions as talks
from causerie.conversations.models import Conversation
from causerie.journal.actions import record
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.recruitment import actions, queries
from causerie.recruitment.links import token
from causerie.recruitment.models import Invitation, Step
from causerie.recruitment.tests.told import answers, browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("statics")]


@pytest.fixture
def nadia(page, camille):
    """Nadia has applied from the window, is accepted, and has come in."""
    made = actions.apply(page=page, values=answers(), came="window")
    actions.decide(by=camille, applications=[made], what="accepted")
    return actions.use_invitation(token=token("invitation", Invitation.objects.get().nonce))[0]


def test_the_first_hour_is_lived_and_told_once(nadia, camille):
    charter = actions.publish_charter(by=camille, texts={"fr": "Nous sommes bénévoles."})
    client = browser(nadia)
    assert "desk/nidechange/welcome/" in client.get("/desk/nidechange/").content.decode()
    for path, sent in (("welcome/profile/", {}), ("welcome/charter/", {"version": charter.version}), ("practice/", {})):
        assert client.post(f"/desk/nidechange/{path}", sent).url == "/desk/nidechange/welcome/"
    assert client.get("/desk/nidechange/practice/").status_code == 200
    assert not Conversation.objects.exists()
    assert not Fact.objects.filter(kind="welcomed").exists()
    community.post(by=nadia, text="Bonjour, je suis Nadia !")
    actions.fold()
    community.post(by=nadia, text="Encore moi")
    actions.fold()
    assert Fact.objects.get(kind="welcomed").data == {"member": nadia.id, "godparent": None}
    assert not queries.first_hour(nadia).under_way
    assert 'class="note at-desk-note' not in client.get("/desk/nidechange/").content.decode()


def test_a_new_charter_is_accepted_again(camille, florian):
    first = actions.publish_charter(by=camille, texts={"fr": "Un"})
    assert actions.publish_charter(by=camille, texts={"fr": "Un"}).version == first.version
    actions.accept_charter(by=florian, version=1)
    actions.accept_charter(by=florian, version=1)
    assert Fact.objects.filter(kind="charter_accepted").count() == 1
    assert not queries.first_hour(florian).owes_charter
    actions.publish_charter(by=camille, texts={"fr": "Deux"})
    assert queries.first_hour(florian).owes_charter
    assert "welcome/#charter" in browser(florian).get("/desk/nidechange/").content.decode()
    with pytest.raises(Refused, match="conflict"):
        actions.accept_charter(by=florian, version=1)


def test_pausing_gives_back_what_one_holds_and_coming_back_is_one_click(florian, site):
    visitor, _token = talks.admit(site=site)
    question, _first = talks.ask(by=visitor, client_id="question-1", text="Et l’assurance ?")
    talks.claim(by=florian, conversation=question)
    client = browser(florian)
    client.post("/desk/nidechange/part/pause/")
    florian.refresh_from_db()
    question.refresh_from_db()
    assert (florian.available, bool(florian.paused_at), question.state) == (False, True, "waiting")
    client.post("/desk/nidechange/part/pause/", {"back": "yes"})
    florian.refresh_from_db()
    assert (florian.available, florian.paused_at) == (True, None)
    assert [fact.kind for fact in Fact.objects.filter(kind__in=("paused", "resumed")).order_by("id")] == ["paused", "resumed"]


def test_leaving_is_one_click_but_a_brand_keeps_a_manager(florian, camille):
    client = browser(florian)
    assert client.get("/desk/nidechange/part/").status_code == 200
    client.post("/desk/nidechange/part/leave/")
    florian.refresh_from_db()
    assert florian.ended_at
    assert Fact.objects.get(kind="left").data == {"member": florian.id, "by": florian.id}
    assert client.get("/desk/nidechange/part/").status_code == 404
    with pytest.raises(Refused, match="bad_value"):
        actions.leave(by=camille)


def test_the_report_follows_a_person_from_the_application_to_the_fifth_answer(nadia, page, camille, brand):
    from causerie.conversations.facts import Replied

    actions.save_programme(by=camille, active_answers=2, answer_within=5, mails_a_day=10)
    actions.apply(page=page, values=answers(email="autre@example.org"))
    actions.fold()
    for number in range(2):
        record(Replied(brand_id=brand.id, conversation=number, member=nadia.id, waited=1000))
        record(Replied(brand_id=brand.id, conversation=number, member=camille.id, waited=1000))
    actions.fold()
    report = queries.funnel(brand.id)
    assert [count for count, _share in report.whole.steps] == [2, 1, 1, 1, 1]
    window = next(row for row in report.by_source if row.active)
    assert (window.applied, window.accepted, window.active) == (1, 1, 1)
    assert queries.funnel(brand.id, source="page").whole.accepted == 0
    before = list(Step.objects.order_by("application").values_list("source", "joined_at", "answers"))
    actions.fold_again()
    assert list(Step.objects.order_by("application").values_list("source", "joined_at", "answers")) == before
    page_text = browser(camille).get("/office/nidechange/recruitment/funnel/").content.decode()
    assert 'value="50"' in page_text


def test_answers_after_thirty_days_do_not_make_active(nadia, brand):
    actions.fold()
    late = now_ms() + 31 * 86_400_000
    Fact.objects.create(brand=brand, at=late, kind="replied", data={"conversation": 1, "member": nadia.id, "waited": 1})
    actions.fold()
    step = Step.objects.get(member=nadia.id)
    assert (bool(step.answered_at), step.answers) == (True, 0)


def test_doors_of_mailed_links_carry_no_secret_in_their_address():
    for path in ("/invitation/", "/quiz/", "/stop/"):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert b'name="token"' in answer.content
    assert Client().get("/quiz/take/").status_code == 410
    assert Client().post("/stop/", {"token": "x"}).status_code == 410
