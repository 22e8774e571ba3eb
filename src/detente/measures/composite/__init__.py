"""The realm profile and the composite of a dyad: indicators, realms, and, never without them, a total."""

from detente.measures.composite.declaration import Declaration, Indicator, declared, packaged
from detente.measures.composite.panel import Panel, panel_of
from detente.measures.composite.profile import newest_full_year, profile_of
from detente.measures.composite.result import Profile

__all__ = [
    "Declaration",
    "Indicator",
    "Panel",
    "Profile",
    "declared",
    "newest_full_year",
    "packaged",
    "panel_of",
    "profile_of",
]
