"""Believable people: they read, think and type in human time, and they stop when the talk is over."""

import asyncio
import contextlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from causerie.kernel.refusal import Refused
from causerie.simulator.client import Lost
from causerie.simulator.matching import Responder
from causerie.simulator.script import Dialogue
from causerie.simulator.sides import MemberClient, VisitorClient
from causerie.simulator.talk import Talk

_GIVEN_UP = (Lost, Refused, TimeoutError, OSError)


class Pace:
    """How long somebody reads, thinks and types: log-normal around what people need, `speed` times faster."""

    def __init__(self, rng: random.Random, speed: float = 1.0) -> None:
        self._rng, self.speed = rng, speed

    def _around(self, median: float, spread: float, most: float) -> float:
        return min(most, median * self._rng.lognormvariate(0, spread)) / self.speed

    def reading(self, text: str) -> float:
        """About 240 words a minute, and a moment to notice."""
        return self._around(0.7 + 0.25 * len(text.split()), 0.35, 20)

    def typing(self, text: str) -> float:
        """About six characters a second, with a floor: nobody types nothing."""
        return self._around(0.8 + len(text) / 6.0, 0.3, 30)

    def until_next(self, mean: float) -> float:
        """Poisson arrivals."""
        return self._rng.expovariate(1 / mean) / self.speed

    def between(self, low: float, high: float) -> float:
        """Not scaled: what others must be able to count on."""
        return self._rng.uniform(low, high)


@dataclass(frozen=True)
class Place:
    """A page of the shop that a visitor may look at."""

    url: str
    title: str
    picture: str = ""

    def frame(self) -> dict[str, str]:
        return {"url": self.url, "title": self.title, "picture": self.picture}


THANKS = {
    "fr": [
        "Réponse claire et adorable, je me lance !",
        "Merci, ça change d’un robot 🙂",
        "Rapide et gentil.",
        "Je repars rassurée.",
        "Super échange !",
        "",
    ],
    "en": ["Clear and kind, thank you!", "So much better than a bot.", "Quick and friendly.", "I feel reassured.", ""],
    "es": ["¡Muy amable y muy claro!", "Me quedo tranquila, gracias.", ""],
}
IMPROVISED = {
    "fr": [
        "Oui, c’est ça, pour cet été.",
        "Ah d’accord, je n’y avais pas pensé.",
        "Très bien, je vais faire comme ça.",
        "Nous sommes quatre, deux adultes et deux enfants.",
    ],
    "en": [
        "Yes, this summer if we can.",
        "Oh I see, I hadn’t thought of that.",
        "Great, I’ll do that.",
        "There are four of us, two of them small.",
    ],
    "es": ["Sí, para este verano.", "Ah, no lo había pensado.", "Perfecto, así lo haré.", "Somos cuatro, con dos niños."],
}
LAST = {"fr": "Merci beaucoup, c’est très clair !", "en": "Thank you so much, that’s very clear!", "es": "¡Muchas gracias, está clarísimo!"}


class Visitor:
    """Somebody with one of the dialogues' questions, who looks around while they wait and says thank you."""

    def __init__(
        self,
        client: VisitorClient,
        dialogue: Dialogue,
        pace: Pace,
        rng: random.Random,
        places: Sequence[Place] = (),
        asked: Callable[[str], object] = bool,
    ) -> None:
        self._asked = asked
        self.client, self.dialogue, self.pace, self._rng = client, dialogue, pace, rng
        self.places = list(places)
        self.conversation = ""

    @property
    def talk(self) -> Talk:
        return self.client.talks[self.conversation]

    async def live(self, patience: float = 180) -> None:
        """From the question to the thanks. Leaves when nobody comes."""
        self.client.start()
        try:
            await asyncio.wait_for(self.client.ready.wait(), 60)
            place = self._rng.choice(self.places) if self.places else None
            self.conversation = await self.client.ask(self.dialogue.question, page=place.frame() if place else None)
            self._asked(self.conversation)
            if await self._wait_for_somebody(patience):
                await self._talk(patience)
                await self._thank()
        except _GIVEN_UP:
            return

    async def _wait_for_somebody(self, patience: float) -> bool:
        """Looks at other pages meanwhile."""
        for _ in range(12):
            if await self.client.until(lambda: self.talk.state != "waiting", patience / 12):
                return self.talk.state == "taken"
            if self.places and self._rng.random() < 0.5:
                place = self._rng.choice(self.places)
                await self.client.look(place.url, place.title, place.picture)
        await self.client.close(self.conversation)
        return False

    async def _talk(self, patience: float) -> None:
        heard = 0
        lines = [text for by_visitor, text in self.dialogue.turns[1:] if by_visitor]
        for number, line in enumerate(lines):
            if not await self._hear(heard, patience):
                return
            heard = len(self.talk.theirs)
            text = self._next(line, number)
            await self._say(text)
        if await self._hear(heard, 20 / self.pace.speed):
            await asyncio.sleep(self.pace.reading(self.talk.theirs[-1][1]))

    def _next(self, line: str, number: int) -> str:
        """The dialogue's line when the answer was the dialogue's; else something that fits anybody."""
        known = {text for by_visitor, text in self.dialogue.turns if not by_visitor}
        if self.talk.theirs[-1][1] in known:
            return line
        if number >= 2:
            return LAST.get(self.dialogue.lang, LAST["en"])
        said = {text for _, _, text in self.talk.lines}
        fresh = [text for text in IMPROVISED.get(self.dialogue.lang, IMPROVISED["en"]) if text not in said]
        return self._rng.choice(fresh or [line])

    async def _hear(self, heard: int, patience: float) -> bool:
        """An answer, and the lines that follow it at once."""
        if not await self.client.until(lambda: len(self.talk.theirs) > heard or self.talk.state == "closed", patience):
            return False
        if self.talk.state == "closed":
            return False
        count = -1
        while count != len(self.talk.theirs):
            count = len(self.talk.theirs)
            await self.client.send({"type": "seen", "conversation": self.conversation, "seq": self.talk.last})
            await asyncio.sleep(self.pace.reading(self.talk.theirs[-1][1]))
        return True

    async def _say(self, text: str) -> None:
        await self.client.send({"type": "typing", "conversation": self.conversation, "on": True})
        await asyncio.sleep(self.pace.typing(text))
        await self.client.send({"type": "typing", "conversation": self.conversation, "on": False})
        await self.client.say(self.conversation, text)

    async def _thank(self) -> None:
        if self._rng.random() < 0.9:
            await self.client.thank(self.conversation)
            await asyncio.sleep(self.pace.typing("merci"))
            stars = self._rng.choices([5, 4, 3], [80, 16, 4])[0]
            await self.client.rate(self.conversation, stars, self._rng.choice(THANKS.get(self.dialogue.lang, THANKS["en"])))
        with contextlib.suppress(Refused):
            await self.client.close(self.conversation)


class Answerer:
    """A member's side of one talk: the dialogue's own answers when the question is known, else the nearest words."""

    def __init__(self, client: MemberClient, conversation: str, pace: Pace, responder: Responder, dialogue: Dialogue | None = None) -> None:
        self.client, self.conversation, self.pace, self.responder = client, conversation, pace, responder
        self._script = list(dialogue.turns) if dialogue else []
        self._heard = 0

    @property
    def talk(self) -> Talk:
        return self.client.talks[self.conversation]

    async def live(self, patience: float = 240) -> None:
        """From the claim to the end; closes a talk that has fallen silent."""
        try:
            while await self.client.until(self._has_news, patience):
                if self.talk.state != "taken":
                    return
                await self._listen()
                for text in self._answers():
                    await self._say(text)
            await self._say(self.responder.farewell())
            await self.client.close(self.conversation)
        except _GIVEN_UP:
            return

    def _has_news(self) -> bool:
        return len(self.talk.theirs) > self._heard or self.talk.state != "taken"

    async def _listen(self) -> None:
        """Everything they wrote so far, read; waits a little in case there is more."""
        while self._heard < len(self.talk.theirs):
            fresh = " ".join(text for _, text in self.talk.theirs[self._heard :])
            self._heard = len(self.talk.theirs)
            await self.client.send({"type": "seen", "conversation": self.conversation, "seq": self.talk.last})
            await asyncio.sleep(self.pace.reading(fresh))

    def _answers(self) -> list[str]:
        last = self.talk.theirs[-1][1]
        if self._script and self._follows(last):
            answers = []
            while self._script and not self._script[0][0]:
                answers.append(self._script.pop(0)[1])
            return answers
        return [self.responder.answer(last)]

    def _follows(self, last: str) -> bool:
        """Whether what was said is the script's next line; from there on its answers are ours."""
        for place, (by_visitor, text) in enumerate(self._script):
            if by_visitor and text == last:
                self._script = self._script[place + 1 :]
                return True
        self._script = []
        return False

    async def _say(self, text: str) -> None:
        await self.client.send({"type": "typing", "conversation": self.conversation, "on": True})
        await asyncio.sleep(self.pace.typing(text))
        await self.client.send({"type": "typing", "conversation": self.conversation, "on": False})
        if self.talk.state == "taken":
            await self.client.say(self.conversation, text)


def scripts(dialogues: Sequence[Dialogue]) -> dict[str, Dialogue]:
    """The dialogues by their question, as the queue shows it."""
    return {dialogue.question[:280]: dialogue for dialogue in dialogues}


async def at_rest(tasks: "set[asyncio.Task[Any]]") -> None:
    """End what still runs."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
