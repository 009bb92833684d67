from argparse import Namespace

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password

from causerie.people import imports
from causerie.people.imports import import_people, run
from causerie.people.models import Membership, Person

pytestmark = pytest.mark.django_db(transaction=True)
HEADER = "email,name,languages,topics,story,expertise,role,password\n"


def _members(brand):
    return set(Membership.objects.filter(brand=brand).values_list("person__email", "name"))


def test_members_are_added(brand):
    text = (
        HEADER
        + 'Nadia@Example.org,Nadia,fr|en,assurance,"Trois échanges, un chat",chats,,a long password 1\npaul@example.org,Paul,,,,,support,\n'
    )
    outcome = import_people(brand=brand, text=text)
    assert (outcome.added, outcome.updated, outcome.errors) == (2, 0, [])
    nadia = Membership.objects.get(brand=brand, person__email="nadia@example.org")
    assert (nadia.name, nadia.languages, nadia.story, nadia.role) == ("Nadia", ["fr", "en"], "Trois échanges, un chat", "ambassador")
    assert [topic.name for topic in nadia.topics.all()] == ["assurance"]
    assert nadia.person.check_password("a long password 1")
    paul = Membership.objects.get(person__email="paul@example.org")
    assert (paul.role, paul.languages, paul.person.has_usable_password()) == ("support", ["fr"], False)


def test_twice_is_once(brand):
    text = HEADER + "nadia@example.org,Nadia,fr,assurance,,,,\n"
    import_people(brand=brand, text=text)
    again = import_people(brand=brand, text=text)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 1)
    changed = import_people(brand=brand, text=HEADER + "nadia@example.org,Nadia B.,fr,,,,,\n")
    assert (changed.added, changed.updated) == (0, 1)
    nadia = Membership.objects.get(person__email="nadia@example.org")
    assert (nadia.name, nadia.topics.count()) == ("Nadia B.", 0)


def test_a_french_spreadsheet_s_file(brand):
    outcome = import_people(brand=brand, text="\ufeffemail;name;languages;topics\nnadia@example.org;Nadia;fr,es;assurance\n")
    assert outcome.errors == []
    assert Membership.objects.get(person__email="nadia@example.org").languages == ["fr", "es"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("nadia,Nadia,,,,,,", "not an e-mail address"),
        (",Nadia,,,,,,", "e-mail address is missing"),
        ("n@example.org,,,,,,,", "name is missing"),
        (f"n@example.org,{'x' * 41},,,,,,", "longer than 40"),
        ("n@example.org,Nadia,de,,,,,", "not a language here"),
        ("n@example.org,Nadia,fr,plongée,,,,", "topic “plongée” does not exist"),
        ("n@example.org,Nadia,fr,,,,chief,", "“chief” is not a role"),
        ("n@example.org,Nadia,fr,,,,,short", "password cannot be used"),
        (f"n@example.org,Nadia,fr,,{'x' * 161},,,", "160 at most"),
        ("n@example.org,Nadia,fr,,,,,,,,", "more values than columns"),
    ],
)
def test_one_error_and_nothing_is_written(brand, line, words):
    before = _members(brand)
    outcome = import_people(brand=brand, text=f"{HEADER}good@example.org,Good,fr,,,,,\n{line}\n")
    assert [error for error in outcome.errors if error.startswith("line 3") and words in error]
    assert _members(brand) == before


@pytest.mark.parametrize(
    ("header", "words"), [("name\n", "“email” is missing"), ("email,name,age\n", "“age” is not known"), ("email,name,name\n", "twice")]
)
def test_a_wrong_header(brand, header, words):
    (error,) = import_people(brand=brand, text=header).errors
    assert words in error


def test_the_same_person_twice_in_a_file(brand):
    outcome = import_people(brand=brand, text=HEADER + "n@example.org,First,,,,,,\nN@example.org,Second,,,,,,\n")
    assert outcome.added == 1
    assert "the first one counts" in outcome.notes[0]
    assert Membership.objects.get(person__email="n@example.org").name == "First"


def test_an_account_of_another_brand_keeps_its_password(brand, otto):
    email = otto.person.email
    before = Person.objects.get(email=email).password
    outcome = import_people(brand=brand, text=f"{HEADER}{email},Otto,fr,,,,,another long password\n")
    assert outcome.added == 1
    assert Person.objects.get(email=email).password == before
    assert Membership.objects.filter(person__email=email).count() == 2
    assert Membership.objects.get(brand=otto.brand, person__email=email).name == otto.name


def test_somebody_who_left_comes_back(brand, florian):
    from django.utils import timezone

    Membership.objects.filter(id=florian.id).update(ended_at=timezone.now())
    import_people(brand=brand, text=f"{HEADER}{florian.person.email},Florian,fr|en,,,,,\n")
    assert Membership.objects.get(id=florian.id).ended_at is None


def test_hundreds_with_one_password_hash_it_once(brand, monkeypatch):
    """A hash takes a tenth of a second: four hundred would take the request's time."""
    hashed = []
    monkeypatch.setattr(imports, "make_password", lambda password: hashed.append(password) or make_password(password))
    lines = "".join(f"m{number}@example.org,M{number},fr,assurance,,,,the same password\n" for number in range(400))
    outcome = import_people(brand=brand, text=HEADER + lines)
    assert (outcome.added, hashed) == (400, ["the same password"])
    assert authenticate(email="m399@example.org", password="the same password")


def test_the_command(brand, tmp_path, capsys):
    path = tmp_path / "people.csv"
    path.write_text(HEADER + "n@example.org,Nadia,fr,,,,,\n", encoding="utf-8")
    assert run(Namespace(file=str(path), brand=brand.slug)) == 0
    assert "1 added" in capsys.readouterr().out
    assert run(Namespace(file=str(path), brand="nobody")) == 1
    assert brand.slug in capsys.readouterr().err
    assert run(Namespace(file=str(tmp_path / "none.csv"), brand=brand.slug)) == 1
