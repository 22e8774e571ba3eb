"""Hosts whose certificate cannot be trusted as they send it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from detente.errors import FetchError, UsageError
from detente.fetch.endpoint import Endpoint, EndpointError
from detente.fetch.endpoint_address import Key, endpoint_address
from tests.fetch import bad_server as bad
from tests.fetch.conftest import Downloads, Serve

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="certificates are made with the openssl command")
BODY = b"a,b\n1,2\n"


@dataclass(frozen=True)
class Certificates:
    """A root, an intermediate it signed, a server's certificate that this signed, and one signed by itself."""

    folder: Path

    def file(self, *names: str) -> Path:
        path = self.folder / ("-".join(names) + ".chain.pem")
        path.write_text("".join((self.folder / f"{name}.pem").read_text() for name in names))
        return path

    def tls(self, *names: str) -> tuple[Path, Path]:
        return self.file(*names), self.folder / f"{names[0]}.key"


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    folder = tmp_path_factory.mktemp("certificates")
    extensions = folder / "extensions"
    extensions.write_text(
        "[ca]\nbasicConstraints=critical,CA:TRUE\n[server]\nsubjectAltName=DNS:localhost\n"
        "[other]\nsubjectAltName=DNS:other.example\n"
    )

    def openssl(*words: str) -> None:
        subprocess.run([OPENSSL, *words], cwd=folder, check=True, capture_output=True)  # type: ignore[list-item]

    def make(name: str, section: str, signer: str | None) -> None:
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", f"{name}.key")
        openssl("req", "-new", "-key", f"{name}.key", "-subj", f"/CN={name}", "-out", f"{name}.csr")
        by = (
            ["-signkey", f"{name}.key"]
            if signer is None
            else ["-CA", f"{signer}.pem", "-CAkey", f"{signer}.key"]
        )
        serial = [] if signer is None else ["-CAcreateserial"]
        openssl(
            "x509", "-req", "-in", f"{name}.csr", *by, *serial, "-days", "3650", "-extfile", "extensions",
            "-extensions", section, "-out", f"{name}.pem",
        )  # fmt: skip

    make("root", "ca", None)
    make("intermediate", "ca", "root")
    make("server", "server", "intermediate")
    make("other", "other", "intermediate")
    make("alone", "server", None)
    return Certificates(folder)


def test_an_incomplete_chain_is_said_plainly(
    serve: Serve, downloads: Downloads, certificates: Certificates
) -> None:
    server = serve(bad.file(BODY), tls=certificates.tls("server"))
    with pytest.raises(FetchError) as error:
        downloads.get(server.url + "/trade.zip")
    line = str(error.value)
    assert line == (
        f"{server.url}/trade.zip: incomplete TLS chain: localhost does not send the certificates that lead from its "
        "own to one that is trusted here. Either download it with a browser and give the file to `detente ingest`, "
        "or name a file with the missing certificates: --ca-file FILE."
    )
    assert server.requests == [] and downloads.left == []


def test_the_root_alone_does_not_complete_it(
    serve: Serve, downloads: Downloads, certificates: Certificates
) -> None:
    downloads.settings["ca_file"] = certificates.file("root")
    with pytest.raises(FetchError, match="incomplete TLS chain: localhost"):
        downloads.get(serve(bad.file(BODY), tls=certificates.tls("server")).url)


@pytest.mark.parametrize("named", [("intermediate",), ("intermediate", "root")])
def test_the_missing_certificate_completes_it(
    serve: Serve, downloads: Downloads, certificates: Certificates, named: tuple[str, ...]
) -> None:
    downloads.settings["ca_file"] = certificates.file(*named)
    server = serve(bad.file(BODY), tls=certificates.tls("server"))
    assert downloads.get(server.url).path.read_bytes() == BODY


def test_a_whole_chain_with_a_root_that_is_trusted(
    serve: Serve, downloads: Downloads, certificates: Certificates
) -> None:
    downloads.settings["ca_file"] = certificates.file("root")
    server = serve(bad.file(BODY), tls=certificates.tls("server", "intermediate"))
    assert downloads.get(server.url).path.read_bytes() == BODY


def test_a_certificate_that_signed_itself(
    serve: Serve, downloads: Downloads, certificates: Certificates
) -> None:
    server = serve(bad.file(BODY), tls=certificates.tls("alone"))
    with pytest.raises(
        FetchError, match=r"localhost shows a certificate that it signed itself.*--ca-file FILE"
    ):
        downloads.get(server.url)
    downloads.settings["ca_file"] = certificates.file("alone")
    assert downloads.get(server.url).path.read_bytes() == BODY


def test_a_certificate_of_another_host(
    serve: Serve, downloads: Downloads, certificates: Certificates
) -> None:
    downloads.settings["ca_file"] = certificates.file("root")
    server = serve(bad.file(BODY), tls=certificates.tls("other", "intermediate"))
    with pytest.raises(FetchError, match=r"the certificate of localhost is not valid \(Hostname mismatch"):
        downloads.get(server.url)


def test_a_redirect_from_https_to_http_is_refused(
    serve: Serve, downloads: Downloads, certificates: Certificates
) -> None:
    downloads.settings["ca_file"] = certificates.file("root")
    plain = serve(bad.file(BODY))
    server = serve(bad.to(plain.url + "/data.csv"), tls=certificates.tls("server", "intermediate"))
    with pytest.raises(
        FetchError, match=r"redirected from https to plain http \(http://localhost:\d+/data\.csv\)"
    ):
        downloads.get(server.url)
    assert plain.requests == []


def test_https_where_there_is_none(serve: Serve, downloads: Downloads) -> None:
    downloads.settings["attempts"] = 1
    server = serve(bad.file(BODY))
    with pytest.raises(FetchError, match=r"gave up after 1 attempts \(the connection failed"):
        downloads.get(server.url.replace("http:", "https:"))


def test_a_file_without_certificates(downloads: Downloads, tmp_path: Path) -> None:
    (tmp_path / "none.pem").write_text("nothing")
    downloads.settings["ca_file"] = tmp_path / "none.pem"
    with pytest.raises(UsageError, match="holds no certificates in PEM form"):
        downloads.client()


def test_a_chat_endpoint_of_ones_own(
    serve: Serve, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(bad.says(200, b"[]"), tls=certificates.tls("alone"))

    def post() -> object:
        return Endpoint(endpoint_address(server.url), Key("k"), 2).post({})

    with pytest.raises(EndpointError, match=r"signed itself.*SSL_CERT_FILE names its root") as error:
        post()
    assert server.requests == [] and "detente ingest" not in str(error.value)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.file("alone")))
    assert post() == []
