"""Addresses of shops, made exact."""

from urllib.parse import urlsplit


def origin_of(line: str) -> str:
    """`https://shop.example.org` from any address of that shop. Raises ValueError."""
    parts = urlsplit(line if "//" in line else f"https://{line}")
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or "*" in parts.netloc:
        raise ValueError(line)
    port = f":{parts.port}" if parts.port and parts.port != {"http": 80, "https": 443}[parts.scheme] else ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.encode("idna").decode()
    return f"{parts.scheme}://{host}{port}"
