"""Dialogues replayed word for word: what both sides show, and what the log holds, must be the script."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from causerie.kernel.masking import mask
from causerie.kernel.refusal import Refused
from causerie.simulator.client import Lost
from causerie.simulator.history import History
from causerie.simulator.script import Dialogue
from causerie.simulator.sides import MemberClient, VisitorClient

_TURN_S = 90.0
_TRIES = 5


@dataclass
class Count:
    """How the replay went."""

    dialogues: int = 0
    whole: int = 0
    lines: int = 0
    wrong: list[str] = field(default_factory=list)


class Members:
    """Members who take one conversation after another, each at most their capacity."""

    def __init__(self, members: Sequence[MemberClient]) -> None:
        self._free: asyncio.Queue[MemberClient] = asyncio.Queue()
        places = [member for member in members for _ in range(_places(member))]
        random.shuffle(places)
        for member in places:
            self._free.put_nowait(member)

    async def borrow(self) -> MemberClient:
        return await self._free.get()

    def give_back(self, member: MemberClient) -> None:
        self._free.put_nowait(member)


def _places(member: MemberClient) -> int:
    """The brand's team may hold any number; it helps like everybody else."""
    own = min(int(member.me.get("capacity", 3)), int(member.me.get("cap", 4)))
    return max(1, own - int(member.me.get("load", 0)))


async def replay(
    dialogues: Sequence[Dialogue],
    *,
    url: str,
    site_key: str,
    members: Sequence[MemberClient],
    pairs: int,
    history: History,
    http: httpx.AsyncClient,
) -> Count:
    """All dialogues, `pairs` at a time."""
    count, crowd, gate = Count(len(dialogues)), Members(members), asyncio.Semaphore(pairs)

    async def one(dialogue: Dialogue) -> None:
        async with gate:
            try:
                wrong = await _replay(dialogue, url, site_key, crowd, history, http)
            except (Lost, Refused, TimeoutError, OSError) as error:
                wrong = f"it could not be finished: {error!r}"
        if wrong:
            count.wrong.append(f"{dialogue.id}: {wrong}")
        else:
            count.whole += 1
            count.lines += len(dialogue.turns)

    await asyncio.gather(*(one(dialogue) for dialogue in dialogues))
    return count


async def _replay(dialogue: Dialogue, url: str, site_key: str, crowd: Members, history: History, http: httpx.AsyncClient) -> str:
    """ "" or what is wrong. When somebody else on the server is faster at the claim, a fresh visitor asks again."""
    for _ in range(_TRIES):
        member = await crowd.borrow()
        visitor = VisitorClient(url, site_key, history, http=http, locale=dialogue.lang, most_wait=4)
        visitor.start()
        try:
            return await _both_sides(dialogue, visitor, member)
        except Refused as refused:
            if refused.code not in ("taken", "full"):
                raise
            await asyncio.sleep(0.3)
        finally:
            await visitor.stop()
            crowd.give_back(member)
    return "somebody else took the question each time"


async def _both_sides(dialogue: Dialogue, visitor: VisitorClient, member: MemberClient) -> str:
    conversation = await visitor.ask(dialogue.question)
    try:
        await member.claim(conversation)
    except Refused:
        await visitor.close(conversation)
        raise
    for number, (by_visitor, text) in enumerate(dialogue.turns[1:], 2):
        speaker, listener = (visitor, member) if by_visitor else (member, visitor)
        await speaker.say(conversation, text)
        # The next one speaks when they have read what was said.
        await listener.until(lambda n=number, who=listener: who.talks[conversation].last >= n, _TURN_S)  # type: ignore[misc]
    # What the house hides of personal data is hidden here too, by the same pure function; anything else must be the script's.
    wanted = [mask(text) for _, text in dialogue.turns]
    for who in (visitor, member):
        await who.until(lambda who=who: who.talks[conversation].last >= len(wanted), _TURN_S)  # type: ignore[misc]
        view = await who.witness(conversation)
        for what, lines in (("shows", view.lines), ("fetched", view.fetched)):
            if [text for _, _, text in lines] != wanted or [seq for seq, _, _ in lines] != list(range(1, len(wanted) + 1)):
                return f"the {who.kind} {what} {len(lines)} lines that are not the script's {len(wanted)}"
    await member.close(conversation)
    return ""
