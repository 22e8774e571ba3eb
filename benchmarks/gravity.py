"""PPML on the panel of Yotov et al. beside the published table, a simulated panel, and pyfixest where it is there.

    python benchmarks/gravity.py [FILE]     default ../shared/data/gravity/agtpa_applications.csv.gz

Peer: pyfixest (fepois) is no dependency; in an environment that has it, its figures and seconds are printed too, the
first call (which compiles) apart from the second.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from detente.measures.gravity import ppml

FILE = Path(__file__).parents[2] / "shared" / "data" / "gravity" / "agtpa_applications.csv.gz"
NAMES = ("distance", "contiguity", "language", "colony")
PUBLISHED = (-0.8409, 0.4374, 0.2475, -0.2225), (0.0317, 0.0832, 0.0765, 0.1162)
ROWS = 28_152


def panel(file: Path) -> pl.DataFrame:
    """Every fourth year, without sales at home."""
    kept = pl.col("year").cast(pl.Int64).is_in(range(1986, 2007, 4)) & (
        pl.col("exporter") != pl.col("importer")
    )
    year = pl.col("year").cast(pl.Int64).cast(pl.String)
    return pl.read_csv(file).filter(kept).select(
        "trade", "pair_id",
        seller=pl.concat_str("exporter", year), buyer=pl.concat_str("importer", year),
        distance=pl.col("dist").log(), contiguity="cntg", language="lang", colony="clny",
    )  # fmt: skip


def own(data: pl.DataFrame) -> tuple[Any, Any, int]:
    fit = ppml(
        data["trade"].to_numpy(), data.select(NAMES).to_numpy(), NAMES,
        [data["seller"].to_numpy(), data["buyer"].to_numpy()], data["pair_id"].to_numpy(),
    )  # fmt: skip
    return fit.coefficients, fit.standard_errors, fit.n


def peer(data: pl.DataFrame) -> tuple[Any, Any, int]:
    import pyfixest  # noqa: PLC0415 (only where it is installed)

    formula = f"trade ~ {' + '.join(NAMES)} | seller + buyer"
    frame = importlib.import_module("pandas").DataFrame(
        data.to_dict(as_series=False)
    )  # what it takes, and brings with it
    fit = pyfixest.fepois(formula, frame, {"CRV1": "pair_id"}, ssc=pyfixest.ssc(k_adj=False))
    return np.asarray(fit.coef()), np.asarray(fit.se()), int(fit._N)


def simulated(seed: int, states: int = 40) -> tuple[Any, ...]:
    """Known slopes -0.9 and 0.5, errors in proportion to the mean."""
    rng = np.random.default_rng(seed)
    place, sizes = rng.uniform(0, 100, (states, 2)), rng.normal(0, 1, (2, states))
    i, j = np.nonzero(~np.eye(states, dtype=bool))
    distance = np.log(np.linalg.norm(place[i] - place[j], axis=1) + 1)
    x = np.column_stack([distance, distance < np.quantile(distance, 0.15)]).astype(float)
    mean = np.exp(x @ np.array([-0.9, 0.5]) + sizes[0, i] + sizes[1, j] + 5)
    return (
        rng.gamma(mean / 4, 4),
        x,
        ("distance", "border"),
        [i, j],
        np.minimum(i, j) * states + np.maximum(i, j),
    )


def line(name: str, values: Any) -> None:
    print(f"{name:<28}" + "".join(f"{value:>12.4f}" for value in values))


def main(file: Path) -> None:
    data = panel(file)
    print(" " * 28 + "".join(f"{name:>12}" for name in NAMES))
    line("published", PUBLISHED[0])
    line("published, standard error", PUBLISHED[1])
    tools = {"here": own} | ({"pyfixest": peer} if importlib.util.find_spec("pyfixest") else {})
    for name, fit in tools.items():
        seconds = []
        for _ in range(2):
            began = time.perf_counter()
            coefficients, errors, rows = fit(data)
            seconds.append(time.perf_counter() - began)
        line(name, coefficients)
        line(f"{name}, standard error", errors)
        as_printed = (
            tuple(np.round(coefficients, 4)) == PUBLISHED[0] and tuple(np.round(errors, 4)) == PUBLISHED[1]
        )
        print(
            f"  {rows:,} rows (published {ROWS:,}); all eight printed figures equal: {as_printed}; "
            f"{seconds[0]:.2f} s, again {seconds[1]:.2f} s"
        )
    if "pyfixest" not in tools:
        print("pyfixest is not installed here: no peer beside it")
    fits = [ppml(*simulated(seed)) for seed in range(100)]
    away = np.abs([(fit.coefficients - [-0.9, 0.5]) / fit.standard_errors for fit in fits])
    print(
        "simulated, 100 panels of 40 states: within two standard errors "
        + ", ".join(
            f"{name} {held}"
            for name, held in zip(("distance", "border"), (away < 2).sum(axis=0), strict=True)
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)
