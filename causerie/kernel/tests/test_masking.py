"""What is hidden of a text before others read it, on lines as people write them."""

import re
from itertools import pairwise

import pytest

from causerie.kernel.masking import find, iban_holds, luhn, mask, mask_address_of_page, pattern_of, spared_of
from causerie.kernel.tests.said import clean_lines, lines

_MARKED = re.compile(r"\{(\w+):([^}]*)\}")
COUNTED = ("card", "iban", "email", "phone")


def plain(line):
    return _MARKED.sub(r"\2", line)


def expected(line):
    return _MARKED.sub(r"⟦\1⟧", line)


@pytest.mark.parametrize("line", lines())
def test_what_is_personal_is_hidden_and_the_rest_stays(line):
    assert mask(plain(line)) == expected(line)


@pytest.mark.parametrize("line", clean_lines())
def test_a_clean_line_is_left_as_it_is(line):
    assert mask(line) == line


def test_the_lines_are_many_enough_to_say_something():
    assert len(lines()) + len(clean_lines()) >= 150
    for kind in COUNTED:
        assert sum(f"{{{kind}:" in line for line in lines()) >= 12


def test_hiding_twice_is_hiding_once():
    for line in lines():
        once = mask(plain(line))
        assert mask(once) == once


def test_finds_never_overlap_and_stand_in_order():
    text = "06 12 34 56 78 nadia@exemple.fr 4242 4242 4242 4242 FR76 3000 6000 0112 3456 7890 189, 12 rue des Lilas, 59000 Lille"
    found = find(text)
    assert [one.kind for one in found] == ["phone", "email", "card", "iban", "address"]
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_digits_of_other_scripts_hide_nothing_from_the_rules():
    assert mask("carte ４２４２ ４２４２ ４２４２ ４２４２") == "carte ⟦card⟧"
    assert mask("mail nadia＠exemple.fr") == "mail ⟦email⟧"


def test_what_the_brand_spares_is_read():
    spared = spared_of("09 72 39 40 50\naide@nidechange.example")
    assert (
        mask("Appelez le 09.72.39.40.50 ou aide@nidechange.example", spared=spared)
        == "Appelez le 09.72.39.40.50 ou aide@nidechange.example"
    )
    assert mask("Appelez le 06 12 34 56 78", spared=spared) == "Appelez le ⟦phone⟧"


def test_blocked_words_are_whole_words_in_any_case():
    words = pattern_of("crétin, arnaque*\n")
    assert mask("Quel CRÉTIN, une arnaqueuse !", words=words) == "Quel ⟦word⟧, une ⟦word⟧ !"
    assert mask("crétinisme", words=words) == "crétinisme"
    assert pattern_of(" , *\n") is None


def test_a_pages_address_loses_what_a_form_put_into_it():
    assert (
        mask_address_of_page("https://shop.example/a?email=nadia%40exemple.fr&page=2#top")
        == "https://shop.example/a?email=hidden&page=2#top"
    )
    assert mask_address_of_page("https://u:p@shop.example/konto/nadia@exemple.fr/x") == "https://shop.example/konto/hidden/x"
    assert (
        mask_address_of_page("https://shop.example/p/3760123456789?ref=1002457812") == "https://shop.example/p/3760123456789?ref=1002457812"
    )
    assert mask_address_of_page("https://shop.example/?reset_token=abcdef") == "https://shop.example/?reset_token=hidden"


def test_the_check_digits():
    assert luhn("4242424242424242")
    assert not luhn("4242424242424241")
    assert iban_holds("FR7630006000011234567890189")
    assert not iban_holds("FR7630006000011234567890188")


@pytest.mark.parametrize(
    "evil",
    [
        "1 " * 2000,
        "a@" * 2000,
        "1-" * 2000,
        "rue " * 1000,
        "mot de passe " * 300,
        "FR76" + "A1 " * 1300,
        "(1)" * 1300,
        "(at" * 1300,
        "a." * 2000 + "@",
    ],
)
def test_no_text_makes_the_rules_slow(evil):
    """Quadratic or worse would take many seconds; a text has at most 4,000 letters."""
    import time

    began = time.process_time()
    mask(evil[:4000])
    assert time.process_time() - began < 1.0


def test_the_figures_of_the_documentation_hold_on_our_own_lines():
    """At least 0.95 of each kind is covered whole, and at most 1 % of the clean lines raise an alarm."""
    from tests.masking_figures import figures, own

    told = figures(own())
    for kind in COUNTED:
        assert float(told[kind].rpartition("= ")[2]) >= 0.95, told
    assert float(told["false alarms"].rpartition("= ")[2].rstrip("%")) <= 1.0, told
