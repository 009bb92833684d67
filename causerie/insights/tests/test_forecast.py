"""The chance of an open window, and how far off it was."""

import random

import pytest

from causerie.config import figures as wiring
from causerie.insights import actions, coverage, fold
from causerie.insights.forecast import WEEK, back_test, foretell
from causerie.insights.models import Habit, Hour, Measures
from causerie.insights.periods import hour_of, place_of
from causerie.insights.tests.told import HOUR, MINUTE
from causerie.kernel.clock import now_ms
from causerie.notify.models import Mail

NOW = 495_000


def steady(weeks=10, wobble=0.0, seed=2):
    """Evenings are always covered, nights never, Sundays never; with some chance the other way round."""
    rng = random.Random(seed)
    return {
        hour: float((hour % 24 in range(17, 23) and hour % WEEK > 24) != (rng.random() < wobble)) for hour in range(NOW - weeks * WEEK, NOW)
    }


def test_it_learns_the_hours_of_the_week():
    history = steady()
    for coming in foretell(history, list(range(NOW, NOW + WEEK)), NOW):
        real = history[coming.hour - WEEK]
        assert (coming.chance > 0.6) == bool(real), coming
        assert coming.weeks == 8


def test_nothing_later_than_what_is_known_is_looked_at():
    history = steady()
    before = foretell(history, [NOW - 24], NOW - 48)
    changed = {hour: value if hour < NOW - 48 else 1 - value for hour, value in history.items()}
    assert foretell(changed, [NOW - 24], NOW - 48) == before


def test_recent_weeks_count_more_and_few_weeks_are_doubted():
    fresh = {NOW - WEEK * back: 1.0 if back <= 2 else 0.0 for back in range(1, 9)}
    stale = {NOW - WEEK * back: 1.0 if back > 6 else 0.0 for back in range(1, 9)}
    assert foretell(fresh, [NOW], NOW)[0].chance > foretell(stale, [NOW], NOW)[0].chance
    once = foretell({NOW - WEEK: 1.0, **{NOW - 24 * day: 0.0 for day in range(1, 7)}}, [NOW], NOW)[0]
    assert 0.1 < once.chance < 0.6


def test_looking_back_it_is_better_than_always_saying_the_average():
    error = back_test(steady(wobble=0.1), NOW)
    assert error.hours == 14 * 24
    assert error.brier < 0.6 * error.plain
    assert error.mean < 0.3
    assert back_test({}, NOW) is None


def test_it_claims_no_skill_where_there_is_none():
    rng = random.Random(3)
    noise = {hour: float(rng.random() < 0.5) for hour in range(NOW - 10 * WEEK, NOW)}
    error = back_test(noise, NOW)
    assert error.brier >= error.plain * 0.98


# ---- gentle calls ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def quiet_evening(site, florian, bernadette):
    """In four hours the window is usually closed, though visitors ask; Florian and Bernadette often answer then."""
    now = now_ms()
    hour = hour_of(now) + 4
    day, slot = place_of(hour - WEEK, "Europe/Paris")
    for week in range(1, 6):
        actions.sample(looks=[actions.Look(site.id, site.brand_id, False, False, 0)], now=(hour - week * WEEK) * HOUR)
    Hour.objects.create(brand=site.brand, site=site, hour=hour - WEEK, day=day, slot=slot, asked=4, left=3)
    for member, taken in ((florian, 5), (bernadette, 2)):
        Habit.objects.create(brand=site.brand, site=site, member=member.id, slot=slot, taken=taken)
    return now, hour


@pytest.mark.django_db
def test_those_who_like_that_hour_and_want_it_are_called_once_a_week(quiet_evening, florian, bernadette, site):
    now, hour = quiet_evening
    assert coverage.calls_due(now) == []
    actions.wish_calls(by=florian, wanted=True)
    assert [(call.willing.member, call.hour) for call in coverage.calls_due(now)] == [(florian, hour)]
    assert wiring.write_mails(now) == 1
    mail = Mail.objects.get()
    assert mail.to == florian.person.email
    assert "/desk/nidechange/calls/" in mail.text
    assert wiring.write_mails(now + MINUTE) == 0
    actions.wish_calls(by=florian, wanted=False)
    assert coverage.calls_due(now + 8 * 24 * HOUR) == []


@pytest.mark.django_db
def test_nobody_is_called_for_an_hour_in_which_nobody_asks(quiet_evening, florian):
    Hour.objects.all().delete()
    actions.wish_calls(by=florian, wanted=True)
    assert coverage.calls_due(quiet_evening[0]) == []


@pytest.mark.django_db
def test_the_report_is_mailed_once_to_each_who_reads_figures(past, florian, camille, brand):
    first = 1_782_864_000_000  # 2026-07-01 02:00 in Paris
    past.answered(first - 5 * 24 * HOUR, florian)
    fold.fold()
    assert wiring.write_mails(first) == 1
    assert wiring.write_mails(first + HOUR) == 1, "the same mail stands"
    mail = Mail.objects.get()
    assert mail.to == camille.person.email
    assert "June 2026" in mail.subject
    assert "/office/nidechange/value/report/2026-6/" in mail.text
    assert wiring.write_mails(first + 10 * 24 * HOUR) == 0
    Measures.objects.create(brand=brand, mailed=False)
    assert wiring.write_mails(first + 31 * 24 * HOUR) == 0
