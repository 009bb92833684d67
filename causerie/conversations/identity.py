"""Who a visitor is, in the words of the brand's own server."""

import jwt

from causerie.conversations import actions
from causerie.conversations.models import Visitor
from causerie.kernel.refusal import Refused


def identify(visitor: Visitor, token: str) -> None:
    """Accept a JWT signed (HS256) with the site's secret, at most ten minutes old: `sub`, and `name` if given.

    Raises Refused("not_you") for any other: no algorithm but this one, no token without `exp` and `sub`.
    """
    try:
        claims = jwt.decode(token, visitor.site.identify_secret, algorithms=["HS256"], leeway=30, options={"require": ["exp", "sub"]})
    except jwt.PyJWTError as error:
        raise Refused("not_you") from error
    actions.identify(by=visitor, identity=str(claims["sub"]), name=str(claims.get("name", "")))
