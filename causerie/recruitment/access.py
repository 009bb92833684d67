"""The only doors to what this room holds: of one's own brand, or it does not exist."""

from typing import TypeVar

from django.contrib.sessions.backends.base import SessionBase

from causerie.brands.models import Brand, Site
from causerie.kernel.ids import digest
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership
from causerie.recruitment.models import Application, Campaign, Invitation, Page, Question, Quiz, Trial

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
    """Those that were ticked, oldest first. Raises Refused("not_found") when one of them is not the brand's."""
    wanted = {int(number) for number in numbers[:200] if number.isdigit()}
    found = list(Application.objects.filter(brand_id=manager.brand_id, id__in=wanted).select_related("site", "brand").order_by("id"))
    if len(found) < len(wanted):
        raise Refused("not_found")
    return found


def application_for(manager: Membership, number: int) -> Application:
    related = ("site", "brand", "inviter", "decided_by", "trial")
    return _there(Application.objects.filter(brand_id=manager.brand_id, id=number).select_related(*related).first())


def trial_for(manager: Membership, number: int) -> Trial:
    """The trial of that application."""
    return _there(Trial.objects.filter(brand_id=manager.brand_id, application_id=number).select_related("application").first())


def trial_of(token: str) -> Trial:
    """Whose trial this link is. Raises Refused("over")."""
    found = Trial.objects.filter(digest=digest(token[:200])).first()
    if found is None:
        raise Refused("over")
    return found


def trial_in(session: SessionBase) -> Trial:
    """The trial whose link was opened in this browser. Raises Refused("over")."""
    found = Trial.objects.filter(id=session.get("trial", 0)).select_related("application__site", "brand").first()
    if found is None:
        raise Refused("over")
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
