"""Somebody asks to be forgotten: their account stays as an empty place, so that what others wrote with them keeps its order."""

from django.contrib.sessions.models import Session
from django.utils import timezone

from causerie.kernel import files
from causerie.kernel.db import after_commit, write
from causerie.people.models import Membership, Person
from causerie.realtime import hub

REVOKED = 4403


def forget_person(*, member: Membership) -> None:
    """The membership loses everything that says who it was, and ends; the account too, when no other brand has it. Twice is no error."""
    with write():
        photo = Membership.objects.filter(id=member.id).values_list("photo", flat=True).first()
        now = timezone.now()
        Membership.objects.filter(id=member.id).update(
            name="—", photo="", story="", expertise="", languages=[], available=False, ended_at=member.ended_at or now
        )
        for crowd in (member.topics, member.sites):
            crowd.clear()
        if not Membership.objects.current().filter(person_id=member.person_id).exists():
            _empty_account(member.person)
        after_commit(lambda: hub.close_topic(("member", member.id), REVOKED))
        if photo:
            after_commit(lambda: files.delete(photo))


def _empty_account(person: Person) -> None:
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator

    nobody = {"email": f"forgotten-{person.pk}@forgotten.invalid", "password": "!", "is_active": False, "language": ""}
    Person.objects.filter(id=person.pk).update(**nobody)
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
