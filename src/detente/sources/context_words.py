"""Contexts that a deed or claim may be given."""

from __future__ import annotations

from typing import Final

PLOVER_CONTEXTS: Final = (
    "military", "intelligence", "executive", "legislative", "election", "political_institutions",
    "pro_democracy", "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms",
    "repression", "human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic",
    "territory", "peacekeeping", "health", "asylum", "migration", "disasters", "natural_resource",
    "environment", "technology", "terrorism", "cbrn", "cyber", "misinformation", "crime", "corruption",
    "illegal_drugs", "trafficking",
)  # fmt: skip
FURTHER_CONTEXTS: Final = (
    "resource", "culture", "disease", "disaster", "refugee", "security", "multilateral",
)  # fmt: skip
"""Contexts of PLOVER's earlier drafts and of chronologies kept by hand."""

CONTEXTS: Final = (*PLOVER_CONTEXTS, *FURTHER_CONTEXTS)
