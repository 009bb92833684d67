"""A member's page, for the others of the brand: who is it, what do they know, since when."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.views.decorators.http import require_GET

from causerie.attentions import queries
from causerie.attentions.access import member_for
from causerie.attentions.models import About
from causerie.kernel.refusal import Refused
from causerie.people.doors import ANSWERING, for_members, show_desk
from causerie.people.models import Membership
from causerie.rewards.queries import known_for

# 29 February has to have a name too.
_LEAP_YEAR = 2000


@for_members
@require_GET
def person(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    """What this member shows to their community, gathered from the rooms that know it."""
    who = member_for(member, number)
    if who.role not in ANSWERING:
        raise Refused("not_found")
    shown = queries.shown(who)
    birthday = _birthday(shown.about)
    return show_desk(request, "desk/person.html", member, who=who, mine=who == member, shown=shown, known=known_for(who), birthday=birthday)


def _birthday(about: About | None) -> str:
    if about is None or not about.birth_day or not about.birth_month:
        return ""
    return date_format(date(_LEAP_YEAR, about.birth_month, about.birth_day), "MONTH_DAY_FORMAT")
