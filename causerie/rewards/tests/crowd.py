"""A month of an honest brand, and cheats to hide in it: what circles must be silent about, and what they must see.

`python -m causerie.rewards.tests.crowd 200` counts the alarms of 200 honest months.
"""

import random
import sys

from causerie.rewards.circles import Thanks, among_members, by_visitors
from causerie.rewards.fairness import Given
from causerie.rewards.rules import DAY, HOUR, Rules

START = 1_790_000_000_000
RULES = Rules()


class Crowd:
    """Members of uneven zeal, each with languages, topics and hours of their own; visitors who come back; homes, offices and a carrier."""

    def __init__(self, seed: int, members: int = 40, thanks: int = 3000) -> None:
        self.rng = rng = random.Random(seed)
        self.members = list(range(1, members + 1))
        self.zeal = {one: rng.paretovariate(1.2) for one in self.members}
        self.languages = {
            one: {"fr"} | {lang for lang, share in (("en", 0.35), ("es", 0.15)) if rng.random() < share} for one in self.members
        }
        self.topics = {one: set(rng.sample(range(8), 4)) for one in self.members}
        self.hours = {one: {(first := rng.randrange(24) // 6), (first + 1) % 4} for one in self.members}
        self.thanks: list[Thanks] = []
        self.networks: dict[int, str] = {}
        self._next = 1000
        while len(self.thanks) < thanks:
            self._visitor()
        self.thanks.sort(key=lambda one: one[2])
        self.likes = list(self._likes(members * 40))

    def _visitor(self) -> None:
        """Somebody comes, one in four again and again, mostly at the same time of the day and about the same things."""
        rng = self.rng
        self._next += 1
        self.networks[self._next] = self._network()
        language = rng.choices(["fr", "en", "es"], [75, 17, 8])[0]
        part, topic = rng.choices(range(4), [5, 25, 35, 35])[0], rng.randrange(8)
        for _ in range(1 if rng.random() < 0.75 else rng.randrange(2, 6)):
            if rng.random() < 0.3:
                part, topic = rng.randrange(4), rng.randrange(8)
            at = START + rng.randrange(30) * DAY + part * 6 * HOUR + rng.randrange(6 * HOUR)
            self.thanks.append((self._next, self._answering(language, topic, part), at, language, topic))

    def _network(self) -> str:
        """Two in three from homes of a few, the others from one of six offices and carriers."""
        return f"home{self.rng.randrange(600)}" if self.rng.random() < 0.66 else f"office{self.rng.randrange(6)}"

    def _answering(self, language: str, topic: int, part: int) -> int:
        able = [one for one in self.members if language in self.languages[one]] or self.members
        weights = [self.zeal[one] * (4 if topic in self.topics[one] else 1) * (6 if part in self.hours[one] else 1) for one in able]
        return self.rng.choices(able, weights)[0]

    def _likes(self, count: int) -> list[Given]:
        """Everybody likes friends' posts three times as readily, and who posts much is liked much."""
        rng = self.rng
        posts = {one: rng.paretovariate(1.1) for one in self.members}
        friends = {one: set(rng.sample(self.members, 3)) for one in self.members}
        found = []
        while len(found) < count:
            by = rng.choices(self.members, [self.zeal[one] for one in self.members])[0]
            others = [one for one in self.members if one != by]
            mutual = [3 if one in friends[by] or by in friends[one] else 1 for one in others]
            found.append(Given(str(by), rng.choices(others, [posts[one] * near for one, near in zip(others, mutual, strict=True)])[0]))
        return found

    def found(self) -> list[tuple[str, list[int]]]:
        """What circles find: their kinds and members."""
        some = [
            *among_members(self.likes, RULES.beyond_chance),
            *by_visitors(sorted(self.thanks, key=lambda one: one[2]), self.networks, RULES),
        ]
        return [(kind, members) for kind, _, members, _ in some]

    # ---- cheats ----------------------------------------------------------------------------------------------------------------

    def ring(self, *members: int, each: int = 30) -> None:
        """These like one another, and hardly anybody else."""
        for by in members:
            others = [one for one in members if one != by]
            self.likes += [Given(str(by), self.rng.choice(others)) for _ in range(each)]

    def home_of_faces(self, member: int, count: int = 15) -> None:
        """One household opens the window anew each time, and thanks the same member."""
        for number in range(count):
            visitor = 900_000 + number
            self.networks[visitor] = "the friend's"
            self.thanks.append((visitor, member, START + number * 2 * DAY + 15 * HOUR, "fr", 1))

    def faithful(self, member: int, count: int = 15) -> None:
        """Friends of a member, each from elsewhere, each thanks twice."""
        for number in range(count):
            visitor = 800_000 + number
            self.thanks += [(visitor, member, START + number * DAY + turn * 3 * DAY + 20 * HOUR, "fr", 1) for turn in range(2)]


def main(months: int) -> None:
    """Alarms in honest months, and how often each cheat is seen."""
    alarms = {size: sum(len(Crowd(seed, *size).found()) for seed in range(months)) for size in ((12, 400), (40, 3000), (150, 9000))}
    for (members, thanks), count in alarms.items():
        sys.stdout.write(f"{members} members, {thanks} thanks: {count} alarms in {months} honest months\n")
    seen = {"circle": 0, "network": 0, "regulars": 0}
    for seed in range(months):
        crowd = Crowd(seed)
        crowd.ring(5, 6, 7)
        crowd.home_of_faces(8)
        crowd.faithful(9)
        found = crowd.found()
        for kind, member in (("circle", 5), ("network", 8), ("regulars", 9)):
            seen[kind] += any(one == kind and member in members for one, members in found)
    sys.stdout.write(f"seen of {months} each: {seen}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
