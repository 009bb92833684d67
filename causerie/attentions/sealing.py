"""Postal addresses as they are stored: AES-256-GCM under a key derived from this house's own, bound to their parcel.

A copy of the database alone tells nobody where a member lives. With another secret key they cannot be opened: they are asked again.
"""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.crypto import salted_hmac

from causerie.kernel.refusal import Refused

_NONCE = 12


def _box() -> AESGCM:
    return AESGCM(salted_hmac("causerie.attentions.address", "v1", algorithm="sha256").digest())


def seal(text: str, parcel: int) -> str:
    """The text, unreadable, as URL-safe letters; opens for that parcel only."""
    nonce = secrets.token_bytes(_NONCE)
    return base64.urlsafe_b64encode(nonce + _box().encrypt(nonce, text.encode(), str(parcel).encode())).decode()


def unseal(sealed: str, parcel: int) -> str:
    """The text again. Raises Refused("unreadable") when it was sealed with another key, or for another parcel."""
    raw = base64.urlsafe_b64decode(sealed)
    try:
        return _box().decrypt(raw[:_NONCE], raw[_NONCE:], str(parcel).encode()).decode()
    except InvalidTag as error:
        raise Refused("unreadable") from error
