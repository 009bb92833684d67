"""A shop tells of a sale: from its own pages, in a few words, counted once."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from causerie.brands.models import Site
from causerie.insights import actions
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.realtime.limits import Buckets

MOST_BODY = 1024
# Sales of one address: ten at once, then one every six seconds.
_BUDGET = Buckets(10, 1 / 6)


@csrf_exempt
@require_POST
def sale(request: HttpRequest, site_key: str) -> HttpResponse:
    """A form's `id` (the order) and `value`, from a page of the site's own origins. Answers 204, new or not.

    Anybody can write an Origin of their choice with a program of their own: the figures are as honest as the shop's pages. Whoever needs
    more tells the sales from the shop's server, behind the same limits.
    """
    site = Site.objects.filter(key=site_key).first()
    origin = request.headers.get("Origin", "")
    if site is None or origin not in site.origins:
        return HttpResponse(status=404)
    if _BUDGET.take(request.META.get("REMOTE_ADDR", "")):
        return _answer(origin, 429)
    try:
        order, value = _read(request)
        actions.sell(site=site, order=order, value=value, now=now_ms())
    except Refused as refused:
        return _answer(origin, refused.status)
    return _answer(origin, 204)


def _read(request: HttpRequest) -> tuple[str, int]:
    """The order's id and its value in hundredths. Raises Refused("bad_value")."""
    if len(request.body) > MOST_BODY:
        raise Refused("bad_value")
    try:
        return request.POST.get("id", ""), round(float(request.POST.get("value") or 0) * 100)
    except (ValueError, OverflowError) as error:
        raise Refused("bad_value") from error


def _answer(origin: str, status: int) -> HttpResponse:
    return HttpResponse(
        status=status, headers={"Access-Control-Allow-Origin": origin, "Vary": "Origin", "Cross-Origin-Resource-Policy": "cross-origin"}
    )
