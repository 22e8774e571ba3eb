"""The latent level as a measure: directions, coverage, evidence, and what does not move it."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy.stats import spearmanr

from detente.measures.ideal_points.chains import Plan
from detente.measures.latent_events import CLASSES, panel_of, sample_levels
from detente.measures.latent_level import yearly_counts
from detente.measures.registry import measure
from detente.model.source import Coverage
from detente.sources import icews_yearly
from tests.measures.frames import ask, frame, result, said

YEARS = Coverage(date(2000, 1, 1), date(2001, 12, 31), "sample")


def counted(sender, receiver, year, numbers):
    return [
        said("coded_event_count", f"{sender} {receiver} {year} {kind}", year=year, object=kind, value=float(n),
             source_actors=[sender], target_actors=[receiver], unit="events")
        for kind, n in zip(CLASSES, numbers, strict=True)
    ]  # fmt: skip


def some(*more):
    mixtures = {("PAK", "RUS"): (1, 1, 16, 2), ("PAK", "IND"): (8, 6, 6, 0), ("IND", "PAK"): (6, 8, 6, 0),
                ("RUS", "CHN"): (0, 1, 15, 4)}  # fmt: skip
    rows = [r for (a, b), n in mixtures.items() for y in (2000, 2001) for r in counted(a, b, y, n)]
    return frame(*rows, *more)


def test_each_direction_has_its_row_and_its_kind_of_nothing():
    table = measure("latent_level").compute(some(), ask(start=2000, end=2002, coverage=[YEARS]))
    there = result(table, actors=("PAK", "RUS"), start=2000)
    assert (there.coverage, there.n, len(there.evidence)) == ("value", 20, 4)
    assert there.low < there.value < there.high
    assert result(table, actors=("RUS", "PAK"), start=2000).coverage == "no_data"
    assert result(table, actors=("PAK", "RUS"), start=2002).coverage == "outside_coverage"
    assert "2 partners" in there.basis


def test_row_order_and_an_unrelated_dyad_do_not_move_it():
    question = ask(start=2000, end=2001, coverage=[YEARS])
    plain = measure("latent_level").compute(some(), question)
    other = some(*counted("USA", "GBR", 2000, (0, 0, 500, 500)))
    shuffled = other.sample(fraction=1.0, shuffle=True, seed=1)
    assert measure("latent_level").compute(shuffled, question).equals(plain)


def test_the_whole_window_is_the_mean_of_its_years():
    yearly = measure("latent_level").compute(some(), ask(start=2000, end=2001, coverage=[YEARS]))
    whole = measure("latent_level").compute(some(), ask("all", start=2000, end=2001, coverage=[YEARS]))
    years = [result(yearly, actors=("PAK", "RUS"), start=y).value for y in (2000, 2001)]
    assert result(whole, actors=("PAK", "RUS")).value == pytest.approx(np.mean(years))


@pytest.mark.shared
def test_the_level_ranks_the_partners_of_pakistan(shared):
    file = shared / "icews" / "icews_directed_dyad_year_2002_2014.csv.gz"
    statements = icews_yearly.take(file.read_bytes(), file.name).statements
    counts = yearly_counts(statements, ask(start=2002, end=2014))
    year = counts.filter(
        pl.col("sender").is_in(["PAK", "RUS"])
        & pl.col("receiver").is_in(["PAK", "RUS"])
        & (pl.col("period") == 2003)
    )
    assert year.select(pl.sum_horizontal(CLASSES).sum()).item() == 1502
    levels = sample_levels(panel_of(counts), Plan(iterations=400, burn=300, thin=1, chains=2, seed=1))
    table = levels.table()
    assert table["r_hat"].max() < 1.05
    away = pl.when(pl.col("sender") == "PAK").then("receiver").otherwise("sender").alias("partner")
    own = pl.any_horizontal(pl.col("sender", "receiver") == "PAK")
    means = levels.means().filter(own).group_by(away).agg(pl.col("mean").mean())
    shares = (
        counts.filter(own).group_by(away).agg(pl.col(*CLASSES).sum())
        .with_columns(n=pl.sum_horizontal(CLASSES))
        .filter(pl.col("n") >= 200)
        .with_columns(share=2 * (pl.col(CLASSES[2]) + pl.col(CLASSES[3])) / pl.col("n") - 1)
        .join(means, on="partner")
    )  # fmt: skip
    assert shares.height == 69
    assert spearmanr(shares["share"], shares["mean"]).statistic >= 0.7
