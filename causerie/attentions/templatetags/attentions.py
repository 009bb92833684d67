"""What other rooms' pages show of this one."""

from django import template

from causerie.attentions import queries
from causerie.attentions.models import Attention
from causerie.attentions.views import ICONS
from causerie.kernel.clock import now_ms
from causerie.people.models import Membership

register = template.Library()


@register.simple_tag
def urgent_touches(me: Membership) -> list[Attention]:
    """For the manager's day: the three most urgent, each with its `icon` and whether it is `late`. Drawn by attentions/today.html."""
    found = queries.urgent(me)
    for one in found:
        one.icon, one.late = ICONS.get(one.kind, "sparkles"), one.due_at < now_ms()  # type: ignore[attr-defined]
    return found
