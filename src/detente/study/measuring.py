"""A measure of two states from the ledger: raw statements where there are any, carried figures where not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from detente.errors import UsageError
from detente.ledger.ledger import Ledger
from detente.measures.carried import carried
from detente.measures.coded_events import QUADS
from detente.measures.deeds import REVIEWED
from detente.measures.measure import Ask, By, Measure
from detente.measures.registry import measure
from detente.measures.unspoken import unspoken
from detente.model.source import Coverage
from detente.model.verdicts import standing_verdicts
from detente.read.statements import READ
from detente.world.states import expand, joint_start

Clock = Callable[[], date]
TODAY: Final[Clock] = date.today

WHOLE_RELEASES: Final = frozenset({"sipri_arms"})
"""About six in a hundred orders change year or designation between two registers: adding them up counts twice."""


def measure_pair(
    ledger: Ledger,
    name: str,
    actors: tuple[str, str],
    *,
    by: By | None = None,
    start: date | None = None,
    end: date | None = None,
    as_of: date | None = None,
    exact: bool = False,
    anchors: tuple[str, ...] = (),
) -> pl.DataFrame:
    """Measurements of one pair (MEASUREMENT_SCHEMA).

    By default from the day both states exist to `as_of` (today). For sources of which the ledger holds no file, the
    figures that the case carries are given, each with its own citation as evidence. A pair of which no file held speaks
    is outside coverage in every period.
    `anchors` are the third states between which it places the two, where it takes any; its own by default.
    Raises UsageError for an unknown measure, a period it cannot be taken by, or anchors it does not take.
    """
    chosen = measure(name)
    period = by or chosen.by[0]
    if period not in chosen.by:
        raise UsageError(
            f"{name} is not taken by {period}", where="--by", todo=f"Use one of: {', '.join(chosen.by)}"
        )
    if start is not None and end is not None and start > end:
        raise UsageError(
            f"the window ends on {end}, before it begins on {start}",
            where="--until",
            todo="Turn the days round",
        )
    if anchors and not chosen.anchors:
        raise UsageError(f"{name} takes no anchors", where="--anchors", todo="Leave them out")
    members = (expand(actors[0], exact=exact), expand(actors[1], exact=exact))
    if chosen.made_of:
        window = Ask(actors=actors, members=members, by=period, start=start or joint_start(*actors),
                     end=end or as_of or TODAY())  # fmt: skip
        parts = parts_of(ledger, chosen.made_of, actors, window, as_of=as_of, exact=exact)
        return parts if parts.is_empty() else chosen.compute(parts, window)
    held = {name: tuple(s.coverage for s in ledger.snapshots(name)) for name in chosen.sources}
    ask = Ask(
        actors=actors,
        members=members,
        by=period,
        start=start or joint_start(*actors),
        end=end or as_of or TODAY(),
        coverage=tuple(coverage for covers in held.values() for coverage in covers),
        coverage_by_source={name: covers for name, covers in held.items() if covers},
        anchors=tuple((code, expand(code, exact=exact)) for code in anchors or chosen.anchors),
    )
    given = carried(_observations(ledger, name, held, as_of), name, ask)
    if not ask.coverage:
        return given
    frame = reviewed(ledger, _newest_release(ledger, _frame(ledger, chosen, ask, as_of)), as_of)
    if chosen.counted:
        frame = pl.concat([frame, event_counts(ledger, chosen, ask, as_of)], how="diagonal_relaxed")
    if chosen.world:
        frame = pl.concat([frame, world_events(ledger, chosen, as_of)], how="diagonal_relaxed")
    found = _joined(chosen.compute(frame, ask), given)
    return unspoken(chosen, ask) if found.is_empty() else found


def event_counts(ledger: Ledger, chosen: Measure, ask: Ask, as_of: date | None) -> pl.DataFrame:
    """Rows of property "coded_event_count" for the single events of either state with anyone, by year and quad class,
    and the events between the two themselves, as evidence.
    """
    sides = [sorted(side) for side in ask.members]
    found = ledger.view("event_counts", as_of=as_of, side_a=sides[0], side_b=sides[1])
    counts = found.filter(pl.col("source").is_in(chosen.sources)).select(
        "source", "source_actors", "target_actors",
        property=pl.lit("coded_event_count"),
        object=pl.col("quad_class").replace_strict(QUADS, return_dtype=pl.String()),
        value=pl.col("events").cast(pl.Float64),
        start=pl.date("year", 1, 1), end=pl.date("year", 12, 31),
    )  # fmt: skip
    own = ledger.statements(properties=["coded_event"], between=(sides[0], sides[1]), as_of=as_of)
    return pl.concat([counts, own], how="diagonal_relaxed")


def world_events(ledger: Ledger, chosen: Measure, as_of: date | None) -> pl.DataFrame:
    """Rows of property "world_events" (source, start, end, value): all events of a month or year, whoever acts.

    Months of event data between two different states; years of counted dyads. They name nobody and have no id.
    """
    own = pl.col("source").is_in(chosen.sources)
    months = ledger.view("event_volumes", as_of=as_of).select(
        "source", "start", end=pl.col("start").dt.month_end(), value=pl.col("between_states").cast(pl.Float64)
    )
    counted = ledger.view("counted_events", as_of=as_of).select(
        "source", "start", "end", value=pl.col("events").cast(pl.Float64)
    )
    return (
        pl.concat([months, counted], how="vertical_relaxed")
        .filter(own)
        .with_columns(property=pl.lit("world_events"))
    )


def parts_of(
    ledger: Ledger,
    names: Sequence[str],
    actors: tuple[str, str],
    window: Ask,
    *,
    as_of: date | None,
    exact: bool,
) -> pl.DataFrame:
    """Yearly measurements of a pair by several measures, in one frame."""
    return pl.concat(
        measure_pair(
            ledger, name, actors, by="year", start=window.start, end=window.end, as_of=as_of, exact=exact
        )
        for name in names
    )


def reviewed(ledger: Ledger, frame: pl.DataFrame, as_of: date | None) -> pl.DataFrame:
    """The frame, its readings of documents that a person accepted or corrected under a source of their own."""
    read = pl.col("source") == READ
    if not frame.height or frame.filter(read).is_empty():
        return frame
    stand = [
        id_
        for j in standing_verdicts(ledger.judgements(as_of)).values()
        if j.kind in ("accept", "correct")
        for id_ in (j.subjects if j.kind == "accept" else j.subjects[1:])
    ]
    ours = read & pl.col("statement_id").is_in(stand)
    return frame.with_columns(source=pl.when(ours).then(pl.lit(REVIEWED)).otherwise("source"))


def _observations(
    ledger: Ledger, name: str, held: Mapping[str, tuple[Coverage, ...]], as_of: date | None
) -> pl.DataFrame:
    """Carried figures of the measure, of those sources only that the ledger holds no file of."""
    found = ledger.statements(properties=["observation"], objects=[name], as_of=as_of)
    source = pl.col("attributes").str.json_path_match("$.from_source")
    found = found.filter(~source.is_in([name for name, covers in held.items() if covers]))
    return _newest_issue(ledger, found)


def _newest_issue(ledger: Ledger, found: pl.DataFrame) -> pl.DataFrame:
    """Carried figures without those that an older issue of their file gave for the same actors.

    A new issue may name a basis otherwise, so that the same figure would stand there twice.
    """
    issues = [s for source in found["source"].unique().sort() for s in ledger.snapshots(source)]
    if len(issues) < 2:
        return found
    known = pl.DataFrame(
        {
            "snapshot": [s.sha256 for s in issues],
            "file": [s.file.rsplit("/", 1)[-1] for s in issues],
            "recorded_at": [s.recorded_at for s in issues],
        }
    )
    pair = pl.concat_list("source_actors", "target_actors").list.unique().list.sort().list.join("+")
    dated = found.join(known, on="snapshot", how="left", maintain_order="left").with_columns(pair=pair)
    newest = pl.col("recorded_at") == pl.col("recorded_at").max().over("source", "file", "pair")
    return dated.filter(newest.fill_null(value=True)).select(found.columns)


def _joined(computed: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """Computed rows, and carried ones for what is not computed: one source's file hides no other's figures."""
    spoken = given.filter(pl.col("coverage").is_in(["value", "true_zero"]))
    if spoken.is_empty():
        return computed
    known = computed.filter(pl.col("coverage").is_in(["value", "true_zero"]))
    place = ["measure", "actors", "basis", "start", "end"]
    added = spoken.join(known, on=place, how="anti")
    kept = computed.join(added, on=place, how="anti")
    return pl.concat([kept, added]).sort("measure", "actors", "basis", "start", "end")


def _newest_release(ledger: Ledger, frame: pl.DataFrame) -> pl.DataFrame:
    """Without older releases of registers that revise the very fields by which their rows are known.

    Each property by itself: orders and yearly deliveries are two layouts, of which the newer is not a newer release.
    """
    for source in WHOLE_RELEASES & set(frame["source"].unique()):
        release = {s.sha256: s.release for s in ledger.snapshots(source)}
        for property_ in frame.filter(pl.col("source") == source)["property"].unique().sort():
            own = (pl.col("source") == source) & (pl.col("property") == property_)
            held = frame.filter(own)["snapshot"].unique().to_list()
            newest = max(release[sha256] for sha256 in held)
            kept = [sha256 for sha256 in held if release[sha256] == newest]
            frame = frame.filter(~own | pl.col("snapshot").is_in(kept))
    return frame


def _frame(ledger: Ledger, chosen: Measure, ask: Ask, as_of: date | None) -> pl.DataFrame:
    sides = [sorted(side) for side in ask.members]
    if chosen.view is not None:
        return ledger.view(chosen.view, as_of=as_of, side_a=sides[0], side_b=sides[1])
    if chosen.scope == "either":
        thirds = [code for _, members in ask.anchors for code in sorted(members)]
        return ledger.statements(
            properties=chosen.properties, actors=[*sides[0], *sides[1], *thirds], as_of=as_of
        )
    if chosen.scope == "all":
        return ledger.statements(properties=chosen.properties, as_of=as_of)
    return ledger.statements(properties=chosen.properties, between=(sides[0], sides[1]), as_of=as_of)
