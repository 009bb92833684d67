"""Whatever colour a brand gives, words and edges can be read."""

import colorsys
import random
import re

import pytest

from causerie.design import theme
from causerie.design.theme import contrast


def _colours():
    chance = random.Random(7)
    wheel = [colorsys.hsv_to_rgb(step / 24, 0.95, 0.9) for step in range(24)]
    some = [(chance.random(), chance.random(), chance.random()) for _ in range(18)]
    named = ["#000000", "#ffffff", "#808080", "#ffd200", "#ff7900", "#00ff00", "#0000ff", "#b5482a"]
    return ["#" + "".join(f"{round(255 * part):02x}" for part in colour) for colour in wheel + some] + named


@pytest.mark.parametrize("colour", _colours())
def test_a_brand_s_accents_can_be_read(colour):
    made = theme.theme(colour)
    for tokens, papers in ((made.light, theme.LIGHT_PAPERS), (made.dark, theme.DARK_PAPERS)):
        assert contrast(tokens["on-ember"], tokens["ember-4"]) >= 4.5
        for paper in (*papers, tokens["ember-1"], tokens["ember-2"]):
            assert contrast(tokens["ember-5"], paper) >= 4.5
        for paper in papers:
            assert contrast(tokens["ember-3"], paper) >= 3


@pytest.mark.parametrize("colour", ["#b5482a", "#0050a0", "#ffd200", "#ff7900"])
def test_a_brand_s_own_colour_stays_where_words_can_stand_on_it(colour):
    assert contrast(theme.theme(colour).light["ember-4"], colour) < 1.02


def test_there_and_back():
    for colour in _colours():
        assert contrast(theme.to_hex(theme.to_oklch(colour)), colour) < 1.01


def test_nothing_but_colours_reaches_the_page():
    css = theme.theme("red;}</style><script>").css()
    assert "script" not in css
    assert theme.theme("red;}</style>").brand == theme.DEFAULT
    assert re.fullmatch(r"[\w\s:;{}@()#\[\]=-]+", css)
