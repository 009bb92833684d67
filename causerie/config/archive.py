"""What a backup is: a tar of known names, each with its size and checksum in the manifest that stands last."""

import hashlib
import io
import json
import re
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE, TABLES, FILES, SECRET, ERASURES = "database.sqlite3", "tables/", "files/", "secret-key", "erasures"
# Nothing else may stand in one: no way out of the folder, no link, no device.
_PART = re.compile(
    rf"{re.escape(DATABASE)}|{SECRET}|{ERASURES}|{TABLES}[a-z0-9_]+|"
    rf"{FILES}[0-9a-f]{{2}}/[0-9a-f]{{2}}/[0-9a-f]{{32}}\.[a-z0-9]{{1,5}}",
    re.ASCII,
)
_MOST_MANIFEST = 500 << 20


def belongs(name: str) -> bool:
    """Whether a part of that name may stand in an archive."""
    return bool(_PART.fullmatch(name))


class Unusable(Exception):
    """An archive, or a place, that cannot be used; the text says why, for the operator."""


class Archive:
    """A tar under way, and what was put into it."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.parts: dict[str, list[Any]] = {}

    def put(self, name: str, source: IO[bytes], size: int) -> None:
        """These bytes under that name, for the owner's eyes only."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, 0o600, int(datetime.now(UTC).timestamp())
        counted = Counted(source)
        self._tar.addfile(entry, counted)  # type: ignore[arg-type]
        self.parts[name] = [size, counted.sum.hexdigest()]

    def close(self, **manifest: Any) -> dict[str, Any]:
        """Writes the manifest, the last part; returns it."""
        told = {"format": FORMAT, **manifest, "parts": self.parts}
        data = json.dumps(told, indent=1).encode()
        self.put(MANIFEST, io.BytesIO(data), len(data))
        return told


class Counted:
    """A file that is read, and the checksum of what was read so far."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.sum = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self.sum.update(piece)
        return piece


def checked(path: Path) -> dict[str, Any]:
    """The manifest of an archive in which every part is what it says. Raises Unusable."""
    found: dict[str, list[Any]] = {}
    manifest: dict[str, Any] = {}
    try:
        with tarfile.open(path, "r:") as tar:
            for entry in tar:
                file = tar.extractfile(entry) if entry.isreg() else None
                if file is None or not (entry.name == MANIFEST or belongs(entry.name)):
                    raise Unusable(f"{entry.name!r} does not belong in a backup.")
                if entry.name == MANIFEST and entry.size < _MOST_MANIFEST:
                    manifest = json.loads(file.read())
                else:
                    found[entry.name] = [entry.size, _sum(file)]
    except (OSError, tarfile.TarError, ValueError) as error:
        raise Unusable(f"it cannot be read as a backup ({error}).") from error
    if manifest.get("format") != FORMAT:
        raise Unusable("it has no manifest that this version can read: it is not a backup, or not a whole one.")
    wrong = sorted(name for name in manifest["parts"].keys() | found.keys() if manifest["parts"].get(name) != found.get(name))
    if wrong:
        raise Unusable(f"{len(wrong)} parts are not what the manifest says, the first is {wrong[0]}.")
    return manifest


def _sum(file: IO[bytes]) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def say(words: str) -> None:
    """A sentence to the operator, on standard output."""
    sys.stdout.write(f"{words}\n")


def declined(why: str) -> int:
    """A sentence on standard error, and the exit code of what was not done."""
    sys.stderr.write(f"causerie: {why}\n")
    return 2
