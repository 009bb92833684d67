"""The cast's process beside the server: started, started again when it falls, gone when the server goes."""

import logging
import os
import subprocess
import sys
import threading

from django.conf import settings

from causerie.kernel.clock import monotonic

log = logging.getLogger("causerie.simulator")
COMMAND = [sys.executable, "-m", "causerie.simulator.cast"]
_FIRST_PAUSE_S, _LONGEST_PAUSE_S, _LIVED_WELL_S = 2.0, 60.0, 60.0
_LOW_PRIORITY = 10


class Stage:
    """Keeps one process playing `script` (one JSON line) until `clear()`."""

    def __init__(self, script: str, command: list[str] | None = None, *, pause: float = _FIRST_PAUSE_S) -> None:
        self._script, self._command, self._first_pause = script, command or COMMAND, pause
        self._over = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._keep, name="stage", daemon=True)

    def open(self) -> None:
        self._thread.start()

    def clear(self) -> None:
        """The play ends: the process is asked by the end of its input, then stopped."""
        self._over.set()
        if self._thread.is_alive():
            if self._process:
                _stop(self._process)
            self._thread.join(5)

    def _keep(self) -> None:
        pause = self._first_pause
        while not self._over.is_set():
            begun = monotonic()
            self._process = _play(self._command, self._script)
            if self._over.is_set():
                _stop(self._process)
            code = self._process.wait()
            if self._over.is_set():
                return
            pause = self._first_pause if monotonic() - begun > _LIVED_WELL_S else min(pause * 2, _LONGEST_PAUSE_S)
            log.warning("the demo's cast left the stage (exit %s); it comes back in %.0f s", code, pause)
            self._over.wait(pause)


def _play(command: list[str], script: str) -> "subprocess.Popen[str]":
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([str(settings.PACKAGE.parent), os.environ.get("PYTHONPATH", "")]))
    # Its own session: Ctrl+C is for the server, which then ends the play.
    process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, env=environment, start_new_session=True)
    assert process.stdin is not None
    try:
        # The server and the newcomer come first.
        os.setpriority(os.PRIO_PROCESS, process.pid, _LOW_PRIORITY)
        # The pipe stays open while we live, even if we are killed: its end is the cast's curtain.
        process.stdin.write(script + "\n")
        process.stdin.flush()
    except OSError:
        log.info("the demo's cast was gone before it could begin")
    return process


def _stop(process: "subprocess.Popen[str]") -> None:
    if process.stdin:
        try:
            process.stdin.close()
        except OSError:
            log.debug("the cast had closed its input")
    try:
        process.wait(6)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
