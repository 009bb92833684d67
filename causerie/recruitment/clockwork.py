"""What time itself does here: fold the journal, send campaigns at their pace, remind."""

from causerie.kernel.clock import now_ms
from causerie.recruitment import actions

_REMIND_EVERY = 10 * 60_000
_reminded = {"at": 0}


def work() -> int:
    """One round of the server's loop. Returns how much was done."""
    now = now_ms()
    done = actions.fold() + actions.send_campaigns(now)
    if now - _reminded["at"] >= _REMIND_EVERY:
        _reminded["at"] = now
        done += actions.remind(now)
    return done
