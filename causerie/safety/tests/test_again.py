"""Erasures that a database does not know of, from a backup or from before a crash, are done again before the house answers."""

import errno

import pytest
from django.test import Client

from causerie.config import hands
from causerie.conversations import actions as talks
from causerie.conversations.models import Conversation, Message
from causerie.journal import erasures
from causerie.journal.models import Erasure
from causerie.kernel import lines
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership, Person
from causerie.recruitment.models import Application
from causerie.safety import actions
from causerie.safety.again import catch_up
from causerie.safety.somebody import erase, somebody
from tests.cast import new_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_list(settings, tmp_path):
    settings.ERASURES = tmp_path / "erasures"
    return settings.ERASURES


@pytest.fixture
def talk(site):
    visitor, token = talks.admit(site=site, address="203.0.113.7")
    made, _first = talks.ask(by=visitor, client_id="nadia-asks-1", text="Et les clés ?")
    made.token = token
    return made


def asked_to_come_in(brand, email):
    return Application.objects.create(
        brand=brand, site=brand.sites.get(), email=email, address=hands.one_address(email), name="Zoé", at=1, since=1, digest=email
    )


def from_a_backup(member):
    """The same rows again, as they were before they were erased."""
    kept = Person.objects.get(id=member.person_id)
    Person.objects.filter(id=kept.id).update(email=member.person.email, is_active=True)
    Membership.objects.filter(id=member.id).update(name=member.name, story=member.story, ended_at=None)
    Erasure.objects.all().delete()


def test_a_list_holds_numbers_and_nothing_of_a_person(talk, florian, brand, own_list):
    talks.erase(by=talk.visitor, conversation=talk)
    actions.erase_member(by=florian)
    asked_to_come_in(brand, "zoe@exemple.fr")
    erase(who=somebody(brand=brand, address="zoe@exemple.fr"), by=None)
    told = lines.read(own_list)
    assert [line["kind"] for line in told] == ["conversation", "member", "address"]
    assert [line.get("number") for line in told] == [talk.id, florian.id, None]
    assert not [word for word in ("zoe", "exemple", "lorian", "clés") if word in own_list.read_text()]
    assert Erasure.objects.count() == 3
    assert catch_up() == (0, 0), "all of it is done"


def test_a_member_and_a_talk_that_a_backup_brought_back_are_erased_again(talk, florian):
    actions.erase_member(by=florian)
    talks.erase(by=talk.visitor, conversation=talk)
    Conversation.objects.filter(id=talk.id).update(erased_at=None, preview="Et les clés ?")
    Message.objects.filter(conversation=talk).update(text="Et les clés ?")
    from_a_backup(florian)
    assert catch_up() == (2, 0)
    assert catch_up() == (0, 0), "once"
    back = Membership.objects.select_related("person").get(id=florian.id)
    assert (back.name, back.story, back.person.is_active) == ("—", "", False)
    assert back.ended_at
    assert set(Message.objects.values_list("text", flat=True)) == {""}


def test_what_a_crash_cut_short_goes_on_at_the_next_start(florian, camille, brand, monkeypatch):
    def crash(*_of, **_named):
        raise RuntimeError

    asked_to_come_in(brand, "Zoe+club@exemple.fr")
    both = [somebody(brand=brand, address=address) for address in (florian.person.email, "zoe@exemple.fr")]
    with monkeypatch.context() as patched:
        patched.setattr(hands, "forget_person", crash)
        patched.setattr(hands, "forget_applicant", crash)
        for who in both:
            with pytest.raises(RuntimeError):
                erase(who=who, by=camille)
    assert Application.objects.exists()
    assert Person.objects.filter(email=florian.person.email).exists()
    assert catch_up() == (3, 0), "a member is listed by number and by address"
    assert not Application.objects.exists()
    assert not Person.objects.filter(email=florian.person.email).exists()


def test_who_came_back_after_being_forgotten_stays(brand):
    asked_to_come_in(brand, "zoe@exemple.fr")
    erase(who=somebody(brand=brand, address="zoe@exemple.fr"), by=None)
    asked_to_come_in(brand, "zoe@exemple.fr")
    assert catch_up() == (0, 0)
    assert Application.objects.get().name == "Zoé"


def test_a_number_given_again_is_another_member(florian):
    actions.erase_member(by=florian)
    from_a_backup(florian)
    Membership.objects.filter(id=florian.id).update(joined_at="2031-05-05T10:00:00Z")
    assert catch_up() == (1, 0)
    assert Membership.objects.get(id=florian.id).name == "Florian"


def test_the_only_manager_of_a_restored_brand_waits_for_another(camille, brand):
    successor = new_member(brand, "Bob", role="manager")
    actions.erase_member(by=camille)
    from_a_backup(camille)
    Membership.objects.filter(id=successor.id).update(role="ambassador")
    assert catch_up() == (0, 1)
    assert Membership.objects.get(id=camille.id).name == "Camille"
    Membership.objects.filter(id=successor.id).update(role="manager")
    assert catch_up() == (1, 0)
    assert Membership.objects.get(id=camille.id).name == "—"


@pytest.mark.usefixtures("statics")
def test_nothing_is_erased_that_cannot_be_listed(talk, site, monkeypatch):
    def full(*_of):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(lines, "append", full)
    with pytest.raises(Refused, match="try_again"):
        talks.erase(by=talk.visitor, conversation=talk)
    answer = Client(headers={"authorization": f"Bearer {talk.token}"}).post(f"/w/{site.key}/mine/erase")
    assert answer.status_code == 503
    assert Message.objects.get(conversation=talk).text == "Et les clés ?"


def test_lines_of_another_kind_of_list_stop_no_start(own_list):
    erasures.lines.append(own_list, {"hello": 1})
    erasures.lines.append(own_list, {"entry": "x" * 32, "at": 1, "kind": "of a later version", "brand_id": 1})
    assert catch_up() == (0, 0)
