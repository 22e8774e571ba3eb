"""Made-up yearly figures and small declarations."""

from datetime import date

from detente.measures.composite import Declaration, declared
from detente.model.finding import Measurement, measurement_frame

EMPTY = Declaration(concept="made up", indicators=(), indicator_weights={}, realm_weights={})
A, B, C = ("AFG", "RUS"), ("PAK", "RUS"), ("IND", "RUS")


def figure(
    name, value, *, actors=B, year=2000, basis="b", directed=False, low=None, high=None, coverage=None
):
    presence = coverage or ("no_data" if value is None else "value")
    return Measurement(
        measure=name, actors=actors, directed=directed, start=date(year, 1, 1), end=date(year, 12, 31), value=value,
        low=low, high=high, unit="u", basis=basis, n=1, coverage=presence,
        evidence=(f"st-{name}-{'-'.join(actors)}-{year}",) if value is not None else (),
    )  # fmt: skip


def frame(*rows):
    return measurement_frame(list(rows))


def indicator(id_, realm="trade", **more):
    return {"id": id_, "measure": id_, "realm": realm, "low": 0, "high": 10, "reason": "made up"} | more


def three(**more):
    """Two indicators of trade, one of defence."""
    raw = {"indicators": [indicator("x"), indicator("y"), indicator("z", "defence")]} | more
    return declared(raw, EMPTY)
