"""The contact policy: when somebody may be written to, and how often. Pure decisions; every mail of the house passes here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DAY = 86_400_000
WEEK = 7 * DAY

# What somebody asked for a moment ago, or must know: a sign-in code, a transcript, an answer they left their address for, a decision about
# them; and the answers to who applied. Never held back, never counted. Everything else is a wish of the brand and obeys the person's.
SERVICE, APPLICATION = "service", "application"
ASKED_FOR = frozenset({SERVICE, APPLICATION})
# Leaves at once and needs no yes before; stopped with one click all the same.
INVITATION = "invitation"
# Customers who agreed to be written to; members; those who like to be called; the brand's team.
CAMPAIGN, COMMUNITY, CALL, LETTER, TEAM = "campaign", "community", "call", "letter", "team"
KINDS = ASKED_FOR | {INVITATION, CAMPAIGN, COMMUNITY, CALL, LETTER, TEAM}
# The letters of coming in, by their kind there: all others answer an applicant.
LETTERS = {"campaign": CAMPAIGN, "invited": INVITATION, "team": TEAM, "said": TEAM}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person wants. Hours are of their own clock; equal hours mean no quiet time."""

    timezone: str = "Europe/Paris"
    quiet_from: int = 21
    quiet_to: int = 8
    weekly_cap: int = 3
    stopped: Collection[str] = ()
    agreed: bool = False
    """Of the brand's community, or said yes: without it only what was asked for is written, and an invitation."""
    paused: bool = False
    """A member who is away for a while."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When a mail may leave, or why it never will: no_consent, stopped, paused or cap."""

    due_at: int
    declined: str = ""


def plan(kind: str, wishes: Wishes, lately: Sequence[int], now: int) -> Plan:
    """`lately`: instants at which mails that count left or will leave, of the last seven days and the days to come."""
    no = unwanted(kind, wishes)
    if no or kind in ASKED_FOR or kind == INVITATION:
        return Plan(now, no)
    if wishes.weekly_cap <= 0:
        return Plan(now, "cap")
    due = _after_quiet(now, wishes)
    counted = sorted(lately)
    while (within := [at for at in counted if due - WEEK < at]) and len(within) >= wishes.weekly_cap:
        due = _after_quiet(within[-wishes.weekly_cap] + WEEK + 1, wishes)
        if due - now > WEEK:
            return Plan(now, "cap")
    return Plan(due)


def unwanted(kind: str, wishes: Wishes) -> str:
    """Why the person is not to have it at all; "" when they may. Asked when it is written, and again when it leaves."""
    if kind in ASKED_FOR:
        return ""
    if kind in wishes.stopped or "all" in wishes.stopped:
        return "stopped"
    if wishes.paused:
        return "paused"
    return "" if wishes.agreed or kind == INVITATION else "no_consent"


def is_quiet(at: int, wishes: Wishes) -> bool:
    """Whether this instant falls into the person's quiet hours."""
    hour = _local(at, wishes).hour
    begin, end = wishes.quiet_from, wishes.quiet_to
    return begin <= hour < end if begin <= end else hour >= begin or hour < end


def _after_quiet(at: int, wishes: Wishes) -> int:
    if not is_quiet(at, wishes):
        return at
    local = _local(at, wishes)
    end = local.replace(hour=wishes.quiet_to, minute=0, second=0, microsecond=0)
    if end <= local:
        # Wall-clock arithmetic: on the night the clocks change, eight o'clock stays eight o'clock.
        end = (end.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=local.tzinfo)
    return int(end.timestamp() * 1000)


def _local(at: int, wishes: Wishes) -> datetime:
    return datetime.fromtimestamp(at / 1000, tz=ZoneInfo(wishes.timezone))
