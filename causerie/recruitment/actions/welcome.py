"""The first hour of a member, and what they allow."""

from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership
from causerie.recruitment import facts
from causerie.recruitment.actions import shared
from causerie.recruitment.models import Acceptance, Charter, Part


def accept_charter(*, by: Membership, version: int) -> Acceptance:
    """Accept what is in force now. Raises Refused("conflict") when a newer version came while they read."""
    with write():
        charter = Charter.objects.filter(brand_id=by.brand_id).order_by("-version").first()
        if charter is None or charter.version != version:
            raise Refused("conflict")
        made, new = Acceptance.objects.get_or_create(member=by, charter=charter, defaults={"brand_id": by.brand_id, "at": now_ms()})
        if new:
            record(facts.Accepted(brand_id=by.brand_id, member=by.id, version=version))
            _maybe_welcomed(by)
    return made


def profile_shown(*, by: Membership) -> None:
    """They have looked at how others see them."""
    _mark(by, "profile_at")


def practised(*, by: Membership) -> None:
    """The practice talk was lived to its end. It counts for nothing else."""
    _mark(by, "practised_at")


def said_hello(*, member: int) -> None:
    """They wrote their first post. Inside the transaction of the journal's reader."""
    if Part.objects.filter(member_id=member, hello_at=None).exclude(begun_at=None).update(hello_at=now_ms()):
        _maybe_welcomed(Membership.objects.get(id=member))


def save_part(*, by: Membership, on_page: bool, willing: bool) -> Part:
    """What the member allows: their face on the public page; newcomers sent to them."""
    with write():
        part = shared.part_of(by)
        part.on_page, part.willing = on_page, willing
        part.save(update_fields=["on_page", "willing"])
    return part


def _mark(by: Membership, step: str) -> None:
    with write():
        shared.part_of(by)
        if Part.objects.filter(member=by, **{step: None}).update(**{step: now_ms()}):
            _maybe_welcomed(by)


def _maybe_welcomed(member: Membership) -> None:
    """Told once, when the last step is done."""
    rows = Part.objects.filter(member=member, welcomed_at=None).exclude(begun_at=None).exclude(profile_at=None)
    rows = rows.exclude(practised_at=None).exclude(hello_at=None)
    charter = Charter.objects.filter(brand_id=member.brand_id).order_by("-version").first()
    if charter and not Acceptance.objects.filter(member=member, charter=charter).exists():
        return
    if rows.update(welcomed_at=now_ms()):
        godparent = Part.objects.values_list("godparent_id", flat=True).get(member=member)
        record(facts.Welcomed(brand_id=member.brand_id, member=member.id, godparent=godparent))
