"""One PostgreSQL server process of our own: made, configured, started, recovered and stopped."""

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from wumen.records.installation.place import Account, own
from wumen.rules.problems import Problem

START_SECONDS = 90
TOOL_SECONDS = 120
HOST = "127.0.0.1"
# Above the highest process number that a kernel gives out, so that no process ever has it.
NO_PROCESS = 2_000_000_000

# Errors stay out of the log, and details everywhere: both quote the values of the row at fault.
CONF = """\
listen_addresses = '{host}'
port = {port}
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 100
max_locks_per_transaction = 1024
shared_buffers = '{buffers}MB'
max_wal_size = '2GB'
wal_compression = '{packed}'
jit = off
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_rotation_age = '1d'
log_truncate_on_rotation = on
log_file_mode = 0600
log_statement = 'none'
log_min_duration_statement = -1
log_min_messages = 'log'
log_min_error_statement = 'panic'
log_error_verbosity = 'terse'
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
fsync = {durable}
synchronous_commit = {durable}
full_page_writes = {durable}
"""


# Megabytes that the server keeps pages in: an eighth of the machine's memory, of which it takes what it touches.
_LEAST_BUFFERS, _MOST_BUFFERS = 256, 1024


def buffers() -> int:
    """Megabytes for pages on this machine, at least 256 and at most 1,024: a day's duties stay in them."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024 // 1024
    return min(max(whole // 8, _LEAST_BUFFERS), _MOST_BUFFERS)


@dataclass(frozen=True)
class Server:
    """The server of one data folder, run as `account` (None: ourselves) from one bin folder."""

    data: Path
    binaries: Path
    account: Account | None

    def make(self, owner: str, password: str, *, durable: bool) -> None:
        """Make the data folder, whole or not at all. Problem: cluster_not_made."""
        making = self.data.with_name(self.data.name + ".making")
        words = self.data.with_name(f".{secrets.token_hex(8)}")
        try:
            descriptor = os.open(words, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(password)
            own(words, self.account)
            options = ["-U", owner, f"--pwfile={words}", *([] if durable else ["--no-sync"])]
            if not any(self._initdb(making, options, name) for name in ("C.UTF-8", "C")):
                raise Problem("cluster_not_made", folder=str(self.data))
            making.replace(self.data)
        finally:
            words.unlink(missing_ok=True)
            shutil.rmtree(making, ignore_errors=True)

    def configure(self, port: int, socket_folder: Path, *, durable: bool) -> None:
        """Write what the server reads when it starts."""
        text = CONF.format(
            host=HOST,
            port=port,
            socket=socket_folder,
            buffers=buffers(),
            packed="lz4" if self._packs() else "off",
            durable="on" if durable else "off",
        )
        self._write("wumen.conf", text)
        main = self.data / "postgresql.conf"
        line = "include = 'wumen.conf'\n"
        if line not in main.read_text(encoding="utf-8"):
            with main.open("a", encoding="utf-8") as file:
                file.write(line)
        (self.data / "log").mkdir(mode=0o700, exist_ok=True)
        own(self.data / "log", self.account)

    def _packs(self) -> bool:
        """Whether this build can pack whole pages as it writes them to its log, half of what is written there."""
        asked = ["-C", "wal_compression", "-c", "wal_compression=lz4"]
        return self._run(["postgres", "-D", str(self.data), *asked])

    def start(self, port: int, socket_folder: Path) -> bool:
        """Try once to start; tell whether it answers. A dead server's traces are cleared first."""
        self._forget_dead_server(port, socket_folder)
        return self._pg_ctl("start", "-l", str(self.data / "log" / "start.log"))

    def stop(self) -> bool:
        """Stop it, breaking off what its clients do; tell whether it stopped."""
        return self._pg_ctl("stop", "-m", "fast")

    def await_answer(self, port: int, seconds: float) -> bool:
        """Wait until it takes connections or is no longer alive; tell whether it takes them."""
        until = time.monotonic() + seconds
        ping = make_conninfo(host=HOST, port=port, connect_timeout=2).encode()
        while time.monotonic() < until and alive(self.data):
            if PGconn.ping(ping) == Ping.OK:
                return True
            time.sleep(0.1)
        return False

    def _initdb(self, making: Path, options: list[str], locale: str) -> bool:
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        own(making, self.account)
        letters = ["--encoding=UTF8", f"--locale={locale}"]
        doors = ["--auth-local=scram-sha-256", "--auth-host=scram-sha-256"]
        return self._run(["initdb", "-D", str(making), *letters, *doors, *options])

    def _pg_ctl(self, verb: str, *options: str) -> bool:
        return self._run(
            ["pg_ctl", verb, "-D", str(self.data), "-w", "-t", str(START_SECONDS), *options]
        )

    def _run(self, command: Sequence[str]) -> bool:
        program, *rest = command
        kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
        try:
            done = subprocess.run(
                [str(self.binaries / program), *rest],
                user=self.account.uid if self.account else None,
                group=self.account.gid if self.account else None,
                extra_groups=[] if self.account else None,
                cwd="/",
                env={**kept, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                umask=0o077,
                timeout=TOOL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def _write(self, name: str, text: str) -> None:
        path = self.data / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        own(path, self.account)

    def _forget_dead_server(self, port: int, socket_folder: Path) -> None:
        for lock in socket_folder.glob(f".s.PGSQL.{port}*"):
            lock.unlink(missing_ok=True)
        try:
            first, *rest = (self.data / "postmaster.pid").read_text().splitlines(keepends=True)
        except (FileNotFoundError, ValueError):
            return
        # A killed postmaster may linger as a zombie, or its number may be another process's by now;
        # PostgreSQL would take either for a running server. Only the number is replaced: the rest
        # lets it still find backends of the dead one that hold the shared memory.
        if first.strip().isdigit():
            self._write("postmaster.pid", "".join([f"{NO_PROCESS}\n", *rest]))


def alive(data: Path) -> bool:
    """Whether the postmaster that the data folder names is a running process serving it."""
    try:
        number = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return False
    process = Path("/proc") / str(number)
    if not Path("/proc/self").exists():
        return _signalled(number)
    try:
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        words = (process / "cmdline").read_bytes().split(b"\0")
    except (OSError, IndexError):
        return False
    return state not in "ZX" and os.fsencode(data) in words


def free_port(remembered: int) -> int:
    """The remembered port while nobody else listens there, else any free one."""
    for port in (remembered, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise Problem("cluster_not_started", log=HOST)


def _signalled(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
