"""A bar for what takes long, when a person is watching."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PATIENCE_SECONDS: Final = 2.0


@contextmanager
def bytes_read(path: Path) -> Iterator[Callable[[int], None] | None]:
    """A function to be told how many bytes of the file have been read; None where nobody watches.

    The bar comes on standard error once two seconds have passed, and goes when the block ends.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(path.name, total=path.stat().st_size)
    began = time.monotonic()

    def told(done: int) -> None:
        if not bar.live.is_started and time.monotonic() - began > PATIENCE_SECONDS:
            bar.start()
        bar.update(task, completed=done)

    try:
        yield told
    finally:
        bar.stop()
