"""Facts become entries: each cause once, whatever comes twice, late or again (A50 to A53); and made again from the beginning, the same."""

import pytest

from causerie.journal.models import Cursor, Fact
from causerie.kernel.clock import now_ms
from causerie.rewards import actions, reader
from causerie.rewards.check import check
from causerie.rewards.models import Account, Hold, RuleSet, Standing, Talk, Transaction
from causerie.rewards.rebuild import compare, renew
from causerie.rewards.rules import DAY, HOUR, MINUTE, Grant, Rules, written
from causerie.rewards.tests import facts
from tests.cast import new_member

pytestmark = pytest.mark.django_db
START = 1_790_000_000_000


def has(member, name="available"):
    return Account.objects.filter(member=member, name=name).values_list("balance", flat=True).first() or 0


def kinds(member):
    return sorted(Transaction.objects.filter(member=member).values_list("kind", flat=True))


def sound(brand):
    assert [one.wrong for one in (*check(), compare(brand.pk)) if not one.holds] == []


def badges(member):
    return set(Standing.objects.get(member=member).data.get("badges", {}))


def with_rules(brand, **values):
    RuleSet.objects.create(brand=brand, version=1, since=0, data=written(Rules(**values)))


def test_an_answer_alone_earns_nothing(brand, florian):
    facts.asked(brand, 1, START)
    facts.replied(brand, 1, florian.pk, START + MINUTE)
    facts.closed(brand, 1, florian.pk, START + 2 * MINUTE)
    reader.tick(START + DAY)
    assert kinds(florian) == []
    assert badges(florian) == {"first_answer"}
    sound(brand)


def test_a_thank_you_earns_score_now_and_points_in_a_week(brand, florian):
    facts.helped(brand, 1, florian.pk, START)
    reader.tick(START + DAY)
    assert (has(florian, "score"), has(florian, "vesting"), has(florian)) == (10, 10, 0)
    reader.tick(START + 8 * DAY)
    assert (has(florian, "score"), has(florian, "vesting"), has(florian)) == (10, 0, 10)
    sound(brand)


def test_a_hundred_changes_of_mind_are_one_effect(brand, florian):
    facts.asked(brand, 1, START)
    facts.replied(brand, 1, florian.pk, START + 1000)
    for turn in range(100):
        facts.rated(brand, 1, florian.pk, 1 + turn % 5, START + 60_000 + turn * 1000)
    reader.tick(START + 20 * MINUTE)
    assert kinds(florian) == []
    facts.rated(brand, 1, florian.pk, 1, START + 31 * MINUTE + 60_000)
    reader.tick(START + DAY)
    assert kinds(florian) == ["rated"]
    assert has(florian, "score") == 5
    sound(brand)


def test_the_last_stars_within_the_window_decide(brand, florian):
    facts.replied(brand, 1, florian.pk, START)
    facts.rated(brand, 1, florian.pk, 5, START + MINUTE)
    facts.rated(brand, 1, florian.pk, 2, START + 2 * MINUTE)
    reader.tick(START + DAY)
    assert kinds(florian) == []


def test_close_reopen_close_is_one_reward(brand, florian):
    with_rules(brand, grants={"answered": Grant(3, 3)})
    facts.replied(brand, 1, florian.pk, START)
    for turn in range(3):
        facts.closed(brand, 1, florian.pk, START + turn * MINUTE)
    reader.tick(START + DAY)
    assert kinds(florian) == ["answered"]
    sound(brand)


def test_an_unanswered_close_is_no_reward(brand, florian):
    with_rules(brand, grants={"answered": Grant(3, 3)})
    facts.asked(brand, 1, START)
    facts.closed(brand, 1, None, START)
    facts.closed(brand, 2, florian.pk, START)
    reader.tick(START + DAY)
    assert Transaction.objects.count() == 0


def test_liked_again_and_again_counts_once_and_oneself_never(brand, florian, bernadette):
    for _ in range(3):
        facts.liked(brand, 7, bernadette.pk, florian.pk, START)
        reader.tick(START + MINUTE)
    facts.liked(brand, 7, florian.pk, florian.pk, START)
    reader.tick(START + HOUR)
    assert kinds(florian) == ["liked"]
    assert Standing.objects.get(member=florian).data["likes"] == 1
    sound(brand)


def test_staff_earn_nothing(brand, camille):
    facts.helped(brand, 1, camille.pk, START)
    reader.tick(START + DAY)
    assert Transaction.objects.count() == 0
    sound(brand)


def test_a_days_limit_is_said_not_hidden(brand, florian):
    with_rules(brand, grants={"thanked": Grant(10, 10, cap=2)})
    for number in range(3):
        facts.helped(brand, number + 1, florian.pk, START + number * MINUTE)
    reader.tick(START + DAY)
    assert list(Transaction.objects.order_by("number").values_list("note", flat=True)) == ["", "", "cap"]
    assert has(florian, "score") == 20
    sound(brand)


def test_a_tier_is_a_gift_once(brand, florian):
    for number in range(11):
        facts.helped(brand, number + 1, florian.pk, START + number * DAY)
    reader.tick(START + 30 * DAY)
    assert kinds(florian).count("tier") == 1
    assert has(florian) == 110 + 50
    assert "ten_thanks" in badges(florian)
    sound(brand)


def test_rules_hold_for_what_happened_in_their_time(brand, florian):
    facts.helped(brand, 1, florian.pk, START)
    RuleSet.objects.create(brand=brand, version=1, since=START + DAY, data=written(Rules(grants={"thanked": Grant(1, 1)})))
    facts.helped(brand, 2, florian.pk, START + 2 * DAY)
    reader.tick(START + 3 * DAY)
    assert list(Transaction.objects.order_by("number").values_list("version", flat=True)) == [0, 1]
    assert has(florian, "score") == 11
    sound(brand)


def test_told_in_pieces_or_at_once_the_ledger_is_the_same(brand, florian, bernadette):
    for number in range(60):
        who = (florian, bernadette)[number % 2].pk
        facts.helped(brand, number + 1, who, START + number * HOUR, language=("fr", "en", "es")[number % 3])
        facts.rated(brand, number + 1, who, 1 + number % 5, START + number * HOUR + 3 * MINUTE)
        facts.liked(brand, number % 7, florian.pk, bernadette.pk, START + number * HOUR)
        if number % 9 == 0:
            reader.tick(START + number * HOUR + 10 * MINUTE)
    reader.tick(START + 60 * HOUR)
    sound(brand)
    renew(brand.pk)
    sound(brand)
    Cursor.objects.all().update(last_id=0)
    before = Transaction.objects.count()
    reader.tick(START + 60 * HOUR)
    assert Transaction.objects.count() == before


def test_a_lost_fact_is_seen(brand, florian):
    facts.helped(brand, 1, florian.pk, START)
    reader.tick(START + DAY)
    Fact.objects.filter(kind="thanked").delete()
    assert any("thanked 1" in line for line in compare(brand.pk).wrong)


# ---- fairness ----------------------------------------------------------------------------------------------------------------


def test_thanks_before_any_answer_wait_for_a_human(brand, florian, camille):
    facts.thanked(brand, 1, florian.pk, START)
    reader.tick(START + 30 * DAY)
    hold = Hold.objects.get()
    assert hold.reasons == ["no_answer"]
    assert (has(florian, "held"), has(florian, "score_held"), has(florian, "score"), has(florian)) == (10, 10, 0, 0)
    actions.appeal(by=florian, hold=hold, words="C’était par téléphone.")
    actions.decide(by=camille, hold=hold, give=True, why="Vérifié avec le visiteur.")
    reader.tick(now_ms())
    assert (has(florian, "held"), has(florian, "score"), has(florian)) == (0, 10, 10)
    assert Standing.objects.get(member=florian).score == 10
    sound(brand)


def test_a_declined_reward_can_be_appealed_and_then_waits_for_a_second_look(brand, florian, camille):
    facts.thanked(brand, 1, florian.pk, START)
    reader.tick(START + DAY)
    hold = actions.decide(by=camille, hold=Hold.objects.get(), give=False, why="Aucune réponse.")
    assert (has(florian, "held"), has(florian, "score_held")) == (0, 0)
    hold = actions.appeal(by=florian, hold=hold, words="Si, au téléphone.")
    assert (hold.state, hold.decided_by) == ("declined", None)
    sound(brand)


def test_a_visitor_with_the_members_own_mail_is_looked_at(brand, site, florian):
    from causerie.conversations import actions as talks
    from causerie.conversations.models import Conversation

    visitor, _ = talks.admit(site=site)
    conversation, _ = talks.ask(by=visitor, client_id="own-mail", text="Bonjour", email=florian.person.email)
    talks.claim(by=florian, conversation=conversation)
    talks.thank(by=visitor, conversation=Conversation.objects.get(id=conversation.id))
    reader.tick(now_ms())
    assert Hold.objects.get().reasons == ["own_mail", "no_answer"]
    sound(brand)


def test_one_visitor_who_thanks_the_same_member_again_and_again(brand, site, florian):
    from causerie.conversations import actions as talks

    visitor, _ = talks.admit(site=site)
    for number in range(8):
        conversation, _ = talks.ask(by=visitor, client_id=f"again-{number}", text="Bonjour")
        talks.claim(by=florian, conversation=conversation)
        talks.close(by=visitor, conversation=conversation)
        at = START + number * DAY
        facts.replied(brand, conversation.pk, florian.pk, at)
        facts.thanked(brand, conversation.pk, florian.pk, at + MINUTE)
    reader.tick(START + 30 * DAY)
    assert [row.reasons for row in Hold.objects.order_by("pk")] == [["same_pair"]] * 3
    sound(brand)


def test_many_thanks_of_one_visitor_within_the_hour(brand, site, florian, bernadette):
    from causerie.conversations import actions as talks

    visitor, _ = talks.admit(site=site)
    people = [florian, bernadette, new_member(brand, "Flore")]
    for number in range(6):
        conversation, _ = talks.ask(by=visitor, client_id=f"burst-{number}", text="Bonjour")
        member = people[number % 3]
        talks.claim(by=member, conversation=conversation)
        facts.replied(brand, conversation.pk, member.pk, START + number * MINUTE)
        facts.thanked(brand, conversation.pk, member.pk, START + number * MINUTE + 30_000)
    reader.tick(START + DAY)
    assert [row.reasons for row in Hold.objects.all()] == [["burst"]]


def test_stars_within_seconds_of_the_answer_wait(brand, florian):
    facts.replied(brand, 1, florian.pk, START)
    facts.rated(brand, 1, florian.pk, 5, START + 2000)
    reader.tick(START + DAY)
    assert Hold.objects.get().reasons == ["too_fast"]
    sound(brand)


def test_a_program_that_takes_questions_all_night_is_looked_at(brand, florian, bernadette):
    """A47: what it is thanked for waits, from the fifth such question of a day on; who was quick once, or reads fast, is not troubled."""
    for number in range(1, 8):
        at = START + number * MINUTE
        facts.claimed(brand, number, florian.pk, at, waited=8)
        facts.claimed(brand, 10 + number, bernadette.pk, at, waited=8 if number == 1 else 400)
        for conversation, member in ((number, florian), (10 + number, bernadette)):
            facts.replied(brand, conversation, member.pk, at + 8000)
            facts.thanked(brand, conversation, member.pk, at + 40_000)
    facts.claimed(brand, 30, florian.pk, START + DAY, waited=5000)
    facts.replied(brand, 30, florian.pk, START + DAY + 8000)
    facts.thanked(brand, 30, florian.pk, START + DAY + 40_000)
    reader.tick(START + 2 * DAY)
    held = Hold.objects.order_by("transaction__at").values_list("member", "transaction__ref", "reasons")
    assert list(held) == [(florian.pk, str(number), ["machine"]) for number in (5, 6, 7)]
    sound(brand)


# ---- badges, standing, rest ----------------------------------------------------------------------------------------------------


def test_badges_come_with_what_was_done(brand, florian, bernadette):
    for hour in range(24):
        facts.helped(brand, hour + 1, florian.pk, START + hour * HOUR, language="fr" if hour % 2 else "es", topic=3)
    reader.tick(START + 3 * DAY)
    assert badges(florian) == {"first_answer", "ten_thanks", "polyglot", "round_the_clock"}
    assert Standing.objects.get(member=florian).data["topics"] == {"3": 24}


def test_ten_answers_between_ten_and_six_at_night_make_a_night_owl(brand, florian, bernadette):
    with_rules(brand, timezone="UTC")
    midnight = START - START % (24 * HOUR)
    for turn in range(10):
        facts.helped(brand, turn + 1, florian.pk, midnight + turn * 24 * HOUR + HOUR * (22 if turn % 2 else 5))
        facts.helped(brand, turn + 50, bernadette.pk, midnight + turn * 24 * HOUR + HOUR * (6 if turn % 2 else 21))
    reader.tick(midnight + 12 * 24 * HOUR)
    assert "night_owl" in badges(florian)
    assert "night_owl" not in badges(bernadette)


def test_words_to_a_newcomer_are_a_welcome_once(brand, florian, bernadette):
    newcomers = [new_member(brand, name) for name in ("Nadia", "Paul", "Inès")]
    for turn, newcomer in enumerate(newcomers):
        facts.told(brand, "joined", START, member=newcomer.pk, by=0, role="ambassador")
        for comment in range(2):
            facts.told(brand, "commented", START + DAY, post=turn, comment=comment, member=bernadette.pk, author=newcomer.pk)
    reader.tick(START + 2 * DAY)
    assert kinds(bernadette) == ["welcomed"] * 3
    assert "newcomers_friend" in badges(bernadette)
    sound(brand)


def test_a_godparent_is_thanked_for_a_newcomers_first_hour(brand, bernadette):
    newcomer = new_member(brand, "Nadia")
    for _ in range(2):
        facts.told(brand, "welcomed", START, member=newcomer.pk, godparent=bernadette.pk)
    facts.told(brand, "welcomed", START, member=bernadette.pk, godparent=None)
    facts.told(brand, "decided", START, application=1, by=1, what="accepted")
    reader.tick(START + DAY)
    assert kinds(bernadette) == ["welcomed"]
    sound(brand)


def test_a_long_stretch_is_answered_by_a_word_of_rest(brand, florian):
    for hour in range(4):
        facts.replied(brand, hour + 1, florian.pk, START + hour * HOUR)
    reader.tick(START + DAY)
    assert Standing.objects.get(member=florian).data["rested"] == START + 3 * HOUR


def test_an_idle_purse_expires_only_where_the_rules_say_so(brand, florian, bernadette):
    facts.helped(brand, 1, florian.pk, START)
    reader.tick(START + 900 * DAY)
    assert has(florian) == 10
    RuleSet.objects.create(brand=brand, version=1, since=START + 700 * DAY, data=written(Rules(idle_months=12)))
    facts.helped(brand, 2, bernadette.pk, START + 800 * DAY)
    reader.tick(START + 900 * DAY)
    assert (has(florian), has(bernadette)) == (0, 10)
    assert has(florian, "score") == 10
    sound(brand)


def test_talks_are_kept_small(brand, florian):
    facts.helped(brand, 1, florian.pk, START, topic=4)
    reader.tick(START + DAY)
    assert Talk.objects.values("conversation", "member", "topic", "helped").get() == {
        "conversation": 1, "member": florian.pk, "topic": 4, "helped": True,
    }  # fmt: skip
