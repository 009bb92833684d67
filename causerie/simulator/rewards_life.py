"""Six months of being thanked: talks that ended well, what they earned, a catalogue, and what was chosen from it. All by the verbs."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from causerie.brands.models import Brand, Site
from causerie.conversations import actions
from causerie.conversations.log import Append, commit
from causerie.conversations.models import Conversation
from causerie.conversations.prepared_actions import keep_prepared
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.people.models import Membership
from causerie.rewards import actions as rewards
from causerie.rewards import reader
from causerie.rewards.models import Hold, Mission, Reward
from causerie.rewards.rules import Rules, Tier
from causerie.simulator import past, script

DATA = Path(__file__).with_name("data")
_DAY = 86_400_000
_TURNS = 4


def plan() -> dict[str, Any]:
    """What data/rewards.json says: how often each was thanked, the tiers, the catalogue, who chose what."""
    return dict(json.loads((DATA / "rewards.json").read_text(encoding="utf-8")))


def earlier(brand: Brand, members: dict[str, Membership]) -> None:
    """The talks of six months, the oldest first. Before anything of these days is made: the journal tells them in this order."""
    rng, sites = random.Random(23), {site.language: site for site in brand.sites.all()}
    dialogues = script.read()
    keys = [key for key, count in plan()["thanked"].items() for _ in range(count)]
    rng.shuffle(keys)
    begun = now_ms() // _DAY - 180
    for turn, key in enumerate(keys):
        member = members[key]
        dialogue = rng.choice([one for one in dialogues if one.lang in member.languages])
        talk = _lived(dialogue, sites[dialogue.lang], member, f"earlier-{turn}", rng)
        with write():
            past.talk(talk, (begun + turn * 165 // len(keys)) * _DAY + _hour(rng), rng)
    _borrowed(sites["fr"], members, begun + 166, rng)


def _borrowed(site: Site, members: dict[str, Membership], first: int, rng: random.Random) -> None:
    """One member prepared an answer for everybody; from the day `first` on others say it in their own way, and are thanked."""
    kept = plan()["prepared"]
    keep_prepared(by=members[kept["by"]], shortcut=kept["shortcut"], text=kept["text"], language="fr", shared=True)
    for turn, key in enumerate(kept["used_by"]):
        visitor, _token = actions.admit(site=site)
        asked, _first = actions.ask(by=visitor, client_id="borrowed-1", text=kept["asked"], locale="fr")
        talk = told(asked, actions.claim(by=members[key], conversation=asked), members[key], [(False, kept["text"])], "borrowed")
        actions.thank(by=visitor, conversation=talk)
        actions.close(by=members[key], conversation=talk, lease=talk.lease)
        with write():
            past.talk(Conversation.objects.get(pk=talk.pk), (first + turn * 2) * _DAY + _hour(rng), rng)


def told(conversation: Conversation, taken: Conversation, member: Membership, turns: Sequence[tuple[bool, str]], name: str) -> Conversation:
    """What both said after the question."""
    commit(
        [
            Append(
                brand=conversation.brand_id,
                conversation=conversation.pk,
                sender=0 if by_visitor else member.pk,
                lease=0 if by_visitor else taken.lease,
                client_id=f"{name}-{number}",
                text=text,
            )
            for number, (by_visitor, text) in enumerate(turns, 2)
        ]
    )
    return taken


def _hour(rng: random.Random) -> int:
    """Milliseconds into a day, UTC: most often after dinner."""
    hour = rng.choice([8, 10, 12, 14, 17, 18, 19, 19, 20, 20, 21, 21, 22, 23])
    return hour * 3_600_000 + rng.randrange(3_600_000)


def _lived(dialogue: script.Dialogue, site: Site, member: Membership, name: str, rng: random.Random) -> Conversation:
    visitor, _token = actions.admit(site=site)
    conversation, _first = actions.ask(by=visitor, client_id=f"{name}-1", text=dialogue.question, locale=dialogue.lang)
    taken = actions.claim(by=member, conversation=conversation)
    told(conversation, taken, member, dialogue.turns[1:_TURNS], name)
    if rng.random() < 0.85:
        actions.thank(by=visitor, conversation=conversation)
    if rng.random() < 0.7:
        actions.rate(by=visitor, conversation=conversation, stars=rng.choice([5, 5, 5, 4, 4, 3]))
    actions.close(by=member, conversation=conversation, lease=taken.lease)
    return Conversation.objects.get(pk=conversation.pk)


def recognised(brand: Brand, members: dict[str, Membership]) -> None:
    """The rules with the brand's own words, the ledger read from the journal, the catalogue, redemptions in each state."""
    camille = members["camille"]
    tiers = tuple(Tier(**row) for row in plan()["tiers"])
    rewards.change_rules(by=camille, rules=Rules(tiers=tiers, vesting_days=0), seen=0, note=plan()["note"])
    _missions(camille, brand)
    _too_kind(brand, members["hugo"])
    reader.tick()
    for key in plan()["listed"]:
        rewards.stand_on_lists(by=members[key], listed=True)
    shelf = {row["key"]: _reward(camille, brand, row) for row in plan()["catalogue"]}
    for number, row in enumerate(plan()["chosen"]):
        _chosen(camille, members[row["by"]], shelf[row["what"]], row, number)
    club = "https://club.nidechange.example/points"
    rewards.change_exchange(by=camille, name="Club Nidéchange", url=club, table=[(1000, "10 €"), (2000, "25 €")])
    hold = Hold.objects.filter(brand=brand, state="waiting").first()
    if hold:
        rewards.appeal(by=hold.member, hold=hold, words=plan()["appeal"])


def _missions(camille: Membership, brand: Brand) -> None:
    """Proposed by the verb, then moved into the days before, as the talks were; the ledger has not been read yet."""
    topics, now = dict(brand.topics.values_list("name", "id")), now_ms()
    for row in plan()["missions"]:
        values = {name: value for name, value in row.items() if name not in ("began", "ended", "topic")}
        made = rewards.propose_mission(by=camille, until=now + 30 * _DAY, topic=topics.get(row.get("topic")), **values)
        with write():
            Mission.objects.filter(pk=made.pk).update(begins_at=now - row["began"] * _DAY, ends_at=now - row["ended"] * _DAY)


def _too_kind(brand: Brand, member: Membership) -> None:
    """Somebody thanked themselves: a person will look at it."""
    site = brand.sites.get(language="fr")
    visitor, _token = actions.admit(site=site)
    question, _first = actions.ask(by=visitor, client_id="own-1", text=plan()["own"], email=member.person.email)
    taken = actions.claim(by=member, conversation=question)
    actions.thank(by=visitor, conversation=question)
    actions.close(by=member, conversation=question, lease=taken.lease)


def _reward(camille: Membership, brand: Brand, row: dict[str, Any]) -> Reward:
    values = {name: row[name] for name in ("title", "text", "price", "stock", "tier")}
    sites = brand.sites.filter(language__in=row.get("languages", []))
    picture = (DATA / "rewards" / f"{row['key']}.webp").read_bytes()
    return rewards.save_reward(by=camille, reward=None, picture=picture, sites=sites, **values)


def _chosen(camille: Membership, member: Membership, reward: Reward, row: dict[str, Any], number: int) -> None:
    made = rewards.redeem(by=member, reward=reward, price=reward.price, client_id=f"demo{number:04d}")
    for _ in range(row.get("steps", 0)):
        made = rewards.advance(by=camille, redemption=made, note=row.get("note", ""))
    if row.get("cancelled"):
        rewards.cancel(by=camille, redemption=made, note=row["cancelled"])
