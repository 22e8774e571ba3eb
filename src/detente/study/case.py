"""A case: a folder with a question about two states, and what is brought to answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

from detente.errors import CaseError, DetenteError
from detente.measures.composite import declared
from detente.world.resolve import parse_actor

PACKAGED: Final = "pakistan_russia"
FIELDS: Final = {
    "title", "question", "asked_on", "dyad", "third_parties", "span_start", "sources", "scenario_model",
    "signposts", "judgements", "phases", "disagreements", "licences", "today", "profile",
}  # fmt: skip
FILES: Final = {"scenario_model", "signposts", "judgements", "phases", "disagreements"}
OPTIONAL: Final = FILES | {"licences", "today", "profile"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What case.yml says; see docs/reference/case-format.md. File names are relative to `folder`."""

    folder: Path
    title: str
    question: str
    asked_on: date
    dyad: tuple[str, str]
    third_parties: tuple[str, ...]
    span_start: date
    sources: tuple[tuple[str, str], ...]
    scenario_model: str | None
    signposts: str | None
    judgements: str | None
    phases: str | None
    disagreements: str | None
    licences: dict[str, str]
    today: dict[str, str]
    profile: Any = None
    """Own indicators, goalposts and weights of the realm profile, as written; None for the packaged ones."""

    @property
    def name(self) -> str:
        """Its folder's name."""
        return self.folder.name

    def read_text(self, file: str) -> str:
        """The text of one of its files. Raises CaseError when it is not there or not UTF-8."""
        try:
            return (self.folder / file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CaseError(
                f"cannot read {file}: {error}",
                where=str(self.folder),
                todo="case.yml names it; put the file there or take the line out",
            ) from error

    def read_yaml(self, file: str | None) -> Any:
        """A YAML file of the case as plain values; None when the case does not name one."""
        if file is None:
            return None
        try:
            return yaml.safe_load(self.read_text(file))
        except yaml.YAMLError as error:
            raise CaseError(
                f"not YAML: {' '.join(str(error).split())}",
                where=str(self.folder / file),
                todo="Mend that line",
            ) from error


def packaged_case() -> Case:
    """The case that comes with the package."""
    return load_case(Path(str(resources.files("detente.cases"))) / PACKAGED)


def load_case(folder: Path) -> Case:
    """Read case.yml strictly: every field known, every named file there, every state known."""
    path = folder / "case.yml"
    if not path.is_file():
        raise CaseError(
            "no case.yml here", where=str(folder), todo="Start one with 'detente case init A B DIR'"
        )
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CaseError(
            f"not YAML: {' '.join(str(error).split())}", where=str(path), todo="Mend it"
        ) from error
    if not isinstance(raw, dict):
        raise CaseError("not a list of fields", where=str(path), todo="See docs/reference/case-format.md")
    _check_fields(path, raw)
    try:
        case = _case(folder, raw)
    except (KeyError, TypeError, ValueError) as error:
        raise CaseError(
            f"a field cannot be read: {error}", where=str(path), todo="See the case format"
        ) from error
    except DetenteError as error:
        raise CaseError(f"{error.what}", where=str(path), todo=error.todo) from error
    for file in [file for file, _ in case.sources] + [getattr(case, f) for f in sorted(FILES)]:
        if file is not None and not (folder / file).is_file():
            raise CaseError(
                f"names {file}, which is not there", where=str(path), todo="Add it or take it out"
            )
    return case


def _check_fields(path: Path, raw: dict[str, Any]) -> None:
    missing, unknown = FIELDS - OPTIONAL - set(raw), set(raw) - FIELDS
    if missing or unknown:
        what = (
            f"lacks {', '.join(sorted(missing))}" if missing else f"has unknown {', '.join(sorted(unknown))}"
        )
        raise CaseError(what, where=str(path), todo="See docs/reference/case-format.md")


def _case(folder: Path, raw: dict[str, Any]) -> Case:
    first, second = (parse_actor(str(code)) for code in raw["dyad"])
    thirds = tuple(parse_actor(str(code)) for code in raw["third_parties"])
    if first == second:
        raise CaseError(f"the dyad names {first} twice", todo="Name two different states")
    if both := {first, second} & set(thirds):
        raise CaseError(f"{sorted(both)[0]} is one of the two and a third state", todo="Take it out")
    return Case(
        folder=folder,
        title=str(raw["title"]),
        question=str(raw["question"]),
        asked_on=date.fromisoformat(str(raw["asked_on"])),
        dyad=(first, second),
        third_parties=thirds,
        span_start=date.fromisoformat(str(raw["span_start"])),
        sources=tuple((str(entry["file"]), str(entry["source"])) for entry in raw["sources"] or []),
        scenario_model=raw.get("scenario_model"),
        signposts=raw.get("signposts"),
        judgements=raw.get("judgements"),
        phases=raw.get("phases"),
        disagreements=raw.get("disagreements"),
        licences={str(k): str(v) for k, v in (raw.get("licences") or {}).items()},
        today={str(k): str(v) for k, v in (raw.get("today") or {}).items()},
        profile=_profile(raw.get("profile")),
    )


def _profile(raw: Any) -> Any:
    if raw is not None:
        declared(raw, where="profile")
    return raw
