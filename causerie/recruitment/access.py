"""The only doors to what this room holds: of one's own brand, or it does not exist."""

from typing import TypeVar

from causerie.brands.models import Brand, Site
from causerie.kernel.ids import digest
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership
from causerie.recruitment.models import Application, Campaign, Invitation, Page, Question, Quiz

Row = TypeVar("Row")


def page_for(site_key: str) -> Page:
    """The public page of a site that has one. Raises Refused("not_found")."""
    return _there(Page.objects.filter(site__key=site_key).select_related("site", "brand", "site__brand").first())


def brand_called(slug: str) -> Brand | None:
    """The brand of that short name, for a page that may say whose it is before anything is proved."""
    return Brand.objects.filter(slug=slug[:60]).first()


def site_for(manager: Membership, number: int) -> Site:
    return _there(Site.objects.filter(brand_id=manager.brand_id, id=number).select_related("brand").first())


def quiz_for(manager: Membership, number: int) -> Quiz:
    return _there(Quiz.objects.filter(brand_id=manager.brand_id, id=number).select_related("topic").first())


def question_for(manager: Membership, number: int) -> Question:
    return _there(Question.objects.filter(brand_id=manager.brand_id, id=number).select_related("quiz").first())


def campaign_for(manager: Membership, number: int) -> Campaign:
    return _there(Campaign.objects.filter(brand_id=manager.brand_id, id=number).select_related("site", "brand").first())


def invitation_for(manager: Membership, number: int) -> Invitation:
    return _there(Invitation.objects.filter(brand_id=manager.brand_id, id=number).first())


def applications_for(manager: Membership, numbers: list[str]) -> list[Application]:
    """Those that were ticked. Raises Refused("not_found") when one of them is not the brand's."""
    wanted = {int(number) for number in numbers[:200] if number.isdigit()}
    found = list(Application.objects.filter(brand_id=manager.brand_id, id__in=wanted).select_related("site", "brand"))
    if len(found) < len(wanted):
        raise Refused("not_found")
    return found


def application_of(token: str) -> Application:
    """Whose quiz this link is. Raises Refused("over")."""
    found = Application.objects.filter(digest=digest(token[:200])).select_related("site", "brand").first()
    if found is None:
        raise Refused("over")
    return found


def _there(row: Row | None) -> Row:
    if row is None:
        raise Refused("not_found")
    return row
