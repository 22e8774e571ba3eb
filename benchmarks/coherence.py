"""Coherentising and bounds on 1,000 simulated elicitations with a known truth, and on a published toy.

    python benchmarks/coherence.py

Each elicitation: 2 to 4 drivers, all shares and up to 8 pairs, an error of .15 on every figure. Printed: how many were
incoherent, how many end coherent, how many coherent ones were moved, the mean errors before and after, in how many the
squared error grew, and in how many the bounds of linear programming miss the truth.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.scenarios.elicitations import simulated, toy  # noqa: E402

from detente.scenarios.joint import coherentised, most_even  # noqa: E402
from detente.scenarios.probability import bounds, joint_model  # noqa: E402

CASES = 1000


def main() -> None:
    began = time.perf_counter()
    counts = dict.fromkeys(("incoherent", "ends coherent", "coherent moved", "worse", "bounds miss"), 0)
    before, after, absolute_before, absolute_after, widths = [], [], [], [], []
    for seed in range(CASES):
        case = simulated(seed)
        found = coherentised(case.figures, case.said)
        counts["incoherent"] += not found.coherent
        counts["ends coherent"] += coherentised(case.figures, found.point).coherent
        counts["coherent moved"] += not coherentised(case.figures, case.truth).coherent
        counts["coherent moved"] += not np.array_equal(
            coherentised(case.figures, found.point).point, found.point
        )
        before.append(((case.said - case.truth) ** 2).mean())
        after.append(((found.point - case.truth) ** 2).mean())
        absolute_before.append(np.abs(case.said - case.truth).mean())
        absolute_after.append(np.abs(found.point - case.truth).mean())
        counts["worse"] += int(after[-1] > before[-1] + 1e-12)
        weights = (np.random.default_rng(seed).random(len(case.joint)) < 0.3).astype(float)
        low, high = bounds(case.figures, case.truth, weights)
        counts["bounds miss"] += not low <= case.joint @ weights <= high
        widths.append(high - low)
        assert most_even(case.figures, found).off < 1e-6, seed
    print(f"{CASES} elicitations in {time.perf_counter() - began:.1f} s: {counts}")
    print(f"mean squared error {np.mean(before):.5f} -> {np.mean(after):.5f}")
    print(f"mean absolute error {np.mean(absolute_before):.4f} -> {np.mean(absolute_after):.4f}")
    print(f"mean width of the bounds {np.mean(widths):.3f}")
    joint = joint_model(*toy())
    print(
        f"toy: {len(joint.complaints)} complaints, distance {joint.coherent.distance:.4f}, "
        f"largest move {max(abs(a - b) for _, a, b in joint.moves()):.4f}, joint off by {joint.joint.off:.1e}"
    )


if __name__ == "__main__":
    main()
