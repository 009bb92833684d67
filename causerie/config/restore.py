"""`causerie restore`: a house from its backup, in an empty folder (and an empty database, with PostgreSQL)."""

import argparse
import json
import os
import shutil
import tarfile
from pathlib import Path
from typing import Any

from causerie.config import env
from causerie.config.archive import DATABASE, ERASURES, FILES, MANIFEST, SECRET, TABLES, Unusable, checked, declined, say
from causerie.kernel import lines

_ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def run(arguments: argparse.Namespace) -> int:
    """The command; nothing is left in the folder when it stops half way. Exit 2, or 1 when what was restored does not hold."""
    chosen = env.read_or_exit()
    data, path = Path(chosen["DATA"]), Path(arguments.file).expanduser()
    beside = {child.name for child in data.iterdir()} if data.exists() else set()
    if beside - {ERASURES}:
        return declined(f"{data} is not empty. A backup is restored into an empty folder: choose one with --data.")
    try:
        manifest = checked(path)
        _same_engine(manifest, "postgresql" if chosen["DATABASE_URL"] else "sqlite")
        _unpack(path, data)
        again = _settle(manifest, data)
    except (Unusable, OSError) as error:
        _empty(data, beside)
        return declined(f"{path}: {error}")
    except BaseException:
        _empty(data, beside)
        raise
    found = _look(manifest, data)
    _tell(again, bool(beside))
    return found


def _same_engine(manifest: dict[str, Any], engine: str) -> None:
    made = manifest["database"]
    if made != engine:
        raise Unusable(f"it was made with {_ENGINES[made]}, and CAUSERIE_DATABASE_URL says {_ENGINES[engine]}.")


def _empty(data: Path, beside: set[str]) -> None:
    """All but what was there before."""
    for child in data.iterdir() if data.exists() else ():
        if child.name in beside:
            continue
        if child.is_dir():
            shutil.rmtree(child)
        else:
            child.unlink()


def _unpack(path: Path, data: Path) -> None:
    """Parts to their places: names were looked at by `checked`."""
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    with tarfile.open(path, "r:") as tar:
        for entry in tar:
            source = tar.extractfile(entry)
            if source is None or entry.name == MANIFEST:
                continue
            if entry.name == ERASURES:
                lines.merge(data / ERASURES, source.read())
                continue
            target = data / ("causerie.sqlite3" if entry.name == DATABASE else entry.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                shutil.copyfileobj(source, file, 1 << 20)
                file.flush()
                os.fsync(file.fileno())


def _settle(manifest: dict[str, Any], data: Path) -> tuple[int, int]:
    """The database as it was, then brought up to this version, under a new epoch: clients forget what they hold. Who was erased since is
    erased again: how many were, and how many wait."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    _known(manifest)
    if connection.vendor == "postgresql":
        _load(manifest, data)
    call_command("migrate", verbosity=0, interactive=False)
    from causerie.conversations.actions.epoch import renew_epoch

    renew_epoch()
    from causerie.safety.again import catch_up

    return catch_up()


def _known(manifest: dict[str, Any]) -> None:
    from django.db.migrations.loader import MigrationLoader

    here = MigrationLoader(None).disk_migrations
    newer = [f"{app}.{name}" for app, name in manifest["migrations"] if (app, name) not in here]
    if newer:
        raise Unusable(f"it was made by a newer version ({manifest['version']}): {newer[0]} is not known here.")


def _load(manifest: dict[str, Any], data: Path) -> None:
    """Tables as they were at the moment of the backup, then their rows, in one transaction; links are looked at when it commits."""
    from django.core.management.color import no_style
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    if connection.introspection.table_names():
        raise Unusable("the PostgreSQL database is not empty. Make an empty one for it.")
    executor = MigrationExecutor(connection)
    applied = {(app, name) for app, name in manifest["migrations"]}
    parents = {parent for node in applied for parent in executor.loader.graph.node_map[node].parents}
    state = executor.migrate([node for node in applied if node not in parents])
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name != "django_migrations"]
        cursor.execute("TRUNCATE " + ", ".join(map(quote, tables)))
        for table in tables:
            _load_table(cursor, table, data / TABLES / table)
        for sql in connection.ops.sequence_reset_sql(no_style(), state.apps.get_models(include_auto_created=True)):
            cursor.execute(sql)
    shutil.rmtree(data / TABLES)


def _load_table(cursor: Any, table: str, path: Path) -> None:
    from django.db import connection

    if not path.exists():
        return
    quote = connection.ops.quote_name
    with path.open("rb") as rows:
        columns = json.loads(rows.readline())
        with cursor.cursor.copy(f"COPY {quote(table)} ({', '.join(map(quote, columns))}) FROM STDIN") as copy:
            while piece := rows.read(1 << 20):
                copy.write(piece)


def _look(manifest: dict[str, Any], data: Path) -> int:
    """What `causerie check` says of it."""
    from causerie.conversations import check
    from causerie.kernel.finding import show

    found = check.check()
    show(finding for finding in found if not finding.holds)
    count = sum(name.startswith(FILES) for name in manifest["parts"])
    kept = "with its secret key" if SECRET in manifest["parts"] else "without a secret key: everybody signs in again"
    say(f"{data}: the house of {manifest['made_at']}, {count} files, {kept}.")
    return 0 if all(finding.holds for finding in found) else 1


def _tell(again: tuple[int, int], beside: bool) -> None:
    """What became of the list of erasures."""
    done, waiting = again
    if done:
        say(f"{done} erasures that this backup did not know of were done again.")
    if waiting:
        say(f"{waiting} erasures wait, each of a brand's only manager: name another one, then start again.")
    if not beside:
        say(f"No list of erasures stood in the folder: who was forgotten after the backup is back. Add the house's own file {ERASURES!r}")
        say("to the folder's (one after the other), and start: they are forgotten again before the house answers.")
