"""The YAML form: what it holds, and every way it is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from detente.errors import CaseError
from detente.scenarios.files_scw import load_scw
from detente.scenarios.files_yaml import dump_yaml, load_yaml
from tests.scenarios.examples import FIXTURES, somewhereland

GOOD = """\
focal_question: Will the two states trade in their own currencies?
horizon: 2028-12-31
resolution_rule: Half of invoiced trade, by central-bank figures.
drivers:
  - id: projects
    name: Energy projects
    realm: energy
    variants:
      - {id: stalled, name: Stalled, description: Nothing is built}
      - {id: built, name: No}
  - id: payments
    name: Payments
    realm: trade
    variants:
      - {id: flat, name: Flat}
      - {id: own, name: Own currencies}
judgements:
  - from: projects/stalled
    to: payments/flat
    value: 2
    confidence: 3
    reason: Without projects there is little to pay for
    evidence: [st-0123456789abcdef0123]
    made_by: case authors
    made_on: 2026-11-24
  - {from: projects/built, to: payments/flat, value: 0}
  - from: payments/own
    to: payments/own
    value: -1
    confidence: 1
    reason: Habit wears out
    evidence: [st-0123456789abcdef0123, st-ffffffffffffffffffff]
    made_by: case authors
    made_on: 2026-11-24
"""


def test_what_is_written_is_what_is_read():
    model = load_yaml(GOOD, "model.yml")
    assert model.focal_question.startswith("Will the two states")
    assert model.horizon == date(2028, 12, 31)
    assert model.addresses == ("projects/stalled", "projects/built", "payments/flat", "payments/own")
    assert model.drivers[0].realm == "energy"
    assert model.drivers[0].variants[0].description == "Nothing is built"
    assert model.drivers[0].variants[1].name == "No"
    assert model.matrix.tolist() == [[0, 0, 2, 0], [0] * 4, [0] * 4, [0, 0, 0, -1]]
    first = model.by_cell["projects/stalled", "payments/flat"]
    assert (first.confidence, first.made_on) == (3, date(2026, 11, 24))
    assert first.evidence == ("st-0123456789abcdef0123",)


def test_a_round_trip_keeps_everything():
    model = load_yaml(GOOD, "model.yml")
    assert load_yaml(dump_yaml(model), "model.yml") == model
    assert model != replace(model, matrix=model.matrix + 1)


def test_a_model_without_reasons_needs_the_flag():
    text = dump_yaml(somewhereland())
    with pytest.raises(CaseError):
        load_yaml(text, "s.yml")
    model = load_yaml(text, "s.yml", allow_unreasoned=True)
    assert np.array_equal(model.matrix, somewhereland().matrix)
    assert model.drivers == somewhereland().drivers


def test_a_published_matrix_with_stronger_values_goes_through_yaml():
    model = load_scw((FIXTURES / "CIB_global.scw").read_bytes(), "CIB_global")
    text = dump_yaml(model)
    assert load_yaml(text, "CIB_global", allow_unreasoned=True).drivers == model.drivers
    assert np.array_equal(load_yaml(text, "CIB_global", allow_unreasoned=True).matrix, model.matrix)


BROKEN = [
    ("value: 2\n", "value: 4\n", "line 20: '4' is not a whole number from -3 to 3"),
    ("value: 2\n", "value: 1.5\n", "line 20: '1.5' is not a whole number"),
    ("value: 2\n", "value: '2'\n", "'2' is not a whole number"),
    ("value: 2\n", "value: true\n", "'true' is not a whole number"),
    ("    value: 2\n", "", "line 18: no value"),
    ("confidence: 3", "confidence: 6", "'6' is not a whole number from 1 to 5"),
    ("    reason: Without projects there is little to pay for\n", "", "line 18: a judgement of .2 without reason"),
    ("reason: Without projects there is little to pay for", "reason:", "without reason"),
    ("    evidence: [st-0123456789abcdef0123]\n", "", "without evidence"),
    ("evidence: [st-0123456789abcdef0123]\n", "evidence: []\n", "without evidence"),
    ("[st-0123456789abcdef0123]", "[st-short]", "'st-short' is no statement id"),
    ("    made_by: case authors\n    made_on: 2026-11-24\n  - {", "    made_by: me\n  - {", "without made_on"),
    ("made_on: 2026-11-24\n  - {", "made_on: 24 November\n  - {", "'24 November' is no date"),
    ("to: payments/flat\n", "to: payments/gone\n", "line 19: no variant 'payments/gone'"),
    ("projects/built, to", "projects/stalled, to", "judged twice. See line 18"),
    ("realm: energy", "realm: weather", "no realm 'weather'"),
    ("    realm: energy\n", "", "line 5: no realm"),
    ("id: payments", "id: projects", "line 11: the id 'projects' is given twice"),
    ("id: own,", "id: flat,", "line 16: the id 'flat' is given twice"),
    ("id: own,", "id: Own Way,", "'Own Way' is no id"),
    ("      - {id: own, name: Own currencies}\n", "", "at least two variants"),
    ("horizon: 2028-12-31\n", "horizon: later\n", "line 2: 'later' is no date"),
    ("horizon: 2028-12-31\n", "", "no horizon"),
    ("horizon:", "horizont:", "line 2: unknown field 'horizont'"),
    ("horizon: 2028-12-31\n", "horizon: 2028-12-31\nhorizon: 2029-12-31\n", "line 3: field 'horizon' given twice"),
    ("    name: Payments\n", "    name: [Payments]\n", "expected a text"),
    ("evidence: [st-0123456789abcdef0123]\n", "evidence: st-0123456789abcdef0123\n", "expected a list"),
    ("drivers:\n", "drivers:\n  - energy\n", "expected fields"),
    ("focal_question: ", "focal_question: 'open ", "not YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "reason"), BROKEN)
def test_what_does_not_fit_is_refused_where_it_stands(old, new, reason):
    assert old in GOOD
    with pytest.raises(CaseError, match=reason) as caught:
        load_yaml(GOOD.replace(old, new, 1), "model.yml")
    assert str(caught.value).startswith("model.yml")
    assert "\n" not in str(caught.value)


def test_an_empty_text_is_refused():
    with pytest.raises(CaseError, match="empty"):
        load_yaml("# nothing\n", "model.yml")
    with pytest.raises(CaseError, match="expected fields"):
        load_yaml("- a list\n", "model.yml")
