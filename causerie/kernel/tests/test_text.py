"""What people type, made storable: whatever comes, bounded, idempotent, linear."""

import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causerie.kernel import text
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional

NASTY = st.text(
    alphabet=st.sampled_from(
        [*"aé \t\n\r\x00\x07\x1b\x85\u200b\u200d\u202e\u2066\ufeff\u0301\u0489", "\U000e0041", "\U0001f600", "\ud800", "ﬁ"]
    )
)
ANY = st.one_of(st.text(), NASTY, st.text(st.characters(codec=None)))


def cleaned(text, **how):
    """The text, or why it was refused."""
    try:
        return clean(text, **how)
    except Refused as refused:
        return refused.code


@given(ANY, st.integers(1, 60), st.booleans())
def test_whatever_is_typed_it_is_cleaned_or_refused_and_cleaning_again_changes_nothing(typed, limit, lines):
    once = cleaned(typed, limit=limit, lines=lines)
    if once in ("empty", "too_long"):
        return
    assert 1 <= len(once) <= limit
    assert once == once.strip()
    assert clean(once, limit=limit, lines=lines) == once
    once.encode()
    assert unicodedata.is_normalized("NFC", once)
    assert not [letter for letter in once if unicodedata.category(letter) == "Cc" and letter not in "\n\t"]
    if not lines:
        assert "\n" not in once
        assert "  " not in once


@given(ANY, st.integers(1, 60))
def test_an_optional_text_is_never_refused(typed, limit):
    assert len(clean_optional(typed, limit=limit)) <= limit
    assert clean_optional(None, limit=limit) == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Bonjour  ", "Bonjour"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("user\u202etxt.exe", "usertxt.exe"),
        ("s\u200be\u200bcret", "secret"),
        ("z" + "\u0301" * 50, "ź" + "\u0301" * 4),
        ("<svg onload=alert(1)>", "<svg onload=alert(1)>"),
        ("{{constructor.constructor('alert(1)')()}}", "{{constructor.constructor('alert(1)')()}}"),
        ("نمَّ الأمر", unicodedata.normalize("NFC", "نمَّ الأمر")),
        ("\x1b[31mrouge\x1b[0m", "[31mrouge[0m"),
        ("a\x00b", "ab"),
    ],
)
def test_what_is_kept_of_it(typed, kept):
    assert clean(typed, limit=200) == kept


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\ufeff", "\n\n", "\x00", "\ud800"])
def test_nothing_visible_is_empty(typed):
    with pytest.raises(Refused, match="empty"):
        clean(typed, limit=10)


def test_the_short_cuts_are_taken_only_where_they_change_nothing():
    """Marks stand where they are looked for; below U+0300 nothing is a mark or changes in form C; all that hides is unprintable."""
    letters = [chr(code) for code in range(sys.maxunicode + 1)]
    assert not [letter for letter in letters if unicodedata.combining(letter) and not text._MAY_BE_MARKED.match(letter)]
    assert not [letter for letter in letters[:0x300] if unicodedata.combining(letter) or text._BEYOND_LATIN.match(letter)]
    assert unicodedata.normalize("NFC", "".join(letters[:0x300])) == "".join(letters[:0x300])
    assert not [letter for letter in letters if text._INVISIBLE.match(letter) and letter.isprintable()]


def test_the_limit_counts_what_is_kept():
    assert clean("a" * 10 + "\u200b" * 20, limit=10) == "a" * 10
    with pytest.raises(Refused, match="too_long"):
        clean("a" * 11, limit=10)


PIECES = ["<", "[", "&", "a", " ", "\n", "\u0301", "\u0301\u0316", "a\u0301", "\u200b", "é", "\U0001f600", "\u0958\u0301\u0316", "\ufdfa"]


@pytest.mark.parametrize("piece", PIECES)
def test_time_is_linear_in_the_length(piece):
    """A78: eight times as long takes about eight times the time, not sixty-four."""

    def spent(count):
        text = piece * (count // len(piece))
        best = 9.0
        for _ in range(3):
            began = time.process_time()
            clean_optional(text, limit=10**6, lines=True)
            best = min(best, time.process_time() - began)
        return best

    assert spent(64_000) < 30 * max(spent(8_000), 0.0005)
