"""The command itself: starts, answers, refuses what it must."""

import re
import subprocess
import sys
import time

import httpx
import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from causerie.config.server import prepare
from tests.postgres import free_port
from tests.serving import ROOT, serving


def _run(server, *words, **settings):
    """`causerie …` with other settings than the running server's."""
    environ = {**server.environ, **{f"CAUSERIE_{name}": value for name, value in settings.items()}}
    return subprocess.run(
        [sys.executable, "-m", "causerie", *words], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_person_signs_in_and_gets_a_ticket(server):
    nadia = server.seed("Nadia", brand="billets")["people"][0]
    assert len(server.ticket(server.signed_in(nadia))) >= 40


def test_a_visitor_gets_a_token(server):
    key = server.seed(brand="billets")["site_key"]
    assert len(server.visit(key)["token"]) >= 40


def test_the_status_is_public_and_cacheable(server):
    key = server.seed(brand="billets")["site_key"]
    until = time.monotonic() + 15
    while (answer := httpx.get(f"{server.url}/w/{key}/status.json")).status_code == 404 and time.monotonic() < until:
        time.sleep(0.2)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["open"] is False
    assert "set-cookie" not in answer.headers


def test_a_wrong_setting_stops_the_start_with_a_sentence(server):
    done = _run(server, "serve", MESSAGES_PER_SECOND="many")
    assert done.returncode == 2
    assert "CAUSERIE_MESSAGES_PER_SECOND must be a whole number" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_check_of_a_folder_that_is_not_there_says_so_and_makes_nothing(server, tmp_path):
    nowhere = tmp_path / "nowhere"
    done = _run(server, "check", "--data", str(nowhere), DATABASE_URL="")
    assert done.returncode == 1
    assert done.stderr == f"causerie: there is no database in {nowhere}.\n"
    assert not nowhere.exists()


def test_data_of_another_version_are_refused_in_a_sentence_and_left_alone(db, capsys):
    MigrationRecorder(connection).record_applied("brands", "0999_later")
    with pytest.raises(SystemExit) as ended:
        prepare()
    assert ended.value.code == 1
    assert "brands.0999_later is not known here" in capsys.readouterr().err


def test_sign_ins_from_one_address_are_limited(tmp_path, new_house):
    folder = tmp_path / "strict"
    with serving(folder, database=new_house(folder, "strict"), SIGN_INS_PER_MINUTE="3") as strict:
        page = httpx.get(f"{strict.url}/account/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
        form = {"login": "nobody@example.org", "password": "a wrong password", "csrfmiddlewaretoken": token}
        cookies = {"csrftoken": page.cookies["csrftoken"]}
        answers = [
            httpx.post(f"{strict.url}/account/login/", data=form, cookies=cookies, headers={"Origin": strict.url}).status_code
            for _ in range(4)
        ]
    assert answers == [200, 200, 200, 429]


def test_an_unknown_setting_is_told_with_the_nearest_name(server):
    done = _run(server, "serve", MESAGES_PER_SECOND="3")
    assert done.returncode == 2
    assert "Did you mean CAUSERIE_MESSAGES_PER_SECOND?" in done.stderr


def test_a_second_server_on_the_same_data_is_refused(server):
    done = _run(server, "serve", "--port", str(free_port()))
    assert done.returncode == 2
    assert "already uses the data folder" in done.stderr


def test_a_taken_port_is_told(server):
    done = _run(server, "serve", "--port", str(server.port))
    assert done.returncode == 2
    assert "in use" in done.stderr
