"""What a reader's model says otherwise."""

from __future__ import annotations

import pytest

from detente.errors import UsageError
from detente.scenarios.differences import declared_differences, differences
from detente.scenarios.files_probability import load_probabilities
from detente.scenarios.files_yaml import load_yaml
from tests.scenarios.examples import somewhereland
from tests.scenarios.test_files_yaml import GOOD

OWN = load_yaml(GOOD, "own.yml")
SHARES = """probabilities:
  made_by: me
  made_on: 2026-01-01
  reason: because
  shares:
    - {driver: projects, shares: {stalled: 0.6, built: 0.4}, reason: because}
    - {driver: payments, shares: {flat: 0.5, own: 0.5}, reason: because}
  multipliers:
    - {if: projects/stalled, then: payments/flat, times: 1.2, reason: because}
"""


def test_the_same_model_differs_in_nothing():
    assert list(differences(OWN, load_yaml(GOOD, "mine.yml"))) == []


def test_values_confidence_and_pairs_are_told_in_words():
    text = GOOD.replace("value: 2", "value: -1", 1).replace("confidence: 3", "confidence: 1", 1)
    text += "forbidden:\n  - {variants: [projects/stalled, payments/flat], reason: because}\n"
    found = list(differences(OWN, load_yaml(text, "mine.yml")))
    assert "projects/stalled on payments/flat: -1 instead of +2" in found
    assert "forbids projects/stalled with payments/flat" in found
    assert any(one.startswith("confidence of ") and "1 instead of 3" in one for one in found)
    back = list(differences(load_yaml(text, "mine.yml"), OWN))
    assert "no longer forbids projects/stalled with payments/flat" in back


def test_other_drivers_are_refused():
    with pytest.raises(UsageError, match="its drivers are not the case's"):
        list(differences(OWN, somewhereland()))


def test_declared_shares_and_multipliers_are_compared():
    def declared(text: str):
        return load_probabilities(GOOD + text, "x.yml", OWN)

    own = declared(SHARES)
    mine = declared(
        SHARES.replace("stalled: 0.6, built: 0.4", "stalled: 0.5, built: 0.5").replace("1.2", "1.5")
    )
    assert list(declared_differences(own, own)) == []
    assert list(declared_differences(own, mine)) == [
        "share of projects/stalled: 0.5 instead of 0.6", "share of projects/built: 0.5 instead of 0.4",
        "projects/stalled with payments/flat, times: 1.5 instead of 1.2",
    ]  # fmt: skip
    fewer = declared(SHARES[: SHARES.index("  multipliers")])
    assert list(declared_differences(own, fewer)) == [
        "projects/stalled with payments/flat, times: nothing said instead of 1.2"
    ]
    assert list(declared_differences(own, None)) == ["no likelihoods are declared"]
    assert list(declared_differences(None, own)) == ["likelihoods are declared"]
    assert list(declared_differences(None, None)) == []
