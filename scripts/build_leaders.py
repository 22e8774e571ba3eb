"""Write src/detente/world/data/leaders.csv from the facts taken from the publishers' files (scripts/leaders).

    .venv/bin/python scripts/build_leaders.py

scripts/leaders: `sources.csv` names each file (repository, path, commit); `holders.csv` holds what was taken from it,
name, office, state and days as they stand there; `spellings.csv` (ours) the other spellings that texts use;
`not_alone.txt` (ours) the family names that are also words, places, given names, companies or many other people's;
`term_only.txt` (ours) holders who act for a body of many states later.
Nothing is guessed: a year or month alone is taken whole; an open term is known to the latest day that its file tells.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from pathlib import Path

from detente.world.packaged import rows

FROM = Path(__file__).resolve().parent / "leaders"
TO = Path(__file__).resolve().parents[1] / "src/detente/world/data/leaders.csv"
COLUMNS = (
    "name",
    "told",
    "surname",
    "family",
    "code",
    "office",
    "start",
    "end",
    "known",
    "term_only",
    "source",
)
# the family name stands first
FAMILY_FIRST = {"CHN", "KOR", "PRK", "VNM", "TWN", "KHM"}
# the last word of a name is no family name, or is hardly told alone
NO_FAMILY_NAME = {"ETH", "ERI", "ISL", "MMR", "MNG", "MYS", "THA", "LAO", "IDN", "BTN"}
LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "’": "'", "ʻ": "'", "ʿ": "'"})
LAST_DAY = {"02": "28", "04": "30", "06": "30", "09": "30", "11": "30"}
ARTICLE = re.compile(r"^(?:al|el|Al|El)-(?=[A-Z])")
PARTICLES = {"de", "Le", "Di", "von", "van", "Bou", "Aboul"}


def read(name: str) -> list[dict[str, str]]:
    with (FROM / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def lines_of(name: str) -> set[str]:
    lines = (FROM / name).read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def plain(text: str) -> str:
    """A name without accents, in its own case, as the reader compares it."""
    parts = unicodedata.normalize("NFKD", text.translate(LETTERS))
    return "".join(c for c in parts if not unicodedata.combining(c))


def first_day(text: str) -> str:
    return text + {4: "-01-01", 7: "-01"}.get(len(text), "")


def last_day(text: str) -> str:
    if len(text) == 4:
        return text + "-12-31"
    return f"{text}-{LAST_DAY.get(text[5:], '31')}" if len(text) == 7 else text


def told(name: str, others: list[str]) -> list[str]:
    """The name, without its initials too, and its other spellings."""
    bare = " ".join(w for w in name.split() if not re.fullmatch(r"(?:[A-Z]\.)+", w))
    found = [name, *([bare] if " " in bare else []), *others]
    return list(dict.fromkeys(plain(t) for t in found))


def surnames(name: str, code: str, others: list[str]) -> list[str]:
    """How the bearer is told by the family name alone."""
    words = plain(name).split()
    if code in FAMILY_FIRST | NO_FAMILY_NAME or len(words) < 2 or words[-2] in ("Al", "al", "bin", "Bin"):
        return []
    if len(words) > 2 and code in SPANISH:
        return others  # two family names: which is told alone is for spellings.csv to say
    last = words[-1]
    found = [last, ARTICLE.sub("", last)]
    if words[-2] in PARTICLES:
        found = [f"{words[-2]} {last}", *([] if words[-2] in ("Le", "Di", "Bou", "Aboul") else [last])]
    return list(dict.fromkeys([*found, *others]))


SPANISH = {
    "ARG", "BOL", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "ESP", "GNQ", "GTM", "HND", "MEX", "NIC", "PAN", "PER",
    "PRY", "SLV", "URY", "VEN", "AND",
}  # fmt: skip


def known_days(holders: list[dict[str, str]]) -> dict[str, str]:
    """Source -> the latest day that it tells."""
    found: dict[str, str] = {}
    for row in holders:
        day = max(first_day(row["start"]), first_day(row["end"]))
        found[row["source"]] = max(found.get(row["source"], ""), day)
    return found


def not_alone() -> set[str]:
    """Family names that nobody is to be told by alone: ours, and what the world's other tables hold as a name."""
    listed = lines_of("not_alone.txt")
    for table in ("names", "capitals", "demonyms", "cities"):
        listed |= {plain(row["text"]) for row in rows(table)}
    return listed


def build() -> list[dict[str, str]]:
    holders, spellings = read("holders.csv"), {r["name"]: r for r in read("spellings.csv")}
    unknown = spellings.keys() - {r["name"] for r in holders}
    if unknown:
        raise SystemExit(f"spellings.csv: no holder is named {', '.join(sorted(unknown))}")
    known, hidden, bound = known_days(holders), not_alone(), lines_of("term_only.txt")
    given = {plain(r["name"]).split()[0] for r in holders if r["code"] not in FAMILY_FIRST}
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for row in holders:
        code, name = row["code"], row["name"]
        ours = spellings.get(name, {"others": "", "surnames": ""})
        names = told(name, [t for t in ours["others"].split(";") if t])
        alone = surnames(name, code, [t for t in ours["surnames"].split(";") if t])
        alone = [s for s in alone if len(s) > 4 and s not in hidden and s not in given]
        key = (code, row["office"], names[0], first_day(row["start"]))
        before = found.get(key)
        end = last_day(row["end"]) or (before["end"] if before else "")
        sources = " ".join(dict.fromkeys([*(before["source"].split() if before else []), row["source"]]))
        found[key] = {
            "name": name, "told": ";".join(names), "surname": ";".join(alone),
            "family": plain(name).split()[0] if code in FAMILY_FIRST else "", "code": code, "office": row["office"],
            "start": first_day(row["start"]), "end": end, "known": "" if end else known[row["source"]],
            "term_only": "yes" if name in bound else "", "source": sources,
        }  # fmt: skip
    return sorted(found.values(), key=lambda r: (r["code"], r["office"], r["start"], r["name"]))


def main() -> int:
    written = build()
    with TO.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(written)
    print(f"{TO.name}: {len(written)} terms, {len({r['code'] for r in written})} states", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
