"""A command run in this process: its exit code and what it printed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from detente.cli.main import run

Capture = pytest.CaptureFixture[str]


@dataclass(frozen=True)
class Outcome:
    """Exit code, stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out), strict=True))


def command(capsys: Capture, *arguments: object) -> Outcome:
    """Run `detente ARGUMENTS` here; whatever was printed before is left out."""
    capsys.readouterr()
    code = run([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return Outcome(code, printed.out, printed.err)


def well(capsys: Capture, *arguments: object) -> Outcome:
    """The same for a command that must succeed without a word on stderr."""
    done = command(capsys, *arguments)
    assert (done.code, done.err) == (0, ""), done.err
    return done


def stand_in_order(given: Iterable[str], contract: list[str]) -> bool:
    """Every field of the contract is there, in the contract's order; others may stand between."""
    return [name for name in given if name in contract] == contract
