"""How phones reach the office, told to the office: the level, the next step, the sheet, and what is printed."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from django.test import Client
from pytest_django import Settings

from tests.cast import Cast
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.records.installation.certificates import Certificates
from wumen.rules.phones import Access, in_groups

ON_NETWORK = Access(
    "https://wumen.lan:8301/", "http://192.168.1.20:8302/", ("wumen.lan", "192.168.1.20")
)
IN_THE_WORLD = Access("https://wumen.example:8301/", hosts=("wumen.example",))


@pytest.fixture
def network(settings: Settings, tmp_path: Path) -> Certificates:
    """Phones come over the office network, by our own authority."""
    settings.WUMEN = replace(settings.WUMEN, home=tmp_path, access=ON_NETWORK)
    kept = Certificates(tmp_path)
    kept.renew("wumen.lan", ["192.168.1.20"], datetime.now(UTC))
    return kept


@pytest.fixture
def world(settings: Settings) -> None:
    """Phones come by a public name."""
    settings.WUMEN = replace(settings.WUMEN, access=IN_THE_WORLD)


def test_on_one_machine_the_first_page_says_so_and_how_phones_are_let_in(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wumen.queries.phones.private_addresses", lambda: ["192.168.1.7"])
    page = signed_in(cast.secretary).get("/board/").content.decode()
    assert "L0 · 一台办公电脑" in page
    assert "手机接入 L0：只有这台电脑能用" in page
    assert "wumen up --host 192.168.1.7" in page
    assert 'href="/install/"' not in page


def test_on_the_office_network_it_tells_address_sheet_and_what_the_next_level_takes(
    cast: Cast, signed_in: SignedIn, network: Certificates
) -> None:
    page = signed_in(cast.secretary).get("/board/").content.decode()
    assert "L1 · 办公网络里的手机" in page
    assert "https://wumen.lan:8301/" in page
    assert 'href="/install/"' in page
    assert "想让哪里都能用（L2）" in page


def test_under_a_public_name_nothing_is_installed(
    cast: Cast, signed_in: SignedIn, world: None
) -> None:
    page = signed_in(cast.secretary).get("/board/").content.decode()
    assert "L2 · 公开名称" in page
    assert "不用装证书" in page
    assert 'href="/install/"' not in page


def test_the_wall_and_who_keeps_no_crew_are_told_the_level_and_not_the_way(
    cast: Cast, signed_in: SignedIn
) -> None:
    page = signed_in(cast.secretary).get("/board/?projector=1").content.decode()
    assert "L0 · 一台办公电脑" in page
    assert "wumen up" not in page
    assert signed_in(cast.captain).get("/phones/").status_code == 403


@pytest.mark.django_db
def test_the_sheet_bears_the_fingerprint_that_the_certificate_has(network: Certificates) -> None:
    page = Client().get("/install/").content.decode()
    taken = Client().get("/install/wumen.crt")
    certificate = x509.load_der_x509_certificate(taken.content)
    assert certificate == network.root
    standing = network.standing()
    assert standing is not None
    for group in in_groups(standing.fingerprint).split():
        assert f"<span>{group}</span>" in page
    assert taken["Content-Type"] == "application/x-x509-ca-cert"
    assert b"PRIVATE" not in taken.content
    assert page.count("<svg") == 2
    for word in ("证书信任设置", "CA 证书", "在浏览器打开", "请删掉", "http://192.168.1.20:8302/"):
        assert word in page


def test_without_a_certificate_of_ours_the_sheet_says_that_there_is_none(db: None) -> None:
    for url in ("/install/", "/install/wumen.crt"):
        reply = Client().get(url)
        assert reply.status_code == 400
        assert "现在没有要装的证书" in reply.content.decode()


def test_on_the_plain_line_there_is_the_sheet_and_nothing_else(
    network: Certificates, settings: Settings, db: None
) -> None:
    settings.ROOT_URLCONF = "wumen.config.sheet_urls"
    phone = Client()
    assert "核对指纹" in phone.get("/").content.decode()
    assert phone.get("/wumen.crt").status_code == 200
    for url in ("/sign-in/", "/board/", "/device/", "/my/"):
        reply = phone.get(url)
        assert reply.status_code == 404
        assert "没有这个页面" in reply.content.decode()


def test_what_is_printed_for_phones_bears_the_address_that_phones_reach(
    cast: Cast, signed_in: SignedIn, network: Certificates
) -> None:
    clerk, number = signed_in(cast.clerk), cast.captain.crew_no
    assert "https://wumen.lan:8301/link/" in clerk.post(f"/crew/{number}/card/").content.decode()
    code = clerk.post(f"/crew/{number}/device/{cast.captain.post}/", {"lasts": "day"})
    assert "https://wumen.lan:8301/device/" in code.content.decode()


def test_a_browser_keeps_to_the_encrypted_line_and_the_plain_one_here_stays_open(
    settings: Settings, db: None
) -> None:
    settings.SECURE_HSTS_SECONDS = 60
    assert "Strict-Transport-Security" in Client().get("/sign-in/", secure=True)
    assert "Strict-Transport-Security" not in Client().get("/sign-in/")
    assert Client().get("/sign-in/").status_code == 200


def test_the_pages_are_complete_in_english(
    cast: Cast, signed_in: SignedIn, network: Certificates
) -> None:
    english = {"accept_language": "en"}
    assert chinese_outside(Client(headers=english).get("/install/").content.decode()) == []
    assert chinese_outside(signed_in(cast.clerk, **english).get("/phones/").content.decode()) == []
