"""When to try again, how long to wait before, and when to stop.

A loop of forty lines instead of a package of retries: a resumed download must know whether the failed attempt
brought something new, and the server's own Retry-After goes before any schedule.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from detente.errors import FetchError
from detente.fetch.settings import Clock, Settings

T = TypeVar("T")


class InterruptedDownloadError(Exception):
    """An attempt that failed in a way that may pass.

    `retry_after`: seconds the server asks to wait; `spoiled`: the bytes that came cannot be used.
    """

    def __init__(self, reason: str, retry_after: float | None = None, *, spoiled: bool = False) -> None:
        self.reason, self.retry_after, self.spoiled = reason, retry_after, spoiled
        super().__init__(reason)


def persist(
    attempt: Callable[[], T],
    url: str,
    settings: Settings,
    clock: Clock,
    *,
    bytes_held: Callable[[], int] = lambda: 0,
    tell: Callable[[str], None] = lambda line: None,
) -> T:
    """The result of the first attempt that works; waits double from one failure to the next.

    `bytes_held`: bytes of the file that are safe so far; an attempt that adds to the most seen counts as
    progress and starts the count of failures again. Raises FetchError with the last reason.
    """
    most, fruitless, made = bytes_held(), 0, 0
    while True:
        try:
            return attempt()
        except InterruptedDownloadError as error:
            reason = error.reason
            held = bytes_held()
            fruitless = 0 if held > most else fruitless + 1
            most, made = max(most, held), made + 1
            if fruitless >= settings.attempts or made >= settings.attempts_in_all:
                break
            wait = _wait(error, fruitless, url, settings)
            tell(f"{url}: {reason}; next attempt in {wait:g} s")
            clock.sleep(wait)
    kept = f"; {held:,} bytes are kept and may be resumed" if held else ""
    raise FetchError(
        f"gave up after {made} attempts ({reason}){kept}", where=url, todo="Run the same command later"
    )


def _wait(error: InterruptedDownloadError, fruitless: int, url: str, settings: Settings) -> float:
    if error.retry_after is None:
        doubled: float = settings.first_wait_seconds * 2 ** max(fruitless - 1, 0)
        return min(doubled, settings.longest_wait_seconds)
    if error.retry_after > settings.longest_retry_after_seconds:
        raise FetchError(
            f"the server asks to wait {error.retry_after:,.0f} seconds ({error.reason})",
            where=url,
            todo="Run the same command after that time",
        )
    return error.retry_after


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """The Retry-After header as seconds from now: a number or an HTTP date; None when absent or neither."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
