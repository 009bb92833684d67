"""The only doors to what the figures are asked for."""

from causerie.brands.models import Site
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership


def site_for(member: Membership, number: int) -> Site:
    """A site of the member's brand. Raises Refused("not_found")."""
    found = Site.objects.filter(brand_id=member.brand_id, id=number).select_related("brand").first()
    if found is None:
        raise Refused("not_found")
    return found
