"""What is vendored is what is written down; every icon that is asked for exists; layers keep their law."""

import hashlib
import re
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
STATIC = HOUSE / "design/static/design"


def test_vendored_files_are_those_written_down():
    rows = re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (HOUSE.parent / "docs/vendored.md").read_text(), re.M)
    listed = {STATIC / name: digest for name, digest in rows}
    assert {*STATIC.glob("vendor/*"), *STATIC.glob("fonts/*.woff2")} == set(listed)
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == digest for path, digest in listed.items())


def test_every_icon_asked_for_is_in_the_sprite():
    known = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    for path in [*HOUSE.rglob("templates/**/*.html"), *HOUSE.rglob("static/**/*.js")]:
        pattern = r'{% icon "([\w-]+)"' if path.suffix == ".html" else r'(?<![\w.])icon\("([\w-]+)"'
        missing = set(re.findall(pattern, path.read_text())) - known
        assert not missing, f"{path}: {missing}"


def test_every_rule_stands_in_a_layer():
    for path in STATIC.glob("*.css"):
        bare = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
        outside, depth, word = [], 0, ""
        for character in bare:
            if character == "{":
                outside += [word.strip()] if depth == 0 else []
                depth += 1
            depth -= character == "}"
            word = "" if character in "{};" else word + character
        assert depth == 0, path
        assert path.name == "fonts.css" or all(opened.startswith("@layer") for opened in outside), (path, outside)
