"""Who the brand's server says a visitor is: only by its own signature, for its own site, for a short while."""

import time

import jwt
import pytest

from causerie.conversations import actions
from causerie.conversations.identity import identify
from causerie.conversations.models import Visitor
from causerie.kernel.refusal import Refused
from tests.cast import other

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nadia(cast):
    return actions.admit(site=cast.site)[0]


def signed(site, *, key=None, algorithm="HS256", ahead=300, **claims):
    claims = {"sub": "customer-42", "exp": int(time.time()) + ahead, "name": "Nadia"} | claims
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key or site.identify_secret, algorithm=algorithm)


@pytest.mark.parametrize(("claims", "identity", "name"), [
    ({}, "customer-42", "Nadia"),
    ({"sub": 42}, "42", "Nadia"),
    ({"name": None}, "customer-42", ""),
    ({"name": "  Nadia\u202e\n<b>du Lac</b> " }, "customer-42", "Nadia <b>du Lac</b>"),
    ({"ahead": -20}, "customer-42", "Nadia"),
    ({"ahead": 3600}, "customer-42", "Nadia"),
])  # fmt: skip
def test_the_brands_own_word_is_believed(nadia, claims, identity, name):
    assert identify(nadia, signed(nadia.site, **claims)) == name
    kept = Visitor.objects.get(id=nadia.id)
    assert (kept.identity, kept.name) == (identity, name)


@pytest.mark.parametrize("claims", [
    {"key": "x" * 43},
    {"algorithm": "HS512"},
    {"ahead": -60},
    {"ahead": 86_400},
    {"exp": None},
    {"exp": "tomorrow"},
    {"exp": "9999999999"},
    {"exp": float("inf")},
    {"sub": None},
    {"sub": ""},
    {"sub": True},
    {"sub": ["customer-42"]},
    {"name": {"first": "Nadia"}},
    {"nbf": 9_999_999_999},
])  # fmt: skip
def test_anything_else_is_not(nadia, claims):
    with pytest.raises(Refused, match="not_you"):
        identify(nadia, signed(nadia.site, **claims))
    assert Visitor.objects.get(id=nadia.id).identity == ""


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.", "\ud800"])
def test_what_is_no_token_is_refused(nadia, token):
    with pytest.raises(Refused, match="not_you"):
        identify(nadia, token)


def test_a_token_without_signature_and_one_for_another_site_are_refused(nadia):
    unsigned = jwt.encode({"sub": "customer-42", "exp": int(time.time()) + 300}, None, algorithm="none")
    for token in (unsigned, signed(other().site)):
        with pytest.raises(Refused, match="not_you"):
            identify(nadia, token)
