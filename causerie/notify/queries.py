"""What stands in the outbox, and what people wish."""

from django.db.models import Q

from causerie.notify import rules
from causerie.notify.models import Consent, Contact, Mail
from causerie.people.models import Membership


def recent_mails(limit: int = 50) -> list[Mail]:
    """The newest mails first, sent or not: the demo's page shows them."""
    return list(Mail.objects.order_by("-id")[:limit])


def wishes_of(contact: Contact) -> rules.Wishes:
    """A contact's wishes, for the policy: members of the brand may be written to until they say no, others only after a yes."""
    member = Membership.objects.current().filter(brand_id=contact.brand_id, person__email=contact.email).first()
    last = Consent.objects.filter(contact=contact, what="all").order_by("-id").first()
    return rules.Wishes(
        timezone=contact.timezone,
        quiet_from=contact.quiet_from,
        quiet_to=contact.quiet_to,
        weekly_cap=contact.weekly_cap,
        stopped=tuple(contact.stopped),
        agreed=member is not None or bool(last and last.given),
        paused=member is not None and member.paused_at is not None,
    )


def lately(contact: Contact, now: int) -> list[int]:
    """When mails that count left in the last seven days, or will leave."""
    rows = Mail.objects.filter(brand_id=contact.brand_id, to__iexact=contact.email, declined="", created_at__gt=now - 2 * rules.WEEK)
    return [sent or due for sent, due in rows.exclude(kind__in=rules.ASKED_FOR).values_list("sent_at", "due_at")]


def consents_of(contact: Contact) -> list[Consent]:
    """What was said yes and no to, the newest first."""
    return list(Consent.objects.filter(contact=contact).order_by("-id")[:50])


def contact_for(mail: Mail) -> Contact | None:
    """The contact behind a mail that obeys wishes."""
    return Contact.objects.filter(brand_id=mail.brand_id or 0, email=mail.to.lower()).first()


_WISHES = ("timezone", "quiet_from", "quiet_to", "weekly_cap", "stopped")


def addresses_of(brand_id: int) -> set[str]:
    """Everybody whom the brand wrote to, or who told it their wishes."""
    mails = Mail.objects.filter(Q(brand_id=brand_id) | Q(brand=None)).values_list("to", flat=True)
    return {*mails.distinct(), *Contact.objects.filter(brand_id=brand_id).values_list("email", flat=True)}


def about_address(brand_id: int, address: str) -> dict[str, object]:
    """What is kept of an address: wishes, consents, mails."""
    contact = Contact.objects.filter(brand_id=brand_id, email=address.lower()).first()
    mails = Mail.objects.filter(brand_id=brand_id, to__iexact=address).order_by("id")
    said = consents_of(contact) if contact else []
    return {
        "wishes": {name: getattr(contact, name) for name in _WISHES} if contact else {},
        "consents": [{"what": one.what, "given": one.given, "how": one.how, "at": one.at} for one in said],
        "mails": [{"subject": mail.subject, "text": mail.text, "at": mail.created_at} for mail in mails],
    }
