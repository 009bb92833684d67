"""Real browsers, a real shop, a real server, and wires between them that can be cut."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests.journeys.shop import shop
from tests.journeys.wires import wires
from tests.serving import serving


@pytest.fixture
def scene(tmp_path, new_house) -> Iterator[SimpleNamespace]:
    """`scene.server`, `scene.shop`, `scene.wires`, `scene.people`, `scene.site_key`: Nidéchange on the evening it opens."""
    folder = tmp_path / "server"
    with shop() as a_shop, wires() as network, serving(folder, database=new_house(folder, "journey"), URL=network.url) as server:
        network.target = server.port
        look = {"allowed_origins": a_shop.url, "offline": "hidden", "launcher_text": "Une question ?", "name": "Nidéchange France"}
        seeded = server.seed("Florian", "Bernadette", site=look)
        a_shop.paste(network.url, seeded["site_key"])
        people = {person["name"]: person for person in seeded["people"]}
        yield SimpleNamespace(server=server, shop=a_shop, wires=network, people=people, site_key=seeded["site_key"])


@pytest.fixture(autouse=True)
def closed_afterwards(browser) -> Iterator[None]:
    """No page of an ended journey goes on calling for its server."""
    yield
    for context in browser.contexts:
        context.close()
