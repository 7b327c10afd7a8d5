"""Keys of an outbreak on the command line: handed over, missed after a restore, and taken back."""

from pathlib import Path

import psycopg

from tests.cli.conftest import Cli
from wumen.records.installation.cluster import Cluster


def test_a_restore_names_the_command_by_which_missing_keys_come_back(
    installed: Cli, tmp_path: Path
) -> None:
    cli, file, words = installed, tmp_path / "keys", tmp_path / "words.txt"
    person = cli.ok("crew", "add", "--name", "保管人", "--profession", "community_worker")
    cli.ok("outbreak", "open", "--name", "一月", "--playbook", "community-2021-09")
    made = cli.json("keys", "export", str(file), "--custodian", person)
    words.write_text(made["opens_with"])
    cli.ok("backup", str(tmp_path / "office.wumen"))
    back = ("keys", "import", str(file), "--opens-with-file")
    assert cli.refused(*back, str(words)) == "keys_present"
    gone = list((cli.home / "keys").glob("outbreak-*"))
    for one in gone:
        one.unlink()
    said = cli.ok("restore", str(tmp_path / "office.wumen"))
    with psycopg.connect(Cluster(cli.home).owner_url) as owner:
        row = owner.execute("SELECT restored_at > restored_to FROM installation").fetchone()
    assert row == (True,)
    assert "备份以后才登记的，手机上会写着要重新登记" in said
    assert "“一月”的办理凭据和附件" in said
    assert "wumen keys import" in said
    assert cli.refused(*back, str(tmp_path / "none.txt")) == "file_missing"
    assert cli.json(*back, str(words))["keys"] == made["keys"] == len(gone)
    assert "wumen keys import" not in cli.ok("restore", str(tmp_path / "office.wumen"))
