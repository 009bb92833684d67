"""The sum that a finance director looks at."""

from datetime import date
from decimal import Decimal

import pytest

from causerie.insights import fold, queries
from causerie.insights.models import Measures
from causerie.insights.periods import Period, month
from causerie.insights.queries import Scope
from causerie.insights.rules import Yardstick, worth
from causerie.insights.tests.told import HOUR, MINUTE

FRANCE = Yardstick(Decimal("151.67"), Decimal(3200), Decimal(200), Decimal(100), Decimal(50), Decimal(20), Decimal(40))


def test_june_2017_was_242_hours_and_about_one_job_and_six_tenths():
    june = worth(answered=1453, minutes=Decimal(10), months=month(2017, 6).months, by=FRANCE)
    assert round(june.hours) == 242
    assert round(june.jobs, 1) == Decimal("1.6")
    assert round(june.jobs, 3) == Decimal("1.597")
    assert round(june.avoided) == 5109
    assert june.spent == 200 + 100 + 50 + 20 * 40
    assert june.net == june.avoided - june.spent


@pytest.mark.django_db
def test_june_2017_from_the_journal_to_the_page(past, florian, brand, client):
    """1,453 answers of ten minutes each, told by the journal, folded, and shown to the manager."""
    june = 1_496_268_000_000  # 2017-06-01 00:00 in Paris
    for number in range(1453):
        past.answered(june + number * 29 * MINUTE, florian, lasted=10 * MINUTE)
    past.answered(june - HOUR, florian)
    past.answered(june + 30 * 24 * HOUR, florian)
    while fold.fold():
        pass
    Measures.objects.create(brand=brand, job_cost=Decimal(3200))
    found = queries.worth(Scope(brand.id, month(2017, 6)), queries.measures_of(brand.id))
    assert (found.answered, found.minutes, round(found.hours), round(found.jobs, 1)) == (1453, 10, 242, Decimal("1.6"))


def test_half_a_month_is_half_of_its_costs_and_hours():
    half = Period(date(2026, 6, 1), date(2026, 6, 15))
    assert half.months == Decimal("0.5")
    counted = worth(answered=700, minutes=Decimal(13), months=half.months, by=FRANCE)
    whole = worth(answered=1400, minutes=Decimal(13), months=Decimal(1), by=FRANCE)
    assert round(counted.jobs, 6) == round(whole.jobs, 6)
    assert round(counted.avoided * 2, 6) == round(whole.avoided, 6)
    assert counted.spent * 2 == whole.spent


def test_months_are_compared_with_months_and_days_with_as_many_days():
    assert month(2026, 3).before == month(2026, 2)
    assert month(2026, 1).before == month(2025, 12)
    week = Period(date(2026, 3, 5), date(2026, 3, 11))
    assert week.before == Period(date(2026, 2, 26), date(2026, 3, 4))
    assert round(Period(date(2026, 1, 1), date(2026, 12, 31)).months, 9) == 12
