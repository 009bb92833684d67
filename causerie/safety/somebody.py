"""Somebody who is no member, or no longer one: an applicant, a customer of a campaign, who left. Known by their address alone.

They come by a link that is mailed to that address, or the brand's team does it for them.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from causerie.brands.models import Brand
from causerie.journal import audit
from causerie.journal.actions import record
from causerie.journal.erasures import listed
from causerie.kernel.clock import now_ms
from causerie.kernel.db import wipe_traces, write
from causerie.kernel.ids import digest
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership
from causerie.safety import actions, facts, hands, queries
from causerie.safety.models import LinkWish

SALT = "causerie.mine"
LASTS_S = 3 * 24 * 3600
A_ROUND = 200


@dataclass(frozen=True)
class Somebody:
    """What is kept of an address. `member`: their part in the brand, if they ever had one."""

    brand: Brand
    address: str
    member: Membership | None
    told: dict[str, Any]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """(what, how many), without what there is none of."""
        coming, mails = self.told["coming_in"], self.told["mails"]
        kinds = [(name, len(coming[name])) for name in ("applications", "quizzes", "invitations", "campaigns", "letters")]
        kinds += [("mails", len(mails["mails"])), ("consents", len(mails["consents"])), ("membership", int(self.member is not None))]
        return [(name, count) for name, count in kinds if count]

    @property
    def is_member(self) -> bool:
        return self.member is not None and self.member.ended_at is None


def somebody(*, brand: Brand, address: str) -> Somebody:
    """What the brand keeps of an address. Raises Refused("bad_email")."""
    address = _valid(address)
    member = Membership.objects.filter(brand=brand, person__email=address).select_related("person", "brand").first()
    told = queries.about_me(member) if member else hands.about_somebody(brand.id, address)
    return Somebody(brand, address, member, told)


def _valid(address: str) -> str:
    address = address.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused("bad_email") from error
    return address


def of_link(code: str) -> Somebody:
    """Whom a mailed link names. Raises Refused("over") for one that is forged or too old."""
    try:
        brand_id, address = TimestampSigner(salt=SALT).unsign_object(code[:500], max_age=LASTS_S)
        brand = Brand.objects.get(id=brand_id)
    except (BadSignature, ValueError, TypeError, Brand.DoesNotExist) as error:
        raise Refused("over") from error
    return somebody(brand=brand, address=address)


def ask_link(*, brand: Brand, address: str) -> None:
    """Somebody wants to see what is kept of an address. Who asks cannot tell whether anything is, not by the time it takes either: the same
    row for everybody, and what follows is done elsewhere. Raises Refused("bad_email")."""
    address = _valid(address)
    with write():
        LinkWish.objects.create(brand=brand, email=address, language=get_language() or settings.LANGUAGE_CODE)


def answer_links() -> int:
    """A round: write to each address how to see what is kept of it, once a day at most; nothing when nothing is kept. How many asked."""
    asked = list(LinkWish.objects.select_related("brand").order_by("id")[:A_ROUND])
    for wish in asked:
        found = somebody(brand=wish.brand, address=wish.email)
        if found.counts:
            with translation.override((found.member and found.member.person.language) or wish.language):
                _mail_link(found)
        with write():
            LinkWish.objects.filter(id=wish.id).delete()
    return len(asked)


def _mail_link(found: Somebody) -> None:
    brand = found.brand
    # After the #: a browser sends that part to no server, so the address stands in no log.
    link = f"{settings.PUBLIC_URL}/my-data/#t={TimestampSigner(salt=SALT).sign_object([brand.id, found.address])}"
    text = render_to_string("safety/letters/mine.txt", {"brand": brand.name, "link": link, "days": LASTS_S // 86400})
    subject = _("%(brand)s: what we keep of you") % {"brand": brand.name}
    key = f"mine:{brand.id}:{digest(found.address)[:40]}:{now_ms() // queries.DAY}"
    with write():
        hands.queue_mail(key=key, to=found.address, subject=subject, text=text, brand_id=brand.id, kind="service")


def take(*, who: Somebody, by: Membership) -> dict[str, Any]:
    """What is kept of an applicant, for the team that answers them. A member's conversations and private line are for the member alone:
    they get a link (Refused("not_eligible"))."""
    if who.member:
        raise Refused("not_eligible")
    with write():
        record(facts.SomebodyExported(brand_id=who.brand.id, by=by.id))
        audit.note(by=by, kind="somebody_exported")
    return who.told


def erase(*, who: Somebody, by: Membership | None) -> None:
    """Nothing of them stays. `by`: of the team, or None for the person themselves, who proved that the address is theirs.

    A part in the brand ends first: by the team, if it is in these hands; members themselves sign in for that (Refused("conflict")).
    """
    if by is not None and (by.brand_id != who.brand.id or not by.is_manager):
        raise Refused("not_found")
    if who.member and who.is_member:
        if by is None:
            raise Refused("conflict")
        hands.end_membership(by=by, member=who.member)
    with listed("address", brand_id=who.brand.id, address=hands.one_address(who.address)):
        with write():
            record(facts.SomebodyErased(brand_id=who.brand.id, by=by.id if by else 0))
            if by:
                audit.note(by=by, kind="somebody_erased")
        if who.member:
            actions.forget_member(who.member)
        hands.forget_somebody(brand_id=who.brand.id, address=who.address)
    wipe_traces()
