"""Arms: even spread over delivery years, totals that hold, shares of what the recipient gets."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.measures.registry import measure
from detente.model.finding import measurements
from tests.measures.frames import SAMPLE, ask, frame, result, said

delivered, share = measure("arms_deliveries").compute, measure("arms_share").compute
SUPPLIED = ("RUS", "PAK")


def order(key, supplier, recipient, value, years, **more):
    day = years[0] if years else 1999
    return said("arms_order", key, source="sipri_arms", source_actors=[supplier] if supplier else [],
                target_actors=[recipient], value=value, unit="million TIV", start=date(day, 1, 1),
                end=date(years[-1] if years else day, 12, 31),
                attributes={"delivery_years": years} | more)  # fmt: skip


ORDERS = frame(
    order("a", "RUS", "PAK", 60.0, [2000, 2001, 2003]),
    order("b", "SUN", "PAK", 10.0, [1990]),
    order("c", "USA", "PAK", 60.0, [2001]),
    order("d", None, "PAK", 20.0, [2001]),
    order("e", "RUS", "PAK", 0.0, []),
    order("f", "RUS", "IND", 500.0, [2001]),
)


def test_an_order_is_spread_evenly():
    table = delivered(ORDERS, ask(end=2003))
    own = [m for m in measurements(table) if m.actors == SUPPLIED]
    assert [(m.value, m.coverage, m.n) for m in own] == [
        (20.0, "value", 1), (20.0, "value", 1), (0.0, "true_zero", 0), (20.0, "value", 1),
    ]  # fmt: skip
    assert {m.basis for m in own} == {
        "delivered volume; an order delivered over several years is spread evenly over them"
    }
    back = [m for m in measurements(table) if m.actors == ("PAK", "RUS")]
    assert {m.coverage for m in back} == {"true_zero"}


def test_all_is_the_plain_total():
    got = result(delivered(ORDERS, ask("all", start=1980, end=2020)), actors=SUPPLIED)
    assert (got.value, got.n, got.basis) == (70.0, 2, "delivered volume of all orders")


def test_a_volume_of_zero_is_a_small_delivery():
    got = result(delivered(frame(order("z", "RUS", "PAK", 0.0, [2000])), ask(end=2000)), actors=SUPPLIED)
    assert (got.value, got.coverage, got.n) == (0.0, "value", 1)


def test_kinds_of_nothing():
    assert set(delivered(ORDERS, ask(start=1960, end=1960, coverage=[SAMPLE]))["coverage"]) == {"no_data"}
    assert set(delivered(ORDERS, ask(start=2030, end=2030))["coverage"]) == {"outside_coverage"}


def test_a_delivered_order_without_years_is_refused():
    with pytest.raises(UsageError, match="delivery year"):
        delivered(frame(order("x", "RUS", "PAK", 5.0, [])), ask())


def test_share_of_five_years_by_hand():
    """To 2003: Russia 60 of 60 + 60 + 20; in 2000 Russia alone: 20 of 20."""
    table = share(ORDERS, ask(end=2003))
    got = result(table, actors=SUPPLIED, start=2003)
    assert got.value == pytest.approx(100 * 60 / 140)
    assert (got.n, got.coverage) == (3, "value")
    assert (
        got.basis == "share of deliveries to PAK from the 4 suppliers held; 5 years to the end of the period"
    )
    assert result(table, actors=SUPPLIED, start=2000).value == 100.0


def test_share_of_all_by_hand():
    got = result(share(ORDERS, ask("all", start=1980, end=2020)), actors=SUPPLIED)
    assert got.value == pytest.approx(100 * 70 / 150)
    assert "all deliveries" in got.basis


def test_share_of_nothing_is_undefined_and_of_others_zero():
    table = share(ORDERS, ask(start=1985, end=1985))
    assert (table["value"].null_count(), set(table["coverage"])) == (2, {"no_data"})
    only_usa = ORDERS.filter(pl.col("key") == "c")
    got = result(share(only_usa, ask(start=2001, end=2001)), actors=SUPPLIED)
    assert (got.value, got.coverage, got.n) == (0.0, "true_zero", 1)
    assert set(share(ORDERS, ask(start=2026, end=2026))["coverage"]) == {"outside_coverage"}


orders = st.lists(
    st.tuples(st.sampled_from(["RUS", "USA", "SUN"]), st.integers(1, 500),
              st.sets(st.integers(1990, 2020), min_size=1, max_size=6)),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(orders, st.integers(0, 999))
def test_years_add_up_and_shares_stay_in_bounds(listed, seed):
    rows = [order(i, s, "PAK", float(v), sorted(years)) for i, (s, v, years) in enumerate(listed)]
    shuffled = frame(*rows, order("x", "RUS", "IND", 9.0, [2000])).sample(fraction=1, shuffle=True, seed=seed)
    years = delivered(shuffled, ask(start=1990, end=2020))
    whole = result(delivered(shuffled, ask("all", start=1990, end=2020)), actors=SUPPLIED)
    total = sum(m.value for m in measurements(years) if m.actors == SUPPLIED)
    assert total == pytest.approx(whole.value)
    assert years.equals(delivered(frame(*rows), ask(start=1990, end=2020)))
    for m in measurements(share(shuffled, ask(start=1990, end=2020))):
        assert m.value is None or 0 <= m.value <= 100 + 1e-9


def delivery(key, supplier, recipient, value, year):
    return said("arms_delivery", key, source="sipri_arms", year=year, source_actors=[supplier],
                target_actors=[recipient], value=value, unit="million TIV")  # fmt: skip


def test_deliveries_by_year_stand_beside_the_orders_and_are_never_added():
    given_rows = [delivery("g", "RUS", "PAK", 15.0, 2000), delivery("h", "RUS", "PAK", 45.0, 2001)]
    both = pl.concat([ORDERS, frame(*given_rows)])
    table = delivered(both, ask(end=2001))
    spread, given_basis = (
        {m.start.year: m.value for m in measurements(table) if m.actors == SUPPLIED and word in m.basis}
        for word in ("spread", "gives it by year")
    )
    assert spread == {2000: 20.0, 2001: 20.0}
    assert given_basis == {2000: 15.0, 2001: 45.0}
    assert len({m.basis for m in measurements(table)}) == 2


def test_a_year_that_the_deliveries_leave_out_is_no_zero():
    table = delivered(frame(delivery("g", "RUS", "PAK", 15.0, 2000)), ask(end=2001))
    own = [m for m in measurements(table) if m.actors == SUPPLIED]
    assert [(m.value, m.coverage) for m in own] == [(15.0, "value"), (None, "no_data")]
    assert result(delivered(frame(delivery("g", "RUS", "PAK", 15.0, 2000)), ask("all", end=2001)),
                  actors=SUPPLIED).value == 15.0  # fmt: skip
