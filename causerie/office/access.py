"""The only doors to the office: managers of the brand; for anybody else it does not exist."""

from typing import TypeVar

from causerie.brands.models import Greeting, Site, Topic
from causerie.conversations.models import PreparedAnswer
from causerie.journal.models import Change
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership

Row = TypeVar("Row")


def site_for(manager: Membership, number: int) -> Site:
    """A site of the manager's brand. Raises Refused("not_found")."""
    return _own(Site.objects.filter(brand_id=manager.brand_id, id=number).select_related("brand").first())


def greeting_for(manager: Membership, site: Site, number: int) -> Greeting:
    """A greeting of that site. Raises Refused("not_found")."""
    return _own(Greeting.objects.filter(brand_id=manager.brand_id, site=site, id=number).select_related("site").first())


def topic_for(manager: Membership, number: int) -> Topic:
    """A topic of the manager's brand. Raises Refused("not_found")."""
    return _own(Topic.objects.filter(brand_id=manager.brand_id, id=number).first())


def member_for(manager: Membership, number: int) -> Membership:
    """Somebody of the manager's brand today. Raises Refused("not_found")."""
    return _own(Membership.objects.current().filter(brand_id=manager.brand_id, id=number).select_related("person").first())


def answer_for(manager: Membership, number: int) -> PreparedAnswer:
    """A prepared answer of the brand, nobody's own. Raises Refused("not_found")."""
    return _own(PreparedAnswer.objects.filter(brand_id=manager.brand_id, member=None, id=number).first())


def change_for(manager: Membership, number: int) -> Change:
    """A line of the brand's audit log. Raises Refused("not_found")."""
    return _own(Change.objects.filter(brand_id=manager.brand_id, id=number).first())


def _own(row: Row | None) -> Row:
    if row is None:
        raise Refused("not_found")
    return row
