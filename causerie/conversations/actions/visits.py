"""Visitors come, come back, and say who they are."""

from causerie.brands.models import Site
from causerie.conversations.models import Visitor, VisitorToken
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.ids import digest, new_secret
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean_optional


def admit(*, site: Site) -> tuple[Visitor, str]:
    """A new visitor of this site and the token that proves it. Only its digest is kept."""
    token = new_secret()
    with write():
        visitor = Visitor.objects.create(brand_id=site.brand_id, site=site, created_at=now_ms())
        VisitorToken.objects.create(digest=digest(token), brand_id=site.brand_id, visitor=visitor)
    return visitor, token


def come_back(*, code: str) -> tuple[Visitor, str]:
    """Exchange the code of a mailed link for a token. A code works once. Raises Refused("not_you")."""
    token, now = new_secret(), now_ms()
    with write():
        row = VisitorToken.objects.select_related("visitor__site").filter(digest=digest(code), once=True, expires_at__gt=now).first()
        if row is None or VisitorToken.objects.filter(digest=row.digest, once=True).delete()[0] != 1:
            raise Refused("not_you")
        VisitorToken.objects.create(digest=digest(token), brand_id=row.brand_id, visitor=row.visitor)
    return row.visitor, token


def return_code(*, visitor: Visitor) -> str:
    """A code for a mailed link: once, within 30 days."""
    code = new_secret()
    VisitorToken.objects.create(
        digest=digest(code), brand_id=visitor.brand_id, visitor=visitor, once=True, expires_at=now_ms() + 30 * 86_400_000
    )
    return code


def identify(*, by: Visitor, identity: str, name: str) -> None:
    """Who the brand's server says this visitor is."""
    with write():
        Visitor.objects.filter(id=by.id).update(identity=identity[:120], name=clean_optional(name, limit=40))
