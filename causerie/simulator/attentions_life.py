"""How Camille looks after people: touches in every state, a shelf of gifts and their parcels, profiles, a map. All by the verbs."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from causerie.attentions import actions
from causerie.attentions.models import Attention, Gift
from causerie.brands.models import Brand
from causerie.conversations.queries import words_of_thanks
from causerie.kernel.clock import now_ms, to_datetime
from causerie.kernel.db import write
from causerie.people.models import Membership

DATA = Path(__file__).with_name("data")
Members = dict[str, Membership]


def plan() -> dict[str, Any]:
    """What data/attentions.json says."""
    return dict(json.loads((DATA / "attentions.json").read_text(encoding="utf-8")))


def care(brand: Brand, members: Members) -> None:
    """After everything else was lived: the journal tells who is new, who answered, who came back."""
    told = plan()
    for key, row in told["about"].items():
        _about(members[key], dict(row))
    gifts = [_gift(members["camille"], *row) for row in told["gifts"]]
    for kind, text in told["words"].items():
        actions.save_wording(by=members["camille"], kind=kind, language="fr", text=text)
    while actions.fold():
        pass
    actions.birthdays(now_ms())
    _since(members)
    _ended(brand, members)
    _parcels(members, gifts, told["addresses"])


def _since(members: Members) -> None:
    """They have been here for one to four years: made in one second, all would be newcomers."""
    now = to_datetime(now_ms())
    with write():
        for turn, member in enumerate(members.values()):
            Membership.objects.filter(id=member.pk).update(joined_at=now - timedelta(days=400 + 83 * turn))


def _about(member: Membership, row: dict[str, Any]) -> None:
    wanted = row.pop("thanks", 0)
    thanks = [one.conversation for one in words_of_thanks(member)[:wanted]]
    actions.save_about(by=member, thanks=thanks, birthday=_birthday(row.pop("birthday", None)), **row)


def _birthday(told: Any) -> tuple[int, int] | None:
    """(day, month); "now" is today and "soon" in five days, so that the list always has one of each."""
    if told in ("now", "soon"):
        day = to_datetime(now_ms()) + timedelta(days=5 if told == "soon" else 0)
        return day.day, day.month
    return (told[0], told[1]) if told else None


def _gift(camille: Membership, name: str, about: str, by_post: bool, stock: int) -> Gift:
    gift = actions.save_gift(by=camille, gift=None, name=name, about=about, by_post=by_post)
    return actions.restock(by=camille, gift=gift, more=stock)


def _ended(brand: Brand, members: Members) -> None:
    """Some are done, one was let pass, two were noted by hand."""
    camille = members["camille"]
    done = actions.note_by_hand(by=camille, member=members["hugo"], kind="unwell", note="En convalescence, ne pas solliciter.")
    actions.end(by=camille, attention=done, what="done", note="Carte signée par toute l’équipe.")
    seen = actions.note_by_hand(by=camille, member=members["etienne"], kind="other", note="Sa vidéo a passé les 1 000 vues.")
    actions.end(by=camille, attention=seen, what="done")
    actions.note_by_hand(by=camille, member=members["maeve"], kind="unwell", note="Nothing serious, she says. A light word would please.")
    actions.note_by_hand(by=camille, member=members["flore"], kind="other", note="Elle tient le stand samedi : un mot d’encouragement.")
    known = {member.pk for member in members.values()}
    found = Attention.objects.filter(brand=brand, state="open", kind__in=("welcome", "first")).exclude(member__in=known)
    for attention, what in zip(found.order_by("-due_at", "id")[:3], ("done", "done", "skipped"), strict=False):
        actions.end(by=camille, attention=attention, what=what)


def _parcels(members: Members, gifts: list[Gift], addresses: dict[str, str]) -> None:
    """One on its way, two to post, two that wait for an address: Florian's is there to be tried."""
    camille = members["camille"]
    card, welcome, seeds, book, coffee = gifts[:5]
    for key, gift in (("solene", seeds), ("tom", card), ("florian", seeds), ("ines", welcome), ("jas", coffee), ("bernadette", book)):
        parcel = actions.give(by=camille, member=members[key], gift=gift, client_id=f"seeded-{key}")
        if key in addresses:
            actions.tell_address(by=members[key], parcel=parcel, address=addresses[key])
    sent = actions.give(by=camille, member=members["youssef"], gift=card, client_id="seeded-youssef")
    actions.tell_address(by=members["youssef"], parcel=sent, address="Youssef B.\n1 rue de l’Exemple\n69000 Exempleville\nFrance")
    actions.read_address(by=camille, parcel=sent)
    actions.mark_sent(by=camille, parcel=sent)
