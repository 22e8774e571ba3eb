"""Statements on scenarios through the judgements that stand on them, and a reader's own matrix."""

from __future__ import annotations

import pytest

from detente.errors import SourceError
from detente.scenarios.bearings import IDLE, bearings
from detente.scenarios.evidence_matrix import audit
from detente.scenarios.files_evidence import load_evidence
from detente.scenarios.files_yaml import load_yaml
from detente.scenarios.scenario import scenarios
from tests.scenarios.test_files_yaml import GOOD

CSV = (
    "statement,scenario,bearing,reason\n"
    'st-1,1,supports,"it says so, plainly"\nst-1,2,against,it does not\nst-2,1,both,it does both\n'
)


def test_a_statement_bears_as_the_judgements_on_it_push():
    model = load_yaml(GOOD, "model.yml")
    found = scenarios(model, tolerance=3).scenarios
    labelled = {",".join(map(str, s.variants)): s for s in found}
    entries = {(e.statement, e.scenario): e for e in bearings(model, labelled)}
    zero, rest = "st-0123456789abcdef0123", "st-ffffffffffffffffffff"
    # stalled on flat +2 stands on the first; own on own -1 stands on both
    assert entries[zero, "1,1"].bearing == "supports" and entries[rest, "1,1"].bearing == "neutral"
    assert entries[zero, "1,2"].bearing == entries[rest, "1,2"].bearing == "against"
    assert entries[zero, "2,1"].bearing == "neutral" and entries[zero, "2,1"].reason == IDLE
    assert entries[zero, "1,1"].reason == "Without projects there is little to pay for"
    read = audit(list(entries.values()), list(labelled))
    assert read.unjudged == () and set(read.telling) == {zero, rest}


def test_both_says_something_against():
    read = audit(load_evidence(CSV.encode(), "m.csv"), ["1", "2"])
    assert read.against == {"1": ("st-2",), "2": ("st-1",)}
    assert read.telling == ("st-1",) and read.unjudged == (("st-2", "2"),)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("statement,scenario", "id,scenario", "line 1: not the columns"),
        ("both,it", "maybe,it", "line 4: no bearing 'maybe'"),
        ("st-2,1,both,it does both", "st-2,1,both", "line 4: not 4 values"),
        ('"it says so, plainly"', "it says so, plainly", "line 2: not 4 values"),
    ],
)
def test_a_broken_matrix_is_refused_with_its_line(old, new, reason):
    assert CSV.count(old) == 1
    with pytest.raises(SourceError, match=reason):
        load_evidence(CSV.replace(old, new).encode(), "m.csv")
    with pytest.raises(SourceError, match="not UTF-8"):
        load_evidence(b"\xff\xfe", "m.csv")
