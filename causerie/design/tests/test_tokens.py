"""The house's own palette: readable, and the same dark whether the system or the page asks for it."""

import re
from pathlib import Path

import pytest

from causerie.design.theme import contrast, to_hex

CSS = (Path(__file__).parent.parent / "static/design/tokens.css").read_text()
BLOCKS = re.findall(r"(:root[^{]*)\{([^{}]*--paper-1[^{}]*)\}", CSS)


def _named(block):
    found = re.findall(r"--([\w-]+):oklch\(([\d. ]+)\)", block)
    return {name: to_hex(tuple(float(part) for part in value.split())) for name, value in found}


LIGHT, DARK = _named(BLOCKS[0][1]), _named(BLOCKS[1][1])


def test_dark_is_dark_in_both_ways():
    assert [selector.strip() for selector, _ in BLOCKS] == [":root", ":root:not([data-theme=light])", ":root[data-theme=dark]"]
    assert BLOCKS[1][1].strip() == BLOCKS[2][1].strip()


@pytest.mark.parametrize("tokens", [LIGHT, {**LIGHT, **DARK}], ids=["light", "dark"])
def test_words_and_edges_can_be_read(tokens):
    papers = [tokens[f"paper-{number}"] for number in (1, 2, 3)]
    for ink in ("ink-1", "ink-2", "ink-3", "ember-5", "sage-4", "honey-4", "rose-4", "sky-4"):
        soft = tokens.get(ink.replace("-4", "-1").replace("-5", "-1"), papers[0]) if "ink" not in ink else papers[0]
        for paper in (*papers, soft):
            assert contrast(tokens[ink], paper) >= 4.5, (ink, paper)
    assert contrast(tokens["on-ember"], tokens["ember-4"]) >= 4.5
    for edge in ("paper-5", "ember-3", "sage-3", "rose-3", "sky-5"):
        assert contrast(tokens[edge], papers[0]) >= 3, edge
