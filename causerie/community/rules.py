"""What stands in people's words: addresses, #topics, @names; decided here, drawn elsewhere, always as text."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

MOST_TAGS = 8
MOST_NAMES = 10
LONGEST_ADDRESS = 2000
LONGEST_NAME = 40
DAY_MS = 86_400_000

# Each alternative begins with a letter of its own and never looks back over what it passed: linear in the text.
_TOKEN = re.compile(r"(?P<link>https?://[^\s<>\"]+)|(?<![\w&/#])#(?P<tag>[^\W_][\w-]{1,39})|(?<![\w@])(?P<at>@)(?=\w)", re.IGNORECASE)
_CLOSERS = {")": "(", "]": "[", "}": "{", "»": "«"}
_WORDS = re.compile(r"\w+")

Kind = Literal["text", "link", "tag", "name"]


class Piece(NamedTuple):
    """`value`: the address, the topic's name or the member's name; "" for plain text."""

    kind: Kind
    text: str
    value: str = ""


def pieces(text: str, names: Collection[str] = ()) -> Iterator[Piece]:
    """The text cut into what it says, in order: joined again, the pieces' texts are the text. `names`: who is really mentioned in it."""
    longest_first = sorted(names, key=len, reverse=True)
    done = 0
    for found in _TOKEN.finditer(text):
        if found.start() < done:
            continue
        piece = _piece(text, found, longest_first)
        if piece is None:
            continue
        if found.start() > done:
            yield Piece("text", text[done : found.start()])
        yield piece
        done = found.start() + len(piece.text)
    if done < len(text):
        yield Piece("text", text[done:])


def _piece(text: str, found: re.Match[str], names: list[str]) -> Piece | None:
    if found["link"]:
        address = _trimmed(found["link"])
        return Piece("link", address, address) if _safe(address) else None
    if found["tag"]:
        return Piece("tag", found[0], tag_name(found["tag"])) if not found["tag"].isdigit() else None
    start = found.end()
    for name in names:
        if text.startswith(name, start) and not text[start + len(name) : start + len(name) + 1].isalnum():
            return Piece("name", "@" + name, name)
    return None


def _trimmed(address: str) -> str:
    """Without the punctuation of the sentence around it; a closing bracket stays when it was opened inside."""
    if len(address) > LONGEST_ADDRESS:
        return ""
    end = len(address)
    while end:
        last = address[end - 1]
        opener = _CLOSERS.get(last)
        if (opener is None and last not in ".,;:!?'’…") or (opener and opener in address[: end - 1]):
            break
        end -= 1
    return address[:end]


def _safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def tag_name(written: str) -> str:
    """A topic as it is kept: lower case, normal form."""
    return unicodedata.normalize("NFC", written.replace("\0", "").lstrip("#").lower())[:LONGEST_NAME]


def tags_in(text: str) -> list[str]:
    """The first topics named in the text, each once."""
    return list(dict.fromkeys(piece.value for piece in pieces(text) if piece.kind == "tag"))[:MOST_TAGS]


def may_be_names(text: str) -> set[str]:
    """Everything after an @ that could be somebody's name: its first word, its first two, three and four. Looks at the first 30."""
    found: set[str] = set()
    for number, match in enumerate(found_at for found_at in _TOKEN.finditer(text) if found_at["at"]):
        if number >= 30:
            break
        after = text[match.end() : match.end() + LONGEST_NAME].split("\n", 1)[0]
        ends = [word.end() for word in _WORDS.finditer(after)][:4]
        found |= {after[:end] for end in ends}
    return found


def folded(text: str) -> str:
    """Without case and accents, for a search that forgives."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def sought_words(query: str) -> list[str]:
    """The words of a search, folded: at most six."""
    return folded(query[:120]).split()[:6]
