"""Kinds of orders, third states in comments, and concentration of suppliers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.measures.arms_order_kinds import third_states
from detente.measures.registry import measure
from tests.measures.frames import ask, frame, result, said

kinds, concentration = measure("arms_order_kinds").compute, measure("arms_concentration").compute
OURS = frozenset({"PAK", "RUS", "SUN"})


def order(key, supplier="RUS", year=2000, value=10.0, note=None, years=(2000,), **details):
    return said("arms_order", key, source="sipri_arms", year=year, source_actors=[supplier] if supplier else [],
                target_actors=["PAK"], value=value, unit="million TIV", note=note,
                attributes={"order_year": year, "delivery_years": list(years), "status": "New"} | details)  # fmt: skip


@pytest.mark.parametrize(
    ("comment", "states"),
    [
        ("Ordered via Danish company", ("DNK",)),
        ("For JF-17 from China; engines from the UK and the USA", ("CHN", "GBR", "USA")),
        ("Ex-Soviet; Russian version", ()),
        ("Second-hand; $5 m deal", ()),
        ("from South Korea, not North Korea", ("KOR", "PRK")),
        ("used us as a word", ()),
        ("", ()),
    ],
)
def test_states_that_a_comment_names(comment, states):
    assert third_states(comment, OURS) == states


def test_orders_by_status_delivery_and_comment():
    rows = [
        order("full", number_ordered=4, number_delivered=4), order("more", number_ordered=4, number_delivered=5),
        order("part", number_ordered=4, number_delivered=1, status="Second hand", note="via Poland"),
        order("none", value=None, years=(), number_ordered=4, number_delivered=None),
        order("unknown", number_ordered=None, number_delivered=3),
        order("later", year=2001, number_ordered=1, number_delivered=1),
    ]  # fmt: skip
    table = kinds(frame(*rows), ask(start=2000, end=2001))
    found = {row["basis"]: row["value"] for row in table.iter_rows(named=True)
             if row["start"].year == 2000 and row["actors"] == ["RUS", "PAK"]}  # fmt: skip
    assert found == {
        "all orders": 5, "weapons new": 4, "weapons second hand": 1, "delivered in full": 2, "delivered in part": 1,
        "nothing delivered": 1, "delivery not stated": 1, "comment names POL": 1,
    }  # fmt: skip
    assert result(table, "all orders", ("PAK", "RUS"), 2000).coverage == "true_zero"


def test_shares_squared_over_five_years():
    rows = [order("a", value=60.0), order("b", "USA", value=30.0), order("c", "CHN", value=10.0),
            order("d", None, year=2004, value=100.0, years=(2004,))]  # fmt: skip
    table = concentration(frame(*rows), ask(start=2000, end=2006))
    own = table.filter(actors=["RUS", "PAK"])
    index = {
        r["start"].year: r["value"]
        for r in own.iter_rows(named=True)
        if r["basis"].startswith("concentration")
    }
    number = {
        r["start"].year: r["value"] for r in own.iter_rows(named=True) if r["basis"].startswith("number")
    }
    assert index[2000] == pytest.approx(0.46)
    assert index[2004] == pytest.approx(0.25 + 0.46 / 4)
    assert index[2005] == pytest.approx(1.0)
    assert (number[2000], number[2004], number[2005]) == (3, 4, 1)
    late = table.filter(actors=["PAK", "RUS"])
    assert set(late["coverage"]) == {"no_data", "true_zero"}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0.1, 1000), min_size=1, max_size=8), st.floats(0.01, 100))
def test_concentration_is_bounded_and_free_of_scale(volumes, scale):
    def index(factor):
        rows = [order(str(i), f"X{i:02}", value=v * factor) for i, v in enumerate(volumes)]
        table = concentration(frame(*rows), ask(start=2000, end=2000))
        return next(
            r["value"] for r in table.iter_rows(named=True) if r["unit"].startswith("Herf") and r["value"]
        )

    value = index(1.0)
    assert 1 / len(volumes) - 1e-9 <= value <= 1 + 1e-9
    assert index(scale) == pytest.approx(value)
