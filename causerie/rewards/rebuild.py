"""The ledger made again from the journal alone, to be laid beside the one that is stored; and what is kept beside it, made again.

Nothing of the ledger is ever rewritten: `rebuild` renews talks, standings and balances, which are copies. What the journal cannot know
is taken as it was decided: who was staff when first seen, and which rewards were held.
"""

import argparse
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Sum

from causerie.journal.models import Cursor, Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.finding import Finding, show
from causerie.people.models import Membership
from causerie.rewards import models, reader
from causerie.rewards.check import check, walk
from causerie.rewards.fold import FOLDED, HANDLERS, Fold
from causerie.rewards.ledger import Move
from causerie.rewards.queries import missions, rulebook

_CHUNK = 5000


def folded(brand_id: int) -> Fold:
    """The brand's journal from its first fact, as far as the reader has come, in memory."""
    team = dict(models.Standing.objects.filter(brand_id=brand_id).values_list("member", "team"))
    held = {(row.transaction.kind, row.transaction.ref): row.reasons for row in _holds(brand_id)}
    visitors = {
        number: (visitor, own)
        for number, visitor, own in models.Talk.objects.filter(brand_id=brand_id).values_list("conversation", "visitor", "own")
    }
    state = Fold(
        book=rulebook(brand_id),
        doubts=lambda gift, _rules: held.get((gift.kind, gift.ref), []),
        is_team=lambda member: team.get(member, True),
        missions=missions(brand_id),
    )
    for fact in facts(brand_id):
        state.tell(fact)
    state.settle(_settled_until(brand_id, state))
    for talk in state.talks.values():
        talk.visitor, talk.own = visitors.get(talk.conversation, (0, False))
    return state


def _holds(brand_id: int) -> list[models.Hold]:
    return list(models.Hold.objects.filter(brand_id=brand_id).select_related("transaction"))


def facts(brand_id: int) -> Iterator[Fact]:
    """Facts of the brand that rewards know, in order, up to the reader's place."""
    reached, last = 0, Cursor.objects.filter(reader=reader.READER).values_list("last_id", flat=True).first() or 0
    kinds = tuple(HANDLERS)
    while rows := list(Fact.objects.filter(brand_id=brand_id, kind__in=kinds, id__gt=reached, id__lte=last).order_by("id")[:_CHUNK]):
        yield from rows
        reached = rows[-1].pk


def _settled_until(brand_id: int, state: Fold) -> int:
    """Ratings that are stored as still open stay open: the clock decides those, not the journal."""
    waiting = set(models.Talk.objects.filter(brand_id=brand_id, due_at__isnull=False).values_list("conversation", flat=True))
    due = [talk.due_at for talk in state.talks.values() if talk.due_at is not None and talk.conversation not in waiting]
    return max(due, default=-1)


def compare(brand_id: int) -> Finding:
    """The ledger, talks and standings that the journal gives, against those stored."""
    state = folded(brand_id)
    found = Finding("redo", f"brand {brand_id}: the ledger, made again from the journal, is the one that is stored")
    made = {(one.kind, one.ref): _says(one, one.member, one.moves) for one in state.drafts}
    kept = {(row.kind, row.ref): _says(row, row.member_id, moves) for row, moves in walk(brand_id) if row.kind in FOLDED}
    found.looked_at = len(kept)
    for key in sorted(made.keys() | kept.keys()):
        if made.get(key) != kept.get(key):
            found.wrong.append(f"{' '.join(key)}: the journal gives {made.get(key)}, stored is {kept.get(key)}")
    found.wrong += _standings(brand_id, state) + _talks(brand_id, state)
    return found


def _says(one: Any, member: int | None, moves: Iterable[Move]) -> tuple[object, ...]:
    """What must be the same. The instant of a new tier is that of whichever cause was read last before it: not compared."""
    when = (0, 0) if one.kind == "tier" else (one.at, one.version)
    return (*when, member, one.note, tuple(sorted(moves, key=str)))


def _standings(brand_id: int, state: Fold) -> list[str]:
    stored = {row.member_id: (row.score, row.data) for row in models.Standing.objects.filter(brand_id=brand_id)}
    made = {number: (known.score, known.data) for number, known in state.people.items() if number in stored}
    return [
        f"member {number}: standing is {stored[number]}, the journal gives {made.get(number)}"
        for number in stored
        if stored[number] != made.get(number)
    ]


def _talks(brand_id: int, state: Fold) -> list[str]:
    wrong = []
    for row in models.Talk.objects.filter(brand_id=brand_id).iterator(_CHUNK):
        if reader.as_talk(row) != state.talks.get(row.conversation):
            wrong.append(f"talk {row.conversation} differs")
    return wrong


def renew(brand_id: int) -> None:
    """Talks, standings and balances, made again from the journal and from the entries, in one transaction."""
    with write():
        state = folded(brand_id)
        models.Talk.objects.filter(brand_id=brand_id).delete()
        reader.put_talks(brand_id, state.talks.values())
        members = set(Membership.objects.filter(brand_id=brand_id).values_list("id", flat=True))
        reader.put_standings(brand_id, [one for one in state.people.values() if one.member in members])
        sums = models.Entry.objects.filter(brand_id=brand_id).values_list("account").annotate(total=Sum("amount")).order_by()
        for account, total in sums:
            models.Account.objects.filter(id=account).exclude(balance=total).update(balance=total)


def run(arguments: argparse.Namespace) -> int:
    """`causerie rewards rebuild [--check]` and `causerie rewards check`: a table, and 1 when something does not hold."""
    brands = list(models.Head.objects.values_list("brand", flat=True))
    if arguments.verb == "check":
        found = check()
    else:
        if not arguments.check:
            reader.tick(now_ms())
            for brand_id in brands:
                renew(brand_id)
        found = [compare(brand_id) for brand_id in brands]
    show(found)
    return 0 if all(one.holds for one in found) else 1
