"""Mails that the journal says are owed: to visitors (the transcript, word that an answer waits), and letters of coming in."""

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from causerie.conversations import queries
from causerie.journal.actions import Heard, follow
from causerie.kernel.db import write
from causerie.notify.actions import queue_mail, told_yes
from causerie.notify.models import Mail
from causerie.notify.rules import APPLICATION, CAMPAIGN, LETTERS, SERVICE
from causerie.recruitment.queries import owed_letter

READER = "mail"


def write_letters() -> int:
    """Turn what the journal says is owed into mails; each request into one, whatever stops in between."""
    return follow(READER, {"mail_asked": _write, "letter_owed": _post})


def _post(fact: Heard) -> None:
    number = fact.data["letter"]
    owed = owed_letter(number)
    if owed is None:
        return
    kind = LETTERS.get(owed.kind, APPLICATION)
    if kind == CAMPAIGN:
        told_yes(brand_id=owed.brand_id, email=owed.email, how="file")
    queue_mail(key=f"letter:{number}", to=owed.email, subject=owed.subject, text=owed.text, brand_id=owed.brand_id, kind=kind)


def _write(fact: Heard) -> None:
    number = fact.data["request"]
    owed = queries.owed_mail(number)
    if owed:
        queue_mail(key=key_of(number), to=owed.email, brand_id=owed.brand_id, kind=SERVICE, **_said(owed))


def key_of(request: int) -> str:
    """How the outbox knows the mail of a visitor's request."""
    return f"request:{request}"


def rewrite(*, requests: Sequence[int]) -> None:
    """Somebody whose words stand in these mails was forgotten: those that left lose their words here, those that wait are written anew."""
    with write():
        Mail.objects.filter(key__in=[key_of(one) for one in requests], sent_at__isnull=False).update(subject="", text="")
        for request in requests:
            waiting, owed = Mail.objects.filter(key=key_of(request), sent_at=None), queries.owed_mail(request)
            if owed and waiting.exists():
                waiting.update(**_said(owed))


def _said(owed: queries.OwedMail) -> dict[str, str]:
    with translation.override(owed.language):
        return {"subject": _subject(owed), "text": render_to_string(f"notify/{owed.kind}.txt", _words(owed))}


def _subject(owed: queries.OwedMail) -> str:
    if owed.kind == "answer":
        return _("%(name)s has answered you") % {"name": owed.answered_by}
    return _("Your conversation on %(site)s") % {"site": owed.site_name}


def _words(owed: queries.OwedMail) -> dict[str, object]:
    return {
        "site": owed.site_name,
        "messages": owed.messages,
        "latest": [message for message in owed.messages if message.from_.kind != "visitor"][-1:],
        # After the #: a browser sends that part to no server, so it stands in no log.
        "link": f"{settings.PUBLIC_URL}/w/{owed.site_key}/#talk={owed.code}",
    }
