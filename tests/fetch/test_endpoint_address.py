"""Which addresses are asked, and that a key shows nowhere."""

from __future__ import annotations

import pytest

from detente.errors import UsageError
from detente.fetch.endpoint_address import Key, endpoint_address


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1/chat/completions"),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1/chat/completions"),
        ("http://[::1]:1/v1", "http://[::1]:1/v1/chat/completions"),
        ("http://127.3.2.1/api/v1/chat/completions", "http://127.3.2.1/api/v1/chat/completions"),
        ("https://models.example/openai/v1", "https://models.example/openai/v1/chat/completions"),
        ("https://models.example/v1?version=2", "https://models.example/v1/chat/completions?version=2"),
        (" https://models.example ", "https://models.example/v1/chat/completions"),
    ],
)
def test_a_base_or_the_call_itself(given: str, url: str) -> None:
    assert endpoint_address(given).url == url


@pytest.mark.parametrize(
    "given",
    ["models.example/v1", "ftp://models.example", "https://", "https://[::1", "http://localhost:0/", "",
     "https://models.example:port/v1", "https://models.example/a b", "https://models.example/\u00e9"],
)  # fmt: skip
def test_what_is_no_address(given: str) -> None:
    with pytest.raises(UsageError, match="--endpoint is no web address"):
        endpoint_address(given)


@pytest.mark.parametrize(
    "host",
    ["192.168.1.5:8080", "models.example", "host.docker.internal", "127.0.0.1.example", "0.0.0.0:8080"],
)
def test_plain_http_leaves_this_machine_only_when_it_is_said(host: str) -> None:
    with pytest.raises(UsageError, match="--insecure-endpoint"):
        endpoint_address(f"http://{host}/v1")
    assert endpoint_address(f"http://{host}/v1", insecure=True).url.startswith(f"http://{host}/v1/")


@pytest.mark.parametrize("given", ["https://me:secret@models.example/v1", "https://models.example/v1#secret"])
def test_a_secret_in_the_address_is_refused_and_not_repeated(given: str) -> None:
    with pytest.raises(UsageError) as error:
        endpoint_address(given)
    assert "secret" not in str(error.value) and "DETENTE_ENDPOINT_KEY" in str(error.value)


def test_a_query_is_not_shown() -> None:
    assert endpoint_address("https://models.example/v1?token=secret").shown == (
        "https://models.example/v1/chat/completions"
    )


def test_a_key_is_sent_and_never_shown() -> None:
    key = Key("sk-secret")
    assert key.headers() == {"Authorization": "Bearer sk-secret"}
    assert "secret" not in repr(key) and key.hidden("no sk-secret here") == "no [key] here"
    assert Key("").headers() == {} and Key("").hidden("as it is") == "as it is"


@pytest.mark.parametrize("secret", ["two words", "line\r\nX-More: 1", "caf\u00e9"])
def test_a_key_that_no_header_can_hold(secret: str) -> None:
    with pytest.raises(UsageError) as error:
        Key(secret)
    assert secret not in str(error.value) and "DETENTE_ENDPOINT_KEY" in str(error.value)
