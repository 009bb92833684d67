"""The verb of the team's roles."""

from django.conf import settings
from django.utils.module_loading import import_string

from causerie.journal import audit
from causerie.kernel.db import after_commit, write
from causerie.people.models import Membership
from causerie.people.roles import in_hands
from causerie.realtime import hub

COME_BACK = 1012


def give_role(*, by: Membership, member: Membership, role: str) -> Membership:
    """Another part in the brand; open pages of the person are closed and come back with the new rights.

    Raises Refused("not_found") for another brand's or somebody who left, "not_eligible" for roles not in these hands, "bad_value" for
    the last owner: a brand keeps one.
    """
    with write():
        fresh = in_hands(by, member, role)
        before = fresh.role
        if before == role:
            return fresh
        fresh.role = role
        fresh.save(update_fields=["role"])
        audit.note(by=by, kind="role_set", subject=fresh, name=fresh.name, changes={"role": (before, role)})
        after_commit(lambda: hub.close_topic(("member", fresh.id), COME_BACK))
    if role == Membership.Role.ANALYST:
        import_string(settings.GIVE_BACK)(fresh)
    return fresh
