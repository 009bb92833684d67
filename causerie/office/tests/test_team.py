"""Who may do what for a brand: each role, and who gives it."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from causerie.brands.models import Brand
from causerie.journal.models import Change
from causerie.kernel.refusal import Refused
from causerie.office import people_actions
from causerie.people.models import Membership
from causerie.recruitment import actions as parting
from tests.cast import new_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("statics")]
Role = Membership.Role


def browser(member):
    client = Client()
    client.force_login(member.person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def team(cast):
    """Odile owns, Camille manages, Sam is of support, Ana reads figures, Florian is an ambassador."""
    made = {
        name: new_member(cast.brand, name.capitalize(), role=role)
        for name, role in (("odile", "owner"), ("sam", "support"), ("ana", "analyst"))
    }
    return {**made, "camille": cast.members["camille"], "florian": cast.members["florian"]}


PAGES = {
    "": {"owner", "manager"},
    "people/": {"owner", "manager"},
    "people/invite/": {"owner", "manager"},
    "team/": {"owner", "manager"},
    "begin/": {"owner", "manager"},
    "log/": {"owner", "manager"},
    "log/export.csv": {"owner", "manager"},
    "topics/": {"owner", "manager"},
    "answers/": {"owner", "manager"},
    "brand/": {"owner", "manager"},
    "brand/new/": {"owner"},
    "sites/": {"owner", "manager"},
    "sites/{site}/": {"owner", "manager"},
    "sites/{site}/window/": {"owner", "manager"},
    "sites/{site}/seen/": {"owner", "manager"},
    "sites/{site}/history/": {"owner", "manager"},
}


@pytest.mark.parametrize("path", PAGES)
def test_each_role_sees_its_pages_and_no_other(team, site, path, otto):
    otto.role = Role.OWNER
    otto.save()
    address = f"/office/nidechange/{path.format(site=site.id)}"
    seen = {member.role for member in team.values() if browser(member).get(address).status_code == 200}
    assert seen == PAGES[path]
    assert browser(otto).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_every_change_is_refused_to_support_and_analyst(team, site):
    for member in (team["sam"], team["ana"], team["florian"]):
        client = browser(member)
        site_page, people = f"sites/{site.id}/", "people/"
        paths = ["people/invite/", "topics/", "answers/", "brand/", "brand/new/", "sites/", "begin/mail/", site_page]
        paths += [f"{site_page}{verb}/" for verb in ("preview", "secret", "greetings")]
        paths += [f"{people}{team['florian'].id}/end/", f"{people}{team['sam'].id}/role/"]
        for path in paths:
            assert client.post(f"/office/nidechange/{path}", {"role": "owner"}).status_code == 404, path
    assert not Change.objects.exists()


def test_every_page_of_the_office_is_in_the_table():
    """A new page of this room says here who sees it."""
    found = {str(pattern.pattern) for pattern in _office(get_resolver())}
    spoken = {f"<slug:brand_slug>/{path}".replace("{site}", "<int:number>") for path in PAGES}
    posts = {"end/", "role/", "remove/", "mail/", "preview/", "secret/", "greetings/", "undo/"}
    others = {
        "",
        "<slug:brand_slug>/topics/<int:number>/",
        "<slug:brand_slug>/answers/<int:number>/",
    }
    assert {path for path in found - spoken - others if not path.endswith(tuple(posts))} == set()


def _office(resolver):
    for entry in resolver.url_patterns:
        if str(entry.pattern) == "office/":
            yield from entry.url_patterns


def last_page(member, address):
    return browser(member).get(address, follow=True).redirect_chain[-1][0]


def rail_of(page):
    """The addresses in the office's rail."""
    return re.findall(r'<a href="([^"]+)"', page.partition('id="rail"')[2].partition("</nav>")[0])


def test_an_analyst_begins_at_the_figures_and_reads_nobody_s_name(team):
    assert browser(team["ana"]).get("/desk/").url == "/office/nidechange/"
    for door in ("/desk/", "/office/", "/office/nidechange/"):
        assert last_page(team["ana"], door) == "/office/nidechange/figures/"
    page = browser(team["ana"]).get("/office/nidechange/figures/").content.decode()
    assert rail_of(page) == ["/office/nidechange/figures/", "/office/nidechange/value/"]
    assert "Florian" not in page
    assert "/desk/nidechange/" not in page
    assert browser(team["ana"]).get("/desk/nidechange/").status_code == 404
    assert browser(team["ana"]).post("/desk/ticket", {"brand": "nidechange"}).status_code == 404


def test_support_begins_at_the_desk_where_what_is_handed_to_the_team_stands(team):
    for door in ("/desk/", "/office/", "/office/nidechange/"):
        assert last_page(team["sam"], door) == "/desk/nidechange/"
    desk = browser(team["sam"]).get("/desk/nidechange/").content.decode()
    assert desk.index("data-inbox") < desk.index('id="queue-mine"')
    assert 'href="/office/nidechange/live/"' in desk
    assert rail_of(browser(team["sam"]).get("/office/nidechange/live/").content.decode()) == [
        "/office/nidechange/live/",
        "/office/nidechange/safety/",
    ]
    assert "data-inbox" not in browser(team["camille"]).get("/desk/nidechange/").content.decode()


@pytest.mark.parametrize("who", ["ana", "sam", "camille"])
def test_every_entry_of_a_rail_opens(team, who):
    member = team[who]
    first = last_page(member, "/office/") if who != "sam" else "/office/nidechange/live/"
    for address in rail_of(browser(member).get(first).content.decode()):
        assert browser(member).get(address).status_code == 200, address


@pytest.mark.parametrize("role", [Role.OWNER, Role.MANAGER])
def test_a_manager_makes_no_owner_and_no_manager(team, role):
    for verb in (
        lambda: people_actions.give_role(by=team["camille"], member=team["sam"], role=role),
        lambda: people_actions.give_role(by=team["camille"], member=team["odile"], role=Role.SUPPORT),
        lambda: parting.end_membership(by=team["camille"], member=team["odile"]),
    ):
        with pytest.raises(Refused, match="not_eligible"):
            verb()
    with pytest.raises(Refused, match="not_found"):
        parting.invite(by=team["camille"], email="x@example.org", name="X", languages=["fr"], role=role)


def test_the_last_owner_cannot_leave(team):
    odile, camille = team["odile"], team["camille"]
    for verb in (
        lambda: parting.end_membership(by=odile, member=odile),
        lambda: people_actions.give_role(by=odile, member=odile, role=Role.MANAGER),
    ):
        with pytest.raises(Refused, match="bad_value"):
            verb()
    people_actions.give_role(by=odile, member=camille, role=Role.OWNER)
    parting.end_membership(by=odile, member=odile)
    odile.refresh_from_db()
    assert odile.ended_at
    camille.refresh_from_db()
    with pytest.raises(Refused, match="bad_value"):
        parting.end_membership(by=camille, member=camille)


def test_a_right_that_was_taken_meanwhile_gives_nothing(team):
    """Camille's page was open when Odile took her role."""
    people_actions.give_role(by=team["odile"], member=team["camille"], role=Role.SUPPORT)
    with pytest.raises(Refused, match="not_eligible"):
        people_actions.give_role(by=team["camille"], member=team["ana"], role=Role.SUPPORT)


def test_roles_are_given_by_the_page_and_noted(team):
    browser(team["odile"]).post(f"/office/nidechange/people/{team['sam'].id}/role/", {"role": "manager"})
    team["sam"].refresh_from_db()
    assert team["sam"].role == Role.MANAGER
    noted = Change.objects.get(kind="role_set")
    assert (noted.by, noted.name, noted.changes) == (team["odile"], "Sam", {"role": ["support", "manager"]})
    page = browser(team["camille"]).post(f"/office/nidechange/people/{team['odile'].id}/role/", {"role": "support"}, follow=True)
    assert "Only an owner changes owners and managers." in page.content.decode()


def test_an_owner_founds_another_brand_beside(team):
    sent = {"name": "Ailleurs", "colour": "#224466", "shop": "https://ailleurs.example", "language": "en"}
    answer = browser(team["odile"]).post("/office/nidechange/brand/new/", sent)
    assert answer.url == "/office/ailleurs/begin/"
    other = Brand.objects.get(slug="ailleurs")
    assert list(other.memberships.values_list("person_id", "role")) == [(team["odile"].person_id, "owner")]
    assert browser(team["camille"]).get("/office/ailleurs/").status_code == 404
    page = browser(team["odile"]).get("/office/nidechange/").content.decode()
    assert "/office/ailleurs/" in page


def test_a_brand_calls_its_ambassadors_its_own_way(team, brand, site):
    sent = {"name": "Nidéchange", "colour": "#b5482a", "capacity_cap": 4, "one_en": "Coach", "many_en": "Coaches"}
    browser(team["odile"]).post("/office/nidechange/brand/", sent)
    brand.refresh_from_db()
    assert (brand.called("en"), brand.called("en", many=True)) == ("Coach", "Coaches")
    english = {"accept-language": "en"}
    assert "Coach" in browser(team["odile"]).get("/office/nidechange/people/invite/", headers=english).content.decode()
    assert "Coach" in browser(team["florian"]).get("/desk/nidechange/", headers=english).content.decode()
    assert '"called": "Coach"' in Client().get(f"/w/{site.key}/", headers=english).content.decode()
    wrong = browser(team["odile"]).post("/office/nidechange/brand/", {**sent, "many_en": ""})
    assert wrong.status_code == 422
