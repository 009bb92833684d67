"""The written pages say what the code says."""

import re

import pytest

from causerie.config import docs
from causerie.config.env import SETTINGS
from causerie.conversations import wire
from causerie.kernel.refusal import WORDS


@pytest.mark.parametrize("name", docs.PAGES)
def test_the_page_is_what_the_code_writes(name):
    assert (docs.DOCS / name).read_text() == docs.PAGES[name](), "run `python -m causerie.config.docs`"


def test_every_setting_is_documented():
    page = docs.settings_page()
    assert [name for name in SETTINGS if f"`CAUSERIE_{name}`" not in page] == []


def test_every_frame_says_what_it_means():
    silent = [frame.__name__ for frame in (*wire.FromClient.__args__, *wire.FromServer.__args__) if not docs._words(frame)]
    assert silent == []


def test_every_frame_of_the_file_travels():
    listed = {*wire.FromClient.__args__, *wire.FromServer.__args__}
    frames = {one for one in vars(wire).values() if isinstance(one, type) and issubclass(one, wire.Frame) and one is not wire.Frame}
    assert frames == listed


def test_every_refusal_and_close_code_is_documented():
    page = docs.wire_page()
    assert [code for code in WORDS if f"| `{code}` |" not in page] == []
    assert [code for code in wire.CLOSE_CODES if f"| {code} |" not in page] == []


def test_every_refusal_raised_has_words():
    raised = {}
    for path in docs.DOCS.parent.glob("causerie/**/*.py"):
        for code in re.findall(r"\bRefused\(\s*\"([a-z_]+)\"", path.read_text()):
            raised[code] = path
    assert {code: str(path) for code, path in raised.items() if code not in WORDS} == {}
