"""What can go wrong with a connection, said in words."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

from detente.errors import FetchError
from detente.fetch.patience import InterruptedDownloadError

# OpenSSL's verify codes (x509_vfy.h): the issuer of a certificate is not there, for the last sent or the first.
INCOMPLETE_CHAIN: Final = {2, 20, 21}
SELF_SIGNED: Final = {18, 19}
BY_HAND: Final = "download it with a browser and give the file to `detente ingest`"


@contextmanager
def in_words(url: str) -> Iterator[None]:
    """Turns errors of the network into ours; anything else passes.

    FetchError for what will not pass (no such host, a certificate that cannot be trusted), else
    InterruptedDownloadError.
    """
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise certificate_error(url, error) from error
    except socket.gaierror as error:
        raise FetchError(
            f"the host {urlsplit(url).hostname} cannot be found ({error.strerror})",
            where=url,
            todo="Check that this machine has a network, and the address",
        ) from error
    except TimeoutError as error:
        raise InterruptedDownloadError("the server did not answer in time") from error
    except http.client.IncompleteRead as error:
        raise InterruptedDownloadError("the connection ended in the middle") from error
    except http.client.RemoteDisconnected as error:
        raise InterruptedDownloadError("the server closed the connection without an answer") from error
    except http.client.HTTPException as error:
        raise InterruptedDownloadError(f"the answer is no HTTP ({type(error).__name__})") from error
    except OSError as error:
        raise InterruptedDownloadError(f"the connection failed ({error.strerror or error})") from error


def certificate_error(url: str, error: ssl.SSLCertVerificationError) -> FetchError:
    """What is wrong with a host's certificate, and the way out."""
    host = urlsplit(url).hostname
    if error.verify_code in INCOMPLETE_CHAIN:
        what = (
            f"incomplete TLS chain: {host} does not send the certificates that lead from its own to one that is "
            "trusted here"
        )
        way = f"Either {BY_HAND}, or name a file with the missing certificates: --ca-file FILE"
    elif error.verify_code in SELF_SIGNED:
        what = f"{host} shows a certificate that it signed itself, or whose root is not trusted here"
        way = f"If you know and trust it, name it with --ca-file FILE; otherwise {BY_HAND}"
    else:
        what = f"the certificate of {host} is not valid ({error.verify_message})"
        way = f"Check the address and this machine's date; otherwise {BY_HAND}"
    return FetchError(what, where=url, todo=way)
