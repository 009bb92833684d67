"""Django's door to mail: whatever asks to send is written to the outbox; the sender loop does the rest."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from causerie.kernel.clock import now_ms
from causerie.kernel.ids import new_secret
from causerie.notify.models import Mail


class Transport(BaseEmailBackend):
    """Queues mails (sign-in codes among them) in the outbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        now = now_ms()
        for message in email_messages:
            for address in message.recipients():
                Mail.objects.create(
                    key=new_secret(), to=address, subject=str(message.subject), text=str(message.body), created_at=now, due_at=now
                )
        return len(email_messages)
