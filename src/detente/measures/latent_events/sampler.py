"""Passes over levels, thresholds and variances, in compiled code.

A cell's likelihood is a product of three logistic binomials, one per threshold, for log(F(a) - F(b)) of a logistic
F is log F(a) + log F(-b) + log(1 - exp(b - a)): concave in theta, with simple derivatives. Paths of alpha and
theta are proposed together, from the normal model that has each cell's likelihood at a fixed point in the place of
the likelihood, and accepted by Metropolis and Hastings (Shephard and Pitt 1997); then theta given alpha and alpha
given theta. Levels and thresholds of all later periods move together by draws from their exact conditional.
"""

from __future__ import annotations

from math import exp, log, log1p, sqrt

import numpy as np

from detente.measures.ideal_points.compiled import compiled
from detente.measures.latent_events.model import Floats, Ints

LARGE = 1e12


@compiled
def log_logistic(x: float) -> float:
    """log(1 / (1 + exp(-x)))."""
    return -log1p(exp(-x)) if x > 0.0 else x - log1p(exp(x))


@compiled
def cell_value(y: Floats, tau: Floats, theta: float) -> float:
    """Log likelihood of a cell, up to what does not depend on theta."""
    total = 0.0
    for j in range(3):
        total += y[j] * log_logistic(tau[j] - theta) + y[j + 1] * log_logistic(theta - tau[j])
    return total


@compiled
def cell_normal(y: Floats, tau: Floats, at: float) -> tuple[float, float]:
    """Mean and precision of the normal that has the cell's slope and curvature at a point."""
    slope, curve = 0.0, 0.0
    for j in range(3):
        share = 1.0 / (1.0 + exp(at - tau[j]))
        slope += y[j + 1] * share - y[j] * (1.0 - share)
        curve += (y[j] + y[j + 1]) * share * (1.0 - share)
    curve = max(curve, 1e-9)
    return at + slope / curve, curve


@compiled
def draw_block(
    rng: np.random.Generator,
    start: int,
    end: int,
    before: tuple[float, float],
    after: tuple[float, float],
    gaps: Floats,
    step: float,
    seen: tuple[Floats, Floats],
    kept: tuple[Floats, Floats],
    out: Floats,
) -> None:
    """Fill out[start:end] with a path of alpha (forward filtering, backward sampling).

    `before`: mean and variance of the first; `after`: value and precision of what the next period says of the
    last; `seen`: observed mean and precision of each period.
    """
    mean, spread = kept
    for t in range(start, end):
        centre, wide = before
        if t > start:
            centre, wide = mean[t - 1], spread[t - 1] + step * gaps[t]
        precision = 1.0 / wide + seen[1][t]
        total = centre / wide + seen[1][t] * seen[0][t]
        if t == end - 1:
            precision += after[1]
            total += after[0] * after[1]
        spread[t] = 1.0 / precision
        mean[t] = total / precision
    out[end - 1] = mean[end - 1] + sqrt(spread[end - 1]) * rng.standard_normal()
    for t in range(end - 2, start - 1, -1):
        walk = step * gaps[t + 1]
        narrow = 1.0 / (1.0 / spread[t] + 1.0 / walk)
        centre = narrow * (mean[t] / spread[t] + out[t + 1] / walk)
        out[t] = centre + sqrt(narrow) * rng.standard_normal()


@compiled
def ends_of(
    alpha: Floats, offset: int, start: int, end: int, periods: int, gaps: Floats, first: float, step: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """What the periods on both sides of a block say of it."""
    before = (0.0, first)
    if start > 0:
        before = (alpha[offset + start - 1], step * gaps[start])
    after = (0.0, 0.0)
    if end < periods:
        after = (alpha[offset + end], 1.0 / (step * gaps[end]))
    return before, after


@compiled
def propose_paths(
    rng: np.random.Generator,
    data: tuple[Floats, Ints, Ints, Floats],
    state: tuple[Floats, Floats, Floats, Floats],
    point: Floats,
    scratch: tuple[Floats, Floats, Floats, Floats, Floats, Floats],
    block: int,
) -> float:
    """Alpha and theta of every block of every dyad together; gives the share accepted.

    `data`: counts, group, first_cell, gaps; `state`: alpha, theta, tau, variances (first, step, burst);
    `point`: where each cell's likelihood is approximated.
    """
    counts, group, first_cell, gaps = data
    alpha, theta, tau, variance = state
    seen_mean, seen_precision, mean, spread, path, fresh = scratch
    periods = len(gaps)
    tried, accepted = 0, 0
    for offset in range(0, len(alpha), periods):
        start = 0
        end = min(periods, 1 + int(rng.random() * block)) if periods > block else periods
        while start < periods:
            gain = 0.0
            for t in range(start, end):
                top, precision = 0.0, 0.0
                for c in range(first_cell[offset + t], first_cell[offset + t + 1]):
                    m, h = cell_normal(counts[c], tau[group[c]], point[c])
                    weight = 1.0 / (variance[2] + 1.0 / h)
                    top += weight * m
                    precision += weight
                seen_precision[t] = precision
                seen_mean[t] = top / precision if precision > 0.0 else 0.0
            before, after = ends_of(alpha, offset, start, end, periods, gaps, variance[0], variance[1])
            draw_block(
                rng, start, end, before, after, gaps, variance[1], (seen_mean, seen_precision),
                (mean, spread), path,
            )  # fmt: skip
            for t in range(start, end):
                for c in range(first_cell[offset + t], first_cell[offset + t + 1]):
                    y, cut = counts[c], tau[group[c]]
                    m, h = cell_normal(y, cut, point[c])
                    narrow = 1.0 / (h + 1.0 / variance[2])
                    centre = narrow * (h * m + path[t] / variance[2])
                    fresh[c] = centre + sqrt(narrow) * rng.standard_normal()
                    gain += cell_value(y, cut, fresh[c]) + 0.5 * h * (fresh[c] - m) ** 2
                    gain -= cell_value(y, cut, theta[c]) + 0.5 * h * (theta[c] - m) ** 2
            tried += 1
            if gain >= 0.0 or rng.random() < exp(gain):
                accepted += 1
                for t in range(start, end):
                    alpha[offset + t] = path[t]
                    for c in range(first_cell[offset + t], first_cell[offset + t + 1]):
                        theta[c] = fresh[c]
            start, end = end, min(periods, end + block)
    return accepted / tried


@compiled
def refresh_theta(
    rng: np.random.Generator,
    data: tuple[Floats, Ints, Ints, Floats],
    state: tuple[Floats, Floats, Floats, Floats],
    point: Floats,
) -> None:
    """Theta of each cell given alpha: a step from the normal model, then one of a random walk.

    The walk frees a cell from where the normal model has too little mass (all events in one class).
    """
    counts, group, first_cell, _ = data
    alpha, theta, tau, variance = state
    for place in range(len(alpha)):
        for c in range(first_cell[place], first_cell[place + 1]):
            y, cut = counts[c], tau[group[c]]
            m, h = cell_normal(y, cut, point[c])
            narrow = 1.0 / (h + 1.0 / variance[2])
            now = cell_value(y, cut, theta[c])
            new = narrow * (h * m + alpha[place] / variance[2]) + sqrt(narrow) * rng.standard_normal()
            value = cell_value(y, cut, new)
            gain = value + 0.5 * h * (new - m) ** 2 - now - 0.5 * h * (theta[c] - m) ** 2
            if gain >= 0.0 or rng.random() < exp(gain):
                theta[c], now = new, value
            new = theta[c] + 1.5 * sqrt(narrow) * rng.standard_normal()
            gain = cell_value(y, cut, new) - now
            gain += ((theta[c] - alpha[place]) ** 2 - (new - alpha[place]) ** 2) / (2.0 * variance[2])
            if gain >= 0.0 or rng.random() < exp(gain):
                theta[c] = new


@compiled
def refresh_alpha(
    rng: np.random.Generator,
    data: tuple[Floats, Ints, Ints, Floats],
    state: tuple[Floats, Floats, Floats, Floats],
    scratch: tuple[Floats, Floats, Floats, Floats, Floats, Floats],
) -> None:
    """Alpha of each dyad given theta, exactly."""
    _, _, first_cell, gaps = data
    alpha, theta, _, variance = state
    seen_mean, seen_precision, mean, spread, path, _ = scratch
    periods = len(gaps)
    for offset in range(0, len(alpha), periods):
        for t in range(periods):
            low, high = first_cell[offset + t], first_cell[offset + t + 1]
            seen_precision[t] = (high - low) / variance[2]
            seen_mean[t] = theta[low:high].mean() if high > low else 0.0
        draw_block(
            rng, 0, periods, (0.0, variance[0]), (0.0, 0.0), gaps, variance[1], (seen_mean, seen_precision),
            (mean, spread), path,
        )  # fmt: skip
        alpha[offset : offset + periods] = path[:periods]


@compiled
def move_thresholds(
    rng: np.random.Generator,
    data: tuple[Floats, Ints, Ints, Floats],
    by_group: tuple[Ints, Ints],
    state: tuple[Floats, Floats, Floats, Floats],
    prior: tuple[Floats, float],
    steps: Floats,
    rate: float,
) -> None:
    """Each threshold given theta; `rate` above zero adapts the steps toward accepting 44 of 100.

    `by_group`: the cells sorted by group, and where each group begins.
    """
    counts, theta, tau = data[0], state[1], state[2]
    cells, starts = by_group
    for g in range(len(tau)):
        for j in range(3):
            old = tau[g, j]
            new = old + steps[g, j] * rng.standard_normal()
            floor = tau[g, j - 1] if j > 0 else -LARGE
            roof = tau[g, j + 1] if j < 2 else LARGE
            chance = 0.0
            if floor < new < roof:
                gain = ((old - prior[0][j]) ** 2 - (new - prior[0][j]) ** 2) / (2.0 * prior[1] ** 2)
                below, above = 0.0, 0.0
                for k in range(starts[g], starts[g + 1]):
                    c = cells[k]
                    low, high = counts[c, j], counts[c, j + 1]
                    below += low
                    above += high
                    gain += low * (log_logistic(new - theta[c]) - log_logistic(old - theta[c]))
                    gain += high * (log_logistic(theta[c] - new) - log_logistic(theta[c] - old))
                if j > 0:
                    gain += below * (log(1.0 - exp(floor - new)) - log(1.0 - exp(floor - old)))
                if j < 2:
                    gain += above * (log(1.0 - exp(new - roof)) - log(1.0 - exp(old - roof)))
                chance = exp(min(gain, 0.0))
                if rng.random() < chance:
                    tau[g, j] = new
            if rate > 0.0:
                steps[g, j] *= exp(rate * (chance - 0.44))


@compiled
def move_together(
    rng: np.random.Generator,
    data: tuple[Floats, Ints, Ints, Floats],
    group_period: Ints,
    state: tuple[Floats, Floats, Floats, Floats],
    prior: tuple[Floats, float],
) -> None:
    """For each period, shift it and all later ones: levels and thresholds alike, which no count can tell."""
    _, _, first_cell, gaps = data
    alpha, theta, tau, variance = state
    periods = len(gaps)
    dyads = len(alpha) // periods
    for t in range(periods):
        spread = variance[0] if t == 0 else variance[1] * gaps[t]
        precision, total = dyads / spread, 0.0
        for d in range(dyads):
            here = d * periods + t
            total -= alpha[here] / spread if t == 0 else (alpha[here] - alpha[here - 1]) / spread
        for g in range(len(tau)):
            if group_period[g] >= t:
                for j in range(3):
                    precision += 1.0 / prior[1] ** 2
                    total += (prior[0][j] - tau[g, j]) / prior[1] ** 2
        shift = total / precision + rng.standard_normal() / sqrt(precision)
        for d in range(dyads):
            for place in range(d * periods + t, (d + 1) * periods):
                alpha[place] += shift
                theta[first_cell[place] : first_cell[place + 1]] += shift
        for g in range(len(tau)):
            if group_period[g] >= t:
                tau[g] += shift


@compiled
def draw_variances(
    rng: np.random.Generator,
    data: tuple[Floats, Ints, Ints, Floats],
    state: tuple[Floats, Floats, Floats, Floats],
    priors: Floats,
) -> None:
    """The variances of first levels, steps and bursts; `priors`: shape and scale of each, 3 x 2."""
    _, _, first_cell, gaps = data
    alpha, theta, _, variance = state
    periods = len(gaps)
    sums, numbers = np.zeros(3), np.zeros(3)
    for place in range(len(alpha)):
        t = place % periods
        if t == 0:
            sums[0] += alpha[place] ** 2
            numbers[0] += 1.0
        else:
            sums[1] += (alpha[place] - alpha[place - 1]) ** 2 / gaps[t]
            numbers[1] += 1.0
        for c in range(first_cell[place], first_cell[place + 1]):
            sums[2] += (theta[c] - alpha[place]) ** 2
            numbers[2] += 1.0
    for i in range(3):
        variance[i] = (priors[i, 1] + 0.5 * sums[i]) / rng.standard_gamma(priors[i, 0] + 0.5 * numbers[i])


@compiled
def run(
    rng: np.random.Generator,
    data: tuple[Floats, Ints, Ints, Floats],
    by_group: tuple[Ints, Ints, Ints],
    state: tuple[Floats, Floats, Floats, Floats],
    priors: tuple[Floats, float, Floats],
    tuning: tuple[Floats, Floats],
    scratch: tuple[Floats, Floats, Floats, Floats, Floats, Floats],
    settings: tuple[int, float, int],
) -> float:
    """So many passes; the arrays are left at the last one. Gives the share of path proposals accepted.

    `tuning`: points of approximation and threshold steps, changed while `rate` is above zero. `settings`: passes,
    rate, greatest number of periods proposed together.
    """
    point, steps = tuning
    passes, rate, block = settings
    accepted = 0.0
    for _ in range(passes):
        accepted += propose_paths(rng, data, state, point, scratch, block) / passes
        refresh_theta(rng, data, state, point)
        refresh_alpha(rng, data, state, scratch)
        move_thresholds(rng, data, (by_group[0], by_group[1]), state, (priors[0], priors[1]), steps, rate)
        move_together(rng, data, by_group[2], state, (priors[0], priors[1]))
        draw_variances(rng, data, state, priors[2])
        if rate > 0.0:
            point += rate * (state[1] - point)
    return accepted
