"""The law of the house: imports go down only, and what keeps people's text harmless."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "causerie"

FLOORS = {
    "kernel": 0,
    "design": 1,
    "realtime": 1,
    "brands": 2,
    "people": 3,
    "journal": 4,
    "conversations": 5,
    "community": 5,
    "recruitment": 5,
    "notify": 6,
    "rewards": 6,
    "safety": 6,
    "insights": 6,
    "attentions": 6,
    "window": 7,
    "desk": 7,
    "office": 7,
    "simulator": 7,
    "config": 7,
}
# Of floor 5, floor 6 reads only what is offered to readers.
OFFERED = {"facts", "queries"}
PRODUCT_WORDS = re.compile(r"\b(visitor|ambassador|brand|site|conversation|question|claim|desk|shop)s?\b", re.IGNORECASE)
TALL = 400
# Longer on purpose: the contract of the wire is read as one page.
TALL_BY_RIGHT = {"causerie/conversations/wire.py"}


def _ours(pattern: str) -> Iterator[Path]:
    """Files that the project wrote and ships."""
    for path in sorted(HOUSE.rglob(pattern)):
        if not {"migrations", "vendor", "tests", "locale"} & set(path.relative_to(HOUSE).parts):
            yield path


def _room(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0]


def _imports(path: Path) -> Iterator[tuple[str, str]]:
    """Room and module of every import of the house, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "causerie" and len(parts) > 1 and parts[1] in FLOORS:
                yield parts[1], parts[2] if len(parts) > 2 else ""


def _breaks(room: str, other: str, module: str) -> bool:
    """Whether `room` may not import that module of `other`."""
    here, there = FLOORS[room], FLOORS[other]
    if other == room:
        return False
    if here == 6 and there == 5:
        return module not in OFFERED
    if here == there:
        return here != 7
    return there > here


def test_every_room_has_a_floor():
    rooms = {path.parent.name for path in HOUSE.glob("*/__init__.py")}
    assert rooms == set(FLOORS)


def test_imports_go_down_only():
    broken = [
        f"{path.relative_to(ROOT)} imports causerie.{other}.{module}"
        for path in _ours("*.py")
        if _room(path) in FLOORS
        for other, module in _imports(path)
        if _breaks(_room(path), other, module)
    ]
    assert broken == []


def test_browser_modules_import_down_only():
    """Doors may use the pages of floor 5 and below; nobody uses a door's modules but itself."""
    broken = [
        f"{path.relative_to(ROOT)}: @causerie/{other}"
        for path in _ours("*.js")
        for other in re.findall(r"@causerie/(\w+)/", path.read_text())
        if other != _room(path) and (FLOORS[other] >= FLOORS[_room(path)] or FLOORS[other] == 7)
    ]
    assert broken == []


@pytest.mark.parametrize("room", ["kernel", "realtime"])
def test_the_lowest_rooms_know_no_product_words(room):
    """Names and imports; sentences for people (kernel.refusal) may speak of the product."""
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in _ours("*.py")
        if _room(path) == room
        for word in _names(path)
        if PRODUCT_WORDS.search(word.replace("_", " "))
    ]
    assert found == []


def _names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name):
            yield node.id


WRITES = {"save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
READERS = ("views*.py", "queries.py", "rules.py", "access.py", "facts.py", "live.py", "shown.py", "forms.py", "web.py")


def test_only_verbs_write():
    """`.objects…create()`, `.update()` and their kind never stand in what reads, decides, shows or answers."""
    files = [path for name in READERS for path in _ours(name)]
    assert [f"{path.relative_to(ROOT)}:{line}" for path in files for line in _writes(path)] == []


def _writes(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            names = {inner.attr for inner in ast.walk(node.func) if isinstance(inner, ast.Attribute)}
            if "objects" in names or node.func.attr == "save":
                yield node.lineno


def _matches(pattern: str, *kinds: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for kind in kinds
        for path in _ours(kind)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_text_from_people_is_only_ever_text():
    assert _matches(r"\|\s*safe\b|\bautoescape off\b", "*.html") == []
    trusting = _matches(r"\bmark_safe\b|\bSafeString\b|\beval\(|\bexec\(|\bpickle\b", "*.py")
    # What draws the house's own icons and import map; nothing of a person goes through them.
    ours = ("causerie/design/templatetags/", "causerie/window/views.py")
    assert [line for line in trusting if not line.startswith(ours)] == []
    assert _matches(r"\.(innerHTML|outerHTML)\s*\+?=|insertAdjacentHTML|document\.write|\beval\(|new Function\(", "*.js") == []


def test_templates_carry_no_style_or_handler():
    assert _matches(r"\sstyle\s*=\s*[\"']", "*.html") == []
    assert _matches(r"\son[a-z]+\s*=\s*[\"']", "*.html") == []
    assert _matches(r"javascript:", "*.html") == []


def test_scripts_in_templates_carry_the_nonce():
    bare = [
        f"{path.relative_to(ROOT)}: {tag}"
        for path in _ours("*.html")
        for tag in re.findall(r"<script\b[^>]*>", path.read_text())
        if "nonce" not in tag and "simulator" not in path.parts
    ]
    assert bare == []


def test_no_file_is_too_long():
    tall = {
        str(path.relative_to(ROOT)): count
        for kind in ("*.py", "*.js", "*.css", "*.html")
        for path in _ours(kind)
        if (count := len(path.read_text().splitlines())) > TALL and str(path.relative_to(ROOT)) not in TALL_BY_RIGHT
    }
    assert tall == {}


def test_functions_are_short():
    lengths = sorted(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in _ours("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 8


def test_styles_use_logical_properties():
    """All but the loader's few bytes, whose launcher stands on a side that the brand names left or right."""
    assert _matches(r"(?<![-\w])(margin|padding|border)-(left|right)\b|(?<![-\w])text-align:\s*(left|right)\b", "static/**/*.css") == []


def test_no_diary():
    assert _matches(r"#\s*(TODO|FIXME|XXX|HACK)\b|//\s*(TODO|FIXME|XXX|HACK)\b", "*.py", "*.js", "*.css") == []


def test_a_browser_library_is_the_one_that_was_read():
    """Each vendored file stands in its room's docs/vendored.md with its version and SHA-256."""
    import hashlib

    for path in sorted(HOUSE.glob("*/static/*/vendor/*.js")):
        if path.stat().st_size:
            listed = "".join(page.read_text() for page in [*path.parent.glob("*.md"), ROOT / "docs" / "vendored.md"] if page.exists())
            assert hashlib.sha256(path.read_bytes()).hexdigest() in listed, path


def test_a_kind_of_fact_is_told_by_one_room_alone():
    """Readers of the journal know a fact by its kind: two rooms that told the same one would be read as each other."""
    told: dict[str, list[str]] = {}
    for path in sorted(HOUSE.glob("*/facts.py")):
        for kind in re.findall(r'kind: ClassVar\[str\] = "(\w+)"', path.read_text()):
            told.setdefault(kind, []).append(_room(path))
    assert {kind: rooms for kind, rooms in told.items() if len(rooms) > 1} == {}
    assert len(told) > 40


# Who may take a mail to its reader: the outbox, through the contact policy. Mails of the account go through Django's door into it.
MAIL_MODULES = re.compile(r"\b(smtplib|aiosmtplib|email\.message|email\.mime|django\.core\.mail|pywebpush|webpush)\b")


def test_nobody_but_the_outbox_writes_to_people():
    """No other room knows how mail or push travels; none writes a row of the outbox but through `queue_mail`, which asks the policy."""
    senders = [line for line in _matches(rf"^\s*(import|from)\s+{MAIL_MODULES.pattern}", "*.py") if not line.startswith("causerie/notify/")]
    assert senders == []
    asked = _matches(r"\bMail\.objects\.(create|bulk_create|get_or_create|update_or_create)|\bMail\(", "*.py")
    own = {"causerie/notify/actions.py", "causerie/notify/transport.py", "causerie/notify/trial.py", "causerie/notify/models.py"}
    assert {line.split(":")[0] for line in asked} <= own
    handed = {line.split(":")[0] for line in _matches(r"\bqueue_mail\b", "*.py")}
    assert {path for path in handed if not path.startswith(("causerie/notify/", "causerie/config/"))} <= {
        "causerie/safety/actions.py",
        "causerie/safety/somebody.py",
        "causerie/attentions/actions/parcels.py",
        "causerie/rewards/letters.py",
    }
