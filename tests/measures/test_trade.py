"""Trade: both directions, both kinds of missing, shares of national totals."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.measures.registry import measure
from detente.model.source import Coverage
from tests.measures.frames import COMPLETE, SAMPLE, ask, frame, result, said

value_of, share_of = measure("trade_value").compute, measure("trade_share").compute
TO_RUSSIA, TO_PAKISTAN = ("PAK", "RUS"), ("RUS", "PAK")


def flow(exporter, importer, year, value, source="cow_trade", **more):
    return said("trade_flow", f"{exporter} {importer} {year}", source=source, year=year, unit="USD", value=value,
                source_actors=[exporter], target_actors=[importer], **more)  # fmt: skip


def total(state, what, year, value):
    return said("trade_total", f"{state} {what} {year}", source="cow_trade_national", year=year, unit="USD",
                source_actors=[state], object=what, value=value)  # fmt: skip


FLOWS = frame(
    flow("RUS", "PAK", 2000, 30e6), flow("PAK", "RUS", 2000, 10e6),
    flow("RUS", "PAK", 2001, None), flow("PAK", "RUS", 2001, 0.0),
    flow("PAK", "IND", 2000, 5e6),
)  # fmt: skip


def test_both_directions_name_their_reporter():
    table = value_of(FLOWS, ask())
    sold = result(table, actors=TO_PAKISTAN, start=2000)
    assert (sold.value, sold.coverage, sold.n, sold.basis) == (
        30e6, "value", 1, "imports of PAK as reported by PAK; cow_trade",
    )  # fmt: skip
    assert result(table, actors=TO_RUSSIA, start=2000).value == 10e6
    assert result(table, actors=TO_RUSSIA, start=2000).basis == "imports of RUS as reported by RUS; cow_trade"
    assert set(table["directed"]) == {True}


def test_missing_zero_silence_and_outside_stay_apart():
    table = value_of(
        FLOWS, ask(end=2003, coverage=[Coverage(date(1990, 1, 1), date(2002, 12, 31), "sample")])
    )
    told_missing = result(table, actors=TO_PAKISTAN, start=2001)
    assert (told_missing.value, told_missing.coverage, told_missing.n) == (None, "no_data", 0)
    assert len(told_missing.evidence) == 1
    told_zero = result(table, actors=TO_RUSSIA, start=2001)
    assert (told_zero.value, told_zero.coverage, told_zero.n) == (0.0, "true_zero", 1)
    assert result(table, actors=TO_RUSSIA, start=2002).coverage == "no_data"
    assert result(table, actors=TO_RUSSIA, start=2003).coverage == "outside_coverage"


def test_silence_of_a_complete_source_is_zero():
    got = result(value_of(FLOWS.clear(), ask(end=2000)), actors=TO_RUSSIA)
    assert (got.value, got.coverage, got.evidence) == (0.0, "true_zero", ())


def test_all_is_the_sum_of_known_years():
    got = result(value_of(FLOWS, ask("all", end=2001)), actors=TO_PAKISTAN)
    assert (got.value, got.n, got.start, got.end) == (30e6, 1, date(2000, 1, 1), date(2001, 12, 31))


def test_two_data_sets_are_never_added():
    both = pl.concat([FLOWS, frame(flow("RUS", "PAK", 2000, 33e6, source="other_trade"))])
    cow = Coverage(date(1990, 1, 1), date(2000, 12, 31), "sample")
    question = ask(
        coverage=[cow, COMPLETE], coverage_by_source={"cow_trade": (cow,), "other_trade": (COMPLETE,)}
    )
    table = value_of(both, question)
    basis = "imports of PAK as reported by PAK"
    assert result(table, f"{basis}; cow_trade", start=2000).value == 30e6
    assert result(table, f"{basis}; other_trade", start=2000).value == 33e6
    assert result(table, f"{basis}; other_trade", start=2001).coverage == "true_zero"


def test_data_sets_do_not_mix_and_each_has_its_own_silence():
    """COW ends in 2001, IMF begins in 2001 and has both sides' reports; what it extrapolated is nobody's report."""
    cow, imf = (Coverage(date(a, 1, 1), date(b, 12, 31), "sample") for a, b in ((1990, 2001), (2001, 2003)))

    def dots(exporter, importer, year, value, reporter, **more):
        row = flow(
            exporter, importer, year, value, source="imf_trade", attributes={"reporter": reporter} | more
        )
        return row | {"key": f"{row['key']} by {reporter}"}

    both = pl.concat([FLOWS, frame(
        dots("RUS", "PAK", 2002, 41e6, "PAK"), dots("RUS", "PAK", 2002, 37e6, "RUS"),
        dots("RUS", "PAK", 2003, 90e6, "RUS", extrapolated=True),
    )])  # fmt: skip
    question = ask(
        end=2003, coverage=[cow, imf], coverage_by_source={"cow_trade": (cow,), "imf_trade": (imf,)}
    )
    table = value_of(both, question)
    rows = {(r["basis"], r["start"].year): (r["value"], r["coverage"]) for r in table.iter_rows(named=True)
            if r["actors"] == ["RUS", "PAK"]}  # fmt: skip
    bought, sold = "imports of PAK as reported by PAK", "exports of RUS as reported by RUS"
    assert rows[f"{bought}; cow_trade", 2000] == (30e6, "value")
    assert rows[f"{bought}; cow_trade", 2002] == (None, "outside_coverage")
    assert rows[f"{bought}; imf_trade", 2000] == (None, "outside_coverage")
    assert rows[f"{bought}; imf_trade", 2001] == (None, "no_data")
    assert rows[f"{bought}; imf_trade", 2002] == (41e6, "value")
    assert rows[f"{sold}; imf_trade", 2002] == (37e6, "value")
    assert rows[f"{sold}; imf_trade", 2003] == (None, "no_data")
    alone = value_of(FLOWS, question)
    assert alone.filter(pl.col("basis").str.ends_with("; cow_trade")).equals(
        table.filter(pl.col("basis").str.ends_with("; cow_trade"))
    )
    shares = share_of(both, question)
    outside = shares.filter(
        pl.col("basis").str.ends_with("; imf_trade") & (pl.col("start") < date(2001, 1, 1))
    )
    assert set(outside["coverage"]) == {"outside_coverage"}


def test_an_exporters_report_is_named():
    told = frame(flow("RUS", "PAK", 2000, 7.0, attributes={"reporter": "RUS"}))
    table = value_of(told, ask(end=2000))
    assert result(table, actors=TO_PAKISTAN).basis == "exports of RUS as reported by RUS; cow_trade"


def test_another_unit_is_refused():
    with pytest.raises(UsageError, match="million USD"):
        value_of(frame(flow("RUS", "PAK", 2000, 1.0) | {"unit": "million USD"}), ask())


TOTALS = frame(
    total("PAK", "imports", 2000, 300e6), total("PAK", "exports", 2000, 100e6),
    total("RUS", "imports", 2000, 1000e6), total("RUS", "exports", 2000, 3000e6),
)  # fmt: skip


def test_shares_by_hand():
    """40 of 400 million for Pakistan, 40 of 4,000 for Russia."""
    table = share_of(pl.concat([FLOWS, TOTALS]), ask(end=2000))
    pakistan = result(table, actors=("PAK", "RUS"))
    assert (pakistan.value, pakistan.coverage, len(pakistan.evidence)) == (10.0, "value", 4)
    assert pakistan.basis == "trade with RUS both ways in total imports and exports of PAK; cow_trade"
    assert result(table, actors=("RUS", "PAK")).value == 1.0


@pytest.mark.parametrize("lost", ["RUS PAK 2000", "PAK exports 2000"])
def test_no_share_when_a_figure_is_missing(lost):
    part = pl.concat([FLOWS, TOTALS]).filter(pl.col("key") != lost)
    got = result(share_of(part, ask(end=2000, coverage=[SAMPLE])), actors=("PAK", "RUS"))
    assert (got.value, got.coverage, got.n) == (None, "no_data", 0)


def test_a_complete_silence_counts_as_zero_in_a_share():
    table = share_of(TOTALS, ask(end=2000))
    assert (result(table, actors=("PAK", "RUS")).value, table["coverage"][0]) == (0.0, "true_zero")


def test_shares_take_flows_and_totals_of_one_data_set_and_the_states_own_report():
    def own(state, what, year, value):
        return total(state, what, year, value) | {"source": "comtrade", "key": f"{state} {what} {year} c"}

    def report(exporter, importer, value, reporter):
        row = flow(exporter, importer, 2000, value, source="comtrade", attributes={"reporter": reporter})
        return row | {"key": f"{row['key']} by {reporter}"}

    other = frame(
        report("RUS", "PAK", 40e6, "PAK"), report("RUS", "PAK", 35e6, "RUS"),
        report("PAK", "RUS", 20e6, "PAK"), report("PAK", "RUS", 25e6, "RUS"),
        own("PAK", "imports", 2000, 500e6), own("PAK", "exports", 2000, 100e6),
    )  # fmt: skip
    table = share_of(pl.concat([FLOWS, TOTALS, other]), ask(end=2000))
    shares = {row["basis"].rsplit("; ")[-1]: row["value"] for row in table.iter_rows(named=True)
              if row["actors"] == ["PAK", "RUS"]}  # fmt: skip
    assert shares["comtrade"] == pytest.approx(100 * (40 + 20) / 600)
    alone = result(share_of(pl.concat([FLOWS, TOTALS]), ask(end=2000)), actors=("PAK", "RUS"))
    assert shares["cow_trade"] == pytest.approx(alone.value)


def test_share_outside_coverage():
    assert set(share_of(FLOWS, ask(start=2030, end=2031))["coverage"]) == {"outside_coverage"}


def test_share_of_all_takes_complete_years_only():
    got = result(share_of(pl.concat([FLOWS, TOTALS]), ask("all", end=2001)), actors=("PAK", "RUS"))
    assert (got.value, got.n) == (10.0, 1)


amounts = st.integers(1, 10**6).map(float)


@settings(max_examples=25, deadline=None)
@given(st.lists(amounts, min_size=6, max_size=6), st.sampled_from([2.0, 1000.0]), st.integers(0, 999))
def test_scale_order_and_strangers(figures, times, seed):
    def both(k):
        a, b, c, d, e, f = (k * x for x in figures)
        return frame(flow("RUS", "PAK", 2000, a), flow("PAK", "RUS", 2000, b), flow("PAK", "USA", 2000, e + f),
                     total("PAK", "imports", 2000, a + c), total("PAK", "exports", 2000, b + d))  # fmt: skip

    plain, scaled = both(1.0), both(times).sample(fraction=1, shuffle=True, seed=seed)
    question = ask(end=2000)
    one, other = (result(value_of(f, question), actors=TO_PAKISTAN).value for f in (plain, scaled))
    assert other == pytest.approx(times * one)
    shares = [result(share_of(f, question), actors=("PAK", "RUS")).value for f in (plain, scaled)]
    assert shares[0] == pytest.approx(shares[1])
    assert 0 < shares[0] <= 100
