"""A backup is made, the data destroyed, the backup restored and proved to be what it was."""

from pathlib import Path

import psycopg

from tests.cli.conftest import Cli
from tests.cli.people import COMPOUND, LEDGER, settle_in
from wumen.records.installation.cluster import Cluster


def what_was_backed_up_comes_back_after_it_was_destroyed(installed: Cli, tmp_path: Path) -> None:
    cli, printed = installed, installed.names["recovery_key"]
    settle_in(cli)
    cli.ok("import", "ledger", LEDGER, "--compound", COMPOUND)
    before = cli.lines("export", "residents", "--purpose", "核对")
    file = tmp_path / "office.wumen"
    made = cli.json("backup", str(file))
    assert made["by_table"]["public.resident"] == 1400
    content = file.read_bytes()
    assert before[0]["name"].encode() not in content
    assert before[0]["identity_number"].encode() not in content
    with psycopg.connect(Cluster(cli.home).owner_url) as owner:
        owner.execute("TRUNCATE resident CASCADE")
    assert cli.lines("export", "residents") == []
    (tmp_path / "cut.wumen").write_bytes(content[:-100])
    assert cli.refused("restore", str(tmp_path / "cut.wumen")) == "backup_damaged"
    assert cli.refused("restore", LEDGER) == "backup_not_ours"
    # Without the key of the place the printed sheet opens it, and nothing else does.
    (cli.home / "keys" / "local").unlink()
    assert cli.refused("restore", str(file)) == "backup_key_wrong"
    (tmp_path / "sheet.txt").write_text(printed)
    back = cli.json("restore", str(file), "--recovery-key-file", str(tmp_path / "sheet.txt"))
    assert back["by_table"] == made["by_table"]
    assert cli.lines("export", "residents", "--purpose", "核对") == before
    assert back["unreadable"] == []
    assert cli.json("audit")["clean"]
    # On a place with other keys all comes back and is compared, and it is said what stays closed.
    for name in ("register", *(one.name for one in (cli.home / "keys").glob("outbreak-*"))):
        (cli.home / "keys" / name).write_bytes(bytes(32))
    again = cli.json("restore", str(file), "--recovery-key-file", str(tmp_path / "sheet.txt"))
    assert again["by_table"] == made["by_table"]
    assert again["unreadable"][0] == "register"
    assert len(again["unreadable"]) == 1 + len(list((cli.home / "keys").glob("outbreak-*")))
