"""Strict reading of CAUSERIE_* variables: a wrong or unknown one stops the start with a sentence, exit code 2."""

import difflib
import os
import re
import secrets
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class WrongSetting(Exception):
    """A CAUSERIE_* variable that cannot be used; the text says why, for the operator."""


def text(value: str) -> str:
    return value


def yes_or_no(value: str) -> bool:
    if value.lower() in ("yes", "true", "1"):
        return True
    if value.lower() in ("no", "false", "0"):
        return False
    raise ValueError("yes or no")


def number(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if re.fullmatch(r"[0-9]{1,12}", value) and low <= int(value) <= high:
            return int(value)
        raise ValueError(f"a whole number from {low} to {high}")

    return parse


def folder(value: str) -> Path:
    return Path(value).expanduser().resolve()


def web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme in ("http", "https") and parts.hostname and parts.path in ("", "/") and not parts.query:
        return f"{parts.scheme}://{parts.netloc}"
    raise ValueError("an address such as https://chat.example.org, without a path")


def database_url(value: str) -> str:
    if value == "" or urlsplit(value).scheme in ("postgres", "postgresql"):
        return value
    raise ValueError("a postgresql://user:password@host:port/name address")


def mail_url(value: str) -> str:
    if value in ("", "console:", "page:") or urlsplit(value).scheme in ("smtp", "smtps", "smtp+tls"):
        return value
    raise ValueError("an address such as smtp+tls://user:password@host:587")


def words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


@dataclass(frozen=True)
class Setting:
    """One variable: its parser, its safe default, and what the documentation says of it."""

    parse: Callable[[str], Any]
    default: Any
    help: str


SETTINGS: dict[str, Setting] = {
    "DATA": Setting(folder, Path("causerie-data").resolve(), "The folder that holds everything: database, pictures, secrets."),
    "DATABASE_URL": Setting(database_url, "", "PostgreSQL in place of SQLite: `postgresql://user:password@host:port/name`."),
    "HOST": Setting(text, "127.0.0.1", "The address to listen on."),
    "PORT": Setting(number(1, 65535), 8000, "The port to listen on."),
    "URL": Setting(web_address, "", "The public address, as people type it. Default: `http://HOST:PORT`."),
    "MAIL_URL": Setting(
        mail_url, "", "Where mail goes: `smtp+tls://user:password@host:587`, `console:`, `page:` (the demo's page); empty: mail waits."
    ),
    "MAIL_FROM": Setting(text, "Causerie <causerie@localhost>", "The sender of mails."),
    "SECRET_KEY": Setting(text, "", "Signs sessions. Default: made at first start and kept in the data folder."),
    "TRUSTED_PROXIES": Setting(words, [], "Addresses of proxies whose X-Forwarded-For is believed, with commas."),
    "MESSAGES_PER_SECOND": Setting(number(1, 1_000_000), 20, "What one connection may send, on average."),
    "CONNECTIONS_PER_ADDRESS": Setting(number(1, 1_000_000), 2000, "Live connections from one network address."),
    "SIGN_INS_PER_MINUTE": Setting(number(1, 1_000_000), 30, "Sign-ins from one network address."),
    "LOG_LEVEL": Setting(text, "warning", "debug, info, warning or error."),
    "DEMO": Setting(yes_or_no, False, "Set by `causerie demo`: the mail page, the demo shop. Loopback only."),
}
# Read by the tests, the bench and the Makefile, not by the product.
_OTHERS = {"CAUSERIE_TEST_DATABASE", "CAUSERIE_PYTHON", "CAUSERIE_SEED"}


def read(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """All settings by short name. Raises WrongSetting. `CAUSERIE_X_FILE` gives X from a file."""
    known = {f"CAUSERIE_{name}" for name in SETTINGS}
    for variable in environ:
        if variable.startswith("CAUSERIE_") and variable not in known | _OTHERS and variable.removesuffix("_FILE") not in known:
            near = difflib.get_close_matches(variable, known, 1)
            raise WrongSetting(f"{variable} is not a setting." + (f" Did you mean {near[0]}?" if near else ""))
    return {name: _one(name, setting, environ) for name, setting in SETTINGS.items()}


def _one(name: str, setting: Setting, environ: Mapping[str, str]) -> Any:
    variable = f"CAUSERIE_{name}"
    value = environ.get(variable)
    if f"{variable}_FILE" in environ:
        try:
            value = Path(environ[f"{variable}_FILE"]).read_text().strip()
        except OSError as error:
            raise WrongSetting(f"{variable}_FILE cannot be read: {error.strerror}.") from error
    if value is None:
        return setting.default
    try:
        return setting.parse(value)
    except ValueError as error:
        shown = "" if "KEY" in name or "URL" in name else f" {value!r} is not."
        raise WrongSetting(f"{variable} must be {error}.{shown}") from error


def kept_secret(data: Path, name: str) -> str:
    """A secret of this house: made once, kept in the data folder, readable by its owner only."""
    path = data / name
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        data.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
        return path.read_text().strip()


def read_or_exit() -> dict[str, Any]:
    """`read`, or the sentence on standard error and exit code 2."""
    try:
        return read()
    except WrongSetting as error:
        print(f"causerie: {error}", file=sys.stderr)
        raise SystemExit(2) from error
