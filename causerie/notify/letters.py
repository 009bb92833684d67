"""Mails to visitors: the transcript they asked for, and word that an answer waits."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from causerie.conversations import queries
from causerie.conversations.models import Conversation, MailRequest
from causerie.journal.models import Fact
from causerie.journal.queries import follow
from causerie.notify.actions import queue_mail

READER = "mail"


def write_letters() -> int:
    """Turn what the journal says is owed into mails; each request into one, whatever stops in between."""
    return follow(READER, {"mail_asked": _write})


def _write(fact: Fact) -> None:
    request = queries.mail_request(fact.data["request"])
    if request is None:
        return
    conversation = request.conversation
    with translation.override(conversation.language):
        subject, template = _kind(request, conversation)
        text = render_to_string(f"notify/{template}.txt", _words(request))
    queue_mail(key=f"request:{request.id}", to=request.email, subject=subject, text=text, brand_id=request.brand_id)


def _kind(request: MailRequest, conversation: Conversation) -> tuple[str, str]:
    if request.kind == MailRequest.Kind.ANSWER:
        name = conversation.holder.name if conversation.holder else conversation.brand.name
        return _("%(name)s has answered you") % {"name": name}, "answer"
    return _("Your conversation on %(site)s") % {"site": conversation.site.name}, "transcript"


def _words(request: MailRequest) -> dict[str, object]:
    conversation = request.conversation
    messages = queries.messages_after(conversation, 0, limit=2000)
    return {
        "conversation": conversation,
        "messages": messages,
        "latest": [message for message in messages if message.from_.kind != "visitor"][-1:],
        # After the #: a browser sends that part to no server, so it stands in no log.
        "link": f"{settings.PUBLIC_URL}/w/{conversation.site.key}/#talk={queries.return_code(request)}",
    }
