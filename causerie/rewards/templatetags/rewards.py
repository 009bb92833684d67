"""Tags of this room: what a member has, as a chip for the desk's bar; instants in words."""

from typing import Any

from django import template

from causerie.kernel.clock import to_datetime
from causerie.people.models import Membership
from causerie.rewards import queries
from causerie.rewards.forms import ambassador

register = template.Library()


@register.inclusion_tag("rewards/chip.html")
def rewards_chip(member: Membership) -> dict[str, Any]:
    """Points and tier, leading to one's own rewards; nothing for the brand's team."""
    return {"purse": queries.purse(member) if ambassador(member) else None, "brand": member.brand}


@register.filter
def moment(ms: int) -> Any:
    """Milliseconds as an instant, which `|date` writes in the page's time zone."""
    return to_datetime(ms)


@register.filter
def last_day(ms: int) -> Any:
    """The day before an end that is not included."""
    return to_datetime(ms - 1)
