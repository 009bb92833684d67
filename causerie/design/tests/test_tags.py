"""The template tags."""

import json
import re

import pytest
from django.template import Context, Template
from django.utils import translation

from causerie.design import words
from causerie.design.templatetags import causerie as tags


def _draw(source, **context):
    return Template("{% load causerie %}" + source).render(Context({"nonce": "abc", **context}))


def test_the_import_map_names_hashed_addresses():
    drawn = _draw('{% import_map "design" %}')
    imports = json.loads(re.fullmatch(r'<script type="importmap" nonce="abc">(.*)</script>', drawn)[1])["imports"]
    assert re.fullmatch(r"/static/design/icons\.[0-9a-f]{12}\.js", imports["@causerie/design/icons.js"])
    assert all(name.startswith("@causerie/design/") for name in imports)


def test_the_words_of_the_browser_are_found_and_kept_whole():
    source = """t("Hello {name}", {name}); x.t("no"); at("no"); t('It\\'s'); t(variable);
      n("{count} member", "{count} members", 3); t(
        "on its own line"); t("caf\\u00e9")"""
    single = [("Hello {name}",), ("It's",), ("on its own line",), ("café",)]
    assert list(words.strings(source)) == [*single, ("{count} member", "{count} members")]


def test_words_go_to_the_page_in_its_language():
    with translation.override("fr"):
        drawn = _draw('{% words "people" %}')
    book = json.loads(re.fullmatch(r'<script type="application/json" id="words" nonce="abc">(.*)</script>', drawn)[1])
    assert book["locale"] == "fr"
    assert "Nothing was chosen. You can try again." in book["words"]


def test_nothing_closes_the_script_element():
    assert "<" not in tags._json({"text": "</script><!--"})


def test_icons_are_decoration_unless_named():
    assert 'aria-hidden="true"' in _draw('{% icon "heart" %}')
    assert 'role="img" aria-label="Liked &amp; loved"' in _draw('{% icon "heart" label %}', label="Liked & loved")


def test_a_face_is_a_photo_or_initials():
    assert 'src="/faces/a%20b.webp"' in _draw('{% face p "s here" %}', p={"name": "Flore", "photo": "a b.webp"})
    assert ">FM</span>" in _draw("{% face p %}", p={"name": "Flore du Marais", "photo": ""}).replace("Fm", "FM")
    assert "&lt;" in _draw("{% face p %}", p={"name": "<b>", "photo": ""})


@pytest.mark.parametrize(("name", "letters"), [("Bernadette", "B"), ("Anne-Marie Blanc", "AB"), ("", "?"), ("  ", "?"), ("Élodie", "É")])
def test_initials(name, letters):
    assert tags.initials(name) == letters


def test_no_colour_no_theme():
    assert _draw("{% brand_theme colour %}", colour="") == ""
    assert '<style nonce="abc">:root{--brand:#0050a0;' in _draw("{% brand_theme colour %}", colour="#0050a0")
