"""Shares that a declaration takes from the ledger: how they are written, refused and reckoned."""

from __future__ import annotations

from datetime import date

import pytest

from detente.errors import CaseError, UsageError
from detente.scenarios.files_probability import load_probabilities
from detente.scenarios.files_yaml import load_yaml
from detente.scenarios.ledger_shares import FromForecast, FromRecord, counted_shares, forecast_shares
from detente.scenarios.probability import joint_model
from tests.scenarios.test_files_yaml import GOOD

MODEL = load_yaml(GOOD, "model.yml")
BLOCK = """\
probabilities:
  made_by: a reader
  made_on: 2026-11-24
  reason: Read, not guessed.
  shares:
    - {driver: projects, from_record: {since: 2014-01-01, add: 0.5}, reason: Counted.}
    - driver: payments
      from_forecast: {file: f.json, event_class: AGREE, days: 365, variant: own, rest: {flat: 1}}
      reason: Forecast.
  multipliers:
    - {if: projects/built, then: payments/own, times: 1.5, reason: They were agreed together.}
"""


def declared(text: str = BLOCK):
    return load_probabilities(GOOD + text, "model.yml", MODEL)


def test_where_shares_come_from_is_part_of_the_declaration():
    first, second = declared().shares
    assert first.origin == FromRecord(date(2014, 1, 1), 0.5) and first.shares == {}
    assert second.origin == FromForecast("f.json", "AGREE", 365, "own", {"flat": 1.0})
    assert first.record()["from_record"] == {"since": "2014-01-01", "add": 0.5}
    assert second.record()["from_forecast"]["event_class"] == "AGREE"


def test_shares_not_yet_read_make_no_joint():
    with pytest.raises(CaseError, match="the shares of projects are to be read from a case's ledger"):
        joint_model(MODEL, declared())


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("from_record: {since: 2014-01-01, add: 0.5}, ", "", "line 40: no shares. Give one of"),
        ("add: 0.5}", "add: 0.5}, shares: {stalled: 1, built: 0}", "shares and from_record at once"),
        ("since: 2014-01-01", "since: yesterday", "'yesterday' is no date"),
        ("since: 2014-01-01", "since: ''", "no since"),
        ("add: 0.5", "add: -1", "'-1' is not a number from 0 to 100"),
        ("days: 365", "days: 0", "'0' is not a whole number"),
        ("variant: own", "variant: mine", "no variant 'mine'"),
        ("rest: {flat: 1}", "rest: {own: 1}", "unknown field 'own'"),
    ],
)
def test_what_is_written_wrongly_is_refused_with_its_line(old, new, reason):
    assert BLOCK.count(old) == 1
    with pytest.raises(CaseError, match=reason) as caught:
        declared(BLOCK.replace(old, new))
    assert str(caught.value).startswith("model.yml, line ")


def test_counts_become_shares_that_add_to_one():
    assert counted_shares({"a": 7, "b": 0}, 1) == {"a": 8 / 9, "b": 1 / 9}
    assert counted_shares({"a": 3, "b": 1}, 0) == {"a": 0.75, "b": 0.25}
    assert counted_shares({"a": 0, "b": 0}, 0.5) == {"a": 0.5, "b": 0.5}
    with pytest.raises(UsageError, match="was ever true"):
        counted_shares({"a": 0, "b": 0}, 0)


def test_a_forecast_sets_its_variant_and_the_rest_is_shared_out():
    origin = FromForecast("f.json", "AGREE", 30, "a", {"b": 0.75, "c": 0.25})
    assert forecast_shares(0.2, origin) == pytest.approx({"a": 0.2, "b": 0.6, "c": 0.2})
    with pytest.raises(UsageError, match=r"f\.json: a forecast of 1\.2"):
        forecast_shares(1.2, origin)
    with pytest.raises(UsageError, match="the rest adds to 0"):
        forecast_shares(0.2, FromForecast("f.json", "AGREE", 30, "a", {"b": 0.25, "c": 0.25}))
