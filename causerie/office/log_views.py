"""The audit log as a page, as a file, and as a window's history with undo."""

import csv
from collections.abc import Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from causerie.journal import audit
from causerie.journal.models import Change
from causerie.kernel.clock import to_datetime
from causerie.kernel.refusal import Refused
from causerie.kernel.sheets import harmless
from causerie.office import actions, queries
from causerie.office.access import change_for, site_for
from causerie.office.doors import show
from causerie.office.told import lines, of_table
from causerie.people.doors import for_managers
from causerie.people.models import Membership

PAGE, MOST_ROWS = 50, 20_000


def _filtered(request: HttpRequest, manager: Membership) -> tuple[dict[str, str], QuerySet[Change]]:
    """The chosen filter, and the lines it leaves."""
    kind, by = request.GET.get("kind", ""), request.GET.get("by", "")
    chosen = {"kind": kind if kind in audit.WORDS else "", "by": by if by.isdecimal() and by.isascii() and len(by) < 12 else ""}
    return chosen, audit.changes(manager.brand_id, kind=chosen["kind"], by=int(chosen["by"]) if chosen["by"] else None)


@for_managers
@require_GET
def log(request: HttpRequest, manager: Membership) -> HttpResponse:
    """Every setting and decision: who, when, from what to what."""
    chosen, found = _filtered(request, manager)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    kinds = sorted(audit.WORDS.items(), key=lambda item: str(item[1]))
    return show(request, "log", manager, page=page, rows=lines(page), chosen=chosen, kinds=kinds, people=queries.team(manager.brand_id))


@for_managers
@require_GET
def export(request: HttpRequest, manager: Membership) -> HttpResponse:
    """The same lines as CSV, the newest first."""
    _chosen, found = _filtered(request, manager)
    answer = HttpResponse("".join(_csv(found[:MOST_ROWS].iterator(2000))), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="log-{manager.brand.slug}.csv"'
    return answer


class _Echo:
    def write(self, line: str) -> str:
        return line


def _csv(found: Iterator[Change]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # The mark at the beginning makes spreadsheets read UTF-8.
    yield "\ufeff" + writer.writerow(
        [_("When (UTC)"), _("Who"), _("What"), _("Of what"), _("Field"), pgettext("value", "Before"), pgettext("value", "After")]
    )
    for change in found:
        for field, before, after in of_table(change) or [("", "", "")]:
            who = change.by.name if change.by else ""
            what = str(audit.WORDS.get(change.kind, change.kind))
            row = [f"{to_datetime(change.at):%Y-%m-%d %H:%M:%S}", who, what, change.name, field, before, after]
            yield writer.writerow([harmless(cell) for cell in row])


@for_managers
@require_GET
def history(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """What was changed of one window, each with a way back."""
    site = site_for(manager, number)
    page = Paginator(audit.changes(manager.brand_id, subject=site), PAGE).get_page(request.GET.get("page"))
    return show(request, "history", manager, site=site, page=page, rows=lines(page))


@for_managers
@require_POST
def undo(request: HttpRequest, manager: Membership, number: int, change: int) -> HttpResponse:
    """Puts a window's settings back to what they were before that change."""
    site = site_for(manager, number)
    found = change_for(manager, change)
    if found.subject != audit.subject_of(site):
        raise Refused("not_found")
    try:
        actions.undo(by=manager, change=found)
    except Refused as refused:
        if refused.code != "conflict":
            raise
        messages.error(request, _("These settings were changed again since: look at the newer lines first."))
    else:
        messages.success(request, _("Put back. Open pages follow within seconds."))
    if request.POST.get("from") == "log":
        return redirect("office_log", manager.brand.slug)
    return redirect("office_history" if request.POST.get("from") == "history" else "office_site", manager.brand.slug, number)
