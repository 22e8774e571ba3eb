"""How often a host may be asked."""

from __future__ import annotations

from detente.fetch.settings import Clock, Settings


class Pace:
    """Keeps the time between two requests to one host (GDELT asks for one request per five seconds)."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._last: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Sleep until the host may be asked again."""
        last = self._last.get(host)
        if last is not None:
            due = last + self.seconds(host) - self._clock.monotonic()
            if due > 0:
                self._clock.sleep(due)
        self._last[host] = self._clock.monotonic()

    def seconds(self, host: str) -> float:
        """Seconds between two requests to this host."""
        return self._settings.host_seconds.get(host, self._settings.seconds_between_requests)
