"""detente scenarios: models and solution lists from one format into another, and a reader's model in the case."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Capture, command, well

FIXTURES = Path(__file__).parents[1] / "scenarios" / "fixtures"
GLOBAL = FIXTURES / "CIB_global.scw"


@pytest.mark.parametrize("ending", ["yml", "scw", "csv"])
def test_a_published_model_goes_round_every_format(capsys: Capture, tmp_path: Path, ending: str) -> None:
    written = tmp_path / f"model.{ending}"
    well(capsys, "scenarios", GLOBAL, "--write", written)
    back = tmp_path / "back.scw"
    lenient = ["--allow-unreasoned"] if ending == "yml" else []
    well(capsys, "scenarios", written, *lenient, "--write", back)
    documents = [
        well(capsys, "scenarios", path, *more, "--format", "json").json["scenarios"]
        for path, more in ((GLOBAL, []), (written, lenient), (back, []))
    ]
    figures = [
        [(s["variants"], s["margin"], s["total_impact_score"], s["basin"]) for s in scenarios]
        for scenarios in documents
    ]
    assert figures[0] == figures[1] == figures[2] and len(figures[0]) == 4
    again = tmp_path / "again.scw"
    well(capsys, "scenarios", back, "--write", again)
    assert again.read_bytes() == back.read_bytes()
    if ending == "scw":
        assert written.read_bytes() == GLOBAL.read_bytes()


def test_solutions_are_written_and_held_beside_the_published_ones(capsys: Capture, tmp_path: Path) -> None:
    own = tmp_path / "own.sl"
    well(capsys, "scenarios", GLOBAL, "--write", own)
    lines = {line.strip() for line in own.read_text("latin-1").splitlines()}
    assert lines == {line.strip() for line in (FIXTURES / "CIB_global.sl").read_text("latin-1").splitlines()}
    for listed in (own, FIXTURES / "CIB_global.sl"):
        out = well(capsys, "scenarios", GLOBAL, "--solutions", listed).out
        assert "4 solutions, 4 of them consistent here, 0 consistent ones that it lacks" in out
        assert "4 consistency values, 4 total impact scores" in out and "weights: 4 equal" in out
    refused = command(capsys, "scenarios", FIXTURES / "CIB_nested.scw", "--write", tmp_path / "n.sl")
    assert refused.code == 2 and "Add --basins" in refused.err
    assert not (tmp_path / "n.sl").exists()


def test_a_case_is_written_under_its_name_without_the_machines_folders(
    capsys: Capture, tmp_path: Path
) -> None:
    path = tmp_path / "case.scw"
    said = well(capsys, "scenarios", "--write", path).out
    assert "confidence" in said and "do not" in said
    assert path.read_text("latin-1").splitlines()[1] == "pakistan_russia"
    assert well(capsys, "scenarios", path, "--format", "json").json["consistent"] == 10


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((FIXTURES / "CIB_global.sl",), "a solution list holds no model"),
        ((GLOBAL, "--write", "model.doc"), "no format ends in '.doc'"),
        ((GLOBAL, "--model", GLOBAL), "stands in place of a case's model"),
        (("--solutions", FIXTURES / "CIB_global.sl"), "solution 1 is no combination of"),
        ((GLOBAL, "--solutions", GLOBAL), "not a ScenarioWizard solution set"),
        (("--model", GLOBAL), "a case's model is YAML"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_line(
    capsys: Capture, arguments: tuple[object, ...], said: str
) -> None:
    done = command(capsys, "scenarios", *arguments)
    assert done.code == 2 and said in done.err and done.err.count("\n") == 1
    assert not Path("model.doc").exists()


def test_a_readers_share_moves_the_likelihoods_and_says_from_what(capsys: Capture, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yml"
    assert f"--model {mine}" in well(capsys, "scenarios", "--write", mine).out
    text = mine.read_text(encoding="utf-8")
    line = "shares: {balancing: 0.65, turmoil: 0.35}"
    assert text.count(line) == 1
    mine.write_text(text.replace(line, "shares: {balancing: 0.3, turmoil: 0.7}"), encoding="utf-8")
    document = well(capsys, "scenarios", "--model", mine, "--format", "json").json
    changes = document["what_if"]["changes"]
    assert changes == [
        "share of pakistan_politics/balancing: 0.3 instead of 0.65",
        "share of pakistan_politics/turmoil: 0.7 instead of 0.35",
    ]
    assert document["what_if"]["before"] == document["what_if"]["after"] == 10
    assert [s["role"] for s in document["scenarios"]][::4] == ["continuation", "wild card"]
    assert all(s["signposts"] and s["fit"] for s in document["scenarios"])
    calm = document["scenarios"][0]
    assert "pakistan_politics/balancing" in {why["chosen"] for why in calm["why"]}
    assert calm["likelihood"]["share"] < calm["before"]["likelihood"]["share"]


def test_a_model_that_gives_the_wild_card_says_so(capsys: Capture, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yml"
    well(capsys, "scenarios", "--write", mine)
    text = mine.read_text(encoding="utf-8")
    held = "wild_card:\n  fix: {defence_ties: arms}"
    assert text.count(held) == 1
    mine.write_text(text.replace(held, "wild_card:\n  fix: {defence_ties: routine}"), encoding="utf-8")
    document = well(capsys, "scenarios", "--model", mine, "--format", "json").json
    assert document["wild_card"] is None
    assert any("the wild card is no longer one" in change for change in document["what_if"]["changes"])


def test_succession_from_today_and_its_cycles_are_told(capsys: Capture) -> None:
    for rule in ("global", "local", "incremental"):
        document = well(capsys, "scenarios", "--succession", rule, "--format", "json").json
        assert document["succession"] == rule and document["path"][0] == document["today"]
        assert document["path"][-1] in document["path"][:-1]
        assert sum(c["basin"] for c in document["largest_cycles"]) == document["cycling"]
    out = well(capsys, "scenarios", GLOBAL).out
    assert "17: [FT, Mod, Stag] -> [Ntl, Mod, ModGr] -> the first again" in out
    assert "From today's reading global succession takes 1 step, " in well(capsys, "scenarios").out


def test_draws_and_seed_reach_a_case(capsys: Capture) -> None:
    one, two = (
        well(capsys, "scenarios", "--draws", "50", "--seed", seed, "--format", "json").json["scenarios"]
        for seed in ("1", "2")
    )
    assert one[0]["robustness_interval"]["draws"] == 50
    assert [s["robustness"] for s in one] != [s["robustness"] for s in two]


def test_judgements_made_after_the_day_asked_are_owned_up_to(capsys: Capture) -> None:
    assert "judgements were made after 2020-01-01" in well(capsys, "scenarios", "--as-of", "2020-01-01").out
    assert "were made after" not in well(capsys, "scenarios", "--as-of", "2026-11-24").out


def test_the_evidence_matrix_is_for_audit_only(capsys: Capture, tmp_path: Path) -> None:
    out = well(capsys, "scenarios", "--evidence").out
    section = out[out.index("Evidence matrix") :]
    assert "for audit only" in section and "percent" not in section
    found = well(capsys, "scenarios", "--evidence", "--format", "json").json["evidence"]
    assert set(found["audit"]) == {"against", "telling", "idle", "unjudged", "single"}
    assert found["audit"]["unjudged"] == [] and len(found["cells"]) == len(
        found["audit"]["telling"] + found["audit"]["idle"]
    )
    assert all(cell["reason"] for row in found["cells"].values() for cell in row.values())
    mine = tmp_path / "mine.csv"
    mine.write_text("statement,scenario,bearing,reason\nst-1,1,against,why not\n", encoding="utf-8")
    assert "speaks one statement alone: st-1" in well(capsys, "scenarios", GLOBAL, "--matrix", mine).out
    mine.write_text("statement,scenario,bearing,reason\nst-1,9,against,why not\n", encoding="utf-8")
    refused = command(capsys, "scenarios", GLOBAL, "--matrix", mine)
    assert refused.code == 2 and "no scenario '9'" in refused.err
