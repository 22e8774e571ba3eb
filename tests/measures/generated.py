"""Made-up statements of every property that a measure reads, drawn from a seed: small worlds of six states.

Years 1990-1993, so that the Soviet Union and Russia are both in them.
"""

import calendar
from collections.abc import Callable
from datetime import date
from functools import cache
from random import Random

import polars as pl

from detente.measures.latent_events import CLASSES
from detente.measures.measure import Measure
from detente.measures.registry import measure
from detente.model.vocabulary import EVENT_TYPES, REALMS
from tests.measures.frames import frame, said, vote_frame

FIRST, LAST = 1990, 1993
STRANGERS = ("IND", "CHN", "USA", "IRN")
Rows = list[dict]


def as_dated(state: str, year: int) -> str:
    """RUS is SUN up to 1991."""
    return "SUN" if state == "RUS" and year < 1992 else state


def some(rnd: Random, states: tuple[str, ...], count: int, year: int) -> list[str]:
    """So many states, more often than not the pair among them."""
    both = [state for state in ("PAK", "RUS") if state in states]
    rnd.shuffle(both)
    chosen = both if len(both) == 2 and rnd.random() < 0.6 else []
    chosen = chosen + rnd.sample([state for state in states if state not in chosen], count - len(chosen))
    return [as_dated(state, year) for state in chosen]


def some_pair(rnd: Random, states: tuple[str, ...], year: int) -> list[str]:
    return some(rnd, states, 2, year)


def some_day(rnd: Random) -> date:
    return date(rnd.randint(FIRST, LAST), rnd.randint(1, 12), rnd.randint(1, 28))


def key(rnd: Random) -> str:
    return f"{rnd.getrandbits(60):x}"


def yearly_between(property_, source, draw, **fixed) -> Callable[[Random, tuple[str, ...]], Rows]:
    """One row for most ordered pairs and years; `draw(rnd, sender, receiver)` gives value and what else it says."""

    def rows(rnd: Random, states: tuple[str, ...]) -> Rows:
        return [
            said(property_, f"{a} {b} {year}", source=source, year=year, source_actors=[as_dated(a, year)],
                 target_actors=[as_dated(b, year)], **(fixed | draw(rnd, as_dated(a, year), as_dated(b, year))))
            for year in range(FIRST, LAST + 1)
            for a in states
            for b in states
            if a != b and rnd.random() < 0.7
        ]  # fmt: skip

    return rows


def money(rnd: Random) -> float:
    return rnd.choice([0.0, round(rnd.uniform(1e6, 1e8), 2)])


def trade_flows(rnd: Random, states: tuple[str, ...]) -> Rows:
    def report(by):
        def draw(r, exporter, importer):
            reporter = {"exporter": exporter, "importer": importer}.get(by)
            attributes = {"reporter": reporter} if reporter else None
            return {"value": r.choice([None, money(r), money(r)]), "attributes": attributes}

        return draw

    rows = yearly_between("trade_flow", "cow_trade", report(None), unit="USD")(rnd, states)
    for by in ("exporter", "importer"):
        own = yearly_between("trade_flow", "imf_trade", report(by), unit="USD")(rnd, states)
        rows += [row | {"key": f"{by} {row['key']}", "original": f"{by} {row['key']}"} for row in own]
    return rows


def trade_totals(rnd: Random, states: tuple[str, ...]) -> Rows:
    world = [*states, *(f"S{k:02d}" for k in range(40))] if "PAK" in states else states
    return [
        said("trade_total", f"{source} {state} {what} {year}", source=source, year=year, unit="USD", object=what,
             source_actors=[as_dated(state, year)], value=rnd.uniform(2e8, 4e8))
        for source in ("cow_trade_national", "imf_trade")
        for state in world
        for what in ("imports", "exports")
        for year in range(FIRST, LAST + 1)
    ]  # fmt: skip


def indicators(rnd: Random, states: tuple[str, ...]) -> Rows:
    return [
        said("indicator", f"gdp {state} {year}", source="wdi", year=year, object="NY.GDP.MKTP.CD", unit="USD",
             source_actors=[as_dated(state, year)], value=1e12 + 1e3 * money(rnd))
        for state in states
        for year in range(FIRST, LAST + 1)
    ]  # fmt: skip


def gravity(rnd: Random, states: tuple[str, ...]) -> Rows:
    """A sample of enough states for slopes, in one year."""
    world = [*states, *(f"S{k:02d}" for k in range(34))] if "PAK" in states else list(states)
    spots = {state: (rnd.uniform(0, 9e3), rnd.uniform(0, 9e3), rnd.gauss(0, 1)) for state in world}
    rows = []
    for a in world:
        for b in world:
            if a != b:
                (x, y, size), (u, v, other) = spots[a], spots[b]
                km = 50 + ((x - u) ** 2 + (y - v) ** 2) ** 0.5
                flow = 2.718 ** (size + other + 20) / km * rnd.choice([0, 0.5, 1, 1, 2])
                rows.append(
                    said("gravity", f"{a} {b}", source="gravity", year=1992, unit="USD", value=flow,
                         source_actors=[a], target_actors=[b],
                         attributes={"layout": "made up", "distance_km": km, "common_border": km < 2000,
                                     "common_language": rnd.random() < 0.3, "gdp_exporter_million_usd": 5e4})
                )  # fmt: skip
    return rows


def distances(rnd: Random, states: tuple[str, ...]) -> Rows:
    rows = []
    for k, a in enumerate(states):
        for b in states[:k]:
            km, tie = (
                rnd.uniform(300, 9000),
                {"contig": rnd.random() < 0.3, "comlang_off": False, "colony": False},
            )
            rows += [
                said("distance_km", f"{x} {y}", source="geodist", object="distw", unit="km", value=km,
                     source_actors=[x], target_actors=[y], attributes=tie)
                for x, y in ((a, b), (b, a))
            ]  # fmt: skip
    return rows


def arms(rnd: Random, states: tuple[str, ...]) -> Rows:
    rows = []
    for _ in range(12):
        years = sorted(rnd.sample(range(FIRST, LAST + 1), rnd.randint(0, 3)))
        supplier, recipient = some_pair(rnd, states, years[0] if years else 1993)
        rows.append(
            said("arms_order", key(rnd), source="sipri_arms", source_actors=rnd.choice([[supplier], [supplier], []]),
                 target_actors=[recipient], value=round(rnd.uniform(0, 99), 2) if years else None,
                 unit="million TIV", start=date(years[0] if years else 1993, 1, 1),
                 end=date(years[-1] if years else 1993, 12, 31), object=rnd.choice(["Mi-17", "T-80", "Il-78"]),
                 attributes={"delivery_years": years, "order_year": rnd.randint(FIRST, LAST),
                             "number_ordered": rnd.randint(1, 9), "number_delivered": rnd.randint(0, 4)})
        )  # fmt: skip
    return rows


def disputes(rnd: Random, states: tuple[str, ...]) -> Rows:
    rows = []
    for number in range(6):
        start = some_day(rnd)
        for state in rnd.sample(states, rnd.randint(2, len(states))):
            rows.append(
                said("dispute", f"{number} {state}", source="cow_mid", object=f"COW {number}", start=start,
                     end=date(start.year, 12, 31), source_actors=[as_dated(state, start.year)],
                     attributes={"side": rnd.choice("AB")})
            )  # fmt: skip
    return rows


def dispute_dyads(rnd: Random, states: tuple[str, ...]) -> Rows:
    found = []
    for number in range(8):
        year = rnd.randint(FIRST, LAST)
        a, b = some_pair(rnd, states, year)
        found.append(
            said("dispute_dyad_year", f"{number}", source=rnd.choice(["gml_mid", "dyadic_mid"]), year=year,
                 source_actors=[a], target_actors=[b], attributes={"dispute": number, "year": year})
        )  # fmt: skip
    return found


def dated_deeds(property_, source, count=10, **draws) -> Callable[[Random, tuple[str, ...]], Rows]:
    """Deeds of a day between two; `draws`: field -> function of the random source."""

    def rows(rnd: Random, states: tuple[str, ...]) -> Rows:
        found = []
        for _ in range(count):
            day = some_day(rnd)
            a, b = some_pair(rnd, states, day.year)
            more = {field: draw(rnd) for field, draw in draws.items()}
            found.append(
                said(property_, key(rnd), source=source, start=day, end=day, source_actors=[a], target_actors=[b],
                     **more)
            )  # fmt: skip
        return found

    return rows


events = dated_deeds(
    "event", "chronology", 16,
    event_type=lambda r: r.choice(EVENT_TYPES), realm=lambda r: r.choice(REALMS),
    mode=lambda r: r.choice(["visit", "meeting", None]), standing=lambda r: r.choice(["high", "medium", "low"]),
    status=lambda r: r.choice(["occurred", "ongoing", "planned"]), cameo=lambda r: r.choice(["042", "057", "112"]),
)  # fmt: skip
coded_events = dated_deeds(
    "coded_event", "icews", 20,
    cameo=lambda r: r.choice(["042", "057", "112"]), attributes=lambda r: {"quad_class": r.randint(1, 4)},
)  # fmt: skip
incidents = dated_deeds("incident", "mie", 8, attributes=lambda r: {"confrontation": r.randint(1, 3)})


def coded_counts(rnd: Random, states: tuple[str, ...]) -> Rows:
    return [
        said("coded_event_count", f"{a} {b} {year} {kind}", source="icews_yearly", year=year, object=kind,
             value=float(rnd.randint(0, 9)), source_actors=[as_dated(a, year)],
             target_actors=[as_dated(b, year)], unit="events")
        for a in states for b in states if a != b for year in range(FIRST, LAST + 1) for kind in CLASSES
    ]  # fmt: skip


def world_events(rnd: Random, states: tuple[str, ...]) -> Rows:
    if "PAK" not in states:
        return []
    return [
        said("world_events", f"{source} {year} {month}", source=source, value=float(rnd.randint(900, 9000)),
             start=date(year, month, 1), end=date(year, month, calendar.monthrange(year, month)[1]))
        for source in ("icews", "icews_yearly")
        for year in range(FIRST, LAST + 1)
        for month in range(1, 13)
    ]  # fmt: skip


def runs(property_, source, draw, targets=False) -> Callable[[Random, tuple[str, ...]], Rows]:
    """What holds over a run of years, of one state (or from one to another)."""

    def rows(rnd: Random, states: tuple[str, ...]) -> Rows:
        found = []
        for name in ("first", "second", "third"):
            for state in states:
                start = rnd.randint(FIRST, LAST)
                others = [s for s in states if s != state]
                more = {"target_actors": [as_dated(rnd.choice(others), start)]} if targets else {}
                found.append(
                    said(property_, f"{name} {state}", source=source, object=name, start=date(start, 1, 1),
                         end=date(rnd.randint(start, LAST), 12, 31) if start >= 1992 else date(start, 12, 31),
                         source_actors=[as_dated(state, start)], **more, **draw(rnd))
                )  # fmt: skip
        return found

    return rows


def together(property_, source, draw) -> Callable[[Random, tuple[str, ...]], Rows]:
    """What two or more have together, all on the sending side."""

    def rows(rnd: Random, states: tuple[str, ...]) -> Rows:
        found = []
        for _ in range(10):
            day = some_day(rnd)
            own = some(rnd, states, rnd.randint(2, 3), day.year)
            found.append(
                said(property_, key(rnd), source=source, source_actors=own, reciprocal=True, start=day,
                     end=date(day.year, 12, 31), **draw(rnd))
            )  # fmt: skip
        return found

    return rows


def sanctions(rnd: Random, states: tuple[str, ...]) -> Rows:
    rows = []
    for number in range(8):
        year = rnd.randint(FIRST, LAST)
        own = some(rnd, states, 3, year)
        rows.append(
            said("sanction", f"case={number}", source="gsdb", source_actors=own[:1], target_actors=own[1:],
                 object=f"case {number}", year=year, attributes={"types": rnd.sample(["trade", "arms", "travel"], 2)})
        )  # fmt: skip
    return rows


def points(rnd: Random, states: tuple[str, ...]) -> Rows:
    rows = []
    for year in range(FIRST, LAST + 1):
        for state in states:
            value, half = rnd.uniform(-2, 3), rnd.uniform(0.05, 0.5)
            rows.append(
                said("ideal_point", f"{state} {year}", source="un_ideal_points", year=year, value=value,
                     low=value - half, high=value + half, source_actors=[as_dated(state, year)],
                     attributes={"session": year - 1945, "release": "2023-07"})
            )  # fmt: skip
    return rows


def status(rnd: Random) -> dict:
    """A status: mostly a full member."""
    return {"value": rnd.choice([1.0, 1.0, 1.0, 0.0, 2.0, 3.0])}


MAKERS: dict[str, Callable[[Random, tuple[str, ...]], Rows]] = {
    "trade_flow": trade_flows,
    "trade_total": trade_totals,
    "indicator": indicators,
    "gravity": gravity,
    "distance_km": distances,
    "arms_order": arms,
    "arms_delivery": yearly_between(
        "arms_delivery", "sipri_arms", lambda r, a, b: {"value": round(r.uniform(0, 50), 2)}, unit="million TIV"
    ),
    "dispute": disputes,
    "dispute_dyad_year": dispute_dyads,
    "incident": incidents,
    "event": events,
    "coded_event": coded_events,
    "coded_event_count": coded_counts,
    "world_events": world_events,
    "igo_membership": runs("igo_membership", "cow_igo", status),
    "alliance_membership": runs(
        "alliance_membership", "atop", lambda r: {"attributes": {"bilateral": False}}
    ),
    "treaty_membership": runs("treaty_membership", "desta", lambda r: {"attributes": {"bilateral": True}}),
    "treaty_tie": runs("treaty_tie", "cow_alliances", lambda r: {"attributes": {"obligations": ["defense"]}}, True),
    "defence_cooperation": together(
        "defence_cooperation", "dca",
        lambda r: {"attributes": {flag: r.randint(0, 1) for flag in ("dcaAnyV1", "dcaAnyV2", "dcaGeneralV2",
                                                                     "dcaSectorV2")}},
    ),
    "joint_exercise": together(
        "joint_exercise", "exercises_mme", lambda r: {"attributes": {"bilateral": r.random() < 0.5}}
    ),
    "sanction": sanctions,
    "veto": dated_deeds("veto", "unsc_vetoes", object=lambda r: f"S/{r.randint(1, 3)}", text=lambda r: "an item"),
    "visit": dated_deeds("visit", "travels", object=lambda r: "head of government"),
    "visits_count": together(
        "visits_count", "travels", lambda r: {"value": float(r.randint(0, 3)), "object": "government visits"}
    ),
    "diplomatic_representation": yearly_between(
        "diplomatic_representation", "cow_diplomacy", lambda r, a, b: {"value": float(r.randint(0, 3))}
    ),
    "diplomatic_representation_level": yearly_between(
        "diplomatic_representation_level", "diplometrics", lambda r, a, b: {"value": r.random()}
    ),
    "diplomatic_mission": yearly_between(
        "diplomatic_mission", "us_missions", lambda r, a, b: {"mode": r.choice(["none", "embassy"])}
    ),
    "diplomatic_mission_year": yearly_between(
        "diplomatic_mission_year", "us_missions", lambda r, a, b: {"mode": r.choice(["none", "embassy"])}
    ),
    "ideal_point": points,
}  # fmt: skip
"""How rows of each property are made. A measure that reads another property needs a maker here."""


def votes(rnd: Random, states: tuple[str, ...]) -> pl.DataFrame:
    """Roll calls as the view gives them."""
    calls = []
    for number in range(30):
        day = some_day(rnd)
        cast = {as_dated(state, day.year): rnd.choice([1, 1, 2, 3, 8]) for state in states}
        session = day.year - 1945 - (day.month < 9)
        calls.append((rnd.getrandbits(40) + number, session, day, cast, rnd.random() < 0.2))
    return vote_frame(calls)


@cache
def statements(
    chosen: Measure,
    seed: int,
    states: tuple[str, ...] = ("PAK", "RUS", *STRANGERS),
    source: str | None = None,
) -> pl.DataFrame:
    """A frame that the measure can be put to; `source`: all rows said by this data set instead of their own."""
    if chosen.view == "joint_votes":
        return votes(Random(seed), states)
    parts = [measure(name) for name in chosen.made_of] or [chosen]
    properties = sorted({p for part in parts if part.view is None for p in part.properties})
    if chosen.world:
        properties.append("world_events")
    rows = [row for p in properties for row in MAKERS[p](Random(f"{seed} {p}"), states)]
    return frame(*(row | ({"source": source} if source else {}) for row in rows))
