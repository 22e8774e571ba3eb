"""The scenarios themselves as text: drivers, the set, each scenario with all that is known of it, signposts read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from detente.cli.scenarios_text import beside
from detente.cli.scenarios_text.names import Record, said, short, variant
from detente.scenarios.words import percent

READABLE: Final = 3
"""Cycles, and steps of one, that are still read rather than skipped."""


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
    yield from _cycles(document)
    yield from _path(document)
    if document["judged_later"]:
        yield (
            f"{document['judged_later']} of the judgements were made after {document['as_of']}; "
            "only the readings of signposts are of that day."
        )
    if "what_if" in document:
        yield from beside.what_if(document)
    if document["unread"]:
        yield document["unread"]
    yield from _declared(document["probabilities"])
    for number, scenario in enumerate(document["scenarios"], start=1):
        yield ""
        yield from _scenario(document, scenario, number)
    yield from beside.beside(document)


def _drivers(document: Record) -> Iterator[str]:
    yield "Drivers" + (
        " (the variant that today's record comes nearest to is marked *)" if document["today"] else ""
    )
    for place, driver in enumerate(document["drivers"]):
        names = [
            f"{v['name'] or v['id']}{'*' if document['today'] and document['today'][place] == k else ''}"
            for k, v in enumerate(driver["variants"], 1)
        ]
        yield f"  {driver['name'] or driver['id']}: {' | '.join(names)}"


def _cycles(document: Record) -> Iterator[str]:
    """The cycles where they are few and short enough to read."""
    cycles = document["largest_cycles"]
    if document["cycles"] != len(cycles) or len(cycles) > READABLE:
        return
    for cycle in cycles:
        if len(cycle["states"]) <= READABLE:
            steps = " -> ".join(f"[{short(document, states)}]" for states in cycle["states"])
            yield f"  {cycle['basin']:,}: {steps} -> the first again"


def _path(document: Record) -> Iterator[str]:
    """Where pressures lead from today's reading, step by step."""
    passed = document["path"]
    if not passed:
        return
    again = passed.index(passed[-1])
    steps = len(passed) - 2
    if not steps and not again:
        yield f"Today's reading is consistent: {document['succession']} succession stays there."
        return
    end = "which is consistent" if again == steps else f"and goes round in a cycle of {steps + 1 - again}"
    yield (
        f"From today's reading {document['succession']} succession takes {steps} step{'s' * (steps != 1)}, {end}:"
    )
    for before, after in pairwise(passed[:-1]):
        moved = [
            f"{document['drivers'][d]['name'] or document['drivers'][d]['id']} to {variant(document, d, v)}"
            for d, (u, v) in enumerate(zip(before, after, strict=True)) if u != v
        ]  # fmt: skip
        yield f"  {'; '.join(moved)}"


def _declared(probabilities: Record | None) -> Iterator[str]:
    if probabilities is None:
        return
    yield (
        f"Likelihoods come from the model that {probabilities['made_by']} declared on "
        f"{probabilities['made_on']}; they are theirs."
    )
    for share in probabilities["shares"]:
        if "found" in share:
            now = ", ".join(f"{variant} {value:.3f}" for variant, value in share["shares"].items())
            yield f"  Read from the ledger, {share['driver']}: {now} ({share['found']})."
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
    if "before" in scenario:
        yield f"  {beside.before(scenario['before'])}"
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
    yield from _overturned(document, scenario)
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


def _overturned(document: Record, scenario: Record) -> Iterator[str]:
    """The drivers that one change of a judgement by one step would move."""
    close = [(why, flip) for why in scenario["why"] for flip in why["flips"][:1] if flip["size"] <= 1]
    if not close:
        return
    yield "  One step of one judgement would overturn"
    for why, flip in close:
        yield (
            f"    {said(document, why['chosen'])}, in favour of {said(document, flip['rival'])}: "
            f'--set "{flip["from"]}>{flip["to"]}={flip["new_value"]}" instead of {flip["value"]:+d}'
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
            f"[{short(document, scenario['variants'])}]"
        )
    yield ""
    seen = {s["variant"]: s for scenario in document["scenarios"] for s in scenario["signposts"]}
    for address in sorted(seen):
        yield _signpost(seen[address])
