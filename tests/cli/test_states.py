"""Who is asked about, and who is answered about: names, predecessors, order and direction."""

from __future__ import annotations

import pytest

from tests.cli.running import Capture, well

pytestmark = pytest.mark.usefixtures("packaged_ledger")
RUSSIA_BEGINS = "1991-12-26"


def measured(capsys: Capture, *arguments: str) -> list[dict[str, object]]:
    return well(capsys, "measure", *arguments, "--format", "json").json


@pytest.mark.parametrize(
    ("given", "code"),
    [("pak", "PAK"), ("Pakistan", "PAK"), ("RUSSIA", "RUS"), ("soviet union", "SUN"), ("USSR", "SUN")],
)  # fmt: skip
def test_names_are_accepted_and_codes_given_back(capsys: Capture, given: str, code: str) -> None:
    records = measured(capsys, "vote_agreement", given, "CHN")
    assert {tuple(r["actors"]) for r in records} <= {(code, "CHN")}
    by_code = measured(capsys, "vote_agreement", code, "CHN")
    assert records == by_code


def test_actors_stand_as_asked(capsys: Capture) -> None:
    there = measured(capsys, "vote_agreement", "PAK", "RUS")
    back = measured(capsys, "vote_agreement", "RUS", "PAK")
    assert there and [r | {"actors": r["actors"][::-1]} for r in back] == there


def test_directed_measures_give_both_orders(capsys: Capture) -> None:
    records = measured(capsys, "trade_value", "PAK", "RUS", "--since", "2014-01-01", "--until", "2014-12-31")
    assert {tuple(r["actors"]): r["value"] for r in records} == {("PAK", "RUS"): 311e6, ("RUS", "PAK"): 162e6}
    assert all(r["directed"] for r in records)
    turned = measured(capsys, "trade_value", "RUS", "PAK", "--since", "2014-01-01", "--until", "2014-12-31")
    assert sorted(turned, key=str) == sorted(records, key=str)


def counted(records: list[dict[str, object]], until: str) -> float:
    return sum(
        r["value"] or 0 for r in records if r["period"]["end"] <= until and r["basis"] == "all realms; all"
    )


def test_russia_includes_the_soviet_union_unless_exact(capsys: Capture) -> None:
    ask = ("event_volume", "PAK", "RUS", "--by", "year", "--until", "1990-12-31")
    whole = measured(capsys, *ask)
    exact = measured(capsys, *ask, "--exact-state")
    assert {tuple(r["actors"]) for r in whole + exact} == {("PAK", "RUS")}
    assert sum(r["value"] or 0 for r in whole) > 50
    assert sum(r["value"] or 0 for r in exact) == 0
    assert not any(r["evidence"] for r in exact)


def test_evidence_keeps_the_code_of_its_day(capsys: Capture) -> None:
    ask = ("event_volume", "PAK", "RUS", "--by", "all", "--until", "1990-12-31")
    ids = measured(capsys, *ask)[0]["evidence"]
    for id_ in ids[:5]:
        said = well(capsys, "trace", id_, "--format", "json").json["statement"]
        assert "SUN" in said["source_actors"] + said.get("target_actors", [])


@pytest.mark.parametrize("name", ["vote_agreement", "trade_value", "shared_igos"])
def test_carried_figures_of_the_predecessor_are_not_those_of_the_exact_state(
    capsys: Capture, name: str
) -> None:
    exact = measured(capsys, name, "PAK", "RUS", "--exact-state", "--by", "year")
    early = [
        r for r in exact if r["period"]["end"] < RUSSIA_BEGINS and r["coverage"] in {"value", "true_zero"}
    ]
    assert early == []
    later = [r for r in exact if r["period"]["start"] >= RUSSIA_BEGINS and r["coverage"] == "value"]
    assert later


@pytest.mark.parametrize("day", ["1985-06-30", "2005-06-30"])
def test_as_of_knows_nothing_later(capsys: Capture, day: str) -> None:
    for name in ("vote_agreement", "trade_value", "event_volume"):
        records = measured(capsys, name, "PAK", "RUS", "--as-of", day)
        assert records
        assert max(r["period"]["start"] for r in records) <= day
        ids = sorted({id_ for r in records for id_ in r["evidence"]})[:3]
        for id_ in ids:
            assert well(capsys, "trace", id_, "--format", "json").json["statement"]["known_from"] <= day
