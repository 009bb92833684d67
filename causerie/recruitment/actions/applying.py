"""Asking to be a member, and the quiz."""

from collections.abc import Mapping
from typing import Any

import jwt
from django.conf import settings
from django.db import IntegrityError
from django.utils import translation
from django.utils.translation import gettext as _

from causerie.brands.models import Site
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.ids import digest
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership
from causerie.recruitment import facts, rules
from causerie.recruitment.actions import shared
from causerie.recruitment.links import member_of_link, new_link
from causerie.recruitment.models import Application, Attempt, Contact, Letter, Page, Question, Quiz, Source

State = Application.State
OPEN = (State.RECEIVED, State.QUIZ, State.DECIDING, State.WAITING)
MOST_TEXT = 2000
MOST_TOPICS = 12


def apply(*, page: Page, values: Mapping[str, Any], came: str = "", identity: str = "", contact: str = "") -> Application | None:
    """Ask to be a member. None when the mailbox has asked already, or is a member: who asks cannot tell, only the mailbox's owner is told.

    `values`: email, name, languages, region, topics, motivation, habits, proof. `came`: what `?from=` said;
    `identity`: the brand's signed word (JWT); `contact`: the secret of a campaign's mail.
    Raises Refused("closed" | "bad_email" | "slow_down" | "empty" | "too_long").
    """
    if not page.open:
        raise Refused("closed")
    told = _told(page, values)
    known = customer_of(page.site, identity)
    try:
        with write():
            _within_quota(page)
            if _already(page.brand_id, told["address"], told["email"]):
                _tell_again(page, told)
                return None
            invited = _contact(page, contact)
            made = _keep(page, told, values, **_source(page, came, known, invited))
            if invited:
                Contact.objects.filter(id=invited.id).update(state=Contact.State.APPLIED)
            return made
    except IntegrityError:
        # The same mailbox asked twice at the same moment: the first one stands.
        return None


def customer_of(site: Site, token: str) -> str:
    """The customer's number in the words of the brand's own server (HS256, with `exp` and `sub`), or "" for anything else."""
    try:
        claims = jwt.decode(token, site.identify_secret, algorithms=["HS256"], leeway=30, options={"require": ["exp", "sub"]})
    except jwt.PyJWTError:
        return ""
    return clean_optional(str(claims["sub"]), limit=120)


def _told(page: Page, values: Mapping[str, Any]) -> dict[str, Any]:
    email = shared.valid_email(values["email"])
    spoken = sorted(set(values.get("languages") or [page.site.language]) & set(dict(settings.LANGUAGES)))
    return {
        "email": email,
        "address": rules.one_address(email),
        "name": clean(values["name"], limit=40, lines=False),
        "language": page.site.language,
        "languages": spoken or [page.site.language],
        "region": clean_optional(values.get("region"), limit=80),
        "motivation": clean(values["motivation"], limit=MOST_TEXT),
        "habits": [habit for habit in rules.HABITS if habit in (values.get("habits") or [])],
        "proof": clean_optional(values.get("proof"), limit=120),
    }


def _within_quota(page: Page) -> None:
    if Application.objects.filter(site_id=page.site_id, at__gt=now_ms() - 60 * rules.MINUTE).count() >= rules.APPLICATIONS_AN_HOUR:
        raise Refused("slow_down")


def _already(brand_id: int, address: str, email: str) -> bool:
    since = now_ms() - rules.APPLICATIONS_WINDOW
    theirs = Application.objects.filter(brand_id=brand_id, address=address)
    return (
        theirs.filter(state__in=OPEN).exists()
        or theirs.filter(at__gt=since).count() >= rules.APPLICATIONS_AN_ADDRESS
        or Membership.objects.current().filter(brand_id=brand_id, person__email=email).exists()
    )


def _tell_again(page: Page, told: Mapping[str, Any]) -> None:
    """The mailbox's owner hears that nothing was lost, once a day at most."""
    # An update although nothing changes: with nothing to commit the answer would come sooner than to who is new here, and tell so.
    if Letter.objects.filter(brand_id=page.brand_id, to=told["email"], kind="already", at__gt=now_ms() - rules.DAY).update(kind="already"):
        return
    _write(page, told, "already", _subject(page), "already", 0)


def _source(page: Page, came: str, known: str, contact: Contact | None) -> dict[str, Any]:
    """Where they came from, by what can be verified first."""
    member = member_of_link(came)
    inviter = Membership.objects.current().filter(brand_id=page.brand_id, id=member).first() if member else None
    said = Source.WINDOW if came == "window" else Source.PAGE
    source = Source.SIGNED if known else Source.CAMPAIGN if contact else Source.MEMBER if inviter else said
    return {"source": source, "inviter": inviter, "identity": known}


def _contact(page: Page, token: str) -> Contact | None:
    return Contact.objects.filter(brand_id=page.brand_id, digest=digest(token)).first() if token else None


def _keep(page: Page, told: Mapping[str, Any], values: Mapping[str, Any], **source: Any) -> Application:
    now = now_ms()
    made = Application.objects.create(brand_id=page.brand_id, site=page.site, at=now, since=now, **told, **source, **new_link("quiz"))
    made.topics.set([topic for topic in values.get("topics") or [] if topic.brand_id == page.brand_id][:MOST_TOPICS])
    asked = quizzes_for(made)
    if not asked:
        Application.objects.filter(id=made.id).update(state=State.DECIDING)
        made.state = State.DECIDING
    inviter = source["inviter"].id if source["inviter"] else None
    record(facts.Applied(brand_id=page.brand_id, application=made.id, site=page.site_id, source=str(source["source"]), inviter=inviter))
    _write(page, told, "quiz" if asked else "received", _subject(page), "quiz", made.id)
    return made


def _subject(page: Page) -> str:
    with translation.override(page.site.language):
        return _("%(brand)s: we have received your application") % {"brand": page.brand.name}


def _write(page: Page, told: Mapping[str, Any], template: str, subject: str, kind: str, about: int) -> None:
    days = shared.programme_of(page.brand_id).answer_within
    text = shared.written(template, told["language"], name=told["name"], brand=page.brand.name, days=days)
    shared.owe(brand_id=page.brand_id, to=told["email"], language=told["language"], subject=subject, text=text, kind=kind, about=about)


def quizzes_for(application: Application) -> list[Quiz]:
    """The quizzes in use on the applicant's topics, in their language, that have questions."""
    found = Quiz.objects.filter(
        brand_id=application.brand_id, open=True, language=application.language, topic__in=application.topics.all(), questions__isnull=False
    )
    return list(found.select_related("topic").distinct().order_by("topic__name"))


def take_quiz(*, application: Application, quiz: Quiz, answers: Mapping[int, int]) -> Attempt:
    """One go at a quiz: {question: chosen place}. A person decides afterwards, whatever the mark.

    Raises Refused("not_found") for a quiz that is not asked of them, "closed" when they were answered already or have no attempt left.
    """
    if quiz.id not in {one.id for one in quizzes_for(application)}:
        raise Refused("not_found")
    questions = list(Question.objects.filter(brand_id=application.brand_id, quiz=quiz))
    right = sum(answers.get(question.id) == question.right for question in questions)
    try:
        with write():
            return _count(application, quiz, right, len(questions))
    except IntegrityError as error:
        # Sent twice at the same moment: one go.
        raise Refused("closed") from error


def _count(application: Application, quiz: Quiz, right: int, of: int) -> Attempt:
    row = Application.objects.select_for_update().get(id=application.id)
    before = list(Attempt.objects.filter(application=row).values_list("quiz_id", "passed"))
    mine = [passed for number, passed in before if number == quiz.id]
    if row.state not in (State.RECEIVED, State.QUIZ) or any(mine) or len(mine) >= quiz.attempts:
        raise Refused("closed")
    now, needed = now_ms(), min(quiz.pass_mark, of)
    made = Attempt.objects.create(
        brand_id=row.brand_id, application=row, quiz=quiz, number=len(mine) + 1, right=right, of=of, passed=right >= needed, at=now
    )
    allowed = {one.id: one.attempts for one in quizzes_for(row)}
    state = rules.after_tries([*before, (quiz.id, made.passed)], allowed)
    Application.objects.filter(id=row.id, state=row.state).update(state=state, since=now)
    return made
