"""Reads of the hours ahead: how the coming hours look for each site, and whom one may gently ask."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, Sum

from causerie.brands.models import Site
from causerie.insights.forecast import Coming, Error, back_test, foretell
from causerie.insights.models import Habit, Hour, Presence, Willing
from causerie.insights.periods import hour_of, place_of
from causerie.insights.queries import measures_of, sites_of


def history(site: int, now: int, weeks: int = 12) -> dict[int, float]:
    """Hour to the share of it in which enough members were free."""
    since = (hour_of(now) - weeks * 168) * 4
    rows = (
        Presence.objects.filter(site_id=site, quarter__gte=since, looks__gt=0)
        .values(at=F("quarter") / 4)
        .annotate(looks=Sum("looks"), quorum=Sum("quorum"))
    )
    return {int(row["at"]): row["quorum"] / row["looks"] for row in rows}


@dataclass(frozen=True)
class Outlook:
    """The coming hours of a site, how far off such forecasts were, and the site itself."""

    site: Site
    hours: list[Coming]
    error: Error | None


def outlook(site: Site, now: int, ahead: int = 24) -> Outlook:
    """The chance of an open window in each coming hour. The present hour comes first."""
    known, hour = history(site.id, now), hour_of(now)
    return Outlook(site, foretell(known, list(range(hour, hour + ahead)), hour) if known else [], back_test(known, hour))


def outlooks(brand_id: int, now: int, site: int | None = None) -> list[Outlook]:
    """The next 24 hours of each of the brand's sites, or of one."""
    return [outlook(one, now) for one in sites_of(brand_id) if site in (None, one.id)]


@dataclass(frozen=True)
class Call:
    """Somebody who may be asked, gently, to come in that hour."""

    willing: Willing
    site: Site
    hour: int
    chance: float


AHEAD = (2, 6)
DOUBT = 0.5
BETWEEN_CALLS = 7 * 86_400_000
MOST_CALLS = 3


def calls_due(now: int) -> list[Call]:
    """For each site whose window may stay closed in the hours ahead: a few willing members who like that hour."""
    willing: dict[int, list[Willing]] = defaultdict(list)
    rested = Willing.objects.filter(called_at__lte=now - BETWEEN_CALLS, member__ended_at=None)
    for one in rested.select_related("member__person", "member__brand"):
        willing[one.brand_id].append(one)
    sites = Site.objects.filter(brand_id__in=list(willing)).select_related("brand")
    due: dict[int, Call] = {}
    for site in sites:
        for call in _calls(site, willing[site.brand_id], now):
            due.setdefault(call.willing.id, call)
    return list(due.values())


def _calls(site: Site, willing: list[Willing], now: int) -> list[Call]:
    ahead = outlook(site, now, AHEAD[1] + 1)
    doubtful = [coming for coming in ahead.hours[AHEAD[0] :] if coming.chance < DOUBT]
    zone = measures_of(site.brand_id).zone
    wanted = [coming for coming in doubtful if _asked_for(site, place_of(coming.hour, zone)[1])]
    if not wanted:
        return []
    worst = min(wanted, key=lambda coming: coming.chance)
    slot = place_of(worst.hour, zone)[1]
    fond = dict(Habit.objects.filter(site=site, slot=slot).values_list("member", "taken"))
    liking = sorted((one for one in willing if fond.get(one.member_id)), key=lambda one: (one.called_at, -fond[one.member_id]))
    return [Call(one, site, worst.hour, worst.chance) for one in liking[:MOST_CALLS]]


def _asked_for(site: Site, slot: int) -> bool:
    """Whether visitors ever ask in that hour of the week."""
    return Hour.objects.filter(brand_id=site.brand_id, site=site, slot=slot, asked__gt=0).exists()
