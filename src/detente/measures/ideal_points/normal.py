"""The standard normal in compiled code: distribution, its inverse, and draws between two thresholds."""

from __future__ import annotations

from math import erfc, log, sqrt
from typing import Final

from detente.measures.ideal_points.compiled import compiled

ROOT_HALF: Final = sqrt(0.5)
TINY: Final = 1e-300


@compiled
def below(x: float) -> float:
    """Probability of a standard normal below x; accurate in the lower tail."""
    return 0.5 * erfc(-x * ROOT_HALF)


@compiled
def quantile(p: float) -> float:
    """Inverse of `below`: Wichura (1988), Applied Statistics 37(3), algorithm AS 241, to 16 digits."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
              + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
              + 133.14166789178437745) * r + 3.387132872796366608  # fmt: skip
        bottom = ((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
                 + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
                 + 42.313330701600911252) * r + 1.0  # fmt: skip
        return q * top / bottom
    r = sqrt(-log(max(min(p, 1.0 - p), TINY)))
    if r <= 5.0:
        r -= 1.6
        top = ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
              + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
              + 4.6303378461565452959) * r + 1.42343711074968357734  # fmt: skip
        bottom = ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
                 + 0.0151986665636164571966) * r + 0.14810397642748007459) * r + 0.68976733498510000455) * r
                 + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1.0  # fmt: skip
    else:
        r -= 5.0
        top = ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
              + 0.0012426609473880784386) * r + 0.026532189526576123093) * r + 0.29656057182850489123) * r
              + 1.7848265399172913358) * r + 5.4637849111641143699) * r + 6.6579046435011037772  # fmt: skip
        bottom = ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
                 + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r
                 + 0.13692988092273580531) * r + 0.59983220655588793769) * r + 1.0  # fmt: skip
    return -top / bottom if q < 0.0 else top / bottom


@compiled
def chance(choice: int, low: float, high: float) -> float:
    """Probability of a vote, the thresholds taken from its mean: yes below low, no above high, else abstain."""
    if choice == 1:
        return below(low)
    if choice == 3:
        return below(-high)
    if low > 0.0:  # both in the upper tail: turn round, where differences keep their digits
        return below(-low) - below(-high)
    return below(high) - below(low)


@compiled
def between(choice: int, low: float, high: float, share: float, uniform: float) -> float:
    """A standard normal draw on the side of the thresholds that the vote lies on; `share` is its chance."""
    if choice == 1:
        return quantile(uniform * share)
    if choice == 3:
        return -quantile(uniform * share)
    if low > 0.0:
        return -quantile(below(-high) + uniform * share)
    return quantile(below(low) + uniform * share)
