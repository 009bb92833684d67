"""The window's status against nginx serving the same bytes as a file: requests a second, each on core 0, wrk on core 1."""

import re
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

import httpx

from bench.machines import BUILD, OTHER_CORE, causerie, free_port, people, process, say
from bench.tools import found_or_installed

CONNECTIONS = 64
_NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr error;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; keepalive_requests 100000000; default_type application/json; types {{ }}
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  open_file_cache max=100; open_file_cache_valid 60s;
  server {{
    listen 127.0.0.1:{port}; root {folder}/root;
    add_header Access-Control-Allow-Origin "*"; add_header Cache-Control "{cache}";
  }}
}}
"""


def lines(rounds: int, seconds: float) -> list[str]:
    """The table, or why there is none."""
    missing = [package for name, package in (("nginx", "nginx-light"), ("wrk", "wrk")) if not found_or_installed(name, package)]
    if missing:
        return [f"Not measured: {' and '.join(missing)} must be installed (apt-get install {' '.join(missing)}).", ""]
    rates = _measure(rounds, seconds)
    ours, theirs = (statistics.median(rates[name]) for name in ("causerie", "nginx"))
    rows = [
        "| status, one core, 64 connections | requests a second |",
        "|---|---|",
        f"| causerie | {ours:,.0f} |",
        f"| nginx, static file | {theirs:,.0f} |",
    ]
    return [*rows, "", f"{ours / theirs:.2f} of nginx.", ""]


def _measure(rounds: int, seconds: float) -> dict[str, list[float]]:
    rates: dict[str, list[float]] = {"causerie": [], "nginx": []}
    with tempfile.TemporaryDirectory(prefix="causerie-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with causerie(folder / "data") as server:
            key = people(server, 1)["site_key"]
            address = f"{server.url}/w/{key}/status.json"
            answer = httpx.get(address)
            file = folder / "root" / "w" / key / "status.json"
            file.parent.mkdir(parents=True)
            file.write_bytes(answer.content)
            port = free_port()
            (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port, cache=answer.headers.get("cache-control", "")))
            nginx = [shutil.which("nginx") or "/usr/sbin/nginx", "-p", folder, "-c", folder / "nginx.conf"]
            with process(nginx, port=port, environ={}, log=BUILD / "nginx.log"):
                other = f"http://127.0.0.1:{port}/w/{key}/status.json"
                assert httpx.get(other).content == answer.content
                for number in range(1, rounds + 1):
                    rates["causerie"].append(_wrk(address, seconds))
                    rates["nginx"].append(_wrk(other, seconds))
                    say(f"  round {number}: causerie {rates['causerie'][-1]:,.0f}, nginx {rates['nginx'][-1]:,.0f}")
    return rates


def _wrk(address: str, seconds: float) -> float:
    command = [*OTHER_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in said, said
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    return float(found[1])
