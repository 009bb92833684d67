"""Every string has its French and its Spanish, whole and well formed."""

from pathlib import Path

import pytest

from causerie.config import words


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_string_is_translated(language):
    missing = words.faults(language, words.template())
    assert not missing, "run `python -m causerie.config.words update` and translate:\n" + "\n".join(missing)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_po_file_is_what_update_writes(language):
    wanted = words.po_bytes(words.merged(language, words.template()))
    assert words.po_path(language).read_bytes() == wanted, "run `python -m causerie.config.words update`"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_compiled_file_holds_the_same(language):
    assert words.po_path(language).with_suffix(".mo").read_bytes() == words.mo_bytes(words.load(language))


def test_the_browser_is_only_given_literal_strings():
    """t(variable) would be found by nobody."""
    for path in words.sources():
        if path.suffix == ".js" and path.name != "i18n.js":
            for found in words.WITHOUT_LITERAL.finditer(path.read_text()):
                raise AssertionError(f"{path}: {found[0]}")


def _found(tmp_path: Path, name: str, source: str):
    path = tmp_path / name
    path.write_text(source)
    return [found for found, _context in words.strings([path])]


def test_browser_modules_are_read_whole(tmp_path):
    source = """
      const a = `${t("Hello {name}", { name })}, it's ${n("{count} member", "{count} members", c)}`;
      f(t(
        'It is "here", isn\\'t it?',
      ), x.split("a"), at("x"), el.n(1, 2), n(1, 2));
    """
    assert _found(tmp_path, "a.js", source) == ["Hello {name}", ("{count} member", "{count} members"), 'It is "here", isn\'t it?']


def test_templates_are_read_whole(tmp_path):
    source = """{% load i18n %}
    <p title="{% translate 'It is "here"' %}">It's (un'balanced "quotes'</p>
      {% blocktranslate trimmed count n=members %}
         {{ n }} member of {{ brand }}
      {% plural %}
         {{ n }} members
      {% endblocktranslate %}
   {{ value|default:_("Nothing") }}"""
    assert _found(tmp_path, "a.html", source) == ['It is "here"', ("%(n)s member of %(brand)s", "%(n)s members"), "Nothing"]


@pytest.mark.parametrize(
    ("original", "translated", "good"),
    [
        ("Hello {name}", "Bonjour {name}", True),
        ("Hello {name}", "Bonjour {nom}", False),
        ("Hello", "", False),
        (("{count} member", "{count} members"), ("un membre", "{count} membres"), True),
        (("{count} member", "{count} members"), ("un membre", "des membres"), False),
        (("{count} member", "{count} members"), ("{count} membre", ""), False),
    ],
)
def test_a_wrong_translation_is_told(original, translated, good, monkeypatch):
    wanted, known = words._empty("fr"), words._empty("fr")
    wanted.add(original)
    known.add(original, translated)
    monkeypatch.setattr(words, "load", lambda _language: known)
    assert (words.faults("fr", wanted) == []) is good
