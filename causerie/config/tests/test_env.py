"""Settings are read strictly: a wrong one stops the start with a sentence."""

import os
import stat
import subprocess
import sys

import pytest

from causerie.config.env import SETTINGS, WrongSetting, kept_secret, read


def test_nothing_set_is_safe():
    found = read({})
    assert found["HOST"] == "127.0.0.1"
    assert found["DEMO"] is False
    assert {name: setting.default for name, setting in SETTINGS.items()} == found


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "80a", "CAUSERIE_PORT must be a whole number from 1 to 65535. '80a' is not."),
        ("PORT", "0", "from 1 to 65535"),
        ("PORT", "65536", "from 1 to 65535"),
        ("PORT", "٨٠٠٠", "whole number"),
        ("PORT", " 80", "whole number"),
        ("PORT", "", "whole number"),
        ("PORT", "8e3", "whole number"),
        ("DEMO", "oui", "CAUSERIE_DEMO must be yes or no"),
        ("URL", "chat.example.org", "an address such as https://chat.example.org"),
        ("URL", "https://chat.example.org/path", "without a path"),
        ("URL", "javascript:alert(1)", "an address"),
        ("DATABASE_URL", "mysql://x", "postgresql://"),
        ("MAIL_URL", "http://x", "smtp+tls://"),
    ],
)
def test_a_wrong_value_is_a_sentence(name, value, sentence):
    with pytest.raises(WrongSetting) as wrong:
        read({f"CAUSERIE_{name}": value})
    assert sentence in str(wrong.value)


def test_a_secret_that_is_wrong_is_not_repeated():
    with pytest.raises(WrongSetting) as wrong:
        read({"CAUSERIE_DATABASE_URL": "mysql://root:hunter2@db/x"})
    assert "hunter2" not in str(wrong.value)


def test_a_slip_of_the_fingers_is_noticed():
    with pytest.raises(WrongSetting, match=r"CAUSERIE_PROT is not a setting\. Did you mean CAUSERIE_PORT\?"):
        read({"CAUSERIE_PROT": "80"})
    with pytest.raises(WrongSetting, match="is not a setting"):
        read({"CAUSERIE_XYZZY_FILE": "/dev/null"})


def test_a_value_may_come_from_a_file(tmp_path):
    file = tmp_path / "port"
    file.write_text("8123\n")
    assert read({"CAUSERIE_PORT_FILE": str(file)})["PORT"] == 8123
    with pytest.raises(WrongSetting, match="CAUSERIE_PORT_FILE cannot be read"):
        read({"CAUSERIE_PORT_FILE": str(tmp_path / "absent")})
    file.write_text("many")
    with pytest.raises(WrongSetting, match="CAUSERIE_PORT must be"):
        read({"CAUSERIE_PORT_FILE": str(file)})


@pytest.mark.parametrize("value", ["https://chat.example.org", "https://chat.example.org/", "http://127.0.0.1:8000"])
def test_an_address_is_kept_without_its_slash(value):
    assert read({"CAUSERIE_URL": value})["URL"] == value.rstrip("/")


def test_variables_of_others_are_not_ours():
    assert read({"PATH": "/bin", "CAUSE": "x"})["PORT"] == 8000


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first = kept_secret(tmp_path / "data", "secret-key")
    assert kept_secret(tmp_path / "data", "secret-key") == first
    assert len(first) >= 60
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600


def test_the_start_ends_with_two_and_the_sentence(tmp_path):
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CAUSERIE_")}
    done = subprocess.run(
        [sys.executable, "-m", "causerie", "serve"],
        env={**environ, "CAUSERIE_DATA": str(tmp_path), "CAUSERIE_PROT": "80"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr.strip() == "causerie: CAUSERIE_PROT is not a setting. Did you mean CAUSERIE_PORT?"
