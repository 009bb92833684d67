"""Identifiers: time-ordered numbers for rows, random words for secrets."""

import hashlib
import secrets

from causerie.kernel.clock import now_ms

_BIRTH_MS = 1_767_225_600_000  # 2026-01-01 UTC
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_VALUE = {letter: n for n, letter in enumerate(_ALPHABET)}


def new_id() -> int:
    """A 53-bit number that rises with time (40 bits of milliseconds, 13 of chance), safe in JavaScript.

    Two in one millisecond collide once in 8,192 draws; the primary key refuses the second and the caller draws again.
    """
    return (now_ms() - _BIRTH_MS << 13) | secrets.randbits(13)


def to_public(number: int) -> str:
    """The way a row's number is written on the wire: 11 lower-case letters and digits (Crockford's base 32)."""
    letters = []
    for _ in range(11):
        number, rest = divmod(number, 32)
        letters.append(_ALPHABET[rest])
    return "".join(reversed(letters))


def from_public(text: str) -> int | None:
    """The number behind `to_public`'s text, or None when the text is not of that form."""
    if len(text) != 11:
        return None
    number = 0
    for letter in text:
        value = _VALUE.get(letter)
        if value is None:
            return None
        number = number * 32 + value
    return number


def new_secret() -> str:
    """256 random bits as 43 URL-safe characters."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """SHA-256 in hex: what is stored of a secret. Enough without salt, since secrets carry 256 bits of chance."""
    return hashlib.sha256(secret.encode()).hexdigest()
