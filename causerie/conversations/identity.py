"""Who a visitor is, in the words of the brand's own server."""

import jwt

from causerie.conversations import actions
from causerie.conversations.models import Visitor
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused

MOST_AHEAD_S = 3600


def identify(visitor: Visitor, token: str) -> str:
    """Accept a JWT signed (HS256) with the site's secret, that ends within the hour: `sub` (text or number), and `name` if given.

    Returns the name. Raises Refused("not_you") for any other: no algorithm but this one, no token without `exp` and `sub`, none that
    would be good for long in the hands of who found it.
    """
    try:
        strict: jwt.types.Options = {"require": ["exp", "sub"], "verify_sub": False}
        claims = jwt.decode(token, visitor.site.identify_secret, algorithms=["HS256"], leeway=30, options=strict)
        ends = int(claims["exp"])
    except (jwt.PyJWTError, ValueError, OverflowError) as error:
        raise Refused("not_you") from error
    who, name = claims["sub"], claims.get("name", "")
    if type(who) not in (str, int) or not str(who) or not isinstance(name, str) or ends > now_ms() / 1000 + MOST_AHEAD_S + 30:
        raise Refused("not_you")
    return actions.identify(by=visitor, identity=str(who), name=name)
