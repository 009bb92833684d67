"""What Nidéchange's team set and decided in the weeks before: through the verbs, so that the log tells it; then moved to its days."""

from causerie.brands.models import Brand
from causerie.conversations import sightings
from causerie.conversations.prepared_actions import keep_prepared
from causerie.journal.models import Change
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.office import actions, people_actions
from causerie.people.models import Membership

_HOUR = 3_600_000
# How long before today each line of the log happened, the oldest first, in hours.
_BEFORE = (910, 900, 898, 640, 639, 500, 410, 260, 259, 120, 74, 50, 26, 5, 3)


def settle(brand: Brand, members: dict[str, Membership]) -> None:
    """Words, delays and roles as they came to be, one change taken back."""
    camille, malik = members["camille"], members["malik"]
    french, spanish = brand.sites.get(language="fr"), brand.sites.get(language="es")
    actions.save_brand(by=camille, values={"words": {"fr": ["Hôte", "Hôtes"], "en": ["Host", "Hosts"], "es": ["Anfitrión", "Anfitriones"]}})
    people_actions.give_role(by=camille, member=malik, role="support")
    people_actions.give_role(by=camille, member=malik, role="manager")
    french_words = {
        "en": {"greeting": "Hello! Ask away: somebody who swaps their own home will answer you.", "launcher_text": "Any question?"}
    }
    actions.save_site(by=camille, site=french, values={"words": french_words, "reward_label": "des points offerts par Nidéchange"})
    actions.save_site(
        by=malik, site=french, values={"offline_text": "Nos hôtes dorment peut-être : laissez votre question, ils répondent par mail."}
    )
    slow = actions.save_site(by=malik, site=french, values={"widen_after": 90, "offer_after": 240})
    if slow:
        actions.undo(by=camille, change=slow)
    actions.save_site(by=camille, site=spanish, values={"min_online": 2, "time_zone": "Europe/Madrid"})
    topic = actions.save_topic(by=malik, topic=None, name="voiture", keywords="voiture, conduire, car, coche")
    actions.save_topic(by=camille, topic=topic, name="voiture", keywords="voiture, conduire, assurance auto, car, coche")
    keep_prepared(
        by=malik,
        shortcut="boîte",
        text="Une boîte à clés suffit souvent : demandez à votre partenaire où il la met.",
        language="fr",
        for_brand=True,
    )
    actions.note_mail(by=camille, outcome="shown")
    _into_the_past(brand)


def _into_the_past(brand: Brand) -> None:
    now = now_ms()
    with write():
        for change, before in zip(Change.objects.filter(brand=brand).order_by("id"), _BEFORE, strict=False):
            Change.objects.filter(pk=change.pk).update(at=now - before * _HOUR)


def see_the_tag(brand: Brand) -> None:
    """The imaginary shop stands on our own origin, whose pages a browser does not name."""
    sightings.keep({(site.id, site.origins[0]): now_ms() for site in brand.sites.all()})
