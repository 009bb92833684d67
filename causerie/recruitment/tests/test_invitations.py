"""An invitation is for one address of one brand, once (A55 to A59)."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from causerie.journal.models import Fact
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership, Person
from causerie.recruitment import actions, rules
from causerie.recruitment.links import token
from causerie.recruitment.models import Invitation, Part
from causerie.recruitment.tests.told import browser, mails, secret_in
from tests.cast import new_member

pytestmark = pytest.mark.django_db


def invited(camille, **changed):
    values = {"email": "nadia@example.org", "name": "Nadia", "languages": ["fr"], **changed}
    return actions.invite(by=camille, **values)


def secret_of(invitation):
    return token("invitation", invitation.nonce)


def refused(verb, **values):
    with pytest.raises(Refused) as caught:
        verb(**values)
    return caught.value.code


def test_an_invitation_is_a_mail_whose_link_opens_the_door_once(camille, brand):
    made = invited(camille)
    assert not Membership.objects.filter(name="Nadia").exists()
    secret = secret_in(mails()[0])
    assert len(secret) == 64
    assert secret not in str(list(Invitation.objects.values_list()))
    member, new = actions.use_invitation(token=secret)
    assert (member.person.email, member.role, member.brand, new) == ("nadia@example.org", "ambassador", brand, True)
    told = Fact.objects.get(kind="joined").data
    assert (told["member"], told["by"], told["role"]) == (member.id, camille.id, "ambassador")
    assert refused(actions.use_invitation, token=secret) == "over"
    made.refresh_from_db()
    assert made.used_at


@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_uses_of_one_invitation_have_one_effect(cast):
    """A55."""
    made = invited(cast.members["camille"])
    gate = threading.Barrier(50)

    def use(_number):
        try:
            gate.wait(20)
            return actions.use_invitation(token=secret_of(made))[0].id
        except Refused as caught:
            return caught.code
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        found = Counter(pool.map(use, range(50)))
    member = Membership.objects.get(name="Nadia")
    assert found == {member.id: 1, "over": 49}
    assert Person.objects.filter(email="nadia@example.org").count() == 1
    assert Fact.objects.filter(kind="joined").count() == 1
    assert Part.objects.filter(member=member).count() == 1


def test_cancelled_expired_unknown_and_replaced_ones_open_nothing(camille, brand):
    """A56, A58: and they all say the same."""
    cancelled, expired, first = (invited(camille, email=f"{name}@example.org") for name in ("un", "deux", "trois"))
    actions.cancel_invitation(by=camille, invitation=cancelled)
    Invitation.objects.filter(id=expired.id).update(expires_at=1)
    invited(camille, email="trois@example.org")
    for secret in (secret_of(cancelled), secret_of(expired), secret_of(first), "0" * 64, "", "x" * 5000):
        assert refused(actions.use_invitation, token=secret) == "over"
    assert Membership.objects.filter(brand=brand).count() == 3


def test_somebody_else_who_is_signed_in_cannot_use_it(camille, florian):
    """A56: Discourse CVE-2022-31096, Zulip GHSA-6r66."""
    made = invited(camille)
    assert refused(actions.use_invitation, token=secret_of(made), person=florian.person) == "not_for_you"
    made.refresh_from_db()
    assert made.used_at is None
    assert browser(florian).post("/invitation/", {"token": secret_of(made)}).status_code == 409


@pytest.mark.usefixtures("statics")
def test_the_form_decides_nothing(camille, otto):
    """A57, A56: role, address and brand are the row's."""
    made = invited(camille)
    sent = {"token": secret_of(made), "role": "manager", "email": "eve@example.org", "brand": "autrement"}
    answer = Client().post("/invitation/", sent)
    member = Membership.objects.get(name="Nadia")
    assert (member.role, member.person.email, member.brand_id) == ("ambassador", "nadia@example.org", camille.brand_id)
    assert answer.url == "/desk/nidechange/welcome/"
    assert not Person.objects.filter(email="eve@example.org").exists()


@pytest.mark.usefixtures("statics")
def test_a_new_account_comes_straight_in_and_one_that_exists_proves_itself_first(camille, otto):
    new, known = Client(), Client()
    new.post("/invitation/", {"token": secret_of(invited(camille))})
    assert new.get("/desk/nidechange/welcome/").status_code == 200
    answer = known.post("/invitation/", {"token": secret_of(invited(camille, email=otto.person.email, name="Otto"))})
    assert answer.url.startswith("/account/login/")
    assert known.get("/desk/nidechange/welcome/").status_code == 302
    assert Membership.objects.filter(person=otto.person).count() == 2


def test_members_cannot_be_invited_again_and_strangers_cannot_invite(camille, florian, otto):
    assert refused(invited, camille=camille, email=florian.person.email.upper()) == "conflict"
    assert refused(invited, camille=florian) == "not_found"
    assert refused(invited, camille=camille, role="emperor") == "bad_value"
    assert refused(actions.cancel_invitation, by=otto, invitation=invited(camille)) == "not_found"


def test_only_an_owner_makes_another_owner(camille, brand):
    assert invited(camille, role="owner").role == "owner"
    owner = new_member(brand, "Odile", role="owner")
    assert refused(invited, camille=camille, role="owner", email="x@example.org") == "not_found"
    assert invited(owner, role="owner", email="y@example.org").role == "owner"


def test_our_mail_is_no_cannon(camille, brand, monkeypatch):
    """A59: one mailbox under many spellings, and ten thousand mailboxes."""
    for spelling in ("na.dia@gmail.com", "nadia+1@gmail.com", "n.a.d.i.a+x@googlemail.com"):
        invited(camille, email=spelling)
    assert refused(invited, camille=camille, email="Nadia@gmail.com") == "slow_down"
    monkeypatch.setattr(rules, "INVITATIONS_A_DAY", 10)
    for number in range(7):
        invited(camille, email=f"n{number}@example.org")
    assert refused(invited, camille=camille, email="onze@example.org") == "slow_down"
    assert len(mails()) == 10


def test_who_left_may_come_back(camille, florian):
    actions.end_membership(by=camille, member=florian, reason="déménage")
    assert Part.objects.get(member=florian).ended_why == "déménage"
    member, new = actions.use_invitation(token=secret_of(invited(camille, email=florian.person.email, name="Florian")))
    assert (member.id, member.ended_at, new) == (florian.id, None, False)


def test_a_newcomer_has_a_godparent_who_is_willing_and_speaks_their_language(camille, florian, bernadette):
    actions.save_part(by=florian, on_page=False, willing=True)
    actions.save_part(by=bernadette, on_page=False, willing=True)
    Membership.objects.filter(id=florian.id).update(languages=["es"])
    first, _new = actions.use_invitation(token=secret_of(invited(camille)))
    assert first.part.godparent == bernadette


@pytest.mark.usefixtures("statics")
def test_who_guesses_at_the_doors_soon_waits_and_others_do_not(camille):
    """A58: the doors of mailed links share one measure for each address; nothing tells a guess from a link that is over."""
    guesser, answers = Client(REMOTE_ADDR="203.0.113.9", HTTP_ACCEPT="application/json"), Counter()
    for number in range(66):
        answer = guesser.post(("/invitation/", "/quiz/", "/trial/")[number % 3], {"token": f"{number:064x}"})
        answers[answer.json()["code"]] += 1
    assert answers["over"] + answers["slow_down"] == 66
    assert answers["slow_down"] >= 1
    assert Client(REMOTE_ADDR="203.0.113.10").post("/invitation/", {"token": secret_of(invited(camille))}).status_code == 302
