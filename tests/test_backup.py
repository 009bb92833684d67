"""A backup of a serving house is a whole house: restored elsewhere it holds, and serves."""

import json
import os
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import httpx
import pytest

from tests.canary import CANARY
from tests.postgres import free_port
from tests.serving import ROOT, serving

PICTURE = ROOT / "causerie" / "simulator" / "data" / "faces" / "florian.webp"


def causerie(*words, data, database="", module="causerie"):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CAUSERIE_")}
    environ = {**kept, "CAUSERIE_DATA": str(data), "CAUSERIE_DATABASE_URL": database, "CAUSERIE_PORT": str(free_port())}
    return subprocess.run(
        [sys.executable, "-m", module, *words], cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=240
    )


@pytest.fixture
def lived_in(tmp_path, new_house):
    """A house with a brand, two members, a picture and a question."""
    folder = tmp_path / "house"
    with serving(folder, database=new_house(folder, "backup_from")) as server:
        seeded = server.seed("Florian", "Bernadette")
        stored = server.run("tests.keep_face", str(PICTURE), str(seeded["people"][0]["id"])).strip()
        visit = server.visit(seeded["site_key"])
        asked = {"client_id": "a" * 16, "text": "Et l’assurance ?", "locale": "fr"}
        headers = {"Origin": server.url, "Authorization": f"Bearer {visit['token']}"}
        assert httpx.post(f"{server.url}/live/ask", json=asked, headers=headers).status_code == 200
        yield server, seeded, stored


def test_there_and_back_while_it_serves(lived_in, tmp_path, new_database):
    server, seeded, face = lived_in
    archive = tmp_path / "house.tar"
    made = causerie("backup", str(archive), data=server.data, database=server.environ["CAUSERIE_DATABASE_URL"])
    assert made.returncode == 0, made.stderr
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")], "nothing is left beside it"

    elsewhere, database = tmp_path / "elsewhere", new_database("backup_to")
    back = causerie("restore", str(archive), data=elsewhere, database=database)
    assert (back.returncode, "No list of erasures" in back.stdout) == (0, True), back.stdout + back.stderr
    checked = causerie("check", data=elsewhere, database=database)
    assert checked.returncode == 0, checked.stdout
    assert (elsewhere / "secret-key").read_text() == (server.data / "secret-key").read_text()
    assert stat.S_IMODE((elsewhere / "secret-key").stat().st_mode) == 0o600
    with serving(elsewhere, database=database) as second:
        assert httpx.get(f"{second.url}/healthz").text == "ok\n"
        assert httpx.get(f"{second.url}/faces/{face}").content == httpx.get(f"{server.url}/faces/{face}").content
        florian = second.signed_in(seeded["people"][0])
        assert florian.get("/desk/nidechange/").status_code == 200
        visit = second.visit(seeded["site_key"])
        asked = {"client_id": "b" * 16, "text": "Et les clés ?", "locale": "fr"}
        headers = {"Origin": second.url, "Authorization": f"Bearer {visit['token']}"}
        assert httpx.post(f"{second.url}/live/ask", json=asked, headers=headers).status_code == 200, "numbers go on after the last"
        told = second.run("tests.count_rows")
    assert json.loads(told) == {"conversations": 2, "epochs": 1, "members": 2}


def test_who_was_forgotten_since_stays_forgotten(tmp_path, new_house, new_database):
    """A visitor and a member erase themselves after the backup; restored beside the house's list, it brings none of their words back."""
    folder, archive = tmp_path / "house", tmp_path / "house.tar"
    with serving(folder, database=new_house(folder, "forgotten_from")) as server:
        database = server.environ["CAUSERIE_DATABASE_URL"]
        seeded = server.seed(CANARY, "Bernadette")
        visit = server.visit(seeded["site_key"])
        headers = {"Origin": server.url, "Authorization": f"Bearer {visit['token']}"}
        asked = {"client_id": "a" * 16, "text": f"Et {CANARY} ?", "locale": "fr"}
        assert httpx.post(f"{server.url}/live/ask", json=asked, headers=headers).status_code == 200
        member = server.signed_in(seeded["people"][0])
        assert causerie("backup", str(archive), data=folder, database=database).returncode == 0
        assert httpx.post(f"{server.url}/w/{seeded['site_key']}/mine/erase", headers=headers).status_code == 200
        sure = {"sure": "yes", "csrfmiddlewaretoken": member.cookies["csrftoken"]}
        assert member.post("/desk/nidechange/my-data/erase/", data=sure, headers={"Origin": server.url}).status_code == 200
        later = tmp_path / "later.tar"
        assert causerie("backup", str(later), data=folder, database=database).returncode == 0
        with tarfile.open(later) as tar:
            assert "erasures" in tar.getnames()
    erasures = (folder / "erasures").read_text()
    assert (len(erasures.splitlines()), CANARY in erasures) == (2, False)

    whole, database = tmp_path / "with the list", new_database("forgotten_to")
    whole.mkdir()
    (whole / "erasures").write_text(erasures)
    spoiled = tmp_path / "spoiled.tar"
    spoiled.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    assert causerie("restore", str(spoiled), data=whole, database=database).returncode == 2
    assert [path.name for path in whole.iterdir()] == ["erasures"], "what is not restored leaves the list as it was"
    back = causerie("restore", str(archive), data=whole, database=database)
    assert (back.returncode, "2 erasures" in back.stdout) == (0, True), back.stdout + back.stderr
    assert json.loads(causerie(data=whole, database=database, module="tests.sings").stdout) == []
    assert causerie("check", data=whole, database=database).returncode == 0


def test_what_cannot_be_trusted_is_not_restored(lived_in, tmp_path):
    server, _seeded, _face = lived_in
    archive, database = tmp_path / "house.tar", server.environ["CAUSERIE_DATABASE_URL"]
    assert causerie("backup", str(archive), data=server.data, database=database).returncode == 0
    whole = archive.read_bytes()
    spoiled = bytearray(whole)
    place = whole.index(PICTURE.read_bytes()[:64]) + 40
    spoiled[place] ^= 1
    archives = {"spoiled": bytes(spoiled), "cut": whole[: len(whole) // 2], "no tar": b"hello"}
    for name, data in archives.items():
        (tmp_path / name).write_bytes(data)
        elsewhere = tmp_path / f"for-{name}"
        answer = causerie("restore", str(tmp_path / name), data=elsewhere)
        assert answer.returncode == 2, name
        assert "Traceback" not in answer.stderr
        assert not elsewhere.exists() or not any(elsewhere.iterdir()), name
    evil = tmp_path / "evil.tar"
    with tarfile.open(evil, "w") as tar:
        tar.add(PICTURE, "../outside")
    assert causerie("restore", str(evil), data=tmp_path / "for-evil").returncode == 2
    assert not (tmp_path / "outside").exists()


def test_nothing_that_stands_is_written_over(tmp_path):
    full = tmp_path / "full"
    full.mkdir()
    (full / "note").write_text("mine")
    answer = causerie("restore", str(tmp_path / "any.tar"), data=full)
    assert (answer.returncode, [path.name for path in full.iterdir()]) == (2, ["note"])
    assert "not empty" in answer.stderr
    (tmp_path / "there.tar").write_text("mine")
    assert causerie("backup", str(tmp_path / "there.tar"), data=tmp_path / "nothing").returncode == 2
    assert (tmp_path / "there.tar").read_text() == "mine"
    assert causerie("backup", str(tmp_path / "new.tar"), data=tmp_path / "nothing").returncode == 2
    assert not Path(tmp_path / "new.tar").exists()
