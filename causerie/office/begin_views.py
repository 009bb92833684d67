"""The first steps of a new brand: does the mail leave, does the tag stand, who answers. And brands beside the first."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.brands.models import Site
from causerie.conversations import sightings
from causerie.journal import audit
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.notify.trial import try_mail
from causerie.office import actions, founding, queries
from causerie.office.access import site_for
from causerie.office.doors import show
from causerie.office.forms import NewBrandForm
from causerie.office.told import OUTCOMES
from causerie.people.doors import for_managers, for_owners
from causerie.people.models import Membership
from causerie.realtime.limits import Buckets

# What the mail server may be asked by one brand: three tries, then one in ten seconds.
_TRIES = Buckets(3, 0.1)


@for_managers
@require_GET
def begin(request: HttpRequest, manager: Membership) -> HttpResponse:
    """What is done and what is next, each with the button that does it."""
    tried = audit.changes(manager.brand_id, kind="mail_tried").first()
    outcome = tried.changes["outcome"][1] if tried else ""
    sites = [
        {"site": site, "tag": tag_of(site), "policy": policy_of(), "seen": sightings.seen(site.id)}
        for site in sorted(queries.sites(manager.brand_id), key=lambda site: site.id)
    ]
    return show(
        request,
        "begin",
        manager,
        begun=queries.begun(manager.brand_id),
        sites=sites,
        mailed=bool(settings.CAUSERIE["MAIL_URL"]),
        tried=tried,
        works=outcome in queries.MAIL_WORKS,
        delivers=outcome == "sent",
        outcome=OUTCOMES.get(outcome, ""),
        server=settings.PUBLIC_URL,
    )


def tag_of(site: Site) -> str:
    """What the brand pastes into its pages."""
    return f'<script async src="{settings.PUBLIC_URL}/w/loader.js" data-site="{site.key}"></script>'


def policy_of() -> str:
    """What a shop with a Content-Security-Policy must allow."""
    return "; ".join(f"{name} {settings.PUBLIC_URL}" for name in ("script-src", "connect-src", "img-src", "frame-src"))


@for_managers
@require_POST
def mail(request: HttpRequest, manager: Membership) -> HttpResponse:
    """Sends a mail to whoever asks, now, and keeps what became of it."""
    if _TRIES.take(str(manager.brand_id)):
        raise Refused("slow_down")
    words = {"brand": manager.brand.name}
    subject = _("%(brand)s: your mail works") % words
    text = _("This mail shows that Causerie can write to the people of %(brand)s.\n\nNothing is left to do.") % words
    outcome = try_mail(to=manager.person.email, subject=subject, text=text)
    actions.note_mail(by=manager, outcome=outcome)
    return _to(request, manager, "mail")


def _to(request: HttpRequest, manager: Membership, place: str) -> HttpResponse:
    response = redirect("office_begin", manager.brand.slug)
    response["Location"] += f"#{place}"
    return response


@for_managers
@require_GET
def seen(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """Where the site's tag was seen, for the page that waits for it: `{"seen": [{"origin", "ago"}]}`, ago in seconds."""
    now = now_ms()
    rows = sightings.seen(site_for(manager, number).id)
    return JsonResponse({"seen": [{"origin": row.origin, "ago": max(0, now - row.last_at) // 1000} for row in rows]})


@for_owners
@require_http_methods(["GET", "POST"])
def new_brand(request: HttpRequest, owner: Membership) -> HttpResponse:
    """Another brand on the same server, with the same owner."""
    form = NewBrandForm(request.POST or None)
    if form.is_valid():
        chosen = {**form.cleaned_data}
        languages = [chosen.pop("language")]
        try:
            _site, member = founding.found(owner=owner.person.email, pseudonym=owner.name, languages=languages, **chosen)
        except Refused as refused:
            form.add_error(None, refused.words)
        else:
            messages.success(request, _("%(name)s is founded. Its first steps are here.") % {"name": member.brand.name})
            return redirect("office_begin", member.brand.slug)
    return show(request, "new_brand", owner, form=form, status=422 if form.errors else 200)
