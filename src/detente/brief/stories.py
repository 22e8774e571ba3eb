"""The scenarios as the page tells them: drivers side by side, each with the judgements that hold it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.brief.cite import Sentence
from detente.scenarios.scenario import Scenario, ScenarioSet
from detente.scenarios.why import Why
from detente.study.findings import CaseScenarios, Signpost


@dataclass(frozen=True, slots=True)
class Cell:
    """A driver's variant in one scenario; `index` is 1-based."""

    index: int
    variant: str


@dataclass(frozen=True, slots=True)
class Row:
    """A driver across the scenarios; `today` is the variant that the record is read as."""

    driver: str
    today: Cell | None
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Story:
    """One scenario: its figures of consistency, why it moves from today's reading, why the rest holds."""

    name: str
    margin: int | None
    total_impact_score: int
    moved: Sequence[Sentence]
    held: Sequence[Sentence]
    signposts: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement of the model as a row of a table."""

    source: str
    target: str
    value: int
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Stories:
    """What the template shows of a scenario model."""

    question: str
    note: Sentence
    columns: Sequence[Story]
    rows: Sequence[Row]
    drivers: Sequence[object]
    judgements: Sequence[Judged]

    @property
    def has_today(self) -> bool:
        """Whether the case says which variants the record is read as."""
        return any(row.today for row in self.rows)


def stories(case: CaseScenarios) -> Stories:
    """The case's scenarios for the page."""
    found, model = case.found, case.found.model
    named = [story_name(found, i) for i in range(len(found.scenarios))]
    return Stories(
        question=model.focal_question,
        note=Sentence(note(found), tuple(sorted(case.evidence))),
        columns=[
            Story(
                named[i],
                driven_margin(scenario),
                scenario.total_impact_score,
                *_parted(case, scenario),
                [_sign(s) for s in case.signposts if s.variant in {w.chosen for w in scenario.why}][:6],
            )
            for i, scenario in enumerate(found.scenarios)
        ],
        rows=[
            Row(
                driver.name,
                Cell(case.today[d], driver.variants[case.today[d] - 1].name) if case.today else None,
                [Cell(s.variants[d], s.names[d][1]) for s in found.scenarios],
            )
            for d, driver in enumerate(model.drivers)
        ],
        drivers=model.drivers,
        judgements=[
            Judged(
                variant_name(found, j.source),
                variant_name(found, j.target),
                j.value,
                Sentence(j.reason, j.evidence),
            )
            for j in model.judgements
            if j.value
        ],
    )


def _parted(case: CaseScenarios, scenario: Scenario) -> tuple[list[Sentence], list[Sentence]]:
    """Reasons of the drivers that differ from today's reading, and of those that do not."""
    told = list(reasons(case.found, scenario))
    if case.today is None:
        return told, []
    stays = [variant == now for variant, now in zip(scenario.variants, case.today, strict=True)]
    return (
        [text for text, same in zip(told, stays, strict=True) if not same],
        [text for text, same in zip(told, stays, strict=True) if same],
    )


def driven_margin(scenario: Scenario) -> int | None:
    """The least lead of a chosen variant among drivers that others push at all; None when none is pushed."""
    leads = [w.margin for w in scenario.why if w.margin is not None and (w.pushes_for or w.pushes_against)]
    return min(leads, default=None)


def note(found: ScenarioSet) -> str:
    """What the set is and is not."""
    shown = len(found.scenarios)
    all_ = (
        "All are shown"
        if shown == found.consistent
        else f"Shown are the one nearest to today's reading and the {shown - 1} most different from it and each other"
    )
    return (
        f"Of {found.model.combinations:,} combinations of {len(found.model.drivers)} drivers, {found.consistent} "
        f"hold together: in them every variant is at least as well supported by the others as any rival. {all_}. "
        f"Margins and scores measure consistency; they are not probabilities."
    )


def story_name(found: ScenarioSet, index: int) -> str:
    """A letter and the two variants that most set this scenario apart from the others shown."""
    mine = found.scenarios[index].names
    rare = [
        (sum(other.names[d] == name for other in found.scenarios), d, f"{name[0]}: {name[1].lower()}")
        for d, name in enumerate(mine)
    ]
    apart = [text for count, _, text in sorted(rare) if count < len(found.scenarios)][:2]
    return f"{chr(ord('A') + index)}. {'; '.join(apart)}" if apart else f"{chr(ord('A') + index)}"


def variant_name(found: ScenarioSet, address: str) -> str:
    """The driver and variant of an address, as read."""
    driver_id, variant_id = address.split("/", 1)
    driver = next(d for d in found.model.drivers if d.id == driver_id)
    variant = next(v for v in driver.variants if v.id == variant_id)
    return f"{driver.name}: {variant.name.lower()}"


def reasons(found: ScenarioSet, scenario: Scenario) -> Iterator[Sentence]:
    """For each driver, the strongest judgement that holds it and, where one exists, what speaks against."""
    for why in scenario.why:
        chosen = variant_name(found, why.chosen)
        if not why.pushes_for:
            yield Sentence(f"{chosen}: nothing in this story pushes it; it stands by itself.", ())
            continue
        yield _reason(found, why, chosen)


def _reason(found: ScenarioSet, why: Why, chosen: str) -> Sentence:
    best = why.pushes_for[0]
    evidence = list(best.judgement.evidence) if best.judgement else []
    text = (
        f"{chosen}, because {_lower(best.judgement.reason if best.judgement else 'the file gives no reason')}"
    )
    if why.pushes_against and why.pushes_against[0].judgement:
        against = why.pushes_against[0].judgement
        text = f"{text.rstrip('.')}; against it: {_lower(against.reason)}"
        evidence += against.evidence
    return Sentence(text.rstrip(".") + ".", tuple(evidence))


def _lower(text: str) -> str:
    """The text as the tail of a sentence: its first letter small unless it begins a name."""
    first = text.split(" ", 1)[0]
    plain = first in {
        "A",
        "An",
        "The",
        "It",
        "This",
        "These",
        "With",
        "While",
        "When",
        "If",
        "No",
        "In",
        "As",
        "Without",
    }
    return text[0].lower() + text[1:] if plain else text


def _sign(signpost: Signpost) -> Sentence:
    return Sentence(
        f"{signpost.observable}: {signpost.threshold} (source: {signpost.source}). {signpost.past}",
        signpost.evidence,
    )
