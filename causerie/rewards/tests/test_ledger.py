"""The ledger: in any order of anything, it balances, nobody owes, and a cause moves something once (I7, I8)."""

import json

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.rewards import actions, ledger, reader
from causerie.rewards.check import check
from causerie.rewards.ledger import Draft, post
from causerie.rewards.models import Account, Entry, Exchange, Hold, Payout, Redemption, Reward, RuleSet, Transaction
from causerie.rewards.rebuild import compare
from causerie.rewards.rules import DAY, Rules, written
from causerie.rewards.tests import facts
from tests.cast import new_member, nidechange

pytestmark = pytest.mark.django_db


def sound():
    assert [(one.name, one.wrong) for one in check() if not one.holds] == []


def balance(member, name=ledger.AVAILABLE):
    return Account.objects.filter(member=member, name=name).values_list("balance", flat=True).first() or 0


def earn(member, points, ref="1"):
    with write():
        moves = ledger.grant(member.pk, score=points, points=points)
        post(member.brand_id, [Draft(kind="thanked", ref=ref, at=now_ms(), moves=moves, member=member.pk)])


class Life(RuleBasedStateMachine):
    """Earn, vest, redeem, refund, hold, reverse, expire, pay out, in any interleaving."""

    talks = Bundle("talks")

    @initialize()
    def a_brand(self):
        self.clock = now_ms() - 400 * DAY
        cast = nidechange()
        slug = f"life-{cast.brand.pk}-{now_ms()}"
        cast.brand.slug = slug
        cast.brand.save()
        self.brand, self.camille = cast.brand, cast.members["camille"]
        self.members = [cast.members["florian"], cast.members["bernadette"]]
        RuleSet.objects.create(brand=self.brand, version=1, since=0, data=written(Rules(idle_months=12)))
        self.reward = Reward.objects.create(brand=self.brand, title="Tasse", price=15, stock=2)
        Exchange.objects.create(brand=self.brand, name="Club", url="https://club.example.org/points", secret="s", table=[[10, "1 €"]])
        self.number, self.unexpected = 0, set()

    @rule(target=talks, who=st.integers(0, 1), own=st.booleans())
    def thanked(self, who, own):
        self.number += 1
        number, member = self.brand.pk * 10_000 + self.number, self.members[who].pk
        if not own:
            facts.replied(self.brand, number, member, self.clock)
        facts.thanked(self.brand, number, member, self.clock + 60_000)
        self.clock += 61_000
        return number, member

    @rule(talk=talks, stars=st.integers(1, 5))
    def rated(self, talk, stars):
        facts.rated(self.brand, talk[0], talk[1], stars, self.clock)

    @rule(days=st.integers(0, 400))
    def time_passes(self, days):
        self.clock += days * DAY
        reader.tick(self.clock)

    @rule(who=st.integers(0, 1), key=st.sampled_from("abc"), price=st.sampled_from([15, 14]))
    def redeems(self, who, key, price):
        self._try(actions.redeem, by=self.members[who], reward=self.reward, price=price, client_id=key)

    @rule(by_manager=st.booleans())
    def cancels(self, by_manager):
        row = Redemption.objects.filter(brand=self.brand).exclude(state="cancelled").first()
        if row:
            self._try(actions.cancel, by=self.camille if by_manager else row.member, redemption=row)

    @rule()
    def moves_on(self):
        row = Redemption.objects.filter(brand=self.brand).exclude(state="cancelled").first()
        if row:
            self._try(actions.advance, by=self.camille, redemption=row)

    @rule(give=st.booleans())
    def decides(self, give):
        row = Hold.objects.filter(brand=self.brand, state="waiting").first()
        if row:
            self._try(actions.decide, by=self.camille, hold=row, give=give, why="vu")

    @rule()
    def reverses(self):
        row = Transaction.objects.filter(brand=self.brand, kind="thanked").order_by("?").first()
        if row:
            self._try(actions.reverse, by=self.camille, transaction=row, why="fraude")

    @rule(who=st.integers(0, 1), key=st.sampled_from("ab"))
    def hands_over(self, who, key):
        self._try(actions.hand_over, by=self.members[who], points=10, worth="1 €", customer="C-1", client_id=key)

    @rule(status=st.sampled_from([200, 422, 500, 0]))
    def the_programme_answers(self, status):
        facts.programme_answers(status)

    @rule(who=st.integers(0, 1), points=st.integers(1, 40), key=st.sampled_from("ab"))
    def gives(self, who, points, key):
        self._try(actions.give, by=self.camille, to=self.members[who], points=points, why="bravo", client_id=key)

    def _try(self, verb, **values):
        try:
            verb(**values)
        except Refused as refused:
            self.unexpected = {refused.code} - {"not_enough", "sold_out", "price_changed", "closed"}

    @invariant()
    def it_balances(self):
        if hasattr(self, "brand"):
            assert not self.unexpected
            sound()

    def teardown(self):
        if hasattr(self, "brand"):
            reader.tick(self.clock)
            assert compare(self.brand.pk).wrong == []
            held = Redemption.objects.filter(brand=self.brand).exclude(state="cancelled").count()
            assert Reward.objects.get(id=self.reward.pk).stock == 2 - held
            paid = Payout.objects.filter(brand=self.brand).exclude(state="refused").count()
            assert (Account.objects.filter(brand=self.brand, name="paid_out").values_list("balance", flat=True).first() or 0) == 10 * paid


@pytest.mark.django_db(transaction=True)
def test_any_life_keeps_the_ledger_sound(transactional_db, django_db_blocker):
    from causerie.brands.models import Brand
    from causerie.journal.models import Fact
    from causerie.people.models import Person

    class Clean(Life):
        def teardown(self):
            super().teardown()
            for model in (Hold, ledger.Due, Entry, Redemption, Payout, Reward):
                model.objects.all().delete()
            from causerie.rewards.models import Correction

            Correction.objects.all().delete()
            Transaction.objects.exclude(reverses=None).delete()
            Transaction.objects.all().delete()
            Account.objects.all().delete()
            Fact.objects.all().delete()
            Brand.objects.all().delete()
            Person.objects.all().delete()

    run_state_machine_as_test(
        Clean,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
        ),
    )


@pytest.mark.parametrize("amount", [0, 0.1, float("nan"), float("inf"), 1e309, "1", 2**63, True, None])
def test_only_whole_amounts_that_balance(florian, amount):
    with pytest.raises(ValueError, match="not an amount"):
        Draft(kind="given", ref="1", at=1, moves=((florian.pk, "available", amount), (None, "issued", -1)))


def test_currencies_are_never_mixed(florian):
    with pytest.raises(ValueError, match="does not balance"):
        Draft(kind="given", ref="1", at=1, moves=((florian.pk, "score", 5), (None, "issued", -5)))


def test_a_cause_moves_something_once(florian):
    for _ in range(3):
        earn(florian, 10)
    assert balance(florian) == 10
    assert Transaction.objects.count() == 1
    sound()


def test_nobody_goes_below_zero_and_then_nothing_stands(florian):
    earn(florian, 10)
    moves = ((florian.pk, "available", -11), (None, "spent", 11))
    with pytest.raises(Refused, match="not_enough"), write():
        post(florian.brand_id, [Draft(kind="redeemed", ref="9", at=1, moves=moves, member=florian.pk)])
    assert (balance(florian), Transaction.objects.count()) == (10, 1)
    sound()


def test_the_table_itself_refuses_a_debt(florian):
    from django.db import IntegrityError, transaction

    earn(florian, 10)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(member=florian, name="available").update(balance=-1)


def test_whoever_changes_the_past_is_seen(florian):
    earn(florian, 10, "1")
    earn(florian, 10, "2")
    first = Transaction.objects.earliest("number")
    Transaction.objects.filter(pk=first.pk).update(at=first.at + 1)
    assert any("does not say what was sealed" in line for line in check()[0].wrong)
    Transaction.objects.filter(pk=first.pk).update(at=first.at)
    sound()
    entries = Entry.objects.filter(transaction=first, account__name__in=("available", "issued"))
    for entry in entries:
        Entry.objects.filter(pk=entry.pk).update(amount=entry.amount * 2)
        Account.objects.filter(pk=entry.account_id).update(balance=entry.account.balance + entry.amount)
    assert any("does not say what was sealed" in line for line in check()[0].wrong)


def test_a_removed_transaction_leaves_a_hole_that_is_seen(florian):
    for ref in "123":
        earn(florian, 10, ref)
    Entry.objects.filter(transaction__ref="3").delete()
    Transaction.objects.filter(ref="3").delete()
    assert any("its head says 3" in line for line in check()[0].wrong)


def test_what_is_sealed_can_be_written_down(florian):
    earn(florian, 10)
    assert json.dumps([one.words for one in check()])


def test_score_is_kept_apart_from_points(florian, brand):
    earn(florian, 20)
    reward = Reward.objects.create(brand=brand, title="Carnet", price=15)
    actions.redeem(by=florian, reward=reward, price=15, client_id="a")
    assert (balance(florian, "score"), balance(florian)) == (20, 5)


def test_a_fraud_is_taken_back_as_far_as_there_is_something(florian, camille, brand):
    earn(florian, 20)
    reward = Reward.objects.create(brand=brand, title="Carnet", price=15)
    actions.redeem(by=florian, reward=reward, price=15, client_id="a")
    row = Transaction.objects.get(kind="thanked")
    taken = actions.reverse(by=camille, transaction=row, why="Un ami vous remerciait.")
    assert (balance(florian, "score"), balance(florian), taken.note) == (0, 0, "short")
    assert Account.objects.get(brand=brand, member=None, name="lost").balance == -15
    with pytest.raises(Refused, match="closed"):
        actions.reverse(by=camille, transaction=row, why="encore")
    sound()


def test_brands_have_ledgers_of_their_own(florian, otto):
    earn(florian, 10)
    earn(otto, 10)
    assert list(Transaction.objects.values_list("number", flat=True)) == [1, 1]
    sound()


def test_a_member_of_a_team_is_given_nothing(camille, brand):
    other = new_member(brand, "Paul", role="manager")
    with pytest.raises(Refused, match="bad_value"):
        actions.give(by=camille, to=other, points=10, why="bravo", client_id="a")
