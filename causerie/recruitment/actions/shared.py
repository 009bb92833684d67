"""What the verbs of this room share: whose it is, addresses, owed mails."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import translation

from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.ids import digest
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership
from causerie.recruitment import facts
from causerie.recruitment.models import Letter, Part, Programme, Refusal


def own(by: Membership, what: Model) -> None:
    """Raises Refused("not_found") for another brand's."""
    if getattr(what, "brand_id", 0) != by.brand_id:
        raise Refused("not_found")


def manages(by: Membership) -> None:
    if not by.is_manager:
        raise Refused("not_found")


def valid_email(address: str) -> str:
    """The address in lower case. Raises Refused("bad_email")."""
    address = address.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused("bad_email") from error
    return address


def programme_of(brand_id: int) -> Programme:
    """The brand's numbers, or the usual ones; not stored before they are changed."""
    return Programme.objects.filter(brand_id=brand_id).first() or Programme(brand_id=brand_id)


def part_of(member: Membership) -> Part:
    """The member's row, made when it is first needed. Inside the transaction of a verb."""
    part, _new = Part.objects.get_or_create(member=member, defaults={"brand_id": member.brand_id})
    return part


def refused_address(brand_id: int, address: str) -> bool:
    """Whether this mailbox said stop, or could not be reached."""
    return Refusal.objects.filter(brand_id=brand_id, digest=digest(address)).exists()


def written(template: str, language: str, **words: object) -> str:
    """The text of a mail in its reader's language."""
    with translation.override(language):
        return render_to_string(f"recruitment/letters/{template}.txt", words)


def owe(*, brand_id: int, to: str, language: str, subject: str, text: str, kind: str, about: int = 0) -> Letter:
    """One mail, owed from this transaction on."""
    letter = Letter.objects.create(
        brand_id=brand_id,
        to=to,
        language=language,
        subject=subject[:200],
        text=text,
        kind=kind,
        about=about,
        at=now_ms(),
    )
    record(facts.LetterOwed(brand_id=brand_id, letter=letter.id))
    return letter
