"""What time itself does here: fold the journal, write to members, birthdays, and erase what was kept long enough."""

from causerie.attentions import actions
from causerie.attentions.actions.parcels import Post
from causerie.kernel.clock import now_ms

_SLOWLY = 10 * 60_000
_last = {"at": 0}


def work(post: Post) -> int:
    """One round of the server's loop. Returns how much was done."""
    now = now_ms()
    done = actions.fold() + actions.mail_owed(post)
    if now - _last["at"] >= _SLOWLY:
        _last["at"] = now
        done += actions.lapse(now) + actions.birthdays(now)
    return done
