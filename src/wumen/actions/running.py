"""Keeps the system in front: one `up` a home, its children web and jobs, and what is known of them."""

import ctypes
import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psycopg

from wumen.records.installation.cluster import Cluster
from wumen.rules.problems import Problem

HOST = "127.0.0.1"
OURS = frozenset({HOST, "localhost"})
START_SECONDS = 60
STOP_SECONDS = 20
# So often may a child end within so many seconds before the system stops.
DEATHS, WITHIN = 5, 120
LOG_BYTES = 10_000_000
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Known:
    """A process by its number and its start, which no later process of that number shares."""

    pid: int
    started: int

    @property
    def alive(self) -> bool:
        """Whether that very process still runs."""
        return _started(self.pid) == self.started


@dataclass
class Running:
    """What `up.json` says of a running system: where it is reached, and its processes."""

    address: str
    up: Known
    children: dict[str, Known] = field(default_factory=dict)

    def keep(self, home: Path) -> None:
        """Write it to the home, whole or not at all."""
        part = home / ".up.json.part"
        part.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
        part.replace(home / "up.json")


def _started(pid: int) -> int | None:
    """When a process started, in ticks of the kernel; None for one that is gone or only remembered."""
    try:
        words = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if words[0] in "ZX" else int(words[19])


def _known(pid: int) -> Known:
    return Known(pid, _started(pid) or 0)


def running(home: Path) -> Running | None:
    """The system that runs in this home, or None."""
    try:
        said = json.loads((home / "up.json").read_text(encoding="utf-8"))
        children = {name: Known(**one) for name, one in said["children"].items()}
        found = Running(said["address"], Known(**said["up"]), children)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found.up.alive else None


@contextmanager
def only_one(home: Path) -> Iterator[bool]:
    """Hold the home against a second `up` or a restore; gives False when another holds it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "up.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def check_port(port: int) -> None:
    """Problem `port_taken` when somebody else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise Problem(
                "port_taken", port=port, other=port + 1 if port < 65535 else 8300
            ) from None


def check_host(host: str) -> None:
    """Problem `host_needs_tls` for anything but this machine."""
    if host not in OURS:
        raise Problem("host_needs_tls", host=host)


def _command(name: str, port: int) -> list[str]:
    if name == "jobs":
        return [sys.executable, "-m", "wumen.jobs.worker"]
    options = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "1"]
    quiet = ["--blocking-threads", "8", "--no-ws", "--no-access-log", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *options, *quiet, "wumen.config.wsgi:application"]


def child_environment(app_url: str, home: Path, name: str) -> dict[str, str]:
    """What a child is told: the application's URL alone, never the owner's, and what it is."""
    hidden = {"WUMEN_OWNER_DATABASE_URL", "WUMEN_NOW"}
    kept = {key: value for key, value in os.environ.items() if key not in hidden}
    return kept | {
        "WUMEN_DATABASE_URL": app_url,
        "WUMEN_HOME": str(home),
        "WUMEN_PROCESS": name,
        "DJANGO_SETTINGS_MODULE": "wumen.config.settings",
    }


def _end_with_parent() -> None:
    """Let the kernel end this child when `up` is killed, so that nothing is left behind."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def log_file(home: Path, name: str) -> Path:
    """Where a process of the system writes; one that grew too long begins anew."""
    folder = home / "log"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{name}.log"
    if file.exists() and file.stat().st_size > LOG_BYTES:
        file.replace(folder / f"{name}.1.log")
    return file


class System:
    """The children of one `up`, watched until somebody asks them to stop."""

    def __init__(self, home: Path, port: int, app_url: str) -> None:
        """Nothing starts before `start`."""
        self.home, self.port, self._app_url = home, port, app_url
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._deaths: deque[float] = deque(maxlen=DEATHS)
        self._stop = threading.Event()
        self.known = Running(f"http://{HOST}:{port}/", _known(os.getpid()))

    def start(self) -> None:
        """Start both children and wait until a page is answered; Problem `up_not_started`."""
        for name in ("web", "jobs"):
            self._launch(name)
        until = monotonic() + START_SECONDS
        while not self._answers():
            if monotonic() > until or self._children["web"].poll() is not None:
                self.end()
                raise Problem("up_not_started", log=str(log_file(self.home, "web")))
            sleep(0.1)

    def ask_to_stop(self, *_: object) -> None:
        """Let `watch` return; what a signal does."""
        self._stop.set()

    def watch(self, daily: Callable[[], None]) -> None:
        """Keep the children alive until asked to stop; `daily` is called now and then.

        Problem `child_keeps_dying`.
        """
        while not self._stop.wait(1):
            for name, child in self._children.items():
                if child.poll() is not None:
                    self._again(name)
            daily()

    def end(self) -> None:
        """Stop the children, kindly first."""
        for child in self._children.values():
            with suppress(ProcessLookupError):
                child.terminate()
        for child in self._children.values():
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        (self.home / "up.json").unlink(missing_ok=True)

    def _again(self, name: str) -> None:
        self._deaths.append(monotonic())
        if len(self._deaths) == DEATHS and self._deaths[-1] - self._deaths[0] < WITHIN:
            raise Problem("child_keeps_dying", child=name, log=str(log_file(self.home, name)))
        self._launch(name)

    def _launch(self, name: str) -> None:
        with log_file(self.home, name).open("ab") as out:
            child = subprocess.Popen(
                _command(name, self.port),
                env=child_environment(self._app_url, self.home, name),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                # Ctrl-C reaches `up` alone, which then ends its children in order.
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )
        self._children[name] = child
        self.known.children[name] = _known(child.pid)
        self.known.keep(self.home)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True


def stop(home: Path) -> bool:
    """Ask the running system to end and wait for it; False when none runs. Problem `down_refused`."""
    found = running(home)
    if found is None:
        return False
    with suppress(ProcessLookupError):
        os.kill(found.up.pid, signal.SIGTERM)
    until = monotonic() + 2 * STOP_SECONDS + 10
    while found.up.alive:
        if monotonic() > until:
            raise Problem("down_refused", pid=found.up.pid)
        sleep(0.1)
    return True


def _database(home: Path, database_url: str) -> tuple[bool, bool | None]:
    """Whether the database answers, and whether the installation is a drill; it is not started."""
    try:
        url = database_url or (Cluster(home).app_url if Cluster(home).running else "")
        if not url:
            return False, None
        with psycopg.connect(url, connect_timeout=5) as connection:
            if connection.execute("SELECT to_regclass('installation')").fetchone() == (None,):
                return True, None
            row = connection.execute("SELECT drill_from IS NOT NULL FROM installation").fetchone()
            return True, row[0] if row else None
    except (psycopg.Error, Problem):
        return False, None


def status(home: Path, database_url: str) -> dict[str, Any]:
    """What stands and what does not, without starting anything."""
    found = running(home)
    children = found.children if found else {}
    reachable, drill = _database(home, database_url)
    return {
        "running": found is not None,
        "address": found.address if found else None,
        "pid": found.up.pid if found else None,
        "home": str(home),
        "database": {"own_cluster": not database_url, "reachable": reachable},
        "drill": drill,
        "version": version("wumen"),
        "web": "web" in children and children["web"].alive,
        "jobs": "jobs" in children and children["jobs"].alive,
    }
