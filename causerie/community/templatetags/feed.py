"""How the feed tells time and draws people's words: always as text, with links to the web, topics and names."""

from collections.abc import Collection
from datetime import timedelta
from urllib.parse import urlencode

from babel.dates import format_timedelta
from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from causerie.community.rules import Piece, pieces
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


@register.filter
def day(at: int) -> str:
    """ "December 6", in the reader's language and the page's time zone; with the year when it is another one."""
    moment = localtime(to_datetime(at))
    near = moment.year == localtime(to_datetime(now_ms())).year
    return date_format(moment, "MONTH_DAY_FORMAT" if near else "DATE_FORMAT")


@register.simple_tag
def woven(text: str, names: Collection[str], brand: str) -> str:
    """People's words. Everything of theirs is escaped; only addresses of the web become links elsewhere."""
    return format_html_join("", "{}", ((_drawn(piece, brand),) for piece in pieces(text, names or ())))


def _drawn(piece: Piece, brand: str) -> str:
    if piece.kind == "link":
        return format_html('<a href="{}" rel="noopener noreferrer nofollow ugc" target="_blank">{}</a>', piece.value, piece.text)
    if piece.kind == "tag":
        query = urlencode({"tag": piece.value})
        page = f"{reverse('community')}?{urlencode({'brand': brand})}&{query}"
        return format_html('<a class="feed-tag" href="{}" data-lens="{}">{}</a>', page, query, piece.text)
    if piece.kind == "name":
        return format_html('<b class="feed-name">{}</b>', piece.text)
    return piece.text
