"""The first start: only while no brand lives here, only for whoever holds the operator's code, once."""

import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from causerie.brands.models import Brand, Site
from causerie.journal.models import Change
from causerie.kernel.refusal import Refused
from causerie.office import founding, setup_code
from causerie.people.models import Membership
from causerie.realtime.limits import Buckets

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("statics")]


@pytest.fixture
def code(monkeypatch):
    """The operator's code of an empty house, with all its tries."""
    monkeypatch.setattr(setup_code, "_TRIES", Buckets(5, 1 / 60))
    monkeypatch.setattr(setup_code, "_ALL_TRIES", Buckets(60, 1))
    setup_code.forget()
    yield setup_code.offered()
    setup_code.forget()


@pytest.fixture
def operator(code):
    """Somebody who typed the code."""
    client = Client()
    assert client.post("/setup/", {"code": code}).url == "/setup/brand/"
    return client


BRAND = {"name": "Nidéchange", "colour": "#2f6b58"}
SITE = {"site_name": "Nidéchange", "shop": "https://www.nidechange.example/fr/", "language": "fr", "others": ["es", "fr"]}
CAMILLE = {"pseudonym": "Camille", "owner": "Camille@Nidechange.example", "password": "une-maison-a-lille"}


def walk(client):
    assert client.post("/setup/brand/", BRAND).url == "/setup/site/"
    assert client.post("/setup/site/", SITE).url == "/setup/you/"
    return client.post("/setup/you/", CAMILLE)


def test_an_empty_house_is_set_up_from_its_first_page(operator):
    assert Client().get("/").url == "/setup/"
    answer = walk(operator)
    assert answer.url == "/office/nidechange/begin/"
    brand = Brand.objects.get()
    assert (brand.name, brand.slug, brand.colour) == ("Nidéchange", "nidechange", "#2f6b58")
    sites = {site.language: site for site in brand.sites.all()}
    assert set(sites) == {"fr", "es"}
    assert sites["fr"].origins == ["https://www.nidechange.example"]
    assert (sites["es"].name, sites["es"].time_zone) == ("Nidéchange · Español", "Europe/Madrid")
    camille = Membership.objects.get()
    assert (camille.role, camille.person.email, camille.languages) == ("owner", "camille@nidechange.example", ["es", "fr"])
    assert camille.person.check_password(CAMILLE["password"])
    assert operator.get(answer.url).status_code == 200
    assert Change.objects.get().kind == "brand_founded"


def test_it_cannot_be_played_again(operator, code):
    late = Client()
    late.post("/setup/", {"code": code})
    late.post("/setup/brand/", BRAND)
    late.post("/setup/site/", SITE)
    walk(operator)
    for client in (operator, late, Client()):
        for path in ("", "brand/", "site/", "you/"):
            assert client.get(f"/setup/{path}").status_code == 404, path
            assert client.post(f"/setup/{path}", {"code": code, **BRAND, **SITE, **CAMILLE}).status_code == 404, path
    assert Brand.objects.count() == 1
    assert not (Path(settings.DATA) / "setup-code").exists()
    with pytest.raises(Refused, match="not_found"):
        founding.found(first=True, name="Autre", owner="otto@example.org", languages=["fr"])


def test_nothing_opens_without_the_code(code):
    stranger = Client()
    for path in ("brand/", "site/", "you/"):
        assert stranger.get(f"/setup/{path}").url == "/setup/", path
        assert stranger.post(f"/setup/{path}", {**BRAND, **SITE, **CAMILLE}).url == "/setup/", path
    assert stranger.post("/setup/", {"code": "aaaa-bbbb-cccc"}).status_code == 422
    assert not Brand.objects.exists()


def test_steps_are_not_skipped(operator):
    assert operator.get("/setup/you/").url == "/setup/brand/"
    assert operator.post("/setup/you/", CAMILLE).url == "/setup/brand/"
    operator.post("/setup/brand/", BRAND)
    assert operator.post("/setup/you/", CAMILLE).url == "/setup/brand/"


def test_guessing_the_code_is_slow(code):
    guesser = Client(REMOTE_ADDR="203.0.113.9")
    answers = [guesser.post("/setup/", {"code": f"aaaa-bbbb-{number:04}"}).status_code for number in range(7)]
    assert answers == [422] * 5 + [429] * 2
    assert guesser.post("/setup/", {"code": code}).status_code == 429, "the right one does not help who guesses"
    assert Client(REMOTE_ADDR="203.0.113.10").post("/setup/", {"code": code}).status_code == 302


def test_the_code_is_for_the_operator_alone(code):
    path = Path(settings.DATA) / "setup-code"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert setup_code.offered() == code, "a restart keeps it"
    assert code not in Client().get("/setup/").content.decode()


def test_another_code_ends_what_was_begun(operator):
    setup_code.forget()
    setup_code.offered()
    assert operator.get("/setup/brand/").url == "/setup/"


@pytest.mark.parametrize(("field", "value"), [("password", "short"), ("password", ""), ("owner", "camille"), ("pseudonym", "")])
def test_what_is_wrong_is_said_beside_its_field(operator, field, value):
    operator.post("/setup/brand/", BRAND)
    operator.post("/setup/site/", SITE)
    answer = operator.post("/setup/you/", {**CAMILLE, field: value})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not Brand.objects.exists()


def test_two_brands_of_one_name_get_two_addresses(operator):
    walk(operator)
    other, _member = founding.found(name="Nidéchange", owner="otto@example.org", languages=["fr"])
    assert other.brand.slug == "nidechange-2"
    assert Site.objects.filter(brand=other.brand).count() == 1
