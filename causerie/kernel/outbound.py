"""The one client for addresses that somebody else chose. It reaches the public internet and nothing nearer.

A name is resolved once, every answer is looked at, and the connection goes to an address that was looked at: a name that changes its
mind meanwhile changes nothing. No redirects, no cookies, no proxy, one deadline over everything.
"""

import http.client
import io
import queue
import re
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from causerie.kernel.clock import monotonic
from causerie.kernel.refusal import Refused

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Iterable[str]]

WEB_PORTS = frozenset({80, 443})
_DEFAULT = {"http": 80, "https": 443}
_HEAD = 256 * 1024
MOST_URL = 2048
_URL = re.compile(r"[!-~]+")
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.(?!-)[a-z0-9_-]{1,63})*", re.IGNORECASE)
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_NOT_V4 = tuple(map(ip_network, ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15")))
# Teredo and other protocols' space, documentation, 6to4. Mapped, NAT64 and local addresses are not in 2000::/3 at all.
_V6 = ip_network("2000::/3")
_NOT_V6 = tuple(map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


@dataclass(frozen=True)
class Fetched:
    """An answer, whatever its status: a redirect is an answer too, and nobody follows it."""

    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True)
class Target:
    """An address of the web, in parts."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def label(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT[self.scheme] else f"{host}:{self.port}"


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, and to no way of wrapping another one in it."""
    if isinstance(address, IPv6Address):
        return not address.scope_id and address in _V6 and address.is_global and not any(address in net for net in _NOT_V6)
    return address.is_global and not (address.is_multicast or address.is_reserved or any(address in net for net in _NOT_V4))


def target_of(
    url: str, *, schemes: Collection[str] = ("https",), allow_ports: Collection[int] = WEB_PORTS, hosts: Collection[str] = ()
) -> Target:
    """The parts of an address that `fetch` would ask, without asking a name server: for the moment somebody saves it.

    `hosts`: when given, the host must be one of them, or lie under one. Raises Refused("address_refused").
    """
    if len(url) > MOST_URL or not _URL.fullmatch(url) or any(mark in url for mark in "\\#"):
        raise Refused("address_refused")
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT.get(parts.scheme, 0)
    except ValueError as error:
        raise Refused("address_refused") from error
    host = parts.hostname or ""
    if parts.scheme not in schemes or "@" in parts.netloc or port not in allow_ports or not _plain(host):
        raise Refused("address_refused")
    if hosts and not any(host == one or host.endswith(f".{one}") for one in hosts):
        raise Refused("address_refused")
    return Target(parts.scheme, host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _plain(host: str) -> bool:
    """A name, or a public address written the usual way: 0x7f.1 and 2130706433 are ways to hide one."""
    if ":" in host or _NUMBER.fullmatch(host.rsplit(".", 1)[-1]):
        try:
            ip_address(host)
        except ValueError:
            return False
        return "%" not in host
    return bool(_NAME.fullmatch(host)) and len(host) <= 253


def fetch(
    url: str,
    *,
    most: int = 1_048_576,
    seconds: float = 5.0,
    accept: str = "",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    schemes: Collection[str] = ("https",),
    allow_ports: Collection[int] = WEB_PORTS,
    hosts: Collection[str] = (),
    permitted: Callable[[Address], bool] = is_public,
    resolve: Resolve | None = None,
    tls: ssl.SSLContext | None = None,
) -> Fetched:
    """What this address answers to a GET (to a POST, with a `body`), at most so many bytes within so many seconds.

    Raises Refused("address_refused") when it must not be asked, Refused("not_reachable") when it does not answer well.
    """
    target = target_of(url, schemes=schemes, allow_ports=allow_ports, hosts=hosts)
    deadline = monotonic() + seconds
    try:
        addresses = _resolved(target, resolve or _look_up, deadline)
        if not addresses:
            raise Refused("not_reachable")
        if not all(permitted(address) for address in addresses):
            raise Refused("address_refused")
        with _connected(target, addresses, deadline, tls) as sock:
            return _asked(target, _Timed(sock, deadline, 2 * most + _HEAD), most, {"Accept": accept or "*/*", **(headers or {})}, body)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Refused("not_reachable") from error


def _look_up(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _resolved(target: Target, resolve: Resolve, deadline: float) -> list[Address]:
    """Every answer, once each. The system's look-up knows no deadline: it may go on alone, nobody waits for it."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(list(resolve(target.host, target.port)))
        except Exception as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name="look-up").start()
    try:
        found = answers.get(timeout=_left(deadline))
    except queue.Empty as error:
        raise TimeoutError from error
    if isinstance(found, Exception):
        raise found
    return list(dict.fromkeys(ip_address(one) for one in found))


def _left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _connected(target: Target, addresses: list[Address], deadline: float, tls: ssl.SSLContext | None) -> socket.socket:
    """A connection to the first of the checked addresses that answers; its certificate is asked for the name."""
    for number, address in enumerate(addresses):
        try:
            sock = socket.create_connection((str(address), target.port), timeout=_left(deadline) / (len(addresses) - number))
        except OSError:
            if number == len(addresses) - 1:
                raise
        else:
            return _wrapped(sock, target, deadline, tls) if target.scheme == "https" else sock
    raise Refused("not_reachable")


def _wrapped(sock: socket.socket, target: Target, deadline: float, tls: ssl.SSLContext | None) -> socket.socket:
    try:
        sock.settimeout(_left(deadline))
        return (tls or ssl.create_default_context()).wrap_socket(sock, server_hostname=target.host)
    except BaseException:
        sock.close()
        raise


class _Timed:
    """As much of a socket as http.client wants. Each wait is for what is left until the deadline: drops do not prolong it.

    `budget` bounds every byte that comes in: a chunk that calls itself -1 long makes http.client read without an end.
    """

    def __init__(self, sock: socket.socket, deadline: float, budget: int) -> None:
        self.sock, self.deadline, self.budget = sock, deadline, budget

    def sendall(self, data: bytes) -> None:
        self.sock.settimeout(_left(self.deadline))
        self.sock.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self))

    def close(self) -> None:
        """The socket is closed by whoever opened it."""


class _Reader(io.RawIOBase):
    def __init__(self, timed: _Timed) -> None:
        self.timed = timed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.timed.sock.settimeout(_left(self.timed.deadline))
        got = self.timed.sock.recv_into(buffer)
        self.timed.budget -= got
        if self.timed.budget < 0:
            raise OSError("too much")
        return got


def _asked(target: Target, timed: _Timed, most: int, more: Mapping[str, str], body: bytes | None) -> Fetched:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = timed  # type: ignore[assignment]
    own = {"Host": target.label, "Accept-Encoding": "identity", "User-Agent": "Causerie", "Connection": "close"}
    connection.request("GET" if body is None else "POST", target.path, body=body, headers={**more, **own})
    with connection.getresponse() as response:
        return Fetched(response.status, response.headers.get_content_type(), _read(response, most))


def _read(response: http.client.HTTPResponse, most: int) -> bytes:
    """The body; compressed, longer than allowed, or shorter than announced, it is no answer."""
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity" or (response.length or 0) > most:
        raise Refused("not_reachable")
    body = response.read(most + 1)
    if len(body) > most or response.length:
        raise Refused("not_reachable")
    return body
