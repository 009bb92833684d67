"""The one console command. Options are written into CAUSERIE_* before the settings are read."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any


def main(argv: Sequence[str] | None = None) -> None:
    """`causerie serve | demo | backup | restore | simulate | check | rewards | people | brand | version`."""
    arguments = _parser().parse_args(argv)
    _into_environment(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causerie.config.settings")
    sys.exit(arguments.run(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="causerie", description="Open-source, self-hosted community chat.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run the server")
    _where(serve)
    serve.set_defaults(run=_serve)

    demo = commands.add_parser("demo", help="run a living community on this computer")
    _where(demo)
    demo.set_defaults(run=_demo)

    check = commands.add_parser("check", help="check what must always hold, over a data folder or a database")
    _where(check, port=False)
    check.add_argument("--history", help="what clients recorded (JSON lines), to compare with")
    check.set_defaults(run=_check)

    _keeping(commands)

    rewards = commands.add_parser("rewards", help="the ledger").add_subparsers(required=True, metavar="COMMAND", dest="verb")
    looked = rewards.add_parser("check", help="look whether the ledger balances and each cause is rewarded once")
    rebuilt = rewards.add_parser("rebuild", help="make it again from the journal, and compare")
    rebuilt.add_argument("--check", action="store_true", help="only compare: renew nothing")
    for one in (looked, rebuilt):
        _where(one, port=False)
        one.set_defaults(run=_rewards)

    simulate = commands.add_parser("simulate", help="visitors and ambassadors that really connect to a server")
    simulate.add_argument("--url", default="http://127.0.0.1:8000")
    simulate.add_argument("--visitors", type=int, default=20)
    simulate.add_argument("--ambassadors", type=int, default=5)
    simulate.add_argument("--seconds", type=float, default=30)
    simulate.add_argument("--script", help="dialogues to replay word for word (JSON lines)")
    simulate.add_argument("--pairs", type=int, default=40, help="dialogues at a time")
    simulate.add_argument("--people", help="a demo.json with accounts (default: the one of the data folder)")
    simulate.add_argument("--site-key")
    simulate.add_argument("--history", help="write what the clients saw to this file, for `causerie check --history`")
    _where(simulate, port=False)
    simulate.set_defaults(run=_simulate)

    people = commands.add_parser("people", help="ambassadors").add_subparsers(required=True, metavar="COMMAND")
    imported = people.add_parser("import", help="add or update ambassadors from a CSV file")
    imported.add_argument("file")
    imported.add_argument("--brand", required=True, help="the brand's short name")
    _where(imported, port=False)
    imported.set_defaults(run=_import)

    brand = commands.add_parser("brand", help="brands").add_subparsers(required=True, metavar="COMMAND")
    create = brand.add_parser("create", help="a brand, its first site and its first manager")
    create.add_argument("slug")
    create.add_argument("--name", required=True)
    create.add_argument("--language", default="fr", choices=["fr", "en", "es"])
    create.add_argument("--shop", default="", help="the shop's address: https://shop.example.org")
    create.add_argument("--manager", required=True, help="e-mail of the first manager")
    _where(create, port=False)
    create.set_defaults(run=_create_brand)

    version = commands.add_parser("version", help="print the version")
    version.set_defaults(run=_version)
    return parser


def _keeping(commands: Any) -> None:
    backup = commands.add_parser("backup", help="one file with everything, while the server runs")
    backup.add_argument("file", nargs="?", help="where to (default: causerie-DATE.tar here)")
    _where(backup, port=False)
    backup.set_defaults(run=_backup)

    restore = commands.add_parser("restore", help="a house from its backup, in an empty data folder")
    restore.add_argument("file")
    _where(restore, port=False)
    restore.set_defaults(run=_restore)


def _where(parser: argparse.ArgumentParser, port: bool = True) -> None:
    parser.add_argument("--data", dest="DATA", help="the data folder")
    if port:
        parser.add_argument("--port", dest="PORT", help="the port to listen on")
        parser.add_argument("--host", dest="HOST", help="the address to listen on")


def _into_environment(arguments: argparse.Namespace) -> None:
    for name in ("DATA", "PORT", "HOST"):
        value = getattr(arguments, name, None)
        if value is not None:
            os.environ[f"CAUSERIE_{name}"] = value


def _django() -> None:
    import django

    django.setup()


def _serve(_arguments: argparse.Namespace) -> int:
    _django()
    from django.conf import settings

    from causerie.config import server
    from causerie.office import setup_code

    own = settings.CAUSERIE
    if not server.free(own["HOST"], own["PORT"]):
        print(f"causerie: port {own['PORT']} is in use. Choose another with --port or CAUSERIE_PORT.", file=sys.stderr)
        return 2
    server.one_at_a_time(settings.DATA)
    server.prepare()
    code = setup_code.offered()
    server.serve(own["HOST"], own["PORT"], ready=lambda: _greet(settings.PUBLIC_URL, code))
    return 0


def _greet(url: str, code: str) -> None:
    print(f"Causerie answers at {url}", flush=True)
    if code:
        # After the #: a browser sends that part to no server, so it stands in no log.
        print(
            f"\n  Nothing is set up yet. Open {url}/setup/#{code}\n  (the code is {code}; it also stands in the data folder)\n", flush=True
        )


def _demo(arguments: argparse.Namespace) -> int:
    os.environ["CAUSERIE_DEMO"] = "yes"
    os.environ.setdefault("CAUSERIE_DATA", "demo-data")
    os.environ.setdefault("CAUSERIE_MAIL_URL", "page:")
    # Its cast signs in from one address, and so does a load that `causerie simulate` sends to it.
    os.environ.setdefault("CAUSERIE_SIGN_INS_PER_MINUTE", "600")
    _django()
    from causerie.simulator import demo

    return demo.run(arguments)


def _check(arguments: argparse.Namespace) -> int:
    from causerie.config import env

    own = env.read_or_exit()
    # Before anything is set up: reading the settings makes the folder and its secret.
    if not own["DATABASE_URL"] and not (own["DATA"] / "causerie.sqlite3").exists():
        print(f"causerie: there is no database in {own['DATA']}.", file=sys.stderr)
        return 1
    _django()
    from causerie.conversations import check
    from causerie.rewards.check import check as ledger

    return check.run(arguments, more=(ledger,))


def _rewards(arguments: argparse.Namespace) -> int:
    _django()
    from causerie.rewards import rebuild

    return rebuild.run(arguments)


def _backup(arguments: argparse.Namespace) -> int:
    _django()
    from causerie.config import backup

    return backup.run(arguments)


def _restore(arguments: argparse.Namespace) -> int:
    # Before Django's settings are read: they would make a secret key in the folder that must be empty.
    from causerie.config import restore

    return restore.run(arguments)


def _simulate(arguments: argparse.Namespace) -> int:
    _django()
    from causerie.simulator import simulate

    return simulate.run(arguments)


def _import(arguments: argparse.Namespace) -> int:
    _django()
    from causerie.people import imports

    return imports.run(arguments)


def _create_brand(arguments: argparse.Namespace) -> int:
    _django()
    from causerie.config import server
    from causerie.office import founding

    server.prepare()
    return founding.run(arguments)


def _version(_arguments: argparse.Namespace) -> int:
    from causerie import __version__

    print(__version__)
    return 0


if __name__ == "__main__":
    main()
