"""Dependence, intensity, concentration and mirror reports: by hand, and from the publishers' files."""

from datetime import date

import polars as pl
import pytest

from detente.errors import UsageError
from detente.measures.measure import Ask
from detente.measures.registry import measure
from detente.model.finding import measurements
from detente.model.source import Coverage
from detente.sources.registry import reader
from detente.world.states import expand
from tests.measures.frames import ask, frame, result, said

NAMES = ("trade_dependence", "trade_intensity", "partner_concentration", "mirror_discrepancy")
THERE, BACK = ("PAK", "RUS"), ("RUS", "PAK")
YEAR = ask(start=2000, end=2000)


def of(name, *rows, question=YEAR):
    return measure(name).compute(frame(*rows), question)


def flow(exporter, importer, value, *, source="cow_trade", year=2000, **details):
    return said("trade_flow", f"{source} {exporter} {importer} {year} {details}", source=source, year=year,
                unit="USD", value=value, source_actors=[exporter], target_actors=[importer],
                attributes=details or None)  # fmt: skip


def total(state, what, value, *, source="cow_trade_national", year=2000):
    return said("trade_total", f"{source} {state} {what} {year}", source=source, year=year, unit="USD",
                object=what, value=value, source_actors=[state])  # fmt: skip


def gdp(state, value, year=2000):
    return said("indicator", f"gdp {state} {year}", source="wdi", year=year, object="NY.GDP.MKTP.CD",
                source_actors=[state], value=value, unit="current US$")  # fmt: skip


WORLD = [total(f"S{k:02d}", "imports", 10.0) for k in range(40)]
TOTALS = [total("PAK", "imports", 20.0), total("PAK", "exports", 100.0), total("RUS", "imports", 30.0)]


def test_dependence_by_hand():
    table = of("trade_dependence", flow("PAK", "RUS", 3.0), flow("RUS", "PAK", 5.0), gdp("PAK", 400.0),
               gdp("RUS", 8000.0), gdp("PAK", 999.0, 1999))  # fmt: skip
    assert result(table, actors=THERE).value == 2.0
    assert result(table, actors=BACK).value == 0.1
    assert result(table, actors=THERE).basis.endswith("in GDP of PAK; flows of cow_trade, GDP of wdi")
    assert len(result(table, actors=THERE).evidence) == 3


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_no_dependence_where_a_figure_is_not_held(lost):
    rows = [flow("PAK", "RUS", 3.0), flow("RUS", "PAK", 5.0), gdp("PAK", 400.0)]
    got = result(of("trade_dependence", *(row for i, row in enumerate(rows) if i != lost)), actors=THERE)
    assert (got.value, got.n) == (None, 0)


def test_dependence_from_rows_that_say_flow_and_gdp():
    rows = [
        said("gravity", f"{a} {b}", source="gravity", year=2000, unit="USD", value=value, source_actors=[a],
             target_actors=[b], attributes={"gdp_exporter_million_usd": size})
        for a, b, value, size in (("PAK", "RUS", 3e6, 400.0), ("RUS", "PAK", 5e6, 8000.0))
    ]  # fmt: skip
    table = of("trade_dependence", *rows)
    assert result(table, actors=THERE).value == 2.0
    assert set(table["basis"]) == {
        "trade with RUS both ways in GDP of PAK; gravity", "trade with PAK both ways in GDP of RUS; gravity",
    }  # fmt: skip


def test_intensity_by_hand():
    """6 of 100 over 30 of 450 - 20: the exporter buys nothing from itself."""
    table = of("trade_intensity", flow("PAK", "RUS", 6.0), *WORLD, *TOTALS)
    got = result(table, actors=THERE)
    assert got.value == pytest.approx((6 / 100) / (30 / (450 - 20)))
    assert (got.n, len(got.evidence)) == (42, 4)
    assert result(table, actors=BACK).coverage == "no_data"


def test_an_extract_is_not_the_world():
    got = result(of("trade_intensity", flow("PAK", "RUS", 6.0), *WORLD[:20], *TOTALS), actors=THERE)
    assert (got.value, got.coverage) == (None, "no_data")


def test_no_exports_to_the_other_is_a_true_zero():
    got = result(of("trade_intensity", flow("PAK", "RUS", 0.0), *WORLD, *TOTALS), actors=THERE)
    assert (got.value, got.coverage) == (0.0, "true_zero")


def test_concentration_by_hand():
    table = of("partner_concentration", flow("PAK", "RUS", 60.0), flow("PAK", "IND", 20.0),
               total("PAK", "exports", 100.0))  # fmt: skip
    got = result(table, "exports of PAK by partner; cow_trade")
    assert (got.value, got.low, got.n) == (pytest.approx(0.4), pytest.approx(0.4), 2)
    assert got.high == pytest.approx(0.44)
    assert result(table, "imports of PAK by partner; cow_trade").value is None


def test_partners_that_explain_less_than_half_say_nothing():
    table = of("partner_concentration", flow("PAK", "RUS", 49.0), total("PAK", "exports", 100.0))
    assert table["value"].null_count() == table.height


def test_totals_below_the_sum_of_flows_give_way():
    table = of("partner_concentration", flow("PAK", "RUS", 80.0), flow("PAK", "IND", 80.0),
               total("PAK", "exports", 100.0))  # fmt: skip
    got = result(table, "exports of PAK by partner; cow_trade")
    assert (got.value, got.low, got.high) == (0.5, 0.5, 0.5)


def test_mirror_reports_by_hand():
    table = of("mirror_discrepancy", flow("PAK", "RUS", 110.0, source="imf_trade", reporter="RUS"),
               flow("PAK", "RUS", 90.0, source="imf_trade", reporter="PAK"), flow("PAK", "RUS", 100.0))  # fmt: skip
    found = {m.basis: m.value for m in measurements(table) if m.actors == THERE}
    against = "against exports of PAK as reported by PAK (imf_trade)"
    assert found == {
        f"imports of RUS as reported by RUS (imf_trade) {against}": 10.0,
        f"imports of RUS as reported by RUS (cow_trade) {against}": pytest.approx(100 * 10 / 190),
    }


def test_two_equal_reports_do_not_differ():
    for value in (0.0, 7.0):
        table = of("mirror_discrepancy", flow("PAK", "RUS", value, reporter="RUS"),
                   flow("PAK", "RUS", value, reporter="PAK"))  # fmt: skip
        assert (result(table, actors=THERE).value, result(table, actors=THERE).coverage) == (0.0, "true_zero")


def test_one_report_is_no_mirror_and_an_extrapolation_no_report():
    rows = [
        flow("PAK", "RUS", 9.0, reporter="RUS"),
        flow("PAK", "RUS", 9.0, reporter="PAK", extrapolated=True),
    ]
    got = result(of("mirror_discrepancy", *rows), actors=THERE)
    assert (got.value, got.coverage) == (None, "no_data")


@pytest.mark.parametrize("name", NAMES)
def test_another_unit_is_refused(name):
    with pytest.raises(UsageError, match="million USD"):
        of(name, flow("PAK", "RUS", 1.0) | {"unit": "million USD"})


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_told_apart(name):
    cow = Coverage(date(1990, 1, 1), date(2000, 12, 31), "sample")
    table = of(name, question=ask(start=2000, end=2001, coverage=[cow]))
    by_year = {m.start.year: (m.value, m.coverage) for m in measurements(table)}
    assert by_year == {2000: (None, "no_data"), 2001: (None, "outside_coverage")}


FILES = {
    "gravity": ["gravity/gravity_2006_7states.csv"],
    "cow_trade": ["cow_trade/cow_trade_ddy_7states.csv"],
    "cow_trade_national": ["cow_trade/National_COW_4.0.csv"],
    "imf_trade": ["imf_dots/rf_exports_2023.xlsx", "imf_dots/rf_imports.xlsx"],
}


@pytest.fixture(scope="module")
def real(shared):
    taken = {
        source: [reader(source).take((shared / file).read_bytes(), file.split("/")[-1]) for file in files]
        for source, files in FILES.items()
    }
    covers = {source: tuple(t.coverage for t in own) for source, own in taken.items()}
    question = Ask(
        actors=THERE, members=(expand("PAK"), expand("RUS")), by="year", start=date(2006, 1, 1),
        end=date(2015, 12, 31), coverage=tuple(c for own in covers.values() for c in own),
        coverage_by_source=covers,
    )  # fmt: skip
    return pl.concat([t.statements for own in taken.values() for t in own]), question


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "basis", "actors", "year", "value"),
    [
        ("trade_dependence", "trade with RUS both ways in GDP of PAK; gravity", THERE, 2006, 0.342),
        ("trade_dependence", "trade with PAK both ways in GDP of RUS; gravity", BACK, 2006, 0.045),
        ("trade_intensity", "exports to RUS in all exports of PAK, over RUS's part of world imports; cow_trade", THERE,
         2014, 0.744),
        ("trade_intensity", "exports to PAK in all exports of RUS, over PAK's part of world imports; cow_trade", BACK,
         2014, 0.101),
        ("mirror_discrepancy", "imports of PAK as reported by PAK (cow_trade) against exports of RUS as reported by "
         "RUS (imf_trade)", BACK, 2014, 4.891),
        ("partner_concentration", "exports of RUS by partner; imf_trade", THERE, 2014, 0.049),
    ],
)  # fmt: skip
def test_the_first_case_from_the_files(real, name, basis, actors, year, value):
    statements, question = real
    got = result(measure(name).compute(statements, question), basis, actors=actors, start=year)
    assert (round(got.value, 3), got.coverage) == (value, "value")
