"""What the loop remembers of questions just taken: it spares a look into the database, and never says what is no longer so."""

from types import SimpleNamespace

import msgspec
import pytest

from causerie.conversations import wire
from causerie.conversations.race import KEPT_S, MOST_KEPT, Race
from causerie.conversations.reads import MemberHere

ID = "06hac8t9mcv"
FLORIAN = SimpleNamespace(id=7, name="Florian")


class Desk:
    """A member's link."""

    def __init__(self, number, *, brand=1, team=False, locale="fr"):
        self.who = MemberHere(number, brand, team, wire.From(kind="ambassador"))
        self.locale, self.heard = locale, []

    def send(self, payload):
        self.heard.append(msgspec.json.decode(payload))


@pytest.fixture
def race():
    """`entered`: who came to the database; `now[0]`: the time."""
    entered, now = [], [0.0]
    made = Race(lambda link, frame: race_enters(made, link, frame), lambda refused, locale: f"{refused.code} {locale}", lambda: now[0])
    made.entered, made.now = entered, now
    return made


def race_enters(race, link, frame):
    if not race.settles(link, frame):
        race.entered.append(link.who.id)


def claims(race, link):
    race_enters(race, link, wire.Claim(ID))


def became(race, state, *, lease, holder=None, for_team=False, public=ID):
    told = SimpleNamespace(public_id=public, state=state, lease=lease, holder=holder, brand_id=1, for_team=for_team)
    race.changed(told)


def test_while_one_claims_the_others_wait_and_hear_who_won(race):
    first, *others = desks = [Desk(number) for number in range(1, 6)]
    for desk in desks:
        claims(race, desk)
    assert race.entered == [1]
    with race.turn(ID):
        became(race, "taken", lease=1, holder=FLORIAN)
    assert race.entered == [1]
    assert not first.heard
    assert [[(one["code"], one["by"], one["message"]) for one in desk.heard] for desk in others] == [[("taken", "Florian", "taken fr")]] * 4


def test_when_the_first_does_not_win_the_next_one_tries(race):
    for number in (1, 2, 3):
        claims(race, Desk(number))
    with race.turn(ID):
        pass
    assert race.entered == [1, 2]
    with race.turn(ID):
        pass
    assert race.entered == [1, 2, 3]


def test_what_waits_again_is_forgotten_at_once(race):
    became(race, "taken", lease=1, holder=FLORIAN)
    became(race, "waiting", lease=2)
    claims(race, Desk(1))
    assert race.entered == [1]


def test_commits_told_in_the_wrong_order_do_not_bring_the_old_holder_back(race):
    became(race, "waiting", lease=2)
    became(race, "taken", lease=1, holder=FLORIAN)
    claims(race, Desk(1))
    assert race.entered == [1]


def test_the_end_is_the_last_word(race):
    became(race, "closed", lease=1)
    became(race, "taken", lease=1, holder=FLORIAN)
    bernadette = Desk(1)
    claims(race, bernadette)
    assert [one["code"] for one in bernadette.heard] == ["closed"]


@pytest.mark.parametrize("who", [Desk(7), Desk(1, brand=2)])
def test_the_holder_and_other_brands_ask_the_database(race, who):
    became(race, "taken", lease=1, holder=FLORIAN)
    claims(race, who)
    assert race.entered == [who.who.id]
    assert not who.heard


def test_only_the_team_hears_of_what_was_handed_to_it(race):
    became(race, "taken", lease=3, holder=FLORIAN, for_team=True)
    support, bernadette = Desk(1, team=True), Desk(2)
    claims(race, support)
    claims(race, bernadette)
    assert [one["by"] for one in support.heard] == ["Florian"]
    assert race.entered == [2]


def test_the_memory_is_short_and_small(race):
    became(race, "taken", lease=1, holder=FLORIAN)
    race.now[0] = KEPT_S + 1
    claims(race, Desk(1))
    assert race.entered == [1]
    for number in range(MOST_KEPT + 10):
        became(race, "taken", lease=1, holder=FLORIAN, public=f"{number:011}")
    assert len(race._known) == MOST_KEPT
