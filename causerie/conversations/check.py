"""What must always hold, looked at from the database alone (and from what clients recorded, when given). Pure reading."""

import argparse
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.db import DatabaseError, connection, models
from django.db.models import Count, F, Max, Min, Q

from causerie.conversations.models import Conversation, Message
from causerie.journal.models import Fact
from causerie.kernel.finding import Finding, show
from causerie.kernel.ids import from_public, to_public
from causerie.people.models import Membership


def check(history: Iterable[dict[str, Any]] | None = None, more: Iterable[Callable[[], list[Finding]]] = ()) -> list[Finding]:
    """Every invariant, over one snapshot of the database. `history`: what clients recorded (`causerie simulate --history`).

    `more`: what other rooms look at, in the same snapshot.
    """
    told = list(history) if history is not None else None
    with _snapshot():
        found = [
            _kept(told),
            _sent_once(),
            _gapless(),
            _prefix(told),
            _sender_order(told),
            _one_winner(told),
            _tenancy(),
            _counters(),
        ]
        found += [finding for look in more for finding in look()]
        found += [_file()] if connection.vendor == "sqlite" else []
    return [finding for finding in found if finding is not None]


@contextmanager
def _snapshot() -> Iterator[None]:
    """One view of the data for all questions, without keeping writers out."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _public(number: int) -> str:
    return to_public(number)


# ---- I1 to I5: the log ---------------------------------------------------------------------------------------------------


def _kept(told: list[dict[str, Any]] | None) -> Finding | None:
    """Only clients know what they were promised."""
    if told is None:
        return None
    found = Finding("I1", "every acknowledged message is there, once, as it was acknowledged")
    for part in _parts([line for line in told if line["event"] == "acked"]):
        numbers = {from_public(line["conversation"]) or 0 for line in part}
        there: dict[tuple[int, str], list[Message]] = defaultdict(list)
        for message in Message.objects.filter(conversation__in=numbers, client_id__in={line["client_id"] for line in part}):
            there[message.conversation_id, message.client_id].append(message)
        erased = set(Conversation.objects.filter(id__in=numbers).exclude(erased_at=None).values_list("id", flat=True))
        for line in part:
            found.looked_at += 1
            found.wrong += _promise(line, there, erased)
    return found


def _promise(line: dict[str, Any], there: dict[tuple[int, str], list[Message]], erased: set[int]) -> list[str]:
    number = from_public(line["conversation"]) or 0
    rows = [row for row in there[number, line["client_id"]] if row.sender == line["sender"]]
    what = f"{line['conversation']}: {line['client_id']}, acknowledged at {line['seq']},"
    if len(rows) != 1:
        return [f"{what} is there {len(rows)} times"]
    row = rows[0]
    if row.seq != line["seq"] or line["id"] != f"{line['conversation']}.{row.seq}":
        return [f"{what} stands at {row.seq}"]
    if number not in erased and hashlib.sha256(row.text.encode()).hexdigest() != line["sha256"]:
        return [f"{what} has other words"]
    return []


def _parts(lines: list[dict[str, Any]], size: int = 300) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(lines), size):
        yield lines[start : start + size]


def _sent_once() -> Finding:
    found = Finding("I2", "no message is there twice", Message.objects.count())
    doubles = Message.objects.values_list("conversation", "sender", "client_id").annotate(times=Count("id")).filter(times__gt=1).order_by()
    found.wrong = [
        f"{_public(number)}: {client_id} of sender {sender} is there {times} times" for number, sender, client_id, times in doubles
    ]
    return found


def _gapless() -> Finding:
    found = Finding("I3", "positions run from 1 without a gap up to the conversation's head", Conversation.objects.count())
    seqs = Conversation.objects.annotate(low=Min("messages__seq"), high=Max("messages__seq"), count=Count("messages"))
    broken = seqs.exclude(low=1, high=F("count"), last_seq=F("count")).values_list("id", "low", "high", "count", "last_seq")
    found.wrong = [
        f"{_public(number)}: {count} messages from {low} to {high} under the head {head}" for number, low, high, count, head in broken
    ]
    return found


def _prefix(told: list[dict[str, Any]] | None) -> Finding | None:
    if told is None:
        return None
    found = Finding("I4", "what clients showed is the log's beginning, in order")
    for line in (line for line in told if line["event"] == "view"):
        found.looked_at += 1
        number = from_public(line["conversation"]) or 0
        rows = Message.objects.filter(conversation=number).order_by("seq").values_list("seq", "text")[: len(line["lines"])]
        kept = [[seq, hashlib.sha256(text.encode()).hexdigest()] for seq, text in rows]
        if kept != line["lines"] and not Conversation.objects.filter(id=number, erased_at__isnull=False).exists():
            found.wrong.append(f"{line['conversation']}: {line['who']} showed {len(line['lines'])} lines that are not the log's")
    return found


def _sender_order(told: list[dict[str, Any]] | None) -> Finding:
    """Rows of one conversation are numbered by the database in the order of their positions."""
    found = Finding("I5", "each sender's messages keep their order", Message.objects.count())
    found.wrong = [
        f"{_public(number)}: the message at {seq} was written before the one ahead of it"
        for number, seq in _rows(
            "SELECT conversation_id, seq FROM (SELECT conversation_id, seq, id, "
            "LAG(id) OVER (PARTITION BY conversation_id, sender ORDER BY seq) AS before FROM conversations_message) m WHERE before > id"
        )
    ]
    last: dict[tuple[str, int], tuple[int, int]] = {}
    for line in (line for line in told or [] if line["event"] == "acked"):
        key = line["conversation"], line["sender"]
        order, seq = last.get(key, (0, 0))
        if line["order"] > order and line["seq"] < seq:
            found.wrong.append(f"{line['conversation']}: {line['client_id']} was sent later and stands before")
        last[key] = line["order"], line["seq"]
    return found


# ---- I6: claims ------------------------------------------------------------------------------------------------------------


def _one_winner(told: list[dict[str, Any]] | None) -> Finding:
    found = Finding("I6", "a question is in one pair of hands at a time, and every claim is written down")
    claims = _facts("claimed")
    returns = {(data["conversation"], data["lease"]) for _, data in _facts("released")}
    by_question: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for _, data in claims:
        by_question[data["conversation"]].append(data)
    found.looked_at = len(claims)
    for number, rows in by_question.items():
        found.wrong += _leases(number, [row["lease"] for row in rows], returns)
    found.wrong += _holders(by_question)
    won = {(data["conversation"], data["lease"]): data["member"] for _, data in claims}
    for line in (line for line in told or [] if line["event"] == "claimed"):
        if won.get((from_public(line["conversation"]) or 0, line["lease"])) != line["member"]:
            found.wrong.append(
                f"{line['conversation']}: member {line['member']} was told lease {line['lease']}; the journal says otherwise"
            )
    return found


def _facts(kind: str) -> list[tuple[int, dict[str, Any]]]:
    return list(Fact.objects.filter(kind=kind).order_by("id").values_list("id", "data"))


def _leases(number: int, leases: list[int], returns: set[tuple[int, int]]) -> list[str]:
    wrong = []
    if any(after <= before for before, after in pairwise(leases)):
        wrong.append(f"{_public(number)}: leases do not rise: {leases}")
    wrong += [
        f"{_public(number)}: lease {lease} was never given back, yet it was claimed again"
        for lease in leases[:-1]
        if (number, lease) not in returns
    ]
    return wrong


def _holders(by_question: dict[int, list[dict[str, Any]]]) -> list[str]:
    wrong = []
    for row in Conversation.objects.filter(Q(state="taken") | Q(claimed_at__isnull=False)).values("id", "state", "holder_id", "lease"):
        last = by_question.get(row["id"], [{}])[-1]
        if not last:
            wrong.append(f"{_public(row['id'])}: it was claimed, and the journal does not know")
        elif row["state"] == "taken" and (row["holder_id"], row["lease"]) != (last["member"], last["lease"]):
            hands = f"{row['holder_id']}, {row['lease']}"
            wrong.append(f"{_public(row['id'])}: held by member, lease {hands}; the last claim was by {last['member']}, {last['lease']}")
    wrong += [f"{_public(number)}: taken by nobody" for number in _ids(Q(state="taken", holder=None))]
    wrong += [f"{_public(number)}: it waits and is held" for number in _ids(Q(state="waiting", holder__isnull=False))]
    return wrong


def _ids(wanted: Q) -> list[int]:
    return list(Conversation.objects.filter(wanted).values_list("id", flat=True))


# ---- I11: tenants ------------------------------------------------------------------------------------------------------------


def _tenancy() -> Finding:
    """Made from the models: every link between two rows that carry a brand."""
    found = Finding("I11", "no row is linked to another brand's")
    for model, link in branded_links():
        manager = model._base_manager
        found.looked_at += manager.exclude(**{link: None}).count()
        strangers = manager.exclude(**{link: None}).exclude(**{f"{link}__brand_id": F("brand_id")}).values_list("pk", flat=True)
        found.wrong += [f"{model._meta.label} {number}: its {link} is another brand's" for number in strangers[:50]]
    for model, link, near, far in _branded_crowds():
        strangers = model._base_manager.exclude(**{f"{near}__brand_id": F(f"{far}__brand_id")}).values_list("pk", flat=True)
        found.wrong += [f"{model._meta.label} {number}: its {link} is another brand's" for number in strangers[:50]]
    found.wrong += [
        f"conversations.Message {number}: its sender is another brand's, or nobody"
        for (number,) in _rows(
            "SELECT m.id FROM conversations_message m LEFT JOIN people_membership p ON p.id = m.sender "
            "WHERE m.sender <> 0 AND (p.id IS NULL OR p.brand_id <> m.brand_id)"
        )
    ]
    found.wrong += [
        f"conversations.Message {number}: its conversation is nowhere"
        for (number,) in _rows(
            "SELECT m.id FROM conversations_message m LEFT JOIN conversations_conversation c ON c.id = m.conversation_id WHERE c.id IS NULL"
        )
    ]
    return found


def _has_brand(model: type[models.Model]) -> bool:
    return any(one.name == "brand" for one in model._meta.concrete_fields)


def branded_links() -> list[tuple[type[models.Model], str]]:
    """(model, foreign key) where both ends carry a brand."""
    return [
        (model, one.name)
        for model in apps.get_models()
        if _has_brand(model)
        for one in model._meta.concrete_fields
        if isinstance(one, models.ForeignKey) and one.name != "brand" and _has_brand(one.related_model)
    ]


def _branded_crowds() -> Iterator[tuple[type[models.Model], str, str, str]]:
    """Many-to-many tables between two models that carry a brand."""
    for model in apps.get_models():
        for one in model._meta.local_many_to_many:
            if _has_brand(model) and _has_brand(one.related_model):
                yield cast("type[models.Model]", one.remote_field.through), one.name, one.m2m_field_name(), one.m2m_reverse_field_name()


# ---- I15: counters -----------------------------------------------------------------------------------------------------------


def _counters() -> Finding:
    found = Finding("I15", "what is counted or copied equals what it is counted from", Conversation.objects.count())
    for words, wrong in _COUNTED:
        found.wrong += [f"{_public(number)}: {words}" for number in wrong()]
    claims = Counter(data["conversation"] for _, data in _facts("claimed"))
    claims.update(data["conversation"] for _, data in _facts("released"))
    for number, lease in Conversation.objects.values_list("id", "lease"):
        if claims[number] != lease:
            found.wrong.append(f"{_public(number)}: lease {lease} after {claims[number]} claims and returns")
    ends = Counter(data["conversation"] for _, data in _facts("closed"))
    for number, state, erased in Conversation.objects.values_list("id", "state", "erased_at"):
        # What was erased while it was open, before the journal told its end too, has none.
        if ends[number] != (state == "closed") and not (erased and not ends[number]):
            found.wrong.append(f"{_public(number)}: {state}, and ended {ends[number]} times in the journal")
    thanked, stars = Counter(data["conversation"] for _, data in _facts("thanked")), {}
    for _, data in _facts("rated"):
        stars[data["conversation"]] = data["stars"]
    for number, at, given in Conversation.objects.values_list("id", "thanked_at", "stars"):
        if thanked[number] != (at is not None):
            found.wrong.append(f"{_public(number)}: thanked {thanked[number]} times in the journal")
        if stars.get(number) != given:
            found.wrong.append(f"{_public(number)}: {given} stars, {stars.get(number)} in the journal")
    return found


def _off_head(column: str, of_head: str) -> Callable[[], list[int]]:
    return lambda: [
        number
        for (number,) in _rows(
            "SELECT c.id FROM conversations_conversation c JOIN conversations_message m ON m.conversation_id = c.id AND m.seq = c.last_seq "
            f"WHERE c.{column} <> m.{of_head}"
        )
    ]


def _first_reply() -> list[int]:
    return [
        number
        for (number,) in _rows(
            "SELECT c.id FROM conversations_conversation c LEFT JOIN (SELECT conversation_id, MIN(sent_at) AS at "
            "FROM conversations_message WHERE sender <> 0 GROUP BY conversation_id) m ON m.conversation_id = c.id "
            "WHERE COALESCE(c.first_reply_at, 0) <> COALESCE(m.at, 0)"
        )
    ]


def _loads() -> list[int]:
    return list(Conversation.objects.filter(state="taken").exclude(holder__in=Membership.objects.all()).values_list("id", flat=True))


_COUNTED: list[tuple[str, Callable[[], list[int]]]] = [
    ("its last sender is not the last message's", _off_head("last_sender", "sender")),
    ("its last instant is not the last message's", _off_head("last_at", "sent_at")),
    ("its first reply is not the first message of a member", _first_reply),
    ("its holder is not a member", _loads),
    ("somebody saw more than there is", lambda: _ids(Q(visitor_seen__gt=F("last_seq")) | Q(holder_seen__gt=F("last_seq")))),
    ("more was mailed than there is", lambda: _ids(Q(mailed_seq__gt=F("last_seq")))),
    (
        "closed without an instant, or the other way round",
        lambda: _ids(Q(state="closed", closed_at=None) | ~Q(state="closed") & Q(closed_at__isnull=False)),
    ),
    ("closed and still to be looked at", lambda: _ids(Q(state="closed", check_at__isnull=False))),
]


def _file() -> Finding:
    found = Finding("file", "SQLite finds its own file sound, and no link that leads nowhere", 1)
    found.wrong = [str(row[0]) for row in _rows("PRAGMA integrity_check") if row[0] != "ok"]
    found.wrong += [f"{table} {number}: a link to {parent} leads nowhere" for table, number, parent, _ in _rows("PRAGMA foreign_key_check")]
    return found


# ---- the command ---------------------------------------------------------------------------------------------------------------


def run(arguments: argparse.Namespace, more: Iterable[Callable[[], list[Finding]]] = ()) -> int:
    """`causerie check`: a table, and 1 when something does not hold."""
    try:
        history = _read(arguments.history) if getattr(arguments, "history", None) else None
        found = check(history, more)
    except (OSError, ValueError, KeyError) as error:
        print(f"causerie: {arguments.history} cannot be read: {error}", file=sys.stderr)
        return 2
    except DatabaseError as error:
        print(f"causerie: the database cannot be read: {error}", file=sys.stderr)
        return 1
    show(found)
    return 0 if all(finding.holds for finding in found) else 1


def _read(path: str) -> list[dict[str, Any]]:
    with Path(path).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]
