import random
from statistics import median

from causerie.simulator.actors import Pace
from causerie.simulator.cast import Manners

LONG = "Une réponse assez longue, qui dit vraiment quelque chose de l’échange et de ses clés."


def _pace(speed=1.0):
    return Pace(random.Random(3), speed)


def test_longer_words_take_longer():
    pace = _pace()
    assert median(pace.typing(LONG) for _ in range(200)) > 3 * median(pace.typing("Oui") for _ in range(200))
    assert median(pace.reading(LONG) for _ in range(200)) > 2 * median(pace.reading("Oui") for _ in range(200))


def test_times_are_those_of_people():
    """Around the median as a log-normal is: more below the mean than above, never nothing, never for ever."""
    pace = _pace()
    times = sorted(pace.typing(LONG) for _ in range(500))
    assert 5 < median(times) < 30
    assert min(times) > 1
    assert max(times) <= 30
    assert sum(times) / len(times) > median(times) * 0.98


def test_speed_divides():
    assert median(_pace(10).typing(LONG) for _ in range(99)) < median(_pace().typing(LONG) for _ in range(99)) / 5


def test_arrivals_are_of_poisson():
    pace = _pace()
    gaps = [pace.until_next(10) for _ in range(4000)]
    mean = sum(gaps) / len(gaps)
    spread = (sum((gap - mean) ** 2 for gap in gaps) / len(gaps)) ** 0.5
    assert 9 < mean < 11
    assert 0.9 < spread / mean < 1.1


def test_a_newcomer_s_question_is_taken_within_seconds():
    manners = Manners(random.Random(1))
    assert max(manners.delay(simulated=False, humans=False) for _ in range(100)) < 5
    assert max(manners.delay(simulated=False, humans=True) for _ in range(100)) < 10


def test_somebody_at_the_desk_has_time_to_be_first():
    manners = Manners(random.Random(1))
    delays = [manners.delay(simulated=True, humans=True) for _ in range(100)]
    assert min(delays) >= 15
    assert max(delays) <= 25


def test_now_and_then_a_question_is_left_for_a_newcomer():
    manners = Manners(random.Random(1))
    delays = [manners.delay(simulated=True, humans=False) for _ in range(9)]
    assert sum(20 <= delay <= 40 for delay in delays) == 3
