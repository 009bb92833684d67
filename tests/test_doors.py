"""A87: whoever knocks with an address cannot tell whether somebody is known by it. (How long it takes: `python -m bench doors`.)"""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from causerie.config import hands
from causerie.journal.models import Fact
from causerie.notify.models import Mail
from causerie.recruitment import actions as recruitment
from causerie.recruitment import links
from causerie.safety import clockwork

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("statics")]
NOBODY = "nobody@nidechange.example.org"
APPLYING = {"name": "Zoé", "languages": "fr", "motivation": "J’aime aider.", "of_age": "on"}
DOORS = {
    "password": ("/account/login/", "login", {"password": "not the password"}),
    "a code": ("/account/login/code/", "email", {}),
    "a new password": ("/account/password/reset/", "email", {}),
    "sign-up, which is closed": ("/account/signup/", "email", {"password1": "a long enough password"}),
    "application": ("/join/{site}/", "email", APPLYING),
    "what is kept of me": ("/w/{site}/kept/", "email", {}),
}
# What differs from one answer to the next for the same address: chance, and the address itself.
_CHANCE = re.compile(
    r"nonce[-=][\"']?[\w+/=-]+|(?<=csrfmiddlewaretoken\" value=\")\w+|(?<=\"X-CSRFToken\": \")\w+|csrftoken=\w+|session=\w+"
)


@pytest.fixture(autouse=True)
def rested():
    """Nobody has knocked yet."""
    cache.clear()


@pytest.fixture
def page(camille, site):
    return recruitment.save_page(by=camille, site=site, values={"open": True, "of_age": 18, "headline": "Venez"})


def told(answer, address):
    """Everything that an answer says: status, headers, cookies, body; without chance."""
    cookies = {name: [(key, value) for key, value in sorted(one.items()) if key != "expires"] for name, one in answer.cookies.items()}
    body = _CHANCE.sub("", answer.content.decode().replace(address, "…"))
    headers = {name: _CHANCE.sub("", value) for name, value in answer.headers.items() if name not in ("Content-Length", "Expires")}
    return answer.status_code, headers, cookies, body


def knock(site, door, address, *, times=1, follow=False):
    path, field, more = DOORS[door]
    client = Client(REMOTE_ADDR="203.0.113.9" if address == NOBODY else "203.0.113.8", headers={"accept-language": "en"})
    for _time in range(times):
        answer = client.post(path.format(site=site.key), {field: address, **more}, follow=follow)
    return client, told(answer, address)


@pytest.mark.parametrize("follow", [False, True])
@pytest.mark.parametrize("door", DOORS)
def test_the_answer_is_the_same_for_an_address_that_nobody_knows(page, florian, site, door, follow):
    known, unknown = (knock(site, door, address, follow=follow)[1] for address in (florian.person.email, NOBODY))
    assert known == unknown


@pytest.mark.parametrize("door", ["password", "a code", "a new password"])
def test_who_knocks_too_often_is_stopped_at_the_same_moment(florian, site, door):
    known, unknown = (knock(site, door, address, times=6)[1] for address in (florian.person.email, NOBODY))
    assert known == unknown


def test_a_wrong_code_is_as_wrong_for_nobody(florian, site):
    said = []
    for address in (florian.person.email, NOBODY):
        client, _answer = knock(site, "a code", address)
        said.append([told(client.post("/account/login/code/confirm/", {"code": "AAA-AAA"}), address) for _try in range(4)])
    assert said[0] == said[1]


def test_a_second_application_looks_like_the_first(page, site):
    first, again = (knock(site, "application", "zoe@exemple.fr")[1] for _time in range(2))
    assert first == again
    assert Fact.objects.filter(kind="applied").count() == 1


def test_an_account_that_was_closed_looks_like_none(florian, site):
    hands.leave(by=florian)
    assert knock(site, "password", florian.person.email)[1] == knock(site, "password", NOBODY)[1]


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "é" * 20])
def test_an_invitation_is_over_however_wrong_it_is(camille, site, token):
    """Cancelled or made up: one answer."""
    invited = recruitment.invite(by=camille, email="zoe@exemple.fr", name="Zoé", languages=["fr"])
    recruitment.cancel_invitation(by=camille, invitation=invited)
    made_up = Client(headers={"accept-language": "en"}).post("/invitation/", {"token": token})
    cancelled = Client(headers={"accept-language": "en"}).post("/invitation/", {"token": links.token("invitation", invited.nonce)})
    assert told(made_up, NOBODY) == told(cancelled, NOBODY)
    assert made_up.status_code == 410


def test_only_the_mailbox_hears_what_is_kept(florian, site):
    for address in (florian.person.email, NOBODY):
        knock(site, "what is kept of me", address)
    assert not Mail.objects.exists(), "not in the request"
    assert clockwork.soon() == 2
    assert list(Mail.objects.values_list("to", flat=True)) == [florian.person.email]
