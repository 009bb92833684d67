"""What stands in people's words: found in linear time, whole again when joined, and never more than text."""

import html

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from causerie.community import rules

HOSTILE = [
    "<svg onload=alert(1)>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://example.org/\"onmouseover='alert(1)",
    "http://<b>@evil",
    "#<img src=x onerror=alert(1)>",
    "@<script>alert(1)</script>",
    "{{ constructor.constructor('alert(1)')() }}",
    "https://[::1",
    "http://",
    "HtTpS://example.org/A?b=<c>",
    "vbscript:msgbox(1)",
    "//evil.example/x",
    "\u202ehttps://example.org",
]


def kinds(text, names=()):
    return [(piece.kind, piece.text) for piece in rules.pieces(text, names) if piece.kind != "text"]


@given(st.text(alphabet="ab#@ :/h tps.,()<>&\"'\n-_é漢1", max_size=200), st.lists(st.sampled_from(["a", "ab", "Ba b"]), max_size=3))
def test_the_pieces_are_the_text(text, names):
    assert "".join(piece.text for piece in rules.pieces(text, names)) == text


def test_addresses_end_before_the_sentence_does():
    found = kinds("Voir https://example.org/a_(b), et (http://x.fr/é). Pas ftp://x.fr ni javascript:x")
    assert found == [("link", "https://example.org/a_(b)"), ("link", "http://x.fr/é")]


def test_topics_are_words_in_any_script():
    assert rules.tags_in("#Été #été2026 #漢字 a#b #1 #12 ##x #un-deux, #x") == ["été", "été2026", "漢字", "un-deux"]


def test_only_members_are_names():
    assert kinds("@Jean Luc et @Jeanne, x@Jean", ["Jean", "Jean Luc"]) == [("name", "@Jean Luc")]
    assert "Jean Luc" in rules.may_be_names("Merci @Jean Luc !")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_only_ever_text(text):
    drawn = Template("{% load feed %}{% woven text names brand %}").render(Context({"text": text, "names": ["<script>"], "brand": "b"}))
    assert "<" not in drawn.replace("<a ", "").replace("</a>", "").replace("<b class=", "").replace("</b>", "")
    for href in [part.split('"')[0] for part in drawn.split('href="')[1:]]:
        assert html.unescape(href).lower().startswith(("http://", "https://", "/community/"))


@pytest.mark.parametrize("text", ["#a" * 20_000, "@a " * 20_000, "https://" * 8_000, "@" * 60_000, "https://x/" + ")" * 50_000])
def test_a_long_row_of_marks_is_cut_in_one_pass(text):
    """Were it the square of the length, this test would never end."""
    assert "".join(piece.text for piece in rules.pieces(text, ["a", "ab"])) == text
    assert rules.may_be_names(text) <= {"a", "a @a", "a @a @a", "a @a @a @a"}


def test_a_search_forgives_case_and_accents():
    assert rules.sought_words("  ÉTÉ à  Séville ") == ["ete", "a", "seville"]
