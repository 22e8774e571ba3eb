"""Ideal points estimated here beside the published ones, and intervals beside a known truth; seeded.

    python benchmarks/ideal_points.py [replicate|smoothed|calibrate|all] [FOLDER with unvotes/ and ideal_points/]

replicate: sessions 1-74 by the data rules and the sampler of Bailey, Strezhnev and Voeten (2017), against their
release of April 2020; ten minutes on two free cores. smoothed: the same votes, conditioning on the future too.
calibrate: panels drawn from the model, small enough to draw many; the share of 90 percent intervals that hold
the truth.
"""

from __future__ import annotations

import gzip
import os
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from detente.measures.ideal_points import Plan, Settings, sample_ideal_points, votes_from_statements
from detente.measures.ideal_points.chains import run_chains
from detente.measures.ideal_points.disagreement import disagreement
from detente.measures.ideal_points.result import Estimate
from detente.measures.ideal_points.simulated import POLES, Design, simulated
from detente.sources import un_ideal_points, un_votes

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"
RELEASE = "IdealpointestimatesAll_Apr2020.csv"
PLAN = Plan(iterations=8500, burn=3000, thin=10, chains=2, seed=2017)
SMOOTHED = Plan(iterations=2000, burn=1000, thin=5, chains=2, seed=2017)
PANELS = 200
CALIBRATION = Settings(bound=2.0, poles=POLES, starts={})
SMALL = Plan(iterations=6000, burn=2000, thin=6, chains=2, seed=0)


def line(what: str, value: str, limit: str = "", peer: str = "") -> None:
    print(f"{what:<58} {value:>12} {limit:>12}   {peer}")


def read(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Votes, matches, and published points (lineage, session, n, point, low, high)."""
    raw = gzip.decompress((folder / "unvotes" / "un_votes_1946_2020.csv.gz").read_bytes())
    calls = (folder / "unvotes" / "roll_calls.csv").read_bytes()
    parts = [un_votes.take(raw, "un_votes.csv"), un_votes.take(calls, "roll_calls.csv")]
    votes = votes_from_statements(pl.concat([part.statements for part in parts]))
    points = un_ideal_points.take((folder / "ideal_points" / RELEASE).read_bytes(), RELEASE).statements
    number = pl.col("key").str.extract(r"ccode=(\d+)")
    # Published under the number of the Federal Republic for session 45, all of whose votes came after unification.
    united = (number == "260") & pl.col("key").str.contains("session=45 ")
    published = points.select(
        lineage=pl.when(united).then(pl.lit("255")).otherwise(number),
        session=pl.col("attributes").str.json_path_match("$.session").cast(pl.Int64),
        n=pl.col("attributes").str.json_path_match("$.n_votes").cast(pl.Int64),
        point="value", low="low", high="high",
    )  # fmt: skip
    return votes, pl.read_csv(folder / "ideal_points" / "Matches.csv"), published


def timed(votes: pl.DataFrame, matches: pl.DataFrame, mode: str, plan: Plan) -> Estimate:
    """The estimate; prints what a pass cost in wall-clock and processor time."""
    beside, wall, cpu = os.getloadavg()[0], time.perf_counter(), time.process_time()
    told = [0]

    def tell(chain: int, passes: int) -> None:
        told[0] += passes * (chain == 0)
        if sys.stderr.isatty():
            print(f"\r{told[0]} of {plan.burn + plan.iterations}", end="", file=sys.stderr)

    estimate = sample_ideal_points(votes, matches, mode, plan, progress=tell)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    passes = plan.chains * (plan.burn + plan.iterations)
    print(f"\n{mode}: {plan.chains} chains, {plan.burn} + {plan.iterations} iterations, one in {plan.thin} kept; "
          f"{os.cpu_count()} cores, load {beside:.1f} before it began")  # fmt: skip
    line("", "here", "limit", "peer")
    line(
        "whole run, minutes",
        f"{wall / 60:.2f}",
        "<= 12",
        "10.77 (one chain of 4,000, plain numba, two cores)",
    )
    line(
        "seconds an iteration (all chains / chains run)",
        f"{wall / passes:.4f}",
        "",
        "0.09 alone, 0.16 shared",
    )
    line("processor seconds an iteration", f"{cpu / passes:.4f}")
    line("thresholds accepted, share", f"{estimate.accepted:.3f}")
    return estimate


def agreement(estimate: Estimate, published: pl.DataFrame) -> None:
    # By Correlates of War number: within a session Yugoslavia became Serbia and Montenegro, and that Serbia.
    joined = estimate.points.join(published, on=["lineage", "session"], how="full", coalesce=True)
    equal = (joined["n_votes"] == joined["n"]).fill_null(value=False)
    line("votes after the rules / items", f"{estimate.votes.height:,} / {estimate.items.height:,}", "",
         "797,473 / 4,784")  # fmt: skip
    line("rows with the published number of votes", f"{equal.sum():,}", "10,469", f"of {joined.height:,}")
    held = joined.filter(equal)
    off = (held["mean"] - held["point"]).abs()
    late = held["session"] > 30
    r = np.corrcoef(held["mean"], held["point"])[0, 1]
    line("correlation with the published points", f"{r:.6f}", ">= 0.999", "0.999277")
    line("mean absolute difference", f"{off.mean():.4f}", "", "0.0235")
    line(
        "mean absolute difference after session 30", f"{off.filter(late).mean():.4f}", "<= 0.03", ".018-.019"
    )
    line("greatest difference", f"{off.max():.3f}", "", "0.498")
    inside = (held["mean"] >= held["low"]) & (held["mean"] <= held["high"])
    line("inside the published 5-95 interval, share", f"{inside.mean():.4f}", ">= 0.95", "1")
    ours, theirs = ((held[b] - held[a]).mean() for a, b in (("q5", "q95"), ("low", "high")))
    line("mean width of the 5-95 interval", f"{ours:.3f}", "", f"{theirs:.3f} (published)")
    for first, last in ((1, 10), (11, 30), (31, 50), (51, 74)):
        span = held["session"].is_between(first, last)
        part = held.filter(span)
        r = np.corrcoef(part["mean"], part["point"])[0, 1]
        line(f"  sessions {first}-{last}: r, mean absolute difference", f"{r:.4f} {off.filter(span).mean():.3f}", "",
             {1: ".9974 .077", 11: ".9996 .025", 31: ".9998 .018", 51: ".9998 .019"}[first])  # fmt: skip


def convergence(estimate: Estimate) -> None:
    points = estimate.points
    line("R-hat <= 1.05, share of state-sessions", f"{(points['r_hat'] <= 1.05).mean():.4f}", ">= 0.95")
    line("greatest R-hat", f"{points['r_hat'].max():.3f}")
    by_state = points.group_by("lineage").agg(pl.col("r_hat").max())
    line("states with every session at <= 1.05, share", f"{(by_state['r_hat'] <= 1.05).mean():.4f}")
    for first, last in ((1, 10), (11, 30), (31, 50), (51, 74)):
        part = points.filter(pl.col("session").is_between(first, last))
        line(f"  sessions {first}-{last}: R-hat <= 1.05, median bulk and tail ESS",
             f"{(part['r_hat'] <= 1.05).mean():.3f}", "",
             f"{part['ess'].median():.0f} {part['ess_tail'].median():.0f}")  # fmt: skip


def why(estimate: Estimate, pair: tuple[frozenset[str], frozenset[str]], sessions: tuple[int, int]) -> None:
    names = " and ".join("/".join(sorted(side)) for side in pair)
    print(f"\n{names}, session {sessions[0]} against {sessions[1]}: agenda against movement")
    with pl.Config(tbl_rows=20, tbl_cols=20, tbl_width_chars=200, tbl_hide_column_data_types=True,
                   tbl_hide_dataframe_shape=True, float_precision=3, fmt_str_lengths=40):  # fmt: skip
        print(disagreement(estimate, pair, sessions))


def calibrate(panels: int) -> None:
    """Coverage and width over panels; the standard error is over panels."""
    found: dict[str, list[tuple[float, float, float, float, float]]] = {"smoothed": [], "bsv": []}
    wall = time.perf_counter()
    for seed in range(panels):
        drawn = simulated(Design(), CALIBRATION, 1000 + seed)
        for mode, rows in found.items():
            draws = run_chains(drawn.panel, CALIBRATION, mode, SMALL).theta.reshape(-1, len(drawn.truth))
            q5, q25, q75, q95 = np.quantile(draws, (0.05, 0.25, 0.75, 0.95), axis=0)
            off = draws.mean(axis=0) - drawn.truth
            rows.append((
                np.mean((q5 <= drawn.truth) & (drawn.truth <= q95)),
                np.mean((q25 <= drawn.truth) & (drawn.truth <= q75)),
                np.mean(q95 - q5), np.sqrt(np.mean(off**2)), len(off),
            ))  # fmt: skip
    print(f"\ncalibration: {panels} panels of {Design()}, {time.perf_counter() - wall:.0f} s")
    line("", "smoothed", "limit", "bsv")
    table = {mode: np.array(rows) for mode, rows in found.items()}
    error = table["smoothed"][:, 0].std(ddof=1) / np.sqrt(panels)
    for column, (what, limit) in enumerate((
        ("90 percent intervals that hold the truth, percent", "88-92"), ("50 percent intervals, percent", "48-52"),
        ("mean width of the 90 percent interval", "< bsv"), ("root mean squared error", "< bsv"),
    )):  # fmt: skip
        scale = 100 if column < 2 else 1
        values = [f"{scale * table[mode][:, column].mean():.3f}" for mode in ("smoothed", "bsv")]
        line(what, values[0], limit, values[1])
    line("standard error of the first, percent", f"{100 * error:.2f}")


def main() -> None:
    part = sys.argv[1] if len(sys.argv) > 1 else "all"
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER
    if part in {"replicate", "smoothed", "all"}:
        votes, matches, published = read(folder)
        for mode, plan in (("bsv", PLAN), ("smoothed", SMOOTHED)):
            if part in {mode, "all"} or (part == "replicate" and mode == "bsv"):
                estimate = timed(votes, matches, mode, plan)
                agreement(estimate, published)
                convergence(estimate)
                why(estimate, (frozenset({"PAK"}), frozenset({"RUS", "SUN"})), (70, 74))
    if part in {"calibrate", "all"}:
        calibrate(PANELS)


if __name__ == "__main__":
    main()
