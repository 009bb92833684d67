"""A trial conversation: the manager plays a visitor, the applicant answers. No fact tells it, so no figure and no reward counts it."""

from django.db import IntegrityError
from django.utils import translation
from django.utils.translation import gettext as _

from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean
from causerie.people.models import Membership
from causerie.recruitment import rules
from causerie.recruitment.actions import shared
from causerie.recruitment.actions.applying import OPEN
from causerie.recruitment.links import new_link
from causerie.recruitment.models import Application, Trial, TrialLine

MOST_TEXT, MOST_LINES, MOST_KEY = 2000, 200, 40


def propose_trial(*, by: Membership, application: Application, question: str) -> Trial:
    """The applicant is mailed a link to a talk that this question begins. One trial for an application.

    Raises Refused("not_found" | "empty" | "too_long"), "closed" when they were answered, "noted" when a trial was proposed already.
    """
    shared.manages(by)
    shared.own(by, application)
    question = clean(question, limit=MOST_TEXT)
    try:
        with write():
            if not Application.objects.select_for_update().filter(id=application.id, state__in=OPEN).exists():
                raise Refused("closed")
            made = Trial.objects.create(brand_id=by.brand_id, application=application, by=by, at=now_ms(), **new_link("trial"))
            _add(made, visitor=True, text=question, client_id="question")
            _invite(by, application, made)
    except IntegrityError as error:
        raise Refused("noted") from error
    return made


def say_as_visitor(*, by: Membership, trial: Trial, text: str, client_id: str) -> TrialLine:
    """The manager speaks as the visitor. The same `client_id` again is the same line. Raises as `say_as_applicant`, and "not_found"."""
    shared.manages(by)
    shared.own(by, trial)
    return _say(trial, visitor=True, text=text, client_id=client_id)


def say_as_applicant(*, trial: Trial, text: str, client_id: str) -> TrialLine:
    """The applicant answers; the manager who proposed it is mailed at their first words.

    Raises Refused("empty" | "too_long" | "bad_value"), "closed" when the trial or the application has ended, "slow_down" after MOST_LINES.
    """
    return _say(trial, visitor=False, text=text, client_id=client_id)


def open_trial(*, trial: Trial) -> None:
    """The applicant has come; noted once."""
    with write():
        Trial.objects.filter(id=trial.id, opened_at=None).update(opened_at=now_ms())


def end_trial(*, by: Membership, trial: Trial) -> None:
    """Nothing more is said; what was said stays with the application. Raises Refused("not_found")."""
    shared.manages(by)
    shared.own(by, trial)
    with write():
        close_trial(trial.application_id)


def close_trial(application_id: int) -> None:
    """Inside the transaction of a verb: with the answer, the trial is over."""
    Trial.objects.filter(application_id=application_id, ended_at=None).update(ended_at=now_ms(), waits_since=None)


def _say(trial: Trial, *, visitor: bool, text: str, client_id: str) -> TrialLine:
    text = clean(text, limit=MOST_TEXT)
    if not client_id or len(client_id) > MOST_KEY:
        raise Refused("bad_value")
    with write():
        row = Trial.objects.select_for_update(of=("self",)).select_related("application", "by__person").get(id=trial.id)
        before = TrialLine.objects.filter(trial=row, visitor=visitor, client_id=client_id).first()
        if before is not None:
            return before
        if row.ended_at or row.application.state not in OPEN:
            raise Refused("closed")
        if row.said >= MOST_LINES:
            raise Refused("slow_down")
        first = not visitor and not TrialLine.objects.filter(trial=row, visitor=False).exists()
        line = _add(row, visitor=visitor, text=text, client_id=client_id)
        if first:
            _tell_manager(row)
    return line


def _add(trial: Trial, *, visitor: bool, text: str, client_id: str) -> TrialLine:
    now, seq = now_ms(), trial.said + 1
    waits = None if visitor else trial.waits_since or now
    Trial.objects.filter(id=trial.id).update(said=seq, waits_since=waits)
    trial.said, trial.waits_since = seq, waits
    return TrialLine.objects.create(brand_id=trial.brand_id, trial=trial, seq=seq, visitor=visitor, client_id=client_id, text=text, at=now)


def _invite(by: Membership, application: Application, trial: Trial) -> None:
    language, brand = application.language, by.brand.name
    text = shared.written("trial", language, name=rules.first_name(application.name), manager=by.name, brand=brand)
    with translation.override(language):
        subject = _("%(brand)s: a first conversation, to try") % {"brand": brand}
    shared.owe(brand_id=by.brand_id, to=application.email, language=language, subject=subject, text=text, kind="trial", about=trial.id)


def _tell_manager(trial: Trial) -> None:
    manager = trial.by
    if manager is None or manager.ended_at:
        return
    language = manager.person.language or (manager.languages or ["en"])[0]
    named = {"applicant": rules.first_name(trial.application.name), "application": trial.application_id}
    text = shared.written("trial_said", language, name=manager.name, slug=manager.brand.slug, **named)
    with translation.override(language):
        subject = _("%(name)s has answered your trial question") % {"name": named["applicant"]}
    shared.owe(
        brand_id=trial.brand_id,
        to=manager.person.email,
        language=language,
        subject=subject,
        text=text,
        kind="said",
        about=trial.application_id,
    )
