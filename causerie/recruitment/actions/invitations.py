"""An invitation: one address, one brand, one use."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.ids import digest
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership, Person
from causerie.people.roles import hands
from causerie.recruitment import facts, rules
from causerie.recruitment.actions import shared
from causerie.recruitment.links import new_link
from causerie.recruitment.models import Invitation, Part

Role = Membership.Role


def invite(
    *, by: Membership, email: str, name: str, languages: Iterable[str], role: str = Role.AMBASSADOR, expertise: str = ""
) -> Invitation:
    """Write to somebody how to come in. An earlier invitation of theirs stops working.

    Raises Refused("not_found") for who may not invite to that role, "bad_email", "conflict" when they are part of the brand already,
    "slow_down" beyond the day's number, or that of one mailbox whatever its spelling.
    """
    _may_invite(by, role)
    spoken = sorted(set(languages)) or [settings.LANGUAGE_CODE]
    shown = {
        "name": clean(name, limit=40, lines=False),
        "expertise": clean_optional(expertise, limit=120),
        "languages": spoken,
        "role": role,
    }
    address = shared.valid_email(email)
    with write():
        if Membership.objects.filter(brand_id=by.brand_id, person__email=address, ended_at=None).exists():
            raise Refused("conflict")
        _within_quota(by.brand_id, rules.one_address(address))
        made = prepare(by=by, email=address, **shown)
        audit.note(by=by, kind="member_invited", subject=made, name=made.name, changes={"role": (None, role)})
        _write_to(by, made)
    return made


def _may_invite(by: Membership, role: str) -> None:
    """Each invites to the roles in their hands (people.roles)."""
    shared.manages(by)
    if role not in Role.values:
        raise Refused("bad_value")
    if role not in hands(by):
        raise Refused("not_found")


def _within_quota(brand_id: int, address: str) -> None:
    now = now_ms()
    counts = Invitation.objects.filter(at__gt=now - rules.ADDRESS_WINDOW).aggregate(
        today=Count("id", filter=Q(brand_id=brand_id, application=None, at__gt=now - rules.DAY)),
        theirs=Count("id", filter=Q(address=address)),
    )
    if counts["today"] >= rules.INVITATIONS_A_DAY or counts["theirs"] >= rules.INVITATIONS_AN_ADDRESS:
        raise Refused("slow_down")


def prepare(*, by: Membership, email: str, **shown: Any) -> Invitation:
    """The row, in place of any open one of the same mailbox. Inside the transaction of a verb."""
    now, address = now_ms(), rules.one_address(email)
    before = Invitation.objects.filter(brand_id=by.brand_id, address=address, used_at=None, cancelled_at=None)
    before.update(cancelled_at=now)
    return Invitation.objects.create(
        brand_id=by.brand_id,
        by=by,
        email=email,
        address=address,
        at=now,
        expires_at=now + rules.INVITATION_LASTS,
        **shown,
        **new_link("invitation"),
    )


def _write_to(by: Membership, made: Invitation) -> None:
    language = made.languages[0]
    with translation.override(language):
        subject = _("%(brand)s: your place among the members is ready") % {"brand": by.brand.name}
    words = {"name": made.name, "manager": by.name, "brand": by.brand.name, "days": rules.INVITATION_LASTS // rules.DAY}
    text = shared.written("invitation", language, **words)
    shared.owe(brand_id=by.brand_id, to=made.email, language=language, subject=subject, text=text, kind="invitation", about=made.id)


def cancel_invitation(*, by: Membership, invitation: Invitation) -> None:
    """Its link stops working. Without effect once it was used."""
    shared.own(by, invitation)
    shared.manages(by)
    with write():
        if Invitation.objects.filter(id=invitation.id, used_at=None, cancelled_at=None).update(cancelled_at=now_ms()):
            audit.note(by=by, kind="invitation_withdrawn", subject=invitation, name=invitation.name)


def use_invitation(*, token: str, person: Person | None = None) -> tuple[Membership, bool]:
    """Come in: the membership, and whether the account is new (then the link alone proves whose it is).

    The address, brand and role are the row's; nothing else is asked. `person`: who is signed in, if anybody.
    Raises Refused("over") for a link that is unknown, used, cancelled or expired, "not_for_you" when somebody else is signed in.
    """
    with write():
        found = Invitation.objects.filter(digest=digest(token[:200])).select_related("brand", "by", "application").first()
        if found is None:
            raise Refused("over")
        if person is not None and person.email != found.email:
            raise Refused("not_for_you")
        now = now_ms()
        mine = Invitation.objects.filter(id=found.id, used_at=None, cancelled_at=None, expires_at__gt=now)
        if not mine.update(used_at=now):
            raise Refused("over")
        account, new = _account(found)
        member = _member(found, account)
        _begin(found, member, now)
    return member, new


def _account(found: Invitation) -> tuple[Person, bool]:
    fields = {"password": make_password(None), "language": found.languages[0]}
    account, new = Person.objects.get_or_create(email=found.email, defaults=fields)
    if not account.is_active:
        raise Refused("over")
    return account, new


def _member(found: Invitation, account: Person) -> Membership:
    shown = {"name": found.name, "expertise": found.expertise, "languages": found.languages, "role": found.role}
    member, new = Membership.objects.select_related("brand").get_or_create(brand_id=found.brand_id, person=account, defaults=shown)
    if not new:
        _bring_back(member, shown)
    if found.application:
        member.topics.set(found.application.topics.filter(brand_id=found.brand_id))
    return member


def _bring_back(member: Membership, shown: Mapping[str, object]) -> None:
    if member.ended_at is None:
        raise Refused("over")
    for field, value in shown.items():
        setattr(member, field, value)
    member.ended_at, member.paused_at, member.available, member.joined_at = None, None, True, timezone.now()
    member.save()


def _begin(found: Invitation, member: Membership, now: int) -> None:
    """The first hour begins, with somebody to turn to."""
    guide = _godparent(member) if member.role == Role.AMBASSADOR else None
    begun = {"brand_id": found.brand_id, "begun_at": now, "godparent": guide, "welcomed_at": None, "ended_why": ""}
    Part.objects.update_or_create(member=member, defaults=begun)
    record(facts.Joined(brand_id=found.brand_id, member=member.id, by=found.by_id, role=member.role, application=found.application_id))


def _godparent(member: Membership) -> Membership | None:
    """Somebody willing who shares a language, the one with the fewest newcomers under way."""
    willing = (
        Membership.objects.current()
        .filter(brand_id=member.brand_id, part__willing=True, paused_at=None)
        .exclude(id=member.id)
        .annotate(under_way=Count("godchildren", filter=Q(godchildren__welcomed_at=None, godchildren__member__ended_at=None)))
        .order_by("under_way", "id")[:200]
    )
    return next((one for one in willing if set(one.languages) & set(member.languages)), None)
