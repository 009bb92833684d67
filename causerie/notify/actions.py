"""Writing mails to the outbox, each through the contact policy; and what people wish of it."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower
from django.utils.module_loading import import_string

from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean
from causerie.notify import queries, rules
from causerie.notify.models import Consent, Contact, Mail
from causerie.notify.rules import ASKED_FOR, COMMUNITY
from causerie.people.models import Membership

MOST_TEXT = 200_000
NEVER = 2**62
STOP_SALT = "causerie.stop"


def queue_mail(*, key: str, to: str, subject: str, text: str, brand_id: int | None, kind: str = COMMUNITY) -> Mail:
    """One mail for one cause: the same `key` again gives the mail that stands. Called inside the transaction of the cause.

    `kind`: one of rules.KINDS. rules.SERVICE for what the person asked for or must know; any other obeys their wishes: it may leave later,
    or never (then `declined` says why, and no words are kept). The subject becomes one line, so that nothing in it can forge a header.
    Raises Refused("bad_email").
    """
    assert kind in rules.KINDS, kind
    try:
        validate_email(to)
    except ValidationError as error:
        raise Refused("bad_email") from error
    now = now_ms()
    plan = _plan(kind, to, brand_id, now)
    words = {"to": to, "subject": clean(subject[:600], limit=600, lines=False)[:200], "text": clean(text, limit=MOST_TEXT)}
    if plan.declined:
        words |= {"subject": "", "text": ""}
    due = NEVER if plan.declined else plan.due_at
    more = {"brand_id": brand_id, "created_at": now, "due_at": due, "kind": kind, "declined": plan.declined}
    mail, _ = Mail.objects.get_or_create(key=key, defaults={**words, **more})
    return mail


def _plan(kind: str, to: str, brand_id: int | None, now: int) -> rules.Plan:
    if kind in ASKED_FOR:
        return rules.Plan(now)
    if brand_id is None:
        return rules.Plan(now, "no_consent")
    contact = contact_of(brand_id=brand_id, email=to)
    return rules.plan(kind, queries.wishes_of(contact), queries.lately(contact, now), now)


def contact_of(*, brand_id: int, email: str) -> Contact:
    """The row of an address for a brand; made when it is new. Called inside a transaction."""
    return Contact.objects.get_or_create(brand_id=brand_id, email=email.strip().lower())[0]


def contact_of_member(*, member: Membership) -> Contact:
    """The member's own row."""
    with write():
        return contact_of(brand_id=member.brand_id, email=member.person.email)


def stop_code(contact: Contact, kind: str) -> str:
    """What stands in the link at the end of a mail: it names a row and a kind, no address, and is good for ever."""
    return Signer(salt=STOP_SALT).sign_object([contact.id, kind])


def read_stop_code(code: str) -> tuple[Contact, str]:
    """Whom and what a link stops. Raises Refused("not_found")."""
    try:
        number, kind = Signer(salt=STOP_SALT).unsign_object(code)
    except (BadSignature, ValueError, TypeError) as error:
        raise Refused("not_found") from error
    contact = Contact.objects.select_related("brand").filter(id=number).first()
    if contact is None:
        raise Refused("not_found")
    return contact, str(kind)


def stop(*, contact: Contact, kind: str, how: str) -> None:
    """No more mails of this kind, from now; those that wait are taken out, and who writes them is told. Twice is no error."""
    with write():
        row = Contact.objects.select_for_update().get(id=contact.id)
        if kind not in row.stopped:
            Contact.objects.filter(id=row.id).update(stopped=[*row.stopped, kind])
            _noted(row, kind, given=False, how=how)
        waiting = Mail.objects.filter(brand_id=row.brand_id, to__iexact=row.email, sent_at=None, kind=kind)
        waiting.update(due_at=NEVER, declined="stopped", subject="", text="")
        import_string(settings.STOPPED)(brand_id=row.brand_id, email=row.email, kind=kind)


def save_wishes(
    *, contact: Contact, timezone: str, quiet_from: int, quiet_to: int, weekly_cap: int, wanted: Iterable[str], kinds: Iterable[str]
) -> Contact:
    """What somebody chose on their page: their clock, quiet hours, how many a week, and which of `kinds` they want."""
    wanted = set(wanted)
    with write():
        row = Contact.objects.select_for_update().get(id=contact.id)
        before = set(row.stopped)
        after = (before - {"all"} - wanted) | (set(kinds) - wanted)
        values = {"timezone": timezone, "quiet_from": quiet_from, "quiet_to": quiet_to, "weekly_cap": weekly_cap, "stopped": sorted(after)}
        Contact.objects.filter(id=row.id).update(**values)
        for kind in sorted(before ^ after):
            _noted(row, kind, given=kind in before, how="page")
    row.refresh_from_db()
    return row


def agree(*, brand_id: int, email: str, how: str) -> Contact:
    """Somebody who is no member said yes to mails of the brand."""
    with write():
        contact = contact_of(brand_id=brand_id, email=email)
        _noted(contact, "all", given=True, how=how)
        Contact.objects.filter(id=contact.id).update(stopped=[])
    return contact


def told_yes(*, brand_id: int, email: str, how: str) -> None:
    """The brand says that this customer agreed (a campaign's file). What the customer said themselves stands. Inside a transaction."""
    contact = contact_of(brand_id=brand_id, email=email)
    if not Consent.objects.filter(contact=contact, what="all").exists():
        _noted(contact, "all", given=True, how=how)


def _noted(contact: Contact, what: str, *, given: bool, how: str) -> None:
    Consent.objects.create(brand_id=contact.brand_id, contact=contact, what=what, given=given, how=how, at=now_ms())


def forget_address(*, address: str, brand_id: int) -> None:
    """Mails to an address and what was wished of it are gone."""
    with write():
        Mail.objects.filter(to__iexact=address, brand_id=brand_id).delete()
        Mail.objects.filter(to__iexact=address, brand__isnull=True).delete()
        Contact.objects.filter(brand_id=brand_id, email=address.lower()).delete()


def forget_keys(*, keys: Iterable[str]) -> int:
    """Mails by what caused them, sent or not. Inside a transaction. How many."""
    return Mail.objects.filter(key__in=list(keys)).delete()[0]


def forget_contacts(*, brand_id: int, before: int) -> int:
    """Addresses that are no member's, to which nothing was written and which said nothing since. Who said stop is remembered. How many."""
    members = Membership.objects.current().filter(brand_id=brand_id).annotate(address=Lower("person__email")).values("address")
    written = Mail.objects.filter(brand_id=brand_id).annotate(address=Lower("to")).values("address")
    said = Consent.objects.filter(contact=OuterRef("pk"), at__gte=before)
    rows = Contact.objects.filter(~Exists(said), brand_id=brand_id, stopped=[]).exclude(email__in=members).exclude(email__in=written)
    with write():
        numbers = list(rows.values_list("id", flat=True)[:500])
        Contact.objects.filter(id__in=numbers).delete()
    return len(numbers)


def _of_brand(brand_id: int | None) -> QuerySet[Mail]:
    return Mail.objects.filter(brand__isnull=True) if brand_id is None else Mail.objects.filter(brand_id=brand_id)


def forget_mails(*, brand_id: int | None, before: int) -> int:
    """Mails that left, or never will, before that instant. How many."""
    with write():
        numbers = list(_of_brand(brand_id).filter(created_at__lt=before).values_list("id", flat=True)[:500])
        return Mail.objects.filter(id__in=numbers).delete()[0] if numbers else 0
