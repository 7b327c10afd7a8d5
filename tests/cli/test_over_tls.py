"""A captain's phone over the encrypted line, whole: sheet, certificate, code, rounds; at 360 pixels, once."""

import base64
import hashlib
import http.client
import json
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Page, Playwright, expect

from tests.browsers import PATIENCE, launched
from tests.cli.conftest import WUMEN, Cli
from tests.cli.people import BUILDING, DAY, add, order, settle_in
from tests.cli.test_running import register_somebody
from tests.web.browser.conftest import PHONE
from wumen.records.installation.server import free_port
from wumen.rules.phones import in_groups

pytestmark = pytest.mark.browser
HOST = "wumen.test"
HERE = "127.0.0.1"


class OverTls(http.client.HTTPSConnection):
    """A request under our name that arrives at this machine, as an office's own network would have it."""

    def connect(self) -> None:
        """Go to this machine and insist on the name."""
        self.sock = socket.create_connection((HERE, self.port), 10)
        self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)


@contextmanager
def up(cli: Cli) -> Iterator[dict[str, Any]]:
    """`wumen up --host` in front, and what it says of itself."""
    process = subprocess.Popen(
        [WUMEN, "up", "--host", HOST, "--json"],
        env=cli.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = ""
        while not said.rstrip().endswith("}"):
            line = process.stdout.readline()
            assert line, process.communicate()
            said += line
        yield json.loads(said)
    finally:
        process.terminate()
        process.communicate(timeout=60)


def plainly(url: str) -> tuple[int, bytes]:
    """What the plain line answers."""
    parts = urlsplit(url)
    with closing(http.client.HTTPConnection(HERE, parts.port, timeout=10)) as connection:
        connection.request("GET", parts.path or "/", headers={"Host": parts.netloc})
        reply = connection.getresponse()
        return reply.status, reply.read()


def installed_from_sheet(sheet: str, status: dict[str, Any]) -> x509.Certificate:
    """The certificate that a phone gets by the sheet, compared with what the office's own machine says."""
    code, page = plainly(sheet)
    assert code == 200
    shown = in_groups(status["certificate"]["fingerprint"]).split()
    assert all(f"<span>{group}</span>" in page.decode() for group in shown)
    assert "演练" in page.decode(), "a drill says so on every page and print"
    _, content = plainly(f"{sheet}wumen.crt")
    assert hashlib.sha256(content).hexdigest() == status["certificate"]["fingerprint"]
    assert plainly(f"{sheet}sign-in/")[0] == 404, "no password goes over the plain line"
    return x509.load_der_x509_certificate(content)


def verified(address: str, root: x509.Certificate) -> x509.Certificate:
    """The certificate of the server, once a client that trusts this authority and no other took it."""
    parts = urlsplit(address)
    trusting = ssl.create_default_context(cadata=root.public_bytes(Encoding.PEM).decode())
    with closing(OverTls(HOST, parts.port, timeout=10, context=trusting)) as connection:
        connection.connect()
        content = connection.sock.getpeercert(binary_form=True)
        connection.request("GET", "/sign-in/")
        reply = connection.getresponse()
        reply.read()
    assert reply.status == 200
    assert "Secure" in (reply.getheader("Set-Cookie") or "")
    assert reply.getheader("Strict-Transport-Security") == "max-age=2592000"
    stranger = OverTls(HOST, parts.port, timeout=10, context=ssl.create_default_context())
    with closing(stranger), pytest.raises(ssl.SSLCertVerificationError):
        stranger.connect()
    return x509.load_der_x509_certificate(content)


@contextmanager
def phone(playwright: Playwright, server: x509.Certificate) -> Iterator[Page]:
    """A phone that takes the one key that was verified, and no other."""
    public = server.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pin = base64.b64encode(hashlib.sha256(public).digest()).decode()
    known = f"--ignore-certificate-errors-spki-list={pin}"
    found = f"--host-resolver-rules=MAP {HOST} {HERE}"
    with launched(playwright, known, found) as browser:
        page = browser.new_context(viewport=PHONE, locale="zh-CN").new_page()
        page.set_default_timeout(PATIENCE)
        yield page


def rounds_by_code(page: Page, address: str, code: str, folder: Path) -> None:
    """The captain types her code and does a floor; nothing of it asks for a password."""
    page.goto(f"{address}device/")
    assert page.evaluate("window.isSecureContext"), "camera and offline work need it"
    page.screenshot(path=folder / "bind.png", full_page=True)
    page.get_by_label("绑定码").fill(code)
    page.get_by_role("button", name="绑定").click()
    expect(page.get_by_role("heading", name="今天要走的")).to_be_visible()
    cookies = {one["name"]: one for one in page.context.cookies()}
    assert cookies["wumen_device"]["secure"]
    assert cookies["wumen_device"]["httpOnly"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.screenshot(path=folder / "rounds.png", full_page=True)
    page.locator("a.trip").first.click()
    page.locator("#floor-1 button.go").click()
    expect(page.locator("#floor-1")).to_contain_text("✓")
    page.screenshot(path=folder / "done.png", full_page=True)


def test_a_phone_is_made_ready_bound_and_used_over_our_own_certificate(
    installed: Cli, playwright: Playwright, tmp_path: Path
) -> None:
    cli = installed
    settle_in(cli)
    cli.ok("area", "add", f"{BUILDING}/1/101", "--kind", "household", "--name", "101")
    cli.ok("outbreak", "open", "--name", "一月", "--playbook", "community-2021-09")
    register_somebody(cli)
    captain = add(cli, "李楼长", "captain", BUILDING)
    cli.ok(*order(cli))
    cli.ok("plan", "--date", DAY)
    with up(cli) as said:
        status = cli.json("status")
        assert (said["level"], status["host"]) == ("L1", HOST)
        assert said["address"] == status["address"] == f"https://{HOST}:{cli.port + 1}/"
        assert plainly(said["local"])[0] == 302, "the office's own machine goes on as before"
        root = installed_from_sheet(said["install_sheet"], status)
        given = cli.json("crew", "device-code", captain, "--lasts", "outbreak")
        assert given["page"] == f"{said['address']}device/"
        with phone(playwright, verified(said["address"], root)) as page:
            rounds_by_code(page, said["address"], given["code"], tmp_path)
    done = cli.lines("duties", "--date", DAY, "--state", "done")
    assert done
    stopped = cli.json("status")
    assert (stopped["level"], stopped["drill"]) == ("L0", True)
    assert cli.json("audit")["clean"]


def test_a_port_beside_ours_that_is_taken_is_named(installed: Cli) -> None:
    with socket.socket() as other:
        other.bind((HERE, 0))
        other.listen()
        beside = int(other.getsockname()[1]) - 1
        assert free_port(beside)
        assert installed.refused("up", "--host", HOST, WUMEN_PORT=str(beside)) == "port_taken"
