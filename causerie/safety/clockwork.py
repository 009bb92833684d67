"""What time does to personal data: a round of the retention job."""

from causerie.kernel.clock import now_ms
from causerie.safety.actions import keep_clean
from causerie.safety.erasing import follow_up
from causerie.safety.somebody import answer_links

EVERY_S = 600.0
MOST_ROUNDS = 50
A_BATCH = 200


def work() -> int:
    """What is older than the brands' days is forgotten, batch by batch while there is more. How many rows."""
    total = 0
    for _round in range(MOST_ROUNDS):
        done = keep_clean(now_ms())
        total += done
        if done < A_BATCH:
            break
    return total


def soon() -> int:
    """What somebody waits for: mails to who asked what is kept of them, and what follows an erasure."""
    return answer_links() + follow_up()
