"""Leaving, pausing, ending."""

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel.db import after_commit, write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean_optional
from causerie.people.models import Membership
from causerie.people.roles import in_hands
from causerie.realtime import hub
from causerie.recruitment import facts
from causerie.recruitment.actions import shared
from causerie.recruitment.models import Part

REVOKED = 4403


def end_membership(*, by: Membership, member: Membership, reason: str = "") -> None:
    """Their part in the brand ends now: open pages are closed, their conversations go back to the queue.

    Raises Refused("not_found") for another brand's or who does not manage, "not_eligible" for somebody not in these hands, "bad_value"
    for the last owner and for a manager's own part: `leave` ends that.
    """
    shared.own(by, member)
    shared.manages(by)
    if member.id == by.id and by.role != by.Role.OWNER:
        raise Refused("bad_value")
    _end(by, member, clean_optional(reason, limit=300, lines=True))


def leave(*, by: Membership) -> None:
    """One goes by oneself, at once. Raises Refused("bad_value") for the last manager: a brand keeps one."""
    others = Membership.objects.current().filter(brand_id=by.brand_id, role__in=(by.Role.OWNER, by.Role.MANAGER)).exclude(id=by.id)
    if by.is_manager and not others.exists():
        raise Refused("bad_value")
    _end(by, by, "")


def _end(by: Membership, member: Membership, reason: str) -> None:
    with write():
        in_hands(by, member)
        if not Membership.objects.filter(id=member.id, ended_at=None).update(ended_at=timezone.now()):
            return
        if by.id != member.id or by.role != by.Role.AMBASSADOR:
            audit.note(by=by, kind="member_ended", subject=member, name=member.name, changes={"role": (member.role, None)})
        shared.part_of(member)
        Part.objects.filter(member=member).update(ended_why=reason, willing=False, on_page=False)
        record(facts.Left(brand_id=by.brand_id, member=member.id, by=by.id))
        after_commit(lambda: hub.close_topic(("member", member.id), REVOKED))
    import_string(settings.GIVE_BACK)(member)


def pause(*, by: Membership) -> Membership:
    """Away for a while: not counted by any window, not written to; what one holds goes back to the queue. Coming back is one click."""
    with write():
        if Membership.objects.filter(id=by.id, ended_at=None, paused_at=None).update(paused_at=timezone.now(), available=False):
            record(facts.Paused(brand_id=by.brand_id, member=by.id))
            after_commit(lambda: hub.close_topic(("member", by.id), REVOKED))
    import_string(settings.GIVE_BACK)(by)
    return Membership.objects.select_related("brand").get(id=by.id)


def resume(*, by: Membership) -> Membership:
    """Back again, as one was."""
    with write():
        if Membership.objects.filter(id=by.id, ended_at=None).exclude(paused_at=None).update(paused_at=None, available=True):
            record(facts.Resumed(brand_id=by.brand_id, member=by.id))
    return Membership.objects.select_related("brand").get(id=by.id)
