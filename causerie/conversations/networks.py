"""From which network somebody comes: enough to see a crowd and to stop it, not enough to find a person."""

import hmac
import ipaddress

from django.conf import settings


def network_of(address: str) -> str:
    """The /24 of an IPv4 address, the /48 of an IPv6 one (what one household or office has); "" for what is no address."""
    try:
        found = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    found = mapped or found
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))


def digest_of(address: str) -> str:
    """A keyed digest of the network: without the server's secret nobody can try all the networks there are."""
    return hmac.new(settings.SECRET_KEY.encode(), b"network:" + network_of(address).encode(), "sha256").hexdigest()[:32]
