"""The words of the browser modules: found in their t() and n() calls, translated by gettext, handed to the page as JSON."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.utils import translation

_TEXT = r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
_ONE = re.compile(rf"(?<![\w.$])t\(\s*{_TEXT}")
_MANY = re.compile(rf"(?<![\w.$])n\(\s*{_TEXT}\s*,\s*{_TEXT}")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]+\}|.)")
_PLAIN = {"n": "\n", "t": "\t"}
# How many forms a language may have, and a count that stands for each: enough for the one/many of our three languages.
_SAMPLES = (1, 2)


@lru_cache(64)
def scripts(rooms: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(name under static, file) of every module of these rooms, in order of name; one module alone is named as "room/module.js"."""
    found: dict[str, str] = {}
    for finder in get_finders():
        for name, storage in finder.list([]):
            if name.endswith(".js") and (name in rooms or name.split("/", 1)[0] in rooms):
                found.setdefault(name, storage.path(name))
    return tuple(sorted(found.items()))


@lru_cache(64)
def texts(rooms: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The source strings of these rooms: (text,) or (one, many)."""
    found: dict[tuple[str, ...], None] = {}
    for name, file in scripts(rooms):
        if "/vendor/" not in name:
            found.update(dict.fromkeys(strings(Path(file).read_text())))
    return tuple(found)


def strings(source: str) -> Iterator[tuple[str, ...]]:
    """The literal first arguments of t(…) and n(…) in one module."""
    for match in _ONE.finditer(source):
        yield (_unquote(match[1]),)
    for match in _MANY.finditer(source):
        yield (_unquote(match[1]), _unquote(match[2]))


def _unquote(literal: str) -> str:
    return _ESCAPE.sub(_escaped, literal[1:-1])


def _escaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code.strip("u{}"), 16)) if len(code) > 1 else _PLAIN.get(code, code)


@lru_cache(256)
def words(rooms: tuple[str, ...], language: str) -> dict[str, object]:
    """`{"locale": …, "words": {text: translation | [one, many]}}` for `@causerie/design/i18n.js`."""
    with translation.override(language):
        return {"locale": language, "words": {entry[0]: _translated(entry) for entry in texts(rooms)}}


def _translated(entry: tuple[str, ...]) -> str | list[str]:
    if len(entry) == 1:
        return translation.gettext(entry[0])
    return [translation.ngettext(entry[0], entry[1], count) for count in _SAMPLES]
