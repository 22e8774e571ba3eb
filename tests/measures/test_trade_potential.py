"""Expected trade and potential: which sample, which flows, which label; the real pair out of sample."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from detente.measures.measure import Ask
from detente.measures.registry import measure
from detente.model.finding import measurements
from detente.model.source import Coverage
from detente.sources.registry import reader
from detente.world.states import expand
from tests.measures.frames import SAMPLE, ask, frame, result, said

expected_of, potential_of = measure("trade_expected").compute, measure("trade_potential").compute
IN = "in sample; made up 2000-2004"
OUT = "out of sample (PAK and RUS not in it); slopes of made up 2000-2004; flows of cow_trade; distances of geodist"


def geometry(states, seed=0):
    rng = np.random.default_rng(seed)
    return rng.uniform(0, 9000, (len(states), 2)), rng.lognormal(8, 1, (2, len(states)))


def cells(states, seed=0):
    """exporter, importer, km, border and the flow that sizes, a slope of -1 and a border of 0.5 give."""
    place, size = geometry(states, seed)
    for i, exporter in enumerate(states):
        for j, importer in enumerate(states):
            km = float(np.hypot(*(place[i] - place[j])))
            border = km < 1200
            if i != j:
                yield (
                    exporter,
                    importer,
                    km,
                    border,
                    float(size[0, i] * size[1, j] / km * np.exp(0.5 * border)),
                )


def sample(states, years=(2000, 2004), layout="made up"):
    return [
        said("gravity", f"{layout} {a} {b} {year}", source="gravity", year=year, unit="USD", value=flow,
             source_actors=[a], target_actors=[b],
             attributes={"layout": layout, "distance_km": km, "common_border": border})
        for year in years
        for a, b, km, border, flow in cells(states)
    ]  # fmt: skip


OTHERS = [f"S{k:02d}" for k in range(34)]
NEAR = ["PAK", "RUS", "AAA", "BBB", "CCC", "DDD", "EEE"]


def outside(times=1.0, years=(2000,), source="cow_trade", **more):
    """Flows and distances of seven states, the pair's first flow `times` what is to be expected."""
    rows = []
    for a, b, km, border, flow in cells(NEAR, seed=4):
        rows.append(
            said("distance_km", f"{a} {b}", source="geodist", source_actors=[a], target_actors=[b], value=km,
                 object="distw", unit="km",
                 attributes={"contig": border, "comlang_off": False, "colony": False})
        )  # fmt: skip
        value = flow * (times if (a, b) == ("PAK", "RUS") else 1.0)
        rows += [
            said("trade_flow", f"{source} {a} {b} {year}", source=source, year=year, unit="USD", value=value,
                 source_actors=[a], target_actors=[b], **more)
            for year in years
        ]  # fmt: skip
    return rows


def test_out_of_sample_is_labelled_and_exact_where_trade_is():
    table = expected_of(frame(*sample(OTHERS), *outside(times=0.25)), ask(start=2000, end=2001))
    flows = {(a, b): flow for a, b, *_, flow in cells(NEAR, seed=4)}
    for actors in (("PAK", "RUS"), ("RUS", "PAK")):
        got = result(table, OUT, actors=actors, start=2000)
        near = (
            1e-5 if actors == ("PAK", "RUS") else 0.02
        )  # the changed flow is one of the others of the way back
        assert got.value == pytest.approx(flows[actors], rel=near)
        assert got.low <= got.value <= got.high
        assert (got.n, got.coverage, len(got.evidence)) == (7 * 6 - 1, "value", 6 + 6 - 1 + 1)
        assert result(table, OUT, actors=actors, start=2001).coverage == "no_data"
    potential = potential_of(frame(*sample(OTHERS), *outside(times=0.25)), ask(start=2000, end=2000))
    assert result(potential, OUT, actors=("PAK", "RUS")).value == pytest.approx(4.0, rel=1e-5)
    assert result(potential, OUT, actors=("RUS", "PAK")).value == pytest.approx(1.0, rel=0.02)


def test_a_pair_of_the_sample_is_in_sample():
    table = potential_of(frame(*sample(["PAK", "RUS", *OTHERS])), ask(start=2000, end=2005))
    assert set(table["basis"]) == {IN}
    for year, coverage in ((2000, "value"), (2004, "value"), (2001, "no_data")):
        got = result(table, actors=("RUS", "PAK"), start=year)
        assert got.coverage == coverage
        assert got.value is None or got.value == pytest.approx(1.0, rel=1e-4)


def test_a_state_of_the_sample_with_flows_of_another_data_set():
    table = expected_of(frame(*sample(["PAK", *OTHERS]), *outside()), ask(start=2000, end=2000))
    assert set(table["basis"]) == {OUT.replace("PAK and RUS", "RUS")}
    both = expected_of(frame(*sample(["PAK", "RUS", *OTHERS]), *outside()), ask(start=2000, end=2000))
    assert set(both["basis"]) == {IN, OUT.replace("out of sample (PAK and RUS not in it)", "other flows")}


def test_an_extract_of_a_few_states_gives_no_slopes():
    table = expected_of(frame(*sample(NEAR), *outside()), ask(start=2000, end=2000))
    assert set(table["basis"]) == {"no gravity sample with flows, distances and ties is held"}
    assert set(table["coverage"]) == {"no_data"}


def test_no_ratio_to_a_flow_of_zero():
    rows = frame(*sample(OTHERS), *outside(times=0.0))
    question = ask(start=2000, end=2000)
    assert result(expected_of(rows, question), actors=("PAK", "RUS")).coverage == "value"
    got = result(potential_of(rows, question), actors=("PAK", "RUS"))
    assert (got.value, got.low, got.n, got.coverage) == (None, None, 0, "no_data")


def test_a_figure_that_its_publisher_extrapolated_is_no_actual_flow():
    rows = outside(attributes={"extrapolated": True, "reporter": "RUS"})
    table = expected_of(frame(*sample(OTHERS), *rows), ask(start=2000, end=2000))
    assert table["value"].null_count() == table.height


def test_years_beyond_the_flows_are_outside():
    cow = Coverage(date(1990, 1, 1), date(2000, 12, 31), "sample")
    question = ask(start=2000, end=2001, coverage=[SAMPLE], coverage_by_source={"cow_trade": (cow,)})
    table = expected_of(frame(*sample(OTHERS), *outside()), question)
    assert {m.start.year: m.coverage for m in measurements(table)} == {
        2000: "value",
        2001: "outside_coverage",
    }


@pytest.fixture(scope="module")
def real(shared):
    files = {
        "gravity": ["gravity/agtpa_applications.csv.gz"],
        "geodist": ["gravity/dist_cepii_7states.csv"],
        "cow_trade": ["cow_trade/cow_trade_ddy_7states.csv"],
    }
    taken = {
        source: [reader(source).take((shared / file).read_bytes(), file.split("/")[-1]) for file in own]
        for source, own in files.items()
    }
    covers = {source: tuple(t.coverage for t in own) for source, own in taken.items()}
    return pl.concat([t.statements for own in taken.values() for t in own]), covers


def question(real, pair, first, last):
    return Ask(
        actors=pair, members=(expand(pair[0]), expand(pair[1])), by="year", start=date(first, 1, 1),
        end=date(last, 12, 31), coverage=tuple(c for own in real[1].values() for c in own),
        coverage_by_source=real[1],
    )  # fmt: skip


@pytest.mark.shared
def test_pakistan_and_russia_are_out_of_sample(real):
    table = potential_of(real[0], question(real, ("PAK", "RUS"), 2014, 2015))
    assert all(basis.startswith("out of sample (PAK and RUS not in it)") for basis in table["basis"])
    sold = result(table, actors=("PAK", "RUS"), start=2014)
    assert [round(x, 2) for x in (sold.value, sold.low, sold.high)] == [1.10, 0.56, 2.18]
    bought = result(table, actors=("RUS", "PAK"), start=2014)
    assert [round(x, 2) for x in (bought.value, bought.low, bought.high)] == [3.80, 1.03, 14.01]
    assert result(table, actors=("RUS", "PAK"), start=2015).coverage == "outside_coverage"


@pytest.mark.shared
def test_a_pair_of_the_panel_is_in_sample(real):
    table = potential_of(real[0], question(real, ("CHN", "IND"), 2002, 2002))
    got = result(table, "in sample; agtpa panel 1986-2006", actors=("CHN", "IND"))
    assert got.coverage == "value"
    assert got.n > 4000
    assert got.low < got.value < got.high
