"""What the tests of this room tell and read."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.test import Client

from causerie.attentions.models import Gift
from causerie.conversations.facts import Claimed, Replied
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.recruitment.facts import Joined, Left

HOME = "Florian Petit\n12 rue des Lilas\n59000 Lille\nFrance"


def browser(member):
    client = Client()
    client.force_login(member.person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def tell(fact, *, ago=0):
    """This fact, so many milliseconds ago."""
    data = {name: value for name, value in vars(fact).items() if name != "brand_id"}
    Fact.objects.create(brand_id=fact.brand_id, at=now_ms() - ago, kind=fact.kind, data=data)


def joined(member, **when):
    tell(Joined(brand_id=member.brand_id, member=member.id, by=None, role=member.role), **when)


def left(member):
    tell(Left(brand_id=member.brand_id, member=member.id, by=member.id))


def replied(member, **when):
    tell(Replied(brand_id=member.brand_id, conversation=1, member=member.id, waited=1), **when)


def claimed(member, conversation=1, **when):
    tell(Claimed(brand_id=member.brand_id, site=1, conversation=conversation, member=member.id, lease=1, waited=1), **when)


def mug(brand, **values):
    return Gift.objects.create(**{"brand": brand, "name": "Tasse", "stock": 1, **values})


def at_once(count, work):
    """All begin together, each with a connection of its own: how many came to which end."""
    together = threading.Barrier(count)

    def one(number):
        try:
            together.wait()
            work(number)
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "yes"

    with ThreadPoolExecutor(count) as threads:
        return Counter(threads.map(one, range(count)))
