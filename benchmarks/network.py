"""Exact frustration of the 51 signed state networks 1946-1999, beside the reference values and seconds.

    python benchmarks/network.py [FILE]     default ../shared/data/signed_networks/cow_signed_1946_1999.csv

Peers: SciPy's HiGHS without and with triangle cuts in the reference notes took 38 s and 9.8 s for all 51.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import polars as pl

from detente.network.analysis import analyse

FILE = Path(__file__).parents[2] / "shared" / "data" / "signed_networks" / "cow_signed_1946_1999.csv"

# L in the order of the windows 46-49, 47-50, ... 96-99
REFERENCE = [
    17, 18, 20, 15, 15, 17, 21, 27, 33, 35, 34, 26, 30, 36, 39, 37, 36, 29, 24, 23, 28, 27, 28, 33, 26, 28,
    29, 35, 46, 48, 50, 45, 39, 43, 48, 45, 47, 46, 43, 34, 32, 46, 42, 38, 44, 49, 45, 50, 48, 38, 45,
]  # fmt: skip


def main(file: Path) -> None:
    edges = pl.read_csv(file)
    total, slowest, wrong = 0.0, 0.0, 0
    print("window    n    m  neg    tri  unb  balanced   walk  L  ref  proven  seconds")
    for window, reference in zip(sorted(edges["window"].unique()), REFERENCE, strict=True):
        began = time.perf_counter()
        r = analyse(edges, window)
        seconds = time.perf_counter() - began
        total, slowest = total + seconds, max(slowest, seconds)
        wrong += r.frustration_count != reference or not r.proven
        print(
            f"{window} {r.states:>5} {r.edges:>4} {r.negative_edges:>4} {r.triangles:>6} "
            f"{r.unbalanced_triangles:>4} {r.balanced_share:>9.4f} {r.walk_balance:>6.3f} "
            f"{r.frustration_count:>2} {reference:>4}  {r.proven!s:>6} {seconds:>8.3f}"
        )
    print(f"51 windows in {total:.1f} s, slowest {slowest:.2f} s; {wrong} differ; reference 9.8-38 s")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)
