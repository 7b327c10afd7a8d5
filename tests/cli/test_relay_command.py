"""`wumen import relay` as people and checks rely on it: one document, refusals as problems."""

import json
from pathlib import Path

from tests.cli.conftest import Cli
from tests.cli.people import BUILDING, COMPOUND, DATA, LEDGER, settle_in

FIELDS = {
    *("line", "text", "confidence", "name", "building", "unit", "room", "phone", "buildings"),
    *("items", "people", "why", "urgent", "priority", "household", "resolved_by", "candidates"),
}


def test_needs_of_a_building_are_resolved_as_the_clerk_does(installed: Cli, tmp_path: Path) -> None:
    cli = installed
    settle_in(cli)
    cli.ok("import", "ledger", LEDGER, "--compound", COMPOUND)
    words = ("import", "relay", str(DATA / "relay-needs.txt"), "--kind", "needs")
    said = cli.json(*words, "--compound", COMPOUND, "--dry-run")
    assert set(said) == {"entries", "unread", "missing"}
    truth = json.loads((DATA / "relay-needs.truth.json").read_text(encoding="utf-8"))
    for entry, true in zip(said["entries"], truth, strict=True):
        assert entry.keys() >= FIELDS
        assert entry["household"].endswith("/" + "/".join(map(str, true["household"])) + "/")
        assert (entry["unit"], entry["room"]) == (true["unit"], true["room"])
        assert entry["items"] == true["items"]
    assert {line["text"] for line in said["unread"]} <= {"收到", "辛苦了🙏", "谢谢志愿者！"}
    assert said["missing"] == []
    assert cli.json(*words, "--compound", COMPOUND)["entries"] == said["entries"]

    temperatures = tmp_path / "t.txt"
    temperatures.write_text("#接龙\n体温\n\n1. 1-1-101 36.5\n", encoding="utf-8")
    words = ("import", "relay", str(temperatures), "--kind", "temperature", "--dry-run")
    said = cli.json(*words, "--compound", BUILDING)
    assert said["entries"][0]["temperatures"] == [36.5]
    assert "1-1-101" not in said["missing"]
    assert "1-1-102" in said["missing"]

    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    binary = tmp_path / "picture.txt"
    binary.write_bytes(b"\x89PNG\x00\xff\xff")
    for file, kind, code in (
        (empty, "needs", "relay_empty"),
        (binary, "needs", "relay_not_text"),
        (tmp_path / "nowhere.txt", "needs", "relay_file_missing"),
        (temperatures, "gossip", "relay_kind_unknown"),
    ):
        given = ("import", "relay", str(file), "--kind", kind, "--compound", COMPOUND)
        assert cli.refused(*given) == code
