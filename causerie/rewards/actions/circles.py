"""What a human says of a circle: all is well."""

from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean
from causerie.people.models import Membership
from causerie.rewards import facts
from causerie.rewards.actions.holds import decide
from causerie.rewards.models import Circle
from causerie.rewards.queries import holds_of_circle


def clear_circle(*, by: Membership, circle: Circle, why: str) -> int:
    """These people may go on: they are not held for it again while it lasts, and what waited for this alone is given, with `why`.

    Returns how many rewards that were. Raises Refused("closed") when somebody was faster, Refused("empty") without a word.
    """
    why = clean(why, limit=500)
    with write():
        row = Circle.objects.filter(pk=circle.pk, brand_id=by.brand_id, state=Circle.State.OPEN)
        if not row.update(state=Circle.State.CLEARED, why=why, decided_by=by):
            raise Refused("closed")
        record(facts.CircleCleared(brand_id=by.brand_id, circle=circle.pk, by=by.pk))
        audit.note(by=by, kind="circle_cleared", subject=circle)
    waiting = holds_of_circle(circle)
    for hold in waiting:
        decide(by=by, hold=hold, give=True, why=why)
    return len(waiting)
