"""How the safety pages name states and tell spans."""

from typing import Any

from babel.dates import format_datetime
from django import template
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from causerie.kernel.clock import to_datetime

register = template.Library()
_STATES = {"open": pgettext_lazy("reports", "Open"), "decided": _("Decided"), "appealed": _("Asked again"), "settled": _("Settled")}
_READINGS = {"originals": _("read what was hidden"), "along": _("read along")}
_TRAIL = {
    "report_decided": _("decided a report"), "appealed": _("a decision was appealed"), "settled": _("answered an appeal"),
    "blocked": _("blocked or unblocked a visitor"), "network_blocked": _("blocked or unblocked a network"),
    "read": _("read what was hidden, or read along"), "guard_changed": _("changed the rules"), "held_decided": _("decided a held message"),
    "keeping_changed": _("changed how long data is kept"), "forgotten": _("the retention job forgot something"),
    "member_erased": _("a member was forgotten"), "somebody_erased": _("forgot what was kept of an address"),
    "somebody_exported": _("exported what is kept of an address"),
    "erased": _("a conversation was erased"),
}  # fmt: skip


@register.filter
def state_name(state: str) -> Promise | str:
    return _STATES.get(state, state)


@register.filter
def reading_name(kind: str) -> Promise | str:
    return _READINGS.get(kind, kind)


@register.filter
def trail_name(kind: str) -> Promise | str:
    return _TRAIL.get(kind, kind)


_KEPT = {
    "applications": _("Applications"), "quizzes": _("Tries at a quiz"), "invitations": _("Invitations"), "campaigns": _("Campaigns"),
    "letters": _("Letters"), "mails": _("Mails"), "consents": _("Consents"), "membership": _("A part in the brand"),
}  # fmt: skip


@register.filter
def kept_name(kind: str) -> Promise | str:
    return _KEPT.get(kind, kind)


@register.filter
def as_face(view: Any) -> dict[str, str]:
    """Somebody of the live roster, for the tag `face`."""
    return {"name": view.name, "photo": view.photo.removeprefix("/faces/")}


@register.filter
def instant(ms: int) -> str:
    """Day and hour, in the reader's language and the page's time zone."""
    return str(format_datetime(localtime(to_datetime(ms)), "short", locale=get_language() or "en"))


@register.filter
def since(at: int | None, now: int) -> str:
    """Minutes and seconds between two instants, as 3:07."""
    seconds = max(0, (now - (at or now)) // 1000)
    return f"{seconds // 60}:{seconds % 60:02d}"
