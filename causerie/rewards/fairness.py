"""When a human should look before a reward is given. Pure, few, and shown on the rules' page: nothing here tracks anybody."""

from collections.abc import Iterable
from typing import Protocol

from causerie.rewards.rules import DAY, HOUR, Rules


class Seen(Protocol):
    """What is known of a talk."""

    conversation: int
    visitor: int
    own: bool
    member: int
    replied_at: int
    thanked_at: int
    rated_at: int


REASONS = ("own_mail", "no_answer", "too_fast", "same_pair", "burst")


def doubts(talk: Seen, member: int, at: int, others: Iterable[Seen], rules: Rules) -> list[str]:
    """Why this thanks or rating should wait for a human; nothing for nearly all. `others`: talks of the same visitor.

    own_mail: the visitor left the member's own address · no_answer: nobody had answered · too_fast: seconds after the first answer ·
    same_pair: one visitor rewards one member again and again · burst: one visitor thanks many within the hour.
    """
    appreciated = [one for one in others if one.conversation != talk.conversation and (one.thanked_at or one.rated_at)]
    pair = sum(1 for one in appreciated if one.member == member and at - max(one.thanked_at, one.rated_at) < 30 * DAY)
    hour = sum(1 for one in appreciated if 0 <= at - max(one.thanked_at, one.rated_at) < HOUR)
    found = {
        "own_mail": talk.own,
        "no_answer": not talk.replied_at,
        "too_fast": bool(talk.replied_at) and at - talk.replied_at < rules.too_fast * 1000,
        "same_pair": bool(rules.same_pair) and pair >= rules.same_pair,
        "burst": bool(rules.burst) and hour >= rules.burst,
    }
    return [reason for reason in REASONS if found[reason]]
