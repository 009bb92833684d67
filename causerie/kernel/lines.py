"""A file of lines that only grows: each one JSON object, on disk before the call returns."""

import fcntl
import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from causerie.kernel.files import sync_folder

_ONE_AT_A_TIME = threading.Lock()


def append(path: Path, line: Mapping[str, Any]) -> None:
    """One more line. Raises OSError when it cannot be on disk."""
    _add(path, [json.dumps(line, separators=(",", ":")).encode()])


def read(path: Path) -> list[dict[str, Any]]:
    """Every line, in order; what a crash cut short is passed over, for it was never answered. Empty when there is no file."""
    return [told for line in _lines(path) if (told := _parsed(line))]


def merge(path: Path, other: bytes) -> None:
    """The lines of another such file, those that are not here yet."""
    there = set(_lines(path))
    _add(path, [line for line in other.splitlines() if _parsed(line) and line not in there])


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines() if path.exists() else []


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _add(path: Path, lines: list[bytes]) -> None:
    """A line that a crash left without its end gets one first."""
    new = not path.exists()
    with _ONE_AT_A_TIME, os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = file.seek(0, os.SEEK_END)
        whole = not size or os.pread(file.fileno(), 1, size - 1) == b"\n"
        data = b"".join(line + b"\n" for line in lines)
        if file.write(data if whole else b"\n" + data) < len(data):
            raise OSError(f"{path.name} could not be written to its end")
        os.fsync(file.fileno())
    if new:
        sync_folder(path.parent)
