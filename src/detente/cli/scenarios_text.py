"""The document of scenarios as text for eyes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from detente.scenarios.words import percent

Record = dict[str, Any]


def whole(document: Record) -> str:
    """Question, drivers, what-if, scenarios with all that is known of them, leverage, experts."""
    return "\n".join(_whole(document))


def watch(document: Record, as_of: date) -> str:
    """How many signposts of each scenario read true, false and unknown, the best fit first; then each signpost."""
    return "\n".join(_watch(document, as_of))


def _whole(document: Record) -> Iterator[str]:
    yield document["focal_question"] or document["name"]
    if document["horizon"]:
        yield f"Horizon {document['horizon']}. {document['resolution_rule']}"
    yield ""
    yield from _drivers(document)
    yield ""
    yield (
        f"{document['consistent']} consistent of {document['combinations']:,} combinations; "
        "scores, basins and robustness are not probabilities."
    )
    if document["cycling"]:
        yield f"{document['cycling']:,} starts of succession end in {document['cycles']} cycles."
    if "what_if" in document:
        yield from _what_if(document)
    yield from _declared(document["probabilities"])
    for number, scenario in enumerate(document["scenarios"], start=1):
        yield ""
        yield from _scenario(document, scenario, number)
    if "leverage" in document:
        yield from _leverage(document)
    if "experts" in document:
        yield from _experts(document)


def _drivers(document: Record) -> Iterator[str]:
    yield "Drivers (the variant that today's record comes nearest to is marked *)"
    for place, driver in enumerate(document["drivers"]):
        names = [
            f"{v['name'] or v['id']}{'*' if document['today'] and document['today'][place] == k else ''}"
            for k, v in enumerate(driver["variants"], 1)
        ]
        yield f"  {driver['name'] or driver['id']}: {' | '.join(names)}"


def _declared(probabilities: Record | None) -> Iterator[str]:
    if probabilities is None:
        return
    yield (
        f"Likelihoods come from the model that {probabilities['made_by']} declared on "
        f"{probabilities['made_on']}; they are theirs."
    )
    for complaint in probabilities["complaints"]:
        yield f"  What cannot be: {complaint}."
    for move in probabilities["moved"]:
        yield f"  Moved to hold together: {move['figure']} from {move['said']:.3f} to {move['now']:.3f}."


def _scenario(document: Record, scenario: Record, number: int) -> Iterator[str]:
    role = f" ({scenario['role']})" if scenario["role"] else ""
    yield f"Scenario {number}{role}{''.join([': ', '; '.join(scenario['apart'])]) if scenario['apart'] else ''}"
    if scenario["likelihood"]:
        yield f"  Likelihood: {likelihood(scenario['likelihood'])}"
    yield f"  {_consistency(scenario)}"
    if scenario["role"] == "wild card" and (card := document["wild_card"]):
        held = ", ".join(f"{driver} at {variant}" for driver, variant in card["fix"].items())
        yield f"  Declared with {held}: {' '.join(card['reason'].split())}"
    stays = scenario["today"]
    for place, name in enumerate(scenario["names"]):
        mark = ">" if stays and not stays[place] else " "
        yield f"  {mark} {name['driver'] or document['drivers'][place]['id']}: {name['variant']}"
    if any(why["for"] for why in scenario["why"]):
        yield "  Why"
        yield from (f"    {told['text']}" for told in scenario["narrative"])
    yield from _overturned(scenario)
    if scenario["implications"]:
        yield "  What follows from it"
        yield from (f"    {told['text']}" for told in scenario["implications"])
    if scenario["signposts"]:
        fit = scenario["fit"]
        yield f"  Signposts: {fit['true']} true, {fit['false']} false, {fit['unknown']} unknown today"
        yield from (f"    {_signpost(s)}" for s in scenario["signposts"])


def _consistency(scenario: Record) -> str:
    parts = [f"margin {scenario['margin']}", f"total impact score {scenario['total_impact_score']}"]
    if scenario["basin"] is not None:
        parts.append(f"basin {scenario['basin']:,}")
    if interval := scenario["robustness_interval"]:
        parts.append(
            f"stays in {100 * interval['share']:.0f} of 100 draws of the judgements "
            f"(95 percent interval {100 * interval['low']:.0f} to {100 * interval['high']:.0f})"
        )
    text = ", ".join(parts)
    return text[0].upper() + text[1:]


def _overturned(scenario: Record) -> Iterator[str]:
    """The drivers that one change of a judgement by one step would move."""
    close = [(why, flip) for why in scenario["why"] for flip in why["flips"][:1] if flip["size"] <= 1]
    if not close:
        return
    yield "  One step of one judgement would overturn"
    for why, flip in close:
        yield (
            f"    {why['chosen']} for {flip['rival']}: {flip['from']} on {flip['to']} "
            f"at {flip['new_value']:+d} instead of {flip['value']:+d}"
        )


def likelihood(record: Record) -> str:
    """The word with its number, and what the declared figures alone allow."""
    share = percent(record["share"])
    text = f"{record['word']} ({share})" if record["word"] else f"{share}, for which there is no word"
    if record["low"] is not None and record["high"] - record["low"] > 0.001:
        text += f"; the declared figures alone allow {percent(record['low'])} to {percent(record['high'])}"
    return text


def _signpost(record: Record) -> str:
    text = f"{record['variant']}: {record['observable']}, {record['threshold']} ({record['source']})"
    reading, before = record["reading"], record["before"]
    if reading is None:
        return f"{text}. Today: a person must look. {record['past']}"
    text = f"{text}. Today: {reading['answer']} ({reading['says']})"
    text += (
        f"; on this day of earlier years {before['true']} times true, {before['false']} false, "
        f"{before['unknown']} unknown"
    )
    return f"{text}. {record['past']}"


def _what_if(document: Record) -> Iterator[str]:
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
            yield f"  {title}: {_short(document, states)}"


def _short(document: Record, states: list[int]) -> str:
    pairs = zip(document["drivers"], states, strict=True)
    return ", ".join(driver["variants"][v - 1]["id"] for driver, v in pairs)


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
        yield f"  {_short(document, one['variants'])}: {who}{'; the mean judgement' if one['together'] else ''}"
    for one in experts["disagreements"][:20]:
        said = ", ".join(f"{name} {value:+d}" for name, value in one["values"].items())
        yield f"  {one['from']} on {one['to']}: {said}{' (opposed)' if one['opposed'] else ''}"


def _watch(document: Record, as_of: date) -> Iterator[str]:
    yield f"What the record reads on {as_of}; a count of signposts, not a probability."
    numbered = list(enumerate(document["scenarios"], start=1))
    fitted = [(number, s) for number, s in numbered if s["fit"]]
    if not fitted:
        yield "No signposts are declared."
    for number, scenario in sorted(
        fitted, key=lambda item: (-item[1]["fit"]["true"], item[1]["fit"]["false"])
    ):
        fit, role = scenario["fit"], f" ({scenario['role']})" if scenario["role"] else ""
        yield (
            f"Scenario {number}{role}: {fit['true']} true, {fit['false']} false, {fit['unknown']} unknown  "
            f"[{_short(document, scenario['variants'])}]"
        )
    yield ""
    seen = {s["variant"]: s for scenario in document["scenarios"] for s in scenario["signposts"]}
    for variant in sorted(seen):
        yield _signpost(seen[variant])
