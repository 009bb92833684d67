"""Links that are mailed. Their secret is derived from the row and this house's key, and only its digest is stored.

So a copy of the database opens nothing, and a mail can be written (or written again) later without keeping the secret anywhere.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from causerie.brands.models import Site
from causerie.kernel.ids import digest, new_secret
from causerie.people.models import Membership


def new_link(kind: str) -> dict[str, str]:
    """The columns `nonce` and `digest` of a new row of that kind."""
    nonce = new_secret()
    return {"nonce": nonce, "digest": digest(token(kind, nonce))}


def token(kind: str, nonce: str) -> str:
    """What the link carries: 256 bits, which nobody without this house's key can derive."""
    return salted_hmac(f"causerie.recruitment.{kind}", nonce, algorithm="sha256").hexdigest()


def link(kind: str, nonce: str, brand: str = "") -> str:
    """The address that is mailed. After the #: a browser sends that part to no server, so it stands in no log.

    `brand`: the short name of whose door it is, so that the page can say it before the secret is read.
    """
    return f"{settings.PUBLIC_URL}/{kind}/{f'?of={brand}' if brand else ''}#t={token(kind, nonce)}"


def member_link(site: Site, member: Membership) -> str:
    """A member's own link to the public page: not a secret, but nobody can write it in another's name."""
    return f"{settings.PUBLIC_URL}/join/{site.key}/?from={Signer(salt='causerie.join').sign(str(member.id))}"


def member_of_link(value: str) -> int:
    """The member's number, or 0 for what we did not sign."""
    try:
        return int(Signer(salt="causerie.join").unsign(value))
    except (BadSignature, ValueError):
        return 0
