"""Asking to be a member (A60), the quiz, the board."""

import jwt
import pytest
from django.test import Client

from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership
from causerie.recruitment import actions, queries, rules
from causerie.recruitment.links import member_link, token
from causerie.recruitment.models import Application, Invitation, Page
from causerie.recruitment.tests.told import answers, browser, mails, secret_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("statics")]

FORM = {"name": "Nadia", "email": "nadia@example.org", "languages": "fr", "motivation": "J’aime aider.", "of_age": "on"}


def refused(verb, **values):
    with pytest.raises(Refused) as caught:
        verb(**values)
    return caught.value.code


def test_the_page_speaks_the_sites_language_and_shows_only_who_allows_it(page, site, florian, bernadette, camille):
    actions.save_part(by=florian, on_page=True, willing=False)
    actions.publish_charter(by=camille, texts={"fr": "Nous sommes bénévoles."})
    answer = Client().get(f"/join/{site.key}/", headers={"Accept-Language": "en"})
    text = answer.content.decode()
    assert answer["Content-Language"] == "fr"
    assert "Rejoignez-nous" in text
    assert "Nous sommes bénévoles." in text
    assert "Florian" in text
    assert "Bernadette" not in text
    assert Client().get("/join/inconnue/").status_code == 404


def test_an_application_is_kept_told_and_counted(page, site):
    answer = Client().post(f"/join/{site.key}/?from=window", FORM)
    assert answer.url == f"/join/{site.key}/thanks/"
    made = Application.objects.get()
    assert (made.name, made.state, made.source) == ("Nadia", "deciding", "window")
    assert Fact.objects.get(kind="applied").data == {"application": made.id, "site": site.id, "source": "window", "inviter": None}
    assert "Nadia" not in str(list(Fact.objects.values_list("data", flat=True)))
    assert mails()[0].to == "nadia@example.org"
    assert Client().get(answer.url).status_code == 200


def test_an_address_that_is_known_gets_the_same_answer(page, site, florian):
    """A60: only the mailbox's owner learns something."""
    first = Client().post(f"/join/{site.key}/", FORM)
    again = Client().post(f"/join/{site.key}/", {**FORM, "email": "Nadia+autre@example.org"})
    member = Client().post(f"/join/{site.key}/", {**FORM, "email": florian.person.email})
    assert {(one.status_code, one.url, one.content) for one in (first, again, member)} == {(302, first.url, b"")}
    assert Application.objects.count() == 1
    told = mails()
    assert [mail.to for mail in told] == ["nadia@example.org", "nadia+autre@example.org", florian.person.email]
    assert len({mail.subject for mail in told}) == 1
    Client().post(f"/join/{site.key}/", FORM)
    assert len(mails()) == 4
    Client().post(f"/join/{site.key}/", FORM)
    assert len(mails()) == 4


@pytest.mark.parametrize(
    "changed",
    [
        {"motivation": "x" * 2001},
        {"motivation": "x" * 5_000_000},
        {"motivation": "   "},
        {"name": "x" * 41},
        {"email": "pas une adresse"},
        {"languages": ["fr"] * 200 + ["xx"]},
        {"topics": ["1"] * 200 + ["999999"]},
        {"of_age": ""},
    ],
)
def test_what_is_too_much_or_missing_is_said_and_nothing_is_kept(page, site, changed):
    """A60: and of a minor, no birth date is ever asked."""
    answer = Client().post(f"/join/{site.key}/", {**FORM, **changed})
    assert answer.status_code in (400, 413, 422)
    assert not Application.objects.exists()
    assert "birth" not in Client().get(f"/join/{site.key}/").content.decode()


def test_a_page_that_is_closed_takes_nothing(page, site, camille):
    actions.save_page(by=camille, site=site, values={"open": False})
    assert Client().get(f"/join/{site.key}/").status_code == 200
    assert Client().post(f"/join/{site.key}/", FORM).status_code == 422
    assert not Application.objects.exists()


def test_a_flood_is_slowed_down(page, site, monkeypatch):
    monkeypatch.setattr(rules, "APPLICATIONS_AN_HOUR", 3)
    for number in range(3):
        actions.apply(page=page, values=answers(email=f"n{number}@example.org"))
    assert refused(actions.apply, page=page, values=answers(email="quatre@example.org")) == "slow_down"


def test_the_brands_signed_word_proves_a_customer_and_a_forged_one_does_not(page, site, camille):
    actions.save_page(by=camille, site=site, values={"proof": "must"})
    claims = {"sub": "client-7", "exp": now_ms() // 1000 + 300}
    good, bad = (jwt.encode(claims, secret, algorithm="HS256") for secret in (site.identify_secret, "another secret of 32 characters!"))
    none = jwt.encode(claims, "", algorithm="none")
    for word in (bad, none, "", "x.y.z"):
        assert Client().post(f"/join/{site.key}/", {**FORM, "identity": word}).status_code == 422
    assert Client().post(f"/join/{site.key}/", {**FORM, "identity": good}).status_code == 302
    made = Application.objects.get()
    assert (made.identity, made.source) == ("client-7", "signed")


def test_a_members_own_link_counts_for_them_and_cannot_be_written_by_others(page, site, florian, otto):
    came = member_link(site, florian).split("from=")[1]
    first = actions.apply(page=page, values=answers(), came=came)
    assert (first.source, first.inviter) == ("member", florian)
    forged = actions.apply(page=page, values=answers(email="b@example.org"), came=f"{florian.id}:forged")
    foreign = actions.apply(page=page, values=answers(email="c@example.org"), came=member_link(site, otto).split("from=")[1])
    assert (forged.source, foreign.source) == ("page", "page")


def test_the_quiz_is_mailed_taken_and_read_by_a_person(page, quiz, topic, camille):
    made = actions.apply(page=page, values=answers(topic))
    assert made.state == "received"
    client = Client()
    answer = client.post("/quiz/", {"token": secret_in(mails()[0])})
    assert "Question 0" in client.get(answer.url).content.decode()
    questions = list(quiz.questions.order_by("id"))
    client.post("/quiz/take/", {"quiz": quiz.id, f"q{questions[0].id}": "0", f"q{questions[1].id}": "1"})
    made.refresh_from_db()
    assert made.state == "quiz"
    client.post("/quiz/take/", {"quiz": quiz.id, **{f"q{one.id}": "0" for one in questions}})
    made.refresh_from_db()
    assert made.state == "deciding"
    assert [(one.right, one.passed) for one in made.tries.order_by("number")] == [(1, False), (2, True)]
    assert refused(actions.take_quiz, application=made, quiz=quiz, answers={}) == "closed"
    board = browser(camille).get("/office/nidechange/recruitment/").content.decode()
    assert "assurance 2/2" in board
    assert "rassurer ceux qui hésitent" in board


def test_failing_every_attempt_still_ends_with_a_person(page, quiz, topic):
    made = actions.apply(page=page, values=answers(topic))
    for _ in range(2):
        actions.take_quiz(application=made, quiz=quiz, answers={})
    made.refresh_from_db()
    assert made.state == "deciding"
    assert refused(actions.take_quiz, application=made, quiz=quiz, answers={}) == "closed"


def test_many_are_answered_at_once_each_by_first_name(page, camille, brand):
    made = [actions.apply(page=page, values=answers(email=f"n{n}@example.org", name=f"Nadia{n} Martin")) for n in range(3)]
    sent = {
        "ids": [one.id for one in made[:2]],
        "what": "accepted",
        "reason": "parfaits",
        "message": "Bonjour {name}, bienvenue chez {brand} !",
    }
    client = browser(camille)
    client.post("/office/nidechange/recruitment/decide/", sent)
    client.post("/office/nidechange/recruitment/decide/", {"ids": [made[2].id], "what": "waiting"})
    client.post("/office/nidechange/recruitment/decide/", {"ids": [made[2].id], "what": "declined"})
    client.post("/office/nidechange/recruitment/decide/", {"ids": [made[0].id], "what": "declined"})
    assert [one.state for one in Application.objects.order_by("id")] == ["accepted", "accepted", "declined"]
    letters = mails()[3:]
    assert "Bonjour Nadia0, bienvenue chez Nidéchange !" in letters[0].text
    assert "parfaits" not in "".join(mail.text for mail in letters)
    member, _new = actions.use_invitation(token=secret_in(letters[0]))
    assert (member.name, member.role) == ("Nadia0 Martin", "ambassador")
    assert [fact.data["what"] for fact in Fact.objects.filter(kind="decided").order_by("id")] == [
        "accepted",
        "accepted",
        "waiting",
        "declined",
    ]
    assert Invitation.objects.count() == 2


def test_nobody_is_left_without_an_answer(page, quiz, topic, camille):
    waits = actions.apply(page=page, values=answers())
    half = actions.apply(page=page, values=answers(topic, email="moitie@example.org"))
    later = now_ms() + 6 * rules.DAY
    assert actions.remind(now_ms()) == 0
    assert actions.remind(later) == 2
    assert actions.remind(later + 60_000) == 0
    told = {mail.to: mail for mail in mails()[2:]}
    assert set(told) == {camille.person.email, "moitie@example.org"}
    assert token("quiz", half.nonce) in told["moitie@example.org"].text
    actions.remind(later + 6 * rules.DAY)
    half.refresh_from_db()
    assert half.state == "deciding"
    Application.objects.filter(id=waits.id).update(since=1)
    office = browser(camille)
    assert 'class="chip wait"' in office.get("/office/nidechange/").content.decode()
    assert "answer late" in office.get("/office/nidechange/recruitment/").content.decode()


def test_another_brand_sees_and_decides_nothing(page, quiz, otto, camille, florian, site):
    made = actions.apply(page=page, values=answers())
    otto.role = "manager"
    otto.save()
    theirs = browser(otto)
    assert theirs.post("/office/autrement/recruitment/decide/", {"ids": [made.id], "what": "accepted"}).status_code == 404
    settings = "recruitment/settings/"
    foreign = [f"{settings}page/{site.id}/", f"{settings}quiz/{quiz.id}/"]
    rest = ["recruitment/", "recruitment/funnel/", "recruitment/campaigns/", settings, f"{settings}charter/", f"{settings}quiz/"]
    own = [*foreign, *rest, f"{settings}words/accepted/fr/"]
    for path in own:
        assert browser(camille).get(f"/office/nidechange/{path}").status_code == 200, path
        assert browser(florian).get(f"/office/nidechange/{path}").status_code == 404, path
        assert theirs.get(f"/office/nidechange/{path}").status_code == 404, path
    for path in foreign:
        assert theirs.get(f"/office/autrement/{path}").status_code == 404, path
    assert refused(actions.decide, by=otto, applications=[made], what="accepted") == "not_found"
    assert refused(actions.decide, by=florian, applications=[made], what="accepted") == "not_found"
    assert refused(actions.save_page, by=otto, site=site, values={}) == "not_found"
    assert queries.funnel(otto.brand_id).whole.applied == 0
    assert Page.objects.count() == 1
    assert Membership.objects.filter(brand=otto.brand).count() == 1
