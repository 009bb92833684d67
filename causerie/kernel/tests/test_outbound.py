"""A35 to A41: an address from somebody else never leads inside, never elsewhere than it was looked at, and never for long."""

import datetime
import gzip
import socket
import ssl
import threading
from contextlib import contextmanager
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from causerie.kernel.outbound import fetch, is_public, target_of
from causerie.kernel.refusal import Refused

INSIDE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.1.2.3",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.9.9.9",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00::8",
    "fe80::1",
    "fe80::1%lo",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]
OUTSIDE = ["1.1.1.1", "8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4007:80c::200e"]


def refused(url, **more):
    """The code of the refusal, or "" when it was fetched."""
    try:
        fetch(url, **{"seconds": 2.0, **more})
    except Refused as refusal:
        return refusal.code
    return ""


def names(*answers):
    return lambda _host, _port: list(answers)


def never(_host, _port):
    raise AssertionError("nobody had to be asked for this name")


@contextmanager
def answering(*parts, tls=None, pause=0.0, endless=False):
    """A server on loopback that answers with these bytes. Gives its port and the list of requests it got."""
    got = []
    listener = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def serve():
        while not done.is_set():
            try:
                peer, _ = listener.accept()
                if done.is_set():
                    peer.close()
                    return
                with peer, tls.wrap_socket(peer, server_side=True) if tls else peer as talk:
                    talk.settimeout(5)
                    got.append(talk.recv(65536))
                    while True:
                        for part in parts:
                            talk.sendall(part)
                            done.wait(pause)
                        if not endless or done.is_set():
                            break
                    if not tls:
                        talk.shutdown(socket.SHUT_WR)
            except OSError:
                continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], got
    finally:
        done.set()
        with socket.socket() as wake:
            wake.connect_ex(listener.getsockname())
        listener.close()
        thread.join(5)


def here(port, **more):
    """What a test needs to reach its own server."""
    return {
        "schemes": ("http", "https"),
        "allow_ports": {port},
        "permitted": lambda address: address.is_loopback,
        "resolve": names("127.0.0.1"),
        **more,
    }


def plain(body=b"hello", status="200 OK", *headers):
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


@pytest.mark.parametrize("address", INSIDE)
def test_an_inner_address_is_not_public(address):
    assert not is_public(ip_address(address))
    assert refused("https://shop.example/", resolve=names(address)) == "address_refused"


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_public_address_is(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "0",
        "0x7f.1",
        "0x7f000001",
        "2130706433",
        "017700000001",
        "127.1",
        "0177.0.0.1",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "100.64.0.1",
        "169.254.169.254",
        "[fd00::1]",
        "[fe80::1%25lo]",
        "[fe80::%lo]",
        "localhost",
    ],
)
def test_no_spelling_of_an_inner_address(host):
    """A35, by the system's own look-up."""
    assert refused(f"https://{host}/") == "address_refused"


def test_every_answer_must_be_public():
    """A36."""
    for answers in (["8.8.8.8", "127.0.0.1"], ["8.8.8.8", "::1"], ["10.0.0.1"], ["2606:4700:4700::1111", "fd00::1"]):
        assert refused("https://shop.example/", resolve=names(*answers)) == "address_refused"
    assert refused("https://shop.example/", resolve=names()) == "not_reachable"
    assert refused("https://shop.example/", resolve=names("no address")) == "not_reachable"


def test_a_name_is_looked_up_once():
    """A37: the second answer of a name that changes its mind is never heard."""
    asked = []

    def rebinding(host, _port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    with answering(plain()) as (port, got):
        found = fetch(f"http://shop.example:{port}/a?b=c", **here(port, resolve=rebinding))
    assert (found.status, found.body) == (200, b"hello")
    assert asked == ["shop.example"]
    assert got[0].startswith(b"GET /a?b=c HTTP/1.1\r\n")
    assert f"\r\nHost: shop.example:{port}\r\n".encode() in got[0]
    assert b"\r\nAccept-Encoding: identity\r\n" in got[0]


@pytest.mark.parametrize("status", ["301 a", "302 a", "303 a", "307 a", "308 a"])
def test_a_redirect_is_an_answer(status):
    """A38."""
    with answering(plain(b"", status, "Location: http://127.0.0.1/", "Content-Length: 0", "Set-Cookie: a=b")) as (port, got):
        assert fetch(f"http://shop.example:{port}/", **here(port)).status == int(status[:3])
        fetch(f"http://shop.example:{port}/", **here(port))
    assert len(got) == 2
    assert b"ookie" not in got[1]


def test_the_environment_s_proxy_is_not_asked(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with answering(plain()) as (port, _):
        assert fetch(f"http://shop.example:{port}/", **here(port)).body == b"hello"


@pytest.mark.parametrize(
    "answer",
    {
        "longer than announced": plain(b"x" * 10, "200 OK", "Content-Length: 20"),
        "announced too long": plain(b"x" * 10, "200 OK", "Content-Length: 99999999999"),
        "too long": plain(b"x" * 1100),
        "compressed": plain(gzip.compress(b"0" * 5000), "200 OK", "Content-Encoding: gzip"),
        "chunks cut": plain(b"5\r\nhel", "200 OK", "Transfer-Encoding: chunked"),
        "chunk of length -1": plain(b"-1\r\n" + b"x" * 600_000, "200 OK", "Transfer-Encoding: chunked"),
        "chunk of length x": plain(b"x\r\nhello", "200 OK", "Transfer-Encoding: chunked"),
        "chunks too long": plain(b"500\r\n" + b"x" * 0x500 + b"\r\n0\r\n\r\n", "200 OK", "Transfer-Encoding: chunked"),
        "not http": b"220 mail.example ESMTP\r\n",
        "nothing": b"",
        "headers without end": b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200,
        "a line without end": b"HTTP/1.1 200 OK\r\na: " + b"b" * 70_000,
    }.items(),
    ids=lambda item: item[0],
)
def test_a_wrong_answer_is_none(answer):
    """A39: lengths."""
    with answering(answer[1]) as (port, _):
        assert refused(f"http://shop.example:{port}/", **here(port, most=1000)) == "not_reachable"


def test_right_answers_of_every_shape():
    whole = b"x" * 1000
    for answer in (
        plain(whole),
        plain(whole, "200 OK", "Content-Length: 1000"),
        plain(whole, "200 OK", "Content-Length: many"),
        plain(b"3e8\r\n" + whole + b"\r\n0\r\n\r\n", "200 OK", "Transfer-Encoding: chunked"),
        b"HTTP/1.1 100 Continue\r\n\r\n" + plain(whole),
    ):
        with answering(answer) as (port, _):
            assert fetch(f"http://shop.example:{port}/", **here(port, most=1000)).body == whole
    with answering(plain(b"", "200 OK", "Content-Type: image/PNG; a=b")) as (port, _):
        assert fetch(f"http://shop.example:{port}/", **here(port)).content_type == "image/png"


@pytest.mark.parametrize("drop", [b"HTTP/1.1 200 OK\r\n\r\n", b"H", b"HTTP/1.1 100 Continue\r\n\r\n"])
def test_drops_do_not_prolong_the_time(drop):
    """A39: slow and endless. Without an end of its own the fetch would never come back."""
    with answering(drop, pause=0.1, endless=True) as (port, _):
        assert refused(f"http://shop.example:{port}/", **here(port, seconds=0.5)) == "not_reachable"


def test_an_endless_answer_is_cut():
    with answering(plain(), b"x" * 65536, endless=True) as (port, _):
        assert refused(f"http://shop.example:{port}/", **here(port)) == "not_reachable"


def test_a_slow_look_up_does_not_prolong_it():
    found = threading.Event()
    assert refused("https://shop.example/", seconds=0.2, resolve=lambda *_: found.wait(60)) == "not_reachable"
    found.set()


@pytest.mark.parametrize(
    "url",
    [
        *[
            "file:///etc/passwd",
            "gopher://a.example/",
            "ftp://a.example/",
            "http://a.example/",
            "https://a.example:22/",
            "https://a.example:8443/",
        ],
        *[
            "//a.example/",
            "a.example",
            "https:a.example",
            "https:///a",
            "https://",
            "https://[::1",
            "https://a.example:x/",
            "https://a.example:99999/",
        ],
        *[
            "https://me@a.example/",
            "https://me:x@a.example/",
            "https://@a.example/",
            "https://a.example/#b",
            "https://a.example#",
            "https://a.example\\b/",
        ],
        *[
            "https://a%2eexample/",
            "https://-a.example/",
            "https://a..example/",
            "https://.a/",
            "https://a.example./",
            "https://1.2.3/",
            "https://a.0x7f/",
        ],
        *(f"https://a.example/{mark}b" for mark in ("\r\n", "\t", " ", "\0", "\x7f", "é", "\u2028")),
        *(f"https://a{dot}example/" for dot in "。．｡"),
        " https://a.example/",
        "https://a.example/\n",
        "https://a.example/" + "a" * 8192,
        "",
    ],
)
def test_an_odd_address_is_refused_unasked(url):
    """A40, and the length of A41."""
    assert refused(url, resolve=never) == "address_refused"
    with pytest.raises(Refused):
        target_of(url)


def test_a_list_of_hosts_is_anchored():
    """A41."""
    hosts = ("fcm.googleapis.com", "push.example")
    for good in ("https://fcm.googleapis.com/a", "https://FCM.googleapis.com/a", "https://one.push.example/"):
        assert target_of(good, hosts=hosts).port == 443
    for bad in ("fcm.googleapis.com.evil", "evil-fcm.googleapis.com.example", "notpush.example", "10.0.0.1", "intranet"):
        with pytest.raises(Refused):
            target_of(f"https://{bad}/", hosts=hosts)


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    """A certificate for shop.example: the server's side, and a client's that believes it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "shop.example")])
    now = datetime.datetime.now(datetime.UTC)
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(hours=1))
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName("shop.example")]), critical=False)
    certificate = built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    path.write_bytes(secret + certificate)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cadata=certificate.decode())


def test_the_certificate_is_the_name_s(certified):
    """The connection goes to an address; who answers there must still be the name."""
    server, believing = certified
    asked = []
    server.sni_callback = lambda _sock, name, _context: asked.append(name)
    with answering(plain(), tls=server) as (port, _):
        assert fetch(f"https://shop.example:{port}/", **here(port, tls=believing)).body == b"hello"
        assert asked == ["shop.example"]
        assert refused(f"https://other.example:{port}/", **here(port, tls=believing)) == "not_reachable"
        assert refused(f"https://shop.example:{port}/", **here(port)) == "not_reachable"


def test_the_next_address_when_one_is_silent():
    with answering(plain()) as (port, _):
        assert fetch(f"http://shop.example:{port}/", **here(port, resolve=names("127.0.0.3", "127.0.0.1"))).body == b"hello"
        assert refused("http://shop.example:1/", **here(1, resolve=names("127.0.0.3", "127.0.0.1"))) == "not_reachable"
