"""The script that a shop's pages carry: made small once, kept in memory as it travels."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from pathlib import Path
from string import ascii_letters

import brotli  # type: ignore[import-untyped]
import rjsmin

_HERE = Path(__file__).resolve().parent
_DECLARED = re.compile(r"\b(?:const|let) ([\w$]+)(?= =| of)|\blet ([\w, =\"]+);|\(([^()]*)\) =>")
# A string, or a name that is neither a property nor a key of an object.
_TOKEN = re.compile(r"""("(?:[^"\\]|\\.)*"|'[^']*')|(?<![\w$])(?<![^.]\.)([A-Za-z_$][\w$]*)(?![\w$]|:)""")


@lru_cache(1)
def loader_bytes() -> tuple[bytes, bytes]:
    """The loader, plain and as brotli."""
    script = shortened((_HERE / "loader.js").read_text()).replace('"CSS"', f'"{_small_css()}"')
    plain = rjsmin.jsmin(script).strip().replace(";}", "}").encode()
    return plain, brotli.compress(plain, mode=brotli.MODE_TEXT, quality=11, lgwin=24)


def _small_css() -> str:
    """The stylesheet without its white space; it holds no double quote."""
    css = re.sub(r"\s+", " ", (_HERE / "loader.css").read_text())
    return re.sub(r"(?<=:) | ?([{};,>]) ?| (?=!)", r"\1", css).replace(";}", "}").strip()


def shortened(script: str) -> str:
    """The loader with one letter for each of its own names. It knows the loader's way of writing, not JavaScript."""
    often = Counter(re.findall(r"[\w$]+", script))
    short = dict(zip(sorted(_declared(script), key=lambda name: (-often[name], name)), _letters(), strict=False))
    code = re.sub(r"^\s*//.*$|^/\*[\s\S]*?\*/", "", script, flags=re.M)
    return _TOKEN.sub(lambda found: found[1] or short.get(found[2], found[2]), code)


def _declared(script: str) -> set[str]:
    names: set[str] = set()
    for single, several, parameters in _DECLARED.findall(script):
        names.add(single)
        names.update(part.split(" = ")[0].strip() for part in several.split(","))
        names.update(re.findall(r"(?<!\")\b(\w+)\b(?!:|\")", parameters))
    return names - {""}


def _letters() -> Iterator[str]:
    yield from ascii_letters
    yield from map("".join, product(ascii_letters, repeat=2))
