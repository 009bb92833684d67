"""Answering applicants: one by one or many at once, and nobody forgotten."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causerie.brands.models import Brand
from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean_optional
from causerie.people.models import Membership
from causerie.recruitment import facts, rules
from causerie.recruitment.actions import shared
from causerie.recruitment.actions.applying import OPEN
from causerie.recruitment.actions.invitations import prepare
from causerie.recruitment.actions.trials import close_trial
from causerie.recruitment.models import Application, Programme, Template

State = Application.State
DECISIONS = (State.ACCEPTED, State.DECLINED, State.WAITING)


def decide(*, by: Membership, applications: Iterable[Application], what: str, message: str = "", reason: str = "") -> int:
    """Accept, decline, or put on the waiting list; each is written to, by their first name. Returns how many were answered now.

    `message`: words for the mail, else the brand's template; `reason`: for the team, never mailed.
    Who was answered meanwhile is left as they are. Raises Refused("not_found" | "bad_value").
    """
    shared.manages(by)
    if what not in DECISIONS:
        raise Refused("bad_value")
    found = list(applications)
    for application in found:
        shared.own(by, application)
    message, reason = clean_optional(message, limit=2000, lines=True), clean_optional(reason, limit=300)
    answered = 0
    for application in found:
        with write():
            answered += _decide(by, application, what, message, reason)
    return answered


def _decide(by: Membership, application: Application, what: str, message: str, reason: str) -> bool:
    now = now_ms()
    rows = Application.objects.filter(id=application.id, state__in=OPEN).exclude(state=what)
    if not rows.update(state=what, since=now, decided_at=now, decided_by=by, reason=reason):
        return False
    record(facts.Decided(brand_id=by.brand_id, application=application.id, by=by.id, what=what))
    audit.note(by=by, kind="application_decided", subject=application, changes={"state": (application.state, what)})
    if what != State.WAITING:
        close_trial(application.id)
    about = _invitation(by, application) if what == State.ACCEPTED else 0
    _write(by, application, what, message, about)
    return True


def _invitation(by: Membership, application: Application) -> int:
    made = prepare(
        by=by,
        email=application.email,
        name=application.name,
        languages=application.languages,
        role=Membership.Role.AMBASSADOR,
        expertise=", ".join(application.topics.values_list("name", flat=True))[:120],
        application=application,
    )
    return made.id


def _write(by: Membership, application: Application, what: str, message: str, about: int) -> None:
    language = application.language
    words = message or words_of(by.brand, what, language)
    called = rules.first_name(application.name)
    said = rules.filled(words, name=called, brand=by.brand.name)
    text = shared.written("decision", language, said=said, manager=by.name, accepted=what == State.ACCEPTED)
    with translation.override(language):
        subject = _("%(brand)s: an answer to your application") % {"brand": by.brand.name}
    kind = "invitation" if about else "decision"
    shared.owe(brand_id=by.brand_id, to=application.email, language=language, subject=subject, text=text, kind=kind, about=about)


def words_of(brand: Brand, kind: str, language: str) -> str:
    """The brand's template, or ours."""
    own = Template.objects.filter(brand=brand, kind=kind, language=language).first()
    return own.text if own else usual_words(kind, language)


def usual_words(kind: str, language: str) -> str:
    """What we would write, in that language."""
    with translation.override(language):
        return {
            "accepted": _(
                "Hello {name},\n\nwelcome! We have read your application with pleasure and would love to have you among the members "
                "of {brand}."
            ),
            "declined": _(
                "Hello {name},\n\nthank you for offering your time to {brand}. We cannot welcome you among the members this time. "
                "It says nothing about you: places are few and we look for many kinds of experience."
            ),
            "waiting": _(
                "Hello {name},\n\nthank you for your application to {brand}. All places are taken right now: you are on the waiting "
                "list, and we will write to you as soon as one is free."
            ),
        }[kind]


def remind(now: int) -> int:
    """Nobody is left without an answer: the team hears of those who wait too long, applicants of a quiz left half-way. How many mails."""
    written = 0
    for brand in Brand.objects.filter(application__state__in=OPEN).distinct():
        programme = shared.programme_of(brand.id)
        late = now - programme.answer_within * rules.DAY
        written += _remind_team(brand, programme, late, now) + _remind_applicants(brand, late, now)
    return written


def overdue(brand_id: int, now: int | None = None) -> int:
    """How many have waited for a decision longer than the brand promises."""
    late = (now or now_ms()) - shared.programme_of(brand_id).answer_within * rules.DAY
    return Application.objects.filter(brand_id=brand_id, state=State.DECIDING, since__lt=late).count()


def _remind_team(brand: Brand, programme: Programme, late: int, now: int) -> int:
    """Once a day at most, to each manager who is not away."""
    count = Application.objects.filter(brand=brand, state=State.DECIDING, since__lt=late).count()
    if not count:
        return 0
    team = Membership.objects.current().filter(brand=brand, role__in=("owner", "manager"), paused_at=None).select_related("person")
    with write():
        Programme.objects.get_or_create(brand=brand)
        if not Programme.objects.filter(brand=brand, reminded_at__lt=now - rules.DAY).update(reminded_at=now):
            return 0
        for member in team:
            _tell_team(brand, member, count, programme.answer_within)
    return len(team)


def _tell_team(brand: Brand, member: Membership, count: int, days: int) -> None:
    language = member.person.language or (member.languages or ["en"])[0]
    with translation.override(language):
        subject = ngettext("%(count)s person waits for your answer", "%(count)s people wait for your answer", count) % {"count": count}
    text = shared.written("team", language, name=member.name, brand=brand.name, count=count, days=days, slug=brand.slug)
    shared.owe(brand_id=brand.id, to=member.person.email, language=language, subject=subject, text=text, kind="team")


def _remind_applicants(brand: Brand, late: int, now: int) -> int:
    under_way = Application.objects.filter(brand=brand, state__in=(State.RECEIVED, State.QUIZ))
    with write():
        # Reminded, and still silent: a person decides.
        under_way.filter(reminded_at__lt=late).update(state=State.DECIDING, since=now)
    unfinished = under_way.filter(since__lt=late, reminded_at=None)[:100]
    return sum(_remind_applicant(brand, one, now) for one in unfinished)


def _remind_applicant(brand: Brand, application: Application, now: int) -> int:
    with write():
        if not Application.objects.filter(id=application.id, reminded_at=None).update(reminded_at=now):
            return 0
        with translation.override(application.language):
            subject = _("%(brand)s: a few questions still wait for you") % {"brand": brand.name}
        text = shared.written("unfinished", application.language, name=rules.first_name(application.name), brand=brand.name)
        shared.owe(
            brand_id=brand.id,
            to=application.email,
            language=application.language,
            subject=subject,
            text=text,
            kind="quiz",
            about=application.id,
        )
    return 1
