"""Programs of the machine that the bench measures with."""

import os
import resource
import shutil
import subprocess

from bench.machines import say


def found_or_installed(name: str, package: str) -> bool:
    """Whether a program is there; root installs it from Debian's packages."""
    path = os.environ.get("PATH", "") + ":/usr/sbin"
    if shutil.which(name, path=path):
        return True
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"installing {package}")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], check=False, **quiet)
    return shutil.which(name, path=path) is not None


def many_files() -> int:
    """Raise what this process and its children may open; returns how many that is."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, 65_536) if hard != resource.RLIM_INFINITY else 65_536
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted
