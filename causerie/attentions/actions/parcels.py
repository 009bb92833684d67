"""Verbs of a gift's way to a member. The last one is given once; an address lives no longer than its parcel waits."""

from collections.abc import Callable

from django.conf import settings
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from causerie.attentions import facts, rules
from causerie.attentions.actions.shared import manages
from causerie.attentions.actions.todo import ended
from causerie.attentions.models import Address, Attention, Gift, Parcel
from causerie.attentions.sealing import seal, unseal
from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean
from causerie.people.models import Membership

State = Parcel.State
OPEN = (State.ASKED, State.READY)
MOST_ADDRESS = 400
Post = Callable[..., object]


def give(*, by: Membership, member: Membership, gift: Gift, attention: Attention | None = None, client_id: str = "") -> Parcel:
    """One piece for one member: for an attention, which is then done, or by hand (`client_id`: the same click gives once).

    What goes by post asks for an address first. Raises Refused("not_found" | "none_left" | "bad_value").
    """
    manages(by, gift)
    manages(by, member)
    if attention is not None and attention.member_id != member.pk:
        raise Refused("not_found")
    if attention is None and not client_id:
        raise Refused("bad_value")
    key = f"attention:{attention.pk}" if attention else f"{by.pk}:{client_id}"[:80]
    now = now_ms()
    until = now + rules.ADDRESS_KEPT if gift.by_post else None
    values = {"member": member, "gift": gift, "by": by, "at": now, "changed_at": now, "until": until}
    values["state"] = State.ASKED if gift.by_post else State.SENT
    with write():
        parcel, new = Parcel.objects.get_or_create(brand_id=by.brand_id, key=key, defaults=values)
        if new:
            if not Gift.objects.filter(id=gift.pk, stock__gt=0, shown=True).update(stock=F("stock") - 1):
                raise Refused("none_left")
            record(facts.GiftGiven(brand_id=by.brand_id, gift=gift.pk, parcel=parcel.pk, member=member.pk, by=by.pk))
            audit.note(by=by, kind="gift_given", subject=member, name=member.name, changes={"gift": (None, gift.name)})
            if attention:
                ended(by, attention, Attention.State.DONE)
    return parcel


def tell_address(*, by: Membership, parcel: Parcel, address: str) -> Parcel:
    """The member says where to, or corrects it. Raises Refused("not_found" | "empty" | "too_long" | "closed")."""
    if parcel.member_id != by.pk:
        raise Refused("not_found")
    sealed = seal(clean(address, limit=MOST_ADDRESS), parcel.pk)
    with write():
        _move(parcel, OPEN, State.READY, until=now_ms() + rules.ADDRESS_KEPT)
        Address.objects.update_or_create(parcel=parcel, defaults={"sealed": sealed})
    parcel.refresh_from_db()
    return parcel


def decline(*, by: Membership, parcel: Parcel) -> None:
    """The member would rather not: the address, if any, is erased, the gift stays. Raises Refused("not_found" | "closed")."""
    if parcel.member_id != by.pk:
        raise Refused("not_found")
    with write():
        _back(parcel, "declined")


def cancel(*, by: Membership, parcel: Parcel) -> None:
    """The manager takes it back before it left. Raises Refused("not_found" | "closed")."""
    manages(by, parcel)
    with write():
        _back(parcel, "cancelled")


def read_address(*, by: Membership, parcel: Parcel) -> str:
    """Where it goes, while it is to be sent. Every reading is told to the journal, and so to the member.

    Raises Refused("not_found" | "closed" | "unreadable").
    """
    manages(by, parcel)
    with write():
        found = Address.objects.filter(parcel=parcel, parcel__state=State.READY).first()
        if found is None:
            raise Refused("closed")
        record(facts.AddressRead(brand_id=by.brand_id, parcel=parcel.pk, member=parcel.member_id, by=by.pk))
        audit.note(by=by, kind="address_read", subject=parcel)
    return unseal(found.sealed, parcel.pk)


def mark_sent(*, by: Membership, parcel: Parcel) -> None:
    """It left: the address is erased with it. Raises Refused("not_found" | "closed")."""
    manages(by, parcel)
    with write():
        _move(parcel, (State.READY,), State.SENT, until=None)
        Address.objects.filter(parcel=parcel).delete()
        record(facts.GiftSent(brand_id=by.brand_id, parcel=parcel.pk, member=parcel.member_id, by=by.pk))


def lapse(now: int) -> int:
    """What waited too long, for an address or for the post: the address is erased, the gift goes back. Returns how many."""
    done = 0
    for parcel in Parcel.objects.filter(state__in=OPEN, until__lte=now).order_by("until")[:200]:
        with write():
            # Answered or sent meanwhile: it has a new date, or none.
            if Parcel.objects.filter(id=parcel.pk, state__in=OPEN, until__lte=now).exists():
                _back(parcel, "lapsed")
                done += 1
    return done


def take_back_all(brand_id: int, member: int) -> None:
    """Somebody left: nothing is sent after them. Inside the transaction of the journal's reader."""
    for parcel in Parcel.objects.filter(brand_id=brand_id, member_id=member, state__in=OPEN):
        _back(parcel, "left")


def mail_owed(post: Post) -> int:
    """Word to members that a gift waits for an address, each once; not to who asked for a pause. Returns how many were written.

    `post`: notify's `queue_mail`, handed in where rooms are wired together.
    """
    rows = Parcel.objects.filter(state=State.ASKED, mailed_at=None, member__paused_at=None, member__ended_at=None)
    done = 0
    for parcel in rows.select_related("member__person", "gift", "brand").order_by("id")[:50]:
        with write():
            if Parcel.objects.filter(id=parcel.pk, state=State.ASKED, mailed_at=None).update(mailed_at=now_ms()):
                post(key=f"gift:{parcel.pk}", to=parcel.member.person.email, brand_id=parcel.brand_id, **_letter(parcel))
                done += 1
    return done


def _letter(parcel: Parcel) -> dict[str, str]:
    language = parcel.member.person.language or (parcel.member.languages or ["en"])[0]
    link = f"{settings.PUBLIC_URL}/desk/{parcel.brand.slug}/gift/"
    words = {"name": rules.first_name(parcel.member.name), "brand": parcel.brand.name, "gift": parcel.gift.name, "link": link}
    with translation.override(language):
        return {
            "subject": _("%(brand)s has a gift for you") % {"brand": parcel.brand.name},
            "text": render_to_string("attentions/letters/gift.txt", words),
        }


def _back(parcel: Parcel, why: str) -> None:
    _move(parcel, OPEN, State.CANCELLED, until=None)
    Address.objects.filter(parcel=parcel).delete()
    Gift.objects.filter(id=parcel.gift_id).update(stock=F("stock") + 1)
    record(facts.GiftBack(brand_id=parcel.brand_id, parcel=parcel.pk, member=parcel.member_id, why=why))


def _move(parcel: Parcel, before: tuple[str, ...], after: str, *, until: int | None) -> None:
    """One conditional UPDATE. Raises Refused("closed") when it is in none of the states `before`."""
    rows = Parcel.objects.filter(id=parcel.pk, state__in=before)
    if not rows.update(state=after, changed_at=now_ms(), until=until):
        raise Refused("closed")
