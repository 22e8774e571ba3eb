"""False alarms without a break, and power with one, beside the reference table; seeded, a minute or two.

    python benchmarks/turning.py [series per cell, default 100]

Reference: 386 points, no break; mean number of breaks that other tools report per series. Ours: the
candidates of the penalised search, and those with p <= 0.05.
"""

from __future__ import annotations

import sys
import time
from datetime import date

import numpy as np
from scipy.signal import lfilter

from detente.turning.mean_shift import MeanShift
from detente.turning.series import Series

POINTS, BREAK_AT, HIT_WITHIN = 386, 200, 6
REFERENCE = {  # phi: PELT with iid penalty, PELT with long-run variance, BEAST breaks with P > 0.8
    0.0: (0.07, 0.10, 0.0), 0.3: (1.97, 0.00, 0.0), 0.6: (16.7, 0.03, 5.5), 0.9: (29.3, 0.00, 11.4),
    0.98: (32.8, 0.00, 11.7),
}  # fmt: skip
REFERENCE_POWER = {(0.6, 2): 0.85, (0.9, 2): 0.30, (0.9, 4): 0.68}


def series(values: np.ndarray) -> Series:
    n = len(values)
    days = tuple(date(1990 + k // 12, k % 12 + 1, 1) for k in range(n))
    return Series(
        measure="simulated", actors=("AAA", "BBB"), basis="all", unit="sd", starts=days, ends=days,
        values=values, position=np.arange(n), evidence=((),) * n,
    )  # fmt: skip


def ar1(phi: float, n: int, rng: np.random.Generator) -> np.ndarray:
    """Marginal standard deviation one."""
    shocks = rng.standard_normal(n) * np.sqrt(1 - phi**2)
    shocks[0] /= np.sqrt(1 - phi**2)
    return lfilter([1.0], [1.0, -phi], shocks)


def false_alarms(count: int, points: int) -> None:
    print(f"\nNo break, {points} points, {count} series a row")
    print(f"{'phi':>5} {'candidates':>11} {'p<=.05':>8} {'series with p<=.05':>19}"
          + ("   reference: PELT iid, PELT long-run, BEAST" if points == POINTS else ""))  # fmt: skip
    for phi, peers in REFERENCE.items():
        rng = np.random.default_rng(int(1000 * phi) + points)
        found = [MeanShift().detect(series(ar1(phi, points, rng)), seed=k, draws=199) for k in range(count)]
        sure = [sum(r.p_value <= 0.05 for r in one) for one in found]
        beside = "   " + " ".join(f"{p:>6.2f}" for p in peers) if points == POINTS else ""
        print(f"{phi:>5} {np.mean([len(f) for f in found]):>11.3f} {np.mean(sure):>8.3f} "
              f"{np.mean([s > 0 for s in sure]):>19.3f}{beside}")  # fmt: skip


def other_noise(count: int, points: int) -> None:
    print(
        f"\nNo break, noise that is not normal, {points} points: series with p<=.05 (a trend is no shift either)"
    )
    kinds = {
        "Poisson, mean 3": lambda rng: rng.poisson(3, points).astype(float),
        "Student t, 3 df": lambda rng: rng.standard_t(3, points),
        "lognormal": lambda rng: np.exp(rng.standard_normal(points)),
        "lognormal, phi .6": lambda rng: np.exp(ar1(0.6, points, rng)),
        "trend of 0.1 sd a step": lambda rng: 0.1 * np.arange(points) + ar1(0.5, points, rng),
    }
    for name, draw in kinds.items():
        rng = np.random.default_rng(points)
        found = [MeanShift().detect(series(draw(rng)), seed=k, draws=199) for k in range(count)]
        print(f"{name:<24} {np.mean([any(r.p_value <= 0.05 for r in one) for one in found]):>6.3f}")


def power(count: int) -> None:
    print(f"\nOne shift at {BREAK_AT} of {POINTS} points, {count} series a row; hit = {HIT_WITHIN} near")
    print(f"{'phi':>5} {'sd':>4} {'hit':>6} {'hit, p<=.05':>12} {'in interval':>12}   reference hit")
    for phi in (0.0, 0.3, 0.6, 0.9):
        for size in (2, 4, 20):
            rng = np.random.default_rng(int(1000 * phi) + size)
            hit, sure, inside, shifts = 0, 0, 0, 0
            for k in range(count):
                values = ar1(phi, POINTS, rng)
                values[BREAK_AT:] += size
                results = MeanShift().detect(series(values), seed=k, draws=199)
                near = [r for r in results if abs(r.index - BREAK_AT) <= HIT_WITHIN]
                hit += bool(near)
                sure += any(r.p_value <= 0.05 for r in near)
                if len(results) == 1:
                    shifts += 1
                    inside += results[0].low <= BREAK_AT <= results[0].high
            peer = REFERENCE_POWER.get((phi, size))
            print(f"{phi:>5} {size:>4} {hit / count:>6.2f} {sure / count:>12.2f} "
                  f"{inside / max(shifts, 1):>12.2f}   {'' if peer is None else peer}")  # fmt: skip


if __name__ == "__main__":
    series_per_cell = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    began = time.perf_counter()
    false_alarms(series_per_cell, POINTS)
    false_alarms(series_per_cell, 40)
    other_noise(series_per_cell, 75)
    power(series_per_cell)
    print(f"\n{time.perf_counter() - began:.1f} s")
