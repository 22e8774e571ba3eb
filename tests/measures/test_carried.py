"""Figures carried by a case come back as measurements, and what it lacks as the right kind of nothing."""

from datetime import date

import pytest

from detente.errors import UsageError
from detente.measures.carried import carried
from detente.measures.sessions import session_period
from detente.model.finding import MEASUREMENT_SCHEMA, measurements
from tests.measures.frames import PAIR, ask, frame, result, said


def figure(key, name, actors, value, year=None, basis="b", coverage="value", **more):
    details = {"basis": basis, "n": 3, "coverage": coverage} | (
        {"by": more.pop("by")} if "by" in more else {}
    )
    return said("observation", key, source="cases", object=name, source_actors=list(actors), value=value,
                unit="USD", year=year, attributes=details, **more)  # fmt: skip


HELD = frame(
    figure("1", "trade_value", ("PAK", "SUN"), 5.0, 1990, basis="imports of RUS as reported by RUS"),
    figure("2", "trade_value", ("RUS", "PAK"), 7.0, 1992, basis="imports of PAK as reported by PAK"),
    figure("3", "trade_value", ("RUS", "PAK"), 0.0, 1994, "imports of PAK as reported by PAK", "true_zero"),
    figure("4", "trade_value", ("IND", "PAK"), 9.0, 1992),
    figure("5", "shared_igos", ("RUS", "PAK"), 44.0, 2014, low=40.0, high=45.0),
    figure("6", "trade_value", ("RUS", "PAK"), 99.0, start=date(1990, 1, 1), end=date(1999, 12, 31)),
)


def test_directed_figures_keep_their_order():
    table = carried(HELD, "trade_value", ask(start=1990, end=1995))
    assert dict(table.schema) == MEASUREMENT_SCHEMA
    sold = result(table, actors=("PAK", "RUS"), start=1990)
    assert (sold.value, sold.unit, sold.n, sold.coverage, sold.directed) == (5.0, "USD", 3, "value", True)
    assert sold.evidence == tuple(HELD.filter(HELD["key"] == "1")["statement_id"])
    bought = {m.start.year: (m.value, m.coverage) for m in measurements(table) if m.actors == ("RUS", "PAK")}
    assert bought == {
        1990: (None, "outside_coverage"), 1991: (None, "outside_coverage"), 1992: (7.0, "value"),
        1993: (None, "no_data"), 1994: (0.0, "true_zero"), 1995: (None, "outside_coverage"),
    }  # fmt: skip


def test_the_receiving_side_may_stand_among_the_targets():
    told = frame(figure("7", "trade_value", ("RUS",), 7.0, 1992) | {"target_actors": ["PAK"]})
    assert result(carried(told, "trade_value", ask(start=1992, end=1992))).actors == ("RUS", "PAK")


def test_undirected_figures_take_the_order_asked():
    got = result(carried(HELD, "shared_igos", ask(start=2014, end=2014)))
    assert (got.actors, got.value, got.low, got.high, got.directed) == (PAIR, 44.0, 40.0, 45.0, False)


def test_another_kind_of_period_is_left_out():
    table = carried(HELD, "trade_value", ask("all", start=1990, end=1999))
    assert [(m.value, m.end.year) for m in measurements(table)] == [(99.0, 1999)]


def test_sessions_and_months():
    start, end = session_period(74)
    rows = frame(
        figure("s", "vote_agreement", ("PAK", "RUS"), 0.8, start=start, end=end),
        figure("m", "event_volume", ("PAK", "RUS"), 2.0, start=date(2019, 2, 1), end=date(2019, 2, 28)),
        figure(
            "d",
            "vote_agreement",
            ("PAK", "RUS"),
            0.6,
            start=date(2010, 1, 1),
            end=date(2010, 12, 31),
            by="all",
        ),
    )
    by_session = carried(rows, "vote_agreement", ask("session", start, date(2021, 1, 1)))
    assert [m.coverage for m in measurements(by_session)] == ["value", "outside_coverage"]
    months = carried(rows, "event_volume", ask("month", date(2019, 2, 1), date(2019, 3, 31)))
    assert [m.value for m in measurements(months)] == [2.0, None]
    assert result(carried(rows, "vote_agreement", ask("all", start=2009, end=2012))).value == 0.6


def test_outside_the_window_or_without_rows():
    assert carried(HELD, "arms_share", ask()).is_empty()
    assert set(carried(HELD, "shared_igos", ask(start=1950, end=1950))["coverage"]) == {"outside_coverage"}
    with pytest.raises(UsageError, match="no measure"):
        carried(HELD, "friendship", ask())
