"""The words of pages and browser modules, and their translations.

`python -m causerie.config.words update` gathers every msgid of the sources, merges it into locale/*/LC_MESSAGES/django.po
(translations are kept, those of vanished strings are dropped) and compiles the .mo files. `check` only tells what is missing.
"""

import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
LOCALES = PACKAGE / "locale"
LANGUAGES = ("fr", "es")
_SKIPPED = {"migrations", "tests", "vendor", "locale", "node_modules"}
_BORN = datetime(2026, 1, 1, tzinfo=UTC)

_PYTHON: dict[str, tuple[object, ...] | None] = {
    **dict.fromkeys(("_", "_t", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_STRING = r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
_CALL = re.compile(rf"(?<![\w.$])(?:(t)\(\s*{_STRING}|(n)\(\s*{_STRING}\s*,\s*{_STRING})")
WITHOUT_LITERAL = re.compile(r"(?<![\w.$])(?:t\((?!\s*[\"'])|n\((?!\s*[\"']|\s*\))).*")
_ESCAPE = re.compile(r"\\(.)")
_PLACEHOLDER = re.compile(r"%\([A-Za-z_]\w*\)[sd]|\{[A-Za-z_]\w*\}|%[sd]")

Found = tuple[str | tuple[str, ...], str | None]


def _python(source: str) -> Iterator[Found]:
    return _run(source)


def _browser(source: str) -> Iterator[Found]:
    """t("…") and n("…", "…"), wherever they stand, template strings too (whose parts babel's reader loses)."""
    for match in _CALL.finditer(source):
        words = tuple(_literal(text) for text in match.group(2, 4, 5) if text)
        yield (words if match[3] else words[0]), None


def _literal(text: str) -> str:
    """What a string literal of JavaScript says."""
    inside = _ESCAPE.sub(lambda match: match[1] if match[1] in "'\"" else match[0], text[1:-1])
    return str(json.loads('"' + inside.replace('"', '\\"') + '"'))


def _template(source: str) -> Iterator[Found]:
    from django.utils.translation.template import templatize

    # What is not to be translated comes out as letters and white space, whose indentation would stop the tokenizer.
    lines = [line.strip() for line in templatize(source).splitlines()]
    return _run("\n".join(lines))


def _run(source: str) -> Iterator[Found]:
    lines = io.BytesIO(source.encode())
    for _line, words, _comments, context in extract("python", lines, keywords=_PYTHON, options={"encoding": "utf-8"}):  # type: ignore[arg-type]
        yield words, context


_READERS: dict[str, Callable[[str], Iterator[Found]]] = {".py": _python, ".js": _browser, ".html": _template, ".txt": _template}


def sources(root: Path = PACKAGE) -> Iterator[Path]:
    """The files whose strings people read, in a stable order."""
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        wanted = path.suffix in (".py", ".js") or (path.suffix in (".html", ".txt") and "templates" in inside.parts)
        if wanted and not _SKIPPED & set(inside.parts):
            yield path


def strings(paths: Iterable[Path]) -> Iterator[Found]:
    """The msgids of these files, with their context: a text, or the pair singular, plural."""
    for path in paths:
        yield from _READERS[path.suffix](path.read_text())


def template(root: Path = PACKAGE) -> Catalog:
    """All msgids of the sources, untranslated, each with the files that use it."""
    catalog = _empty(None)
    for path in sources(root):
        for words, context in strings([path]):
            catalog.add(words, locations=[(path.relative_to(root.parent).as_posix(), 1)], context=context)
    return catalog


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        domain="django",
        project="Causerie",
        version="1",
        header_comment="# Causerie: words for people.",
        msgid_bugs_address="CONTRIBUTING.md",
        last_translator="Causerie",
        language_team=language or "",
        creation_date=_BORN,
        revision_date=_BORN,
        charset="utf-8",
        fuzzy=False,
    )


def po_path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> Catalog:
    """The translations of a language, as they stand."""
    path = po_path(language)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django")


def merged(language: str, wanted: Catalog) -> Catalog:
    """The wanted msgids with the translations we have."""
    known, catalog = load(language), _empty(language)
    for message in _messages(wanted):
        old = known.get(_key(message), message.context)
        same_form = old is not None and isinstance(old.id, str) == isinstance(message.id, str)
        catalog.add(message.id, old.string if old and same_form else None, message.locations, context=message.context)
    return catalog


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def po_bytes(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=120, sort_output=True, include_lineno=False)
    return out.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def placeholders(text: str) -> list[str]:
    """The parts of a string that values replace."""
    return sorted(set(_PLACEHOLDER.findall(text)))


def faults(language: str, wanted: Catalog) -> list[str]:
    """What is wrong with a language: one sentence a string."""
    known = load(language)
    found = []
    for message in _messages(wanted):
        translated = known.get(_key(message), message.context)
        trouble = _fault(message, translated, known.num_plurals)
        if trouble:
            found.append(f"{language}: {_key(message)!r}: {trouble}")
    return found


def _fault(message: Message, translated: Message | None, plurals: int) -> str:
    if translated is None:
        return "missing"
    if translated.fuzzy:
        return "marked fuzzy"
    forms = [translated.string] if isinstance(translated.string, str) else list(translated.string or ())
    if isinstance(message.id, str) != isinstance(translated.id, str) or len(forms) != (1 if isinstance(message.id, str) else plurals):
        return "wrong number of forms"
    if not all(forms):
        return "not translated"
    wanted = placeholders(message.id if isinstance(message.id, str) else message.id[-1])
    # A singular may leave its number out ("one member").
    if placeholders(forms[-1]) != wanted or any(set(placeholders(form)) - set(wanted) for form in forms):
        return f"placeholders differ: {wanted}"
    return ""


def update() -> None:
    """Merge and compile every language."""
    wanted = template()
    for language in LANGUAGES:
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_bytes(merged(language, wanted)))
        path.with_suffix(".mo").write_bytes(mo_bytes(load(language)))


def main(argv: list[str]) -> int:
    """`update`, or `check`: exit code 1 when something is missing."""
    if argv not in (["update"], ["check"]):
        sys.stderr.write("usage: python -m causerie.config.words update|check\n")
        return 2
    if argv == ["update"]:
        update()
    wanted = template()
    found = [fault for language in LANGUAGES for fault in faults(language, wanted)]
    sys.stdout.write("".join(f"{fault}\n" for fault in found) + f"{len(_messages(wanted))} strings, {len(found)} to translate\n")
    return 1 if found and argv == ["check"] else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
