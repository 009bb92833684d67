"""The only doors to the office: managers of the brand; for anybody else it does not exist."""

from typing import TypeVar

from causerie.brands.models import Greeting, Site, Topic
from causerie.conversations.models import Report
from causerie.kernel.refusal import Refused
from causerie.people.access import membership_of
from causerie.people.models import Membership, Person

Row = TypeVar("Row")


def manager_of(person: Person, brand_slug: str) -> Membership:
    """The person as a manager of that brand. Raises Refused("not_found")."""
    member = membership_of(person, brand_slug)
    if not member.is_manager:
        raise Refused("not_found")
    return member


def site_for(manager: Membership, number: int) -> Site:
    """A site of the manager's brand. Raises Refused("not_found")."""
    return _own(Site.objects.filter(brand_id=manager.brand_id, id=number).select_related("brand").first())


def greeting_for(manager: Membership, site: Site, number: int) -> Greeting:
    """A greeting of that site. Raises Refused("not_found")."""
    return _own(Greeting.objects.filter(brand_id=manager.brand_id, site=site, id=number).first())


def topic_for(manager: Membership, number: int) -> Topic:
    """A topic of the manager's brand. Raises Refused("not_found")."""
    return _own(Topic.objects.filter(brand_id=manager.brand_id, id=number).first())


def member_for(manager: Membership, number: int) -> Membership:
    """Somebody of the manager's brand today. Raises Refused("not_found")."""
    return _own(Membership.objects.current().filter(brand_id=manager.brand_id, id=number).select_related("person").first())


def report_for(manager: Membership, number: int) -> Report:
    """A report of the manager's brand, with its conversation. Raises Refused("not_found")."""
    related = ("by", "conversation__site", "conversation__visitor", "conversation__holder")
    return _own(Report.objects.filter(brand_id=manager.brand_id, id=number).select_related(*related).first())


def _own(row: Row | None) -> Row:
    if row is None:
        raise Refused("not_found")
    return row
