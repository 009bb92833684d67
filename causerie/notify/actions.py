"""Writing mails to the outbox."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean
from causerie.notify.models import Mail

MOST_TEXT = 200_000


def queue_mail(*, key: str, to: str, subject: str, text: str, brand_id: int | None) -> Mail:
    """One mail for one cause: the same `key` again gives the mail that stands. Called inside the transaction of the cause.

    The subject becomes one line, so that nothing in it can forge a header. Raises Refused("bad_email").
    """
    try:
        validate_email(to)
    except ValidationError as error:
        raise Refused("bad_email") from error
    now = now_ms()
    words = {"to": to, "subject": clean(subject[:600], limit=600, lines=False)[:200], "text": clean(text, limit=MOST_TEXT)}
    mail, _ = Mail.objects.get_or_create(key=key, defaults={**words, "brand_id": brand_id, "created_at": now, "due_at": now})
    return mail
