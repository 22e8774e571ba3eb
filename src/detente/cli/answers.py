"""Answers to questions of a command: from a person at a terminal, or line by line from a pipe."""

from __future__ import annotations

import io
import signal
import sys
from typing import TextIO

from detente.errors import UsageError


class AtTerminal:
    """A person, who can be asked again."""

    asks_again = True

    def __init__(self, given: TextIO, said: TextIO) -> None:
        self._given, self._said = given, said

    def ask(self, prompt: str) -> str:
        """The line typed; Ctrl-D raises EOFError."""
        if sys.platform != "win32":
            # Polars handles SIGINT so that a read that waits goes on waiting: Ctrl-C would do nothing.
            signal.siginterrupt(signal.SIGINT, True)
        self._said.write(prompt)
        self._said.flush()
        return _line(self._given)

    def refused(self, error: UsageError) -> UsageError:
        """The error as it is."""
        return error


class FromPipe:
    """Lines of a pipe. One that is no answer ends the walk: those after it may be about other readings."""

    asks_again = False

    def __init__(self, given: TextIO, first: str) -> None:
        self._given, self._first, self._number = given, first, 0

    def ask(self, prompt: str) -> str:
        """The next line; the end of the pipe raises EOFError."""
        del prompt
        self._number += 1
        return self._first.rstrip("\r\n") if self._number == 1 else _line(self._given)

    def refused(self, error: UsageError) -> UsageError:
        """The error with the number of the line."""
        where = f"answer line {self._number}" + (f", {error.where}" if error.where else "")
        return UsageError(error.what, where=where, todo=error.todo)


def answers_from(given: TextIO, said: TextIO) -> AtTerminal | FromPipe:
    """The answers on standard input. Raises UsageError when there is no terminal and no line."""
    if isinstance(given, io.TextIOWrapper):
        given.reconfigure(errors="replace")
    if given.isatty():
        return AtTerminal(given, said)
    first = given.readline()
    if not first:
        raise UsageError(
            "there is no terminal to ask at, and no answer on standard input",
            todo="Run it in a terminal, or give answers line by line: "
            "printf 'a\\nr wrong state\\n' | detente review FILE",
        )
    return FromPipe(given, first)


def _line(given: TextIO) -> str:
    line = given.readline()
    if not line:
        raise EOFError
    return line.rstrip("\r\n")
