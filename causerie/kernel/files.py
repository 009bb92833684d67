"""Files of the house: random names, two levels of folders, whole or absent."""

import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from causerie.kernel.refusal import Refused

_NAME = re.compile(r"[0-9a-f]{32}\.[a-z0-9]{1,5}", re.ASCII)
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}", re.ASCII)


def store(data: bytes, suffix: str) -> str:
    """Keep these bytes under a new random name; on disk before it returns."""
    if not _SUFFIX.fullmatch(suffix):
        raise ValueError(f"not a suffix: {suffix!r}")
    name = secrets.token_hex(16) + suffix
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{name}.part")
    try:
        _write(draft, data)
        draft.rename(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    for folder in (path.parent, path.parent.parent, settings.FILES):
        sync_folder(folder)
    return name


def path_of(name: str) -> Path:
    """Where a file of that name stands. Raises Refused("not_found") for a name that we never give."""
    if not _NAME.fullmatch(name):
        raise Refused("not_found")
    return Path(settings.FILES) / name[:2] / name[2:4] / name


def read(name: str) -> bytes:
    """The file's bytes, or Refused("not_found")."""
    try:
        return path_of(name).read_bytes()
    except FileNotFoundError as error:
        raise Refused("not_found") from error


def delete(name: str) -> None:
    """The file is gone; so it is when it was gone already."""
    with suppress(FileNotFoundError):
        path_of(name).unlink()


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """The names in that folder are on disk when it returns. Raises OSError when they cannot be."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def delete_all(names: Iterable[str]) -> None:
    """Each of them, as `delete`."""
    for name in names:
        delete(name)
