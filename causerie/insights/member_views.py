"""What members see of the figures: how the evening looks, and whether they want to be called."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from causerie.insights import actions, charts, coverage, queries
from causerie.insights.models import Willing
from causerie.kernel.clock import now_ms
from causerie.people.doors import for_members, show_desk
from causerie.people.models import Membership

AHEAD = 8


@for_members
@require_GET
def strip(request: HttpRequest, member: Membership) -> HttpResponse:
    """The coming hours of the site that needs the member most, as a small strip: a fragment of the desk."""
    mine = set(member.sites.values_list("id", flat=True))
    sites = [site for site in queries.sites_of(member.brand_id) if site.language in member.languages and (not mine or site.id in mine)]
    found = [outlook for outlook in (coverage.outlook(site, now_ms(), AHEAD) for site in sites) if outlook.hours]
    worst = min(found, key=lambda one: min(coming.chance for coming in one.hours), default=None)
    context = {"me": member, "brand": member.brand, "zone": queries.measures_of(member.brand_id).zone, "outlook": worst}
    if worst:
        context |= {
            "bars": list(zip(worst.hours, charts.strip([coming.chance for coming in worst.hours], width=26), strict=True)),
            "low": next((coming for coming in worst.hours if coming.chance < coverage.DOUBT), None),
        }
    return render(request, "insights/coverage.html", context)


@for_members
@require_http_methods(["GET", "POST"])
def calls(request: HttpRequest, member: Membership) -> HttpResponse:
    """Whether the member wants to be called when the window needs somebody."""
    if request.method == "POST":
        actions.wish_calls(by=member, wanted="wanted" in request.POST)
        messages.success(request, _("Saved. You can change it at any time."))
        return redirect("insights_calls", member.brand.slug)
    return show_desk(request, "insights/calls.html", member, wanted=Willing.objects.filter(member=member).exists())
