"""How the feed tells time."""

from datetime import timedelta

from babel.dates import format_timedelta
from django import template
from django.utils.translation import get_language, gettext

from causerie.kernel.clock import now_ms, to_datetime

register = template.Library()


@register.filter
def ago(at: int) -> str:
    """ "20 minutes ago", in the reader's language. The page's module keeps it true while the page stays open."""
    seconds = max(0, (now_ms() - at) // 1000)
    if seconds < 60:
        return gettext("just now")
    return format_timedelta(timedelta(seconds=-seconds), add_direction=True, threshold=1, locale=get_language() or "en")


@register.filter
def iso(at: int) -> str:
    """The instant for a machine."""
    return to_datetime(at).isoformat(timespec="seconds")
