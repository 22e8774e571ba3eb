"""Mode smoothed: the whole path of a state at once, given its past and its future, in compiled code.

theta of a state's first session is standard normal; from one session to the next it moves by a normal step of
variance smooth * w * sessions between. Forward filtering, backward sampling (Carter and Kohn 1994; Frühwirth-
Schnatter 1994). Theta is left on the scale that the priors give it; draws are standardised when they are kept.
"""

from __future__ import annotations

from math import exp, sqrt

import numpy as np
from numpy.typing import NDArray

from detente.measures.ideal_points.compiled import compiled
from detente.measures.ideal_points.model import Floats
from detente.measures.ideal_points.sampler import sweep_items


@compiled
def draw_paths(
    rng: np.random.Generator,
    first_cell: NDArray[np.int64],
    variance: Floats,
    theta: Floats,
    sums: tuple[Floats, Floats],
    filtered: tuple[Floats, Floats],
) -> None:
    """Fill `theta`; `variance`: of the step into each cell, of the prior for a first one. `filtered`: buffers."""
    squares, products = sums
    mean, spread = filtered
    for s in range(len(first_cell) - 1):
        start, end = first_cell[s], first_cell[s + 1]
        for i in range(start, end):
            centre = 0.0 if i == start else mean[i - 1]
            before = variance[i] if i == start else spread[i - 1] + variance[i]
            spread[i] = 1.0 / (squares[i] + 1.0 / before)
            mean[i] = spread[i] * (products[i] + centre / before)
        theta[end - 1] = mean[end - 1] + sqrt(spread[end - 1]) * rng.standard_normal()
        for i in range(end - 2, start - 1, -1):
            narrow = 1.0 / (1.0 / spread[i] + 1.0 / variance[i + 1])
            centre = narrow * (mean[i] / spread[i] + theta[i + 1] / variance[i + 1])
            theta[i] = centre + sqrt(narrow) * rng.standard_normal()


@compiled
def rescale(
    rng: np.random.Generator,
    first_cell: NDArray[np.int64],
    variance: Floats,
    theta: Floats,
    beta: Floats,
    sums: tuple[Floats, Floats],
) -> None:
    """Multiply theta and divide beta by one factor, drawn from its density given all else.

    The likelihood knows their product only, and single steps change the scale slowly (generalised Gibbs move,
    Liu and Sabatti 2000). The log of the factor has a log-concave density; a normal at its mode is proposed.
    """
    roughness = 0.0
    for s in range(len(first_cell) - 1):
        for i in range(first_cell[s], first_cell[s + 1]):
            step = theta[i] if i == first_cell[s] else theta[i] - theta[i - 1]
            roughness += step * step / variance[i]
    size = (beta * beta).sum()
    power = float(len(theta) - len(beta))
    mode = 0.0
    for _ in range(50):
        grow, shrink = roughness * exp(2.0 * mode), size * exp(-2.0 * mode)
        mode += min(max((power - grow + shrink) / (2.0 * (grow + shrink)), -1.0), 1.0)
    sharp = 2.0 * (roughness * exp(2.0 * mode) + size * exp(-2.0 * mode))
    new = mode + rng.standard_normal() / sqrt(sharp)
    gain = power * new - 0.5 * (roughness * exp(2.0 * new) + size * exp(-2.0 * new))
    gain -= -0.5 * (roughness + size)
    gain += 0.5 * sharp * ((new - mode) ** 2 - mode**2)
    if rng.random() < exp(min(gain, 0.0)):
        factor = exp(new)
        theta *= factor
        beta /= factor
        sums[0][:] /= factor * factor
        sums[1][:] /= factor


@compiled
def run_smoothed(
    rng: np.random.Generator,
    votes: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int8]],
    priors: tuple[NDArray[np.int64], Floats],
    theta: Floats,
    item: tuple[Floats, Floats, Floats],
    sums: tuple[Floats, Floats],
    constants: tuple[Floats, float, float, float],
    scratch: tuple[Floats, Floats],
    filtered: tuple[Floats, Floats],
    passes: int,
) -> int:
    """So many passes; the arrays are left at the last one. Gives the number of accepted thresholds."""
    accepted = 0
    for _ in range(passes):
        draw_paths(rng, priors[0], priors[1], theta, sums, filtered)
        accepted += sweep_items(rng, votes[0], votes[1], votes[2], theta, item, sums, constants, scratch)
        rescale(rng, priors[0], priors[1], theta, item[0], sums)
    return accepted
