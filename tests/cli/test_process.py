"""What only a real process shows: what is imported, what goes to which stream, how a pipe ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DETENTE = [sys.executable, "-m", "detente"]
HEAVY = {"polars", "duckdb", "numpy", "scipy", "jinja2", "rich", "altair", "vl_convert", "yaml"}


def process(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [*DETENTE, *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, **options)  # type: ignore[call-overload]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["nothing-of-that-name"]])
def test_help_is_there_before_any_heavy_module(arguments: list[str]) -> None:
    code = (
        "import json, sys; from detente.cli.main import run; code = run(sys.argv[1:]); "
        "sys.stderr.write('\\n' + json.dumps([code, sorted(sys.modules)]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    exit_code, modules = json.loads(done.stderr.splitlines()[-1])
    assert exit_code == (0 if arguments[0].startswith("--") else 2)
    assert HEAVY & {name.split(".")[0] for name in modules} == set()


def test_help_lists_every_command_and_every_command_has_help() -> None:
    from detente.cli.main import COMMANDS

    shown = process("--help").stdout
    assert all(f"  {name} " in shown for name in COMMANDS)
    from click.testing import CliRunner

    from detente.cli.main import detente

    for name in COMMANDS:
        done = CliRunner().invoke(detente, [name, "--help"])
        assert done.exit_code == 0
        assert "Usage:" in done.output


def test_without_arguments_help_and_exit_code_2() -> None:
    done = process()
    assert done.returncode == 2
    assert "Usage:" in done.stderr and done.stdout == ""


def test_first_use_prints_the_document_alone(tmp_path: Path) -> None:
    """The ledger is made on the way; nothing of that reaches stdout."""
    done = process(
        "measure",
        "shared_igos",
        "PAK",
        "RUS",
        "--format",
        "json",
        env=os.environ | {"XDG_DATA_HOME": str(tmp_path)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)
    assert (tmp_path / "detente" / "pakistan_russia").is_dir()


@pytest.mark.parametrize("form", ["jsonl", "table", "csv"])
def test_a_pipe_that_closes_early_is_no_error(packaged_ledger: Path, form: str) -> None:
    write = subprocess.Popen(
        [*DETENTE, "measure", "vote_agreement", "PAK", "RUS", "--format", form],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert write.stdout is not None and write.stderr is not None
    assert write.stdout.readline()
    write.stdout.close()
    assert write.stderr.read() == ""
    assert write.wait(60) == 0


def test_exit_code_2_and_one_line_reach_the_shell(packaged_ledger: Path) -> None:
    done = process("measure", "trade_valu", "PAK", "RUS", "--format", "json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "trade_value" in done.stderr


def test_the_ledger_can_be_named_by_the_environment(packaged_ledger: Path, tmp_path: Path) -> None:
    fixture = Path(__file__).parents[1] / "sources" / "fixtures" / "chronology.csv"
    environment = os.environ | {"DETENTE_LEDGER": str(tmp_path / "mine")}
    assert process("ingest", "chronology", str(fixture), env=environment).returncode == 0
    held = {
        r["source"]: r["files_ingested"]
        for r in json.loads(process("sources", "--format", "json", env=environment).stdout)
    }
    assert held["chronology"] == 1
    assert sum(held.values()) == 1
