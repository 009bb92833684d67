"""The only doors to what a person is for a brand."""

from causerie.kernel.refusal import Refused
from causerie.people.models import Membership, Person


def memberships_of(person: Person) -> list[Membership]:
    """What the person is, for each brand, by the brand's name."""
    return list(Membership.objects.current().filter(person=person).select_related("brand").order_by("brand__name"))


def membership_of(person: Person, brand_slug: str) -> Membership:
    """What the person is for that brand. Raises Refused("not_found"): a brand that is not theirs does not exist for them."""
    found = Membership.objects.current().filter(person=person, brand__slug=brand_slug).select_related("brand").first()
    if found is None:
        raise Refused("not_found")
    return found
