"""The suite's ground: a data folder of its own, SQLite or PostgreSQL, the cast, and a real server where a test asks for one.

`CAUSERIE_TEST_DATABASE=postgres pytest` runs everything on a PostgreSQL started for the occasion.
"""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

# Before anything imports the settings. Workers of pytest-xdist share the database server and a house laid out, each has its own folder.
_FOLDER = Path(tempfile.mkdtemp(prefix="causerie-tests-"))
for _name in [name for name in os.environ if name.startswith("CAUSERIE_") and name not in ("CAUSERIE_TEST_DATABASE", "CAUSERIE_SEED")]:
    if not (_name == "CAUSERIE_DATABASE_URL" and "PYTEST_XDIST_WORKER" in os.environ):
        del os.environ[_name]
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["SHARED_BY_THE_TESTS"] = str(_FOLDER)
_SHARED = Path(os.environ["SHARED_BY_THE_TESTS"])
os.environ["CAUSERIE_DATA"] = str(_FOLDER / "data")
os.environ["DJANGO_SETTINGS_MODULE"] = "causerie.config.settings"
# Playwright's loop is visible to Django in the main thread; nothing here awaits the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
_UNTIL_THE_END = ExitStack()
_LONG = re.compile(r"tests/|.*_browser\.py")


def on_postgres() -> bool:
    return os.environ.get("CAUSERIE_TEST_DATABASE", "sqlite") == "postgres"


def pytest_configure() -> None:
    if on_postgres() and "CAUSERIE_DATABASE_URL" not in os.environ:
        from tests.postgres import running

        os.environ["CAUSERIE_DATABASE_URL"] = _UNTIL_THE_END.enter_context(running())
    django.setup()
    connection_created.connect(_in_no_order)
    _without_what_nobody_looks_at()
    # A worker of pytest-xdist would inherit it and read the settings before its own folder is chosen here.
    del os.environ["DJANGO_SETTINGS_MODULE"]


def _in_no_order(connection: BaseDatabaseWrapper, **_of: object) -> None:
    """Rows that a query leaves unordered come backwards on SQLite: PostgreSQL gives them as it likes, one day in a hundred."""
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA reverse_unordered_selects=ON")


def _without_what_nobody_looks_at() -> None:
    """Half of the time of tests that only draw a page, or that empty the tables when they end."""
    from django.conf import settings
    from django.contrib.contenttypes.management import create_contenttypes
    from django.db.backends.postgresql.operations import DatabaseOperations

    # The list of the browser's files, made for every client of a test: 80 ms.
    settings.WHITENOISE_AUTOREFRESH = True
    # Django's kinds and permissions, written again whenever tables were emptied: 120 ms. Nothing of ours reads them.
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    DatabaseOperations.sql_flush = _empty_what_is_filled


def _empty_what_is_filled(operations: Any, _style: object, tables: Sequence[str], **_how: object) -> list[str]:
    """TRUNCATE makes all of the house's tables and indexes anew on disc; a test fills ten of them."""
    with operations.connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT FROM {operations.quote_name(one)})" for one in tables))
        filled = [row[0] for row in cursor.fetchall()]
    # Neither foreign keys nor what guards the ledger and the log stand in the way: for this transaction only.
    return ["SET LOCAL session_replication_role = replica", *(f"DELETE FROM {operations.quote_name(one)}" for one in filled)]


def pytest_unconfigure() -> None:
    _UNTIL_THE_END.close()
    shutil.rmtree(_FOLDER, ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Fast ones first; but workers begin with the files that open browsers and servers, so that nobody waits for a last one."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: (not _LONG.match(item.nodeid), item.nodeid.partition("::")[0]))


def pytest_report_header() -> str:
    return "database: PostgreSQL, fsync on" if on_postgres() else "database: SQLite, synchronous FULL"


@pytest.fixture(scope="session")
def statics() -> None:
    """Static files with hashed names, as `causerie serve` has them: for tests that draw pages in this process."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture
def cast(db):
    """Nidéchange: `cast.brand`, `cast.site`, `cast.members[name]`."""
    from tests.cast import nidechange

    return nidechange()


@pytest.fixture
def brand(cast):
    return cast.brand


@pytest.fixture
def site(cast):
    return cast.site


@pytest.fixture
def camille(cast):
    """The manager."""
    return cast.members["camille"]


@pytest.fixture
def florian(cast):
    """An ambassador."""
    return cast.members["florian"]


@pytest.fixture
def bernadette(cast):
    """Another ambassador."""
    return cast.members["bernadette"]


@pytest.fixture
def otto(db):
    """An ambassador of another brand."""
    from tests.cast import other

    return other().members["otto"]


def _new_database(name: str, template: str = "template1") -> str:
    from tests.postgres import new_database

    return new_database(os.environ["CAUSERIE_DATABASE_URL"], name, template) if on_postgres() else ""


def _of_this_worker(name: str) -> str:
    return f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@pytest.fixture(scope="session")
def new_database() -> Callable[[str], str]:
    """Makes an empty database for a server of a test's own: its address, or "" on SQLite."""
    return lambda name: _new_database(_of_this_worker(name))


@pytest.fixture(scope="session")
def laid_out() -> Path:
    """The folder of a house that nobody set up yet; on PostgreSQL its tables are in the database "house". Made once, whoever asks first:
    tables take eight seconds."""
    from tests.serving import prepare

    folder, done = _SHARED / "house", _SHARED / "house-is-laid-out"
    with (_SHARED / "house.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            prepare(folder, _new_database("house"))
            done.touch()
    return folder


@pytest.fixture(scope="session")
def new_house(laid_out: Path) -> Callable[[Path, str], str]:
    """`new_house(folder, name)` copies the house that is laid out there: the address of its database, "" on SQLite.

    A test that watches a first start asks for `new_database`.
    """

    def new(folder: Path, name: str) -> str:
        shutil.copytree(laid_out, folder, ignore=shutil.ignore_patterns("secret-key"))
        return _new_database(_of_this_worker(name), "house")

    return new


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The tables in this process are a copy too."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, laid_out: Path) -> None:
    from django.db import connection

    name = connection.creation._get_test_db_name()
    if on_postgres():
        _new_database(name, "house")
    else:
        Path(name).parent.mkdir(exist_ok=True)
        shutil.copy(laid_out / "causerie.sqlite3", name)


@pytest.fixture(scope="session")
def server(new_house) -> Iterator[object]:
    """`causerie serve` as a process of its own (tests.serving.Server), one for the whole run."""
    from tests.serving import serving

    folder = _FOLDER / "server"
    with serving(folder, database=new_house(folder, "server"), MESSAGES_PER_SECOND="1000") as running:
        yield running


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser of this machine."""
    from tools.browser import chromium

    return chromium()


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[object]:
    """Chromium without a head (playwright's Browser). Tests open contexts of their own and close them."""
    from playwright.sync_api import expect, sync_playwright

    # A server and a browser or two share a core with other tests: what is awaited may take its time, what is wrong still fails.
    expect.set_options(timeout=15_000)
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=chromium_path, args=arguments)
        yield found
        found.close()
