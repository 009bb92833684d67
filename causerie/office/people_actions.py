"""Verbs about people: invite, give another role, end."""

import contextlib
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from causerie.brands.models import Brand
from causerie.conversations.actions import release
from causerie.conversations.models import Conversation
from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel.db import after_commit, write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.notify.actions import queue_mail
from causerie.office import facts
from causerie.people.models import Membership, Person
from causerie.realtime import hub

REVOKED, COME_BACK = 4403, 1012
Role = Membership.Role
# Whom each role may welcome, change and end. What is not here, nobody may.
IN_HANDS = {
    Role.OWNER: frozenset(Role),
    Role.MANAGER: frozenset({Role.AMBASSADOR, Role.SUPPORT, Role.ANALYST}),
}


def hands(by: Membership) -> frozenset[str]:
    """The roles that this member may give and take."""
    return IN_HANDS.get(Role(by.role), frozenset())


def invite(
    *, by: Membership, email: str, name: str, languages: Iterable[str], role: str = Role.AMBASSADOR, expertise: str = ""
) -> Membership:
    """Make somebody part of the brand and write to them how to come in. Whoever left may come back.

    Raises Refused("conflict") when they are part of it already, "bad_email" for an address that cannot be written to, "not_eligible"
    for a role that is not in these hands.
    """
    if role not in hands(by):
        raise Refused("not_eligible")
    spoken = sorted(set(languages)) or [settings.LANGUAGE_CODE]
    shown = {
        "name": clean(name, limit=40, lines=False),
        "expertise": clean_optional(expertise, limit=120),
        "languages": spoken,
        "role": role,
    }
    with write():
        address = email.strip().lower()
        person = Person.objects.filter(email=address).first() or Person.objects.create_user(address, language=spoken[0])
        member, new = Membership.objects.get_or_create(brand_id=by.brand_id, person=person, defaults=shown)
        if not new:
            _bring_back(member, shown)
        record(facts.Joined(brand_id=by.brand_id, member=member.id, by=by.id, role=role))
        audit.note(by=by, kind="member_invited", subject=member, name=member.name, changes={"role": (None, role)})
        _write_to(by, member, person)
    return member


def _bring_back(member: Membership, shown: Mapping[str, object]) -> None:
    if member.ended_at is None:
        raise Refused("conflict")
    for field, value in shown.items():
        setattr(member, field, value)
    member.ended_at, member.joined_at = None, timezone.now()
    member.save()


def _write_to(by: Membership, member: Membership, person: Person) -> None:
    with translation.override(person.language or member.languages[0]):
        words = {"name": member.name, "manager": by.name, "brand": by.brand.name, "link": f"{settings.PUBLIC_URL}/account/login/code/"}
        subject = _("%(brand)s: your place among the members is ready") % {"brand": by.brand.name}
        text = render_to_string("office/invitation.txt", words)
    key = f"invited:{member.id}:{member.joined_at.timestamp():.3f}"
    queue_mail(key=key, to=person.email, subject=subject, text=text, brand_id=by.brand_id)


def give_role(*, by: Membership, member: Membership, role: str) -> Membership:
    """Another part in the brand; open pages of the person are closed and come back with the new rights.

    Raises Refused("not_found") for another brand's or somebody who left, "not_eligible" for roles not in these hands, "bad_value" for
    the last owner: a brand keeps one.
    """
    with write():
        fresh = _in_hands(by, member, role)
        before = fresh.role
        if before == role:
            return fresh
        fresh.role = role
        fresh.save(update_fields=["role"])
        audit.note(by=by, kind="role_set", subject=fresh, name=fresh.name, changes={"role": (before, role)})
        after_commit(lambda: hub.close_topic(("member", fresh.id), COME_BACK))
    if role == Role.ANALYST:
        _give_back(fresh)
    return fresh


def _in_hands(by: Membership, member: Membership, role: str = "") -> Membership:
    """The member as they are now, when `by` may change or end them so. Inside a transaction: the brand's row keeps owners one by one."""
    if connection.vendor == "postgresql":
        Brand.objects.select_for_update().get(id=by.brand_id)
    fresh = Membership.objects.current().select_related("person").filter(brand_id=by.brand_id, id=member.id).first()
    actor = Membership.objects.current().filter(brand_id=by.brand_id, id=by.id).first()
    if fresh is None or actor is None:
        raise Refused("not_found")
    if fresh.role not in hands(actor) or (role and role not in hands(actor)):
        raise Refused("not_eligible")
    if fresh.role == Role.OWNER and role != Role.OWNER and _owners(by.brand_id) < 2:
        raise Refused("bad_value")
    return fresh


def _owners(brand_id: int) -> int:
    return Membership.objects.current().filter(brand_id=brand_id, role=Role.OWNER).count()


def end_membership(*, by: Membership, member: Membership) -> None:
    """Their part in the brand ends now: open pages are closed, their conversations go back to the queue. An owner may leave themselves.

    Raises Refused("not_found") for another brand's, "not_eligible" for somebody not in these hands, "bad_value" for the last owner, and
    for a manager who would end themselves.
    """
    if member.id == by.id and by.role != Role.OWNER:
        raise Refused("bad_value")
    with write():
        fresh = _in_hands(by, member)
        if not Membership.objects.filter(id=fresh.id, ended_at=None).update(ended_at=timezone.now()):
            return
        record(facts.Left(brand_id=by.brand_id, member=fresh.id, by=by.id))
        audit.note(by=by, kind="member_ended", subject=fresh, name=fresh.name, changes={"role": (fresh.role, None)})
        after_commit(lambda: hub.close_topic(("member", fresh.id), REVOKED))
    _give_back(fresh)


def _give_back(member: Membership) -> None:
    for conversation in Conversation.objects.filter(holder=member, state="taken").select_related("site", "brand", "visitor"):
        # Somebody else ended it in between: then there is nothing to give back.
        with contextlib.suppress(Refused):
            release(by=member, conversation=conversation, lease=conversation.lease)
