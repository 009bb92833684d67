"""What a server's database holds, as JSON: `python -m tests.count_rows`."""

import json
import os
import sys

import django


def _count() -> dict[str, int]:
    from causerie.conversations.models import Conversation, Epoch
    from causerie.people.models import Membership

    return {name: model.objects.count() for name, model in (("conversations", Conversation), ("epochs", Epoch), ("members", Membership))}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causerie.config.settings")
    django.setup()
    json.dump(_count(), sys.stdout)
