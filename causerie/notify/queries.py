"""What stands in the outbox."""

from causerie.notify.models import Mail


def recent_mails(limit: int = 50) -> list[Mail]:
    """The newest mails first, sent or not: the demo's page shows them."""
    return list(Mail.objects.order_by("-id")[:limit])
