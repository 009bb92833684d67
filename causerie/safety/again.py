"""Doing erasures again: what the list names and this database, from a backup or from before a crash, does not know of."""

from causerie.conversations import queries as talks
from causerie.journal import erasures
from causerie.journal.erasures import Entry
from causerie.kernel.db import wipe_traces
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership
from causerie.safety import actions, erasing, hands


def catch_up() -> tuple[int, int]:
    """Before a house answers: (how many were done again, how many must wait). Each is settled by itself: a crash in between loses none.

    What waits is a brand's only manager, for the brand keeps one: it is tried again at each start.
    """
    left = [entry for entry in erasures.outstanding() if entry.kind in _AGAIN]
    done = sum(_settled(entry) for entry in left)
    if done:
        erasing.follow_up()
        wipe_traces()
    return done, len(left) - done


def _settled(entry: Entry) -> bool:
    try:
        _AGAIN[entry.kind](entry)
    except Refused:
        return False
    erasures.settle(entry)
    return True


def _conversation(entry: Entry) -> None:
    found = talks.not_erased_by_number(entry.brand_id, entry.number)
    if found:
        hands.forget_talk(conversation=found)


def _member(entry: Entry) -> None:
    """Refused("bad_value") for the last manager."""
    found = Membership.objects.filter(id=entry.number, brand_id=entry.brand_id).select_related("person", "brand").first()
    if found is None or actions.since_of(found) != entry.since:
        return
    if found.ended_at is None:
        hands.leave(by=found)
    actions.forget_listed_member(found)


def _address(entry: Entry) -> None:
    for address in hands.addresses_of(entry.brand_id):
        if entry.names(hands.one_address(address)):
            hands.forget_somebody(brand_id=entry.brand_id, address=address)


_AGAIN = {"conversation": _conversation, "member": _member, "address": _address}
