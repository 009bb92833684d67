"""Visitors come, come back, and say who they are."""

from django.core.signing import BadSignature, TimestampSigner

from causerie.brands.models import Site
from causerie.conversations.actions.watching import remember_network
from causerie.conversations.models import MailRequest, Visitor, VisitorToken
from causerie.conversations.queries import RETURN_SALT
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.ids import digest, new_secret
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean_optional

RETURN_S = 30 * 86_400


def admit(*, site: Site, address: str = "") -> tuple[Visitor, str]:
    """A new visitor of this site and the token that proves it. Only its digest is kept.

    `address`: the network's, from which they come. Raises Refused("blocked") when the brand blocked that network.
    """
    token = new_secret()
    with write():
        visitor = Visitor.objects.create(brand_id=site.brand_id, site=site, created_at=now_ms())
        VisitorToken.objects.create(digest=digest(token), brand_id=site.brand_id, visitor=visitor)
        remember_network(visitor=visitor, site=site, address=address)
    return visitor, token


def come_back(*, code: str) -> tuple[Visitor, str]:
    """Exchange the code of a mailed link for a token: once, within 30 days. Raises Refused("not_you")."""
    try:
        number = TimestampSigner(salt=RETURN_SALT).unsign_object(code, max_age=RETURN_S)
    except BadSignature as error:
        raise Refused("not_you") from error
    token = new_secret()
    with write():
        if not MailRequest.objects.filter(id=number, used_at=None).update(used_at=now_ms()):
            raise Refused("not_you")
        visitor = Visitor.objects.select_related("site").get(conversations__mailrequest=number)
        VisitorToken.objects.create(digest=digest(token), brand_id=visitor.brand_id, visitor=visitor)
    return visitor, token


def identify(*, by: Visitor, identity: str, name: str) -> str:
    """Who the brand's server says this visitor is. Returns the name as it is kept."""
    name = clean_optional(name[:200], limit=40)
    with write():
        Visitor.objects.filter(id=by.id).update(identity=identity[:120], name=name)
    return name
