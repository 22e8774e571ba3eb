"""Shares read from the ledger on a day, and from a saved forecast."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from detente.errors import CaseError
from detente.scenarios.ledger_shares import FromForecast, FromRecord
from detente.scenarios.probability import Declared, Share
from detente.study.case import packaged_case
from detente.study.declared_shares import with_forecasts, with_record
from detente.study.opening import open_ledger
from detente.study.scenarios import case_model
from detente.study.signposts import signposts_of
from tests.cli.running import Capture, well

DAY = date(2026, 11, 24)
RECORD = {"actors": ["PAK", "RUS"], "event_class": "AGREE", "as_of": "2026-06-01", "days": 90}


def recorded(driver: str, since: date, as_of: date = DAY) -> Share:
    case = packaged_case()
    model = case_model(case)
    assert model is not None
    declared = Declared(shares=(Share(driver=driver, shares={}, origin=FromRecord(since, 1)),))
    return with_record(declared, model, signposts_of(case, model), case, open_ledger(), as_of).shares[0]


def test_the_record_of_votes_sets_a_share() -> None:
    read = recorded("forums", date(2014, 1, 1))
    # abstentions of March 2014, March and October 2022 and February 2023, each seen for three years
    assert read.shares == {"in_step": 8 / 9, "apart": 1 / 9}
    assert "in_step true on 7 of 7" in read.found and "apart true on 0" in read.found
    assert {"st-46f053e0e8ea4cea5bd6", "st-b8295110228ad0a78fcc"} <= set(read.evidence)


def test_what_was_not_known_on_the_day_does_not_count() -> None:
    early = recorded("forums", date(1980, 1, 1), as_of=date(1990, 1, 1))
    assert early.shares["apart"] > 0.5 > early.shares["in_step"]
    assert "st-b8295110228ad0a78fcc" not in early.evidence


def test_a_variant_without_a_rule_cannot_be_counted() -> None:
    with pytest.raises(CaseError, match="has no signpost with a rule"):
        recorded("ukraine_war", date(2014, 1, 1))


def test_the_packaged_case_says_what_it_read(capsys: Capture) -> None:
    out = well(capsys, "scenarios", "--as-of", "2026-11-24").out
    assert "Read from the ledger, forums: in_step 0.889, apart 0.111 (in_step true on 7 of 7 days" in out


def forecast(folder: Path, records: object, as_of: date | None = DAY) -> Share:
    (folder / "f.json").write_text(json.dumps(records), encoding="utf-8")
    origin = FromForecast("f.json", "AGREE", 90, "own", {"flat": 1.0})
    declared = Declared(shares=(Share(driver="payments", shares={}, origin=origin),))
    return with_forecasts(declared, folder, as_of, ("RUS", "PAK")).shares[0]


def test_a_saved_forecast_sets_a_share(tmp_path: Path) -> None:
    other = RECORD | {"days": 30, "probability_any": 0.1}
    read = forecast(tmp_path, [RECORD | {"probability_any": 0.25}, other])
    assert read.shares == {"own": 0.25, "flat": 0.75}
    assert read.found == "AGREE within 90 days forecast at 0.25 on 2026-06-01"


@pytest.mark.parametrize(
    ("records", "as_of", "reason"),
    [
        ([], DAY, "0 forecasts of AGREE within 90 days"),
        ([RECORD | {"probability_any": 0.2}] * 2, DAY, "2 forecasts of AGREE"),
        ([RECORD | {"probability_any": 0.2, "actors": ["PAK", "IND"]}], DAY, "0 forecasts"),
        ([RECORD | {"probability_any": 0.2}], date(2026, 1, 1), "made on 2026-06-01, after 2026-01-01"),
        ([RECORD], DAY, "no forecasts can be read here"),
        ({"a": 1}, DAY, "no forecasts can be read here"),
    ],
)
def test_a_forecast_that_does_not_fit_is_refused(
    tmp_path: Path, records: object, as_of: date, reason: str
) -> None:
    with pytest.raises(CaseError, match=reason) as caught:
        forecast(tmp_path, records, as_of)
    assert str(caught.value).startswith("f.json: ")


def test_a_model_file_takes_a_forecast_but_no_record_of_its_own(capsys: Capture, tmp_path: Path) -> None:
    records = [RECORD | {"probability_any": 0.25}]
    (tmp_path / "f.json").write_text(json.dumps(records), encoding="utf-8")
    driver = "variants: [{id: flat}, {id: own}]"
    text = (
        f"drivers:\n  - {{id: payments, {driver}}}\n  - {{id: projects, {driver}}}\n"
        "judgements:\n  - {from: payments/own, to: projects/own, value: 1}\n"
        "probabilities:\n  shares:\n    - {driver: payments, from_forecast: "
        "{file: f.json, event_class: AGREE, days: 90, variant: own, rest: {flat: 1}}}\n"
    )
    path = tmp_path / "model.yml"
    path.write_text(text, encoding="utf-8")
    shares = well(capsys, "scenarios", path, "--allow-unreasoned", "--format", "json").json["probabilities"][
        "shares"
    ]
    assert shares[0]["shares"] == {"own": 0.25, "flat": 0.75}
    path.write_text(
        text[: text.index("from_forecast")] + "from_record: {since: 2014-01-01, add: 1}}\n", encoding="utf-8"
    )
    document = well(capsys, "scenarios", path, "--allow-unreasoned", "--format", "json").json
    assert document["probabilities"] is None and "the shares of payments are read from" in document["unread"]
    out = well(capsys, "scenarios", path, "--allow-unreasoned").out
    assert "Likelihoods are declared but not shown" in out and "Likelihood:" not in out
