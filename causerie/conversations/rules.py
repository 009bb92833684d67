"""Pure decisions about a question's life. Instants and spans in milliseconds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

RECHECK = 15_000
ABSENT_LIMIT = 60_000
IDLE_LIMIT = 30 * 60_000
# An address, a number of four figures, a key, or more words than a title has.
_SINGULAR = re.compile(r"@|\d{4}|[0-9a-fA-F]{12}|^.{49}")


@dataclass(frozen=True)
class Patience:
    """A site's delays."""

    widen_after: int
    offer_after: int
    silence_limit: int


@dataclass(frozen=True)
class Life:
    """What a decision looks at."""

    state: str
    waiting_since: int
    widened: bool
    offered: bool
    later: bool
    claimed_at: int
    last_at: int
    last_by_visitor: bool
    warned: bool
    holder_here: bool


def next_step(life: Life, patience: Patience, now: int) -> tuple[str, int | None]:
    """What is due now ("" for nothing) and when to look again (None: never).

    Steps: widen, offer (waiting) · warn, calm, take_back, close_idle (taken).
    """
    if life.state == "waiting":
        return _waiting(life, patience, now)
    if life.state == "taken":
        return _taken(life, patience, now)
    return "", None


def _waiting(life: Life, patience: Patience, now: int) -> tuple[str, int | None]:
    widen_at = life.waiting_since + patience.widen_after
    offer_at = life.waiting_since + patience.offer_after
    if not life.widened and now >= widen_at:
        return "widen", now
    if not life.offered and not life.later and now >= offer_at:
        return "offer", now
    ahead = [at for at, done in ((widen_at, life.widened), (offer_at, life.offered or life.later)) if not done]
    return "", min(ahead, default=None)


def _taken(life: Life, patience: Patience, now: int) -> tuple[str, int | None]:
    owes_since = max(life.claimed_at, life.last_at) if life.last_by_visitor else None
    if owes_since is None and life.last_at < life.claimed_at:
        owes_since = life.claimed_at
    if owes_since is None:
        if now >= life.last_at + IDLE_LIMIT:
            return "close_idle", None
        return ("calm" if life.warned else ""), now + RECHECK
    limit = patience.silence_limit if life.holder_here else min(patience.silence_limit, ABSENT_LIMIT)
    if now >= owes_since + limit:
        return "take_back", None
    if now < owes_since + limit * 2 // 3:
        return ("calm" if life.warned else ""), min(now + RECHECK, owes_since + limit * 2 // 3)
    return ("" if life.warned else "warn"), min(now + RECHECK, owes_since + limit)


def first_check(now: int, patience: Patience) -> int:
    """When a question that begins to wait must be looked at."""
    return now + min(patience.widen_after, patience.offer_after)


def in_hours(hours: Mapping[str, Sequence[str]], zone: str, now: int) -> bool:
    """Whether a site's opening hours hold at that instant, in its own time zone, summer time included.

    `hours` maps a weekday ("0" is Monday) to [from, until] as HH:MM; until an earlier or the same hour means of the next day. Without
    any hours it is always open.
    """
    if not hours:
        return True
    local = datetime.fromtimestamp(now / 1000, ZoneInfo(zone))
    minute, today = local.hour * 60 + local.minute, local.weekday()
    begins, ends = _span(hours.get(str(today)))
    if begins is not None and begins <= minute < (ends if ends > begins else _DAY):
        return True
    begins, ends = _span(hours.get(str((today - 1) % 7)))
    return begins is not None and ends <= begins and minute < ends


_DAY = 24 * 60


def _span(day: Sequence[str] | None) -> tuple[int | None, int]:
    if not day:
        return None, 0
    begins, ends = (int(clock[:2]) * 60 + int(clock[3:]) for clock in day)
    return begins, ends


def plain_path(url: str) -> str:
    """The path of a page, as it may be counted: no query, and `*` for each part that could name a person or one thing of theirs."""
    if not url:
        return ""
    parts = [unquote(part) for part in urlsplit(url).path.split("/")]
    return "/".join("*" if _SINGULAR.search(part) else part for part in parts)[:120] or "/"


def page_matches(pattern: str, url: str) -> bool:
    """Whether a page's path fits a pattern such as `/basket*` (shell-style, `*` is anything)."""
    return bool(pattern) and fnmatchcase(urlsplit(url).path or "/", pattern)


def topic_of(text: str, url: str, topics: list[tuple[int, str, str]]) -> int | None:
    """The topic (id, keywords with commas, page pattern) with most words in the question; the page decides when no word does."""
    lowered = text.lower()
    best, best_score = None, 0
    for number, keywords, _ in topics:
        score = sum(1 for word in keywords.lower().split(",") if word.strip() and word.strip() in lowered)
        if score > best_score:
            best, best_score = number, score
    if best is not None:
        return best
    return next((number for number, _, pattern in topics if page_matches(pattern, url)), None)


FEWEST_WORDS = 8


def stands_in(prepared: str, said: str) -> bool:
    """Whether a prepared answer was said: two thirds of its words stand in the message, as whoever picks one may change it.

    One of fewer than eight different words is a greeting, and nobody's.
    """
    words = _words(prepared)
    return len(words) >= FEWEST_WORDS and len(words & _words(said)) * 3 >= len(words) * 2


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
