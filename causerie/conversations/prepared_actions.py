"""Prepared answers: one's own, and the brand's in the hands of its managers."""

from django.db.models import Q, QuerySet

from causerie.conversations.models import PreparedAnswer
from causerie.journal import audit
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership

MOST_TEXT = 2000
MOST_OWN = 200


def changeable_by(member: Membership) -> QuerySet[PreparedAnswer]:
    """Those that the member may change."""
    mine = Q(member=member) | Q(member=None) if member.is_manager else Q(member=member)
    return PreparedAnswer.objects.filter(mine, brand_id=member.brand_id)


def prepared_answer(member: Membership, number: int) -> PreparedAnswer:
    """One that the member may change. Raises Refused("not_found")."""
    found = changeable_by(member).filter(pk=number).first()
    if found is None:
        raise Refused("not_found")
    return found


def keep_prepared(
    *, by: Membership, shortcut: str, text: str, language: str = "", for_brand: bool = False, answer: PreparedAnswer | None = None
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
    with write():
        new = answer.pk is None
        answer.save()
        if answer.member_id is None:
            audit.note(by=by, kind="answer_added" if new else "answer_set", subject=answer, name=answer.shortcut)
    return answer


def forget_prepared(*, by: Membership, answer: PreparedAnswer) -> None:
    """Raises Refused("not_found") when it is not the member's to remove."""
    with write():
        gone, _ = changeable_by(by).filter(pk=answer.pk).delete()
        if gone and answer.member_id is None:
            audit.note(by=by, kind="answer_removed", subject=answer, name=answer.shortcut)
    if not gone:
        raise Refused("not_found")
