"""The figures' pages: what they say, and for whom they exist."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils.html import escape

from causerie.brands.models import Site
from causerie.community import actions as community
from causerie.community.models import Suggestion
from causerie.conversations import actions as talking
from causerie.insights import actions, fold, queries, shown
from causerie.insights.definitions import DEFINITIONS
from causerie.insights.models import Measures, Quote, Talk, Willing
from causerie.insights.panels import PANELS
from causerie.insights.periods import Period, month
from causerie.insights.queries import Scope
from causerie.insights.tests.told import HOUR, MINUTE, Past
from causerie.kernel.clock import now_ms
from causerie.recruitment.models import Page
from tests.cast import new_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("statics")]
DAY = 24 * HOUR
PAGES = (
    "figures/", "figures/conversations/", "figures/figures.csv", "figures/figures.xlsx", "figures/talks.csv", "value/", "value/sales/",
    "value/report/", *(f"figures/panel/{key}/" for key in PANELS),
)  # fmt: skip
MANAGERS_ONLY = ("figures/words/",)


def browser(member):
    client = Client()
    client.force_login(member.person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def office(camille):
    return browser(camille)


@pytest.fixture
def analyst(brand):
    return new_member(brand, "Anne", role="analyst")


@pytest.fixture
def lived(past, florian, bernadette):
    """Yesterday: four questions, three answered, one abandoned."""
    at = now_ms() - DAY
    past.answered(at, florian, waited=40_000, thanked=True, stars=5, topic=past.site.brand.topics.get().id)
    past.answered(at + MINUTE, bernadette, waited=60_000, stars=2)
    past.answered(at + 2 * MINUTE, florian, waited=300_000)
    past.abandoned(at + 3 * MINUTE)
    while fold.fold():
        pass


def text(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("page", [*PAGES, *MANAGERS_ONLY])
def test_who_may_see_the_figures(page, camille, analyst, florian, otto, brand):
    otto.role = "manager"
    otto.save()
    address = f"/office/nidechange/{page}"
    assert browser(camille).get(address).status_code == 200
    assert browser(analyst).get(address).status_code == (404 if page in MANAGERS_ONLY else 200)
    assert browser(new_member(brand, "Sam", role="support")).get(address).status_code == 404
    assert browser(florian).get(address).status_code == 404
    assert browser(otto).get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("what", ["words", "value", "hold"])
def test_an_analyst_reads_and_changes_nothing(what, analyst, site):
    address = {"words": "figures/words/5/", "value": "value/", "hold": f"value/sales/{site.id}/"}[what]
    assert browser(analyst).post(f"/office/nidechange/{address}", {"text": "x"}).status_code == 404


def test_each_figure_says_its_number_its_formula_and_its_population(office, lived):
    page = text(office.get("/office/nidechange/figures/"))
    assert ">4<" in page
    assert "75 %" in page
    for words in ("Questions with a first answer ÷ questions.", "at most 4.9% off", "Nothing to compare with before."):
        assert words in page
    assert page.count("How it is counted") >= 11


def test_the_page_stands_before_its_panels_are_read(office, lived):
    page = text(office.get("/office/nidechange/figures/?period=7"))
    for key, panel in PANELS.items():
        address = f"/office/nidechange/figures/panel/{key}/?period=7"
        assert f'hx-get="{address.replace("&", "&amp;")}' in page
        assert f'<noscript><p><a class="btn" href="{address}' in page, "without scripts each part is a link away"
        piece, whole = office.get(address, headers={"HX-Request": "true"}), office.get(address)
        assert "<main" not in text(piece)
        assert "<main" in text(whole)
        assert text(piece) in text(whole)
        assert str(panel.title) in text(whole)
    assert "All figures" in text(whole)
    assert office.get("/office/nidechange/figures/panel/secret/").status_code == 404


def ms(day):
    return int(datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp() * 1000)


def test_a_chart_says_its_ends_and_the_table_behind_its_days(office, past, florian):
    for day in ("2026-01-20", "2026-04-28"):
        past.answered(ms(day), florian)
    fold.fold()
    page = text(office.get("/office/nidechange/figures/panel/course/?period=dates&from=2026-01-05&to=2026-05-03"))
    assert "<span>January 19</span><span>April 27</span>" in page, "the line begins with what is known"
    assert "01/05/2026 to 01/11/2026" in page, "a row of a long period is a week"


def test_the_points_of_a_course_hold_what_the_whole_holds(past, florian, bernadette, brand):
    for day, member in (("2026-01-20", florian), ("2026-01-21", florian), ("2026-01-22", bernadette), ("2026-04-28", florian)):
        past.answered(ms(day), member, waited=60_000)
    fold.fold()
    scope = Scope(brand.id, Period(date(2026, 1, 5), date(2026, 5, 3)))
    points = dict(queries.course(scope))
    lived = {day: point for day, point in points.items() if point.known}
    assert [point.counts["asked"] for point in lived.values()] == [3, 1]
    assert [point.helpers for point in lived.values()] == [2, 1]
    assert [date.fromordinal(day).isoformat() for day in lived] == ["2026-01-19", "2026-04-27"]
    assert len(points) == 17
    whole = queries.figures(scope)
    assert queries.whole(scope, queries.course(scope)) == whole
    assert {step: sum(point.replies.get(step, 0) for point in lived.values()) for step in whole.replies} == whole.replies


def test_days_that_are_not_over_are_no_fall():
    known, empty = ({"asked": 3}, {"asked": 0})
    course = [(day, queries.Figures(counts)) for day, counts in zip(range(100, 128, 7), (empty, known, empty, known), strict=True)]
    weeks = SimpleNamespace(step=7, last=date.fromordinal(127))
    assert [day for day, _ in shown.lived(course, weeks, date.fromordinal(200))] == [107, 114, 121]
    assert [day for day, _ in shown.lived(course, weeks, date.fromordinal(127))] == [107, 114]
    assert shown.lived([(100, queries.Figures(empty))], weeks, date.fromordinal(200)) == []


def test_figures_of_a_period(lived, brand, florian, bernadette):
    today = date.fromtimestamp(now_ms() / 1000)
    scope = Scope(brand.id, month(today.year, today.month).before)
    assert queries.figures(scope).value("answered") is None or scope.period.last.day
    wide = Scope(brand.id, queries_period())
    found = queries.figures(wide)
    assert found.value("asked") == 4
    assert found.value("answered") == 0.75
    assert abs(found.value("median") / 60_000 - 1) < 0.05
    assert (found.value("pleased"), found.value("left"), found.helpers) == (0.5, 0.25, 2)
    assert found.value("lasted") == 10 * MINUTE


def queries_period():
    from causerie.insights.periods import lately

    return lately(now_ms(), "Europe/Paris", 7)


def test_it_compares_with_the_period_before(office, past, florian):
    for days, count in ((1, 6), (31, 3)):
        for number in range(count):
            past.answered(now_ms() - days * DAY + number * MINUTE, florian)
    fold.fold()
    assert "100 % more than before (3)." in text(office.get("/office/nidechange/figures/?period=30"))


def test_a_list_of_conversations_stands_behind_a_figure_without_words(office, lived):
    page = text(office.get("/office/nidechange/figures/conversations/?what=left"))
    assert page.count("left while waiting</span>") == 1
    assert "No such conversation" in text(office.get("/office/nidechange/figures/conversations/?what=reported"))
    assert office.get("/office/nidechange/figures/conversations/?what=secret").status_code == 404


def test_only_a_reported_conversation_can_be_read_and_only_by_managers(camille, analyst, florian, site):
    visitor, _token = talking.admit(site=site)
    conversation, _ = talking.ask(by=visitor, client_id="a" * 8, text="Un secret", locale="fr")
    talking.claim(by=florian, conversation=conversation)
    talking.report(by=florian, conversation=conversation, reason="", block=False)
    fold.fold()
    address = "/office/nidechange/figures/conversations/"
    page = text(browser(camille).get(address))
    assert "/reports/" in page
    assert "Un secret" not in page
    assert "/reports/" not in text(browser(analyst).get(address))


def test_a_manager_reads_conversations_of_their_own_and_no_others(camille, office, florian, site):
    for number, holder in enumerate((florian, camille)):
        visitor, _token = talking.admit(site=site)
        conversation, _ = talking.ask(by=visitor, client_id=f"question-{number}", text=f"Un secret de {holder.name}", locale="fr")
        talking.claim(by=holder, conversation=conversation)
    fold.fold()
    assert text(office.get("/office/nidechange/figures/conversations/")).count("/live/") == 2, "its own, and the rail's"
    assert "Un secret de Camille" in text(office.get(f"/office/nidechange/live/{conversation.public_id}/"))
    other = camille.brand.conversation_set.get(holder=florian)
    assert office.get(f"/office/nidechange/live/{other.public_id}/").status_code == 404


def test_older_conversations_follow(office, past, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    monkeypatch.setattr(queries.talks, "__defaults__", ("asked", None, 2, None))
    for number in range(3):
        past.asked(now_ms() - HOUR - number * MINUTE, page=f"/shop/{'abc'[number]}")
    fold.fold()
    first = office.get("/office/nidechange/figures/conversations/")
    assert "/shop/a<" in text(first)
    assert "/shop/c<" not in text(first)
    second = office.get(f"/office/nidechange/figures/conversations/?before={first.context['more']}")
    assert "/shop/c<" in text(second)


# ---- A18: nothing of another brand -----------------------------------------------------------------------------------------


def test_another_brands_site_does_not_exist_whatever_the_address_says(office, otto, lived):
    foreign = Site.objects.get(brand=otto.brand)
    for page in PAGES[:7]:
        assert office.get(f"/office/nidechange/{page}?site={foreign.id}").status_code == 404, page
    assert office.get("/office/nidechange/figures/?site=abc").status_code == 404
    assert office.post(f"/office/nidechange/value/sales/{foreign.id}/", {f"site-{foreign.id}-share": "10"}).status_code == 404


def test_brand_named_twice_changes_nothing(office, otto, past):
    foreign = Past(Site.objects.get(brand=otto.brand))
    foreign.asked(now_ms() - DAY, page="/leurs/pages")
    past.asked(now_ms() - DAY, page="/nos/pages")
    fold.fold()
    for page in ("figures/panel/tops/", "figures/talks.csv", "figures/conversations/"):
        answer = office.get(f"/office/nidechange/{page}?brand=autrement&brand=nidechange&brand_id={otto.brand_id}").content.decode()
        assert "/leurs/pages" not in answer
        assert "/nos/pages" in answer


def test_an_export_keeps_the_scope_of_its_page(office, lived, past, site, brand):
    spain = Site.objects.create(brand=brand, name="Espagne", language="es")
    Past(spain).asked(now_ms() - DAY, page="/es")
    fold.fold()
    lines = office.get(f"/office/nidechange/figures/talks.csv?site={spain.id}").content.decode().splitlines()
    assert len(lines) == 2
    whole = office.get("/office/nidechange/figures/figures.csv?period=7").content.decode("utf-8-sig").splitlines()
    assert whole[8].split(",")[:2] == ["Whole period", "5"]


def test_a_page_that_pretends_to_be_a_formula_is_only_text(office, past):
    past.asked(now_ms() - HOUR, page='=HYPERLINK("http://evil.example","x")')
    fold.fold()
    assert "'=HYPERLINK" in office.get("/office/nidechange/figures/talks.csv").content.decode()
    book = zipfile.ZipFile(io.BytesIO(office.get("/office/nidechange/figures/talks.xlsx").content))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "'=HYPERLINK" in sheet


@pytest.mark.parametrize(
    "asked", ["period=dates&from=0001-01-01&to=9999-12-31", "period=dates&from=x&to=y", "period=9999-99", "period=", "period=dates"]
)
def test_a_period_that_makes_no_sense_is_the_usual_one(office, asked, lived):
    answer = office.get(f"/office/nidechange/figures/?{asked}")
    assert answer.status_code == 200
    assert answer.context["scope"].period.days == 30


# ---- worth -----------------------------------------------------------------------------------------------------------------


def test_the_sum_is_shown_step_by_step(office, brand, lived):
    Measures.objects.create(brand=brand, job_cost=Decimal(3200), gifts_cost=Decimal(100))
    page = text(office.get("/office/nidechange/value/?period=7"))
    assert "answered questions are" in page
    assert "payroll avoided" in page


def test_yardsticks_are_kept_and_wrong_ones_are_said(office, brand):
    good = {
        "job_cost": "3200", "month_hours": "151.67", "rewards_cost": "0", "gifts_cost": "10", "software_cost": "0", "manager_hours": "20",
        "manager_cost": "40", "currency": "eur", "zone": "Europe/Madrid", "mailed": "on",
    }  # fmt: skip
    assert office.post("/office/nidechange/value/", {**good, "month_hours": "0"}).status_code == 422
    assert office.post("/office/nidechange/value/", good).status_code == 302
    kept = Measures.objects.get(brand=brand)
    assert (kept.currency, kept.zone, kept.job_cost) == ("EUR", "Europe/Madrid", Decimal(3200))


# ---- words, suggestions, report --------------------------------------------------------------------------------------------


@pytest.fixture
def said(site, florian):
    visitor, _token = talking.admit(site=site)
    conversation, _ = talking.ask(by=visitor, client_id="a" * 8, text="Et l'assurance ?", locale="fr")
    talking.claim(by=florian, conversation=conversation)
    talking.rate(by=visitor, conversation=conversation, stars=5, comment="Adorable et <b>clair</b>")
    fold.fold()
    return visitor, conversation


def test_words_are_shown_only_once_approved_and_vanish_when_erased(office, said, brand):
    visitor, conversation = said
    assert "Adorable" in text(office.get("/office/nidechange/figures/words/"))
    assert "Adorable" not in text(office.get("/office/nidechange/figures/panel/said/"))
    office.post(f"/office/nidechange/figures/words/{conversation.id}/", {"show": ""})
    assert "Adorable et &lt;b&gt;clair&lt;/b&gt;" in text(office.get("/office/nidechange/figures/panel/said/"))
    Page.objects.create(brand=brand, site=conversation.site, open=True)
    public = f"/join/{conversation.site.key}/"
    assert "Adorable et &lt;b&gt;clair&lt;/b&gt;" in text(Client().get(public))
    talking.erase(by=visitor, conversation=conversation)
    assert "Adorable" not in text(office.get("/office/nidechange/figures/panel/said/"))
    assert "Adorable" not in text(Client().get(public))
    assert Quote.objects.exists()
    office.post(f"/office/nidechange/figures/words/{conversation.id}/", {"show": ""})


def test_words_of_another_brand_cannot_be_approved(otto, said):
    otto.role = "manager"
    otto.save()
    answer = browser(otto).post(f"/office/autrement/figures/words/{said[1].id}/", {"show": ""})
    assert answer.status_code == 404
    assert not Quote.objects.exists()


def test_the_report_tells_what_was_suggested_and_what_became_of_it(office, camille, florian, otto):
    community.post(by=florian, text="Afficher les animaux acceptés", corner="suggestions")
    community.post(by=otto, text="Une idée d'ailleurs", corner="suggestions")
    today = date.fromtimestamp(now_ms() / 1000)
    report = f"/office/nidechange/value/report/{today.year}-{today.month}/"
    page = text(office.get(report))
    assert "An answer is owed." in page
    assert "ailleurs" not in page
    one = Suggestion.objects.get(brand=camille.brand)
    community.answer_suggestion(by=camille, suggestion=one, status="done", text="En ligne depuis lundi")
    assert "En ligne depuis lundi" in text(office.get(report))


def test_a_printed_report_says_how_each_figure_is_counted(office):
    annex = text(office.get("/office/nidechange/value/report/")).partition('class="annex"')[2]
    assert all(escape(str(one.formula)) in annex and escape(str(one.population)) in annex for one in DEFINITIONS.values())


def test_a_report_of_a_month_that_is_not_there(office):
    assert office.get("/office/nidechange/value/report/2026-13/").status_code == 404
    assert office.get("/office/nidechange/value/report/2999-01/").status_code == 404


# ---- the member's own ------------------------------------------------------------------------------------------------------


def test_a_member_says_whether_they_want_to_be_called(florian, brand, otto):
    client = browser(florian)
    assert client.get("/desk/nidechange/calls/").status_code == 200
    client.post("/desk/nidechange/calls/", {"wanted": "on"})
    assert Willing.objects.get().member == florian
    client.post("/desk/nidechange/calls/", {})
    assert not Willing.objects.exists()
    assert browser(otto).get("/desk/nidechange/calls/").status_code == 404


def test_the_strip_of_the_hours_ahead(florian, site):
    client = browser(florian)
    assert text(client.get("/desk/nidechange/coverage/")) == ""
    for day in range(1, 15):
        actions.sample(looks=[actions.Look(site.id, site.brand_id, False, False, 0)], now=now_ms() - day * DAY)
    assert "the window may be closed." in text(client.get("/desk/nidechange/coverage/"))


def test_nothing_of_a_conversation_but_what_happened_is_kept():
    assert {one.name for one in Talk._meta.fields} & {"text", "preview", "comment", "email", "visitor"} == set()
