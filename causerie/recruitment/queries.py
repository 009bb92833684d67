"""What the pages of this room show, and the mails that are owed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet

from causerie.brands.models import Site
from causerie.kernel.clock import now_ms
from causerie.kernel.ids import digest
from causerie.people.models import Membership
from causerie.recruitment.links import link, token
from causerie.recruitment.models import (
    Acceptance,
    Application,
    Attempt,
    Campaign,
    Charter,
    Contact,
    Invitation,
    Letter,
    Part,
    Programme,
    Refusal,
    Source,
    Step,
    Trial,
    TrialLine,
)
from causerie.recruitment.rules import one_address

FACES = 8
TRIAL_PAGE = 200


@dataclass(frozen=True)
class OwedLetter:
    """A mail as it is to be sent."""

    brand_id: int
    email: str
    subject: str
    text: str
    kind: str


def owed_letter(number: int) -> OwedLetter | None:
    """The mail behind a `letter_owed` fact, its links filled; None when it was erased meanwhile."""
    letter = Letter.objects.filter(id=number).first()
    if letter is None:
        return None
    return OwedLetter(letter.brand_id, letter.to, letter.subject, _with_links(letter), _kind_of(letter))


def _kind_of(letter: Letter) -> str:
    """An invitation that answers an application was asked for; one that the team writes by itself ("invited") was not."""
    if letter.kind == "invitation" and Invitation.objects.filter(id=letter.about, application=None).exists():
        return "invited"
    return letter.kind


def refuses_campaigns(brand_id: int, email: str) -> bool:
    """Whether this mailbox said stop to campaigns, or could not be reached."""
    return Refusal.objects.filter(brand_id=brand_id, digest=refusal_digest(one_address(email))).exists()


def refusal_digest(address: str) -> str:
    """What is kept of a mailbox that no campaign may write to."""
    return digest(address)


def letters_about(brand_id: int, email: str) -> list[int]:
    """The letters to the team that name an applicant."""
    theirs = Application.objects.filter(brand_id=brand_id, address=one_address(email)).values("id")
    return list(Letter.objects.filter(brand_id=brand_id, kind="said", about__in=theirs).values_list("id", flat=True))


def letters_to(brand_id: int, email: str) -> QuerySet[Letter]:
    """The letters to an address, as it was given or as it is recognised."""
    same = Application.objects.filter(brand_id=brand_id, address=one_address(email)).values("email")
    asked = Invitation.objects.filter(brand_id=brand_id, address=one_address(email)).values("email")
    written = Contact.objects.filter(brand_id=brand_id, address=one_address(email)).values("email")
    return Letter.objects.filter(Q(to__iexact=email) | Q(to__in=same) | Q(to__in=asked) | Q(to__in=written), brand_id=brand_id)


def addresses_of(brand_id: int) -> set[str]:
    """Every address that this room knows of a brand, as it was given."""
    kept = ((Application, "email"), (Invitation, "email"), (Contact, "email"), (Letter, "to"))
    return {address for model, field in kept for address in model.objects.filter(brand_id=brand_id).values_list(field, flat=True)}


def _with_links(letter: Letter) -> str:
    text = letter.text
    if letter.kind == "invitation":
        nonce, brand = Invitation.objects.values_list("nonce", "brand__slug").get(id=letter.about)
        return text.replace("{link}", link("invitation", nonce, brand))
    if letter.kind == "quiz":
        nonce, brand = Application.objects.values_list("nonce", "brand__slug").get(id=letter.about)
        return text.replace("{link}", link("quiz", nonce, brand))
    if letter.kind == "trial":
        nonce, brand = Trial.objects.values_list("nonce", "brand__slug").get(id=letter.about)
        return text.replace("{link}", link("trial", nonce, brand))
    if letter.kind == "campaign":
        contact = Contact.objects.select_related("campaign__site").get(id=letter.about)
        join = f"{settings.PUBLIC_URL}/join/{contact.campaign.site.key}/?from=campaign#c={token('stop', contact.nonce)}"
        return text.replace("{link}", join).replace("{stop}", link("stop", contact.nonce))
    return text.replace("{link}", settings.PUBLIC_URL)


def charter_of(brand_id: int) -> Charter | None:
    """The version in force."""
    return Charter.objects.filter(brand_id=brand_id).order_by("-version").first()


def faces_of(site: Site) -> list[Membership]:
    """Real members who allow it, those of the site's language first."""
    found = Membership.objects.current().filter(brand_id=site.brand_id, part__on_page=True, paused_at=None).order_by("-id")[:60]
    return sorted(found, key=lambda one: (site.language not in one.languages, not one.photo))[:FACES]


def columns(brand_id: int) -> list[tuple[str, str, int]]:
    """(state, its name, how many) of the manager's board."""
    counts = dict(Application.objects.filter(brand_id=brand_id).values_list("state").annotate(n=Count("id")))
    return [(state.value, str(state.label), counts.get(state.value, 0)) for state in Application.State]


def to_decide(manager: Membership) -> int:
    """How many applicants wait for the manager's answer."""
    return Application.objects.filter(brand_id=manager.brand_id, state=Application.State.DECIDING).count()


def waits_in_trials(brand_id: int) -> int:
    """How many applicants have answered in a trial conversation, and wait for the manager's next words."""
    return Trial.objects.filter(brand_id=brand_id, ended_at=None, waits_since__isnull=False).count()


def trial_lines(trial: Trial, after: int = 0) -> list[TrialLine]:
    """What was said from that line on, in order."""
    return list(trial.lines.filter(seq__gt=after).order_by("seq")[:TRIAL_PAGE])


MADE = Prefetch("tries", queryset=Attempt.objects.select_related("quiz__topic").order_by("quiz_id", "number"), to_attr="made")


def on_board(brand_id: int, state: str, *, late: int) -> QuerySet[Application]:
    """The applications of a column with all their answers; who waits longest first, who was answered last first."""
    ended = state in (Application.State.ACCEPTED, Application.State.DECLINED)
    return (
        Application.objects.filter(brand_id=brand_id, state=state)
        .select_related("site", "inviter", "decided_by", "trial")
        .prefetch_related("topics", MADE)
        .annotate(late=Count("id", filter=Q(state=Application.State.DECIDING, since__lt=late)))
        .order_by("-since" if ended else "since", "id")
    )


def open_invitations(brand_id: int) -> list[Invitation]:
    """Those that may still be used, newest first."""
    mine = Invitation.objects.filter(brand_id=brand_id, used_at=None, cancelled_at=None, expires_at__gt=now_ms())
    return list(mine.select_related("by").order_by("-id")[:100])


def campaigns(brand_id: int) -> QuerySet[Campaign]:
    """With how many contacts stand where."""
    counts = {state: Count("contacts", filter=Q(contacts__state=state)) for state in Contact.State.values}
    return Campaign.objects.filter(brand_id=brand_id).select_related("site").annotate(all=Count("contacts"), **counts).order_by("-id")


def programme(brand_id: int) -> Programme:
    return Programme.objects.filter(brand_id=brand_id).first() or Programme(brand_id=brand_id)


@dataclass
class FirstHour:
    """Where a member stands. `steps`: (key, done)."""

    part: Part | None
    charter: Charter | None
    accepted: bool
    steps: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def under_way(self) -> bool:
        return bool(self.part and self.part.begun_at and not self.part.welcomed_at)

    @property
    def owes_charter(self) -> bool:
        """A version is in force that they have not accepted."""
        return self.charter is not None and not self.accepted

    @property
    def left(self) -> int:
        return sum(not done for _key, done in self.steps)

    @property
    def next(self) -> str:
        """The first step that is not done, "" after the last."""
        return next((key for key, done in self.steps if not done), "")


def first_hour(member: Membership) -> FirstHour:
    """What is done and what is left."""
    part = Part.objects.filter(member=member).select_related("godparent").first()
    charter = charter_of(member.brand_id)
    accepted = charter is None or Acceptance.objects.filter(member=member, charter=charter).exists()
    done = {
        "profile": bool(part and part.profile_at),
        "charter": accepted,
        "practice": bool(part and part.practised_at),
        "hello": bool(part and part.hello_at),
    }
    return FirstHour(part, charter, accepted, list(done.items()))


@dataclass
class FunnelRow:
    """One line of the report: a source or a month."""

    name: str
    applied: int = 0
    accepted: int = 0
    joined: int = 0
    answered: int = 0
    active: int = 0

    @property
    def steps(self) -> list[tuple[int, int]]:
        """(how many, per cent of the line's beginning)."""
        first = self.applied or self.accepted
        counts = (self.applied, self.accepted, self.joined, self.answered, self.active)
        return [(count, round(100 * count / first) if first else 0) for count in counts]


@dataclass
class Funnel:
    whole: FunnelRow
    by_source: list[FunnelRow]
    by_month: list[FunnelRow]


def funnel(brand_id: int, *, source: str = "", months: int = 12) -> Funnel:
    """applied → accepted → joined → first answer → active, as the journal tells it; `source` keeps one source only."""
    needed = programme(brand_id).active_answers
    rows = Step.objects.filter(brand_id=brand_id)
    counts = {
        "applied": Count("id", filter=Q(applied_at__isnull=False)),
        "accepted": Count("id", filter=Q(accepted_at__isnull=False)),
        "joined": Count("id", filter=Q(joined_at__isnull=False)),
        "answered": Count("id", filter=Q(answered_at__isnull=False)),
        "active": Count("id", filter=Q(answers__gte=needed)),
    }
    chosen = rows.filter(source=source) if source else rows
    labels = dict(Source.choices)
    by_source = _rows(rows, "source", counts, "-applied")
    by_month = _rows(chosen, "month", counts, "-month")[:months]
    labels = dict(Source.choices)
    for row in by_source:
        row.name = str(labels.get(row.name, row.name))
    return Funnel(FunnelRow("", **chosen.aggregate(**counts)), by_source, by_month)


def _rows(steps: QuerySet[Step], by: str, counts: dict[str, Count], order: str) -> list[FunnelRow]:
    found = cast(Iterable[dict[str, Any]], cast(QuerySet[Any], steps).values(by).annotate(**counts).order_by(order))
    return [FunnelRow(one.pop(by), **one) for one in found]
