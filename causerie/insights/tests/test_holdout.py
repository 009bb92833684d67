"""Hours drawn to stay off, sales counted once, and an uplift that is found when it is there and not when it is not."""

import json
import random
from collections import Counter
from urllib.parse import urlencode

import pytest
from django.test import Client

from causerie.brands import holdout
from causerie.brands.models import HoldOut
from causerie.conversations import clockwork
from causerie.conversations.roster import Roster
from causerie.insights import actions, sale_views, uplift
from causerie.insights.models import Sale, Trial
from causerie.insights.tests.told import HOUR
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.realtime.limits import Buckets

ORIGIN = "http://127.0.0.1:8000"
MONDAY = 24 * 4 + 168 * 2900  # 1970-01-05 was one


# ---- the draw --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [5, 10, 20, 25, 50])
def test_every_hour_of_the_week_is_off_once_in_a_round_and_every_day_has_its_share(share):
    cycle = 100 // share
    first = MONDAY - (MONDAY // 168 % cycle) * 168
    while (first // 24 + 3) // 7 % cycle:
        first += 168
    off = [hour for hour in range(first, first + 168 * cycle) if holdout.is_off(seed="a", share=share, hour=hour)]
    assert set(Counter(hour % 168 for hour in off).values()) == {1}
    assert len(off) == 168
    days = Counter(hour // 24 for hour in off)
    assert {days[day] for day in range(first // 24, first // 24 + 7 * cycle)} <= {24 // cycle, -(-24 // cycle)}


def test_the_draw_depends_on_the_seed_and_is_the_same_each_time():
    hours = range(MONDAY, MONDAY + 1680)
    draws = {seed: [holdout.is_off(seed=seed, share=10, hour=hour) for hour in hours] for seed in ("a", "b")}
    assert draws["a"] != draws["b"]
    assert draws["a"] == [holdout.is_off(seed="a", share=10, hour=hour) for hour in hours]
    assert not any(holdout.is_off(seed="a", share=0, hour=hour) for hour in hours)


# ---- the window ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def plan(site):
    return HoldOut.objects.create(site=site, brand=site.brand, share=50)


def moment(plan, off):
    """A coming moment at which the window is off, or not."""
    return next(at for at in range(now_ms(), now_ms() + 1000 * HOUR, HOUR) if plan.is_off(at) == off)


def window(site, monkeypatch, at):
    monkeypatch.setattr(clockwork, "now_ms", lambda: at)
    roster = Roster(lambda _topic, _payload: None, lambda: 100.0)
    made = next(one for one in clockwork.windows() if one.id == site.id)
    made.min_online = 0
    roster.set_windows([made])
    return roster, roster.windows[site.key]


@pytest.mark.django_db
def test_in_a_drawn_hour_the_window_is_closed_for_pages_though_members_are_there(site, plan, monkeypatch):
    _, off = window(site, monkeypatch, moment(plan, True))
    status = json.loads(off.status)
    assert (status["open"], status["offline"], off.quorum) == (False, "hidden", True)
    _, on = window(site, monkeypatch, moment(plan, False))
    assert json.loads(on.status)["open"]
    assert json.loads(on.status)["offline"] == "leave"


@pytest.mark.django_db
def test_pages_are_counted_by_the_hour_and_by_whether_the_window_was_off(site, plan, monkeypatch):
    roster, off = window(site, monkeypatch, moment(plan, True))
    for _ in range(3):
        roster.viewed(off, 500_000)
    views = roster.take_views()
    assert views == {(site.id, 500_000, True): 3}
    assert roster.take_views() == {}
    for _ in range(2):
        actions.count_views(views={**views, (987_654, 500_000, True): 9})
    assert list(Trial.objects.values_list("site", "hour", "off", "views")) == [(site.id, 500_000, True, 6)]


@pytest.mark.django_db
def test_a_new_share_begins_with_the_next_hour(site, camille, otto):
    made = actions.hold_out(by=camille, site=site, share=50)
    assert not made.is_off(now_ms())
    assert any(made.is_off(now_ms() + number * HOUR) for number in range(1, 400))
    for by, share, code in ((camille, 33, "bad_value"), (otto, 10, "not_found")):
        with pytest.raises(Refused) as refused:
            actions.hold_out(by=by, site=site, share=share)
        assert refused.value.code == code


# ---- sales -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def shop(site, plan, monkeypatch):
    monkeypatch.setattr(sale_views, "_BUDGET", Buckets(1000, 1))
    client = Client(enforce_csrf_checks=True)

    def tell(order, origin=ORIGIN, key=site.key):
        body = order if isinstance(order, str) else urlencode({"id": order, "value": 59.9, "currency": "EUR"})
        kind = "application/x-www-form-urlencoded;charset=UTF-8"
        return client.post(f"/w/{key}/sold", body, content_type=kind, headers={"Origin": origin}).status_code

    return tell


@pytest.mark.django_db
def test_an_order_is_counted_once_and_its_number_is_not_kept(shop, site):
    assert [shop(1042), shop(1042), shop(1043)] == [204, 204, 204]
    trial = Trial.objects.get()
    assert (trial.sales, trial.value, trial.off) == (2, 11_980, site.holdout.is_off(now_ms()))
    assert all("1042" not in row.digest for row in Sale.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "told",
    ["", "[]", "{}", "id=", "id=1&value=NaN", "id=1&value=-5", "id=1&value=1e300", "id=1&value=inf", "id=%00", "id=" + "x" * 2000],
)
def test_what_is_not_a_sale_is_refused(shop, told):
    assert shop(told) == 422
    assert not Sale.objects.exists()


@pytest.mark.django_db
def test_only_the_sites_own_pages_tell_sales(shop, site, otto):
    assert shop(1, origin="https://evil.example") == 404
    assert shop(1, origin="null") == 404
    assert shop(1, key="nothere") == 404
    assert not Sale.objects.exists()


@pytest.mark.django_db
def test_too_many_sales_from_one_address_wait(shop, monkeypatch):
    monkeypatch.setattr(sale_views, "_BUDGET", Buckets(3, 0.001))
    assert [shop(number) for number in range(5)] == [204, 204, 204, 429, 429]


@pytest.mark.django_db
def test_without_a_hold_out_nothing_is_counted(shop, plan):
    plan.share = 0
    plan.save()
    assert shop(1) == 204
    assert not Sale.objects.exists()


# ---- the estimate ----------------------------------------------------------------------------------------------------------


def simulated(rng, effect, weeks=12, share=20):
    """Hours of a shop: busy and quiet times, good and bad hours, and a window that changes the rate by `effect` where it may open."""
    rows, seed = [], str(rng.random())
    for hour in range(MONDAY, MONDAY + weeks * 168):
        off = holdout.is_off(seed=seed, share=share, hour=hour)
        busy = 20 + 180 * (8 <= hour % 24 <= 22) + rng.randrange(40)
        rate = 0.02 * (1.3 if hour % 24 > 18 else 1.0) * rng.lognormvariate(0, 0.3) * (1 if off else 1 + effect)
        rows.append((off, busy, sum(rng.random() < rate for _ in range(busy))))
    return rows


def test_no_effect_is_said_to_be_none_and_a_known_one_lies_in_its_interval():
    """200 simulated shops each: 95 % intervals hold the truth in about 95 of 100, and call nothing an effect in about as many."""
    rng, counts = random.Random(11), Counter()
    for _ in range(200):
        for effect in (0.0, 0.25):
            found = uplift.measure(_quick(rng, effect))
            counts[effect, "holds"] += found.low <= effect <= found.high
            counts[effect, "effect"] += found.effect
    assert counts[0.0, "holds"] >= 182
    assert counts[0.25, "holds"] >= 182
    assert counts[0.0, "effect"] <= 18
    assert counts[0.25, "effect"] >= 170


def _quick(rng, effect, weeks=10):
    """As `simulated`, sales drawn by a normal approximation that keeps their spread: 200 shops in seconds."""
    rows, seed = [], str(rng.random())
    for hour in range(MONDAY, MONDAY + weeks * 168):
        off = holdout.is_off(seed=seed, share=20, hour=hour)
        busy = 60 + 400 * (8 <= hour % 24 <= 22) + rng.randrange(60)
        mean = busy * 0.02 * (1.3 if hour % 24 > 18 else 1.0) * rng.lognormvariate(0, 0.3) * (1 if off else 1 + effect)
        rows.append((off, busy, max(0, round(rng.gauss(mean, mean**0.5)))))
    return rows


def test_one_whole_shop_sale_by_sale():
    found = uplift.measure(simulated(random.Random(4), 0.4))
    assert found.effect
    assert found.low < 0.4 < found.high
    assert found.assisted > 0


def test_too_little_says_nothing():
    found = uplift.measure([(False, 100, 3), (True, 100, 2), (True, 0, 0)])
    assert not found.measured
    assert not found.effect
    assert (found.on.hours, found.off.hours) == (1, 1)


def test_students_quantile():
    for freedom, exact in ((19, 2.0930), (30, 2.0423), (200, 1.9719)):
        assert abs(uplift._student(0.95, freedom) - exact) < 0.002


@pytest.fixture
def office(camille, statics):
    client = Client()
    client.force_login(camille.person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(("factor", "says"), [(1.0, "No measurable effect."), (2.0, "sales per page view while the window can open")])
def test_the_page_says_what_was_measured(office, site, plan, factor, says):
    rng, first = random.Random(5), now_ms() // HOUR - 1000
    for hour in range(first, first + 900):
        off = hour % 3 == 0
        sales = round(4 * (1 if off else factor)) + rng.choice([-1, 0, 1])
        Trial.objects.create(site=site, brand=site.brand, hour=hour, off=off, views=200, sales=sales)
    page = " ".join(office.get("/office/nidechange/value/sales/").content.decode().split())
    assert says in page
    assert ("No measurable effect." in page) == (factor == 1.0)
