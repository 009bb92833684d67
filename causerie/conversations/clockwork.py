"""What time itself does: widen, offer, warn, take back; keep the soft signals; reload the windows."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from django.utils import translation
from django.utils.translation import gettext as _

from causerie.brands.models import HoldOut, Site
from causerie.conversations import actions, duty, guard, queries, rules, sightings
from causerie.conversations.live import Live
from causerie.conversations.models import Conversation
from causerie.conversations.roster import Look, Window
from causerie.design.theme import ink_on
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused

log = logging.getLogger("causerie.clockwork")
_RELATED = ("site", "brand", "visitor", "holder", "topic")


async def run(live: Live) -> None:
    """Until cancelled: steps and soft signals each second, ended rights and seen tags every 2 s, windows 3 s, owed mails 5 s."""
    await asyncio.gather(
        _every(1.0, lambda: _steps(live)),
        _every(1.0, live.keep_soft),
        _every(2.0, lambda: duty.sweep(live)),
        _every(3.0, lambda: load_windows(live)),
        _every(5.0, lambda: _mails(live)),
        _every(2.0, lambda: sightings.here.keep(live.run)),
    )


async def _every(seconds: float, work: Callable[[], Awaitable[object]]) -> None:
    while True:
        try:
            await work()
        except Exception:
            log.exception("a step of the clock failed; it is tried again")
        await asyncio.sleep(seconds)


async def _steps(live: Live) -> None:
    here = frozenset(member for member in live.roster.members if live.presence.is_here(member))
    await live.run(steps, here, now_ms())
    live.roster.refresh()


def steps(here: frozenset[int], now: int) -> int:
    """Everything that is due. Returns how many conversations were looked at."""
    due = list(Conversation.objects.filter(check_at__lte=now).select_related(*_RELATED).order_by("check_at")[:200])
    for conversation in due:
        # Somebody else changed it in between: the next look sees it as it is.
        with contextlib.suppress(Refused):
            actions.step(conversation=conversation, holder_here=conversation.holder_id in here, now=now)
    return len(due)


async def _mails(live: Live) -> None:
    await live.run(lambda: actions.owe_answers(now=now_ms()))


async def load_windows(live: Live) -> None:
    """The sites as they are now: a setting reaches open pages within seconds, whoever changed it."""
    await live.run(guard.load)
    live.roster.set_windows(await live.run(windows))


def windows() -> list[Window]:
    sites = Site.objects.select_related("brand", "holdout").prefetch_related("greetings")
    return [window_of(site) for site in sites]


def window_of(site: Site) -> Window:
    """A site as this process shows it."""
    plan: HoldOut | None = getattr(site, "holdout", None)
    return Window(
        id=site.id,
        key=site.key,
        brand=site.brand_id,
        language=site.language,
        min_online=site.min_online,
        show_faces=site.show_faces,
        look=look_of(site),
        origins=site.origins,
        usual_wait=queries.usual_wait(site),
        in_hours=rules.in_hours(site.hours, site.time_zone, now_ms()),
        picture=picture_of(site),
        sayings={code: sayings_of(site, code) for code in site.words if code != site.language},
        measured=bool(plan and plan.share),
        off=bool(plan and plan.is_off(now_ms())),
    )


def look_of(site: Site) -> Look:
    """The button, in the site's own language."""
    return Look(
        offline=site.offline,
        colour=site.accent,
        ink=ink_on(site.accent),
        position=site.position,
        locale=site.language,
        greetings=[{"page": g.page_pattern, "seconds": g.seconds, "text": g.text} for g in site.greetings.all()],
        **sayings_of(site, site.language),
    )


def sayings_of(site: Site, language: str) -> dict[str, str]:
    """The two lines of the button in that language."""
    with translation.override(language):
        return {
            "text": site.said("launcher_text", language) or _("Any question?"),
            "more": site.said("launcher_more", language) or _("Members answer you"),
        }


def picture_of(site: Site) -> str:
    """The address of the brand's own picture for the button, "" without one."""
    return f"/w/{site.key}/picture/{site.picture}" if site.picture else ""
