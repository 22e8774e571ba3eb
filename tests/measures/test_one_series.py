"""One data set and one report of each direction out of many."""

from datetime import date

import polars as pl

from detente.measures.one_series import one_series
from detente.model.finding import Measurement, measurement_frame

THERE, BACK = ("PAK", "RUS"), ("RUS", "PAK")


def row(year, actors, basis, value):
    return Measurement(
        measure="trade_value", actors=actors, directed=True, start=date(year, 1, 1), end=date(year, 12, 31),
        value=value, unit="USD", basis=basis, n=1, coverage="no_data" if value is None else "value",
    )  # fmt: skip


OLD = [
    row(year, actors, "imports; cow_trade", 1.0) for year in (2000, 2001, 2002) for actors in (THERE, BACK)
]
NEW = [
    row(year, actors, f"{what}; imf_trade", 2.0)
    for year in (2020, 2021) for actors, what in ((THERE, "imports"), (BACK, "imports"), (BACK, "exports"))
]  # fmt: skip


def chosen(rows, **how):
    found = one_series(measurement_frame(rows).sample(fraction=1, shuffle=True, seed=1), **how)
    return set(zip(found["actors"].list.join("-"), found["basis"], strict=True))


def test_the_data_set_that_says_most_and_the_importers_report():
    assert chosen([*OLD, *NEW[:2]]) == {("PAK-RUS", "imports; cow_trade"), ("RUS-PAK", "imports; cow_trade")}
    assert chosen(NEW) == {("PAK-RUS", "imports; imf_trade"), ("RUS-PAK", "imports; imf_trade")}


def test_the_newest_is_the_one_that_speaks_of_both_orders_last():
    assert {basis for _, basis in chosen([*OLD, *NEW], newest=True)} == {"imports; imf_trade"}
    one_sided = [r for r in NEW if r.actors == BACK]
    assert {basis for _, basis in chosen([*OLD, *one_sided], newest=True)} == {"imports; cow_trade"}


def test_rows_of_nothing_stay_with_their_series_and_choose_none():
    gap = row(2003, THERE, "imports; cow_trade", None)
    found = one_series(measurement_frame([*OLD, gap]))
    assert found.height == len(OLD) + 1
    assert one_series(measurement_frame([gap])).is_empty()
    assert one_series(pl.DataFrame()).is_empty()
