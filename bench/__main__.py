"""`python -m bench [parts…] [--rounds N] [--seconds S]`: every part when none is named."""

import argparse
import os
import platform
import shutil
from collections.abc import Callable
from importlib import import_module

from bench.machines import say


def main() -> None:
    """Measure and print, as the tables of docs/performance.md."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("parts", nargs="*", help="durable, claims, status, memory, rewards, window, lighthouse, figures, doors")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    wish = parser.parse_args()
    if (os.cpu_count() or 1) < 2 or not shutil.which("taskset"):
        raise SystemExit("bench: two cores and taskset are needed: the server on one, the load on the other.")
    say(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; medians of {wish.rounds} rounds\n")
    for name in wish.parts or list(PARTS):
        say(f"## {name}")
        for line in PARTS[name](wish.rounds, wish.seconds):
            say(line)


def _durable(rounds: int, seconds: float) -> list[str]:
    from bench import durable

    return durable.lines(durable.measure(rounds=rounds, seconds=seconds))


def _later(name: str) -> Callable[[int, float], list[str]]:
    """A part of its own file, read only when it is asked for."""
    return lambda rounds, seconds: list(import_module(f"bench.{name}").lines(rounds, seconds))


PARTS: dict[str, Callable[[int, float], list[str]]] = {
    "durable": _durable,
    **{name: _later(name) for name in ("claims", "status", "memory", "rewards", "window", "lighthouse", "figures", "doors")},
}

if __name__ == "__main__":
    main()
