"""What the verbs of this room share."""

from django.db.models import Model

from causerie.kernel.refusal import Refused
from causerie.people.models import Membership


def manages(by: Membership, what: Model) -> None:
    """Raises Refused("not_found") for who is no manager, and for another brand's."""
    if not by.is_manager or getattr(what, "brand_id", 0) != by.brand_id:
        raise Refused("not_found")
