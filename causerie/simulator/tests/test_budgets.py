"""A simulated person who is told to slow down waits, and asks one thing at a time."""

import asyncio
import contextlib

from causerie.kernel.refusal import Refused
from causerie.simulator.history import History
from causerie.simulator.sides import MemberClient
from tests.inside import run


class Told(MemberClient):
    """A member whose server answers each frame with the next of `answers`, once its turn has come."""

    def __init__(self, answers):
        super().__init__("http://localhost", "", "", "", history=History())
        self.answers, self.sent = list(answers), []
        self.ready.set()

    async def send(self, frame):
        self.sent.append(frame["conversation"])
        answer = self.answers.pop(0) if self.answers else {"type": "claimed", "lease": 1}
        re_ = {"re": "claim"} if answer["type"] == "refused" else {}
        asyncio.get_running_loop().call_soon(self._frame, {**answer, **re_, "conversation": frame["conversation"]})


SLOW = {"type": "refused", "code": "slow_down", "message": "", "retry_after": 0.01}


def test_a_crowd_of_claims_of_one_person_is_not_refused_as_a_crowd():
    """Forty claims meet one refusal: the one that was refused goes again first, and the others have waited for it."""

    async def story():
        florian = Told([SLOW])
        await asyncio.gather(*(florian.claim(f"question-{number:02}") for number in range(40)))
        await florian.http.aclose()
        return florian

    florian = run(story())
    assert florian.sent == ["question-00", *(f"question-{number:02}" for number in range(40))]
    assert florian.history.refusals == {"slow_down": 1}


def test_other_refusals_are_answers():
    async def story():
        florian = Told([{"type": "refused", "code": "taken", "message": "", "by": "Bernadette"}])
        with contextlib.suppress(Refused):
            await florian.claim("question-00")
        await florian.http.aclose()
        return florian

    florian = run(story())
    assert florian.sent == ["question-00"]
    assert florian.history.lost_claims == 1
