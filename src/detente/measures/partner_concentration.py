"""How few partners a state's exports go to, and its imports come from."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.silence import nothing
from detente.measures.trade_reports import flow_sources, one_report, trade_reports, trade_totals
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "partner_concentration"
UNIT: Final = "index (0 to 1)"
LEAST_HELD: Final = 0.5
"""Where the partners held explain less of the total than this, their concentration is not the state's."""
WAYS: Final = (("exports", "exporter", "importer"), ("imports", "importer", "exporter"))


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Herfindahl-Hirschman index of partners, of each of the two states, named in the basis.

    `low` and the value take what no partner held explains as spread over many, `high` as one more partner; `n`
    counts the partners held. Raises UsageError for flows in another unit than USD. See
    docs/method/measures/partner_concentration.md.
    """
    reports = trade_reports(statements)
    rows: list[Measurement] = []
    for source in flow_sources(reports, ask):
        given = reports.filter(pl.col("source") == source)
        totals = trade_totals(statements, source)
        narrowed = ask.narrowed(source)
        for code, codes in zip(ask.actors, ask.members, strict=True):
            for what, own, other in WAYS:
                flows = one_report(given, own).filter(pl.col(own).is_in(sorted(codes)))
                total = totals.filter((pl.col("what") == what) & pl.col("state").is_in(sorted(codes)))
                basis = f"{what} of {code} by partner" + (f"; {source}" if source else "")
                rows += [
                    _row(narrowed, basis, flows.rename({other: "partner"}), total, period)
                    for period in periods(narrowed)
                ]
    return measurement_frame(rows)


def _row(
    ask: Ask, basis: str, flows: pl.DataFrame, totals: pl.DataFrame, period: tuple[date, date]
) -> Measurement:
    start, end = period
    of_year = flows.filter((pl.col("year") == start.year) & (pl.col("value") > 0))
    total = totals.filter(pl.col("year") == start.year)
    _, presence = nothing(ask, start, end, zero=False)
    found: tuple[float, float] | None = None
    if of_year.height and total.height:
        found = _concentration(of_year, float(total["value"].sum()))
    return Measurement(
        measure=NAME,
        actors=ask.actors,
        directed=False,
        start=start,
        end=end,
        value=found[0] if found else None,
        low=found[0] if found else None,
        high=found[1] if found else None,
        unit=UNIT,
        basis=basis,
        n=of_year["partner"].n_unique() if found else 0,
        coverage="value" if found else presence,
        evidence=(*of_year["statement_id"], *total["statement_id"]) if found else (),
    )


def _concentration(flows: pl.DataFrame, total: float) -> tuple[float, float] | None:
    """Least and greatest index that the held partners allow; None where they explain too little."""
    by_partner = flows.group_by("partner").agg(pl.col("value").sum()).sort("partner")["value"].to_list()
    held = sum(by_partner)
    whole = max(held, total)  # totals are not the sum of flows, and may fall short of it
    if held < LEAST_HELD * whole:
        return None
    least = sum((value / whole) ** 2 for value in by_partner)
    return least, min(1.0, least + ((whole - held) / whole) ** 2)


MEASURE: Final = Measure(
    name=NAME,
    title="Concentration of trading partners",
    realm="trade",
    unit=UNIT,
    directed=False,
    properties=("trade_flow", "trade_total"),
    sources=("cow_trade", "cow_trade_national", "imf_trade", "comtrade"),
    by=("year",),
    compute=compute,
    reference="Hirschman (1945), National Power and the Structure of Foreign Trade; Herfindahl (1950)",
    caution=(
        "Of each state with all its partners, not of the pair. Says how few partners there are, not who they are "
        "or how easily one is replaced."
    ),
    scope="either",
)
