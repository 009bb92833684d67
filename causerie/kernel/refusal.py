"""One error family: every refusal has a code, and words in the person's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "bad_frame": _("We could not read that. Please reload the page."),
    "not_you": _("Your session has ended. Please sign in again."),
    "not_found": _("This no longer exists."),
    "taken": _("Somebody was faster."),
    "full": _("You already have as many conversations as you wanted."),
    "not_eligible": _("This question is not open to you."),
    "not_yours": _("This conversation is no longer in your hands."),
    "closed": _("This conversation is over."),
    "conflict": _("This message was already sent with other words."),
    "empty": _("Write something first."),
    "too_long": _("That is too long. Please shorten it."),
    "slow_down": _("A little too fast. Try again in a moment."),
    "try_again": _("We could not save this. Your text is safe: try again."),
    "blocked": _("You can no longer write here."),
    "too_big": _("This file is too large (5 MB at most)."),
    "not_a_picture": _("Only JPEG, PNG or WebP pictures can be sent."),
    "held": _("The brand’s team reads this message first, because of a word in it. It follows if they let it pass."),
    "bad_value": _("This value is not possible."),
    "bad_email": _("This e-mail address does not look right."),
    "address_refused": _("This address cannot be used: it must be one of the public web."),
    "not_reachable": _("This address does not answer as it should."),
    "not_enough": _("There are not enough points for this."),
    "sold_out": _("The last one is gone. Nothing was taken from your points."),
    "price_changed": _("The price has changed meanwhile. Nothing was taken from your points: look again."),
    "none_left": _("There is none of these left."),
    "noted": _("This is noted already, and still to do."),
    "unreadable": _("This address can no longer be read here: ask for it again."),
    "too_early": _("This opens at a later tier."),
    "elsewhere": _("This is for the members of another site."),
    "over": _("This link no longer works: it was used, cancelled, or too old. Ask for a new one."),
    "not_for_you": _("This invitation is for somebody else. Sign out, then open it again."),
    "window_closed": _("Nobody is here to answer right now."),
}

STATUS = {
    "not_you": 401,
    "not_found": 404,
    "blocked": 403,
    "not_eligible": 403,
    "not_yours": 409,
    "taken": 409,
    "full": 409,
    "closed": 409,
    "conflict": 409,
    "not_enough": 409,
    "sold_out": 409,
    "price_changed": 409,
    "none_left": 409,
    "noted": 409,
    "unreadable": 409,
    "too_early": 409,
    "elsewhere": 403,
    "over": 410,
    "not_for_you": 409,
    "slow_down": 429,
    "try_again": 503,
    "too_big": 413,
    "not_a_picture": 415,
    "not_reachable": 502,
}


class Refused(Exception):
    """A request that is understood and declined.

    `code` is one of WORDS; `extra` are facts for the client (for example `by`, who was faster; `retry_after`, seconds).
    """

    def __init__(self, code: str, **extra: object) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra

    @property
    def words(self) -> str:
        """The sentence for people, in the language active now."""
        return str(WORDS[self.code])

    @property
    def status(self) -> int:
        """The HTTP status that goes with the code."""
        return STATUS.get(self.code, 422)
