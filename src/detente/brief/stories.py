"""The scenarios as the page tells them: drivers side by side, each with the judgements that hold it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.brief.cite import Sentence
from detente.scenarios.narrative import because, implications
from detente.scenarios.scenario import Scenario, ScenarioSet
from detente.scenarios.signposts import fit
from detente.scenarios.wording import set_apart, spoken
from detente.scenarios.words import percent
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
    likelihood: Sentence | None
    robustness: Sentence | None
    follows: Sequence[Sentence]
    watched: Sentence | None


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
    declared: Sentence | None

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
                [_sign(s) for s in case.signposts if s.variant in {w.chosen for w in scenario.why}],
                likelihood(case, scenario),
                robustness(case, scenario),
                [
                    Sentence(told.text, told.evidence)
                    for told in implications(model, scenario.variants, case.today)
                ],
                _watched(case, scenario),
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
                spoken(found.model, j.source),
                spoken(found.model, j.target),
                j.value,
                Sentence(j.reason, j.evidence),
            )
            for j in model.judgements
            if j.value
        ],
        declared=_declared(case),
    )


def _declared(case: CaseScenarios) -> Sentence | None:
    """Whose the likelihoods are; None where none are declared."""
    if case.joint is None:
        return None
    declared = case.joint.declared
    text = (
        f"Likelihoods are those of a model that {declared.made_by} declared on {declared.made_on}: "
        f"{declared.reason.rstrip('.')}. Every combination of variants counts for the scenario shown that it is "
        "nearest to."
    )
    return Sentence(text, tuple(sorted(declared.evidence)))


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


def _watched(case: CaseScenarios, scenario: Scenario) -> Sentence | None:
    """How many of its signposts read true, false and unknown."""
    chosen = {w.chosen for w in scenario.why}
    mine = [s for s in case.signposts if s.variant in chosen]
    if not any(s.reading for s in mine):
        return None
    count = fit([s.reading.answer if s.reading else None for s in mine])
    text = (
        f"On the day of this study {count.true} read true, {count.false} false and {count.unknown} unknown."
    )
    evidence = {id_ for s in mine for id_ in (*s.evidence, *(s.reading.evidence if s.reading else ()))}
    return Sentence(text, tuple(sorted(evidence)))


def driven_margin(scenario: Scenario) -> int | None:
    """The least lead of a chosen variant among drivers that others push at all; None when none is pushed."""
    leads = [w.margin for w in scenario.why if w.margin is not None and (w.pushes_for or w.pushes_against)]
    return min(leads, default=None)


def note(found: ScenarioSet) -> str:
    """What the set is and is not."""
    shown = sum(s.inconsistency <= found.tolerance for s in found.scenarios)
    all_ = (
        "All are shown"
        if shown == found.consistent
        else f"Shown are the one nearest to today's reading and the {shown - 1} most different from it and each other"
    )
    wild = shown < len(found.scenarios)
    last = (
        " The wild card is declared beside them: its judgements hold together but for what is held."
        if wild
        else ""
    )
    return (
        f"Of {found.model.combinations:,} combinations of {len(found.model.drivers)} drivers, {found.consistent} "
        f"hold together: in them every variant is at least as well supported by the others as any rival. {all_}. "
        f"Margins and scores measure consistency; they are not probabilities.{last}"
    )


def story_name(found: ScenarioSet, index: int) -> str:
    """A letter and the two variants that most set this scenario apart from the others shown."""
    apart = set_apart(found.model, [scenario.variants for scenario in found.scenarios], index)
    letter = chr(ord("A") + index)
    role = found.scenarios[index].role
    head = f"{letter}. {role.capitalize()}" if role else letter
    return f"{head}{': ' if role else '. '}{'; '.join(apart)}" if apart else head


def reasons(found: ScenarioSet, scenario: Scenario) -> Iterator[Sentence]:
    """For each driver, the strongest judgement that holds it and, where one exists, what speaks against."""
    for why in scenario.why:
        told = because(found.model, why)
        yield Sentence(told.text, told.evidence)


def robustness(case: CaseScenarios, scenario: Scenario) -> Sentence | None:
    """In how many draws of the judgements it stays: never a probability."""
    if scenario.robustness is None:
        return None
    low, high = scenario.robustness.interval
    text = (
        f"It stays consistent in {100 * scenario.robustness.share:.0f} of 100 draws of the judgements within their "
        f"confidence (95 percent interval {100 * low:.0f} to {100 * high:.0f}); that is robustness, not a probability."
    )
    return Sentence(text, tuple(sorted({id_ for j in case.found.model.judgements for id_ in j.evidence})))


def likelihood(case: CaseScenarios, scenario: Scenario) -> Sentence | None:
    """The term of likelihood with its number, and what the declared figures alone allow."""
    one = scenario.likelihood
    if one is None or case.joint is None:
        return None
    text = f"{one.word[0].upper()}{one.word[1:]} ({percent(one.share)})" if one.word else percent(one.share)
    if one.low is not None and one.high is not None and one.high - one.low > 0.001:
        text += f"; the declared figures alone allow {percent(one.low)} to {percent(one.high)}"
    return Sentence(f"{text}.", tuple(sorted(case.joint.declared.evidence)))


def _sign(signpost: Signpost) -> Sentence:
    text = f"{signpost.observable}: {signpost.threshold} (source: {signpost.source}). {signpost.past}"
    if signpost.reading is None:
        return Sentence(text, signpost.evidence)
    evidence = dict.fromkeys((*signpost.evidence, *signpost.reading.evidence))
    return Sentence(
        f"{text} Read on the day of this study: {signpost.reading.answer} ({signpost.reading.says}).",
        tuple(evidence),
    )
