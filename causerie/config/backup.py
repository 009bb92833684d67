"""`causerie backup`: one file with everything, a consistent moment of a house that goes on serving."""

import argparse
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from causerie import __version__
from causerie.config.archive import DATABASE, ERASURES, FILES, SECRET, TABLES, Archive, belongs, declined, say


def back_up(target: Path) -> dict[str, Any]:
    """Writes the archive, whole or not at all; returns its manifest.

    The database is copied first, as it is at one moment; then the files, which are written before the rows that name them. A file that
    is erased in between is left out, as whoever erased it wished. Raises FileExistsError when another one is being written there.
    """
    draft = target.with_name(f".{target.name}.part")
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                manifest = _fill(Archive(tar), target.parent)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _fill(archive: Archive, near: Path) -> dict[str, Any]:
    applied = _copy_sqlite(archive, near) if connection.vendor == "sqlite" else _copy_postgres(archive)
    for path in _files():
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            continue
        archive.put(_name(path), io.BytesIO(data), len(data))
    # After the database: the list names all that the copy knows to be erased, and perhaps more.
    for name in (SECRET, ERASURES):
        path = Path(settings.DATA) / name
        if path.exists():
            data = path.read_bytes()
            archive.put(name, io.BytesIO(data), len(data))
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return archive.close(version=__version__, made_at=made, database=connection.vendor, migrations=applied)


def _files() -> Iterator[Path]:
    """What the house stored under its own names: no draft under way, nothing that somebody else put there."""
    for path in sorted(Path(settings.FILES).rglob("*")):
        if belongs(_name(path)) and path.is_file():
            yield path


def _name(path: Path) -> str:
    return FILES + path.relative_to(settings.FILES).as_posix()


def _copy_sqlite(archive: Archive, near: Path) -> list[list[str]]:
    """The database by SQLite's own online backup: one moment of it, while others read and write."""
    source_name = Path(connection.settings_dict["NAME"]).as_uri()
    with tempfile.TemporaryDirectory(prefix=".causerie-backup-", dir=near) as folder:
        copy = Path(folder) / DATABASE
        with closing(sqlite3.connect(f"{source_name}?mode=ro", uri=True)) as source, closing(sqlite3.connect(copy)) as made:
            source.backup(made)
            made.execute("PRAGMA journal_mode=DELETE")
            applied = [list(row) for row in made.execute("SELECT app, name FROM django_migrations ORDER BY id")]
        with copy.open("rb") as file:
            archive.put(DATABASE, file, copy.stat().st_size)
    return applied


def _copy_postgres(archive: Archive) -> list[list[str]]:
    """Every table by COPY, in one repeatable-read transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in sorted(connection.introspection.table_names(cursor)):
            _copy_table(archive, cursor, table)
        return [list(row) for row in MigrationRecorder(connection).migration_qs.order_by("id").values_list("app", "name")]


def _copy_table(archive: Archive, cursor: Any, table: str) -> None:
    """The table's columns as a line of JSON, then PostgreSQL's own text form."""
    columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    quote = connection.ops.quote_name
    with tempfile.TemporaryFile() as rows:
        rows.write((json.dumps(columns) + "\n").encode())
        with cursor.cursor.copy(f"COPY {quote(table)} ({', '.join(map(quote, columns))}) TO STDOUT") as copy:
            for piece in copy:
                rows.write(piece)
        size = rows.tell()
        rows.seek(0)
        archive.put(f"{TABLES}{table}", rows, size)


def run(arguments: argparse.Namespace) -> int:
    """The command: where to, and what is in it. Exit 2 where nothing can be written or read."""
    stamp = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    target = Path(arguments.file or f"causerie-{stamp}.tar").expanduser().resolve()
    if target.exists():
        return declined(f"{target} exists already. Choose another name.")
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return declined(f"there is no database in {settings.DATA}.")
    try:
        manifest = back_up(target)
    except OSError as error:
        return declined(f"{target} cannot be written: {error.strerror}.")
    count = sum(name.startswith(FILES) for name in manifest["parts"])
    say(f"{target}: the {manifest['database']} database and {count} files, {target.stat().st_size:,} bytes. Keep it as safe as the house.")
    return 0
