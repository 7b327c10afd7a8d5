"""Keeps the system in front: one `up` a home, its children web and jobs, and what is known of them."""

import ctypes
import fcntl
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic, sleep

from wumen.records.installation.certificates import Certificates
from wumen.rules.phones import SECURE_PORT, SHEET_PORT, Access
from wumen.rules.problems import Problem

HOST = "127.0.0.1"
# Phones come from any network that the machine is on; its addresses change with the router's mood.
ANYWHERE = "0.0.0.0"
START_SECONDS = 60
STOP_SECONDS = 20
# So often is looked whether a certificate is near its end or an address changed.
RENEW_SECONDS = 1800
# So often may a child end within so many seconds before the system stops.
DEATHS, WITHIN = 5, 120
LOG_BYTES = 10_000_000
# So many requests are under way at once. Most of them wait for the database, or for others whose batches go together:
# the more come together, the less each costs. Those that work at the same moment are fewer: the pool's connections.
THREADS = 64
# What serves, and how far its port is from the first.
_BESIDE = {"web": 0, "phones": SECURE_PORT, "sheet": SHEET_PORT}
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
    """What `up.json` says of a running system: where it is reached here and by phones, and its processes."""

    local: str
    up: Known
    children: dict[str, Known] = field(default_factory=dict)
    access: Access = field(default_factory=Access)

    @property
    def address(self) -> str:
        """Where it is reached: by phones too, where that is so."""
        return self.access.address or self.local

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
        access = Access(**said["access"])
        found = Running(said["local"], Known(**said["up"]), children, access)
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


def check_ports(port: int, access: Access) -> None:
    """Problem `port_taken` when somebody else listens on one of the ports that will be used."""
    _check_port(HOST, port, port)
    if access.address:
        _check_port(ANYWHERE, port + SECURE_PORT, port)
    if access.sheet:
        _check_port(ANYWHERE, port + SHEET_PORT, port)


def _check_port(host: str, port: int, first: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            other = first + 10 if first < 65000 else 8300
            raise Problem("port_taken", port=port, other=other) from None


def granian(host: str, port: int, threads: int = THREADS) -> list[str]:
    """How a door is served; options and the application come behind."""
    given = {"interface": "wsgi", "host": host, "port": port, "workers": 1}
    given |= {"blocking-threads": threads, "log-level": "warning"}
    options = [word for name, value in given.items() for word in (f"--{name}", str(value))]
    return [sys.executable, "-m", "granian", *options, "--no-ws", "--no-access-log"]


def _command(name: str, port: int, home: Path) -> list[str]:
    if name == "jobs":
        return [sys.executable, "-m", "wumen.jobs.worker"]
    secure = []
    if name == "phones":
        kept = Certificates(home)
        # Phones of ten years ago speak 1.2 at most.
        secure = ["--ssl-certificate", str(kept.chain), "--ssl-keyfile", str(kept.key)]
        secure += ["--ssl-protocol-min", "tls1.2"]
    served = granian(HOST if name == "web" else ANYWHERE, port + _BESIDE[name])
    return [*served, *secure, "wumen.config.wsgi:application"]


def child_environment(app_url: str, home: Path, name: str, access: Access) -> dict[str, str]:
    """What a child is told: the application's URL alone, never the owner's, what it is, how phones come."""
    hidden = {"WUMEN_OWNER_DATABASE_URL", "WUMEN_NOW"}
    kept = {key: value for key, value in os.environ.items() if key not in hidden}
    return kept | {
        "WUMEN_DATABASE_URL": app_url,
        "WUMEN_HOME": str(home),
        "WUMEN_PROCESS": name,
        "WUMEN_ADDRESS": access.address,
        "WUMEN_SHEET": access.sheet,
        "WUMEN_HOSTS": " ".join(access.hosts),
        "DJANGO_SETTINGS_MODULE": "wumen.config.settings",
    }


def keep_to_one(port: int) -> None:
    """Keep the process that serves a port to one processor, each to another than the one beside it.

    Its interpreter does one thing at a time. Threads that hand it over from one processor to another wait for
    each other longer than for what is done: a quarter of all work. The database goes wherever there is room.
    A machine that does not let itself be told serves as it likes.
    """
    processors = sorted(os.sched_getaffinity(0))
    with suppress(OSError):
        os.sched_setaffinity(0, {processors[port % len(processors)]})


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


def _await_end(child: subprocess.Popen[bytes]) -> None:
    """Wait for a child that was asked to end, and no longer than is kind."""
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


class System:
    """The children of one `up`, watched until somebody asks them to stop."""

    def __init__(self, home: Path, port: int, app_url: str, access: Access) -> None:
        """Nothing starts before `start`."""
        self.home, self.port, self._app_url = home, port, app_url
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._deaths: deque[float] = deque(maxlen=DEATHS)
        self._stop = threading.Event()
        self.known = Running(f"http://{HOST}:{port}/", _known(os.getpid()), access=access)

    def start(self) -> None:
        """Start the children and wait until each door answers; Problem `up_not_started`."""
        access = self.known.access
        doors = [
            "web",
            *(["phones"] if access.address else []),
            *(["sheet"] if access.sheet else []),
        ]
        for name in (*doors, "jobs"):
            self._launch(name)
        until = monotonic() + START_SECONDS
        while not all(self._answers(name) for name in doors):
            if monotonic() > until or any(self._children[x].poll() is not None for x in doors):
                self.end()
                raise Problem("up_not_started", log=str(log_file(self.home, "web")))
            sleep(0.1)

    def ask_to_stop(self, *_: object) -> None:
        """Let `watch` return; what a signal does."""
        self._stop.set()

    def watch(self, daily: Callable[[], None], renew: Callable[[], Access | None]) -> None:
        """Keep the children alive until asked to stop; `daily` is called now and then.

        `renew` says where phones come from now on, or None while all holds. Problem `child_keeps_dying`.
        """
        looked = monotonic()
        while not self._stop.wait(1):
            for name, child in self._children.items():
                if child.poll() is not None:
                    self._again(name)
            daily()
            if monotonic() - looked > RENEW_SECONDS:
                looked = monotonic()
                self._renewed(renew())

    def _renewed(self, access: Access | None) -> None:
        """Let the doors stand anew with what was renewed; one that is closed by hand opens again."""
        if access is None:
            return
        moved, self.known.access = access != self.known.access, access
        for name in ("phones", *(("sheet", "web") if moved else ())):
            if name in self._children:
                self._children[name].terminate()
                _await_end(self._children[name])
                self._launch(name)

    def end(self) -> None:
        """Stop the children, kindly first."""
        for child in self._children.values():
            with suppress(ProcessLookupError):
                child.terminate()
        for child in self._children.values():
            _await_end(child)
        (self.home / "up.json").unlink(missing_ok=True)

    def _again(self, name: str) -> None:
        self._deaths.append(monotonic())
        if len(self._deaths) == DEATHS and self._deaths[-1] - self._deaths[0] < WITHIN:
            raise Problem("child_keeps_dying", child=name, log=str(log_file(self.home, name)))
        self._launch(name)

    def _launch(self, name: str) -> None:
        def begin() -> None:
            _end_with_parent()
            if name in _BESIDE:
                keep_to_one(self.port + _BESIDE[name])

        with log_file(self.home, name).open("ab") as out:
            child = subprocess.Popen(
                _command(name, self.port, self.home),
                env=child_environment(self._app_url, self.home, name, self.known.access),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                # Ctrl-C reaches `up` alone, which then ends its children in order.
                start_new_session=True,
                preexec_fn=begin,
            )
        self._children[name] = child
        self.known.children[name] = _known(child.pid)
        self.known.keep(self.home)

    def _answers(self, name: str) -> bool:
        """Whether a door of ours answers at all; what its certificate is worth is for who comes to it."""
        port = self.port + _BESIDE[name]
        connection = http.client.HTTPConnection(HOST, port, timeout=10)
        if name == "phones":
            unasked = ssl.create_default_context()
            unasked.check_hostname, unasked.verify_mode = False, ssl.CERT_NONE
            connection = http.client.HTTPSConnection(HOST, port, timeout=10, context=unasked)
        try:
            connection.request("GET", "/healthz")
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
