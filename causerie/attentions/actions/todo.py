"""Verbs of the manager's to-do of personal touches, and its words."""

from datetime import date
from typing import Any

from django.db import IntegrityError
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from causerie.attentions import facts, rules
from causerie.attentions.actions.shared import manages
from causerie.attentions.models import About, Attention, Wording
from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.ids import new_id
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean_optional
from causerie.people.models import Membership

BY_HAND = (Attention.Kind.UNWELL, Attention.Kind.OTHER)


def note_by_hand(*, by: Membership, member: Membership, kind: str, note: str = "") -> Attention:
    """A touch that no machine can know of: a member is unwell, or something else. One "unwell" at a time.

    Raises Refused("not_found" | "bad_value" | "noted").
    """
    manages(by, member)
    if kind not in BY_HAND:
        raise Refused("bad_value")
    now = now_ms()
    values = {"kind": kind, "at": now, "due_at": rules.due(kind, now), "note": clean_optional(note, limit=500, lines=True)}
    try:
        with write():
            return Attention.objects.create(brand_id=by.brand_id, member=member, cause=f"{kind}:{member.pk}:{new_id()}", **values)
    except IntegrityError as error:
        raise Refused("noted") from error


def end(*, by: Membership, attention: Attention, what: str, note: str = "") -> Attention:
    """Done, or let pass; with a note for the team. Raises Refused("not_found" | "bad_value" | "closed")."""
    if what not in (Attention.State.DONE, Attention.State.SKIPPED):
        raise Refused("bad_value")
    manages(by, attention)
    with write():
        if not ended(by, attention, what, note):
            raise Refused("closed")
    attention.refresh_from_db()
    return attention


def ended(by: Membership, attention: Attention, what: str, note: str = "") -> bool:
    """Whether it was still open. Inside the transaction of a verb."""
    note = clean_optional(note, limit=500, lines=True) or attention.note
    rows = Attention.objects.filter(id=attention.pk, state="open")
    if not rows.update(state=what, by=by, ended_at=now_ms(), note=note):
        return False
    told = facts.AttentionEnded(brand_id=by.brand_id, attention=attention.pk, member=attention.member_id, by=by.pk, what=what)
    record(told)
    return True


def birthdays(now: int) -> int:
    """Birthdays of these days, each once a year. Returns how many were new."""
    near = rules.birthdays_near(now)
    wanted = Q()
    for month, day in near:
        wanted |= Q(birth_month=month, birth_day=day)
    rows = About.objects.filter(wanted, member__ended_at=None, member__person__is_active=True).select_related("member")
    known = set(Attention.objects.filter(kind="birthday", at__gte=now - 30 * rules.DAY).values_list("brand_id", "cause"))
    asked = [_birthday(about, near, now) for about in rows]
    new = [one for one in asked if (one.brand_id, one.cause) not in known]
    if new:
        with write():
            Attention.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _birthday(about: About, near: dict[tuple[int, int], date], now: int) -> Attention:
    day = near[about.birth_month or 0, about.birth_day or 0]
    cause = f"birthday:{about.member_id}:{day.year}"
    return Attention(brand_id=about.brand_id, member_id=about.member_id, kind="birthday", cause=cause, at=now, due_at=rules.instant(day))


def save_wording(*, by: Membership, kind: str, language: str, text: str) -> None:
    """The brand's own words for that kind; none: ours again. Raises Refused("not_found" | "bad_value")."""
    if not by.is_manager:
        raise Refused("not_found")
    if kind not in Attention.Kind.values:
        raise Refused("bad_value")
    text = clean_optional(text, limit=1000, lines=True)
    rows: dict[str, Any] = {"brand_id": by.brand_id, "kind": kind, "language": language}
    with write():
        before = Wording.objects.filter(**rows).first() or Wording(**rows)
        name = f"{before.get_kind_display()} · {language}"
        audit.note_changes(by=by, kind="wording_set", subject=before, changes=audit.differences(before, {"text": text}), name=name)
        if text:
            Wording.objects.update_or_create(**rows, defaults={"text": text})
        else:
            Wording.objects.filter(**rows).delete()


def words_for(attention: Attention, own: dict[tuple[str, str], str] | None = None) -> str:
    """What could be said, in the member's language, with their first name. `own`: the brand's wordings, when read before."""
    member = attention.member
    language = member.person.language or (member.languages or ["en"])[0]
    if own is None:
        own = wordings(attention.brand_id)
    text = own.get((attention.kind, language)) or usual_words(attention.kind, language)
    return rules.filled(text, name=member.name, brand=attention.brand.name)


def wordings(brand_id: int) -> dict[tuple[str, str], str]:
    """(kind, language) → the brand's words."""
    rows = Wording.objects.filter(brand_id=brand_id).values_list("kind", "language", "text")
    return {(kind, language): text for kind, language, text in rows}


def usual_words(kind: str, language: str) -> str:
    """Our words for that kind, with {name} and {brand} to fill."""
    with translation.override(language):
        return {
            "welcome": _("Welcome, {name}! We are glad that you are here. Take your time, and ask me anything."),
            "first": _("{name}, you have just answered your first question. Thank you: somebody was helped today because of you."),
            "hundredth": _(
                "A hundred answers, {name}! A hundred people who know a little more thanks to you. All of {brand} says thank you."
            ),
            "birthday": _("Happy birthday, {name}! All of us at {brand} wish you a lovely day."),
            "back": _("How good to see you again, {name}. Nothing was expected, everything is welcome."),
            "unwell": _("{name}, we are thinking of you. Take all the time you need; your place is kept."),
            "other": _("{name}, a word from all of us at {brand}: thank you for being here."),
        }[kind]
