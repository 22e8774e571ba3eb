"""Which figures the page shows, with the sentence each of them says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import polars as pl

from detente.brief.cite import Sentence, number_text, says
from detente.brief.figure import Figure, draw, frame_of
from detente.brief.glance import ids_of, pick
from detente.charts.band import band_chart
from detente.charts.counts import Mark, Stretch, YearCount, realm_grid_chart, timeline_chart
from detente.charts.partners import PartnerLine, partners_chart
from detente.measures.one_series import one_series
from detente.model.vocabulary import MATERIAL_COOPERATION, REALMS, VERBAL_COOPERATION
from detente.study.findings import EventGroup, Study

FEW = 10
"""A year with fewer roll calls than this is drawn but not spoken of: its interval spans the scale."""

COOPERATIVE = frozenset(VERBAL_COOPERATION + MATERIAL_COOPERATION)


def domain(study: Study) -> tuple[int, int]:
    """First and last year of the page's time axis."""
    first = (
        study.case.span_start
        if study.case
        else min((e.lead.start for e in study.events if e.lead.start), default=study.as_of)
    )
    return first.year, study.as_of.year


def happened(study: Study) -> list[EventGroup]:
    """Events between the two that occurred or go on: no plans, claims or cancellations."""
    return [e for e in study.events if not e.third_party and e.lead.status in {"occurred", "ongoing"}]


def counts(events: list[EventGroup]) -> list[YearCount]:
    """Events a year, realm, direction and standing."""
    tally = Counter(
        (
            e.lead.start.year,
            e.lead.realm or "politics",
            1 if e.lead.event_type in COOPERATIVE else -1,
            not e.unconfirmed,
        )
        for e in events
        if e.lead.start is not None and e.lead.event_type is not None
    )
    return [YearCount(*key, number) for key, number in sorted(tally.items())]


def event_table(events: list[EventGroup]) -> pl.DataFrame:
    """The events behind the counts, for download."""
    return frame_of(
        [
            {
                "start": e.lead.start,
                "end": e.lead.end,
                "realm": e.lead.realm,
                "event_type": e.lead.event_type,
                "status": e.lead.status,
                "unconfirmed": e.unconfirmed,
                "source_actors": list(e.lead.source_actors),
                "target_actors": list(e.lead.target_actors),
                "text": e.lead.text,
                "statement_ids": [s.statement_id for s in e.statements],
            }
            for e in events
        ]
    )


def landmarks(study: Study) -> list[tuple[int, Sentence, float]]:
    """Numbered landmarks of the phases: number, what happened, and its place on the axis."""
    marks = [s for phase in study.phases for s in phase.landmarks if s.start is not None]
    marks.sort(key=lambda s: (str(s.start), s.statement_id))
    return [
        (
            number,
            Sentence(f"{mark.start:%Y}: {says(mark)}", (mark.statement_id,)),
            mark.start.year + (mark.start.month - 1) / 12,  # type: ignore[union-attr]
        )
        for number, mark in enumerate(marks, start=1)
    ]


def timeline(study: Study) -> Figure | None:
    """All events a year, phases and landmarks."""
    events = happened(study)
    if not events:
        return None
    tally, span = counts(events), domain(study)
    busiest, most = Counter(e.lead.start.year for e in events if e.lead.start).most_common(1)[0]
    conflict = [e for e in events if e.lead.event_type not in COOPERATIVE]
    stretches = [Stretch(p.start.year, (p.end or study.as_of).year, p.title) for p in study.phases]
    marks = [Mark(place, str(number)) for number, _, place in landmarks(study)]
    title = Sentence(
        f"{len(events)} recorded events, {len(conflict)} of them conflictual; the busiest year is {busiest}, "
        f"with {most}",
        ids_of(events),
    )
    return draw(
        "timeline",
        lambda width: timeline_chart(
            tally, stretches, marks, description=title.text, domain=span, width=width
        ),
        title=title,
        unit="events a year; cooperation above the line, conflict below it",
        source_line="chronology of the case, each row with its own source",
        alt=f"Bars of events a year between {study.names[0]} and {study.names[1]}. {title.text}.",
        reading="One bar a year. Several rows that tell one event count once; plans, claims and cancellations are "
        "left out; pale parts rest on weak sources alone. Numbers mark the landmarks listed below.",
        data=event_table(events),
    )


def realm_grid(study: Study) -> Figure | None:
    """Small multiples by realm."""
    events = happened(study)
    if not events:
        return None
    tally, span = counts(events), domain(study)
    realms = [realm for realm in REALMS if any(c.realm == realm for c in tally)]
    by_realm = Counter(e.lead.realm for e in events)
    (first, most), *_ = by_realm.most_common(1)
    title = Sentence(f"Most recorded events belong to {first} ({most} of {len(events)})", ids_of(events))
    return draw(
        "realms",
        lambda width: realm_grid_chart(tally, realms, description=title.text, domain=span, width=width),
        title=title,
        unit="events a year in each realm, one scale for all",
        source_line="chronology of the case, each row with its own source",
        alt=f"Small bar charts of events a year, one for each of {len(realms)} realms. {title.text}.",
        reading="Coverage is driven by news: recent decades hold more rows because more is written, so compare "
        "realms within a period before periods with each other.",
        data=event_table(events),
    )


def measure_figures(study: Study) -> Iterator[Figure]:
    """One figure for each measure that has a series to show."""
    span = domain(study)
    yield from _line(
        study, "vote_agreement", "non-unanimous", span, zero=True, what="Agreement on contested UN roll calls",
        unit="mean agreement, 0 (always opposed) to 1 (always the same); 90 percent interval",
    )  # fmt: skip
    yield from _line(
        study, "ideal_point_distance", None, span, zero=True, what="Distance of UN ideal points",
        unit="absolute difference of the two estimates; 90 percent interval",
    )  # fmt: skip
    yield from _directed(
        study,
        "trade_value",
        span,
        unit="million US dollars, current",
        scale=1e-6,
        what="Goods trade",
    )
    yield from _directed(
        study, "arms_deliveries", span, unit="million trend-indicator value", scale=1, what="Arms deliveries"
    )
    yield from _line(
        study, "shared_igos", None, span, zero=True, what="Intergovernmental organisations shared",
        unit="organisations of which both are full members",
    )  # fmt: skip


def _line(
    study: Study, name: str, basis: str | None, span: tuple[int, int], *, zero: bool, what: str, unit: str
) -> Iterator[Figure]:
    frame = study.by_year.get(name)
    held = pick(study.by_year, name, basis)
    if frame is None or held.height < 3:
        return
    whole = frame if basis is None else frame.filter(pl.col("basis").str.starts_with(basis))
    many = held.filter(pl.col("n") >= FEW)
    spoken = held if many.is_empty() else many
    last, first = spoken.row(-1, named=True), spoken.row(0, named=True)
    turns = [t for t in study.turning_points if t.measure == name and t.p_value <= 0.05]
    title = Sentence(
        f"{what}: {number_text(first['value'])} in {first['start'].year}, {number_text(last['value'])} in "
        f"{last['start'].year}",
        tuple(first["evidence"]) + tuple(last["evidence"]),
    )
    yield draw(
        name,
        lambda width: band_chart(
            [(what, whole)],
            unit="",
            description=title.text,
            turning=turns,
            width=width,
            zero=zero,
            domain=span,
        ),
        title=title,
        unit=f"{unit}; {held['basis'][0]}",
        source_line=source_line(study, held),
        alt=f"Line of {what.lower()} by year. {title.text}.",
        reading=reading(bool(turns)),
        data=whole,
    )


def _directed(
    study: Study, name: str, span: tuple[int, int], *, unit: str, scale: float, what: str
) -> Iterator[Figure]:
    frame = study.by_year.get(name)
    held = pick(study.by_year, name)
    if frame is None or held.is_empty() or held["start"].n_unique() < 3:
        return
    names = dict(zip(study.actors, study.names, strict=True))
    frame, held = one_series(frame), one_series(held)
    scaled = frame.with_columns(pl.col("value", "low", "high") * scale)
    series = [
        (f"{names[order[0]]} to {names[order[1]]}", scaled.filter(pl.col("actors") == list(order)))
        for order in (study.actors, study.actors[::-1])
    ]
    latest = held.filter(pl.col("start") == held["start"].max())
    parts = [
        f"{names[row['actors'][0]]} to {names[row['actors'][1]]} {number_text(row['value'] * scale)}"
        for row in latest.iter_rows(named=True)
    ]
    title = Sentence(
        f"{what} in {latest['start'][0].year}: {', '.join(parts)}",
        tuple(id_ for ids in latest["evidence"] for id_ in ids),
    )
    yield draw(
        name,
        lambda width: band_chart(series, unit="", description=title.text, width=width, domain=span),
        title=title,
        unit=f"{unit}; {'; '.join(held['basis'].unique().sort())}",
        source_line=source_line(study, held),
        alt=f"Lines of {what.lower()} in both directions by year. {title.text}.",
        reading=reading(False),
        data=frame,
    )


def reading(turns: bool) -> str:
    """How to read a line figure."""
    text = "A gap in the line is a year without data; the grey ground lies outside what the source covers."
    return text + (" The dashed line and its band mark a turning point and its interval." if turns else "")


def source_line(study: Study, held: pl.DataFrame) -> str:
    """The data sets behind a figure, as their publishers want to be cited."""
    ids = [ids[0] for ids in held["evidence"] if len(ids)]
    seen = [study.evidence[id_] for id_ in ids if id_ in study.evidence]
    carried = [str(s.detail("citation")) for s in seen if s.detail("citation")]
    named = [source.citation for source in study.sources if source.name in {s.source for s in seen}]
    return "; ".join(dict.fromkeys(carried or named)).rstrip(".")


def partners(study: Study) -> Figure | None:
    """Both states beside each third state, in UN voting beyond chance."""
    frames = study.partners
    lines = [
        PartnerLine(third_name, state_name, frames[code, third])
        for third, third_name in study.third_parties
        for code, state_name in zip(study.actors, study.names, strict=True)
        if (code, third) in frames
        and not frames[code, third].filter(pl.col("value").is_not_null()).is_empty()
    ]
    if not lines:
        return None
    held = pl.concat([line.frame.filter(pl.col("value").is_not_null()) for line in lines])
    latest = {
        (line.third, line.state): line.frame.filter(pl.col("value").is_not_null())
        .sort("start")
        .row(-1, named=True)
        for line in lines
    }
    (third, state), row = max(latest.items(), key=lambda item: item[1]["value"])
    title = Sentence(
        f"In the last year covered the closest of these pairs in UN voting is {state} and {third} "
        f"({number_text(row['value'])} in {row['start'].year})",
        tuple(row["evidence"]),
    )
    return draw(
        "third-states",
        lambda width: partners_chart(
            lines, unit="", description=title.text, domain=domain(study), width=width
        ),
        title=title,
        unit="weighted kappa of contested UN roll calls: 1 always alike, 0 as chance would have it, below 0 opposed",
        source_line=source_line(study, held),
        alt=f"Small line charts, one for each third state, with a line for each of the two states. {title.text}.",
        reading="Above the line, the two vote alike more often than their general habits would make likely; below it, "
        "less often. It is a distance in UN voting, not in friendship.",
        data=held,
    )
