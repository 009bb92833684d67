"""The suite's ground: a data folder of its own, SQLite or PostgreSQL, the cast, and a real server where a test asks for one.

`CAUSERIE_TEST_DATABASE=postgres pytest` runs everything on a PostgreSQL started for the occasion.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import django
import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

# Before anything imports the settings. Workers of pytest-xdist share the database server, not the folder.
_FOLDER = Path(tempfile.mkdtemp(prefix="causerie-tests-"))
for _name in [name for name in os.environ if name.startswith("CAUSERIE_") and name not in ("CAUSERIE_TEST_DATABASE", "CAUSERIE_SEED")]:
    if not (_name == "CAUSERIE_DATABASE_URL" and "PYTEST_XDIST_WORKER" in os.environ):
        del os.environ[_name]
os.environ["CAUSERIE_DATA"] = str(_FOLDER / "data")
os.environ["DJANGO_SETTINGS_MODULE"] = "causerie.config.settings"
# Playwright's loop is visible to Django in the main thread; nothing here awaits the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
_UNTIL_THE_END = ExitStack()


def on_postgres() -> bool:
    return os.environ.get("CAUSERIE_TEST_DATABASE", "sqlite") == "postgres"


def pytest_configure() -> None:
    if on_postgres() and "CAUSERIE_DATABASE_URL" not in os.environ:
        from tests.postgres import running

        os.environ["CAUSERIE_DATABASE_URL"] = _UNTIL_THE_END.enter_context(running())
    django.setup()
    connection_created.connect(_in_no_order)
    # A worker of pytest-xdist would inherit it and read the settings before its own folder is chosen here.
    del os.environ["DJANGO_SETTINGS_MODULE"]


def _in_no_order(connection: BaseDatabaseWrapper, **_of: object) -> None:
    """Rows that a query leaves unordered come backwards on SQLite: PostgreSQL gives them as it likes, one day in a hundred."""
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA reverse_unordered_selects=ON")


def pytest_unconfigure() -> None:
    _UNTIL_THE_END.close()
    shutil.rmtree(_FOLDER, ignore_errors=True)


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


@pytest.fixture(scope="session")
def new_database() -> object:
    """Makes an empty database for a server of a test's own: its address, or "" on SQLite."""
    from tests.postgres import new_database as make

    def new(name: str, template: str = "") -> str:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        copied = f"{template}_{worker}" if template else "template1"
        return make(os.environ["CAUSERIE_DATABASE_URL"], f"{name}_{worker}", copied) if on_postgres() else ""

    return new


@pytest.fixture(scope="session")
def new_house(new_database):
    """Lays out a house that nobody set up yet: `new_house(folder, name)` gives the address of its database, "" on SQLite.

    A copy of one whose tables stand: making them takes ten seconds, and a test that watches a first start asks for `new_database`.
    """
    from tests.serving import prepare

    ready = _FOLDER / "house"
    prepare(ready, new_database("house"))

    def new(folder: Path, name: str) -> str:
        shutil.copytree(ready, folder, ignore=shutil.ignore_patterns("secret-key"))
        return new_database(name, template="house")

    return new


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
    found = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    assert found, "a browser is needed: apt-get install chromium"
    return found


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
