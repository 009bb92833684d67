"""The check finds a planted fault for every invariant: one that cannot fail is worth nothing."""

import hashlib
from itertools import count

import pytest
from django.db import connection

from causerie.brands.models import Topic
from causerie.conversations import actions
from causerie.conversations.check import branded_links, check, show
from causerie.conversations.log import Append, commit
from causerie.conversations.models import Conversation, Message, Picture
from causerie.journal.models import Fact

pytestmark = pytest.mark.django_db(transaction=True)
_numbers = count()


@pytest.fixture
def talk(cast, florian, bernadette):
    """A conversation with a past: given back once, answered, thanked, rated, closed; and one that is held."""
    visitor, _ = actions.admit(site=cast.site)
    conversation, _ = actions.ask(by=visitor, client_id="question-1", text="Et l’assurance ?")
    first = actions.claim(by=florian, conversation=conversation)
    actions.release(by=florian, conversation=first, lease=first.lease)
    taken = actions.claim(by=bernadette, conversation=conversation)
    _say(taken, bernadette.id, taken.lease, "Oui, en général.")
    _say(taken, 0, 0, "Merci !")
    actions.thank(by=visitor, conversation=taken)
    actions.rate(by=visitor, conversation=taken, stars=5)
    actions.close(by=bernadette, conversation=taken, lease=taken.lease)
    other, _ = actions.ask(by=visitor, client_id="question-2", text="Et le chat ?")
    actions.claim(by=florian, conversation=other)
    return Conversation.objects.get(id=conversation.id)


def _say(conversation, sender, lease, text):
    item = Append(
        brand=conversation.brand_id,
        conversation=conversation.id,
        sender=sender,
        lease=lease,
        client_id=f"client-{next(_numbers)}",
        text=text,
    )
    commit([item])
    assert not item.refused


def _history(talk):
    rows = list(Message.objects.filter(conversation=talk).order_by("seq"))
    lines = [
        {
            "event": "acked",
            "conversation": talk.public_id,
            "sender": row.sender,
            "client_id": row.client_id,
            "id": f"{talk.public_id}.{row.seq}",
            "seq": row.seq,
            "sha256": hashlib.sha256(row.text.encode()).hexdigest(),
            "order": row.seq,
        }
        for row in rows
    ]
    view = {"event": "view", "conversation": talk.public_id, "who": "visitor", "lines": [[line["seq"], line["sha256"]] for line in lines]}
    claimed = {"event": "claimed", "conversation": talk.public_id, "member": talk.holder_id, "lease": talk.lease}
    return [*lines, view, claimed]


def _broken(history=None):
    return {finding.name for finding in check(history) if not finding.holds}


def test_a_good_house_holds(talk, capsys):
    found = check(_history(talk))
    show(found)
    assert [finding.name for finding in found if not finding.holds] == []
    assert {finding.name for finding in found} >= {"I1", "I2", "I3", "I4", "I5", "I6", "I11", "I15"}
    assert "holds" in capsys.readouterr().out


def _lose_one(talk):
    Message.objects.filter(conversation=talk, seq=2).delete()


def _change_words(talk):
    Message.objects.filter(conversation=talk, seq=2).update(text="Non.")


def _gap(talk):
    Message.objects.filter(conversation=talk, seq=3).update(seq=5)


def _head(talk):
    Conversation.objects.filter(id=talk.id).update(last_seq=9)


def _swap(talk):
    rows = Message.objects.filter(conversation=talk)
    rows.filter(seq=1).update(seq=9)
    rows.filter(seq=3).update(seq=1)
    rows.filter(seq=9).update(seq=3)


def _same_lease(talk):
    fact = Fact.objects.filter(kind="claimed", data__conversation=talk.id).last()
    Fact.objects.create(brand_id=fact.brand_id, at=fact.at, kind="claimed", data=fact.data)


def _never_given_back(talk):
    Fact.objects.filter(kind="released").delete()


def _silent_claim(talk):
    Fact.objects.filter(kind="claimed").delete()


def _other_hands(talk):
    held = Conversation.objects.get(state="taken")
    Conversation.objects.filter(id=held.id).update(holder=talk.holder)


def _waiting_and_held(talk):
    Conversation.objects.filter(state="taken").update(state="waiting")


def _foreign_topic(talk):
    from tests.cast import other

    Conversation.objects.filter(id=talk.id).update(topic=Topic.objects.get(brand=other().brand))


def _foreign_sender(talk):
    from tests.cast import other

    Message.objects.filter(conversation=talk, seq=2).update(sender=other().members["otto"].id)


def _nobodys_message(talk):
    Message.objects.filter(conversation=talk, seq=2).update(conversation_id=2**40)


def _foreign_member_topic(talk):
    from tests.cast import other

    talk.holder.topics.add(Topic.objects.get(brand=other().brand))


def _foreign_picture(talk):
    from tests.cast import other

    Picture.objects.create(brand=other().brand, conversation=talk, name="a" * 32 + ".webp", width=1, height=1)


def _set(**values):
    return lambda talk: Conversation.objects.filter(id=talk.id).update(**values)


def _silent_end(talk):
    Fact.objects.filter(kind="closed").delete()


def _ended_twice(talk):
    fact = Fact.objects.get(kind="closed")
    Fact.objects.create(brand_id=fact.brand_id, at=fact.at, kind="closed", data=fact.data)


def _thanked_twice(talk):
    fact = Fact.objects.get(kind="thanked")
    Fact.objects.create(brand_id=fact.brand_id, at=fact.at, kind="thanked", data=fact.data)


FAULTS = [
    (_gap, "I3"),
    (_head, "I3"),
    (_lose_one, "I3"),
    (_swap, "I5"),
    (_same_lease, "I6"),
    (_never_given_back, "I6"),
    (_silent_claim, "I6"),
    (_other_hands, "I6"),
    (_waiting_and_held, "I6"),
    (_foreign_topic, "I11"),
    (_foreign_sender, "I11"),
    (_nobodys_message, "I11"),
    (_foreign_member_topic, "I11"),
    (_foreign_picture, "I11"),
    (_set(last_sender=99), "I15"),
    (_set(last_at=1), "I15"),
    (_set(first_reply_at=1), "I15"),
    (_set(first_reply_at=None), "I15"),
    (_set(visitor_seen=99), "I15"),
    (_set(holder_seen=99), "I15"),
    (_set(mailed_seq=99), "I15"),
    (_set(closed_at=None), "I15"),
    (_set(check_at=1), "I15"),
    (_set(lease=7), "I15"),
    (_set(stars=1), "I15"),
    (_set(thanked_at=None), "I15"),
    (_thanked_twice, "I15"),
    (_silent_end, "I15"),
    (_ended_twice, "I15"),
]


@pytest.mark.parametrize(("fault", "name"), FAULTS)
def test_each_fault_is_found(talk, fault, name):
    fault(talk)
    assert name in _broken()


def test_a_message_that_is_there_twice_is_found(talk, monkeypatch):
    """The constraint forbids it; the check does not rely on that."""
    all_of_them = list(Message._meta.constraints)
    constraint = next(one for one in all_of_them if one.name == "sent_once")
    monkeypatch.setattr(Message._meta, "constraints", [one for one in all_of_them if one is not constraint])
    with connection.schema_editor() as editor:
        editor.remove_constraint(Message, constraint)
    try:
        row = Message.objects.get(conversation=talk, seq=2)
        Message.objects.create(
            brand_id=row.brand_id, conversation=talk, seq=4, sender=row.sender, client_id=row.client_id, text=row.text, sent_at=row.sent_at
        )
        assert "I2" in _broken()
    finally:
        Message.objects.filter(conversation=talk, seq=4).delete()
        monkeypatch.setattr(Message._meta, "constraints", all_of_them)
        with connection.schema_editor() as editor:
            editor.add_constraint(Message, constraint)


@pytest.mark.parametrize(("fault", "names"), [(_lose_one, {"I1", "I4"}), (_change_words, {"I1", "I4"}), (_swap, {"I1", "I4", "I5"})])
def test_what_clients_were_promised(talk, fault, names):
    history = _history(talk)
    fault(talk)
    assert names <= _broken(history)


def test_a_claim_that_was_told_but_not_written(talk):
    history = _history(talk)
    history.append({"event": "claimed", "conversation": talk.public_id, "member": talk.holder_id, "lease": 99})
    assert "I6" in _broken(history)


def test_an_erased_conversation_keeps_no_words_and_breaks_no_promise(talk):
    history = _history(talk)
    actions.erase(by=talk.visitor, conversation=talk)
    assert _broken(history) == set()


def test_what_is_erased_while_it_is_open_ends_in_the_journal_too_and_only_once(talk, florian):
    """Waiting, held, closed before: each has one end, and it stays when it was."""
    waiting, _ = actions.ask(by=talk.visitor, client_id="question-3", text="Et le jardin ?")
    held = Conversation.objects.get(state="taken")
    for conversation in (waiting, held, talk):
        actions.erase(by=talk.visitor, conversation=conversation)
        actions.erase(by=talk.visitor, conversation=conversation)
    ends = {fact.data["conversation"]: fact.data for fact in Fact.objects.filter(kind="closed")}
    assert Fact.objects.filter(kind="closed").count() == len(ends) == 3
    assert (ends[waiting.id]["by"], ends[waiting.id]["member"], ends[waiting.id]["lasted"]) == ("visitor", None, 0)
    assert (ends[held.id]["by"], ends[held.id]["member"]) == ("visitor", florian.id)
    assert Fact.objects.filter(kind="erased").count() == 3
    assert Conversation.objects.get(id=talk.id).closed_at == talk.closed_at
    assert not Conversation.objects.exclude(state="closed").exists()
    assert _broken() == set()


def test_every_link_between_rows_of_brands_is_looked_at():
    found = {(model._meta.label, name) for model, name in branded_links()}
    assert ("conversations.Message", "conversation") in found
    assert ("conversations.Conversation", "holder") in found
    assert ("community.Comment", "post") in found
