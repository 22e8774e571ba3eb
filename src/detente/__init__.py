"""The relation between two states, in a form that can be checked."""

from __future__ import annotations

from importlib import metadata
from typing import Final

__version__: Final = metadata.version("detente")
