"""New faces of one household who all thank the same member: what the house notices by itself, and leaves to a human. By the verbs."""

import random

from causerie.brands.models import Brand
from causerie.conversations import actions
from causerie.conversations.actions.watching import remember_network
from causerie.conversations.models import Conversation
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.people.models import Membership
from causerie.rewards import reader
from causerie.simulator import past
from causerie.simulator.rewards_life import plan, told

FACES = 26
# An address of the documents' range (RFC 5737): nobody's.
_HOME = "203.0.113.7"
_HOUR, _DAY = 3_600_000, 86_400_000


def household(brand: Brand, member: Membership) -> None:
    """Two an evening, for thirteen evenings."""
    rng, first = random.Random(29), now_ms() // _DAY - 14
    for turn in range(FACES):
        evening = (first + turn // 2) * _DAY + (17 + 2 * (turn % 2)) * _HOUR
        _thanked(brand, member, evening, f"household-{turn}", rng)


def two_more(brand: Brand, member: Membership) -> None:
    """After the circle was seen: their rewards wait."""
    rng = random.Random(31)
    for turn in range(2):
        _thanked(brand, member, now_ms() - (5 - 2 * turn) * _HOUR, f"household-more-{turn}", rng)
    reader.tick()


def _thanked(brand: Brand, member: Membership, asked_at: int, name: str, rng: random.Random) -> None:
    site = brand.sites.get(language="fr")
    visitor, _token = actions.admit(site=site)
    remember_network(visitor=visitor, site=site, address=_HOME)
    asked, _first = actions.ask(by=visitor, client_id=f"{name}-1", text=rng.choice(plan()["household"]["asked"]), locale="fr")
    talk = told(asked, actions.claim(by=member, conversation=asked), member, [(False, plan()["household"]["answer"])], name)
    actions.thank(by=visitor, conversation=talk)
    actions.close(by=member, conversation=talk, lease=talk.lease)
    with write():
        past.talk(Conversation.objects.get(pk=talk.pk), asked_at, rng)
