"""Verbs of the manager about people: invite, end."""

import contextlib
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from causerie.conversations.actions import release
from causerie.conversations.models import Conversation
from causerie.journal.actions import record
from causerie.kernel.db import after_commit, write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.notify.actions import queue_mail
from causerie.notify.rules import SERVICE
from causerie.office import facts
from causerie.people.models import Membership, Person
from causerie.realtime import hub

REVOKED = 4403


def invite(
    *, by: Membership, email: str, name: str, languages: Iterable[str], role: str = Membership.Role.AMBASSADOR, expertise: str = ""
) -> Membership:
    """Make somebody part of the brand and write to them how to come in. Whoever left may come back.

    Raises Refused("conflict") when they are part of it already, "bad_email" for an address that cannot be written to.
    """
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
    queue_mail(key=key, to=person.email, subject=subject, text=text, brand_id=by.brand_id, kind=SERVICE)


def end_membership(*, by: Membership, member: Membership) -> None:
    """Their part in the brand ends now: open pages are closed, their conversations go back to the queue.

    Raises Refused("not_found") for another brand's, "bad_value" for oneself: a brand keeps a manager.
    """
    if member.brand_id != by.brand_id:
        raise Refused("not_found")
    if member.id == by.id:
        raise Refused("bad_value")
    with write():
        if not Membership.objects.filter(id=member.id, ended_at=None).update(ended_at=timezone.now()):
            return
        record(facts.Left(brand_id=by.brand_id, member=member.id, by=by.id))
        after_commit(lambda: hub.close_topic(("member", member.id), REVOKED))
    for conversation in Conversation.objects.filter(holder=member, state="taken").select_related("site", "brand", "visitor"):
        # Somebody else ended it in between: then there is nothing to give back.
        with contextlib.suppress(Refused):
            release(by=member, conversation=conversation, lease=conversation.lease)
