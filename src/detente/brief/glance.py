"""The relation at a glance: what the record shows and what changed, one checkable sentence at a time.

Every sentence is built from measurements or statements and carries their ids. No word of likelihood: the page
says what is recorded, not what is to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from detente.brief.cite import Sentence, number_text
from detente.measures.one_series import one_series
from detente.measures.registry import measure
from detente.model.statement import Statement
from detente.study.findings import EventGroup, Study

VALUE = pl.col("value").is_not_null()


def glance(study: Study) -> list[tuple[str, list[Sentence]]]:
    """(heading, sentences) in the order shown; a heading without anything to say is left out."""
    parts = [
        ("Where it stands", list(stands(study))),
        ("What is recorded", list(recorded(study))),
        ("In the United Nations", list(votes(study))),
        ("Trade", list(trade(study))),
        ("Arms and security", list(security(study))),
        ("Shared institutions", list(institutions(study))),
        ("Energy projects", list(projects(study))),
        ("What changed", list(changes(study))),
    ]
    said = [(heading, sentences) for heading, sentences in parts if sentences]
    lacking = list(missing(study))
    return [*said, ("Not held", lacking)] if said and lacking else said


def stands(study: Study) -> Iterator[Sentence]:
    """The case's words on the present phase."""
    for phase in study.phases[-1:]:
        yield Sentence(phase.summary, tuple(s.statement_id for s in phase.evidence))


EXPECTED: Final = (
    ("vote_agreement", "UN votes"),
    ("ideal_point_distance", "UN ideal points"),
    ("trade_value", "trade"),
    ("arms_deliveries", "arms transfers"),
    ("shared_igos", "memberships of organisations"),
    ("formal_ties", "alliances and treaties"),
)


def missing(study: Study) -> Iterator[Sentence]:
    """What a reader would look for and this ledger has nothing on, so that its absence is not read as zero."""
    lacking = [
        what
        for name, what in EXPECTED
        if pick(study.by_year, name).is_empty() and pick(study.whole, name).is_empty()
    ]
    if lacking:
        yield Sentence(
            f"This ledger holds no data set on {', '.join(lacking)} for these two states: nothing is said of them "
            "here, which is not the same as nothing having happened. Ingest one and build the brief again.",
            (),
        )


def recorded(study: Study) -> Iterator[Sentence]:
    """How many events, over which years, and how many stand on weak sources alone."""
    between = [e for e in study.events if not e.third_party]
    if not between:
        return
    first, last = between[0].lead, between[-1].lead
    weak = [e for e in between if e.unconfirmed]
    yield Sentence(
        f"The ledger holds {len(between)} separate events between {study.names[0]} and {study.names[1]}, "
        f"from {_year(first)} to {_year(last)}.",
        ids_of(between),
    )
    if weak:
        yield Sentence(
            f"{len(weak)} of them rest on weak sources alone and are shown as unconfirmed.", ids_of(weak)
        )


def ids_of(events: list[EventGroup]) -> tuple[str, ...]:
    """All statement ids of these events."""
    return tuple(s.statement_id for e in events for s in e.statements)


def _year(statement: Statement) -> str:
    return str(statement.start)[:4]


def pick(frames: Mapping[str, pl.DataFrame], name: str, basis: str | None = None) -> pl.DataFrame:
    """The rows of a measure that hold a value, oldest first; of one basis when one is named."""
    frame = frames.get(name)
    if frame is None or frame.is_empty():
        return pl.DataFrame()
    held = frame.filter(VALUE)
    if basis is not None:
        held = held.filter(pl.col("basis").str.starts_with(basis))
    return held.sort("start")


def _interval(row: Mapping[str, object], digits: int = 2) -> str:
    if row["low"] is None or row["high"] is None:
        return ""
    return f" (90 percent interval {row['low']:.{digits}f} to {row['high']:.{digits}f})"


def votes(study: Study) -> Iterator[Sentence]:
    """Agreement on contested roll calls now, at its lowest and highest; distance of ideal points."""
    agreement = pick(study.by_year, "vote_agreement", "non-unanimous")
    if not agreement.is_empty():
        rows = agreement.filter(pl.col("n") >= 10).to_dicts() or agreement.to_dicts()
        latest, low = rows[-1], min(rows, key=lambda r: r["value"])
        yield Sentence(
            f"On contested roll calls of the General Assembly in {latest['start'].year} the two agreed at "
            f"{latest['value']:.2f} on a scale from 0 to 1{_interval(latest)}.",
            tuple(latest["evidence"]),
        )
        if low is not latest:
            yield Sentence(
                f"The year of least agreement was {low['start'].year}, with {low['value']:.2f}.",
                tuple(low["evidence"]),
            )
    distance = pick(study.by_year, "ideal_point_distance")
    if not distance.is_empty():
        rows = distance.to_dicts()
        latest, far = rows[-1], max(rows, key=lambda r: r["value"])
        yield Sentence(
            f"Their estimated foreign-policy positions lay {latest['value']:.2f} apart in "
            f"{latest['start'].year}{_interval(latest)}; the widest gap was {far['value']:.2f} in "
            f"{far['start'].year}.",
            tuple(latest["evidence"]) + tuple(far["evidence"]),
        )


def trade(study: Study) -> Iterator[Sentence]:
    """The last year covered, both directions, and what share of each side's trade it was."""
    frame = one_series(pick(study.by_year, "trade_value"), newest=True)
    if frame.is_empty():
        return
    latest = frame["start"].max()
    for row in frame.filter(pl.col("start") == latest).iter_rows(named=True):
        names = dict(zip(study.actors, study.names, strict=True))
        yield Sentence(
            f"In {row['start'].year}, the last year covered, {names[row['actors'][0]]} sold goods for "
            f"{number_text(row['value'] / 1e6)} million US dollars to {names[row['actors'][1]]}.",
            tuple(row["evidence"]),
        )


def security(study: Study) -> Iterator[Sentence]:
    """Arms delivered in all, by direction, and formal ties."""
    names = dict(zip(study.actors, study.names, strict=True))
    for row in pick(study.whole, "arms_deliveries").iter_rows(named=True):
        supplier, recipient = (names[code] for code in row["actors"])
        if row["value"] == 0:
            yield Sentence(
                f"No arms delivery from {supplier} to {recipient} is on record.", tuple(row["evidence"])
            )
        elif row["evidence"]:
            yield Sentence(
                f"Arms that {supplier} delivered to {recipient} come to {number_text(row['value'])} million "
                f"SIPRI trend-indicator units in all, a measure of military capability and not of money.",
                tuple(row["evidence"]),
            )


def institutions(study: Study) -> Iterator[Sentence]:
    """Organisations shared, first against last year covered."""
    frame = pick(study.by_year, "shared_igos")
    if frame.height < 2:
        return
    rows = frame.to_dicts()
    first, last = rows[0], rows[-1]
    yield Sentence(
        f"They were both full members of {number_text(last['value'])} intergovernmental organisations in "
        f"{last['start'].year}, against {number_text(first['value'])} in {first['start'].year}.",
        tuple(last["evidence"]) + tuple(first["evidence"]),
    )


def projects(study: Study) -> Iterator[Sentence]:
    """Pipelines in which one of the two owns a part, and where they stand."""
    pipes = [s for s in study.evidence.values() if s.property == "pipeline_length_km" and s.value is not None]
    for pipe in sorted(pipes, key=lambda s: s.statement_id):
        status = {"proposed": "proposed, not built", "ongoing": "under way", "occurred": "in operation"}
        state = status.get(pipe.status or "", pipe.status or "of unknown status")
        yield Sentence(f"{pipe.object} is {state}: {number_text(pipe.value or 0)} km.", (pipe.statement_id,))


@dataclass(frozen=True, slots=True)
class Compared:
    """A measure whose mean over its last ten years covered is held beside the ten before."""

    name: str
    basis: str | None
    what: str
    scale: float
    unit: str


COMPARED: Final = (
    Compared("vote_agreement", "non-unanimous", "Agreement on contested UN roll calls", 1, ""),
    Compared("ideal_point_distance", None, "The distance of their UN ideal points", 1, ""),
    Compared(
        "trade_value", None, "Goods trade, both directions together,", 1e-6, " million current US dollars"
    ),
)
DECADE: Final = 10


def decades(study: Study) -> Iterator[Sentence]:
    """Means of the last ten years covered beside the ten before them."""
    for c in COMPARED:
        held = pick(study.by_year, c.name, c.basis)
        if held.is_empty():
            continue
        held = one_series(held) if c.basis is None else held
        yearly = held.group_by("start").agg(pl.col("value").sum(), pl.col("evidence")).sort("start")
        if c.basis is not None:
            yearly = (
                held.filter(pl.col("n") >= DECADE)
                .select("start", "value", pl.concat_list("evidence"))
                .sort("start")
            )
        if yearly.height < 2 * DECADE:
            continue
        now, before = yearly.tail(DECADE), yearly.tail(2 * DECADE).head(DECADE)
        ids = tuple(_flat(now["evidence"].to_list() + before["evidence"].to_list()))
        means = [float(part["value"].to_numpy().mean()) * c.scale for part in (now, before)]
        spans = [f"{part['start'][0].year}-{part['start'][-1].year}" for part in (now, before)]
        yield Sentence(
            f"{c.what} averaged {number_text(means[0])}{c.unit} in {spans[0]}, against {number_text(means[1])} in "
            f"{spans[1]}.",
            ids,
        )


def _flat(ids: Iterable[object]) -> Iterator[str]:
    for one in ids:
        if isinstance(one, str):
            yield one
        elif isinstance(one, Iterable):
            yield from _flat(one)


def changes(study: Study) -> Iterator[Sentence]:
    """Ten years beside ten, then the turning points that a no-break series would rarely show.

    Counts of events are left out: they follow the attention of sources as well as the relation.
    """
    yield from decades(study)
    for point in sorted(study.turning_points, key=lambda t: (t.p_value, t.measure)):
        if point.p_value > 0.05 or not point.evidence or point.measure.startswith("event_"):
            continue
        way = "rose" if point.after > point.before else "fell"
        name = measure(point.measure).title
        yield Sentence(
            f"{name} {way} from a mean of {number_text(point.before)} to {number_text(point.after)} in "
            f"{point.date.year} (interval {point.date_low.year} to {point.date_high.year}); a series without a break "
            f"would show one as strong with p = {point.p_value:.2g}.",
            point.evidence,
        )
