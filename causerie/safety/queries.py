"""What the pages of those who watch over a brand show."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet

from causerie.brands.models import Brand, Site
from causerie.conversations import queries as talks
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.people.doors import MANAGERS
from causerie.people.models import Membership
from causerie.safety import hands
from causerie.safety.models import Decision, Keeping, Notice

DAY = 86_400_000
APPEAL_SALT = "causerie.appeal"
KINDS = ("words", "pages", "originals", "mails", "applications")
STATES = ("open", "decided", "appealed", "settled")
LOW_MOOD = 3.5


@dataclass(frozen=True)
class Case:
    """A report, what became of it, and where it stands."""

    report: Any
    decision: Decision | None

    @property
    def state(self) -> str:
        return self.decision.state if self.decision else "open"


def cases(brand_id: int) -> list[Case]:
    """The newest reports with their decisions."""
    reports = talks.reports_of(brand_id)
    decided = {one.report_id: one for one in Decision.objects.filter(brand_id=brand_id, report__in=[r.id for r in reports])}
    return [Case(report, decided.get(report.id)) for report in reports]


def waiting(member: Membership) -> int:
    """How many reports, appeals and held messages wait for the team."""
    reports, held = talks.counted(member.brand_id)
    decisions = Decision.objects.filter(brand_id=member.brand_id)
    appealed = decisions.filter(appealed_at__isnull=False, settled_at=None).count()
    return reports - decisions.count() + appealed + held


def decision_of(report: Any) -> Decision | None:
    return Decision.objects.filter(report_id=report.id).select_related("by", "settled_by").first()


def possible(report: Any, by: Membership) -> list[str]:
    """The deeds that fit: a visitor's report concerns the member, a member's the visitor."""
    what, holder = Decision.What, report.conversation.holder
    fits = [what.NOTHING, what.WARN, what.END]
    if report.by_id is not None:
        fits.append(what.BLOCK)
    elif by.is_manager and holder and holder.id != by.id and not holder.ended_at:
        fits.append(what.MEMBERSHIP)
    return [str(one) for one in fits]


def concerned_address(decision: Decision) -> tuple[str, str]:
    """Address and language of the person whom a decision touches; "" when none is known."""
    conversation = decision.report.conversation
    if decision.report.by_id is not None:
        return conversation.email, conversation.language
    return _address_of(decision.concerned)


def reporter_address(decision: Decision) -> tuple[str, str]:
    """Address and language of the person who reported."""
    conversation = decision.report.conversation
    return _address_of(decision.report.by) if decision.report.by_id else (conversation.email, conversation.language)


def _address_of(member: Membership | None) -> tuple[str, str]:
    if member is None or not member.person.is_active:
        return "", ""
    return member.person.email, member.person.language or (member.languages or [""])[0]


def decision_by_code(code: str) -> Decision:
    """The decision behind a link. Raises Refused("not_found")."""
    try:
        number = Signer(salt=APPEAL_SALT).unsign_object(code)
    except (BadSignature, ValueError, TypeError) as error:
        raise Refused("not_found") from error
    found = Decision.objects.filter(id=number).select_related("report__brand", "report__conversation__site").first()
    if found is None:
        raise Refused("not_found")
    return found


def _about(visitor: Any) -> QuerySet[Decision]:
    """What a member's report led to, where it touched the visitor."""
    return Decision.objects.filter(brand_id=visitor.brand_id, report__conversation__visitor=visitor, report__by__isnull=False).exclude(
        what=Decision.What.NOTHING
    )


def decision_about(visitor: Any, number: object) -> Decision:
    """One of those. Raises Refused("not_found")."""
    found = _about(visitor).filter(id=number).first() if type(number) is int else None
    if found is None:
        raise Refused("not_found")
    return found


def decided_about(visitor: Any) -> dict[str, Any]:
    """What the team decided about a visitor, as they may read it in the window, the newest first. Instants are milliseconds."""
    shown = [
        {
            "id": one.id,
            "at": one.at,
            "what": one.what,
            "words": one.words,
            "state": one.state,
            "outcome": one.get_outcome_display(),
            "answer": one.answer,
        }
        for one in _about(visitor).order_by("-id")[:20]
    ]
    return {"blocked": visitor.blocked_at is not None, "decisions": shown, "held": talks.held_from(visitor)}


def keeping(brand_id: int) -> Keeping:
    """The brand's days, or the usual ones, not saved."""
    return Keeping.objects.filter(brand_id=brand_id).first() or Keeping(brand_id=brand_id)


def keeping_of_all() -> Iterator[tuple[int, dict[str, int]]]:
    """(brand, days of each kind)."""
    set_ = {row.brand_id: row for row in Keeping.objects.all()}
    for brand_id in Brand.objects.values_list("id", flat=True):
        row = set_.get(brand_id) or Keeping(brand_id=brand_id)
        yield brand_id, {kind: getattr(row, kind) for kind in KINDS}


def notice(site: Site) -> Notice:
    return Notice.objects.filter(site=site).first() or Notice(site=site, brand_id=site.brand_id)


def sites(brand_id: int) -> list[Site]:
    return list(Site.objects.filter(brand_id=brand_id).select_related("brand").order_by("name"))


def site_of(brand_id: int, number: int) -> Site:
    """A site of the brand. Raises Refused("not_found")."""
    found = Site.objects.filter(brand_id=brand_id, id=number).select_related("brand").first()
    if found is None:
        raise Refused("not_found")
    return found


def site_by_key(key: str) -> Site:
    """A site by the key of its script tag. Raises Refused("not_found")."""
    found = Site.objects.filter(key=key).select_related("brand").first()
    if found is None:
        raise Refused("not_found")
    return found


def other_managers(member: Membership) -> bool:
    return Membership.objects.current().filter(brand_id=member.brand_id, role__in=MANAGERS).exclude(id=member.id).exists()


_WATCHED = (
    "report_decided", "appealed", "settled", "blocked", "network_blocked", "read", "guard_changed", "held_decided", "keeping_changed",
    "forgotten", "member_erased", "somebody_exported", "somebody_erased", "erased",
)  # fmt: skip


def trail(brand_id: int, limit: int = 100) -> list[tuple[str, Fact]]:
    """Who watched over what, the newest first; "" where time or the person concerned did it."""
    names = dict(Membership.objects.filter(brand_id=brand_id).values_list("id", "name"))
    found = Fact.objects.filter(brand_id=brand_id, kind__in=_WATCHED).order_by("-id")[:limit]
    return [(names.get(fact.data.get("by", 0), ""), fact) for fact in found]


# ---- the live board --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SiteNow:
    """A window as it is now, and why.

    `why`: open, hours (outside its opening hours), off (this hour was drawn to stay off), short (too few are free), nobody, or unknown
    (no server runs).
    """

    site: Site
    open: bool
    free: int
    why: str


@dataclass(frozen=True)
class Alarm:
    """Something that asks for somebody. `kind`: quorum, wait or mood."""

    kind: str
    words: dict[str, Any]


@dataclass(frozen=True)
class Board:
    sites: list[SiteNow]
    people: list[Any]
    waiting: list[Any]
    taken: list[Any]
    alarms: list[Alarm]
    now: int


def board(brand_id: int, now: int | None = None) -> Board:
    """Everything that happens now, without a word of anybody's."""
    now = now or now_ms()
    roster = talks.roster
    open_ = talks.open_conversations(brand_id)
    waiting = sorted((one for one in open_ if one.state == "waiting"), key=lambda one: one.waiting_since)
    windows = dict(roster.windows) if roster else {}
    here = sorted(roster.here(brand_id), key=lambda one: one.name) if roster else []
    shown = [_site_now(site, windows.get(site.key)) for site in sites(brand_id)]
    taken = [one for one in open_ if one.state == "taken"]
    return Board(shown, here, waiting, taken, _alarms(brand_id, shown, waiting, now), now)


def alarms(brand_id: int) -> list[Alarm]:
    """What asks for somebody now, beside the windows: a page that shows these says by itself which are closed."""
    return [alarm for alarm in board(brand_id).alarms if alarm.kind != "quorum"]


def _site_now(site: Site, window: Any) -> SiteNow:
    if window is None:
        return SiteNow(site, open=False, free=0, why="unknown")
    return SiteNow(site, window.open, window.online, _why(window))


def _why(window: Any) -> str:
    if window.open:
        return "open"
    if not window.in_hours:
        return "hours"
    return "off" if window.off else "short" if window.online else "nobody"


def _alarms(brand_id: int, shown: list[SiteNow], waiting: list[Any], now: int) -> list[Alarm]:
    found = [Alarm("quorum", {"site": one.site, "free": one.free}) for one in shown if one.why in ("nobody", "short")]
    late = [one for one in waiting if now - one.waiting_since > one.site.offer_after * 1000 and not one.email]
    found += [Alarm("wait", {"conversation": one, "minutes": (now - one.waiting_since) // 60_000}) for one in late[:5]]
    mean, count = talks.mood(brand_id, now - DAY)
    if count >= 5 and mean < LOW_MOOD:
        found.append(Alarm("mood", {"mean": round(mean, 1), "count": count}))
    return found


def about_me(member: Membership) -> dict[str, object]:
    """What the brand keeps of a member, as plain data."""
    told = Fact.objects.filter(brand_id=member.brand_id, data__member=member.id)
    return {
        "profile": {
            "name": member.name,
            "email": member.person.email,
            "story": member.story,
            "expertise": member.expertise,
            "languages": member.languages,
            "topics": list(member.topics.values_list("name", flat=True)),
            "role": member.role,
            "joined": member.joined_at.isoformat(timespec="seconds"),
            "photo": member.photo,
        },
        **hands.about_everything_of(member),
        "what_the_journal_says": [{"what": fact.kind, "at": fact.at, **fact.data} for fact in told],
    }
