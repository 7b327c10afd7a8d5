"""The private cluster: shared by processes, alive after any is killed, never run by root."""

import contextlib
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from wumen.records.installation import binaries as binaries_module
from wumen.records.installation.cluster import Cluster, find_binaries
from wumen.records.installation.server import alive, buffers
from wumen.rules.problems import Problem

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")

USER = """
import sys
from pathlib import Path
import psycopg
from wumen.records.installation.cluster import Cluster
with Cluster(Path(sys.argv[1]), durable=False, elsewhere=Path(sys.argv[2])) as cluster:
    print("in", flush=True)
    sys.stdin.readline()
    with psycopg.connect(cluster.app_url) as connection:
        print(connection.execute("SELECT 'answers'").fetchone()[0], flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def cluster(reachable: Path, made_home: Path) -> Iterator[Cluster]:
    subprocess.run(["cp", "-a", made_home, reachable / "home"], check=True)
    made = Cluster(reachable / "home", durable=False, elsewhere=reachable / "elsewhere")
    yield made
    made.remove()


@contextlib.contextmanager
def another_process(cluster: Cluster) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", USER, str(cluster.home), str(cluster.home.parent / "elsewhere")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        if process.poll() is None:
            process.kill()


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def test_two_processes_attach_at_once_and_the_last_to_leave_stops_the_server(
    cluster: Cluster,
) -> None:
    with another_process(cluster) as first, another_process(cluster) as second:
        assert heard(first) == heard(second) == "in"
        tell(first)
        assert heard(first) == "answers"
        tell(first)
        assert first.wait(20) == 0
        assert cluster.running
        tell(second)
        assert heard(second) == "answers"
        tell(second)
        assert second.wait(20) == 0
    assert not cluster.running


def test_a_killed_user_leaves_a_server_that_the_next_takes_over_and_stops(cluster: Cluster) -> None:
    with another_process(cluster) as process:
        assert heard(process) == "in"
        process.kill()
        process.wait()
    before = postmaster(cluster)
    assert cluster.running
    with cluster:
        assert postmaster(cluster) == before
        with psycopg.connect(cluster.app_url) as connection:
            connection.execute("SELECT 1")
    assert not cluster.running


def test_a_killed_postmaster_is_recovered_with_all_committed_rows(cluster: Cluster) -> None:
    durable = Cluster(cluster.home, elsewhere=cluster.home.parent / "elsewhere")
    with durable:
        with psycopg.connect(durable.owner_url) as connection:
            connection.execute("CREATE TABLE t (n int)")
            connection.execute("INSERT INTO t SELECT generate_series(1, 1000)")
        os.kill(postmaster(durable), signal.SIGKILL)
        until = time.monotonic() + 5
        while alive(durable.data) and time.monotonic() < until:
            time.sleep(0.01)
        other = Cluster(cluster.home, elsewhere=cluster.home.parent / "elsewhere")
        with other, psycopg.connect(other.owner_url) as connection:
            assert connection.execute("SELECT count(*) FROM t").fetchone() == (1000,)
        assert durable.running
    assert not durable.running


def test_a_process_number_given_to_another_program_does_not_pass_for_the_server(
    cluster: Cluster,
) -> None:
    with cluster:
        pid_file = cluster.data / "postmaster.pid"
        former = pid_file.read_text()
    pid_file.write_text(former.replace(former.split()[0], str(os.getpid()), 1))
    assert not cluster.running
    with cluster:
        assert cluster.running


def test_an_interrupted_first_start_is_made_anew(reachable: Path) -> None:
    cluster = Cluster(reachable / "home", durable=False, elsewhere=reachable / "elsewhere")
    making = cluster.home / "postgres.making"
    making.mkdir(parents=True)
    (making / "PG_VERSION").write_text("15\n")
    with cluster, psycopg.connect(cluster.owner_url) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
    assert not making.exists()


def test_the_port_is_remembered_and_changed_only_when_taken(cluster: Cluster) -> None:
    with cluster:
        port = cluster.port
    with cluster:
        assert cluster.port == port
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        with cluster, psycopg.connect(cluster.app_url):
            assert cluster.port != port


def test_the_server_listens_on_loopback_only_and_wants_a_password(shared_cluster: Cluster) -> None:
    with psycopg.connect(shared_cluster.owner_url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
        assert connection.execute("SHOW timezone").fetchone() == ("UTC",)
        rules = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
        assert rules == [("scram-sha-256",)]
    state = json.loads((shared_cluster.home / "cluster.json").read_text())
    for host in ("127.0.0.1", state["socket"]):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(
                host=host, port=shared_cluster.port, user="wumen_app", dbname="wumen", password="x"
            )


@pytest.mark.parametrize(("gigabytes", "megabytes"), [(1, 256), (4, 512), (8, 1024), (64, 1024)])
def test_the_server_keeps_pages_in_an_eighth_of_the_memory(
    monkeypatch: pytest.MonkeyPatch, gigabytes: int, megabytes: int
) -> None:
    sizes = {"SC_PHYS_PAGES": gigabytes * 256 * 1024, "SC_PAGE_SIZE": 4096}
    monkeypatch.setattr(os, "sysconf", sizes.__getitem__)
    assert buffers() == megabytes


def test_the_server_was_told_so(shared_cluster: Cluster) -> None:
    with psycopg.connect(shared_cluster.owner_url) as connection:
        told = connection.execute("SELECT pg_size_bytes(current_setting('shared_buffers'))")
        assert told.fetchone() == (buffers() * 1024 * 1024,)
        packed = (
            "SELECT setting, 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'wal_compression'"
        )
        assert connection.execute(packed).fetchone() in (("lz4", True), ("off", False))


def test_no_value_of_a_row_reaches_the_log(
    database: tuple[str, str], shared_cluster: Cluster
) -> None:
    with psycopg.connect(database[0], autocommit=True) as connection:
        connection.execute("CREATE TABLE person (phone text PRIMARY KEY, n int)")
        for phone, number in (("canary-7731", 1), ("canary-7731", 2)):
            with contextlib.suppress(psycopg.errors.UniqueViolation):
                connection.execute("INSERT INTO person VALUES (%s, %s)", [phone, number])
        with contextlib.suppress(psycopg.Error):
            connection.execute("SELECT 'canary-7731'::int")
    logs = list((shared_cluster.data / "log").iterdir())
    assert logs
    assert not any(b"canary-7731" in log.read_bytes() for log in logs)


def test_passwords_are_for_their_owner_only(shared_cluster: Cluster) -> None:
    folder = shared_cluster.home / "keys"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name for path in folder.iterdir()} == {"database_owner", "database_app"}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())
    files = list(shared_cluster.data.rglob("*.conf"))
    password = (folder / "database_owner").read_bytes()
    assert not any(password in path.read_bytes() for path in files)


@AS_ROOT
def test_root_hands_the_server_to_an_unprivileged_user(shared_cluster: Cluster) -> None:
    process = Path(f"/proc/{postmaster(shared_cluster)}")
    assert process.stat().st_uid != 0
    assert shared_cluster.data.stat().st_uid == process.stat().st_uid


@AS_ROOT
def test_data_below_a_closed_folder_is_moved_and_no_parent_is_opened(reachable: Path) -> None:
    closed = reachable / "closed"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed / "deep" / "home", durable=False, elsewhere=reachable / "elsewhere")
    with cluster, psycopg.connect(cluster.app_url):
        assert cluster.data.is_relative_to(reachable / "elsewhere")
        assert json.loads((cluster.home / "cluster.json").read_text())["data"] == str(cluster.data)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert stat.S_IMODE(reachable.stat().st_mode) == 0o755
    with cluster:
        assert cluster.running
    cluster.remove()
    assert list((reachable / "elsewhere").iterdir()) == []


@AS_ROOT
def test_data_whose_folder_was_closed_later_is_moved_with_its_rows(cluster: Cluster) -> None:
    with cluster, psycopg.connect(cluster.owner_url) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    cluster.home.chmod(0o700)
    with cluster, psycopg.connect(cluster.owner_url) as connection:
        assert not cluster.data.is_relative_to(cluster.home)
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


@AS_ROOT
def test_data_that_can_stand_nowhere_is_refused(reachable: Path) -> None:
    closed = reachable / "closed"
    closed.mkdir(mode=0o700)
    (reachable / "file").touch()
    for elsewhere in (closed / "elsewhere", reachable / "file"):
        with pytest.raises(Problem, match="data_unreachable"):
            Cluster(closed / "home", elsewhere=elsewhere).__enter__()


def test_a_long_home_gets_its_socket_in_a_short_private_folder(reachable: Path) -> None:
    home = reachable / ("long" * 25) / "home"
    cluster = Cluster(home, durable=False, elsewhere=reachable / "elsewhere")
    with cluster:
        folder = Path(json.loads((home / "cluster.json").read_text())["socket"])
        assert len(str(folder)) < 100
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with cluster:
        assert Path(json.loads((home / "cluster.json").read_text())["socket"]) == folder
    cluster.remove()
    assert not folder.exists()


def test_a_cluster_in_use_is_not_removed(shared_cluster: Cluster) -> None:
    with pytest.raises(Problem, match="cluster_in_use"):
        Cluster(shared_cluster.home).remove()
    assert shared_cluster.running


def test_without_any_postgresql_the_refusal_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (find_binaries() / "postgres").is_file()
    with pytest.raises(Problem, match="postgresql_changed"):
        find_binaries(major=9)
    monkeypatch.setattr(binaries_module, "_local", list)
    monkeypatch.setattr(binaries_module, "_embedded", list)
    with pytest.raises(Problem, match="no_postgresql"):
        find_binaries()
