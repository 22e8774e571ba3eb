"""detente profile: parts before the total, in every format, with a user's own weights."""

import pytest

from detente.cli.main import run
from tests.cli.running import command, stand_in_order, well

FIELDS = [
    "actors",
    "year",
    "concept",
    "realms",
    "missing_share",
    "total",
    "among",
    "draws",
    "seed",
    "evidence",
]


def test_the_first_case_has_its_parts_and_a_total_among_itself(capsys, packaged_ledger):
    found = well(capsys, "profile", "PAK", "RUS", "--format", "json", "--draws", "50").json
    assert stand_in_order(found, FIELDS)
    assert (found["actors"], found["year"]) == (["PAK", "RUS"], 2014)
    parts = {p["indicator"]: p for realm in found["realms"] for p in realm["indicators"]}
    assert parts["shared_organisations"]["value"] == 44
    assert parts["shared_organisations"]["score"] == pytest.approx(100 * 44 / 70)
    assert parts["arms_supply"]["coverage"] == "outside_coverage"
    assert parts["bilateral_treaty"]["coverage"] == "true_zero"
    assert found["among"] == [["PAK", "RUS"]]
    assert found["total"]["low"] < found["total"]["arithmetic"] < found["total"]["high"]
    assert set(found["evidence"]) >= set(parts["voting_alike"]["evidence"]) != set()


def test_one_row_per_part_and_one_line_per_row(capsys, packaged_ledger):
    rows = well(capsys, "profile", "PAK", "RUS", "--format", "jsonl", "--draws", "20").lines
    assert rows[-1]["level"] == "total"
    assert {row["level"] for row in rows} == {"indicator", "realm", "total"}
    assert (
        well(capsys, "profile", "PAK", "RUS", "--format", "csv", "--draws", "20").rows[-1]["level"] == "total"
    )
    shown = well(capsys, "profile", "PAK", "RUS", "--draws", "20").out
    assert shown.index("MULTILATERAL") < shown.index("total: ")
    assert "1 of 1" in shown and "among the dyads held: PAK-RUS" in shown


def test_the_measure_of_the_same_name_gives_the_same_score(capsys, packaged_ledger):
    total = well(capsys, "profile", "PAK", "RUS", "--format", "json", "--draws", "20").json["total"]
    rows = well(capsys, "measure", "realm_profile", "PAK", "RUS", "--since", "2014-01-01", "--until", "2014-12-31",
                "--format", "json").json  # fmt: skip
    by_basis = {row["basis"]: row for row in rows}
    assert by_basis["total of all realms; arithmetic means"]["value"] == pytest.approx(total["arithmetic"])
    assert by_basis["realm politics"]["coverage"] == "outside_coverage"


def test_a_cases_own_weights_are_taken(capsys, packaged_ledger, tmp_path):
    folder = tmp_path / "mine"
    assert run(["case", "init", "PAK", "RUS", str(folder)]) == 0
    file = folder / "case.yml"
    plain = file.read_text(encoding="utf-8")
    file.write_text(plain + "profile:\n  realm_weights: {multilateral: 0}\n", encoding="utf-8")
    found = well(capsys, "profile", "PAK", "RUS", "--case", folder, "--format", "json", "--draws", "20").json
    assert "multilateral" not in [realm["realm"] for realm in found["realms"]]
    file.write_text(plain + "profile:\n  realm_weights: {love: 1}\n", encoding="utf-8")
    wrong = command(capsys, "profile", "PAK", "RUS", "--case", folder)
    assert wrong.code == 2 and "love" in wrong.err and "Traceback" not in wrong.err


def test_a_pair_of_which_nothing_is_held(capsys, packaged_ledger):
    wrong = command(capsys, "profile", "FRA", "BRA")
    assert wrong.code == 2
    assert "no indicator of FRA and BRA is known" in wrong.err
