"""The audit log: every setting and decision of a brand's team, written in the transaction of the change it tells."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
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
    "invitation_withdrawn": _("Withdrew an invitation"),
    "application_decided": _("Answered an applicant"),
    "charter_published": _("Published the charter"),
    "join_page_set": _("Changed a public page"),
    "programme_set": _("Changed the numbers of recruitment"),
    "quiz_added": _("Added a quiz"),
    "quiz_set": _("Changed a quiz"),
    "quiz_question_added": _("Added a question to a quiz"),
    "quiz_question_removed": _("Removed a question from a quiz"),
    "letter_set": _("Changed the words of an answer"),
    "campaign_added": _("Wrote a campaign"),
    "campaign_loaded": _("Loaded customers into a campaign"),
    "campaign_started": _("Let a campaign leave"),
    "campaign_paused": _("Held a campaign"),
    "guard_set": _("Changed what is hidden or held back"),
    "held_decided": _("Decided a held message"),
    "report_decided": _("Decided a report"),
    "appeal_settled": _("Answered an appeal"),
    "visitor_blocked": _("Blocked a visitor"),
    "visitor_unblocked": _("Let a visitor write again"),
    "network_blocked": _("Blocked a network"),
    "network_lifted": _("Lifted the block of a network"),
    "originals_read": _("Read what was hidden"),
    "talk_joined": _("Joined a conversation, visibly"),
    "keeping_set": _("Changed how long data is kept"),
    "notice_set": _("Changed a privacy page"),
    "somebody_exported": _("Exported what is kept of somebody"),
    "somebody_erased": _("Erased somebody’s data"),
    "measures_set": _("Changed what the value is counted with"),
    "holdout_set": _("Changed the hours switched off"),
    "words_approved": _("Chose whether words may be shown"),
    "rules_set": _("Published new reward rules"),
    "reward_added": _("Added a reward"),
    "reward_set": _("Changed a reward"),
    "exchange_set": _("Changed the brand’s own programme"),
    "mission_added": _("Proposed a mission"),
    "mission_ended": _("Ended a mission"),
    "hold_decided": _("Decided a reward that waited"),
    "circle_cleared": _("Cleared a circle"),
    "points_given": _("Gave points by hand"),
    "points_reversed": _("Took back a reward"),
    "redemption_moved": _("Moved a reward on"),
    "payout_retried": _("Asked the brand’s programme once more"),
    "gift_added": _("Added a gift"),
    "gift_set": _("Changed a gift"),
    "gift_restocked": _("Counted the stock of a gift"),
    "gift_given": _("Gave a gift"),
    "wording_set": _("Changed the words of a touch"),
    "address_read": _("Read a postal address"),
    "suggestion_answered": _("Answered a suggestion"),
    "flag_settled": _("Looked at a report in the feed"),
    "post_removed": _("Removed somebody’s words from the feed"),
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
        changes={field: [_plain(value) for value in values] for field, values in (changes or {}).items()},
        undoes=undoes,
    )


def note_changes(*, by: Membership, kind: str, subject: Model, changes: Mapping[str, Iterable[Any]], name: str = "") -> None:
    """A line, if anything changed (see `differences`)."""
    if changes:
        note(by=by, kind=kind, subject=subject, name=name, changes=changes)


def _plain(value: Any) -> Any:
    """As JSON keeps it: a sum as it is written, another row by its name."""
    return str(value) if isinstance(value, Decimal) else str(getattr(value, "name", value)) if isinstance(value, Model) else value


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
