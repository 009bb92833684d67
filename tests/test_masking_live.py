"""Personal data on the live path: the sender is told what others read, the listener never gets the rest."""

from causerie.conversations import actions, guard
from causerie.conversations.models import Held, Message, Original
from tests.inside import ORIGIN, house, run
from tests.wire_client import wire


def test_the_other_side_gets_the_token_and_the_sender_is_told(transactional_db, cast):
    visitor, token = actions.admit(site=cast.site)
    asked, _first = actions.ask(by=visitor, client_id="question-1", text="Bonjour, la maison ?")
    taken = actions.claim(by=cast.members["florian"], conversation=asked)

    async def talk():
        async with (
            house() as made,
            wire(made.live, origin=ORIGIN, token=token) as nadia,
            wire(made.live, origin=ORIGIN, ticket=made.ticket(cast.members["florian"])) as florian,
        ):
            frame = {"type": "say", "client_id": "say-00001", "conversation": taken.public_id, "text": "Mon portable : 06 12 34 56 78"}
            ack = await nadia.ask(frame, "ack")
            assert ack["text"] == "Mon portable : ⟦phone⟧"
            heard = await florian.get("message")
            assert heard["text"] == "Mon portable : ⟦phone⟧"
            assert (await nadia.ask(frame, "ack")) == ack
            assert "text" not in await nadia.ask({**frame, "client_id": "say-00002", "text": "Merci"}, "ack")

    run(talk())
    assert Message.objects.get(client_id="say-00001").text == "Mon portable : ⟦phone⟧"
    assert Original.objects.get().text == "Mon portable : 06 12 34 56 78"


def test_a_held_message_waits_and_its_sender_is_told(transactional_db, cast):
    camille = cast.members["camille"]
    actions.save_guard(by=camille, masks=True, spared="", words="arnaque", words_are="hold")
    visitor, token = actions.admit(site=cast.site)
    asked, _first = actions.ask(by=visitor, client_id="question-1", text="Bonjour, la maison ?")

    async def talk():
        async with house() as made:
            guard.load()
            async with wire(made.live, origin=ORIGIN, token=token) as nadia:
                frame = {"type": "say", "client_id": "say-00001", "conversation": asked.public_id, "text": "C'est une arnaque"}
                refused = await nadia.ask(frame, "refused")
                assert refused["code"] == "held"
                await made.house.live.run(lambda: actions.decide_held(by=camille, held=Held.objects.get(), let_pass=True))
                assert (await nadia.get("message"))["client_id"] == "say-00001"

    run(talk())
    guard._kept.clear()
    assert Message.objects.get(client_id="say-00001").seq == 2
