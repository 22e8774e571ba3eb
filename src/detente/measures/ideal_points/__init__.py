"""Ideal points estimated from roll calls: the dynamic ordinal model of Bailey, Strezhnev and Voeten (2017)."""

from detente.measures.ideal_points.chains import Plan
from detente.measures.ideal_points.estimate import estimate_ideal_points, sample_ideal_points
from detente.measures.ideal_points.from_statements import votes_from_statements
from detente.measures.ideal_points.model import Settings
from detente.measures.ideal_points.result import Estimate

__all__ = [
    "Estimate",
    "Plan",
    "Settings",
    "estimate_ideal_points",
    "sample_ideal_points",
    "votes_from_statements",
]
