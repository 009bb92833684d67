"""Writes docs/settings.md and docs/wire.md from the code, so that they cannot lie: `python -m causerie.config.docs`."""

import ast
import inspect
import sys
import typing
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect as shapes

from causerie.community import wire as community
from causerie.config.env import SETTINGS
from causerie.conversations import wire
from causerie.kernel import refusal

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
_WRITTEN = "<!-- Written by `python -m causerie.config.docs`. Do not edit. -->\n"

_SETTINGS_INTRO = """# Settings

Every setting is an environment variable, has a safe default, and is read strictly: a wrong value, or a name that is not below, stops the
start with one sentence and exit code 2. Any of them may come from a file instead: `CAUSERIE_SECRET_KEY_FILE=/run/secrets/key` gives
`CAUSERIE_SECRET_KEY` its content.
"""

_WIRE_INTRO = """# The live wire, version 1

The contract between a browser, or any client, and the gateway. It is written from `causerie/conversations/wire.py`.

## Opening
The socket is `/live`, subprotocol `causerie.v1`. Each text frame is one JSON object of at most 64 KiB whose `type` says which it
is; there is no compression. The `Origin` must be exactly the server's own: missing, `null` or another one is refused before the
socket opens. Nothing secret stands in an address.

The first frame is `hello`, within 10 seconds, with one of two keys:

- **a visitor's token**: `POST /w/{site_key}/visits` answers `{"token", "visitor"}`. The server makes it, 256 random bits, for
  that site only. A window asks for it when its visitor first writes.
- **a member's ticket**: `POST /desk/ticket` with the session cookie and the CSRF token answers `{"ticket"}`. It works once,
  within 30 seconds.

`welcome` answers. Its `epoch` changes when history may have changed (a restored backup): a client that knew another one forgets
what it holds. `resume` in `hello` gives the last position known of each conversation; what was missed follows as `messages`.

`welcome.me` is `{"kind": "visitor", "name", "site": {"name", "language", "brand", "colour", "greeting", "about", "rewarded",
"support_url", "offline", "join_url"}, "members", "usual_wait"}` for a visitor, and `{"kind": "ambassador" or "team", "id",
"name", "photo", "role", "languages", "topics", "state", "capacity", "cap", "brand", "load"}` for a member.

## Messages, exactly once
A message is acknowledged (`ack`) only when it is on disk. The client names each of its messages (`client_id`) and sends it again,
with the same name, until it is acknowledged or refused: the same name gets the same `ack`, so nothing is written twice. Within a
conversation `seq` rises by one, without a gap. A reader who sees a gap, or hears of a later position in `head`, fetches by
position: the database is the truth, what is pushed is a wake-up.

## Coming back
After a closed socket a client waits a random time, up to 0.5 s at first and doubling to 60 s, and says `hello` again. 4401 and
4403 mean: not with this key.

## Where sockets are blocked
A network may refuse sockets, or open them and let nothing through. The same frames then travel by plain requests, with the same rights,
budgets and close codes:

| request | answer |
|---|---|
| `POST /live/link`, a JSON array that holds the `hello` | `{"link": NAME}` |
| `POST /live/link`, `Authorization: Link NAME`, a JSON array of frames | `{"link": NAME}`; what they bring comes by `GET` |
| `GET /live/link`, `Authorization: Link NAME` | `{"frames": […], "code": 0}`, at the latest after 25 s; another `code`: closed |
| `DELETE /live/link`, `Authorization: Link NAME` | the client leaves |

One `GET` stands at a time: a second one ends the first. A link for which nobody asks during 20 s is cut. After a lost answer, or a
404, a client says `hello` again, as after a closed socket. Our own client takes sockets for blocked after two in a row without
`welcome`, and tries one again after a minute, then more rarely.

A program that wants no connection at all may send one verb a request: `POST /live/{verb}` with the frame's other fields answers the verb's
frame; `GET /live/messages?conversation=ID&after=SEQ&wait=1` answers `messages`, after 25 s at the latest.

## Beside the socket
| request | answer |
|---|---|
| `GET /w/{site_key}/status.json` | public, cacheable 5 s, from memory: is the window open, who is here |
| `POST /live/pictures?conversation=ID&client_id=…`, the picture as the body | the `ack` of the message that carries it |
| `GET /live/pictures/{id}` | the picture |
| `GET /live/page-picture?conversation=ID`, members only | the picture of the page the visitor looks at, small |

Pictures ask for the same key as the socket: `Authorization: Bearer TOKEN` from a visitor; session cookie (and `X-CSRFToken` to
post) from a member.

## Types
Types are strict: `"1"`, `1.0` and `true` are not `1`. A field that is marked optional is left out when it has its default value.
Instants are milliseconds since 1970.
"""


def settings_page() -> str:
    """docs/settings.md."""
    rows = [f"| `CAUSERIE_{name}` | {_default(name, setting.default)} | {setting.help} |" for name, setting in SETTINGS.items()]
    return "\n".join([_WRITTEN + _SETTINGS_INTRO, "| variable | default | meaning |", "|---|---|---|", *rows, ""])


def _default(name: str, value: Any) -> str:
    if name == "DATA":
        return "`causerie-data`"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"`{value}`" if value not in ("", []) else ""


def wire_page() -> str:
    """docs/wire.md."""
    parts = [_WRITTEN + _WIRE_INTRO]
    parts += ["\n## From clients\n", *(_section(frame) for frame in typing.get_args(wire.FromClient))]
    parts += ["\n## From the server\n", *(_section(frame) for frame in typing.get_args(wire.FromServer))]
    parts += ["\n## From the server, of the community\n", *(_section(frame) for frame in community.TO_MEMBERS)]
    parts += ["\n## Parts of frames\n", *(_section(part) for part in _parts())]
    parts += ["\n## Budgets\n", _budgets(), "\n## Close codes\n", _close_codes(), "\n## Refusals\n", _refusals()]
    return "\n".join(parts)


def _parts() -> Iterator[type]:
    """The structs that stand inside frames, in the order of the file."""
    for value in vars(wire).values():
        ours = isinstance(value, type) and value.__module__ == wire.__name__
        if ours and issubclass(value, msgspec.Struct) and not issubclass(value, wire.Frame):
            yield value


def _section(struct: type) -> str:
    shape = shapes.type_info(struct)
    assert isinstance(shape, shapes.StructType)
    title = f"### `{shape.tag}`" if shape.tag else f"### {struct.__name__}"
    said = _field_words(struct)
    rows = [_row(field, said.get(field.name, "")) for field in shape.fields]
    table = "\n".join(["", "| field | type | |", "|---|---|---|", *rows]) if rows else ""
    return f"{title}\n{_words(struct)}\n{table}\n"


def _words(struct: type) -> str:
    """The struct's own docstring; msgspec writes one when there is none."""
    node = _node(struct)
    return (ast.get_docstring(node) or "") if node else ""


def _node(struct: type) -> ast.ClassDef | None:
    tree = ast.parse(inspect.getsource(struct))
    return tree.body[0] if isinstance(tree.body[0], ast.ClassDef) else None


def _field_words(struct: type) -> dict[str, str]:
    """The texts that follow fields."""
    node = _node(struct)
    found: dict[str, str] = {}
    for before, after in zip(node.body, node.body[1:], strict=False) if node else ():
        if isinstance(before, ast.AnnAssign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            found[before.target.id if isinstance(before.target, ast.Name) else ""] = str(after.value.value)
    return found


def _row(field: shapes.Field, said: str) -> str:
    optional = "" if field.required else "optional"
    meaning = "; ".join(word for word in (optional, said) if word)
    return f"| `{field.encode_name}` | {_type(field.type)} | {meaning} |"


def _type(kind: Any) -> str:
    """A type in words, with its limits."""
    if isinstance(kind, shapes.Metadata):
        described = (kind.extra_json_schema or {}).get("description", "")
        inner = _type(kind.type)
        return f"{inner}, {described}" if described else inner
    writer = _TYPES.get(type(kind))
    return writer(kind) if writer else type(kind).__name__.removesuffix("Type").lower()


def _text(kind: shapes.StrType) -> str:
    if kind.pattern:
        return f"string `{kind.pattern}`"
    low, high = kind.min_length, kind.max_length
    limits = f"{low} to {high} characters" if low and high else f"at most {high} characters" if high else ""
    return f"string, {limits}" if limits else "string"


def _number(kind: shapes.IntType) -> str:
    return f"integer, {kind.ge} to {kind.le}" if kind.ge is not None and kind.le is not None else "integer"


_TYPES: dict[type, Any] = {
    shapes.StrType: _text,
    shapes.IntType: _number,
    shapes.FloatType: lambda _: "number",
    shapes.BoolType: lambda _: "true or false",
    shapes.AnyType: lambda _: "anything",
    shapes.NoneType: lambda _: "null",
    shapes.StructType: lambda kind: f"`{kind.tag}`" if kind.tag else f"[{kind.cls.__name__}](#{kind.cls.__name__.lower()})",
    shapes.LiteralType: lambda kind: " or ".join(f'`"{value}"`' for value in kind.values),
    shapes.ListType: lambda kind: f"list of {_type(kind.item_type)}",
    shapes.DictType: lambda kind: f"object: {_type(kind.key_type)} → {_type(kind.value_type)}",
    shapes.UnionType: lambda kind: " or ".join(_type(one) for one in kind.types),
}


def _table(head: str, rows: Iterable[str]) -> str:
    return "\n".join([head, "|" + "---|" * (head.count("|") - 1), *rows])


def _budgets() -> str:
    rows = (f"| {name} | {burst} | {rate:g} |" for name, (burst, rate) in wire.BUDGETS.items())
    words = "What one connection may send. Messages follow `CAUSERIE_MESSAGES_PER_SECOND`; beyond, `refused` `slow_down`.\n\n"
    return words + _table("| kind | at once | then a second |", rows) + "\n"


def _close_codes() -> str:
    return _table("| code | meaning |", (f"| {code} | {words} |" for code, words in wire.CLOSE_CODES.items())) + "\n"


def _refusals() -> str:
    from django.utils import translation

    words = "`refused` carries one of these codes, and its sentence in the client's language. The same codes answer HTTP requests.\n\n"
    with translation.override("en"):
        rows = [f"| `{code}` | {refusal.STATUS.get(code, 422)} | {sentence} |" for code, sentence in refusal.WORDS.items()]
    return words + _table("| code | HTTP | in English |", rows) + "\n"


PAGES = {"settings.md": settings_page, "wire.md": wire_page}


def main() -> int:
    """Write both pages."""
    DOCS.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (DOCS / name).write_text(page())
    sys.stdout.write(f"{', '.join(PAGES)} written\n")
    return 0


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causerie.config.settings")
    django.setup()
    raise SystemExit(main())
