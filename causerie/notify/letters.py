"""Mails that the journal says are owed: to visitors (the transcript, word that an answer waits), and letters of coming in."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from causerie.conversations import queries
from causerie.journal.actions import follow
from causerie.journal.models import Fact
from causerie.notify.actions import queue_mail, told_yes
from causerie.notify.rules import APPLICATION, CAMPAIGN, LETTERS, SERVICE
from causerie.recruitment.queries import owed_letter

READER = "mail"


def write_letters() -> int:
    """Turn what the journal says is owed into mails; each request into one, whatever stops in between."""
    return follow(READER, {"mail_asked": _write, "letter_owed": _post})


def _post(fact: Fact) -> None:
    number = fact.data["letter"]
    owed = owed_letter(number)
    if owed is None:
        return
    kind = LETTERS.get(owed.kind, APPLICATION)
    if kind == CAMPAIGN:
        told_yes(brand_id=owed.brand_id, email=owed.email, how="file")
    queue_mail(key=f"letter:{number}", to=owed.email, subject=owed.subject, text=owed.text, brand_id=owed.brand_id, kind=kind)


def _write(fact: Fact) -> None:
    number = fact.data["request"]
    owed = queries.owed_mail(number)
    if owed is None:
        return
    with translation.override(owed.language):
        text = render_to_string(f"notify/{owed.kind}.txt", _words(owed))
        subject = _subject(owed)
    queue_mail(key=f"request:{number}", to=owed.email, subject=subject, text=text, brand_id=owed.brand_id, kind=SERVICE)


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
