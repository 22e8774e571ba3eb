"""Trade expected from a gravity model: Poisson pseudo-maximum likelihood with exporter and importer effects."""

from detente.measures.gravity.ppml import Fit, ppml

__all__ = ["Fit", "ppml"]
