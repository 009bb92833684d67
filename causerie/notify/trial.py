"""A mail sent at once, to see whether the configured way works."""

import smtplib
import socket
import ssl

from django.conf import settings

from causerie.kernel.clock import now_ms
from causerie.notify.models import Mail
from causerie.notify.sender import carrier

OUTCOMES = ("sent", "printed", "shown", "unset", "unreachable", "unsafe", "refused_login", "refused_sender", "refused_address", "refused")


def try_mail(*, to: str, subject: str, text: str) -> str:
    """Sends one mail past the outbox and says in one of OUTCOMES what became of it. Takes up to 15 s where nobody answers."""
    address = settings.CAUSERIE["MAIL_URL"]
    if not address:
        return "unset"
    now = now_ms()
    try:
        with carrier(address) as carry:
            carry(Mail(id=0, to=to, subject=subject, text=text, created_at=now, due_at=now))
    except (OSError, smtplib.SMTPException) as error:
        return _outcome(error)
    return {"console:": "printed", "page:": "shown"}.get(address, "sent")


def _outcome(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "refused_login"
    if isinstance(error, smtplib.SMTPSenderRefused):
        return "refused_sender"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "refused_address"
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return "unsafe"
    if isinstance(error, socket.gaierror | ConnectionError | TimeoutError | smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError):
        return "unreachable"
    return "refused" if isinstance(error, smtplib.SMTPException) else "unreachable"
