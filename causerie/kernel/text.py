"""Text from people is only ever text. Here it is trimmed, bounded and freed of what is invisible."""

import re
import unicodedata

from causerie.kernel.refusal import Refused

# C0 and C1 controls but tab and newline; bidirectional overrides; zero-width and tag characters that hide words.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f\ud800-\udfff]"
)
# Below U+0300 there is no combining mark and nothing that normal form C would change.
_BEYOND_LATIN = re.compile("[^\0-\u02ff]")
# Where combining marks may stand (and much else): without any of these a text carries none.
_MAY_BE_MARKED = re.compile(
    "[\u0300-\u036f\u0483-\u1dff\u20d0-\u20ff\u2cef-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabed\ufb1e\ufe20-\ufe2f\U000101fd-\U0001e94a]"
)
_MARKS_IN_A_ROW = 4
_MARKS_TO_SORT = 16


def clean(text: str, *, limit: int, lines: bool = True) -> str:
    """The text as it may be stored: normal form C, no control or hidden characters, at most `limit` characters.

    With `lines=False`, white space of any kind becomes one space. Raises Refused("empty") or Refused("too_long").
    """
    if len(text) > 4 * limit:
        raise Refused("too_long")
    if not text.isprintable():
        text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if _BEYOND_LATIN.search(text):
        # Sorting a row of marks costs the square of its length (8,000 alternating ones: 0.25 s): shorten first, normalise, then calm.
        text = _calm_marks(unicodedata.normalize("NFC", _calm_marks(text, _MARKS_TO_SORT)), _MARKS_IN_A_ROW)
    text = text.strip() if lines else " ".join(text.split())
    if not text:
        raise Refused("empty")
    if len(text) > limit:
        raise Refused("too_long")
    return text


def clean_optional(text: str | None, *, limit: int, lines: bool = False) -> str:
    """Like `clean`, but an absent or empty text is "" and a long one is cut."""
    try:
        return clean((text or "")[:limit], limit=limit, lines=lines)
    except Refused:
        return ""


def _calm_marks(text: str, most: int) -> str:
    """At most so many combining marks in a row: four are enough for any script, too few to cover the page."""
    if not _MAY_BE_MARKED.search(text):
        return text
    kept, row = [], 0
    for letter in text:
        row = row + 1 if unicodedata.combining(letter) else 0
        if row <= most:
            kept.append(letter)
    return "".join(kept)
