"""Circles: who rewards whom far above chance waits for a human; a crowd that meets by chance is never troubled (A51)."""

from itertools import pairwise

import pytest

from causerie.conversations.models import Conversation, VisitorNetwork
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.rewards import actions, circles, queries, reader
from causerie.rewards.check import check
from causerie.rewards.fairness import Given, Odd, odd, rings, tail
from causerie.rewards.models import Circle, Hold, Transaction
from causerie.rewards.rebuild import compare
from causerie.rewards.rules import DAY, HOUR, MINUTE
from causerie.rewards.tests import facts
from causerie.rewards.tests.crowd import Crowd
from tests.cast import new_member


def sound(brand):
    assert [one.wrong for one in (*check(), compare(brand.pk)) if not one.holds] == []


# ---- pure ----------------------------------------------------------------------------------------------------------------------


def test_the_tail_is_that_of_the_binomial():
    assert tail(0, 10, 0.5) == 1
    assert tail(10, 10, 0.5) == pytest.approx(1 / 1024)
    assert tail(6, 10, 0.3) == pytest.approx(0.0473489874)
    assert tail(3, 10, 0) == 0
    assert tail(3, 10, 1) == 1


@pytest.mark.parametrize("seed", range(4))
def test_an_honest_month_gives_no_alarm(seed):
    assert Crowd(seed).found() == []


@pytest.mark.parametrize("seed", range(4))
def test_an_honest_small_house_gives_no_alarm(seed):
    assert Crowd(seed, members=8, thanks=250).found() == []


def test_a_ring_a_home_and_faithful_friends_are_seen_in_the_crowd():
    crowd = Crowd(1)
    crowd.ring(5, 6, 7)
    crowd.home_of_faces(8)
    crowd.faithful(9)
    assert sorted(crowd.found()) == [("circle", [5, 6, 7]), ("network", [8]), ("regulars", [9])]


def test_who_alone_speaks_a_language_is_nobodys_accomplice():
    gifts = [Given("network:office", 3, ("", "language br")) for _ in range(40)] + [Given(f"visitor {n}", n % 20) for n in range(400)]
    assert odd(gifts, 8) == []


def test_a_fan_is_no_ring():
    crowd = Crowd(3)
    crowd.likes += [Given("5", 6) for _ in range(60)]
    assert crowd.found() == []


def test_a_ring_goes_round_and_is_small():
    def chain(*members):
        return [Odd(str(by), to, 9, 9, 1.0) for by, to in pairwise(members)]

    assert rings(chain(1, 2, 3)) == []
    assert rings(chain(1, 2, 3, 1)) == [(1, 2, 3)]
    assert rings([*chain(1, 2, 1), *chain(8, 9, 8)]) == [(1, 2), (8, 9)]
    assert rings(chain(1, 2, 3, 4, 5, 6, 7, 1)) == []


# ---- in a house ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def house(brand):
    """Twelve members who like one another's posts as it comes."""
    people = [new_member(brand, f"Membre{number}") for number in range(12)]
    start = now_ms() - 20 * DAY
    rows = [
        Fact(brand=brand, at=start + turn * HOUR, kind="liked", data={"post": 1000 + turn, "member": by.pk, "author": people[to].pk})
        for turn, (by, to) in enumerate((by, (place + step) % 12) for place, by in enumerate(people) for step in range(1, 12))
    ]
    Fact.objects.bulk_create(rows)
    return people


def like_each_other(brand, a, b, start, times, first_post):
    for turn in range(times):
        facts.liked(brand, first_post + 2 * turn, a.pk, b.pk, start + turn * HOUR)
        facts.liked(brand, first_post + 2 * turn + 1, b.pk, a.pk, start + turn * HOUR + MINUTE)


@pytest.mark.django_db
def test_members_who_like_each_other_all_day_wait_for_a_human_and_may_be_cleared(brand, camille, florian, bernadette, house):
    now = now_ms()
    like_each_other(brand, florian, bernadette, now - 10 * DAY, 30, 5000)
    reader.tick(now)
    assert Hold.objects.count() == 0
    circle = Circle.objects.get()
    assert (circle.kind, circle.members) == ("circle", sorted([florian.pk, bernadette.pk]))
    like_each_other(brand, florian, bernadette, now, 2, 9000)
    reader.tick(now + HOUR)
    assert [hold.reasons for hold in Hold.objects.all()] == [["circle"]] * 4
    assert Circle.objects.count() == 1
    shown = queries.open_circles(brand.pk)[0]
    assert (shown.waiting, len(shown.people), queries.awaiting(camille)) == (4, 2, 5)
    sound(brand)
    assert actions.clear_circle(by=camille, circle=circle, why="Elles sont sœurs, et leurs articles sont bons.") == 4
    with pytest.raises(Refused, match="closed"):
        actions.clear_circle(by=camille, circle=circle, why="encore")
    like_each_other(brand, florian, bernadette, now + HOUR, 2, 9500)
    reader.tick(now + 3 * HOUR)
    assert Hold.objects.filter(state="waiting").count() == 0
    assert Circle.objects.get().state == "cleared"
    sound(brand)


@pytest.mark.django_db
def test_a_brand_may_look_at_nothing(brand, florian, bernadette, house):
    from causerie.rewards.tests.test_fold import with_rules

    with_rules(brand, beyond_chance=0)
    like_each_other(brand, florian, bernadette, now_ms() - 10 * DAY, 30, 5000)
    reader.tick(now_ms())
    assert not Circle.objects.exists()


@pytest.mark.django_db
def test_a_circle_that_is_seen_no_more_is_forgotten(brand, florian, bernadette, house):
    like_each_other(brand, florian, bernadette, now_ms() - 10 * DAY, 30, 5000)
    reader.tick(now_ms())
    circles.look(now_ms() + 70 * DAY)
    assert not Circle.objects.exists()


@pytest.mark.django_db
def test_new_faces_of_one_network_who_all_come_to_the_same_member(brand, site, florian, bernadette):
    from causerie.conversations import actions as talks

    people, now = [bernadette, *(new_member(brand, f"Membre{number}") for number in range(8))], now_ms()

    def thanked(number, member, digest, at):
        visitor, _ = talks.admit(site=site)
        VisitorNetwork.objects.create(brand=brand, visitor=visitor, digest=digest, at=at)
        question, _ = talks.ask(by=visitor, client_id=f"network-{number}", text="Bonjour")
        Conversation.objects.filter(pk=question.pk).update(waiting_since=now_ms() - 20_000)
        talks.claim(by=member, conversation=question)
        talks.close(by=visitor, conversation=question)
        facts.helped(brand, question.pk, member.pk, at)

    for number in range(60):
        thanked(number, people[number % 9], f"home-{number:04d}-------", now - 15 * DAY + number * HOUR)
    for number in range(12):
        thanked(100 + number, florian, "the-friend’s-home", now - 9 * DAY + number * HOUR)
    reader.tick(now)
    assert [(row.kind, row.members) for row in Circle.objects.all()] == [("network", [florian.pk])]
    thanked(200, florian, "the-friend’s-home", now)
    thanked(201, florian, "somebody-else’s-home", now)
    reader.tick(now + HOUR)
    assert [hold.reasons for hold in Hold.objects.all()] == [["network"]]
    assert Transaction.objects.filter(kind="thanked", member=florian, note="held").count() == 1
    sound(brand)
