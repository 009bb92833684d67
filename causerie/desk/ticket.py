"""How the desk's page introduces its socket."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from causerie.people.doors import ANSWERING
from causerie.people.models import Membership
from causerie.realtime import tickets


@require_POST
def ticket(request: HttpRequest) -> JsonResponse:
    """A one-use ticket for one of the person's memberships: `brand` is its short name, needed when there are several."""
    if not request.user.is_authenticated:
        return JsonResponse({"code": "not_you"}, status=401)
    members = Membership.objects.current().filter(person=request.user, role__in=ANSWERING)
    slug = request.POST.get("brand", "")
    found = list((members.filter(brand__slug=slug) if slug else members).values_list("id", flat=True)[:2])
    if len(found) != 1:
        return JsonResponse({"code": "not_found"}, status=404)
    return JsonResponse({"ticket": tickets.issue(found[0])})
