"""Several chains side by side, each with its own seed, thinned as they run."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from detente.errors import UsageError
from detente.measures.ideal_points.model import Floats, Mode, Panel, Settings, start_of

NO_LIMIT = 1e9
Progress = Callable[[int, int], None]
"""Called with the number of chain and of passes done since the last call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long to run: passes kept from and thrown away per chain, one in `thin` kept, chains, seed.

    Raises UsageError where no draw or fewer than four per chain would be kept, or there is no chain.
    """

    iterations: int
    burn: int
    thin: int
    chains: int
    seed: int

    def __post_init__(self) -> None:
        if min(self.iterations, self.thin, self.chains) < 1 or self.burn < 0:
            raise UsageError("iterations, thin and chains are at least 1, burn at least 0")
        if self.kept < 4:
            raise UsageError(
                f"{self.iterations} iterations thinned by {self.thin} keep {self.kept} draws a chain",
                todo="Keep at least 4",
            )

    @property
    def kept(self) -> int:
        """Draws kept per chain."""
        return self.iterations // self.thin


@dataclass(frozen=True, slots=True)
class Draws:
    """`theta`: chains x draws x cells, each draw with mean 0 and standard deviation 1 over all cells.

    `items`: means over all draws of beta and the two thresholds on that scale, 3 x items. `accepted`: share of
    threshold proposals accepted.
    """

    theta: Floats
    items: Floats
    accepted: float


def run_chains(
    panel: Panel, settings: Settings, mode: Mode, plan: Plan, progress: Progress | None = None
) -> Draws:
    """Draws of all chains, in threads (the kernels release the interpreter lock).

    A chain depends on the seed and its number alone, not on how many run beside it. Raises UsageError for an
    unknown mode and for a pole that did not vote.
    """
    if mode not in {"bsv", "smoothed"}:
        raise UsageError(f"there is no mode {mode!r}", todo="Use bsv or smoothed")
    tell = progress or (lambda chain, passes: None)
    engines = [
        _engine(panel, settings, mode, np.random.default_rng(seed))
        for seed in np.random.SeedSequence(plan.seed).spawn(plan.chains)
    ]
    with ThreadPoolExecutor(plan.chains) as pool:
        running = [
            pool.submit(_chain, engine, panel, settings, plan, tell, number)
            for number, engine in enumerate(engines)
        ]
        done = [chain.result() for chain in running]
    return Draws(
        np.stack([d.theta[0] for d in done]),
        np.mean([d.items for d in done], axis=0),
        float(np.mean([d.accepted for d in done])),
    )


@dataclass(frozen=True, slots=True)
class _Engine:
    """`advance` by so many passes; `theta` and `item` are where it then stands."""

    advance: Callable[[int], int]
    theta: Floats
    item: tuple[Floats, Floats, Floats]


def _chain(
    engine: _Engine, panel: Panel, settings: Settings, plan: Plan, tell: Progress, number: int
) -> Draws:
    for done in range(0, plan.burn, 100):
        passes = min(100, plan.burn - done)
        engine.advance(passes)
        tell(number, passes)
    above, below = (panel.cells_of(pole) for pole in settings.poles)
    kept, items = np.empty((1, plan.kept, len(panel.weight))), np.zeros((3, panel.items))
    accepted = 0
    for draw in range(plan.kept):
        accepted += engine.advance(plan.thin)
        sign = 1.0 if engine.theta[above].mean() >= engine.theta[below].mean() else -1.0
        kept[0, draw] = sign * standardised(engine.theta)
        items += _on_scale(engine, sign) / plan.kept
        tell(number, plan.thin)
    return Draws(kept, items, accepted / (plan.kept * plan.thin * panel.items))


def standardised(theta: Floats) -> Floats:
    """With mean 0 and standard deviation 1 over all cells."""
    centred = theta - theta.mean()
    scaled: Floats = centred / theta.std(ddof=1)
    return scaled


def _on_scale(engine: _Engine, sign: float) -> Floats:
    """Beta and thresholds such that beta * theta - threshold is the same with theta standardised and signed."""
    beta, low, high = engine.item
    shift = beta * engine.theta.mean()
    return np.stack([sign * beta * engine.theta.std(ddof=1), low - shift, high - shift])


def _engine(panel: Panel, settings: Settings, mode: Mode, rng: np.random.Generator) -> _Engine:
    from detente.measures.ideal_points.sampler import draw_start, run_bsv  # noqa: PLC0415 (numba loads slowly)
    from detente.measures.ideal_points.smoothed import run_smoothed  # noqa: PLC0415

    start, cells = start_of(panel, settings), len(panel.weight)
    item, theta = (start.beta, start.low, start.high), np.zeros(cells)
    sums, filtered = (np.zeros(cells), np.zeros(cells)), (np.zeros(cells), np.zeros(cells))
    sizes = np.diff(panel.first_vote)
    scratch = (np.zeros(sizes.max()), np.zeros(sizes.max()))
    steps = settings.reach / np.sqrt(sizes)
    votes = (panel.first_vote, panel.cell, panel.choice)
    draw_start(rng, *votes, item, sums)
    if mode == "bsv":
        coded = (steps, settings.bound, settings.z_limit, settings.coded_step)
        priors = (panel.prior, settings.smooth * panel.weight)

        def filtering(passes: int) -> int:
            return run_bsv(
                rng,
                votes,
                priors,
                start.mean,
                theta,
                item,
                sums,
                coded,
                settings.theta_limit,
                scratch,
                passes,
            )

        return _Engine(filtering, theta, item)
    exact = (steps, settings.bound, np.inf, 0.0)
    variance = settings.smooth * panel.weight * panel.gap
    variance[panel.first_cell[:-1]] = 1.0
    paths = (panel.first_cell, variance)

    def smoothing(passes: int) -> int:
        return run_smoothed(rng, votes, paths, theta, item, sums, exact, scratch, filtered, passes)

    return _Engine(smoothing, theta, item)
