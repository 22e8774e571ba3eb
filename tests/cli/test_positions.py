"""detente scenarios --positions: where an issue settles."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Capture, command, well

# Bueno de Mesquita 1994, emission standards in years of delay, as printed by Scholz, Calbert and Smith 2011
CSV = """actor,capability,position,salience
Netherlands,.08,4,.80
Belgium,.08,7,.40
Luxembourg,.03,4,.20
Germany,.16,4,.80
France,.16,10,.60
Italy,.16,10,.60
United Kingdom,.16,10,.90
Ireland,.05,7,.10
Denmark,.05,4,1.00
Greece,.08,7,.70
"""


def test_the_published_mean_is_told(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "stakes.csv"
    path.write_text(CSV, encoding="utf-8")
    out = well(capsys, "scenarios", "--positions", path).out
    assert "median 7" in out and out.splitlines()[1].startswith("  United Kingdom: ")
    record = well(capsys, "scenarios", "--positions", path, "--format", "json").json
    assert round(record["mean"], 1) == 7.4 and sum(record["shares"].values()) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("actor,", "name,", "line 1: not the columns actor, capability"),
        (".08,4,.80", ".08,4", "line 2: not 4 values"),
        (".08,4,.80", ".08,four,.80", "line 2: capability, position and salience are not all numbers"),
        (".08,4,.80", ".08,inf,.80", "line 2: capability, position and salience are not all numbers"),
        ("Belgium", "Netherlands", "Netherlands has two positions"),
        (".08,4,.80", "-1,4,.80", "Netherlands has a negative weight"),
    ],
)
def test_a_broken_file_is_refused_in_a_line(
    capsys: Capture, tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = tmp_path / "stakes.csv"
    path.write_text(CSV.replace(old, new, 1), encoding="utf-8")
    done = command(capsys, "scenarios", "--positions", path)
    assert done.code == 2 and said in done.err and done.err.count("\n") == 1
