"""A trial conversation: proposed, lived on both sides, read when deciding, counted nowhere, gone with the application."""

import pytest
from django.test import Client

from causerie.journal.models import Fact
from causerie.kernel.refusal import Refused
from causerie.recruitment import actions, queries
from causerie.recruitment.models import Application, Letter, Trial, TrialLine
from causerie.recruitment.tests.told import answers, browser, mails, secret_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("statics")]
BOARD = "/office/nidechange/recruitment/"


@pytest.fixture
def nadia(page):
    return actions.apply(page=page, values=answers())


@pytest.fixture
def proposed(nadia, camille):
    return actions.propose_trial(by=camille, application=nadia, question="Bonjour, et si ma maison est abîmée ?")


def refused(verb, **values):
    with pytest.raises(Refused) as caught:
        verb(**values)
    return caught.value.code


def at_the_talk():
    """A browser in which the last mailed link was opened."""
    client = Client()
    assert client.post("/trial/", {"token": secret_in(mails()[-1])}).url == "/trial/talk/"
    return client


def told(client, address="/trial/lines/", after=0):
    return client.get(f"{address}?after={after}").json()


def test_it_is_lived_on_both_sides_and_read_when_deciding(nadia, camille):
    office, here = browser(camille), f"{BOARD}applications/{nadia.id}/"
    assert "Propose a trial" in office.get(here, headers={"accept-language": "en"}).content.decode()
    office.post(f"{here}trial/", {"question": "Bonjour, et si ma maison est abîmée ?"})
    applicant = at_the_talk()
    page = applicant.get("/trial/talk/")
    assert page["Content-Language"] == "fr"
    assert "Camille" not in page.content.decode(), "a visitor is asking, nobody of the team"
    first = told(applicant)
    assert [(line["seq"], line["visitor"], line["text"]) for line in first["lines"]] == [(1, True, "Bonjour, et si ma maison est abîmée ?")]
    assert applicant.post("/trial/lines/", {"text": "Cela m’est arrivé une fois.", "client_id": "n1"}).json()["seq"] == 2
    assert told(office, f"{here}trial/lines/", 1)["here"], "the applicant looked a moment ago"
    office.post(f"{here}trial/lines/", {"text": "Et alors ?", "client_id": "c1"})
    assert [line["text"] for line in told(applicant, after=2)["lines"]] == ["Et alors ?"]
    board = office.get(BOARD, headers={"accept-language": "en"}).content.decode()
    assert "3 lines said" in board
    office.post(f"{here}trial/end/")
    assert told(applicant)["over"]
    assert applicant.post("/trial/lines/", {"text": "encore", "client_id": "n2"}, headers={"accept": "application/json"}).status_code == 409
    assert len(told(office, f"{here}trial/lines/")["lines"]) == 3
    assert "data-over" in office.get(here).content.decode()


def test_nothing_of_it_is_a_fact_so_nothing_counts_it(proposed, nadia, camille):
    before = set(Fact.objects.values_list("id", flat=True))
    for number in range(3):
        actions.say_as_applicant(trial=proposed, text=f"réponse {number}", client_id=f"n{number}")
        actions.say_as_visitor(by=camille, trial=proposed, text="merci", client_id=f"c{number}")
    actions.end_trial(by=camille, trial=proposed)
    assert [fact.kind for fact in Fact.objects.exclude(id__in=before)] == ["letter_owed"]
    actions.fold()
    assert queries.funnel(camille.brand_id).whole.answered == 0
    assert "réponse" not in str(list(Fact.objects.values_list("data", flat=True)))


def test_the_manager_hears_once_and_sees_who_waits(proposed, nadia, camille):
    for number in range(3):
        actions.say_as_applicant(trial=proposed, text="me voici", client_id=f"n{number}")
    theirs = [mail for mail in mails() if mail.to == camille.person.email]
    assert len(theirs) == 1
    assert f"/office/nidechange/recruitment/applications/{nadia.id}/" in theirs[0].text
    assert "me voici" not in theirs[0].text
    english = {"accept-language": "en"}
    assert "1 applicant waits for your words" in browser(camille).get("/office/nidechange/", headers=english).content.decode()
    assert "waits for your words" in browser(camille).get(BOARD, headers=english).content.decode()
    actions.say_as_visitor(by=camille, trial=proposed, text="merci", client_id="c1")
    assert queries.waits_in_trials(camille.brand_id) == 0


def test_a_line_sent_twice_stands_once_and_too_much_is_refused(proposed, monkeypatch):
    first, again = (actions.say_as_applicant(trial=proposed, text="me voici", client_id="n1") for _ in range(2))
    assert first.id == again.id
    assert refused(actions.say_as_applicant, trial=proposed, text="   ", client_id="n2") == "empty"
    assert refused(actions.say_as_applicant, trial=proposed, text="x" * 2001, client_id="n2") == "too_long"
    assert refused(actions.say_as_applicant, trial=proposed, text="x", client_id="") == "bad_value"
    assert refused(actions.say_as_applicant, trial=proposed, text="x", client_id="n" * 41) == "bad_value"
    monkeypatch.setattr("causerie.recruitment.actions.trials.MOST_LINES", 2)
    assert refused(actions.say_as_applicant, trial=proposed, text="x", client_id="n3") == "slow_down"
    assert [line.seq for line in TrialLine.objects.all()] == [1, 2]


def test_one_trial_for_an_application_and_none_once_it_is_answered(proposed, nadia, camille):
    assert refused(actions.propose_trial, by=camille, application=nadia, question="Encore ?") == "noted"
    assert Letter.objects.filter(kind="trial").count() == 1
    actions.decide(by=camille, applications=[nadia], what="waiting")
    actions.say_as_applicant(trial=proposed, text="toujours là", client_id="n1")
    actions.decide(by=camille, applications=[nadia], what="declined")
    assert refused(actions.say_as_applicant, trial=proposed, text="et moi ?", client_id="n2") == "closed"
    assert Trial.objects.get().waits_since is None
    page = at_the_talk_of(proposed).get("/trial/talk/")
    assert "data-over" in page.content.decode()


def at_the_talk_of(trial):
    from causerie.recruitment.links import token

    client = Client()
    client.post("/trial/", {"token": token("trial", trial.nonce)})
    return client


def test_what_was_said_goes_with_the_application(proposed, nadia):
    actions.say_as_applicant(trial=proposed, text="me voici", client_id="n1")
    applicant = at_the_talk_of(proposed)
    Application.objects.get(id=nadia.id).delete()
    assert not Trial.objects.exists()
    assert not TrialLine.objects.exists()
    assert applicant.get("/trial/talk/").status_code == 410
    assert applicant.get("/trial/lines/").status_code == 410


def test_without_the_link_and_for_another_brand_it_does_not_exist(proposed, nadia, camille, florian, otto):
    stranger = Client()
    assert stranger.post("/trial/", {"token": "x"}).status_code == 410
    assert stranger.get("/trial/talk/").status_code == 410
    assert stranger.post("/trial/lines/", {"text": "moi", "client_id": "x"}).status_code == 410
    quiz = Client()
    quiz.post("/quiz/", {"token": secret_in(mails()[-1])})
    assert quiz.get("/trial/talk/").status_code == 410, "each link opens its own place"
    otto.role = "manager"
    otto.save()
    for member, brand in ((otto, "autrement"), (otto, "nidechange"), (florian, "nidechange")):
        client, here = browser(member), f"/office/{brand}/recruitment/applications/{nadia.id}/"
        assert client.get(here).status_code == 404
        assert client.get(f"{here}trial/lines/").status_code == 404
        for path in ("trial/", "trial/lines/", "trial/end/"):
            assert client.post(f"{here}{path}", {"question": "x", "text": "x", "client_id": "x"}).status_code == 404
    for verb, values in ((actions.say_as_visitor, {"text": "x", "client_id": "x"}), (actions.end_trial, {})):
        assert refused(verb, by=otto, trial=proposed, **values) == "not_found"
        assert refused(verb, by=florian, trial=proposed, **values) == "not_found"
    assert refused(actions.propose_trial, by=otto, application=nadia, question="x") == "not_found"
    assert TrialLine.objects.count() == 1


def test_words_of_a_trial_are_only_ever_words(proposed, nadia, camille):
    actions.say_as_applicant(trial=proposed, text="<b>gras</b>", client_id="n1")
    answer = browser(camille).get(f"{BOARD}applications/{nadia.id}/trial/lines/")
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["lines"][1]["text"] == "<b>gras</b>"
