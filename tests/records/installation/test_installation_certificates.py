"""The certificates of a home: what phones trust, for which names, for how long, and who can read the key."""

import datetime as dt
import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from wumen.records.installation import certificates
from wumen.records.installation.certificates import AUTHORITY, Certificates
from wumen.rules.problems import Problem

NOW = dt.datetime(2030, 1, 10, 10, tzinfo=dt.UTC)
HOST, ADDRESSES = "wumen.lan", ["192.168.1.20"]


def days(many: int) -> dt.timedelta:
    """So many days."""
    return dt.timedelta(days=many)


def leaf(kept: Certificates) -> x509.Certificate:
    """What is served."""
    return x509.load_pem_x509_certificate(kept.chain.read_bytes())


def trusted(
    kept: Certificates, name: str, chain: Path | None = None, key: Path | None = None
) -> str:
    """Whether a phone that trusts the authority and no other takes the server under a name; why not."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(chain or kept.chain, key or kept.key)
    coming = ssl.create_default_context(cadata=kept.root.public_bytes(Encoding.PEM).decode())
    ours, theirs = socket.socketpair()

    def serve() -> None:
        try:
            serving.wrap_socket(ours, server_side=True).close()
        except (ssl.SSLError, OSError):
            ours.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        coming.wrap_socket(theirs, server_hostname=name).close()
    except ssl.SSLCertVerificationError as refused:
        return refused.verify_message
    finally:
        theirs.close()
        thread.join()
    return "trusted"


@pytest.fixture
def kept(tmp_path: Path) -> Certificates:
    """A home whose phones come under a name and an address, now."""
    made = Certificates(tmp_path)
    made.renew(HOST, ADDRESSES, dt.datetime.now(dt.UTC))
    return made


def test_a_phone_that_has_the_authority_trusts_name_and_address_and_no_other(
    kept: Certificates,
) -> None:
    assert [trusted(kept, name) for name in (HOST, *ADDRESSES)] == ["trusted", "trusted"]
    assert "mismatch" in trusted(kept, "bank.example")
    assert "mismatch" in trusted(kept, "192.168.1.21")


def test_whoever_steals_the_authority_cannot_pass_for_another_site(
    kept: Certificates, tmp_path: Path
) -> None:
    stolen = Certificates(tmp_path)
    found = stolen._authority(HOST, dt.datetime.now(dt.UTC))
    assert found is not None
    key, forged = certificates._make_leaf(
        found[0], found[1], "bank.example", [], dt.datetime.now(dt.UTC)
    )
    stolen._serve(key, [forged, found[1]])
    assert trusted(stolen, "bank.example") == "permitted subtree violation"


def test_the_keys_are_readable_by_nobody_else(kept: Certificates, tmp_path: Path) -> None:
    for file in (tmp_path / "keys" / AUTHORITY, kept.key):
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700
    assert b"PRIVATE" not in kept.chain.read_bytes()


def test_the_authority_stays_and_the_short_one_is_renewed_ten_days_before_it_ends(
    tmp_path: Path,
) -> None:
    kept = Certificates(tmp_path)
    first = kept.renew(HOST, ADDRESSES, NOW)
    assert (first.made_authority, first.renewed) == (True, True)
    assert first.until - NOW == days(30)
    early = kept.renew(HOST, ADDRESSES, NOW + days(19))
    assert (early.made_authority, early.renewed) == (False, False)
    late = kept.renew(HOST, ADDRESSES, NOW + days(21))
    assert (late.made_authority, late.renewed) == (False, True)
    assert late.fingerprint == first.fingerprint
    assert late.until == NOW + days(51)


def test_a_certificate_that_a_power_cut_left_with_another_key_is_made_anew(
    tmp_path: Path,
) -> None:
    kept, other = Certificates(tmp_path), Certificates(tmp_path / "other")
    for one in (kept, other):
        one.renew(HOST, ADDRESSES, dt.datetime.now(dt.UTC))
    kept.key.write_bytes(other.key.read_bytes())
    assert kept.standing() is None
    assert kept.renew(HOST, ADDRESSES, dt.datetime.now(dt.UTC)).renewed
    assert trusted(kept, HOST) == "trusted"


def test_another_address_of_the_machine_asks_for_another_short_one(tmp_path: Path) -> None:
    kept = Certificates(tmp_path)
    first = kept.renew(HOST, ADDRESSES, NOW)
    moved = kept.renew(HOST, ["10.0.0.7"], NOW + days(1))
    assert moved.renewed
    assert moved.fingerprint == first.fingerprint


def test_another_name_asks_for_another_authority_but_an_inner_address_does_not(
    tmp_path: Path,
) -> None:
    kept = Certificates(tmp_path)
    first = kept.renew(HOST, ADDRESSES, NOW)
    assert kept.renew("192.168.1.20", [], NOW).fingerprint == first.fingerprint
    assert kept.renew("other.lan", ADDRESSES, NOW).made_authority


def test_an_authority_near_its_end_makes_place_for_the_next(tmp_path: Path) -> None:
    kept = Certificates(tmp_path)
    first = kept.renew(HOST, ADDRESSES, NOW)
    assert first.authority_until is not None
    again = kept.renew(HOST, ADDRESSES, first.authority_until - days(5))
    assert again.made_authority
    assert again.fingerprint != first.fingerprint


def test_a_public_certificate_serves_where_it_fits_and_nothing_is_to_be_installed(
    tmp_path: Path,
) -> None:
    given = Certificates(tmp_path / "public")
    given.renew("wumen.example", [], NOW)
    kept = Certificates(tmp_path / "home")
    kept.renew(HOST, ADDRESSES, NOW)
    taken = kept.take("wumen.example", given.chain, given.key, NOW)
    assert (taken.fingerprint, taken.renewed) == ("", True)
    assert leaf(kept) == leaf(given)
    with pytest.raises(Problem, match="key_missing"):
        _ = kept.root
    assert not kept.take("wumen.example", given.chain, given.key, NOW).renewed


@pytest.mark.parametrize("fault", ["name", "key", "ended", "missing", "garbled"])
def test_a_public_certificate_that_does_not_fit_is_refused(tmp_path: Path, fault: str) -> None:
    given, other = Certificates(tmp_path / "public"), Certificates(tmp_path / "other")
    for one in (given, other):
        one.renew("wumen.example", [], NOW)
    if fault == "garbled":
        given.chain.write_text("no certificate")
    key = {"key": other.key, "missing": tmp_path / "none"}.get(fault, given.key)
    host = "else.example" if fault == "name" else "wumen.example"
    with pytest.raises(Problem, match="certificate_unfit"):
        Certificates(tmp_path / "home").take(
            host, given.chain, key, NOW + days(31 if fault == "ended" else 0)
        )
