"""A word that must be nowhere after an erasure: planting it in every column that can hold words, and looking for it everywhere.

Tables and columns are walked from the schema, so that a new one is looked at by itself.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from causerie.kernel.db import wipe_traces

CANARY = "xylofonkanari"
WORDS = (models.CharField, models.TextField, models.JSONField)


def sings_in(table: str) -> bool:
    """Whether a row of the table holds the word: as the driver gives it, and on PostgreSQL as a dump would write it."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        if any(CANARY in str(row) for row in cursor.fetchall()):
            return True
        return connection.vendor == "postgresql" and CANARY.encode() in _dump(cursor, table)


def _dump(cursor: Any, table: str) -> bytes:
    """The table as PostgreSQL writes it into a dump."""
    with cursor.copy(f'COPY "{table}" TO STDOUT') as copied:
        return b"".join(bytes(part) for part in copied)


def dumped(folder: Path) -> list[str]:
    """Every table of a PostgreSQL database as a file in that folder."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            (folder / table).write_bytes(_dump(cursor, table))
    return [str(path) for path in sorted(folder.iterdir())]


def everywhere() -> list[str]:
    """Where it still sings: every column of every table, every file of the data folder, on SQLite the database, its log and its index."""
    found = [table for table in connection.introspection.table_names() if sings_in(table)]
    if connection.vendor == "sqlite":
        assert wipe_traces()
        found += [path.name for path in database_files() if CANARY.encode() in path.read_bytes()]
    folder = Path(settings.DATA)
    found += [path.name for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()] if folder.exists() else []
    return found


def database_files() -> list[Path]:
    """SQLite's file, its log and its index."""
    base = Path(connection.settings_dict["NAME"])
    return sorted(base.parent.glob(base.name + "*"))


def columns() -> Iterator[tuple[str, type[models.Model], str]]:
    """(table.column, its model, its field) of every column of the house that can hold words of more than twelve letters."""
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("causerie."):
            for field in model._meta.concrete_fields:
                if holds_words(field):
                    yield f"{model._meta.db_table}.{field.column}", model, field.name


def holds_words(field: Any) -> bool:
    return isinstance(field, WORDS) and not field.choices and (field.max_length or 99) > 12


def plant(rows: models.QuerySet[Any], *leave: str) -> None:
    """The word into every column of these rows that can hold one, but those that name a cause or a secret (`leave`)."""
    for field in rows.model._meta.concrete_fields:
        if holds_words(field) and field.name not in leave and not field.unique and not isinstance(field, models.EmailField):
            word: Any = CANARY[: field.max_length]
            rows.update(**{field.name: [word] if isinstance(field, models.JSONField) else word})


def sung_in() -> set[str]:
    """The columns in which the word stands now."""
    found = set()
    for name, model, field in columns():
        if any(CANARY in str(value) for value in model._default_manager.values_list(field, flat=True)):
            found.add(name)
    return found
