"""A mail to customers who agreed to be written to: each once, at a calm pace, and never again after a stop."""

import csv
import io
from dataclasses import dataclass

from causerie.brands.models import Site
from causerie.journal import audit
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.ids import digest
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership
from causerie.recruitment import rules
from causerie.recruitment.actions import shared
from causerie.recruitment.links import new_link
from causerie.recruitment.models import Campaign, Contact, Letter, Refusal

MOST_ROWS = 20_000
MOST_BYTES = 4_000_000
YES = {"yes", "y", "oui", "o", "si", "sí", "s", "1", "true", "vrai", "x"}
State = Campaign.State


@dataclass
class Loaded:
    """What became of a file's lines."""

    added: int = 0
    without_consent: int = 0
    twice: int = 0
    refused: int = 0
    wrong: int = 0
    members: int = 0


def draft(*, by: Membership, site: Site, name: str, subject: str, text: str) -> Campaign:
    """A new campaign; nothing leaves yet. Raises Refused("not_found" | "empty" | "too_long")."""
    shared.manages(by)
    shared.own(by, site)
    words = {"name": clean(name, limit=80, lines=False), "subject": clean(subject, limit=120, lines=False), "text": clean(text, limit=4000)}
    with write():
        made = Campaign.objects.create(brand_id=by.brand_id, site=site, by=by, at=now_ms(), **words)
        audit.note(by=by, kind="campaign_added", subject=made, name=made.name)
    return made


def load(*, by: Membership, campaign: Campaign, data: bytes) -> Loaded:
    """The customers of a CSV file (UTF-8; `email`, `consent`, and `first_name` if known), each mailbox once.

    Left out and counted: without consent, those who said stop or could not be reached, members, those that another
    campaign wrote to in the last 90 days.
    Raises Refused("too_big"), or "bad_value" without the columns `email` and `consent`.
    """
    shared.manages(by)
    shared.own(by, campaign)
    rows = _rows(data)
    outcome = Loaded()
    kept: dict[str, Contact] = {}
    for row in rows:
        _sort(row, kept, outcome)
    with write():
        _leave_out(campaign, kept, outcome)
        outcome.added = len(kept)
        Contact.objects.bulk_create(kept.values(), batch_size=500)
        if kept:
            Campaign.objects.filter(id=campaign.id, state=State.DONE).update(state=State.RUNNING)
            audit.note(by=by, kind="campaign_loaded", subject=campaign, name=campaign.name, changes={"number": (None, outcome.added)})
    return outcome


def _rows(data: bytes) -> list[dict[str, str]]:
    if len(data) > MOST_BYTES:
        raise Refused("too_big")
    text = data.decode("utf-8-sig", errors="replace")
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",", skipinitialspace=True)
    reader.fieldnames = [(name or "").strip().lower() for name in reader.fieldnames or []]
    if not {"email", "consent"} <= set(reader.fieldnames):
        raise Refused("bad_value")
    rows = [
        {key: value or "" for key, value in row.items() if isinstance(key, str)}
        for _, row in zip(range(MOST_ROWS + 1), reader, strict=False)
    ]
    if len(rows) > MOST_ROWS:
        raise Refused("too_big")
    return rows


def _sort(row: dict[str, str], kept: dict[str, Contact], outcome: Loaded) -> None:
    try:
        email = shared.valid_email(row.get("email", ""))
    except Refused:
        outcome.wrong += 1
        return
    address = rules.one_address(email)
    if row.get("consent", "").strip().lower() not in YES:
        outcome.without_consent += 1
    elif address in kept:
        outcome.twice += 1
    else:
        name = clean_optional(rules.first_name(row.get("first_name") or row.get("name") or ""), limit=40)
        kept[address] = Contact(email=email, address=address, name=name, **new_link("stop"))


def _leave_out(campaign: Campaign, kept: dict[str, Contact], outcome: Loaded) -> None:
    brand = campaign.brand_id
    refused = set(Refusal.objects.filter(brand_id=brand).values_list("digest", flat=True))
    members = {
        rules.one_address(email) for email in Membership.objects.current().filter(brand_id=brand).values_list("person__email", flat=True)
    }
    since = now_ms() - rules.CAMPAIGN_REST
    recent = Contact.objects.filter(brand_id=brand).exclude(campaign__at__lt=since).values_list("address", flat=True)
    before = set(recent) | set(Contact.objects.filter(campaign=campaign).values_list("address", flat=True))
    for address in list(kept):
        why = "refused" if digest(address) in refused else "members" if address in members else "twice" if address in before else ""
        if why:
            del kept[address]
            setattr(outcome, why, getattr(outcome, why) + 1)
    for contact in kept.values():
        contact.brand_id, contact.campaign = brand, campaign


def run_campaign(*, by: Membership, campaign: Campaign, running: bool) -> None:
    """Let it leave, or hold it. What has left stays written."""
    shared.manages(by)
    shared.own(by, campaign)
    before = (State.DRAFT, State.PAUSED) if running else (State.RUNNING,)
    with write():
        if Campaign.objects.filter(id=campaign.id, state__in=before).update(state=State.RUNNING if running else State.PAUSED):
            audit.note(by=by, kind="campaign_started" if running else "campaign_paused", subject=campaign, name=campaign.name)


def send_campaigns(now: int) -> int:
    """Write the next mails of every campaign that runs, within each brand's number a day. How many."""
    sent = 0
    for campaign in Campaign.objects.filter(state=State.RUNNING).select_related("brand", "site").order_by("id"):
        sent += _send(campaign, now)
    return sent


def _send(campaign: Campaign, now: int) -> int:
    today = Contact.objects.filter(brand_id=campaign.brand_id, sent_at__gt=now - rules.DAY).count()
    room = shared.programme_of(campaign.brand_id).mails_a_day - today
    ready = list(Contact.objects.filter(campaign=campaign, state=Contact.State.READY).order_by("id")[: max(0, min(room, 50))])
    sent = sum(_write(campaign, contact, now) for contact in ready)
    if not Contact.objects.filter(campaign=campaign, state=Contact.State.READY).exists():
        with write():
            Campaign.objects.filter(id=campaign.id, state=State.RUNNING).update(state=State.DONE)
    return sent


def _write(campaign: Campaign, contact: Contact, now: int) -> int:
    with write():
        if shared.refused_address(campaign.brand_id, contact.address):
            Contact.objects.filter(id=contact.id, state=Contact.State.READY).update(state=Contact.State.STOPPED)
            return 0
        if not Contact.objects.filter(id=contact.id, state=Contact.State.READY).update(state=Contact.State.SENT, sent_at=now):
            return 0
        language = campaign.site.language
        said = rules.filled(campaign.text, name=contact.name, brand=campaign.brand.name)
        text = shared.written("campaign", language, name=contact.name, said=said, brand=campaign.brand.name)
        to, subject = contact.email, campaign.subject
        shared.owe(brand_id=campaign.brand_id, to=to, language=language, subject=subject, text=text, kind="campaign", about=contact.id)
    return 1


def stop(*, token: str) -> str:
    """The mailbox behind this link is never written to by a campaign again. Returns the brand's name. Raises Refused("over")."""
    contact = Contact.objects.filter(digest=digest(token[:200])).select_related("brand").first()
    if contact is None:
        raise Refused("over")
    with write():
        _refuse(contact, Contact.State.STOPPED)
    return contact.brand.name


def refuse(*, brand_id: int, email: str) -> None:
    """This mailbox said stop elsewhere: no campaign writes to it again. Inside the transaction of who tells."""
    for contact in Contact.objects.filter(brand_id=brand_id, address=rules.one_address(email))[:1]:
        _refuse(contact, Contact.State.STOPPED)


def bounced(*, letter: int) -> None:
    """A campaign's mail could not be delivered, for good. Inside the transaction of who tells."""
    row = Letter.objects.filter(id=letter, kind="campaign").first()
    contact = Contact.objects.filter(id=row.about).first() if row else None
    if contact:
        _refuse(contact, Contact.State.BOUNCED)


def _refuse(contact: Contact, why: str) -> None:
    Refusal.objects.get_or_create(brand_id=contact.brand_id, digest=digest(contact.address), defaults={"why": why, "at": now_ms()})
    same = Contact.objects.filter(brand_id=contact.brand_id, address=contact.address)
    same.exclude(state=Contact.State.APPLIED).update(state=why)
