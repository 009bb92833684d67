"""The last one is sold once, a balance is spent once, and the price seen is the price paid (A48, A53, A54); points that travel (F02)."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.rewards import actions, ledger, reader
from causerie.rewards.check import check
from causerie.rewards.ledger import Draft, post
from causerie.rewards.models import Account, Exchange, Payout, Redemption, Reward
from causerie.rewards.rules import DAY
from causerie.rewards.tests import facts
from tests.cast import new_member

race = pytest.mark.django_db(transaction=True)


def fund(member, points):
    with write():
        moves = ledger.grant(member.pk, score=points, points=points)
        post(member.brand_id, [Draft(kind="given", ref=f"{member.pk}.start", at=now_ms(), moves=moves, member=member.pk)])


def has(member, name="available"):
    return Account.objects.filter(member=member, name=name).values_list("balance", flat=True).first() or 0


def mug(brand, **values):
    return Reward.objects.create(**{"brand": brand, "title": "Tasse", "price": 100, "stock": 1, **values})


def outcome(work):
    try:
        work()
    except Refused as refused:
        return refused.code
    return "yes"


def at_once(count, work):
    """All begin together, each with a connection of its own."""
    together = threading.Barrier(count)

    def one(number):
        try:
            together.wait()
            return outcome(lambda: work(number))
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return Counter(threads.map(one, range(count)))


def sound():
    assert [one.wrong for one in check() if not one.holds] == []


@race
def test_fifty_want_the_last_one_and_one_has_it(brand):
    people = [new_member(brand, f"Membre{number}") for number in range(50)]
    for member in people:
        fund(member, 100)
    last = mug(brand)
    random.shuffle(people)
    told = at_once(50, lambda n: actions.redeem(by=people[n], reward=last, price=100, client_id="a"))
    assert told == {"yes": 1, "sold_out": 49}
    assert Reward.objects.get().stock == 0
    assert sum(has(member) for member in people) == 49 * 100
    sound()


@race
def test_the_whole_balance_is_spent_once(brand, florian):
    fund(florian, 100)
    many = mug(brand, stock=None)
    told = at_once(12, lambda n: actions.redeem(by=florian, reward=many, price=100, client_id=f"tab-{n}"))
    assert told == {"yes": 1, "not_enough": 11}
    assert has(florian) == 0
    sound()


@race
def test_one_click_sent_many_times_is_one_redemption(brand, florian):
    fund(florian, 1000)
    many = mug(brand, stock=None)
    told = at_once(8, lambda _n: actions.redeem(by=florian, reward=many, price=100, client_id="same"))
    assert told["yes"] >= 1
    assert Redemption.objects.count() == 1
    assert has(florian) == 900
    sound()


@race
def test_the_price_changes_while_many_buy(brand, camille):
    people = [new_member(brand, f"Membre{number}") for number in range(12)]
    for member in people:
        fund(member, 200)
    many = mug(brand, stock=None)

    def work(number):
        if number == 0:
            actions.save_reward(by=camille, reward=many, title="Tasse", price=150)
        else:
            actions.redeem(by=people[number], reward=many, price=100, client_id="a")

    told = at_once(12, work)
    assert set(told) <= {"yes", "price_changed"}
    assert set(Redemption.objects.values_list("price", flat=True)) <= {100}
    assert sum(has(member) for member in people) == 12 * 200 - 100 * Redemption.objects.count()
    sound()


@race
def test_cancelled_twice_at_once_is_given_back_once(brand, florian, camille):
    fund(florian, 100)
    made = actions.redeem(by=florian, reward=mug(brand), price=100, client_id="a")
    told = at_once(8, lambda n: actions.cancel(by=camille if n % 2 else florian, redemption=made))
    assert told == {"yes": 1, "closed": 7}
    assert (has(florian), Reward.objects.get().stock) == (100, 1)
    sound()


@pytest.mark.django_db
@pytest.mark.parametrize("price", [0, -1, 99, 101])
def test_another_price_than_shown_is_refused(brand, florian, price):
    fund(florian, 500)
    with pytest.raises(Refused, match="price_changed"):
        actions.redeem(by=florian, reward=mug(brand), price=price, client_id="a")
    assert (has(florian), Reward.objects.get().stock) == (500, 1)


@pytest.mark.django_db
def test_points_to_come_cannot_be_spent_yet(brand, florian):
    now = now_ms() - DAY
    for number in range(10):
        facts.helped(brand, number + 1, florian.pk, now + number * 120_000)
    reader.tick(now_ms())
    assert has(florian, "vesting") >= 100
    with pytest.raises(Refused, match="not_enough"):
        actions.redeem(by=florian, reward=mug(brand), price=100, client_id="a")


@pytest.mark.django_db
def test_conditions_of_tier_and_site(brand, site, florian):
    from causerie.brands.models import Site

    fund(florian, 100)
    elsewhere = Site.objects.create(brand=brand, name="Nidéchange es", language="es")
    florian.sites.add(site)
    with pytest.raises(Refused, match="too_early"):
        actions.redeem(by=florian, reward=mug(brand, tier=3), price=100, client_id="a")
    only = mug(brand)
    only.sites.add(elsewhere)
    with pytest.raises(Refused, match="elsewhere"):
        actions.redeem(by=florian, reward=only, price=100, client_id="b")
    assert has(florian) == 100


@pytest.mark.django_db
def test_a_redemption_goes_its_way_step_by_step(brand, florian, camille):
    fund(florian, 100)
    made = actions.redeem(by=florian, reward=mug(brand), price=100, client_id="a")
    with pytest.raises(Refused, match="closed"):
        actions.receive(by=florian, redemption=made)
    made = actions.advance(by=camille, redemption=made)
    with pytest.raises(Refused, match="closed"):
        actions.cancel(by=florian, redemption=made)
    made = actions.advance(by=camille, redemption=made, note="Colissimo 123")
    made = actions.receive(by=florian, redemption=made)
    assert (made.state, made.note) == ("received", "Colissimo 123")
    with pytest.raises(Refused, match="closed"):
        actions.cancel(by=camille, redemption=made)


@pytest.mark.django_db
def test_staff_and_strangers_buy_nothing(brand, camille, otto):
    reward = mug(brand)
    for who, code in ((camille, "not_eligible"), (otto, "not_found")):
        fund(who, 100)
        with pytest.raises(Refused, match=code):
            actions.redeem(by=who, reward=reward, price=100, client_id="a")


# ---- points to the brand's own programme ---------------------------------------------------------------------------------------


@pytest.fixture
def club(brand):
    table = [[1000, "10 €"], [2000, "25 €"]]
    return Exchange.objects.create(brand=brand, name="Club", url="https://club.example.org/points", secret="s", table=table)


def hand(member, points=1000, worth="10 €", client_id="a"):
    return actions.hand_over(by=member, points=points, worth=worth, customer="C-42", client_id=client_id)


@pytest.mark.django_db
@pytest.mark.usefixtures("club")
def test_a_thousand_points_become_ten_euros_once(florian):
    fund(florian, 1000)
    assert hand(florian).pk == hand(florian).pk
    assert has(florian) == 0
    assert facts.programme_answers(0) == 0
    assert facts.programme_answers(200, now_ms() + DAY) == 1
    row = Payout.objects.get()
    assert (row.state, row.tries) == ("done", 2)
    sound()


@pytest.mark.django_db
@pytest.mark.usefixtures("club")
def test_refused_points_come_back(florian):
    fund(florian, 1000)
    hand(florian)
    facts.programme_answers(422)
    assert (Payout.objects.get().state, has(florian)) == ("refused", 1000)
    facts.programme_answers(200, now_ms() + DAY)
    assert has(florian) == 1000
    sound()


@pytest.mark.django_db
@pytest.mark.usefixtures("club")
def test_the_rate_is_the_one_that_was_shown(florian):
    fund(florian, 1000)
    with pytest.raises(Refused, match="price_changed"):
        hand(florian, worth="25 €")
    assert has(florian) == 1000


@pytest.mark.django_db
def test_an_answer_lost_on_the_way_is_asked_for_again_with_the_same_key(florian, club, monkeypatch):
    """F02: the programme has credited, the line breaks: told again, it knows the key, and credits nothing twice."""
    from causerie.kernel.outbound import Fetched
    from causerie.rewards.actions import payouts

    credited = set()

    def fetch(_url, *, headers, body, most):
        first = headers["Idempotency-Key"] not in credited
        credited.add(headers["Idempotency-Key"])
        assert headers["Idempotency-Key"].encode() in body
        if first:
            raise Refused("not_reachable")
        return Fetched(200, "application/json", b"{}")

    monkeypatch.setattr(payouts.outbound, "fetch", fetch)
    fund(florian, 1000)
    hand(florian)
    assert payouts.send_due(now_ms()) == 0
    assert payouts.send_due(now_ms() + DAY) == 1
    assert len(credited) == 1
    assert Payout.objects.get().state == "done"


@pytest.mark.django_db
@pytest.mark.usefixtures("club")
def test_without_an_answer_for_days_a_person_looks(florian, camille):
    fund(florian, 1000)
    row = hand(florian)
    facts.programme_answers(503, now_ms() + 4 * DAY)
    assert (Payout.objects.get().state, has(florian)) == ("unclear", 0)
    actions.retry(by=camille, payout=row)
    assert facts.programme_answers(200, now_ms() + 1000) == 1
    sound()


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["http://127.0.0.1/points", "ftp://club.example.org", "https://club.example.org:8080/"])
def test_a_programme_lives_on_the_public_web(camille, url):
    with pytest.raises(Refused, match="address_refused"):
        actions.change_exchange(by=camille, name="Club", url=url, table=[(1000, "10 €")])
