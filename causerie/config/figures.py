"""The figures, wired: the journal folded, windows looked at, pages counted; calls and reports handed to the mail."""

import asyncio
import logging
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from causerie.conversations.live import Live
from causerie.insights import actions, coverage, fold, queries, shown
from causerie.insights.actions import Look
from causerie.insights.coverage import Call
from causerie.insights.definitions import DEFINITIONS
from causerie.insights.periods import month_before, today
from causerie.insights.queries import Scope
from causerie.insights.templatetags.insights import clock
from causerie.journal.actions import LEAST
from causerie.kernel.clock import now_ms
from causerie.kernel.db import SQLITE_GATE, write
from causerie.notify.actions import queue_mail
from causerie.notify.rules import CALL, TEAM
from causerie.people.models import Membership

log = logging.getLogger("causerie.figures")
# On the first days of a month its report is mailed; a server that was off on the first still does it.
FIRST_DAYS = 5
# Facts in one go, at most: SQLite lets nobody else write meanwhile.
BATCH = 500


async def run(live: Live) -> None:
    """Until cancelled."""
    await asyncio.gather(
        _folding(live),
        _every(live, 60.0, lambda: _sampling(live)),
        _every(live, 900.0, lambda: lambda: write_mails(now_ms())),
    )


async def _every(live: Live, seconds: float, prepare: Callable[[], Callable[[], object]]) -> None:
    """`prepare` reads the live part on the loop; what it returns runs in a thread."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await live.run(prepare())
        except Exception:
            log.exception("the figures are behind; it is tried again")


async def _folding(live: Live) -> None:
    """Short batches, so that the live part goes between them: the next one soon while there is more to read, else in two seconds. On SQLite
    it comes at once where nobody else had to wait for this one."""
    while True:
        passed, waited = 0, SQLITE_GATE.waited
        try:
            passed = await live.run(_folded)
        except Exception:
            log.exception("the figures are behind; it is tried again")
        alone = connection.vendor == "sqlite" and SQLITE_GATE.waited == waited
        await asyncio.sleep(2.0 if passed < LEAST else 0.01 if alone else 0.1)


def _folded() -> int:
    return fold.fold(BATCH)


def _sampling(live: Live) -> Callable[[], object]:
    looks, views, now = look_around(live), live.roster.take_views(), now_ms()

    def keep() -> None:
        actions.sample(looks=looks, now=now)
        if views:
            actions.count_views(views=views)

    return keep


def look_around(live: Live) -> list[Look]:
    """Each window as the roster knows it now."""
    return [Look(one.id, one.brand, one.quorum, one.open, one.online) for one in live.roster.windows.values()]


def write_mails(now: int) -> int:
    """Gentle calls and monthly reports that are due, each once. Returns how many were written."""
    return sum(_call(call, now) for call in coverage.calls_due(now)) + sum(_report(member, now) for member in queries.report_readers())


def _call(call: Call, now: int) -> bool:
    if not actions.called(willing=call.willing, now=now, not_since=now - coverage.BETWEEN_CALLS):
        return False
    member = call.willing.member
    with translation.override(_language(member, call.site.language)):
        hour = clock(call.hour, queries.measures_of(call.site.brand_id).zone)
        words = {"member": member, "site": call.site, "hour": hour, "desk": _address("desk", member)}
        subject = _("Around %(hour)s, they may miss you") % {"hour": hour}
        return _mail(member, f"call:{member.id}:{call.hour}", subject, "call", {**words, "stop": _address("insights_calls", member)})


def _report(member: Membership, now: int) -> bool:
    measures = queries.measures_of(member.brand_id)
    day = today(now, measures.zone)
    if day.day > FIRST_DAYS:
        return False
    scope = Scope(member.brand_id, month_before(day))
    found, before = queries.figures(scope), queries.figures(scope.before)
    if not found.counts["asked"]:
        return False
    with translation.override(_language(member, "en")):
        span = shown.span(scope.period)
        lines = [
            (one.title, shown.said(found.value(one.key), one.kind), shown.change(found.value(one.key), before.value(one.key), one)[0])
            for one in DEFINITIONS.values()
        ]
        words = {
            "member": member,
            "span": span,
            "lines": lines,
            "worth": queries.worth(scope, measures),
            "link": _address("insights_report", member, scope.period.first.year, scope.period.first.month),
        }
        key = f"report:{member.brand_id}:{scope.period.first:%Y-%m}:{member.person_id}"
        return _mail(member, key, _("%(brand)s in %(month)s") % {"brand": member.brand.name, "month": span}, "report", words)


def _language(member: Membership, usual: str) -> str:
    return member.person.language or usual


def _address(name: str, member: Membership, *more: int) -> str:
    return str(settings.PUBLIC_URL) + reverse(name, args=[member.brand.slug, *more])


def _mail(member: Membership, key: str, subject: str, template: str, words: dict[str, object]) -> bool:
    """To one member, once for each key: the one place from which the figures write to people."""
    text = render_to_string(f"insights/{template}.txt", words)
    kind = CALL if template == "call" else TEAM
    with write():
        queue_mail(key=key, to=member.person.email, subject=subject, text=text, brand_id=member.brand_id, kind=kind)
    return True
