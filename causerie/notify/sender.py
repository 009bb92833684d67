"""Sending what stands in the outbox, each mail by one loop at a time, again later when it failed."""

import logging
import smtplib
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from causerie.journal.actions import record
from causerie.kernel.clock import now_ms, to_datetime
from causerie.kernel.db import write
from causerie.notify import facts, queries
from causerie.notify.actions import NEVER, stop_code
from causerie.notify.letters import write_letters
from causerie.notify.models import Mail
from causerie.notify.rules import ASKED_FOR, CAMPAIGN, unwanted
from causerie.people.models import Person
from causerie.recruitment.queries import refuses_campaigns

log = logging.getLogger("causerie.mail")

MINUTE = 60_000
MOST_WAIT = 6 * 60 * MINUTE
GIVE_UP = 3 * 24 * 60 * MINUTE
_BATCH = 20
_TIMEOUT_S = 15

Carrier = Callable[[Mail], None]


def work() -> int:
    """One round of the server's loop: what the journal says is owed becomes mails, and mails leave."""
    write_letters()
    return send_due(now_ms())


def send_due(now: int) -> int:
    """Send the mails that are due; returns how many left. Without a MAIL_URL they wait."""
    address = settings.CAUSERIE["MAIL_URL"]
    due = list(Mail.objects.filter(sent_at=None, due_at__lte=now, created_at__gt=now - GIVE_UP).order_by("due_at")[:_BATCH])
    if not address or not due:
        return 0
    try:
        with carrier(address) as carry:
            return sum(_send(mail, carry, now) for mail in due)
    except (OSError, smtplib.SMTPException) as error:
        _put_off(due, now)
        log.warning("the mail server cannot be reached: %s", type(error).__name__)
        return 0


def back_off(tries: int) -> int:
    """Milliseconds until the next try: 1 minute, 4, 16, 64, 256, then every 6 hours."""
    return int(min(MINUTE * 4 ** min(tries, 8), MOST_WAIT))


def _claim(mail: Mail, now: int) -> bool:
    """Whether this loop may send it: one conditional UPDATE, won once. Until it is marked sent, it is due again later."""
    with write():
        mine = Mail.objects.filter(id=mail.id, sent_at=None, tries=mail.tries, due_at=mail.due_at)
        return bool(mine.update(tries=mail.tries + 1, due_at=now + back_off(mail.tries)))


def _send(mail: Mail, carry: Carrier, now: int) -> bool:
    no = _unwanted(mail)
    if no:
        _mark(mail, due_at=NEVER, declined=no, subject="", text="")
        return False
    if not _claim(mail, now):
        return False
    try:
        carry(mail)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.warning("mail %s was not taken: %s", mail.id, type(error).__name__)
        if _hopeless(error):
            _give_up(mail)
        return False
    _mark(mail, sent_at=now)
    return True


def _hopeless(error: Exception) -> bool:
    """No such address, or a mail that cannot be written: trying again would only do harm."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, ValueError)


def _unwanted(mail: Mail) -> str:
    """Wishes may have changed since it was written: why it is not wanted any more, or ""."""
    if mail.kind in ASKED_FOR:
        return ""
    if mail.kind == CAMPAIGN and refuses_campaigns(mail.brand_id or 0, mail.to):
        return "stopped"
    contact = queries.contact_for(mail)
    return unwanted(mail.kind, queries.wishes_of(contact)) if contact else "no_consent"


def _give_up(mail: Mail) -> None:
    """It will never be taken: who caused it may want to know."""
    with write():
        Mail.objects.filter(id=mail.id).update(due_at=NEVER)
        if mail.brand_id:
            record(facts.MailBounced(brand_id=mail.brand_id, key=mail.key))


def _mark(mail: Mail, **fields: int | str) -> None:
    with write():
        Mail.objects.filter(id=mail.id).update(**fields)


def _put_off(mails: list[Mail], now: int) -> None:
    for mail in mails:
        _claim(mail, now)


@contextmanager
def carrier(address: str) -> Iterator[Carrier]:
    """What takes a mail away, by the scheme of MAIL_URL."""
    if address == "page:":
        yield lambda _mail: None
    elif address == "console:":
        yield _to_console
    else:
        with _server(address) as server:
            yield lambda mail: _hand_over(server, mail)


def _to_console(mail: Mail) -> None:
    sys.stderr.write(f"---- mail to {mail.to}\n{letter(mail)}\n----\n")


def _hand_over(server: smtplib.SMTP, mail: Mail) -> None:
    server.send_message(letter(mail))


@contextmanager
def _server(address: str) -> Iterator[smtplib.SMTP]:
    parts = urlsplit(address)
    host, safe = parts.hostname or "", ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=_TIMEOUT_S, context=safe)
    else:
        server = smtplib.SMTP(host, parts.port or (587 if parts.scheme == "smtp+tls" else 25), timeout=_TIMEOUT_S)
    with server:
        if parts.scheme == "smtp+tls":
            server.starttls(context=safe)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server


def stop_address(mail: Mail) -> str:
    """Where one click stops mails of this kind (RFC 8058); "" for what was asked for."""
    contact = queries.contact_for(mail) if mail.kind not in ASKED_FOR else None
    return f"{settings.PUBLIC_URL}/stop/{stop_code(contact, mail.kind)}/" if contact else ""


def _stop_words(mail: Mail) -> str:
    person = Person.objects.filter(email=mail.to.lower()).first()
    with translation.override(person.language if person and person.language else settings.LANGUAGE_CODE):
        return _("You can stop mails of this kind with one click:")


def letter(mail: Mail) -> EmailMessage:
    """The mail as it travels. The same mail always has the same Message-ID. Raises ValueError for a line break in a header."""
    message = EmailMessage()
    message["From"] = settings.CAUSERIE["MAIL_FROM"]
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(to_datetime(mail.created_at))
    domain = parseaddr(settings.CAUSERIE["MAIL_FROM"])[1].rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<mail-{mail.id}-{mail.created_at}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    address = stop_address(mail)
    if address:
        message["List-Unsubscribe"] = f"<{address}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # A campaign says it in its own words, with its own link.
    said = address and mail.kind != CAMPAIGN
    message.set_content(f"{mail.text}\n\n-- \n{_stop_words(mail)}\n{address}\n" if said else mail.text)
    return message
