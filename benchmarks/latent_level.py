"""The latent level of event counts: intervals beside a known truth, and Pakistan's partners ranked; seeded.

    python benchmarks/latent_level.py [calibrate|icews|all] [FOLDER with icews/]

calibrate: panels drawn from the model with a volume that grows twentyfold and thresholds that drift without limit
from one source and period to the next; the share of 90 percent intervals that hold the truth. icews: the directed
dyad-years of Pakistan and Russia with everyone, 2002-2014; the rank correlation of the mean level with the net
cooperation share (cooperative minus conflictual events over their sum) among Pakistan's partners.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
from scipy.stats import spearmanr

from detente.measures.ideal_points.chains import Plan
from detente.measures.latent_events import CLASSES, Levels, Priors, panel_of, sample_levels
from detente.measures.latent_events.simulated import Design, simulated
from detente.measures.latent_level import PLAN, yearly_counts
from detente.measures.measure import Ask
from detente.model.source import Coverage
from detente.sources import icews_yearly

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"
FILE = "icews/icews_directed_dyad_year_2002_2014.csv.gz"
PANELS = 400
SMALL = Plan(iterations=1000, burn=400, thin=2, chains=2, seed=0)
LEAST_EVENTS = 200


def line(what: str, value: str, limit: str = "") -> None:
    print(f"{what:<62} {value:>14} {limit:>10}")


def calibrate(panels: int) -> None:
    """Coverage over panels, in bands of what a place rests on; standard errors are over panels."""
    found, worst, began = [], [], time.perf_counter()
    names = ("all", "no event", "1-9 events", "10-99 events", "100 and more")
    for seed in range(panels):
        drawn = simulated(Design(), Priors(), seed)
        levels = sample_levels(drawn.panel, SMALL)
        table = levels.table()
        flat = levels.draws.reshape(-1, len(drawn.truth))
        low, high = np.quantile(flat, (0.25, 0.75), axis=0)
        inside = (table["q5"].to_numpy() <= drawn.truth) & (drawn.truth <= table["q95"].to_numpy())
        half = (low <= drawn.truth) & (drawn.truth <= high)
        n = table["n"].to_numpy()
        bands = (n >= 0, n == 0, (n > 0) & (n < 10), (n >= 10) & (n < 100), n >= 100)
        found.append([half.mean(), *((inside[b].mean() if b.any() else np.nan) for b in bands)])
        worst.append([table["r_hat"].max(), table["ess"].min()])
    shares = 100 * np.array(found)
    mean = np.nanmean(shares, axis=0)
    error = np.nanstd(shares, axis=0, ddof=1) / np.sqrt(np.sum(~np.isnan(shares), axis=0))
    print(f"calibration: {panels} panels of {Design()}; {time.perf_counter() - began:.0f} s")
    line("50 percent intervals that hold the truth, percent", f"{mean[0]:.1f} ({error[0]:.1f})", "48-52")
    for name, share, wide in zip(names, mean[1:], error[1:], strict=True):
        limit = "88-92" if name == "all" else ""
        line(f"90 percent intervals that hold the truth, {name}", f"{share:.1f} ({wide:.1f})", limit)
    line("greatest R-hat, median and greatest over panels", "{:.3f} {:.3f}".format(*_mid_max(worst, 0)))
    line("smallest bulk ESS of 1,000 draws, median over panels", f"{np.median([w[1] for w in worst]):.0f}")


def _mid_max(rows: list[list[float]], at: int) -> tuple[float, float]:
    values = [row[at] for row in rows]
    return float(np.median(values)), float(np.max(values))


def partners(levels: Levels, counts: pl.DataFrame, state: str) -> pl.DataFrame:
    """partner, events, net share, and level of both directions together, highest level first."""
    panel, flat = levels.panel, levels.draws.reshape(-1, levels.panel.dyads.height, len(levels.panel.periods))
    rows = []
    for partner in sorted({*panel.dyads["sender"], *panel.dyads["receiver"]} - {state}):
        own = counts.filter(
            ((pl.col("sender") == state) & (pl.col("receiver") == partner))
            | ((pl.col("sender") == partner) & (pl.col("receiver") == state))
        )
        if own.is_empty():
            continue
        sums = own.select(pl.col(*CLASSES).sum()).row(0)
        at = [
            i
            for i, pair in enumerate(panel.dyads.iter_rows())
            if pair in {(state, partner), (partner, state)}
        ]
        level = flat[:, at].mean(axis=(1, 2))
        low, high = np.quantile(level, (0.05, 0.95))
        share = (sums[2] + sums[3] - sums[0] - sums[1]) / sum(sums)
        rows.append((partner, int(sum(sums)), share, level.mean(), low, high))
    columns = ["partner", "events", "net_share", "level", "low", "high"]
    return pl.DataFrame(rows, schema=columns, orient="row").sort("level", descending=True)


def icews(folder: Path) -> None:
    statements = icews_yearly.take((folder / FILE).read_bytes(), FILE).statements
    ask = Ask(
        actors=("PAK", "RUS"),
        members=(frozenset({"PAK"}), frozenset({"RUS", "SUN"})),
        by="year",
        start=icews_yearly.SOURCE.coverage.start,
        end=icews_yearly.SOURCE.coverage.end,
        coverage=(Coverage(icews_yearly.SOURCE.coverage.start, icews_yearly.SOURCE.coverage.end, "sample"),),
    )
    counts = yearly_counts(statements, ask)
    began = time.perf_counter()
    levels = sample_levels(panel_of(counts), PLAN)
    table = levels.table()
    print(f"\nicews: {levels.panel.dyads.height} directed dyads of Pakistan and Russia, "
          f"{len(levels.panel.counts)} dyad-years with events; {time.perf_counter() - began:.0f} s")  # fmt: skip
    line("greatest R-hat", f"{table['r_hat'].max():.3f}", "<= 1.05")
    line("smallest bulk and tail ESS", f"{table['ess'].min():.0f} {table['ess_tail'].min():.0f}")
    line("paths accepted, share", f"{levels.accepted:.3f}")
    first, step, burst = np.sqrt(levels.variances.mean(axis=(0, 1)))
    line("sd of first levels, yearly steps, bursts", f"{first:.2f} {step:.2f} {burst:.2f}")
    ranked = partners(levels, counts, "PAK").filter(pl.col("events") >= LEAST_EVENTS)
    rho = spearmanr(ranked["net_share"], ranked["level"]).statistic
    line(f"Spearman, {ranked.height} partners with {LEAST_EVENTS} events or more", f"{rho:.3f}", ">= .7")
    print("\n| place | partner | events | net share | level (90 percent interval) |\n|---|---|---|---|---|")
    for place, (name, events, share, level, low, high) in enumerate(ranked.iter_rows(), start=1):
        print(f"| {place} | {name} | {events:,} | {share:.3f} | {level:.2f} ({low:.2f} to {high:.2f}) |")


def main() -> None:
    part = sys.argv[1] if len(sys.argv) > 1 else "all"
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER
    if part in {"calibrate", "all"}:
        calibrate(PANELS)
    if part in {"icews", "all"}:
        icews(folder)


if __name__ == "__main__":
    main()
