"""Verbs of the manager: the page, the charter, quizzes, words, numbers."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError

from causerie.brands.models import Site
from causerie.journal import audit
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership
from causerie.recruitment.actions import shared
from causerie.recruitment.models import Charter, Page, Programme, Question, Quiz, Template

PAGE_FIELDS = ("open", "headline", "what", "what_not", "questions", "proof", "proof_label", "of_age", "languages", "regions")
QUIZ_FIELDS = ("topic", "language", "pass_mark", "attempts", "open")
MOST_QUIZZES = 60
MOST_QUESTIONS = 30


def save_programme(*, by: Membership, active_answers: int, answer_within: int, mails_a_day: int) -> Programme:
    """The brand's numbers for coming in."""
    shared.manages(by)
    values = {"active_answers": active_answers, "answer_within": answer_within, "mails_a_day": mails_a_day}
    with write():
        changed = audit.differences(shared.programme_of(by.brand_id), values)
        row = Programme.objects.update_or_create(brand_id=by.brand_id, defaults=values)[0]
        audit.note_changes(by=by, kind="programme_set", subject=row, changes=changed)
    return row


def save_page(*, by: Membership, site: Site, values: Mapping[str, Any]) -> Page:
    """The public page of a site, already checked by its form; made when it is first saved."""
    shared.manages(by)
    shared.own(by, site)
    known = {name: values[name] for name in PAGE_FIELDS if name in values}
    with write():
        changed = audit.differences(Page.objects.filter(site=site).first() or Page(site=site), known)
        row = Page.objects.update_or_create(site=site, defaults={"brand_id": by.brand_id, **known})[0]
        audit.note_changes(by=by, kind="join_page_set", subject=row, changes=changed, name=site.name)
    return row


def publish_charter(*, by: Membership, texts: Mapping[str, str]) -> Charter:
    """A new version, which every member is asked to accept; the same text again stays the same version. Raises Refused("empty")."""
    shared.manages(by)
    said = {language: clean_optional(text, limit=8000, lines=True) for language, text in texts.items()}
    said = {language: text for language, text in said.items() if text}
    if not said:
        raise Refused("empty")
    try:
        with write():
            latest = Charter.objects.filter(brand_id=by.brand_id).order_by("-version").first()
            if latest and latest.texts == said:
                return latest
            version = (latest.version if latest else 0) + 1
            made = Charter.objects.create(brand_id=by.brand_id, version=version, texts=said, by=by, at=now_ms())
            audit.note(by=by, kind="charter_published", subject=made, changes={"version": (version - 1 or None, version)})
            return made
    except IntegrityError as error:
        raise Refused("conflict") from error


def save_quiz(*, by: Membership, quiz: Quiz | None, values: Mapping[str, Any]) -> Quiz:
    """A quiz on a topic, new or changed. Raises Refused("conflict") when that topic has one in that language."""
    shared.manages(by)
    shared.own(by, values["topic"])
    known = {name: values[name] for name in QUIZ_FIELDS if name in values}
    try:
        with write():
            if quiz is None:
                if Quiz.objects.filter(brand_id=by.brand_id).count() >= MOST_QUIZZES:
                    raise Refused("bad_value")
                made = Quiz.objects.create(brand_id=by.brand_id, **known)
                audit.note(by=by, kind="quiz_added", subject=made, name=made.topic.name)
                return made
            shared.own(by, quiz)
            changed = audit.differences(Quiz.objects.select_related("topic").get(id=quiz.id), known)
            audit.note_changes(by=by, kind="quiz_set", subject=quiz, changes=changed, name=quiz.topic.name)
            for name, value in known.items():
                setattr(quiz, name, value)
            quiz.save(update_fields=list(known))
            return quiz
    except IntegrityError as error:
        raise Refused("conflict") from error


def add_question(*, by: Membership, quiz: Quiz, text: str, choices: list[str], right: int) -> Question:
    """One question with two to six choices, `right` the place of the right one. Raises Refused("bad_value" | "empty" | "too_long")."""
    shared.manages(by)
    shared.own(by, quiz)
    said = [clean(choice, limit=160, lines=False) for choice in choices]
    if not 2 <= len(said) <= 6 or not 0 <= right < len(said) or len(set(said)) < len(said):
        raise Refused("bad_value")
    text = clean(text, limit=300, lines=False)
    with write():
        if quiz.questions.count() >= MOST_QUESTIONS:
            raise Refused("bad_value")
        made = Question.objects.create(brand_id=by.brand_id, quiz=quiz, text=text, choices=said, right=right)
        audit.note(by=by, kind="quiz_question_added", subject=quiz, name=quiz.topic.name, changes={"question": (None, text)})
    return made


def remove_question(*, by: Membership, question: Question) -> None:
    shared.manages(by)
    shared.own(by, question)
    with write():
        if Question.objects.filter(id=question.id, brand_id=by.brand_id).delete()[0]:
            topic, gone = question.quiz.topic.name, {"question": (question.text, None)}
            audit.note(by=by, kind="quiz_question_removed", subject=question.quiz, name=topic, changes=gone)


def save_template(*, by: Membership, kind: str, language: str, text: str) -> Template | None:
    """The brand's words for an answer; empty, ours come back."""
    shared.manages(by)
    text = clean_optional(text, limit=2000, lines=True)
    with write():
        rows = Template.objects.filter(brand_id=by.brand_id, kind=kind, language=language)
        before = rows.first() or Template(kind=kind, language=language)
        changed = audit.differences(before, {"text": text})
        audit.note_changes(by=by, kind="letter_set", subject=before, changes=changed, name=f"{before.get_kind_display()} · {language}")
        if not text:
            rows.delete()
            return None
        return Template.objects.update_or_create(brand_id=by.brand_id, kind=kind, language=language, defaults={"text": text})[0]
