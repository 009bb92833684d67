"""The audit log: every setting and decision of a brand's team, written in the transaction of the change it tells."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causerie.journal.models import Change
from causerie.kernel.clock import now_ms
from causerie.people.models import Membership

# What was done, as the log says it: one line for each kind.
WORDS: dict[str, Promise] = {
    "brand_founded": _("Founded the brand"),
    "brand_set": _("Changed the brand"),
    "site_added": _("Added a site"),
    "site_set": _("Changed a window"),
    "secret_shown": _("Looked at the secret of a site"),
    "greeting_added": _("Added a greeting"),
    "greeting_removed": _("Removed a greeting"),
    "topic_added": _("Added a topic"),
    "topic_set": _("Changed a topic"),
    "topic_removed": _("Removed a topic"),
    "answer_added": _("Added a prepared answer"),
    "answer_set": _("Changed a prepared answer"),
    "answer_removed": _("Removed a prepared answer"),
    "member_invited": _("Welcomed somebody"),
    "member_ended": _("Ended somebody’s part"),
    "role_set": _("Changed somebody’s role"),
    "mail_tried": _("Tried the mail"),
}


def note(
    *,
    by: Membership,
    kind: str,
    subject: Model | None = None,
    name: str = "",
    changes: Mapping[str, Iterable[Any]] | None = None,
    undoes: Change | None = None,
    brand_id: int | None = None,
) -> Change:
    """One line of the log; called inside the transaction of the change.

    `kind` is one of WORDS; `name` is the subject as people know it; `changes` maps a field to (before, after), JSON values without
    words of visitors.
    """
    assert kind in WORDS, kind
    return Change.objects.create(
        brand_id=brand_id or by.brand_id,
        at=now_ms(),
        by=by,
        kind=kind,
        subject=subject_of(subject) if subject is not None else "",
        name=name[:120],
        changes={field: list(values) for field, values in (changes or {}).items()},
        undoes=undoes,
    )


def forget_name(*, brand_id: int, subject: Model) -> None:
    """Inside a transaction: the log still says what was done, no longer to whom."""
    Change.objects.filter(brand_id=brand_id, subject=subject_of(subject)).update(name="—")


def subject_of(row: Model) -> str:
    """`site:3`: how the log names a row."""
    return f"{row._meta.model_name}:{row.pk}"


def differences(row: Model, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What these values would change of the row: field to (before, after)."""
    return {field: (getattr(row, field), value) for field, value in values.items() if getattr(row, field) != value}


def changes(brand_id: int, *, kind: str = "", by: int | None = None, subject: Model | None = None) -> QuerySet[Change]:
    """The brand's log, newest first, of one kind, one person or one subject."""
    found = Change.objects.filter(brand_id=brand_id).select_related("by", "undone", "undoes").order_by("-id")
    if kind:
        found = found.filter(kind=kind)
    if by is not None:
        found = found.filter(by_id=by)
    if subject is not None:
        found = found.filter(subject=subject_of(subject))
    return found
