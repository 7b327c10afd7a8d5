"""Rules of how phones reach the office: the level that holds, and the name under which it is found."""

import pytest

from wumen.rules.phones import Access, Level, in_groups, is_private, read_host, sheet_host
from wumen.rules.problems import Problem


def test_without_an_address_for_phones_it_is_paper() -> None:
    assert Access().level is Level.PAPER


def test_with_a_certificate_to_install_it_is_the_office_network_and_without_one_the_world() -> None:
    sheet = "http://192.168.1.20:8302/"
    assert Access("https://wumen.lan:8301/", sheet).level is Level.NETWORK
    assert Access("https://wumen.example:8301/").level is Level.PUBLIC


@pytest.mark.parametrize("host", ["wumen.lan", "192.168.1.20", "wumen", " Wumen.LAN. "])
def test_a_name_or_an_address_is_read(host: str) -> None:
    assert read_host(host) == host.strip().lower().rstrip(".")


@pytest.mark.parametrize(
    "host",
    ["", "192.168.1", "192.168.1.300", "0.0.0.0", "127.0.0.2", "a b", "-a.lan", "a..lan", "x" * 64],
)
def test_what_no_phone_could_find_is_refused(host: str) -> None:
    with pytest.raises(Problem, match="host_unreadable"):
        read_host(host)


def test_a_phone_finds_the_plain_sheet_by_an_address_where_there_is_one() -> None:
    assert sheet_host("wumen.lan", ["192.168.1.20", "10.0.0.3"]) == "192.168.1.20"
    assert sheet_host("10.0.0.3", ["192.168.1.20"]) == "10.0.0.3"
    assert sheet_host("wumen.lan", []) == "wumen.lan"


def test_addresses_of_inner_networks_are_told_from_others() -> None:
    assert [
        is_private(one) for one in ("10.1.2.3", "172.31.0.1", "172.32.0.1", "8.8.8.8", "x")
    ] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_fingerprint_is_compared_in_groups_of_four() -> None:
    assert in_groups("00ab12cd") == "00AB 12CD"
