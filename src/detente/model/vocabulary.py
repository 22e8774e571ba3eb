"""The closed word lists of the field that statements use."""

from __future__ import annotations

from typing import Final, Literal, get_args

Realm = Literal[
    "diplomacy", "defence", "trade", "energy", "development", "politics", "multilateral", "people"
]
REALMS: Final[tuple[str, ...]] = get_args(Realm)

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT",
    "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
EVENT_TYPES: Final[tuple[str, ...]] = get_args(EventType)

VERBAL_COOPERATION: Final = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE")
MATERIAL_COOPERATION: Final = ("COOPERATE", "AID", "RETREAT")
VERBAL_CONFLICT: Final = ("REQUEST", "ACCUSE", "REJECT", "THREATEN")
MATERIAL_CONFLICT: Final = ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
QUAD: Final[dict[str, str]] = {
    **dict.fromkeys(VERBAL_COOPERATION, "verbal cooperation"),
    **dict.fromkeys(MATERIAL_COOPERATION, "material cooperation"),
    **dict.fromkeys(VERBAL_CONFLICT, "verbal conflict"),
    **dict.fromkeys(MATERIAL_CONFLICT, "material conflict"),
}

Status = Literal[
    "occurred", "ongoing", "planned", "negotiating", "proposed", "cancelled", "claimed",
    "hypothetical", "negated",
]  # fmt: skip
STATUSES: Final[tuple[str, ...]] = get_args(Status)

Bound = Literal["=", ">", "<", "~"]
BOUNDS: Final[tuple[str, ...]] = get_args(Bound)

Precision = Literal["day", "week", "month", "quarter", "season", "half", "year", "decade", "era"]
PRECISIONS: Final[tuple[str, ...]] = get_args(Precision)

RecordKind = Literal["event", "quantity", "stance"]
Standing = Literal["high", "medium", "low"]

Presence = Literal["value", "true_zero", "no_data", "outside_coverage"]
"""The three kinds of nothing, kept apart from a value everywhere."""
