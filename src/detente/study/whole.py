"""From the command line's words to a study: which case, which ledger, which articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from detente.errors import UsageError
from detente.ledger.ledger import Ledger
from detente.read.reader import read_document
from detente.study.case import Case, load_case, packaged_case
from detente.study.findings import Study
from detente.study.judging import Bench
from detente.study.opening import default_ledger_path, open_case_ledger, open_ledger
from detente.study.reading import open_document
from detente.study.study import make_study


def whole_study(
    actors: tuple[str, str],
    case_folder: Path | None,
    ledger_path: Path | None,
    articles: Sequence[Path],
    as_of: date | None,
    today: date,
    *,
    exact: bool = False,
) -> Study:
    """The study of two states with the case that fits them, in the ledger that fits the case.

    The packaged case is taken when the states are its own (in either order). A case's files go into the ledger
    that is used. Articles whose claims no case restates are read, and their readings go in too.
    """
    case = case_for(actors, case_folder)
    ledger = _ledger(case, case_folder, ledger_path)
    restated = _restated(ledger)
    bench = Bench(ledger, keeps=True)
    documents: list[str] = []
    for path in articles:
        document = open_document(path, path.name)
        if document.sha256 in restated:
            continue
        bench.take(document, read_document(document, published=None), None, path.stat().st_size)
        documents.append(document.sha256)
    return make_study(
        ledger,
        actors,
        case=case,
        as_of=as_of or today,
        made_on=today,
        articles=articles,
        documents=documents,
        exact=exact,
    )


def case_for(actors: tuple[str, str], folder: Path | None) -> Case | None:
    """The case of a folder, or the packaged one when it is about these two; None for other pairs.

    Raises UsageError when the folder's case is about another pair.
    """
    case = load_case(folder) if folder is not None else packaged_case()
    if set(case.dyad) == set(actors):
        return case
    if folder is not None:
        raise UsageError(
            f"the case is about {case.dyad[0]} and {case.dyad[1]}, not {actors[0]} and {actors[1]}",
            where=str(folder),
            todo="Name its two states, or another case",
        )
    return None


def _ledger(case: Case | None, case_folder: Path | None, ledger_path: Path | None) -> Ledger:
    if case is None:
        return open_ledger(ledger_path)
    default = case_folder / "ledger" if case_folder is not None else default_ledger_path(case)
    return open_case_ledger(case, ledger_path or default)


def _restated(ledger: Ledger) -> set[str]:
    """Documents whose claims a case holds in its own words."""
    claims = ledger.statements(sources=["document_claims"])
    return {sha256 for sha256 in claims["document"].to_list() if sha256}
