"""Missions: what a brand proposes for a while. Nobody has to; who fulfils one earns it once."""

from django.db import IntegrityError

from causerie.brands.models import Topic
from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership
from causerie.rewards import facts
from causerie.rewards.models import Mission
from causerie.rewards.rules import COUNTED, DAY, MINUTE

LONGEST = 366 * DAY
MOST = 100_000


def propose_mission(
    *, by: Membership, title: str, text: str, counts: str, times: int, until: int, topic: int | None = None,
    score: int = 0, points: int = 0, badge: str = "", begins: int = 0,
) -> Mission:  # fmt: skip
    """A mission from `begins` (at the earliest with the next minute, so that everybody counts alike) until before `until`.

    What it counts and gives never changes afterwards. Asked for twice within the minute, it is one.
    Raises Refused("bad_value" | "empty" | "too_long" | "not_found").
    """
    begins = max(begins, (now_ms() // MINUTE + 1) * MINUTE)
    amounts = (score, points)
    if not by.is_manager or counts not in COUNTED or not begins < until <= begins + LONGEST:
        raise Refused("bad_value")
    if type(times) is not int or not 1 <= times <= 1000 or any(type(one) is not int or not 0 <= one <= MOST for one in amounts):
        raise Refused("bad_value")
    if topic is not None and (counts != "helped" or not Topic.objects.filter(brand_id=by.brand_id, id=topic).exists()):
        raise Refused("not_found")
    values = {"text": clean(text, limit=400), "badge": clean_optional(badge, limit=30), "counts": counts, "times": times}
    if not (score or points or values["badge"]):
        raise Refused("bad_value")
    title = clean(title, limit=60, lines=False)
    try:
        with write():
            made = Mission.objects.create(
                brand_id=by.brand_id, title=title, topic=topic, score=score, points=points, begins_at=begins, ends_at=until, by=by, **values
            )
            record(facts.MissionSet(brand_id=by.brand_id, mission=made.pk, by=by.pk))
            audit.note(by=by, kind="mission_added", subject=made, name=made.title)
    except IntegrityError:
        return Mission.objects.get(brand_id=by.brand_id, title=title, begins_at=begins)
    return made


def end_mission(*, by: Membership, mission: Mission) -> Mission:
    """Close it with the next minute; who fulfilled it keeps what it gave. Raises Refused("closed") when it is over."""
    ends = (now_ms() // MINUTE + 1) * MINUTE
    with write():
        if not Mission.objects.filter(pk=mission.pk, brand_id=by.brand_id, ends_at__gt=ends).update(ends_at=ends):
            raise Refused("closed")
        record(facts.MissionSet(brand_id=by.brand_id, mission=mission.pk, by=by.pk, ended=True))
        audit.note(by=by, kind="mission_ended", subject=mission, name=mission.title)
    return Mission.objects.get(pk=mission.pk)
