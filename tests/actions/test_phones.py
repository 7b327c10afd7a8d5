"""Where phones reach us: nowhere, on the office network, by a public name; and what is then started anew."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from wumen.actions import phones
from wumen.actions.phones import Asked, prepare
from wumen.actions.running import System, check_ports
from wumen.actions.status import remember, status
from wumen.records import clock
from wumen.records.installation.certificates import Certificates
from wumen.rules.phones import Access, Level
from wumen.rules.problems import Problem


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of this machine on the office network."""
    found = ["192.168.1.20"]
    monkeypatch.setattr(phones, "private_addresses", lambda: list(found))
    return found


class Child:
    """A process that is asked to end and does."""

    def terminate(self) -> None:
        """It ends."""

    def wait(self, _: float) -> None:
        """It has ended."""


class Watched(System):
    """A system whose children are not started but remembered."""

    def __init__(self, home: Path, access: Access) -> None:
        """All its doors stand open."""
        super().__init__(home, 8300, "", access)
        children: Any = {name: Child() for name in ("web", "phones", "sheet", "jobs")}
        self._children = children
        self.launched: list[str] = []

    def _launch(self, name: str) -> None:
        self.launched.append(name)


def test_this_machine_alone_needs_no_certificate(tmp_path: Path) -> None:
    for host in ("127.0.0.1", "localhost"):
        assert prepare(tmp_path, 8300, Asked(host)) == (Access(), None)
    assert list(tmp_path.iterdir()) == []


def test_on_the_office_network_the_sheet_goes_by_an_address(
    tmp_path: Path, office: list[str]
) -> None:
    access, certified = prepare(tmp_path, 8300, Asked("wumen.lan"))
    assert access.level is Level.NETWORK
    assert access.address == "https://wumen.lan:8301/"
    assert access.sheet == "http://192.168.1.20:8302/"
    assert access.hosts == ("wumen.lan", "192.168.1.20")
    assert certified is not None
    assert certified.until > clock.real_now() + timedelta(days=29)


def test_under_a_public_name_there_is_no_sheet(tmp_path: Path, office: list[str]) -> None:
    given = Certificates(tmp_path / "public")
    given.renew("wumen.example", [], clock.real_now())
    asked = Asked("wumen.example", given.chain, given.key)
    access, certified = prepare(tmp_path / "home", 8300, asked)
    assert (access.level, access.sheet, access.hosts) == (Level.PUBLIC, "", ("wumen.example",))
    assert certified is not None
    assert certified.fingerprint == ""


def test_a_new_address_is_known_at_the_next_look(tmp_path: Path, office: list[str]) -> None:
    first, _ = prepare(tmp_path, 8300, Asked("wumen.lan"))
    office[:] = ["10.0.0.7"]
    again, certified = prepare(tmp_path, 8300, Asked("wumen.lan"))
    assert again.sheet == "http://10.0.0.7:8302/"
    assert certified is not None
    assert (certified.renewed, certified.made_authority) == (True, False)
    assert again != first


def test_a_renewed_certificate_starts_the_phones_door_anew_and_a_new_address_all_that_print_it(
    tmp_path: Path, office: list[str]
) -> None:
    access, _ = prepare(tmp_path, 8300, Asked("wumen.lan"))
    system = Watched(tmp_path, access)
    system._renewed(None)
    assert system.launched == []
    system._renewed(access)
    assert system.launched == ["phones"]
    system._renewed(Access(access.address, "http://10.0.0.7:8302/", ("wumen.lan", "10.0.0.7")))
    assert system.launched == ["phones", "phones", "sheet", "web"]
    assert system.known.access.sheet == "http://10.0.0.7:8302/"


def test_the_port_beside_the_last_one_is_none(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="port_taken"):
        check_ports(65535, Access("https://wumen.lan:65536/"))


def test_a_home_knows_while_its_database_rests_whether_it_is_a_drill(tmp_path: Path) -> None:
    assert status(tmp_path, "")["drill"] is None, "nothing was made here"
    for drill in (True, False):
        remember(tmp_path, drill=drill)
        told = status(tmp_path, "")
        assert (told["running"], told["drill"], told["level"]) == (False, drill, "L0")
