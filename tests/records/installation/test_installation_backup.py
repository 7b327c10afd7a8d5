"""Sealed backups: whole or refused, opened by the place or the printed key, compared before use."""

import stat
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

import psycopg
import pytest

from wumen.records.installation.backup import backup, restore, verify
from wumen.records.installation.cluster import Cluster, find_binaries
from wumen.records.installation.envelope import FRAME
from wumen.records.installation.keys import KeyStore
from wumen.records.installation.manifest import Content, Facts, Manifest, contents
from wumen.records.installation.roles import check_app_role
from wumen.rules.problems import Problem

FACTS = Facts("0.1.0", "0001_initial", datetime(2022, 1, 21, 4, 0, tzinfo=UTC))
CANARY = "canary-410198"

STREET = f"""
CREATE TABLE home (id int PRIMARY KEY, area text COLLATE "C", note text);
INSERT INTO home SELECT n, CASE WHEN n % 2 = 0 THEN 'a/' ELSE 'b/' END || n, '{CANARY}'
    FROM generate_series(1, 200) n;
ALTER TABLE home ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON home TO wumen_app USING (
    area >= current_setting('wumen.lo', true) AND area < current_setting('wumen.hi', true));
GRANT SELECT ON home TO wumen_app;
CREATE TABLE duty (day date, t text, note jsonb, PRIMARY KEY (day, t)) PARTITION BY RANGE (day);
CREATE TABLE duty_1 PARTITION OF duty FOR VALUES FROM ('2022-01-21') TO ('2022-01-22');
CREATE TABLE duty_rest PARTITION OF duty DEFAULT;
INSERT INTO duty VALUES ('2022-01-21', 'x', '{{"a": 1}}'), ('2022-02-01', 'y', NULL);
CREATE TABLE writer (writer uuid PRIMARY KEY, next_seq bigint, head bytea);
INSERT INTO writer VALUES ('00000000-0000-0000-0000-000000000001', 8, '\\x0a0b');
CREATE TABLE noise (id int, bytes bytea);
ALTER TABLE noise ALTER bytes SET STORAGE EXTERNAL;
INSERT INTO noise SELECT n, (SELECT string_agg(sha512((n * 1000 + m)::text::bytea), '')
    FROM generate_series(1, 500) m) FROM generate_series(1, 80) n;
"""


@pytest.fixture
def street(database: tuple[str, str], keys: KeyStore) -> tuple[str, str]:
    keys.make()
    with psycopg.connect(database[0]) as owner:
        owner.execute(STREET)
    return database


@pytest.fixture
def binaries(shared_cluster: Cluster) -> Path:
    return find_binaries(int((shared_cluster.data / "PG_VERSION").read_text()))


def databases(url: str) -> list[str]:
    with psycopg.connect(url) as owner:
        name = owner.info.dbname
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY 1"
        return [found for (found,) in owner.execute(query, [name])]


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def homes(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM home").fetchone()
        return int(row[0]) if row else 0


def test_a_backup_says_what_it_holds_and_hides_it(
    street: tuple[str, str], keys: KeyStore, binaries: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b.wumen"
    made = backup(street[0], file, keys, binaries, FACTS)
    assert {name: content.count for name, content in made.tables.items()} == {
        "public.duty": 2,
        "public.home": 200,
        "public.noise": 80,
        "public.writer": 1,
    }
    assert [(head.next_seq, head.head) for head in made.heads] == [(8, "0a0b")]
    assert made.roles == ("wumen_app",)
    assert (made.made_at, made.schema_head) == (FACTS.made_at, "0001_initial")
    assert verify(file, keys) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    sealed = file.read_bytes()
    assert len(sealed) > 2 * FRAME
    for plain in (CANARY.encode(), b"public.home", b"PGDMP"):
        assert plain not in sealed
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["b.wumen"]


def test_a_restored_database_is_the_one_that_was_saved(
    street: tuple[str, str], keys: KeyStore, binaries: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b.wumen"
    made = backup(street[0], file, keys, binaries, FACTS)
    with psycopg.connect(street[0]) as owner:
        owner.execute("DELETE FROM home WHERE id > 10")
    left_open = psycopg.connect(street[1])
    assert restore(street[0], file, keys, binaries) == made
    with pytest.raises(psycopg.OperationalError):
        left_open.execute("SELECT 1")
    left_open.close()
    assert homes(street[0]) == 200
    with psycopg.connect(street[1]) as app:
        check_app_role(app)
        assert app.execute("SELECT count(*) FROM home").fetchone() == (0,)
        app.execute("SET LOCAL wumen.lo = 'a/'; SET LOCAL wumen.hi = 'a0'")
        assert app.execute("SELECT count(*) FROM home").fetchone() == (100,)
        app.execute("CREATE TEMP TABLE t (n int)")
    name, former = databases(street[0])
    assert former.startswith(f"{name}_before_")
    again = backup(street[0], tmp_path / "again.wumen", keys, binaries, FACTS)
    assert again == made


def test_of_former_databases_the_last_alone_is_kept(
    street: tuple[str, str], keys: KeyStore, binaries: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b.wumen"
    backup(street[0], file, keys, binaries, FACTS)
    restore(street[0], file, keys, binaries)
    _, first = databases(street[0])
    sleep(1.1)
    restore(street[0], file, keys, binaries)
    _, second = databases(street[0])
    assert second > first


def test_elsewhere_the_printed_key_opens_it_and_no_other(
    street: tuple[str, str], keys: KeyStore, binaries: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b.wumen"
    made = backup(street[0], file, keys, binaries, FACTS)
    keys.destroy("recovery.pub")
    printed = keys.make()
    elsewhere = KeyStore(tmp_path / "elsewhere")
    foreign = elsewhere.make()
    for typed in (None, foreign, printed):
        with pytest.raises(Problem, match="backup_key_wrong"):
            verify(file, elsewhere, typed)
    with pytest.raises(Problem, match="backup_key_wrong"):
        restore(street[0], file, elsewhere, binaries, foreign)
    second = tmp_path / "second.wumen"
    assert backup(street[0], second, keys, binaries, FACTS) == made
    assert verify(second, elsewhere, printed) == made
    assert verify(second, KeyStore(tmp_path / "no keys"), printed) == made
    assert restore(street[0], second, elsewhere, binaries, printed) == made


def test_every_damage_is_refused_and_nothing_is_restored(
    street: tuple[str, str], keys: KeyStore, binaries: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b.wumen"
    backup(street[0], file, keys, binaries, FACTS)
    whole = file.read_bytes()
    start = whole.index(b"}}") + 2 + 32
    sealed = FRAME + 16
    damages = {
        "a byte short": whole[:-1],
        "the last frame gone": whole[: start + (len(whole) - start) // sealed * sealed],
        "all but one frame gone": whole[: start + sealed],
        "no frame": whole[:start],
        "header cut": whole[:100],
        "more at the end": whole + b"x",
        "a bit of the header": flipped(whole, 60),
        "a bit in the middle": flipped(whole, len(whole) // 2),
        "a bit at the end": flipped(whole, len(whole) - 1),
        "two frames changed places": whole[:start]
        + whole[start + sealed : start + 2 * sealed]
        + whole[start : start + sealed]
        + whole[start + 2 * sealed :],
    }
    before = databases(street[0])
    for name, content in damages.items():
        file.write_bytes(content)
        with pytest.raises(Problem) as refused:
            restore(street[0], file, keys, binaries)
        assert refused.value.code == "backup_damaged", name
    file.write_bytes(b"PK\3\4 something else")
    with pytest.raises(Problem, match="backup_not_ours"):
        restore(street[0], file, keys, binaries)
    with pytest.raises(Problem, match="backup_not_ours"):
        restore(street[0], tmp_path / "absent", keys, binaries)
    assert databases(street[0]) == before
    assert homes(street[0]) == 200


def test_a_backup_that_does_not_come_out_as_it_says_is_dropped(
    street: tuple[str, str],
    keys: KeyStore,
    binaries: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "b.wumen"

    def one_more(connection: psycopg.Connection) -> object:
        tables, heads, roles = contents(connection)
        more = Content(tables["public.home"].count + 1, tables["public.home"].digest)
        return tables | {"public.home": more}, heads, roles

    with monkeypatch.context() as patch:
        patch.setattr("wumen.records.installation.backup.contents", one_more)
        backup(street[0], file, keys, binaries, FACTS)
    before = databases(street[0])
    with pytest.raises(Problem) as refused:
        restore(street[0], file, keys, binaries)
    assert refused.value.code == "backup_differs"
    assert refused.value.details == {"tables": "public.home"}
    assert databases(street[0]) == before


def test_the_digest_sees_a_changed_value_and_not_the_order_of_rows(
    street: tuple[str, str], keys: KeyStore, binaries: Path, tmp_path: Path
) -> None:
    def tables() -> dict[str, Content]:
        return backup(street[0], tmp_path / "b", keys, binaries, FACTS).tables

    first = tables()
    with psycopg.connect(street[0]) as owner:
        owner.execute("CREATE TABLE copy AS TABLE home; TRUNCATE home;")
        owner.execute("INSERT INTO home SELECT * FROM copy ORDER BY id DESC; DROP TABLE copy")
    assert tables() == first
    with psycopg.connect(street[0]) as owner:
        owner.execute("UPDATE duty SET note = '{\"a\": 2}' WHERE t = 'x'")
    second = tables()
    assert [name for name in first if first[name] != second[name]] == ["public.duty"]


def test_a_failed_backup_leaves_the_former_file_and_no_other(
    street: tuple[str, str], keys: KeyStore, binaries: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    file = folder / "b.wumen"
    file.write_bytes(b"former")
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "pg_dump").write_text("#!/bin/sh\necho half a dump\nexit 3\n")
    (tools / "pg_dump").chmod(0o755)
    with pytest.raises(Problem) as refused:
        backup(street[0], file, keys, tools, FACTS)
    assert refused.value.details == {"tool": "pg_dump", "status": 3}
    assert [path.name for path in folder.iterdir()] == ["b.wumen"]
    assert file.read_bytes() == b"former"
    with pytest.raises(Problem, match="backup_not_written"):
        backup(street[0], tmp_path / "absent" / "b", keys, binaries, FACTS)
    with pytest.raises(Problem, match="key_missing"):
        backup(street[0], file, KeyStore(tmp_path / "none"), binaries, FACTS)


def test_a_failed_restore_leaves_the_database_as_it_was(
    street: tuple[str, str], keys: KeyStore, binaries: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b.wumen"
    backup(street[0], file, keys, binaries, FACTS)
    before = databases(street[0])
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "pg_restore").write_text("#!/bin/sh\nexit 1\n")
    (tools / "pg_restore").chmod(0o755)
    with pytest.raises(Problem, match="backup_tool_failed"):
        restore(street[0], file, keys, tools)
    assert databases(street[0]) == before
    assert homes(street[1]) == 0
    assert homes(street[0]) == 200


def test_a_manifest_is_the_same_after_writing_and_reading() -> None:
    manifest = Manifest("1", "0002", FACTS.made_at, {"public.t": Content(1, "ab")}, (), ("r",))
    assert Manifest.from_json(manifest.to_json()) == manifest


def test_an_impatient_client_does_not_keep_a_restore_from_its_end(
    street: tuple[str, str], keys: KeyStore, binaries: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b.wumen"
    backup(street[0], file, keys, binaries, FACTS)
    over = threading.Event()

    def come_back_at_once() -> None:
        while not over.is_set():
            with suppress(psycopg.Error), psycopg.connect(street[1], autocommit=True) as app:
                while not over.is_set():
                    app.execute("SELECT pg_sleep(0.01)")

    client = threading.Thread(target=come_back_at_once)
    client.start()
    try:
        restore(street[0], file, keys, binaries)
    finally:
        over.set()
        client.join()
    assert len(databases(street[0])) == 2
