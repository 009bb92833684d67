"""What the safety room lets other rooms do: it knows their names only."""

from typing import Any

from causerie.attentions.about import about_member as touches_of
from causerie.attentions.actions import forget_member as forget_touches
from causerie.community.about import about_member as posts_of
from causerie.community.forgetting import forget_member as forget_posts
from causerie.conversations.actions import (
    block_network,
    block_visitor,
    complain,
    decide_held,
    end_for_safety,
    lift_network,
    read_along,
    read_originals,
    save_guard,
)  # fmt: skip
from causerie.conversations.actions import erase as erase_talk
from causerie.conversations.actions.asking import forget as forget_talk
from causerie.conversations.actions.keeping import forget_member as forget_words
from causerie.conversations.actions.keeping import forget_old as forget_old_talks
from causerie.conversations.queries import about_member as talks_of
from causerie.conversations.queries import requests_with
from causerie.insights.about import about_member as figures_of
from causerie.insights.actions import forget_member as forget_figures
from causerie.kernel.db import write
from causerie.notify.actions import forget_address, forget_contacts, forget_keys, forget_mails, queue_mail
from causerie.notify.letters import key_of, rewrite
from causerie.notify.queries import about_address
from causerie.notify.queries import addresses_of as written_to
from causerie.people.forgetting import forget_person
from causerie.people.models import Membership
from causerie.recruitment.about import about_applicant as coming_in_of
from causerie.recruitment.about import about_member as part_of
from causerie.recruitment.actions import end_membership, forget_applicant, leave
from causerie.recruitment.actions import forget_member as forget_part
from causerie.recruitment.actions import forget_old as forget_old_applications
from causerie.recruitment.queries import addresses_of as came_from
from causerie.recruitment.queries import letters_about
from causerie.recruitment.rules import one_address
from causerie.rewards.about import about_member as rewards_of
from causerie.rewards.actions import forget_member as forget_rewards

__all__ = [
    "about_everything_of",
    "about_somebody",
    "addresses_of",
    "block_network",
    "block_visitor",
    "complain",
    "decide_held",
    "end_for_safety",
    "end_membership",
    "erase_talk",
    "forget_contacts",
    "forget_everything_of",
    "forget_keys",
    "forget_mails",
    "forget_old",
    "forget_somebody",
    "forget_talk",
    "key_of",
    "leave",
    "lift_network",
    "one_address",
    "queue_mail",
    "read_along",
    "read_originals",
    "save_guard",
]

# What each room keeps of a member, and how it forgets them. A room that keeps something new of its members stands here twice.
ABOUT: dict[str, Any] = {
    "conversations": talks_of,
    "community": posts_of,
    "coming_in": part_of,
    "rewards": rewards_of,
    "figures": figures_of,
    "attentions": touches_of,
}
FORGET: tuple[Any, ...] = (forget_words, forget_posts, forget_rewards, forget_figures, forget_touches, forget_part)


def about_everything_of(member: Membership) -> dict[str, Any]:
    """What every room keeps of a member, as plain data."""
    told = {room: about(member) for room, about in ABOUT.items()}
    return told | {"mails": about_address(member.brand_id, member.person.email)}


def forget_everything_of(member: Membership) -> None:
    """All that a member wrote and said of themselves, room by room; the account last, so that a crash in between can be gone on from."""
    address: str = member.person.email
    mailed, named = requests_with(member), _letters_naming(member.brand_id, address)
    for forget in FORGET:
        forget(member=member)
    forget_address(address=address, brand_id=member.brand_id)
    forget_person(member=member)
    rewrite(requests=mailed)
    _forget_letters(named)


def about_somebody(brand_id: int, address: str) -> dict[str, Any]:
    """What is kept of an address that is no member's: how they asked to come in, and mails."""
    return {"coming_in": coming_in_of(brand_id, address), "mails": about_address(brand_id, address)}


def forget_somebody(*, brand_id: int, address: str) -> None:
    """An applicant, somebody invited, a customer of a campaign: nothing of them stays but what keeps campaigns away."""
    named = _letters_naming(brand_id, address)
    forget_applicant(brand_id=brand_id, email=address)
    forget_address(address=address, brand_id=brand_id)
    _forget_letters(named)


def addresses_of(brand_id: int) -> set[str]:
    """Every address that a brand holds of somebody who is no member: what `forget_somebody` may be asked for."""
    return came_from(brand_id) | written_to(brand_id)


def _letters_naming(brand_id: int, address: str) -> list[str]:
    """How the outbox knows the mails to the team that name an applicant."""
    return [f"letter:{number}" for number in letters_about(brand_id, address)]


def _forget_letters(keys: list[str]) -> None:
    with write():
        forget_keys(keys=keys)


def forget_old(*, brand_id: int, days: dict[str, int], now: int) -> dict[str, int]:
    """What is older than the brand's days, a batch of each kind in each room."""
    talks = forget_old_talks(brand_id=brand_id, days=days, now=now)
    return talks | forget_old_applications(brand_id=brand_id, days=days, now=now)
