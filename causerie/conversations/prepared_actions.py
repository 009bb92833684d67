"""Prepared answers: one's own, those one lets the others use, and the brand's in the hands of its managers."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from causerie.conversations import wire
from causerie.conversations.models import Message, PreparedAnswer
from causerie.conversations.rules import stands_in
from causerie.journal import audit
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership

MOST_TEXT = 2000
MOST_OWN = 200
MOST_READ = 100


def changeable_by(member: Membership) -> QuerySet[PreparedAnswer]:
    """Those that the member may change."""
    mine = Q(member=member) | Q(member=None) if member.is_manager else Q(member=member)
    return PreparedAnswer.objects.filter(mine, brand_id=member.brand_id)


def prepared_for(member: Membership) -> list[wire.Prepared]:
    """The brand's prepared answers, the member's own, and those that others here let everybody use."""
    theirs = Q(shared=True, member__ended_at=None, member__person__is_active=True)
    rows = PreparedAnswer.objects.filter(Q(member=None) | Q(member=member) | theirs, brand_id=member.brand_id).select_related("member")
    return [_as_prepared(row, member) for row in rows.order_by("shortcut", "id")]


def _as_prepared(row: PreparedAnswer, member: Membership) -> wire.Prepared:
    mine = row.member_id == member.pk
    by = row.member.name if row.member and not mine else ""
    return wire.Prepared(row.id, row.shortcut, row.text, row.language, mine, by)


def shared_by_others(member: Membership) -> QuerySet[PreparedAnswer]:
    """What other members let everybody use: a manager may take it away, its words stay their author's."""
    rows = PreparedAnswer.objects.filter(brand_id=member.brand_id, shared=True, member__isnull=False)
    return rows.exclude(member=member).select_related("member").order_by("shortcut", "id")


def prepared_answer(member: Membership, number: int, among: QuerySet[PreparedAnswer] | None = None) -> PreparedAnswer:
    """One that the member may change, or one `among` these. Raises Refused("not_found")."""
    found = (changeable_by(member) if among is None else among).filter(pk=number).first()
    if found is None:
        raise Refused("not_found")
    return found


def keep_prepared(
    *,
    by: Membership,
    shortcut: str,
    text: str,
    language: str = "",
    for_brand: bool = False,
    shared: bool = False,
    answer: PreparedAnswer | None = None,
) -> PreparedAnswer:
    """Add one, or change `answer`. Raises Refused("not_found" | "empty" | "too_long" | "bad_value")."""
    if answer is None:
        answer = PreparedAnswer(brand_id=by.brand_id, member=by)
        if changeable_by(by).filter(member=by).count() >= MOST_OWN:
            raise Refused("bad_value")
    elif not changeable_by(by).filter(pk=answer.pk).exists():
        raise Refused("not_found")
    if by.is_manager:
        answer.member = None if for_brand else by
    answer.shortcut = clean(shortcut.strip().lstrip("/"), limit=40, lines=False).replace(" ", "-")
    answer.text = clean(text, limit=MOST_TEXT)
    answer.language = clean_optional(language, limit=5)
    answer.shared = shared and answer.member_id is not None
    with write():
        new = answer.pk is None
        answer.save()
        if answer.member_id is None:
            audit.note(by=by, kind="answer_added" if new else "answer_set", subject=answer, name=answer.shortcut)
    return answer


def removable_by(member: Membership) -> QuerySet[PreparedAnswer]:
    """Those that the member may remove: a manager also what others let everybody use."""
    mine = changeable_by(member)
    return PreparedAnswer.objects.filter(Q(pk__in=mine) | Q(pk__in=shared_by_others(member))) if member.is_manager else mine


def forget_prepared(*, by: Membership, answer: PreparedAnswer) -> None:
    """Raises Refused("not_found") when it is not the member's to remove."""
    with write():
        gone, _ = removable_by(by).filter(pk=answer.pk).delete()
        if gone and answer.member_id != by.pk:
            audit.note(by=by, kind="answer_removed", subject=answer, name=answer.shortcut)
    if not gone:
        raise Refused("not_found")


def said_again(brand_id: int, conversation: int, holder: int) -> list[PreparedAnswer]:
    """Answers of other members that stand in what the holder said in a conversation; for each message the first that fits.

    The brand's own and the holder's come first: who shares a copy of them is not thanked for it.
    """
    rows = PreparedAnswer.objects.filter(Q(member=None) | Q(member=holder) | Q(shared=True), brand_id=brand_id).order_by("id")
    known = sorted(rows, key=lambda row: row.member_id not in (None, holder))
    if all(row.member_id in (None, holder) for row in known):
        return []
    texts = Message.objects.filter(conversation=conversation, sender=holder).order_by("seq").values_list("text", flat=True)[:MOST_READ]
    first = [_first(known, text) for text in texts]
    return list({row.pk: row for row in first if row and row.member_id not in (None, holder)}.values())


def _first(known: Iterable[PreparedAnswer], text: str) -> PreparedAnswer | None:
    return next((row for row in known if stands_in(row.text, text)), None)
