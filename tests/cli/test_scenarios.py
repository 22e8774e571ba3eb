"""detente scenarios: what is told, what if, watching, experts, and the how-to page's worked change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.scenarios.words import refuse_mixed
from tests.cli.running import Capture, command, well

FIXTURES = Path(__file__).parents[1] / "scenarios" / "fixtures"
HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "disagree.md"
CHANGE = "afghanistan/concert>trade_corridors/corridor=2"


def test_the_case_is_told_whole(capsys: Capture) -> None:
    out = well(capsys, "scenarios", "--as-of", "2026-11-24").out
    for part in (
        "Drivers (the variant", "Likelihood: ", "stays in ", "  Why", "because", "What follows from it",
        "Signposts: ", "Today: true", "Today: unknown", "Today: a person must look", "(continuation)",
        "(wild card)", "Declared with defence_ties at arms", "would overturn",
    ):  # fmt: skip
        assert part in out, part
    assert 3 <= len(re.findall(r"^Scenario \d", out, re.MULTILINE)) <= 5
    for line in out.splitlines():
        refuse_mixed(line)
    for word in re.findall(r"Likelihood: (.*)", out):
        assert re.search(r"\d+(\.\d+)? percent", word)


def test_every_judgement_share_and_reading_traces(capsys: Capture) -> None:
    document = well(capsys, "scenarios", "--format", "json", "--as-of", "2026-11-24").json
    cited = set()
    for scenario in document["scenarios"]:
        cited |= {
            i for why in scenario["why"] for push in why["for"] + why["against"] for i in push["evidence"]
        }
        cited |= {i for sign in scenario["signposts"] if sign["reading"] for i in sign["reading"]["evidence"]}
    cited |= {i for share in document["probabilities"]["shares"] for i in share["evidence"]}
    cited |= set(document["wild_card"]["evidence"])
    assert len(cited) > 60
    for id_ in sorted(cited)[::20]:
        assert well(capsys, "trace", id_, "--format", "json").json
    assert sum(s["likelihood"]["share"] for s in document["scenarios"]) == pytest.approx(1, abs=1e-3)
    roles = [s["role"] for s in document["scenarios"]]
    assert roles[0] == "continuation" and roles[-1] == "wild card"


def test_what_was_read_depends_on_the_day(capsys: Capture) -> None:
    def read(day: str) -> dict[str, str]:
        document = well(capsys, "scenarios", "--all", "--format", "json", "--as-of", day).json
        signs = [s for scenario in document["scenarios"] for s in scenario["signposts"] if s["reading"]]
        return {s["variant"]: s["reading"]["answer"] for s in signs}

    assert read("2026-11-24")["pakistan_politics/turmoil"] == "true"
    assert read("2025-12-31")["pakistan_politics/turmoil"] == "false"
    assert read("2025-12-31")["afghanistan/concert"] == "true"


def test_watch_counts_and_names_no_probability(capsys: Capture) -> None:
    out = well(capsys, "scenarios", "--watch", "--as-of", "2026-11-24").out
    assert "not a probability" in out and "percent" not in out
    found = [tuple(map(int, m)) for m in re.findall(r"(\d+) true, (\d+) false, (\d+) unknown", out)]
    assert len(found) == 5 and {sum(counts) for counts in found} == {11}
    assert found == sorted(found, key=lambda c: (-c[0], c[1]))


def test_the_worked_change_of_the_how_to(capsys: Capture, tmp_path: Path) -> None:
    page = HOW_TO.read_text(encoding="utf-8")
    out = well(capsys, "scenarios", "--set", CHANGE).out
    for line in re.findall(r"^    (What if: .*|  \d+ scenarios before.*)$", page, re.MULTILINE):
        assert line in out
    before, after = re.findall(r"^    (- \{from: afghanistan/concert.*)$", page, re.MULTILINE)
    mine = tmp_path / "mine.yml"
    well(capsys, "scenarios", "--write", mine)
    text = mine.read_text(encoding="utf-8")
    assert text.count(before) == 1
    mine.write_text(text.replace(before, after), encoding="utf-8")
    base = well(capsys, "scenarios", "--all", "--format", "json").json
    changed = well(capsys, "scenarios", mine, "--format", "json").json
    assert (base["consistent"], changed["consistent"]) == (10, 9)
    beside = well(capsys, "scenarios", "--beside", mine, "--format", "json").json["experts"]
    assert [d["values"] for d in beside["disagreements"]] == [
        dict(zip(beside["experts"], (1, 2), strict=True))
    ]
    assert sum(len(s["experts"]) == 2 for s in beside["scenarios"]) == 8
    assert "Side by side" in well(capsys, "scenarios", "--beside", mine).out
    assert command(capsys, "scenarios", "--write", mine).code == 2


def test_holding_dropping_and_leverage(capsys: Capture) -> None:
    held = well(capsys, "scenarios", "--fix", "ukraine_war=settled", "--format", "json").json
    assert {s["variants"][-1] for s in held["scenarios"]} == {2}
    assert held["what_if"]["before"] == 10 and held["probabilities"] is None
    gone = well(capsys, "scenarios", "--without", "st-fd0ddd88fa3882a4f0f9", "--format", "json").json
    assert len(gone["what_if"]["dropped"]) == 19
    out = well(capsys, "scenarios", "--leverage").out
    assert "Judgements that move the set most" in out and "were they to bear on nothing" in out


def test_a_file_of_another_program_and_one_without_reasons(capsys: Capture, tmp_path: Path) -> None:
    document = well(capsys, "scenarios", FIXTURES / "CIB_global.scw", "--format", "json").json
    assert sorted(s["basin"] for s in document["scenarios"]) == [1, 2, 4, 12]
    assert document["scenarios"][0]["robustness_interval"]["draws"] == 1000
    out = well(capsys, "scenarios", FIXTURES / "CIB_global.scw").out
    assert "17 starts of succession end in 1 cycles" in out and "Likelihood" not in out
    mine = tmp_path / "bare.yml"
    well(capsys, "scenarios", FIXTURES / "CIB_global.scw", "--write", mine)
    refused = command(capsys, "scenarios", mine)
    assert refused.code == 2 and "no focal_question" in refused.err
    assert well(capsys, "scenarios", mine, "--allow-unreasoned", "--format", "json").json["consistent"] == 4
    assert command(capsys, "scenarios", "--allow-unreasoned").code == 2
