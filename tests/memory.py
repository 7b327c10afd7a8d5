"""Where a run keeps its files: in memory where the machine has the room, else where pytest puts them.

A database is copied for every test that really commits, and is four hundred files and more: on a disk that costs
six times the processor time that it costs in memory, and its journal makes all others wait besides.
"""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from wumen.records.installation.place import ELSEWHERE

MEMORY = Path("/dev/shm")
NAME = "wumen-tests"
# A run takes a quarter of it at the most; browsers and servers want memory beside.
ROOM = 6 * 2**30

# In the environment, which workers inherit: where servers of homes stand that their user does not reach.
SERVERS = "TESTS_SERVERS"


def servers() -> Path:
    """The place for a cluster whose home only root may pass."""
    return Path(os.environ.get(SERVERS, ELSEWHERE))


def free_memory() -> int:
    """How many bytes can be given out without hardship; none where the system does not say."""
    with suppress(OSError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return 0


def has_room(folder: Path) -> bool:
    """Whether files for a whole run may stand there, programs that tests write among them."""
    try:
        there = os.statvfs(folder)
    except OSError:
        return False
    wide = min(there.f_bavail * there.f_frsize, free_memory()) >= ROOM
    return wide and not there.f_flag & os.ST_NOEXEC and os.access(folder, os.W_OK)


def forget_dead_runs(folder: Path) -> None:
    """Remove what runs left that were killed: nothing else would, before the machine is started anew."""
    for left in folder.glob(f"{NAME}-*"):
        if not (Path("/proc") / left.name.split("-")[2]).exists():
            shutil.rmtree(left, ignore_errors=True)


def folder_of_a_run(memory: Path = MEMORY) -> Path | None:
    """A new folder in memory, named after this process; none where there is no room."""
    if not has_room(memory):
        return None
    forget_dead_runs(memory)
    made = Path(tempfile.mkdtemp(prefix=f"{NAME}-{os.getpid()}-", dir=memory))
    # The servers run as another user, who must pass.
    made.chmod(0o755)
    return made
