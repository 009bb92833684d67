"""The audit log in words: a field by the name its form gives it, a value as people write it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from causerie.journal import audit
from causerie.journal.models import Change

_MODELS = {"site": "brands.Site", "brand": "brands.Brand", "topic": "brands.Topic", "membership": "people.Membership"}
_LONGEST = 400


@dataclass(frozen=True)
class Line:
    """One change for a page; `parts`: (field, before, after) as words."""

    change: Change
    words: str
    parts: list[tuple[str, str, str]]

    @property
    def can_undo(self) -> bool:
        return self.change.kind == "site_set" and not hasattr(self.change, "undone")


def lines(changes: Iterable[Change]) -> list[Line]:
    return [Line(change, str(audit.WORDS.get(change.kind, change.kind)), of_table(change)) for change in changes]


def of_table(change: Change) -> list[tuple[str, str, str]]:
    """Each changed field: its name, its value before, its value after."""
    parts = change.changes.items()
    return [(_name(change, field), _value(change, field, before), _value(change, field, after)) for field, (before, after) in parts]


def _field(change: Change, name: str) -> "Field[Any, Any] | None":
    label = "brands.Greeting" if change.kind.startswith("greeting_") else _MODELS.get(change.subject.partition(":")[0])
    try:
        found = apps.get_model(label)._meta.get_field(name) if label else None
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) else None


def _name(change: Change, name: str) -> str:
    if name == "role":
        return _("Role")
    if name == "outcome":
        return _("Outcome")
    field = _field(change, name)
    return str(field.verbose_name) if field else name


def _value(change: Change, name: str, value: Any) -> str:
    """As people write it; "" for nothing."""
    if value in (None, "", {}, []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "; ".join(_pair(key, inner) for key, inner in sorted(value.items()))[:_LONGEST]
    if name == "outcome":
        return str(OUTCOMES.get(value, value))
    field = _field(change, name)
    choices = dict(field.flatchoices) if field else {}
    return str(choices.get(value, value))[:_LONGEST]


def _pair(key: str, value: Any) -> str:
    """`lundi 09:00-18:00`, or `en {…}`."""
    if key.isdecimal() and isinstance(value, list):
        return f"{WEEKDAYS[int(key)]} {'-'.join(value)}"
    if isinstance(value, list):
        return f"{key}: {', '.join(map(str, value))}"
    return f"{key}: {json.dumps(value, ensure_ascii=False)}"


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
