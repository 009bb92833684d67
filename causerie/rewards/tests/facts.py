"""Facts told by hand, and a programme that answers as it is asked to."""

from unittest import mock

from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.outbound import Fetched
from causerie.kernel.refusal import Refused
from causerie.rewards.actions import payouts


def told(brand, kind, at, **data):
    return Fact.objects.create(brand_id=brand.pk, kind=kind, at=at, data=data)


def asked(brand, conversation, at, *, language="fr", topic=None):
    told(brand, "asked", at, site=0, conversation=conversation, language=language, topic=topic)


def claimed(brand, conversation, member, at, *, waited):
    told(brand, "claimed", at, site=0, conversation=conversation, member=member, lease=1, waited=waited)


def replied(brand, conversation, member, at):
    told(brand, "replied", at, conversation=conversation, member=member, waited=1000)


def thanked(brand, conversation, member, at):
    told(brand, "thanked", at, conversation=conversation, member=member)


def rated(brand, conversation, member, stars, at):
    told(brand, "rated", at, conversation=conversation, member=member, stars=stars)


def closed(brand, conversation, member, at):
    told(brand, "closed", at, conversation=conversation, member=member, by="visitor", lasted=1000)


def liked(brand, post, member, author, at):
    told(brand, "liked", at, post=post, member=member, author=author)


def helped(brand, conversation, member, at, **asking):
    """A talk that ended well."""
    asked(brand, conversation, at, **asking)
    replied(brand, conversation, member, at + 20_000)
    thanked(brand, conversation, member, at + 90_000)


def programme_answers(status, now=None):
    """One round of the outbox, with a programme that answers so (0: not at all)."""

    def fetch(*_args, **_values):
        if not status:
            raise Refused("not_reachable")
        return Fetched(status, "application/json", b"{}")

    with mock.patch.object(payouts.outbound, "fetch", fetch):
        return payouts.send_due(now or now_ms() + 60_000)
