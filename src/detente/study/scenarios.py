"""The scenarios of a case: solved, chosen, tested against doubt, and held beside what the ledger reads today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from detente.errors import CaseError
from detente.ledger.ledger import Ledger
from detente.scenarios.basins import LARGEST_SPACE
from detente.scenarios.files_probability import load_probabilities
from detente.scenarios.files_yaml import load_yaml
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.probability import JointModel, joint_model
from detente.scenarios.robustness import DRAWS
from detente.scenarios.scenario import (
    Scenario,
    ScenarioSet,
    scenarios,
    with_likelihoods,
    with_robustness,
)
from detente.scenarios.succession import Rule
from detente.scenarios.wild_card import WildCard, is_given, load_wild_card, wild_scenario
from detente.study.case import Case
from detente.study.declared_shares import with_forecasts, with_record
from detente.study.findings import CaseScenarios, Signpost
from detente.study.signposts import signposts_of, with_readings

SHOWN: Final = 5
"""A reader can hold no more stories than this apart; the most different ones are taken."""

CONTINUATION: Final = "continuation"


def case_scenarios(
    case: Case, *, choose: int | None = SHOWN, ledger: Ledger | None = None, as_of: date | None = None,
    draws: int = DRAWS, seed: int = 0, largest_space: int = LARGEST_SPACE, rule: Rule = "global",
    authored: bool = True,
) -> CaseScenarios | None:  # fmt: skip
    """A case's scenarios: continuation, the most different ones, and the wild card that the case declares.

    `choose`: how many in all, None for every consistent one. With a ledger and a day, signposts carry what is
    read on that day. `draws`, `seed`: of robustness; `largest_space`, `rule`: of basins; `authored`: the model is
    the case's own, and a wild card that its judgements give is an error; in a reader's model that card is dropped.
    None when the case has no model, or one without drivers yet. Raises CaseError for a model or signposts that do
    not hold together.
    """
    model = case_model(case)
    if model is None:
        return None
    today = today_of(case, model)
    card = case_wild_card(case, model)
    if card and not authored and is_given(model, card):
        card = None
    every = scenarios(model, largest_space=largest_space, rule=rule)
    found = with_robustness(chosen_scenarios(every, choose, today, card), draws=draws, seed=seed)
    if card:
        found = replace(found, scenarios=(*found.scenarios, wild_scenario(model, card)))
    signposts = signposts_of(case, model)
    joint = case_joint(case, model, signposts, ledger, as_of)
    if joint:
        held = {len(found.scenarios) - 1: card.fixed} if card else {}
        found = with_likelihoods(found, joint, held)
    if ledger is not None and as_of is not None:
        signposts = with_readings(signposts, case, ledger, as_of)
    return CaseScenarios(found=found, signposts=signposts, today=today, joint=joint, wild_card=card)


def chosen_scenarios(
    found: ScenarioSet, choose: int | None, today: tuple[int, ...] | None, card: WildCard | None
) -> ScenarioSet:
    """The consistent scenarios, or a chosen few of them that leave a place for the wild card."""
    if choose is not None:
        count = max(1, choose - (card is not None))
        return replace(found, scenarios=_choose(found.scenarios, count, today))
    nearest = _choose(found.scenarios, 1, today) if today else ()
    roles = {s.variants: s.role for s in nearest}
    return replace(
        found, scenarios=tuple(replace(s, role=roles.get(s.variants, "")) for s in found.scenarios)
    )


def today_of(case: Case, model: CrossImpactModel) -> tuple[int, ...] | None:
    """The 1-based variants that the case reads today's record as; None when it does not say."""
    if not case.today:
        return None
    where = str(case.folder / "case.yml")
    if lacking := sorted({d.id for d in model.drivers} ^ set(case.today)):
        raise CaseError(
            f"'today' and the model differ in {lacking[0]}", where=where, todo="Name every driver once"
        )
    return tuple(
        model.column(f"{driver.id}/{case.today[driver.id]}") - offset + 1
        for driver, offset in zip(model.drivers, model.offsets, strict=False)
    )


def _choose(found: tuple[Scenario, ...], count: int, today: tuple[int, ...] | None) -> tuple[Scenario, ...]:
    """The scenario nearest to today first (continuation), then always the one farthest from those taken."""
    if not found:
        return ()
    first = (
        min(found, key=lambda s: (_apart(s.variants, today), -s.total_impact_score)) if today else found[0]
    )
    taken = [first]
    while len(taken) < min(count, len(found)):
        left = [s for s in found if s not in taken]
        taken.append(
            max(
                left, key=lambda s: (min(_apart(s.variants, t.variants) for t in taken), s.total_impact_score)
            )
        )
    return (replace(first, role=CONTINUATION if today else ""), *taken[1:])


def _apart(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    return sum(x != y for x, y in zip(a, b, strict=True))


def case_model(case: Case) -> CrossImpactModel | None:
    """The case's cross-impact model; None when it has none, or none with drivers."""
    if case.scenario_model is None:
        return None
    raw = case.read_yaml(case.scenario_model)
    if isinstance(raw, dict) and not raw.get("drivers"):
        return None
    return load_yaml(*_text(case))


def case_joint(
    case: Case,
    model: CrossImpactModel,
    signposts: Sequence[Signpost],
    ledger: Ledger | None,
    as_of: date | None,
) -> JointModel | None:
    """The joint distribution that the case declares; None when it declares none.

    Shares that are to be read from the ledger are read as of the day.
    """
    declared = load_probabilities(*_text(case), model)
    if declared is None:
        return None
    folder = (case.folder / (case.scenario_model or "")).parent
    declared = with_forecasts(declared, folder, as_of, case.dyad)
    return joint_model(model, with_record(declared, model, signposts, case, ledger, as_of))


def case_wild_card(case: Case, model: CrossImpactModel) -> WildCard | None:
    """The wild card that the case declares; None when it declares none."""
    return load_wild_card(*_text(case), model)


def _text(case: Case) -> tuple[str, str]:
    name = case.scenario_model or ""
    return case.read_text(name), str(case.folder / name)


def read_model(path: Path, *, allow_unreasoned: bool = False) -> CrossImpactModel:
    """A model from a ScenarioWizard file (.scw), a labelled matrix (.csv) or our own YAML, by its ending.

    `allow_unreasoned`: judgements of a YAML model may lack reasons; the other formats have none to give.
    """
    data = read_bytes(path)
    ending = path.suffix.lower()
    if ending == ".sl":
        raise CaseError(
            "a solution list holds no model", where=path.name,
            todo="Give its model, and the list with --solutions",
        )  # fmt: skip
    if ending == ".scw":
        from detente.scenarios.files_scw import load_scw  # noqa: PLC0415 (only where such a file is given)

        return load_scw(data, path.name)
    if ending == ".csv":
        from detente.scenarios.files_csv import load_csv  # noqa: PLC0415 (only where such a file is given)

        return load_csv(data, path.name)
    return load_yaml(_decoded(data, path), path.name, allow_unreasoned=allow_unreasoned)


def file_joint(
    path: Path, model: CrossImpactModel, *, allow_unreasoned: bool = False
) -> tuple[JointModel | None, str]:
    """The joint distribution that a YAML model declares, and why there is none where one is declared.

    A file alone has no ledger: likelihoods whose shares are to be read from one are not shown.
    """
    if path.suffix.lower() not in {".yml", ".yaml"}:
        return None, ""
    text = _decoded(read_bytes(path), path)
    declared = load_probabilities(text, path.name, model, allow_unreasoned=allow_unreasoned)
    if declared is None:
        return None, ""
    declared = with_forecasts(declared, path.parent, None, None)
    if unread := [share.driver for share in declared.shares if share.origin and not share.shares]:
        return None, (
            f"Likelihoods are declared but not shown: the shares of {', '.join(unread)} are read from a case's "
            f"ledger. 'detente scenarios --model {path.name}' tells the case with this model."
        )
    return joint_model(model, declared), ""


def read_bytes(path: Path) -> bytes:
    """A file's bytes. Raises CaseError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CaseError(
            f"cannot be read ({error.strerror})", where=str(path), todo="Check the path"
        ) from error


def _decoded(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CaseError(
            f"not UTF-8 at byte {error.start}", where=path.name, todo="Save the file as UTF-8"
        ) from None
