"""The code of the first start: made when no brand exists, printed on the operator's terminal, kept in a file for their eyes only."""

import os
import secrets
from hmac import compare_digest
from pathlib import Path

from django.conf import settings

from causerie.brands.models import Brand
from causerie.kernel.ids import digest
from causerie.kernel.refusal import Refused
from causerie.realtime.limits import Buckets

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
# 59 bits, and few tries: five at once, then one a minute from an address, one a second from everywhere.
_GROUPS, _SIZE = 3, 4
_TRIES, _ALL_TRIES = Buckets(5, 1 / 60), Buckets(60, 1)


def _path() -> Path:
    return Path(settings.DATA) / "setup-code"


def founded() -> bool:
    """Whether a brand lives here: then there is no first start any more."""
    return Brand.objects.exists()


def offered() -> str:
    """The code for the operator, made once for an empty house; "" when a brand lives here: what was left of a code is removed."""
    if founded():
        forget()
        return ""
    if not _path().exists():
        _write("-".join("".join(secrets.choice(_LETTERS) for _ in range(_SIZE)) for _ in range(_GROUPS)))
    return _path().read_text().strip()


def _write(code: str) -> None:
    descriptor = os.open(_path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(code + "\n")


def forget() -> None:
    _path().unlink(missing_ok=True)


def proof() -> str:
    """What a session keeps in place of the code; good as long as this code is."""
    try:
        return digest(_path().read_text().strip())
    except FileNotFoundError as error:
        raise Refused("not_found") from error


def tried(code: str, address: str) -> str:
    """The proof for a session. Raises Refused("bad_value") for another code, "slow_down" after too many tries."""
    wait = max(_TRIES.take(address), _ALL_TRIES.take(""))
    if wait:
        raise Refused("slow_down", retry_after=round(wait, 2))
    right = proof()
    if not compare_digest(digest(code.strip().lower()), right):
        raise Refused("bad_value")
    return right
