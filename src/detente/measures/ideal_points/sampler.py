"""One pass over the items, and the passes of mode bsv, in compiled code.

Given theta, items are independent: thresholds (Metropolis-Hastings with the latent Z summed out), then Z, then
beta. Nothing is kept per vote; a pass leaves the sums of beta^2 and beta*Z of each cell, all that the next draw
of theta needs.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from detente.measures.ideal_points.compiled import compiled
from detente.measures.ideal_points.model import Floats
from detente.measures.ideal_points.normal import below, between, chance, quantile

WIDEST = 1e300


@compiled
def draw_start(
    rng: np.random.Generator,
    first_vote: NDArray[np.int64],
    cell: NDArray[np.int32],
    choice: NDArray[np.int8],
    item: tuple[Floats, Floats, Floats],
    sums: tuple[Floats, Floats],
) -> None:
    """The sums of each cell from a first Z, drawn with theta at 0. `item`: beta, low and high thresholds."""
    beta, low, high = item
    squares, products = sums
    squares[:] = 0.0
    products[:] = 0.0
    for v in range(len(beta)):
        for k in range(first_vote[v], first_vote[v + 1]):
            share = chance(choice[k], low[v], high[v])
            z = between(choice[k], low[v], high[v], share, rng.random())
            squares[cell[k]] += beta[v] * beta[v]
            products[cell[k]] += beta[v] * z


@compiled
def propose(
    rng: np.random.Generator, low: float, high: float, step: float, bound: float
) -> tuple[float, float]:
    """New thresholds: the lower within (-bound, high), then the upper within (that lower, bound)."""
    floor = below((-bound - low) / step)
    new_low = low + step * quantile(floor + rng.random() * (below((high - low) / step) - floor))
    floor = below((new_low - high) / step)
    new_high = high + step * quantile(floor + rng.random() * (below((bound - high) / step) - floor))
    return max(new_low, -bound), min(new_high, bound)


@compiled
def correction(old: tuple[float, float], new: tuple[float, float], step: float, bound: float) -> float:
    """Ratio of the densities of proposing back and forth (Hastings 1970)."""
    forth = below((bound - old[1]) / step) - below((new[0] - old[1]) / step)
    forth *= below((old[1] - old[0]) / step) - below((-bound - old[0]) / step)
    back = below((bound - new[1]) / step) - below((old[0] - new[1]) / step)
    back *= below((new[1] - new[0]) / step) - below((-bound - new[0]) / step)
    return forth / back


@compiled
def apart(old: tuple[float, float], new: tuple[float, float], coded: float) -> float:
    """What the authors' code adds to the prior of the thresholds, new against old.

    Its Hastings correction leaves out the upper limit of the lower threshold's proposal (standard deviation
    `coded`). That is the same as a prior of below(distance / coded), which this ratio holds whatever the step.
    """
    return below((new[1] - new[0]) / coded) / below((old[1] - old[0]) / coded)


@compiled
def sweep_items(
    rng: np.random.Generator,
    first_vote: NDArray[np.int64],
    cell: NDArray[np.int32],
    choice: NDArray[np.int8],
    theta: Floats,
    item: tuple[Floats, Floats, Floats],
    sums: tuple[Floats, Floats],
    constants: tuple[Floats, float, float, float],
    scratch: tuple[Floats, Floats],
) -> int:
    """Draw thresholds, Z and beta of every item; fill the sums; give the number of accepted thresholds.

    `constants`: proposal step of each item, bound, limit of Z, and the step that `apart` takes (0: uniform
    prior). `scratch`: two buffers of the largest item's size.
    """
    beta, low, high = item
    squares, products = sums
    steps, bound, z_limit, coded = constants
    before, after = scratch
    squares[:] = 0.0
    products[:] = 0.0
    accepted = 0
    for v in range(len(beta)):
        start, end, b = first_vote[v], first_vote[v + 1], beta[v]
        new_low, new_high = propose(rng, low[v], high[v], steps[v], bound)
        ratio = correction((low[v], high[v]), (new_low, new_high), steps[v], bound)
        if coded > 0.0:
            ratio *= apart((low[v], high[v]), (new_low, new_high), coded)
        for k in range(start, end):
            mean = b * theta[cell[k]]
            before[k - start] = chance(choice[k], low[v] - mean, high[v] - mean)
            after[k - start] = chance(choice[k], new_low - mean, new_high - mean)
            if before[k - start] > 0.0:
                ratio = min(ratio * (after[k - start] / before[k - start]), WIDEST)
        share = before
        if rng.random() < ratio:
            low[v], high[v] = new_low, new_high
            share = after
            accepted += 1
        theta_squares, theta_z = 1.0, 0.0
        for k in range(start, end):
            position = theta[cell[k]]
            mean = b * position
            z = mean + between(choice[k], low[v] - mean, high[v] - mean, share[k - start], rng.random())
            z = min(max(z, -z_limit), z_limit)
            before[k - start] = z
            theta_squares += position * position
            theta_z += position * z
        b = theta_z / theta_squares + rng.standard_normal() / sqrt(theta_squares)
        beta[v] = b
        for k in range(start, end):
            squares[cell[k]] += b * b
            products[cell[k]] += b * before[k - start]
    return accepted


@compiled
def filter_theta(
    rng: np.random.Generator,
    prior: NDArray[np.int64],
    variance: Floats,
    mean: Floats,
    theta: Floats,
    sums: tuple[Floats, Floats],
    limit: float,
) -> None:
    """Draw theta as the authors' code does; `mean` is updated, `theta` filled.

    Each cell has the conditional mean (not the draw) of its neighbour from the last pass as its prior; draws are
    clipped, then standardised over all cells.
    """
    squares, products = sums
    last = mean.copy()
    for i in range(len(theta)):
        centre = last[prior[i]] if prior[i] >= 0 else 0.0
        precision = squares[i] + 1.0 / variance[i]
        mean[i] = (products[i] + centre / variance[i]) / precision
        draw = mean[i] + rng.standard_normal() / sqrt(precision)
        theta[i] = min(max(draw, -limit), limit)
    theta[:] = (theta - theta.mean()) / sqrt(theta.var() * len(theta) / (len(theta) - 1))


@compiled
def run_bsv(
    rng: np.random.Generator,
    votes: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int8]],
    priors: tuple[NDArray[np.int64], Floats],
    mean: Floats,
    theta: Floats,
    item: tuple[Floats, Floats, Floats],
    sums: tuple[Floats, Floats],
    constants: tuple[Floats, float, float, float],
    limit: float,
    scratch: tuple[Floats, Floats],
    passes: int,
) -> int:
    """So many passes; the arrays are left at the last one. Gives the number of accepted thresholds."""
    accepted = 0
    for _ in range(passes):
        filter_theta(rng, priors[0], priors[1], mean, theta, sums, limit)
        accepted += sweep_items(rng, votes[0], votes[1], votes[2], theta, item, sums, constants, scratch)
    return accepted
