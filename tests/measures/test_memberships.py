"""Shared organisations and formal ties: runs of years, kinds of membership, kinds of treaty."""

from datetime import date

import polars as pl
import pytest

from detente.measures.registry import measure
from detente.model.finding import measurements
from detente.model.source import Coverage
from tests.measures.frames import COMPLETE, PAIR, SAMPLE, ask, frame, result, said

shared, ties = measure("shared_igos").compute, measure("formal_ties").compute
TO_2014 = Coverage(date(1946, 1, 1), date(2014, 12, 31), "complete")


def seat(state, igo, value, first, last):
    return said("igo_membership", f"{igo} {state} {first}", source="cow_igo", source_actors=[state], object=igo,
                value=value, start=date(first, 1, 1), end=date(last, 12, 31))  # fmt: skip


SEATS = frame(
    seat("PAK", "UN", 1.0, 1947, 2014), seat("SUN", "UN", 1.0, 1946, 1991), seat("RUS", "UN", 1.0, 1992, 2014),
    seat("PAK", "SCO", 0.0, 2001, 2014), seat("RUS", "SCO", 1.0, 2001, 2014),
    seat("PAK", "APEC", 3.0, 2000, 2014), seat("RUS", "APEC", 1.0, 1998, 2014),
    seat("PAK", "WTO", 1.0, 1995, 2014), seat("RUS", "WTO", 0.0, 1995, 2011), seat("RUS", "WTO", 1.0, 2012, 2014),
    seat("PAK", "X", None, 1995, 2014), seat("RUS", "X", 1.0, 1995, 2014),
    seat("IND", "UN", 1.0, 1947, 2014),
)  # fmt: skip


@pytest.mark.parametrize(
    ("year", "count", "compared"), [(1960, 1, 1), (1992, 1, 1), (2005, 1, 4), (2013, 2, 4)]
)
def test_full_members_only(year, count, compared):
    got = result(shared(SEATS, ask(start=year, end=year, coverage=[TO_2014])))
    assert (got.value, got.n, got.coverage, len(got.evidence)) == (count, compared, "value", 2 * count)
    assert "associates and observers not counted" in got.basis


def test_igo_kinds_of_nothing():
    assert result(shared(SEATS, ask(start=2015, end=2015, coverage=[TO_2014]))).coverage == "outside_coverage"
    none = SEATS.filter(pl.col("object") == "SCO")
    assert result(shared(none, ask(start=2005, end=2005, coverage=[TO_2014]))).coverage == "true_zero"
    assert result(shared(none, ask(start=1980, end=1980, coverage=[SAMPLE]))).coverage == "no_data"


def test_all_counts_what_was_ever_shared():
    got = result(shared(SEATS, ask("all", start=1947, end=2020, coverage=[TO_2014])))
    assert (got.value, got.start) == (2.0, date(1947, 1, 1))


def member(kind, treaty, state, first, last, source="atop", **attributes):
    return said(kind, f"{treaty} {state} {first}", source=source, source_actors=[state], object=treaty,
                start=date(first, 1, 1), end=last and date(last, 12, 31), attributes=attributes)  # fmt: skip


def tie(first, last, *obligations):
    return said("treaty_tie", f"tie {first} {obligations}", source="atop", source_actors=["PAK"],
                target_actors=["RUS"], start=date(first, 1, 1), end=date(last, 12, 31),
                attributes={"obligations": list(obligations)})  # fmt: skip


REGIONAL = "multilateral treaties (a regional treaty, not a pact of the two); atop"
UNNAMED = "obligations of the pair whose treaty is not among the memberships held; atop"
TREATIES = frame(
    member("treaty_membership", "1", "PAK", 2004, None, bilateral=False, obligations=["nonaggression"]),
    member("treaty_membership", "1", "RUS", 2004, None, bilateral=False, obligations=["nonaggression"]),
    member("treaty_membership", "2", "RUS", 1996, 2001, bilateral=False, obligations=["consultation"]),
    member("treaty_membership", "2", "RUS", 2001, None, bilateral=False, obligations=["consultation"]),
    member("treaty_membership", "2", "PAK", 2015, None, bilateral=False, obligations=["consultation"]),
    member("treaty_membership", "3", "PAK", 1950, 1960, bilateral=True, obligations=["defense"]),
    member("treaty_membership", "3", "SUN", 1950, 1960, bilateral=True, obligations=["defense"]),
    tie(2004, 2014, "nonagg"), tie(2015, 2018, "consul", "nonagg"),
)  # fmt: skip
TO_2018 = Coverage(date(1946, 1, 1), date(2018, 12, 31), "complete")


def test_a_regional_treaty_is_no_pact_of_the_two():
    table = ties(TREATIES, ask(start=2004, end=2019, coverage=[TO_2018]))
    assert result(table, REGIONAL, start=2004).value == 1.0
    got = result(table, REGIONAL, start=2015)
    assert (got.value, got.n, len(got.evidence)) == (2.0, 2, 5)
    assert result(table, "bilateral; atop", start=2015).coverage == "true_zero"
    assert {m.coverage for m in measurements(table) if m.start.year == 2019} == {"outside_coverage"}
    assert UNNAMED not in set(table["basis"])


def test_a_bilateral_treaty_of_a_predecessor():
    table = ties(TREATIES, ask(start=1955, end=1961, coverage=[TO_2018]))
    assert result(table, "bilateral; atop", start=1955).value == 1.0
    assert result(table, "bilateral; atop", start=1961).coverage == "true_zero"


def test_obligations_without_their_treaty_are_labelled():
    alone = TREATIES.filter(pl.col("property") == "treaty_tie")
    got = result(ties(alone, ask(start=2016, end=2016, coverage=[TO_2018])), UNNAMED)
    assert (got.value, got.n, len(got.evidence)) == (1.0, 1, 1)
    half = TREATIES.filter(pl.col("object").is_null() | (pl.col("object") == "1"))
    table = ties(half, ask(start=2014, end=2015, coverage=[TO_2018]))
    unnamed = [(m.start.year, m.coverage) for m in measurements(table) if m.basis == UNNAMED]
    assert unnamed == [(2014, "true_zero"), (2015, "value")]


def test_each_list_has_its_own_count_and_silence():
    cow = [member("alliance_membership", "9", s, 1990, 1995, source="cow_alliances", bilateral=True)
           for s in ("PAK", "RUS")]  # fmt: skip
    to_2012 = Coverage(date(1946, 1, 1), date(2012, 12, 31), "complete")
    question = ask(start=1995, end=2015, coverage=[to_2012, TO_2018],
                   coverage_by_source={"atop": (TO_2018,), "cow_alliances": (to_2012,)})  # fmt: skip
    table = ties(pl.concat([TREATIES, frame(*cow)]), question)
    assert result(table, "bilateral; cow_alliances", start=1995).value == 1.0
    assert result(table, "bilateral; cow_alliances", start=2012).coverage == "true_zero"
    assert result(table, "bilateral; cow_alliances", start=2013).coverage == "outside_coverage"
    assert result(table, "bilateral; atop", start=2013).coverage == "true_zero"


def test_treaties_of_unknown_width_and_no_lists_at_all():
    open_form = frame(*[member("alliance_membership", "9", s, 1990, 1995, source="cow_alliances")
                        for s in ("PAK", "RUS")])  # fmt: skip
    table = ties(open_form, ask(start=1990, end=1990))
    assert result(table, "treaties whose number of parties is not stated; cow_alliances").value == 1.0
    bare = ties(TREATIES.clear(), ask(start=1990, end=1990))
    assert sorted(bare["basis"]) == ["bilateral", REGIONAL.removesuffix("; atop")]
    assert set(bare["coverage"]) == {"true_zero"}


@pytest.mark.parametrize("name", ["shared_igos", "formal_ties"])
def test_order_and_symmetry(name):
    told = pl.concat([SEATS, TREATIES])
    one = measure(name).compute(told, ask(start=1990, end=2016, coverage=[COMPLETE]))
    mixed = measure(name).compute(
        told.sample(fraction=1, shuffle=True, seed=4), ask(start=1990, end=2016, coverage=[COMPLETE])
    )
    assert one.equals(mixed)
    turned = ask(start=1990, end=2016, coverage=[COMPLETE], actors=PAIR[::-1],
                 members=(frozenset({"RUS", "SUN"}), frozenset({"PAK"})))  # fmt: skip
    assert one["value"].equals(measure(name).compute(told, turned)["value"])
