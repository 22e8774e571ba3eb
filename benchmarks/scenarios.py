"""Time to the exact consistent set, beside plain numpy enumeration of the same model, in one run.

    python benchmarks/scenarios.py [--large] [--basins]

Enumeration scores every combination in chunks, as a straightforward program would. Where that would take minutes
it is timed on two million combinations and the whole is reckoned from it, marked ~. --large adds random models of
10^13 to 10^18 combinations (extra detente[large]); --basins adds exact basins of the models of 60 and 408 million
combinations, with peak memory, beside the published weights of the latter.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from detente.scenarios.basins import Basins, basins
from detente.scenarios.consistent import consistent_set, inconsistency
from detente.scenarios.files_scw import load_scw
from detente.scenarios.files_sl import OVERFLOW, read_sl
from detente.scenarios.model import CrossImpactModel

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.scenarios.examples import FIXTURES, seeded, somewhereland, standardised  # noqa: E402

CHUNK, SAMPLE = 100_000, 2_000_000
TARGET = {"CIB_nested": 0.05, "50x50": 0.30}


def enumerate_all(model: CrossImpactModel, most: int) -> tuple[int, int]:
    """Consistent scenarios among the first `most` combinations, and how many were looked at."""
    found, total = 0, min(model.combinations, most)
    for first in range(0, total, CHUNK):
        places = np.arange(first, min(first + CHUNK, total))
        states = np.stack(np.unravel_index(places, model.sizes), axis=1)
        found += int((inconsistency(model, states) == 0).sum())
    return found, total


def timed(call: Callable[[], Any], rounds: int = 5) -> tuple[Any, float]:
    """Result and best of several rounds."""
    best, result = float("inf"), None
    for _ in range(rounds):
        began = time.perf_counter()
        result = call()
        best = min(best, time.perf_counter() - began)
    return result, best


def main() -> None:
    cases = [
        ("Somewhereland", somewhereland()),
        ("medium", seeded([4] * 5, 3)),
        ("large", seeded([3] * 8, 3)),
        ("typical", seeded([3] * 10, 3)),
        ("xlarge", seeded([3] * 10, 2)),
        ("50x50", seeded([4] * 5 + [3] * 10, 2)),
        ("CIB_nested", load_scw((FIXTURES / "CIB_nested.scw").read_bytes(), "CIB_nested")),
    ]
    print(
        f"{'model':<14} {'combinations':>13} {'set':>4} {'seconds':>9} {'target':>7} {'enumeration':>13} {'times':>9}"
    )
    for name, model in cases:
        states, seconds = timed(lambda model=model: consistent_set(model))
        (count, seen), plain = timed(lambda model=model: enumerate_all(model, SAMPLE), rounds=1)
        whole = seen == model.combinations
        assert not whole or count == len(states), name
        plain *= model.combinations / seen
        print(
            f"{name:<14} {model.combinations:>13,} {len(states):>4} {seconds:>9.4f} {TARGET.get(name, ''):>7} "
            f"{'' if whole else '~'}{plain:>11.4f} s {plain / seconds:>9,.0f}"
        )
    if "--large" in sys.argv:
        large()
    for name, model in cases if "--basins" in sys.argv else cases[:5]:
        began = time.perf_counter()
        found = basins(model, largest=10**9)
        sizes = sorted(found.fixed.values(), reverse=True)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(
            f"basins {name:<14} {time.perf_counter() - began:>7.3f} s, peak {peak:.2f} GB  {sizes}, "
            f"{len(found.cycles)} cycles with {sum(c.basin for c in found.cycles):,} starts"
        )
        if name == "CIB_nested":
            beside_the_published(found)


def large() -> None:
    """Random standardised models (2 to 4 variants, values -3 to 3, 30 percent of blocks filled), three seeds each."""
    for drivers, target in ((30, 2.0), (40, 20.0)):
        for seed in range(3):
            model = standardised(drivers, 0.3, seed)
            states, seconds = timed(lambda model=model: consistent_set(model), rounds=1)
            print(
                f"random {drivers} drivers, density .3, seed {seed}: {model.combinations:.1e} combinations, "
                f"{len(states)} consistent, {seconds:.2f} s (target {target:.0f} s)"
            )


def beside_the_published(found: Basins) -> None:
    """Every published weight equals the true basin to its seven digits, but for those at the counter's end."""
    for solution in read_sl((FIXTURES / "CIB_nested.sl").read_bytes(), "CIB_nested.sl"):
        true = found.fixed[tuple(v - 1 for v in solution.variants)]
        if solution.overflowed:
            assert np.float32(OVERFLOW) + np.float32(1) == np.float32(OVERFLOW) and true > OVERFLOW
            print(f"  published {solution.weight:>12,.0f} = 2^24, where a float32 count stops; true {true:,}")
        else:
            assert f"{solution.weight:.6E}" == f"{true:.6E}", solution
    print("  the other 16 weights equal the published ones to seven digits")


if __name__ == "__main__":
    main()
