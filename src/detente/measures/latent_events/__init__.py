"""A level of each directed dyad from counts of its events by quad class: ordinal, dynamic, with uncertainty."""

from detente.measures.latent_events.estimate import Levels, sample_levels
from detente.measures.latent_events.model import CLASSES, EventPanel, Priors, panel_of

__all__ = ["CLASSES", "EventPanel", "Levels", "Priors", "panel_of", "sample_levels"]
