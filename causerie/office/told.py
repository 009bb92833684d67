"""The audit log in words: a field by the name its form gives it, a value as people write it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from causerie.journal import audit
from causerie.journal.models import Change

_MODELS = {
    "site": "brands.Site", "brand": "brands.Brand", "topic": "brands.Topic", "membership": "people.Membership",
    "measures": "insights.Measures", "holdout": "brands.HoldOut", "keeping": "safety.Keeping", "notice": "safety.Notice",
    "decision": "safety.Decision", "page": "recruitment.Page", "programme": "recruitment.Programme", "quiz": "recruitment.Quiz",
    "application": "recruitment.Application", "template": "recruitment.Template", "reward": "rewards.Reward",
    "exchange": "rewards.Exchange", "redemption": "rewards.Redemption", "hold": "rewards.Hold", "gift": "attentions.Gift",
    "suggestion": "community.Suggestion",
}  # fmt: skip
# Fields that stand in no form under a name of their own.
_NAMES = {
    "role": gettext_lazy("Role"), "outcome": gettext_lazy("Outcome"), "what": gettext_lazy("Decision"), "state": gettext_lazy("State"),
    "status": gettext_lazy("State"), "version": gettext_lazy("Version"), "number": gettext_lazy("Number"), "days": gettext_lazy("Days"),
    "passed": gettext_lazy("Let it pass"), "points": gettext_lazy("Points"), "gift": gettext_lazy("Gift"), "stock": gettext_lazy("Stock"),
    "question": gettext_lazy("Question"), "shown": gettext_lazy("May be shown"), "table": gettext_lazy("Points and what they become"),
    "masks": gettext_lazy("Hide personal data from members"),
    "spared": gettext_lazy("Numbers and addresses that everybody may read"),
    "words_are": gettext_lazy("A message with such a word"), "guard.words": gettext_lazy("Blocked words"), "text": gettext_lazy("Words"),
}  # fmt: skip
_LONGEST = 400
_DAYS = {str(day) for day in WEEKDAYS}

_CHOSEN = {"hide": gettext_lazy("goes through without the word"), "hold": gettext_lazy("waits for the team; its writer is told")}


@dataclass(frozen=True)
class Line:
    """One change for a page; `parts`: (field, before, after) as words."""

    change: Change
    words: str
    parts: list[tuple[str, str, str]]

    @property
    def can_undo(self) -> bool:
        return self.change.kind == "site_set" and not hasattr(self.change, "undone")

    @property
    def site(self) -> str:
        """The number of the site whose window it is."""
        return self.change.subject.partition(":")[2]


def lines(changes: Iterable[Change]) -> list[Line]:
    return [Line(change, str(audit.WORDS.get(change.kind, change.kind)), of_table(change)) for change in changes]


def of_table(change: Change) -> list[tuple[str, str, str]]:
    """Each changed field: its name, its value before, its value after. Words and hours are told one language or day at a time."""
    parts = (part for name, (before, after) in change.changes.items() for part in _taken_apart(change, name, before, after))
    return [(name, before, after) for name, before, after in parts if before != after]


def _taken_apart(change: Change, name: str, before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    if not isinstance(before or after, dict):
        yield _name(change, name), _value(change, name, before), _value(change, name, after)
        return
    before, after = before or {}, after or {}
    for key in sorted({**before, **after}):
        yield from _of_one(change, f"{_name(change, name)} · {_key(key)}", before.get(key), after.get(key))


def _of_one(change: Change, title: str, before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    """A day's hours, a language's two words, or a language's texts by the name of each."""
    if not isinstance(before or after, dict):
        yield title, _listed(before), _listed(after)
        return
    language = title.rpartition(" · ")[2]
    before, after = before or {}, after or {}
    for field in (*before, *(one for one in after if one not in before)):
        yield f"{_name(change, field)} · {language}", str(before.get(field) or "")[:_LONGEST], str(after.get(field) or "")[:_LONGEST]


def _key(key: str) -> str:
    """A weekday, or a language by its own name."""
    return str(WEEKDAYS[int(key)]) if key in _DAYS else str(dict(settings.LANGUAGES).get(key, key))


def _listed(value: Any) -> str:
    """`09:00–18:00`, or `Hôte, Hôtes`."""
    if not isinstance(value, list):
        return str(value or "")
    texts = [" = ".join(map(str, one)) if isinstance(one, list) else str(one) for one in value]
    return ("–" if all(re.fullmatch(r"\d\d:\d\d", one) for one in texts) else ", ").join(texts)[:_LONGEST]


def _field(change: Change, name: str) -> "Field[Any, Any] | None":
    label = "brands.Greeting" if change.kind.startswith("greeting_") else _MODELS.get(change.subject.partition(":")[0])
    try:
        found = apps.get_model(label)._meta.get_field(name) if label else None
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) else None


def _name(change: Change, name: str) -> str:
    field, subject = _field(change, name), change.subject.partition(":")[0]
    own = _NAMES.get(f"{subject}.{name}") or _NAMES.get(name)
    named = field is not None and str(field.verbose_name) != field.name.replace("_", " ")
    return str(field.verbose_name) if field and (named or not own) else str(own or name)


def _value(change: Change, name: str, value: Any) -> str:
    """As people write it; "" for nothing."""
    if value in (None, "", {}, []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if change.kind == "mail_tried":
        return str(OUTCOMES.get(value, value))
    field = _field(change, name)
    choices = dict(field.flatchoices) if field else _CHOSEN
    return _listed(value) if isinstance(value, list) else str(choices.get(value, value))[:_LONGEST]


OUTCOMES = {
    "sent": gettext_lazy("The mail server took it: it is on its way to you."),
    "printed": gettext_lazy("It was printed on the server’s terminal: good for a trial, but nobody receives mail so."),
    "shown": gettext_lazy("Here mails are kept on a page of this demonstration instead of being sent."),
    "unset": gettext_lazy(
        "No mail server is set, so mails wait and nobody receives them. Your operator sets CAUSERIE_MAIL_URL and starts again."
    ),
    "unreachable": gettext_lazy("The mail server does not answer. Your operator looks at the name and the port in CAUSERIE_MAIL_URL."),
    "unsafe": gettext_lazy("The mail server’s certificate or encryption is not in order: the mail was not sent."),
    "refused_login": gettext_lazy("The mail server does not accept the user or the password of CAUSERIE_MAIL_URL."),
    "refused_sender": gettext_lazy("The mail server does not accept our sender: your operator looks at CAUSERIE_MAIL_FROM."),
    "refused_address": gettext_lazy("The mail server does not accept your address."),
    "refused": gettext_lazy("The mail server did not take the mail."),
}
