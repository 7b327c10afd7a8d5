"""The private PostgreSQL cluster of an installation, shared by all processes that use its home."""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from wumen.records.installation.binaries import find_binaries
from wumen.records.installation.keys import KeyStore
from wumen.records.installation.place import (
    ELSEWHERE,
    Place,
    choose_place,
    reachable_binaries,
    remembered,
    server_account,
    socket_folder,
)
from wumen.records.installation.roles import ensure_database_and_role
from wumen.records.installation.server import HOST, START_SECONDS, Server, alive, free_port
from wumen.rules.problems import Problem

__all__ = ["Cluster", "find_binaries"]

OWNER = "wumen_owner"
APP = "wumen_app"
DATABASE = "wumen"
OWNER_KEY = "database_owner"
APP_KEY = "database_app"
RETRY_SECONDS = 0.5


class Cluster:
    """A server that runs while at least one process is inside `with Cluster(home)`.

    Entering attaches to the running server or starts it, making it the first time; leaving
    detaches, and the last to leave stops it. The kernel forgets a killed process, so it holds
    nobody up.
    """

    def __init__(self, home: Path, *, durable: bool = True, elsewhere: Path = ELSEWHERE) -> None:
        """`durable=False` gives up crash safety for speed: tests only.

        `elsewhere` takes the data of a home that the server's user cannot reach.
        """
        self.home = home.resolve()
        self._durable = durable
        self._elsewhere = elsewhere
        self._keys = KeyStore(self.home / "keys")
        self._user: int | None = None

    def __enter__(self) -> Self:
        """Attach or start.

        Problems: no_postgresql, postgresql_changed, no_unprivileged_user, data_unreachable,
        cluster_not_made, cluster_not_started, key_missing.
        """
        if self._user is not None:
            raise RuntimeError("this Cluster is already entered; make another one")
        try:
            self.home.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise Problem("data_unreachable", folder=str(self.home)) from None
        with self._locked():
            self._bring_up()
            with self._alone() as alone:
                if alone:
                    ensure_database_and_role(self.owner_url, self.app_url)
            user = self._open("cluster.users")
            fcntl.flock(user, fcntl.LOCK_SH)
            self._user = user
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Detach; stop the server when nobody else is attached."""
        with self._locked():
            self._detach()
            with self._alone() as alone:
                if alone and alive(self.data):
                    self._server(self.data).stop()

    @property
    def data(self) -> Path:
        """The data folder: in the home, or where `cluster.json` says it was moved."""
        place = remembered(self.home)
        return Path(place.data) if place else self.home / "postgres"

    @property
    def port(self) -> int:
        """The port on 127.0.0.1. Problem: cluster_not_started before the first entry."""
        place = remembered(self.home)
        if place is None or not place.port:
            raise Problem("cluster_not_started", log=str(self.home))
        return place.port

    @property
    def running(self) -> bool:
        """Whether the server is up now, whoever started it; needs no entry."""
        return alive(self.data)

    @property
    def owner_url(self) -> str:
        """The owner's libpq URL, with its password. Problems: key_missing, cluster_not_started."""
        return self._url(OWNER, OWNER_KEY)

    @property
    def app_url(self) -> str:
        """The application role's libpq URL. Problems: key_missing, cluster_not_started."""
        return self._url(APP, APP_KEY)

    def remove(self) -> None:
        """Stop the server and delete its data for good. Problem: cluster_in_use."""
        if not self.home.is_dir():
            return
        with self._locked(), self._alone() as alone:
            if not alone:
                raise Problem("cluster_in_use")
            data = self.data
            if alive(data):
                self._server(data).stop()
            place = remembered(self.home)
            shutil.rmtree(data, ignore_errors=True)
            if place and place.socket:
                shutil.rmtree(place.socket, ignore_errors=True)
            if data.parent.parent == self._elsewhere:
                data.parent.rmdir()
            (self.home / "cluster.json").unlink(missing_ok=True)

    def _bring_up(self) -> None:
        place = remembered(self.home) if self.running else None
        if place is None:
            place = choose_place(self.home, self._elsewhere)
            place.keep(self.home)
        data = Path(place.data)
        fresh = not data.exists()
        for name in (OWNER_KEY, APP_KEY) if fresh else ():
            self._keys.write_new(name, secrets.token_urlsafe(24).encode())
        server = self._server(data)
        if fresh:
            password = self._keys.read(OWNER_KEY).decode()
            server.make(OWNER, password, durable=self._durable)
        self._await_server(server, place)

    def _await_server(self, server: Server, place: Place) -> None:
        until = time.monotonic() + START_SECONDS
        while not server.await_answer(place.port, START_SECONDS):
            if time.monotonic() > until:
                raise Problem("cluster_not_started", log=str(server.data / "log"))
            if alive(server.data):
                continue
            place.port = free_port(place.port)
            place.socket = str(socket_folder(place, server.account))
            place.keep(self.home)
            server.configure(place.port, Path(place.socket), durable=self._durable)
            if not server.start(place.port, Path(place.socket)):
                time.sleep(RETRY_SECONDS)

    def _server(self, data: Path) -> Server:
        account = server_account(data)
        try:
            major = int((data / "PG_VERSION").read_text())
        except FileNotFoundError:
            major = None
        except PermissionError:
            raise Problem("data_unreachable", folder=str(data)) from None
        binaries = reachable_binaries(find_binaries(major), account, self._elsewhere)
        return Server(data, binaries, account)

    def _url(self, role: str, key: str) -> str:
        password = quote(self._keys.read(key).decode(), safe="")
        return f"postgresql://{role}:{password}@{HOST}:{self.port}/{DATABASE}"

    def _open(self, name: str) -> int:
        try:
            return os.open(self.home / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError:
            raise Problem("data_unreachable", folder=str(self.home)) from None

    def _detach(self) -> None:
        # Closed, not unlocked: a forked child that still uses the server keeps the lock alive.
        if self._user is not None:
            os.close(self._user)
            self._user = None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = self._open("cluster.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        users = self._open("cluster.users")
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield True
        except BlockingIOError:
            yield False
        finally:
            os.close(users)
