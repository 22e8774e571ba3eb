"""What is held beside a scenario document, as text: a change, leverage, experts, a published list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from detente.cli.scenarios_text.names import Record, short
from detente.scenarios.words import percent

MARK: Final = {"supports": "+", "against": "-", "both": "b", "neutral": ".", None: " "}


def beside(document: Record) -> Iterator[str]:
    """Everything that was asked for beside the scenarios themselves."""
    for key, tell in (
        ("leverage", _leverage), ("experts", _experts), ("published", _published), ("evidence", _evidence),
    ):  # fmt: skip
        if key in document:
            yield from tell(document)


def before(record: Record) -> str:
    """What a scenario was before the change."""
    if not record["consistent"]:
        return "Before the change: not consistent"
    if record["robustness"] is None:
        return "Before the change: consistent, not among those told"
    text = f"Before the change: stays in {100 * record['robustness']:.0f} of 100 draws"
    if record["likelihood"]:
        text += f", likelihood {percent(record['likelihood']['share'])}"
    return text


def what_if(document: Record) -> Iterator[str]:
    """The changes, and the set before and after."""
    change = document["what_if"]
    yield ""
    yield f"What if: {'; '.join(change['changes'])}"
    for judgement in change["dropped"]:
        yield f"  dropped: {judgement['from']} {judgement['value']:+d} {judgement['to']}: {judgement['reason']}"
    yield (
        f"  {change['before']} scenarios before, {change['after']} after: {len(change['kept'])} stay, "
        f"{len(change['gone'])} go, {len(change['new'])} are new"
    )
    drivers = {d["id"]: d for d in document["drivers"]}
    for row in change["drivers"]:
        moved = [v for v in row["variants"] if v["before"] != v["after"]]
        if moved:
            counts = "; ".join(f"{v['variant']} {v['before']} -> {v['after']}" for v in moved)
            yield f"  {drivers[row['driver']]['name'] or row['driver']}: {counts}"
    for title, key in (("go", "gone"), ("are new", "new")):
        for states in change[key]:
            yield f"  {title}: {short(document, states)}"


def _leverage(document: Record) -> Iterator[str]:
    yield ""
    yield "Judgements that move the set most (share of scenarios before and after that are not common)"
    for one in document["leverage"]["judgements"][:10]:
        yield (
            f"  {100 * one['moved']:.0f} percent: {one['from']} on {one['to']} at {one['new_value']:+d} instead of "
            f"{one['value']:+d}: {len(one['lost'])} lost, {len(one['gained'])} gained"
        )
    yield "Drivers, were they to bear on nothing"
    for one in document["leverage"]["drivers"]:
        yield (
            f"  {100 * one['moved']:.0f} percent: {one['from']}: {len(one['lost'])} lost, "
            f"{len(one['gained'])} gained"
        )


def _experts(document: Record) -> Iterator[str]:
    experts = document["experts"]
    yield ""
    yield f"Side by side: {', '.join(experts['experts'])}"
    for one in experts["scenarios"]:
        who = ", ".join(one["experts"]) or "nobody alone"
        yield f"  {short(document, one['variants'])}: {who}{'; the mean judgement' if one['together'] else ''}"
    for one in experts["disagreements"][:20]:
        said = ", ".join(f"{name} {value:+d}" for name, value in one["values"].items())
        yield f"  {one['from']} on {one['to']}: {said}{' (opposed)' if one['opposed'] else ''}"


def _published(document: Record) -> Iterator[str]:
    listed = document["published"]
    yield ""
    yield (
        f"Beside {listed['name']}: {listed['listed']} solutions, {listed['consistent']} of them consistent here, "
        f"{len(listed['unlisted'])} consistent ones that it lacks"
    )
    yield (
        f"  equal to the list: {listed['margins_equal']} consistency values, {listed['scores_equal']} total "
        "impact scores"
    )
    weights = {name: count for name, count in listed["weights"].items() if count}
    yield f"  weights: {', '.join(f'{count} {name}' for name, count in weights.items())}"
    for one in listed["solutions"]:
        basin = one["basin"]
        if basin["verdict"] == "overflowed":
            yield (
                f"  {' '.join(map(str, one['variants']))}: listed {basin['listed']:,.0f}, where a single-precision "
                f"count stops (2^24 = 16,777,216); counted exactly {basin['here']:,}"
            )
        elif basin["verdict"] == "differs" or not one["consistent"]:
            yield f"  {' '.join(map(str, one['variants']))}: listed {basin['listed']:,.0f}, here {basin['here']}"
    if listed["weights"]["not followed"] == listed["listed"]:
        yield "  Add --basins to follow every start."


def _evidence(document: Record) -> Iterator[str]:
    audit, cells = document["evidence"]["audit"], document["evidence"]["cells"]
    scenarios = list(audit["against"])
    yield ""
    yield "Evidence matrix, for audit only: nothing here is added up, ranked, or made a likelihood"
    yield "  + supports, - against, b both, . not in play, blank not judged; scenarios " + " ".join(scenarios)
    for statement in audit["telling"]:
        row = " ".join(MARK[cells[statement].get(k, {}).get("bearing")] for k in scenarios)
        yield f"  {statement}  {row}"
    yield f"  Bear alike on all and tell nothing: {', '.join(audit['idle']) or 'none'}"
    for scenario in audit["single"]:
        yield f"  Against scenario {scenario} speaks one statement alone: {audit['against'][scenario][0]}"
    yield "  'detente trace ID' shows a statement; --format json gives the reason in every cell."
