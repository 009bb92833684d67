"""Word to members, by mail, that what they chose has left. The journal says for which it is owed; notify's outbox sends it."""

from collections.abc import Callable

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from causerie.journal.actions import Heard, follow
from causerie.kernel.clock import now_ms
from causerie.rewards.models import Redemption
from causerie.rewards.rules import DAY

READER = "reward_mails"
NEWS_FOR = 3 * DAY
_BATCH = 2000
Post = Callable[..., object]


def write_letters(post: Post) -> int:
    """One mail for each reward that was sent, in the transaction of the journal's cursor. Returns how many facts were passed.

    `post`: notify's `queue_mail`, handed in where rooms are wired together: the contact policy decides when it leaves, or whether.
    """
    return follow(READER, {"redeemed": lambda fact: _sent(fact, post)}, _BATCH)


def _sent(fact: Heard, post: Post) -> None:
    """Nothing of what was received, taken back or forgotten meanwhile, nor of days that are long over."""
    if fact.data["state"] != Redemption.State.SENT or now_ms() - fact.at > NEWS_FOR:
        return
    on_its_way = Redemption.objects.filter(id=fact.data["redemption"], state=Redemption.State.SENT, member__ended_at=None)
    row = on_its_way.select_related("member__person", "reward", "brand").first()
    if row:
        post(key=f"reward:{row.pk}", to=row.member.person.email, brand_id=row.brand_id, **_letter(row))


def _letter(row: Redemption) -> dict[str, str]:
    language = row.member.person.language or (row.member.languages or ["en"])[0]
    link = f"{settings.PUBLIC_URL}/desk/{row.brand.slug}/rewards/#chosen"
    words = {"name": row.member.name, "brand": row.brand.name, "reward": row.reward.title, "note": row.note, "link": link}
    with translation.override(language):
        return {
            "subject": _("%(brand)s: your reward is on its way") % {"brand": row.brand.name},
            "text": render_to_string("rewards/letters/sent.txt", words),
        }
