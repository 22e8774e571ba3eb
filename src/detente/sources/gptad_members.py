"""Members as the list of preferential trade agreements writes them: packed, nested, in two languages, misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from detente.sources.party_names import Named, named

SPELLINGS: Final = {
    "Allemagne": ("Germany",), "Autriche": ("Austria",), "Belgique": ("Belgium",), "Buglaria": ("Bulgaria",),
    "Centrafricaine": ("Central African Republic",), "Danemark": ("Denmark",), "Espagne": ("Spain",),
    "Finland France": ("Finland", "France"), "Finlande": ("Finland",), "Gabonaise": ("Gabon",),
    "Grèce": ("Greece",), "Guinée Équatoriale": ("Equatorial Guinea",),
    "Herzegovina": ("Bosnia and Herzegovina",), "Irelande": ("Ireland",), "Italie": ("Italy",),
    "Jordon": ("Jordan",), "Kyrgyz": ("Kyrgyzstan",), "Lao": ("Laos",), "Lichtenstein": ("Liechtenstein",),
    "Luxembourt": ("Luxembourg",), "Malte": ("Malta",), "Northern Ireland": ("United Kingdom",),
    "Palestine Authority": ("Palestine",), "Palestine Liberation Organization": ("Palestine",),
    "Palestinian Authority": ("Palestine",), "Pays-Bas": ("Netherlands",),
    "Republic of Sao Tome and Principe": ("Sao Tome and Principe",), "Royaume-Uni": ("United Kingdom",),
    "Spain Sweden": ("Spain", "Sweden"), "St. Kitts-Nevis-Anguilla": ("Saint Kitts and Nevis",),
    "Suède": ("Sweden",), "Suriname and Trinidad and Tobago": ("Suriname", "Trinidad and Tobago"),
    "Tchad": ("Chad",), "Thailand Vietnam": ("Thailand", "Vietnam"),
}  # fmt: skip
"""Published spelling -> the names it stands for."""
BLOCKS: Final = frozenset(
    {
        "ASEAN", "Andean Community", "BIMST-EC", "CARICOM", "CARIFORUM States", "CEFTA", "Caribbean Community",
        "Communauté européenne", "EC", "EFTA", "European Atomic Energy Community",
        "European Coal and Steel Community", "European Communitiy", "European Community",
        "European Economic Area", "Gulf Cooperation Council", "MERCOSUR", "SAARC", "SACU",
        "South Asian Association for Regional Cooperation",
    }
)  # fmt: skip
"""Bodies named before their members or in their place; their members are taken where the list gives them."""
TERRITORIES: Final = frozenset(
    {
        "Anguilla", "Aruba", "British", "British Indian Ocean Territory", "Cayman Islands", "Falkland Islands",
        "Faroe Islands", "French Polynesia", "French Southern Territories", "Greenland", "Hong Kong",
        "Islas Malvinas", "Macao", "Mayotte", "Montserrat", "Netherlands Antilles", "New Caledonia",
        "Overseas Countries and Territories", "Pitcairn", "Sahrawi", "Saint Helena",
        "Saint Pierre and Miquelon", "South Georgia and the South Sandwich Islands",
        "Turks and Caicos Islands", "Virgin Islands", "Wallis and Futuna Islands",
    }
)  # fmt: skip
"""Members that are no states; "Virgin Islands, British" falls into two parts of this list."""
_MARKS: Final = re.compile(r"[,;()]|\\r|\\n|\s-\s")


def members(cell: str, days: tuple[date, ...]) -> tuple[list[Named], list[str]]:
    """States and territories in the order of the cell, each once, and the blocks it names.

    Raises LookupError with the first word that is none of them.
    """
    found: dict[str, Named] = {}
    blocks: dict[str, None] = {}
    for word in filter(None, (_trimmed(part) for part in _MARKS.split(cell))):
        if word in BLOCKS:
            blocks[word] = None
            continue
        for name in _names(word, days):
            party = named(name, days, TERRITORIES)
            if party is None or party.kind == "organisation":
                raise LookupError(name)
            found[party.code or party.name] = party
    return list(found.values()), list(blocks)


def _trimmed(part: str) -> str:
    return part.strip().rstrip(".").removeprefix("and ").strip()


def _names(word: str, days: tuple[date, ...]) -> Iterator[str]:
    """The names in a word: "Slovak Republic and Slovenia" are two, "Trinidad and Tobago" is one."""
    if word in SPELLINGS:
        yield from SPELLINGS[word]
    elif word in TERRITORIES or named(word, days) is not None or " and " not in word:
        yield word
    else:
        yield from word.split(" and ")
