"""How patient and how polite a download is, and the clock it lives by."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

GIBIBYTE = 1 << 30


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as a download sees it; tests give their own."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = _now


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits of a download, in seconds and bytes.

    `stall_seconds`, `stall_bytes`: a body that brings fewer bytes than that in such a time counts as stalled, so
    that a server which drips cannot hold a download for ever. `attempts`: failures in a row that bring nothing
    new before giving up; `attempts_in_all`: failures at all. `ca_file`: further certificates to trust (PEM).
    """

    connect_seconds: float = 20
    read_seconds: float = 60
    stall_seconds: float = 120
    stall_bytes: int = 4096
    closing_seconds: float = 0.5
    attempts: int = 5
    attempts_in_all: int = 200
    first_wait_seconds: float = 1
    longest_wait_seconds: float = 60
    longest_retry_after_seconds: float = 300
    redirects: int = 10
    maximum_bytes: int = 8 * GIBIBYTE
    seconds_between_requests: float = 1
    host_seconds: Mapping[str, float] = field(default_factory=dict)
    ca_file: Path | None = None
