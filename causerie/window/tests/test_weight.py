"""What a shop's page and an opened window weigh, as brotli, and that both are whole."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from rjsmin import jsmin

from causerie.window.loader import loader_bytes, shortened
from causerie.window.views import LATER, MODULES

pytestmark = pytest.mark.django_db
PAGE_MODULES = (*MODULES, "window/window.js")


def weight(data: bytes) -> int:
    return len(brotli.compress(data))


def as_it_travels(name: str) -> bytes:
    """The static file as the house's storage keeps it."""
    found = finders.find(name)
    assert isinstance(found, str), name
    text = Path(found).read_text()
    return (jsmin(text) if name.endswith(".js") else text).encode()


def test_the_loader_is_under_two_kilobytes():
    plain, small = loader_bytes()
    assert brotli.decompress(small) == plain
    assert len(small) <= 2048


def test_the_loader_keeps_what_others_read():
    plain = loader_bytes()[0].decode()
    for word in ("data-site", "causerie.q=", "identify:", "setLocale:", "unread:", "talking:", ".revision", "localStorage", "attachShadow"):
        assert word in plain
    assert '"CSS"' not in plain
    assert "innerHTML" not in plain
    assert "cookie" not in plain


def test_shortened_spares_properties_keys_and_strings():
    script = 'const length = 1;\nconst run = (text) => `${text} ${other.length}`;\nrun({ length: length, a: "length" });'
    one, verb, word = re.match(r"const (\w) = 1;\nconst (\w) = \((\w)\)", shortened(script)).groups()
    assert shortened(script) == (
        f'const {one} = 1;\nconst {verb} = ({word}) => `${{{word}}} ${{other.length}}`;\n{verb}({{ length: {one}, a: "length" }});'
    )


def test_the_opened_window_is_under_thirty_kilobytes(cast):
    page = Client().get(f"/w/{cast.site.key}/", headers={"accept-language": "fr"}).content
    names = re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())
    assert len(names) == len(set(names))
    parts = {name: weight(as_it_travels(name)) for name in names} | {"page": weight(page)}
    # Hashed names add about 1 KB to the page of a real server.
    assert sum(parts.values()) <= 29 * 1024, parts


def test_every_module_of_the_window_is_preloaded():
    imported: set[str] = set()
    waiting = ["window/window.js"]
    while waiting:
        found = re.findall(r'(?:from|import) ?"@causerie/([\w/.]+)"', as_it_travels(waiting.pop()).decode())
        waiting.extend(set(found) - imported)
        imported.update(found)
    assert imported == set(MODULES)


def test_every_module_that_comes_later_has_its_address(cast):
    """A part that the page does not know of would be missing just where it is needed: at the end, or behind a proxy."""
    travelling = "".join(as_it_travels(name).decode() for name in PAGE_MODULES)
    later = set(re.findall(r'import\("@causerie/([\w/.]+)"\)', travelling))
    assert later - {"window/preview.js"} == set(LATER)
    page = Client().get(f"/w/{cast.site.key}/").content.decode()
    assert all(f'"@causerie/{name}":' in page for name in (*MODULES, *LATER))


def test_the_page_carries_every_icon_it_draws(cast):
    carried = re.findall(r'<symbol id="([^"]+)"', Client().get(f"/w/{cast.site.key}/").content.decode())
    drawn = {icon for name in (*PAGE_MODULES, *LATER) for icon in re.findall(r'(?:icon|entry)\("([\w-]+)"', as_it_travels(name).decode())}
    assert drawn | {"volume", "volume-off"} == set(carried)
