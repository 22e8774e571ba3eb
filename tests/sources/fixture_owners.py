"""Whose each fixture is: the longest name of a source that the file's name begins with, or as written here."""

from __future__ import annotations

from detente.sources.registry import SOURCES
from tests.sources.edits import FIXTURES

NAMED_OTHERWISE = {
    "imf_portal.csv": "imf_trade",
    "imf_sdmx.csv": "imf_trade",
    "un_roll_calls.csv": "un_votes",
}
NAMES = [reader.source.name for reader in SOURCES]


def owner(file: str) -> str:
    found = [name for name in NAMES if file.startswith(name)]
    return NAMED_OTHERWISE.get(file) or max(found, key=len)


def published_name(file: str) -> str:
    """The name that the publisher gives it, where a reader takes something from the name."""
    return "BACI_HS92_Y2015_V202401.csv" if owner(file) == "baci" else file


FIXTURE_FILES = sorted(path.name for path in FIXTURES.iterdir())
