"""What a case may say of its profile, and what is refused."""

import pytest

from detente.errors import CaseError
from detente.measures.composite import declared, packaged
from detente.measures.registry import measure
from tests.measures.composite.figures import EMPTY, indicator, three


def test_the_packaged_one_names_measures_periods_and_reasons():
    own = packaged()
    for entry in own.indicators:
        chosen = measure(entry.measure)
        assert "year" in chosen.by and not chosen.made_of
        assert (entry.sides == "one") == (not chosen.directed)
        assert len(entry.reason) > 20
    assert set(own.indicator_weights.values()) == set(own.realm_weights.values()) == {1.0}
    assert sum(own.weight(i) for i in own.indicators) == pytest.approx(1)


def test_weights_of_ones_own():
    own = three(realm_weights={"defence": 3}, indicator_weights={"x": 4})
    assert [own.weight(i) for i in own.indicators] == pytest.approx([0.2, 0.05, 0.75])
    assert three(realm_weights={"defence": 0}).realms == ("trade",)
    assert [i.id for i in three(indicator_weights={"y": 0}).indicators] == ["x", "z"]


def test_an_indicator_can_be_replaced_added_and_left_out():
    own = declared({"indicators": [indicator("sanctions", "politics", high=9, sides="sum"), indicator("own", "energy")],
                    "leave_out": ["disputes"]})  # fmt: skip
    ids = [i.id for i in own.indicators]
    assert "disputes" not in ids and ids[-1] == "own" and "energy" in own.realms
    assert next(i for i in own.indicators if i.id == "sanctions").high == 9
    assert "disputes" in [i.id for i in packaged().indicators]


@pytest.mark.parametrize(
    ("raw", "match"),
    [
        ([], "not a list of fields"),
        ({"weight": {}}, "unknown weight"),
        ({"indicators": {}}, "not a list"),
        ({"indicators": [indicator("x", "love")]}, "'love' is none of"),
        ({"indicators": [indicator("x", low=10)]}, "goalposts 10 and 10"),
        ({"indicators": [indicator("x", scale="log")]}, "goalposts 0 and 10"),
        ({"indicators": [indicator("x", polarity=0)]}, "none of 1, -1"),
        ({"indicators": [indicator("x", polarity=True)]}, "none of 1, -1"),
        ({"indicators": [indicator("x", high="ten")]}, "'ten' is not a number"),
        ({"indicators": [indicator("x", high=float("nan"))]}, "not a number"),
        ({"indicators": [indicator("x", reason="")]}, "lacks reason"),
        ({"indicators": [indicator("x") | {"colour": 1}]}, "unknown colour"),
        ({"leave_out": ["nothing"]}, "names 'nothing'"),
        ({"realm_weights": {"trade": -1}}, "below zero"),
        ({"realm_weights": {"love": 1}}, "names 'love'"),
        ({"realm_weights": [1]}, "names and weights"),
        ({"least_known": 2}, "least_known is 2"),
    ],
)
def test_what_is_refused(raw, match):
    with pytest.raises(CaseError, match=match):
        declared(raw, three())


def test_a_profile_of_nothing_is_refused():
    with pytest.raises(CaseError, match="no indicator is left"):
        declared({"indicators": []}, EMPTY)
