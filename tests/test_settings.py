"""What is on and off before a user says anything."""

from __future__ import annotations

import csv
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from scrapy.utils.project import get_project_settings

from newscrawl.extensions.feeds import SafeCsv
from newscrawl.items import Article
from tests.crawling import crawl
from tests.sites.crawled import case, served


@pytest.mark.parametrize("name", ["TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "COOKIES_ENABLED"])
def test_what_runs_code_or_follows_readers_is_off(name: str) -> None:
    assert get_project_settings().getbool(name) is False


@pytest.mark.parametrize("scheme", ["file", "ftp", "s3", "data"])
def test_nothing_but_http_is_fetched(scheme: str) -> None:
    assert get_project_settings().getdict("DOWNLOAD_HANDLERS")[scheme] is None


def test_robots_txt_is_obeyed_by_a_name_that_sites_can_use() -> None:
    settings = get_project_settings()
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings["ROBOTSTXT_USER_AGENT"] == "newscrawl"
    assert settings["USER_AGENT"].startswith("newscrawl/")


def certificate(folder: Path, address: str) -> tuple[Path, Path]:
    """(certificate, key) of an address, signed by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(address))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(Encoding.PEM))
    files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files


def test_a_certificate_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    address = "127.77.0.1"
    server = ThreadingHTTPServer((address, 0), BaseHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate(tmp_path, address))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        run = crawl(tmp_path / "data", "-a", f"url=https://{address}:{server.server_address[1]}/")
    finally:
        server.shutdown()
        server.server_close()
    assert run.status == 4
    assert "certificate" in run.stderr


def test_sites_are_told_who_crawls(tmp_path: Path) -> None:
    with served([case("asked")], tmp_path) as sites:
        sites.crawl(NEWSCRAWL_CONTACT="mailto:desk@lab.test")
        sites.crawl(NEWSCRAWL_CONTACT="mailto:desk@lab.test", USER_AGENT="other/1.0")
        agents = {hit.headers["User-Agent"] for hit in sites.hits("asked")}
    assert agents == {f"{get_project_settings()['USER_AGENT']} (+mailto:desk@lab.test)", "other/1.0"}


@pytest.mark.parametrize("headline", ["=1+1", "+1", "-1", "@x", "\t=1", " =1"])
def test_a_csv_feed_holds_no_formula(headline: str) -> None:
    file = BytesIO()
    exporter = SafeCsv(file, fields_to_export=["headline", "word_count"])
    exporter.export_item(Article(headline=headline, word_count=-3))
    exporter.export_item(Article(headline="Rain ends", word_count=3))
    exporter.finish_exporting()
    rows = list(csv.reader(file.getvalue().decode().splitlines(keepends=True)))
    assert rows == [["headline", "word_count"], [f"'{headline}", "-3"], ["Rain ends", "3"]]
