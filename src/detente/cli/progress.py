"""A bar for what takes long, when a person is watching."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

PATIENCE_SECONDS: Final = 2.0


@contextmanager
def bytes_read(path: Path) -> Iterator[Callable[[int], None] | None]:
    """A function to be told how many bytes of the file have been read; None where nobody watches.

    The bar comes on standard error once two seconds have passed, and goes when the block ends.
    """
    from rich.progress import DownloadColumn

    with _bar(path.name, path.stat().st_size, DownloadColumn) as told:
        yield told


@contextmanager
def steps_done(what: str, total: int) -> Iterator[Callable[[int], None] | None]:
    """A function to be told how many more steps are done, from any thread; None where nobody watches."""
    from rich.progress import MofNCompleteColumn

    done, lock = [0], Lock()
    with _bar(what, total, MofNCompleteColumn) as told:
        if told is None:
            yield None
            return

        def more(steps: int) -> None:
            with lock:
                done[0] += steps
                told(done[0])

        yield more


@contextmanager
def _bar(what: str, total: int, amount: type[ProgressColumn]) -> Iterator[Callable[[int], None] | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), amount(), TimeRemainingColumn()
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(what, total=total)
    began = time.monotonic()

    def told(done: int) -> None:
        if not bar.live.is_started and time.monotonic() - began > PATIENCE_SECONDS:
            bar.start()
        bar.update(task, completed=done)

    try:
        yield told
    finally:
        bar.stop()
