"""Time to the exact consistent set, beside plain numpy enumeration of the same model, in one run.

    python benchmarks/scenarios.py [--basins]

Enumeration scores every combination in chunks, as a straightforward program would. Where that would take minutes
it is timed on two million combinations and the whole is reckoned from it, marked ~. --basins adds exact basins
of the 60-million-combination model (about 10 s, 1 GB).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from detente.scenarios.consistent import consistent_set, inconsistency
from detente.scenarios.files_scw import load_scw
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.succession import basins

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.scenarios.examples import FIXTURES, seeded, somewhereland  # noqa: E402

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
    for name, model in cases[:6] if "--basins" in sys.argv else cases[:5]:
        began = time.perf_counter()
        found = basins(model, largest=10**8)
        sizes = sorted(found.fixed.values(), reverse=True)
        print(f"basins {name:<14} {time.perf_counter() - began:>7.3f} s  {sizes}, {len(found.cycles)} cycles")


if __name__ == "__main__":
    main()
