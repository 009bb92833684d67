"""What the database holds: `python -m tests.kept` beside a server writes it as JSON."""

import json
import os
import sys

import django


def _kept() -> dict:
    from django.db import connection

    from causerie.conversations.models import Conversation, Message
    from causerie.journal.models import Fact
    from causerie.kernel.ids import to_public

    healthy = "ok"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            healthy = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    return {
        "healthy": healthy,
        "heads": {to_public(number): seq for number, seq in Conversation.objects.values_list("id", "last_seq")},
        "leases": {to_public(number): lease for number, lease in Conversation.objects.values_list("id", "lease")},
        "messages": [
            [to_public(row.conversation_id), row.seq, row.sender, row.client_id, row.text, row.sent_at]
            for row in Message.objects.order_by("conversation_id", "seq")
        ],
        "claims": [
            [to_public(fact.data["conversation"]), fact.data["member"], fact.data["lease"]] for fact in Fact.objects.filter(kind="claimed")
        ],
        "asked": [to_public(fact.data["conversation"]) for fact in Fact.objects.filter(kind="asked")],
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causerie.config.settings")
    django.setup()
    json.dump(_kept(), sys.stdout)
