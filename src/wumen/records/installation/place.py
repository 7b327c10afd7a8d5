"""Who runs the private database server, and where its files stand so that it reaches them."""

import hashlib
import json
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from wumen.rules.problems import Problem

STATE = "cluster.json"
ELSEWHERE = Path("/var/lib/wumen")
UNPRIVILEGED = ("postgres", "nobody")
# The kernel takes 107 bytes for a socket's path, and the file name needs some of them.
LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True)
class Account:
    """The operating system's user and group that the server runs as."""

    uid: int
    gid: int


@dataclass
class Place:
    """Where a cluster's parts are, as `cluster.json` says; the data may stand outside the home."""

    data: str
    socket: str = ""
    port: int = 0

    def keep(self, home: Path) -> None:
        """Write it to the home, whole or not at all."""
        data = Path(self.data)
        # Data in the home is named from there, so that a moved or copied home finds its own.
        within = str(data.relative_to(home)) if data.is_relative_to(home) else self.data
        text = json.dumps(asdict(self) | {"data": within}, indent=1)
        part = home / f".{STATE}.{secrets.token_hex(4)}"
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(home / STATE)


def remembered(home: Path) -> Place | None:
    """The place that a former entry chose, or None before the first."""
    try:
        place = Place(**json.loads((home / STATE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    place.data = str(home / place.data)
    return place


def server_account(data: Path) -> Account | None:
    """The user to run as: None for ourselves; for root the data's owner or an unprivileged one.

    Problem: no_unprivileged_user.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise Problem("no_unprivileged_user")


def choose_place(home: Path, elsewhere: Path) -> Place:
    """The place of the home's cluster, made or moved so that the server's user reaches its parent.

    The data stands in the home, else (root only) in a folder of its own below `elsewhere`; the mode
    of no existing folder is touched. Problem: data_unreachable.
    """
    place = remembered(home) or Place(data=str(home / "postgres"))
    data = Path(place.data)
    account = server_account(data)
    if account is None:
        if data.parent != home and not os.access(data, os.R_OK | os.X_OK):
            raise Problem("data_unreachable", folder=str(data))
        return place
    if _reaches(account, data.parent):
        return place
    moved = _folder_below(elsewhere, hashlib.sha256(os.fsencode(home)).hexdigest()[:16])
    if moved is None or not _reaches(account, moved):
        raise Problem("data_unreachable", folder=str(home))
    if data.exists():
        shutil.move(data, moved / "postgres")
        own_all(moved / "postgres", account)
    return Place(data=str(moved / "postgres"), port=place.port)


def socket_folder(place: Place, account: Account | None) -> Path:
    """A private folder for the server's socket with a short path, made if missing."""
    beside = Path(place.data).parent / "socket"
    former = Path(place.socket) if place.socket else None
    if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER:
        beside.mkdir(mode=0o700, exist_ok=True)
        own(beside, account)
        return beside
    if former and former.is_dir() and not former.is_symlink() and _is_private(former, account):
        return former
    base = tempfile.gettempdir()
    short = len(os.fsencode(base)) <= LONGEST_SOCKET_FOLDER - len("/wumen-12345678")
    made = Path(tempfile.mkdtemp(prefix="wumen-", dir=base if short else "/tmp"))
    own(made, account)
    return made


def reachable_binaries(binaries: Path, account: Account | None, elsewhere: Path) -> Path:
    """The bin folder itself, or a copy of its installation that the server's user can run.

    A Python environment below /root is the usual reason. Problem: data_unreachable.
    """
    if account is None or _reaches(account, binaries):
        return binaries
    installation = binaries.parent
    mark = f"{installation}:{(binaries / 'postgres').stat().st_mtime_ns}"
    name = "binaries-" + hashlib.sha256(os.fsencode(mark)).hexdigest()[:16]
    folder = _folder_below(elsewhere, name)
    if folder is None or not _reaches(account, folder):
        raise Problem("data_unreachable", folder=str(binaries))
    whole = folder / "programs"
    if not whole.exists():
        making = Path(tempfile.mkdtemp(dir=folder))
        _copy_installation(installation, making)
        making.replace(whole)
    return whole / installation.parent.name / installation.name / binaries.name


def own(path: Path, account: Account | None) -> None:
    """Hand one path to the server's user."""
    if account is not None:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def own_all(folder: Path, account: Account | None) -> None:
    """Hand a folder and everything in it to the server's user."""
    for path in [folder, *folder.rglob("*")]:
        own(path, account)


def _copy_installation(installation: Path, target: Path) -> None:
    # A wheel keeps the shared libraries in a folder beside the package and finds them from there.
    package = installation.parent
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(installation, target / package.name / installation.name, symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)
    for path in [target, *target.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or path.parent.name == "bin"
            path.chmod(path.stat().st_mode | (0o555 if runs else 0o444))


def _is_private(folder: Path, account: Account | None) -> bool:
    known = folder.stat()
    wanted = account.uid if account else os.geteuid()
    return known.st_uid == wanted and known.st_mode & 0o077 == 0


def _folder_below(elsewhere: Path, name: str) -> Path | None:
    folder = elsewhere / name
    try:
        for path in (elsewhere, folder):
            if not path.is_dir():
                path.mkdir(parents=True)
                path.chmod(0o711)
    except OSError:
        return None
    return folder


def _reaches(account: Account, folder: Path) -> bool:
    tried = subprocess.run(
        ["/bin/sh", "-c", 'test -x "$1"', "sh", str(folder)],
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        cwd="/",
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return tried.returncode == 0
