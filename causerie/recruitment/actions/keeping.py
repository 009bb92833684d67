"""Forgetting: who never came in, when the brand's days are over; an address, or a member, by wish."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from causerie.journal import audit
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.people.models import Membership
from causerie.recruitment import rules
from causerie.recruitment.models import Application, Contact, Invitation, Letter, Part, Refusal
from causerie.recruitment.queries import letters_about, letters_to, refusal_digest

BATCH = 200


def forget_old(*, brand_id: int, days: Mapping[str, int], now: int) -> dict[str, int]:
    """What is older than the brand's days, a batch of each kind. `applications`: those that were not taken up, invitations that were not
    used, customers of campaigns; `mails`: letters. Returns how many rows of each. Resumable: each batch is one transaction."""
    before, mailed = now - days["applications"] * rules.DAY, now - days["mails"] * rules.DAY
    came_in = Invitation.objects.filter(application=OuterRef("pk"), used_at__isnull=False)
    return {
        "applications": _old(Application.objects.filter(~Exists(came_in), brand_id=brand_id, since__lt=before)),
        "invitations": _old_invitations(Invitation.objects.filter(brand_id=brand_id, used_at=None, expires_at__lt=before)),
        "customers": _old(Contact.objects.filter(_done_with(before), brand_id=brand_id)),
        "letters": _old(Letter.objects.filter(brand_id=brand_id, at__lt=mailed)),
    }


def _done_with(before: int) -> Q:
    """Written to long ago, or never, of a campaign that is as old."""
    return Q(sent_at__lt=before) | Q(sent_at=None, campaign__at__lt=before)


def _old(rows: QuerySet[Any]) -> int:
    with write():
        numbers = list(rows.values_list("pk", flat=True)[:BATCH])
        rows.model._default_manager.filter(pk__in=numbers).delete()
    return len(numbers)


def _old_invitations(rows: QuerySet[Invitation]) -> int:
    with write():
        return _without_trace(rows.model._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True)[:BATCH])))


def _without_trace(rows: QuerySet[Invitation]) -> int:
    """The log says that somebody was invited, no longer whom. Inside a transaction."""
    found = list(rows)
    for one in found:
        audit.forget_name(brand_id=one.brand_id, subject=one)
    rows.filter(pk__in=[one.pk for one in found]).delete()
    return len(found)


def forget_applicant(*, brand_id: int, email: str) -> None:
    """Everything that this room keeps of a mailbox: applications with their quizzes, invitations, campaigns, letters.

    No campaign writes to it again: of that a digest stays. What was counted of it stays counted. Twice is no error.
    """
    address = rules.one_address(email)
    with write():
        letters_to(brand_id, email).delete()
        Letter.objects.filter(id__in=letters_about(brand_id, email)).delete()
        if Contact.objects.filter(brand_id=brand_id, address=address).delete()[0]:
            _never_again(brand_id, refusal_digest(address))
        _without_trace(Invitation.objects.filter(brand_id=brand_id, address=address))
        Application.objects.filter(brand_id=brand_id, address=address).delete()


def _never_again(brand_id: int, kept: str) -> None:
    Refusal.objects.get_or_create(brand_id=brand_id, digest=kept, defaults={"why": "erased", "at": now_ms()})


def forget_member(*, member: Membership) -> None:
    """How they came in, and what was written when they left; in the log, their name."""
    forget_applicant(brand_id=member.brand_id, email=member.person.email)
    with write():
        Part.objects.filter(member=member).update(ended_why="", on_page=False, willing=False, godparent=None)
        Part.objects.filter(godparent=member).update(godparent=None)
        audit.forget_name(brand_id=member.brand_id, subject=member)
