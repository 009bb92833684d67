"""Decisions at their edges: one millisecond before nothing, at the instant it happens."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causerie.conversations import rules
from causerie.conversations.rules import ABSENT_LIMIT, IDLE_LIMIT, RECHECK, Life, Patience, next_step

PATIENCE = Patience(widen_after=45_000, offer_after=120_000, silence_limit=240_000)
T = 1_000_000_000


def life(state="waiting", **facts):
    known = {
        "waiting_since": T, "widened": False, "offered": False, "later": False, "claimed_at": 0, "last_at": T, "last_by_visitor": True,
        "warned": False, "holder_here": True,
    }  # fmt: skip
    return Life(state=state, **{**known, **facts})


def taken(**facts):
    return life("taken", **{"claimed_at": T, **facts})


@pytest.mark.parametrize(
    ("one", "now", "step"),
    [
        (life(), T + 44_999, ""),
        (life(), T + 45_000, "widen"),
        (life(widened=True), T + 119_999, ""),
        (life(widened=True), T + 120_000, "offer"),
        (life(), T + 120_000, "widen"),
        (life(widened=True, later=True), T + 120_000, ""),
        (life(widened=True, offered=True), T + 9_999_999, ""),
        (taken(), T + 159_999, ""),
        (taken(), T + 160_000, "warn"),
        (taken(warned=True), T + 160_000, ""),
        (taken(warned=True), T + 239_999, ""),
        (taken(warned=True), T + 240_000, "take_back"),
        (taken(), T + 240_000, "take_back"),
        (taken(holder_here=False), T + 39_999, ""),
        (taken(holder_here=False), T + 40_000, "warn"),
        (taken(holder_here=False), T + 59_999, "warn"),
        (taken(holder_here=False), T + 60_000, "take_back"),
        (taken(warned=True, last_at=T + 200_000, last_by_visitor=False), T + 210_000, "calm"),
        (taken(last_at=T + 1000, last_by_visitor=False), T + 1000 + IDLE_LIMIT - 1, ""),
        (taken(last_at=T + 1000, last_by_visitor=False), T + 1000 + IDLE_LIMIT, "close_idle"),
        (taken(last_at=T + 100_000, last_by_visitor=True), T + 339_999, "warn"),
        (taken(last_at=T + 100_000, last_by_visitor=True), T + 340_000, "take_back"),
        (life("closed"), T + 10**9, ""),
    ],
)
def test_each_step_comes_at_its_instant(one, now, step):
    assert next_step(one, PATIENCE, now)[0] == step


def test_a_second_holder_owes_an_answer_from_their_own_claim_on():
    """The first holder wrote last, gave it back, another claimed: silence counts from that claim."""
    one = taken(claimed_at=T + 50_000, last_at=T + 20_000, last_by_visitor=False)
    assert next_step(one, PATIENCE, T + 50_000 + 239_999)[0] == "warn"
    assert next_step(one, PATIENCE, T + 50_000 + 240_000)[0] == "take_back"


def test_a_site_more_impatient_than_a_minute_does_not_wait_longer_for_the_absent():
    impatient = Patience(widen_after=45_000, offer_after=120_000, silence_limit=30_000)
    assert next_step(taken(holder_here=False), impatient, T + 30_000)[0] == "take_back"
    assert ABSENT_LIMIT > 30_000


def test_a_question_that_was_widened_and_offered_is_never_looked_at_again():
    assert next_step(life(widened=True, offered=True), PATIENCE, T + 200_000) == ("", None)


SPANS = st.integers(0, 10**7)
LIVES = st.builds(
    Life, state=st.sampled_from(["waiting", "taken", "closed"]), waiting_since=SPANS, widened=st.booleans(), offered=st.booleans(),
    later=st.booleans(), claimed_at=SPANS, last_at=SPANS, last_by_visitor=st.booleans(), warned=st.booleans(), holder_here=st.booleans(),
)  # fmt: skip
PATIENCES = st.builds(Patience, widen_after=st.integers(1, 10**6), offer_after=st.integers(1, 10**6), silence_limit=st.integers(1, 10**6))


@given(LIVES, PATIENCES, st.integers(0, 10**8))
def test_whatever_the_facts_a_step_fits_the_state_and_the_next_look_is_not_in_the_past(one, patience, now):
    step, again = next_step(one, patience, now)
    allowed = {"waiting": {"", "widen", "offer"}, "taken": {"", "warn", "calm", "take_back", "close_idle"}, "closed": {""}}
    assert step in allowed[one.state]
    assert again is None or again >= now
    if one.state == "taken" and step not in ("take_back", "close_idle"):
        assert again is not None
        assert again <= now + RECHECK


@given(LIVES, PATIENCES)
def test_a_waiting_question_is_looked_at_in_time_for_each_of_its_steps(one, patience):
    """Looking only when told to look is never late."""
    now, seen = one.waiting_since, []
    state = {"widened": False, "offered": False}
    for _ in range(6):
        step, again = next_step(Life(**{**one.__dict__, "state": "waiting", **state}), patience, now)
        if step:
            seen.append((step, now - one.waiting_since))
            state["widened" if step == "widen" else "offered"] = True
        if again is None:
            break
        now = again
    first = {"widen": patience.widen_after, "offer": patience.offer_after}
    assert {step for step, _ in seen} == ({"widen"} if one.later else {"widen", "offer"})
    assert all(at == first[step] or at == max(first.values()) for step, at in seen)


@pytest.mark.parametrize(
    ("pattern", "url", "fits"),
    [
        ("/basket*", "https://shop.example/basket?x=1", True),
        ("/basket*", "https://shop.example/basket/2", True),
        ("/basket", "https://shop.example/basket/2", False),
        ("*", "https://shop.example", True),
        ("/", "https://shop.example", True),
        ("", "https://shop.example/", False),
        ("/basket*", "", False),
    ],
)
def test_a_pages_pattern(pattern, url, fits):
    assert rules.page_matches(pattern, url) is fits


def test_the_topic_with_most_words_wins_and_the_page_decides_when_no_word_does():
    topics = [(1, "assurance, assuré", ""), (2, "clés, serrure", "/cles*"), (3, "", "/maison/*")]
    assert rules.topic_of("Suis-je ASSURÉ ? quelle assurance ? et les clés ?", "", topics) == 1
    assert rules.topic_of("Bonjour", "https://shop.example/maison/7", topics) == 3
    assert rules.topic_of("Bonjour", "https://shop.example/", topics) is None


def _at(text):
    return int(datetime.fromisoformat(text).timestamp() * 1000)


WEEK = {"0": ["09:00", "18:00"], "5": ["20:00", "02:00"]}


@pytest.mark.parametrize(
    ("instant", "open_"),
    [
        ("2026-11-23T09:00:00+01:00", True),  # Monday in Paris
        ("2026-11-23T08:59:59+01:00", False),
        ("2026-11-23T18:00:00+01:00", False),
        ("2026-11-24T10:00:00+01:00", False),
        ("2026-11-28T23:30:00+01:00", True),  # Saturday night
        ("2026-11-29T01:59:00+01:00", True),  # goes on into Sunday
        ("2026-11-29T02:00:00+01:00", False),
        ("2026-07-06T07:00:00+00:00", True),  # Monday in summer: nine o'clock in Paris
        ("2026-11-23T07:00:00+00:00", False),
    ],
)
def test_hours_hold_in_the_site_s_own_time_zone(instant, open_):
    assert rules.in_hours(WEEK, "Europe/Paris", _at(instant)) is open_
    assert rules.in_hours({}, "Europe/Paris", _at(instant))


def test_the_same_hour_twice_is_the_whole_day():
    assert rules.in_hours({"0": ["00:00", "00:00"]}, "UTC", _at("2026-11-23T23:59:00+00:00"))
    assert not rules.in_hours({"0": ["00:00", "00:00"]}, "UTC", _at("2026-11-24T00:00:00+00:00"))
