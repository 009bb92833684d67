"""What the figures keep of a member, as plain data: their right to see it."""

from typing import Any

from causerie.insights.models import Habit, Helped, Willing
from causerie.people.models import Membership


def about_member(member: Membership) -> dict[str, Any]:
    """The hours of the week in which they took questions, the days on which they answered, whether they like to be called."""
    mine = {"brand_id": member.brand_id, "member": member.pk}
    return {
        "hours": list(Habit.objects.filter(**mine).order_by("slot").values("site__name", "slot", "taken")),
        "days": list(Helped.objects.filter(**mine).order_by("day").values("site__name", "day", "replied")),
        "calls": list(Willing.objects.filter(member=member).values("called_at")),
    }
