"""Pure decisions of coming in."""

import re
from collections.abc import Iterable

from causerie.kernel.clock import to_datetime

MINUTE, DAY = 60_000, 86_400_000
INVITATION_LASTS = 14 * DAY
INVITATIONS_A_DAY = 200
INVITATIONS_AN_ADDRESS = 3
ADDRESS_WINDOW = 7 * DAY
APPLICATIONS_AN_HOUR = 200
APPLICATIONS_AN_ADDRESS = 3
APPLICATIONS_WINDOW = 30 * DAY
CAMPAIGN_REST = 90 * DAY
ACTIVE_WITHIN = 30 * DAY
HABITS = ("mornings", "afternoons", "evenings", "nights", "weekends")

_DOTLESS = {"gmail.com", "googlemail.com"}


def one_address(email: str) -> str:
    """The mailbox behind an address: lower case, without `+tag`, without dots where the provider ignores them.

    Only for recognising the same mailbox; what is written to is the address as it was given.
    """
    local, _at, host = email.strip().lower().rpartition("@")
    local = local.partition("+")[0] or local
    if host in _DOTLESS:
        local, host = local.replace(".", ""), "gmail.com"
    return f"{local}@{host}"


def first_name(name: str) -> str:
    """What one is called by, from a full name."""
    return name.strip().split(" ")[0] if name.strip() else ""


def filled(text: str, **values: str) -> str:
    """A template's text with its {name}s filled; braces of other kinds stay as they are."""
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), text)


def asked_and_answered(text: str) -> list[tuple[str, str]]:
    """Questions people ask, as they are typed: blocks between empty lines, the first line of each is the question."""
    blocks = [block.strip().split("\n", 1) for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip()]
    return [(block[0].strip(), block[1].strip() if len(block) > 1 else "") for block in blocks]


def lines_of(text: str) -> list[str]:
    """Each line once, trimmed, without the empty ones."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def after_tries(tries: Iterable[tuple[int, bool]], quizzes: dict[int, int]) -> str:
    """The application's state after `(quiz, passed)` tries: `quizzes` are those asked, with how many attempts each allows.

    Everything passed, or no attempt left: "deciding" (a person decides, a mark never does).
    Else "quiz", or "received" before the first try.
    """
    made = list(tries)
    open_ones = [
        quiz
        for quiz, allowed in quizzes.items()
        if not any(passed for one, passed in made if one == quiz) and sum(one == quiz for one, _ in made) < allowed
    ]
    if not open_ones:
        return "deciding"
    return "quiz" if made else "received"


def month_of(at: int) -> str:
    """The month of an instant, in UTC: "2026-11"."""
    return to_datetime(at).strftime("%Y-%m")
