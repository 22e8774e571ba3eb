"""Exercises, agreements, missions, vetoes, orders and coded events of the first case, from the publishers' files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.ledger.duckdb import DuckLedger
from detente.measures.composite import packaged
from detente.model.finding import Measurement, measurements
from detente.study.ingest import ingest_file
from detente.study.measuring import measure_pair
from detente.study.profile import pair_profile

pytestmark = pytest.mark.shared
PAIR = ("PAK", "RUS")
FILES = {
    "exercises_mme": "exercises/mme-v7-long_PAK.csv",
    "exercises_russia": "exercises/Joint Military Exercises Involving Russia.csv",
    "cow_diplomacy": "diplomacy/Diplomatic_Exchange_2006v1_PAK.csv",
    "unsc_vetoes": "unsc/unsc_vetoes_1946_sept2022.csv",
    "sipri_arms": "sipri/trade-register_6states_utf8bom.csv",
    "cow_igo": "igo/state_year_format3_7states.csv",
    "visits": "visits/WHO-WHERE-WHEN_v1.1.csv",
    "icews_yearly": "icews/icews_directed_dyad_year_2002_2014.csv.gz",
}
FIGURES = (
    "measure,actors,directed,start,end,value,low,high,unit,basis,n,coverage,from_source,from_file,from_sha256,citation,url,"
    "command\n"
    'defence_agreements,PAK;RUS,false,1980-01-01,2010-12-31,0,,,in force (0 or 1),"any agreement, broad reading",0,'
    f'true_zero,dca,DCAD-v1.0-main.csv,{"0" * 64},"Kinne, Brandon J. (2020). The Defense Cooperation Agreement Dataset '
    '(DCAD). Journal of Conflict Resolution 64(4): 729-755.",https://doi.org/10.1177/0022002719857796,'
    "detente measure defence_agreements PAK RUS --by all\n"
)
"""No agreement of the two among the 1,871 of 1980-2010, as a case would carry it; zeros stand for the sha256."""


@pytest.fixture(scope="module")
def ledger(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckLedger]:
    folder = tmp_path_factory.mktemp("ties")
    own = DuckLedger.open(folder / "ledger", create=True)
    for source, file in FILES.items():
        ingest_file(own, source, shared / file)
    carried = folder / "figures.csv"
    carried.write_text(FIGURES, encoding="utf-8")
    ingest_file(own, "figures", carried)
    yield own
    own.close()


def measured(ledger: DuckLedger, name: str, pair: tuple[str, str] = PAIR, **more: Any) -> list[Measurement]:
    return measurements(measure_pair(ledger, name, pair, **more))


def of(found: list[Measurement], basis: str, **fields: Any) -> Measurement:
    (one,) = [
        m for m in found if m.basis.startswith(basis) and all(getattr(m, k) == v for k, v in fields.items())
    ]
    return one


def years(found: list[Measurement], basis: str) -> dict[int, tuple[float | None, str]]:
    return {m.start.year: (m.value, m.coverage) for m in found if m.basis == basis}


def test_no_exercise_1980_to_2010_is_a_true_zero_and_later_years_are_outside(ledger: DuckLedger) -> None:
    found = measured(ledger, "joint_exercises", start=date(1980, 1, 1), end=date(2026, 12, 31))
    mme = years(found, "exercises with both, others taking part or not; exercises_mme")
    assert {mme[y] for y in range(1980, 2011)} == {(0.0, "true_zero")}
    assert {mme[y] for y in range(2011, 2027)} == {(None, "outside_coverage")}


def test_druzhba_2016_is_in_the_russian_list_whose_silence_is_no_zero(ledger: DuckLedger) -> None:
    found = measured(ledger, "joint_exercises", start=date(2009, 1, 1), end=date(2020, 12, 31))
    russian = years(found, "exercises of the two alone; exercises_russia")
    assert russian.pop(2016) == (1.0, "value")
    assert {russian[y] for y in (2009, 2010, 2015, 2017, 2018)} == {(None, "no_data")}
    assert {russian[y] for y in (2019, 2020)} == {(None, "outside_coverage")}
    (id_,) = of(found, "exercises of the two alone; exercises_russia", start=date(2016, 1, 1)).evidence
    assert ledger.statement(id_).object == "Дружба-2016"


@pytest.mark.parametrize(("partner", "count"), [("USA", 34), ("CHN", 7), ("IND", 0), ("AFG", 4), ("RUS", 0)])
def test_exercises_shared_with_pakistan(ledger: DuckLedger, partner: str, count: int) -> None:
    found = measured(
        ledger, "joint_exercises", ("PAK", partner), by="all", start=date(1980, 1, 1), end=date(2010, 12, 31)
    )
    assert of(found, "exercises with both, others taking part or not; exercises_mme").value == count


def test_no_defence_agreement_is_a_cited_zero(ledger: DuckLedger) -> None:
    found = measured(ledger, "defence_agreements", by="all", start=date(1980, 1, 1), end=date(2010, 12, 31))
    zero = of(found, "any agreement, broad reading")
    assert (zero.value, zero.coverage, zero.start.year, zero.end.year) == (0.0, "true_zero", 1980, 2010)
    assert "Kinne" in str(ledger.statement(zero.evidence[0]).attributes)


def test_ambassadors_of_both_in_2005_and_nothing_after(ledger: DuckLedger) -> None:
    found = measured(ledger, "representation", start=date(2004, 1, 1), end=date(2006, 12, 31))
    for basis in ("PAK at RUS; cow_diplomacy", "RUS at PAK; cow_diplomacy"):
        assert years(found, basis) == {
            2004: (None, "no_data"),
            2005: (3.0, "value"),
            2006: (None, "outside_coverage"),
        }


def test_soviet_vetoes_in_matters_of_pakistan(ledger: DuckLedger) -> None:
    found = measured(ledger, "vetoes", end=date(2022, 8, 31))
    by_year = years(found, "vetoes by RUS in matters that name PAK")
    assert {y: value for y, (value, _) in by_year.items() if value} == {1957: 1.0, 1962: 1.0, 1971: 3.0}


def test_orders_and_what_their_comments_name(ledger: DuckLedger) -> None:
    found = [m for m in measured(ledger, "arms_order_kinds", by="all") if m.actors == ("RUS", "PAK")]
    assert {m.basis: m.value for m in found} == {
        "all orders": 19, "weapons new": 13, "weapons second hand": 5, "weapons second hand but modernized": 1,
        "delivered in full": 18, "delivered in part": 1, "comment names CHN": 1, "comment names DNK": 1,
        "comment names GBR": 1, "comment names IND": 1,
    }  # fmt: skip
    assert all(m.value == 0 for m in measured(ledger, "arms_order_kinds", by="all") if m.actors == PAIR)


def test_weighted_memberships_stand_on_those_that_are_shared(ledger: DuckLedger) -> None:
    window = {"start": date(2014, 1, 1), "end": date(2015, 12, 31)}
    plain, weighted = (measured(ledger, name, **window) for name in ("shared_igos", "weighted_igos"))
    status = of(weighted, "by status:", start=date(2014, 1, 1))
    assert of(plain, "full members", start=date(2014, 1, 1)).value == 44
    assert (status.value, status.n) == (44.25, 45)
    assert {m.coverage for m in weighted if m.start.year == 2015} == {"outside_coverage"}


@pytest.mark.parametrize(
    ("year", "events", "share", "per_ten_thousand"),
    [(2002, 1182, 0.910, None), (2003, 1502, 0.968, 28.5), (2008, 91, 0.824, 1.6), (2012, 971, 0.905, 22.0),
     (2014, 302, 0.921, 5.9)],
)  # fmt: skip
def test_coded_events_of_the_two(
    ledger: DuckLedger, year: int, events: int, share: float, per_ten_thousand: float | None
) -> None:
    window = {"start": date(year, 1, 1), "end": date(year, 12, 31)}
    net = of(
        measured(ledger, "net_cooperation", **window),
        "net share by quad class; both directions; icews_yearly",
    )
    rate = of(measured(ledger, "event_rate", **window), "both directions; icews_yearly")
    assert (net.n, rate.n) == (events, events)
    assert round(net.value or 0, 3) == share
    assert per_ten_thousand is None or round(rate.value or 0, 1) == per_ten_thousand


@pytest.mark.parametrize(
    ("pair", "shares"),
    [(("PAK", "IND"), (-0.041, 0.433, 0.675, 0.333)), (("RUS", "USA"), (0.851, 0.566, 0.733, 0.359))],
)
def test_net_shares_of_others(ledger: DuckLedger, pair: tuple[str, str], shares: tuple[float, ...]) -> None:
    found = measured(ledger, "net_cooperation", pair, start=date(2002, 1, 1), end=date(2014, 12, 31))
    by_year = years(found, "net share by quad class; both directions; icews_yearly")
    assert tuple(round(by_year[y][0] or 0, 3) for y in (2002, 2008, 2011, 2014)) == shares


def test_the_profile_is_ranked_among_the_dyads_of_the_extracts(ledger: DuckLedger) -> None:
    found = pair_profile(ledger, PAIR, packaged(), year=2005, thirds=["CHN", "IND"], draws=60)
    parts = {p.indicator.id: p for realm in found.realms for p in realm.parts}
    assert parts["missions"].score == 100
    assert parts["exercises"].cell.coverage == "true_zero"
    assert found.total is not None
    assert PAIR in found.among
    low, high = found.total.rank_interval or (0, 0)
    assert low <= found.total.rank <= high <= len(found.among)
