"""Who only reads the community along, on a page outside the desk, hears it live and is not counted as there to answer."""

import secrets

from tests.inside import run
from tests.wire_client import wire


def test_a_reader_hears_the_feed_and_is_not_here(server):
    slug = f"watch{secrets.token_hex(4)}"
    seeded = server.seed("Florian", "Bernadette", brand=slug)
    florian, bernadette = (server.signed_in(person) for person in seeded["people"])
    headers = {"X-CSRFToken": bernadette.cookies["csrftoken"], "HX-Request": "true", "Origin": server.url}

    async def main():
        async with wire(server.live, ticket=server.ticket(florian), watch=True) as reader:
            welcome = reader.of("welcome")[0]
            assert (welcome["queue"], welcome["people"]) == ([], [])
            answer = bernadette.post("/community/posts", data={"brand": slug, "text": "Bonjour"}, headers=headers)
            assert answer.status_code == 200
            assert (await reader.get("feed"))["post"] > 0
            await reader.send({"type": "status", "state": "available", "capacity": 3})
            assert (await reader.get("refused"))["code"] == "not_eligible"
            async with wire(server.live, ticket=server.ticket(bernadette)) as desk:
                assert [one["name"] for one in desk.of("welcome")[0]["people"]] == ["Bernadette"]
                visitor = server.visit(seeded["site_key"])["token"]
                async with wire(server.live, token=visitor) as asking:
                    await asking.send({"type": "ask", "client_id": secrets.token_hex(8), "text": "Une question ?"})
                    await desk.get("queue")
            await reader.ask({"type": "ping"}, "pong")
            assert reader.of("queue") == []

    run(main())
