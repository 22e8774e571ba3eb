"""detente review [FILE|DIR...]"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from detente.cli.options import Day, format_option, ledger_option
from detente.cli.output import emit
from detente.errors import UsageError

if TYPE_CHECKING:
    from detente.study.desk import ReviewDesk

BELOW: Final = 0.7
"""The reader's own mark of doubt: one side taken from the context (0.65) and stances (0.6) lie under it."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--published", type=Day(), help="Publication date of the files: 'last year' is read from it.")
@click.option(
    "--below",
    type=click.FloatRange(0, 1.01),
    default=BELOW,
    show_default=True,
    metavar="X",
    help="Show readings whose confidence is below this; 1.01 shows all.",
)
@click.option("--again", is_flag=True, help="Show those too that were judged before, with the verdict.")
@click.option(
    "--reviewer",
    envvar="DETENTE_REVIEWER",
    metavar="NAME",
    help="Who judges (default: $DETENTE_REVIEWER, else the login name).",
)
@click.option(
    "--golden",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where judged readings are written as golden tests (default: folder golden of the ledger).",
)
@click.option(
    "--check",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="Judge nothing: read the golden tests of a folder anew and say which are still wrong; exit code 1 if any.",
)
@ledger_option
@format_option("table", "json", "jsonl", "csv")
def command(
    paths: tuple[Path, ...],
    published: date | None,
    below: float,
    again: bool,
    reviewer: str | None,
    golden: Path | None,
    check: Path | None,
    ledger_path: Path | None,
    form: str,
) -> int:
    """Walk the doubtful readings: accept, correct or reject each, with a reason.

    With files they are read into the ledger first; without, all that the ledger holds of documents is walked. Every
    verdict is kept at once, as a judgement with your name, the day and the reason, and is followed by `detente read`,
    `brief`, `measure` and `trace`. What is judged is not shown again. Judged readings become golden tests of the
    reader.

    Answers can come from a pipe, one a line ("a", "r REASON", "c", then "field = value" lines, an empty line and the
    reason). Forms other than table print the judgements made on stdout, and the walk on stderr.
    """
    if check is not None:
        return _check(check, form)
    from detente.study.desk import open_desk

    name = (reviewer or _login()).strip()
    if not name:
        raise UsageError("it is not known who judges", where="--reviewer", todo="Give --reviewer NAME")
    desk = open_desk(ledger_path, golden, by=name, today=date.today)
    for error in desk.read(paths, published):
        click.echo(f"detente: {error}", err=True)
    code = 2 if desk.errors else 0
    queue = desk.queue(below=below, again=again)
    if not queue:
        _nothing(desk, below, form)
        return code
    return _walk(desk, queue, name, form) or code


def _walk(desk: ReviewDesk, queue: list[Any], name: str, form: str) -> int:
    from rich.console import Console

    from detente.cli.answers import answers_from
    from detente.cli.review_text import Board
    from detente.cli.review_walk import Walk, summary

    stream = sys.stdout if form == "table" else sys.stderr
    board = Board(Console(file=stream, highlight=False, soft_wrap=False))
    answers = answers_from(sys.stdin, stream)
    board.say(f"{len(queue)} readings to review, as {name}. Each verdict is kept in {desk.ledger.path}")
    walk = Walk(queue, board, answers, desk, desk.text)
    code = 0
    try:
        walk.run()
    except KeyboardInterrupt:
        board.say("")
        code = 130
    finally:
        board.say_whole("", *summary(walk, desk.told()))
        if form != "table":
            emit([judgement.record() for judgement in walk.made], form)
    return code


def _nothing(desk: ReviewDesk, below: float, form: str) -> None:
    held = desk.queue(below=1.01, again=True)
    judged = sum(one.verdict is not None for one in held)
    if form != "table":
        emit([], form)
    elif held:
        click.echo(
            f"Nothing to review: of {len(held)} readings {judged} are judged, and no other is below {below:g}. "
            "See judged ones with --again, surer ones with --below 1.01."
        )
    else:
        click.echo("Nothing to review: nothing was read in a document. Name one: detente review FILE")


def _check(folder: Path, form: str) -> int:
    from detente.study.golden import check_golden

    found, errors = check_golden(folder)
    for error in errors:
        click.echo(f"detente: {error}", err=True)
    wrong = [test for test in found if test.wrong is not None]
    if form != "table":
        emit([test.told() for test in found], form)
    else:
        for test in wrong:
            quote = (test.record["expected"] or test.record["read"])["quote"]["exact"]
            click.echo(
                f"{test.file}: {' '.join(quote.split())[:100]!r}: {test.wrong} ({test.record['verdict']})"
            )
        click.echo(f"{len(found) - len(wrong)} of {len(found)} judged readings are read right.")
    return 2 if errors else int(bool(wrong))


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


__all__: Sequence[str] = ("command",)
