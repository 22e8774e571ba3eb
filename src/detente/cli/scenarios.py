"""detente scenarios [CASE or FILE.scw]"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

import click

from detente.cli.options import as_of_option, format_option, ledger_option
from detente.cli.output import emit_document


@click.command()
@click.argument("model", required=False, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--tolerance", type=click.IntRange(0), default=0, show_default=True, help="Inconsistency let pass."
)
@click.option("--choose", type=click.IntRange(1), help="Only so many, the most different ones.")
@click.option("--all", "every", is_flag=True, help="Every consistent scenario of a case, not a chosen few.")
@click.option("--fix", multiple=True, metavar="DRIVER=VARIANT", help="What if a driver stands there?")
@click.option(
    "--set", "values", multiple=True, metavar="FROM>TO=VALUE", help="What if a judgement were this?"
)
@click.option(
    "--without", multiple=True, metavar="ST-ID", help="What if this had not been? Drops what stands on it."
)
@click.option(
    "--model", "mine", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Tell the case with this YAML in place of its own model, beside what its own gives.",
)  # fmt: skip
@click.option("--watch", is_flag=True, help="Which story the last months fit, signpost by signpost.")
@click.option("--leverage", is_flag=True, help="Which judgements and drivers move the set.")
@click.option("--evidence", is_flag=True, help="Which statement bears on which scenario, for audit only.")
@click.option(
    "--matrix", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The same from a CSV of your own: statement, scenario (its number), bearing, reason.",
)  # fmt: skip
@click.option(
    "--beside", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Another expert's model of the same drivers. May be repeated.",
)  # fmt: skip
@click.option(
    "--solutions", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A published list (.sl) of the model's solutions, held beside its own.",
)  # fmt: skip
@click.option(
    "--succession", type=click.Choice(["global", "local", "incremental"]), default="global", show_default=True,
    help="Which drivers move in a step: all, the worst, or all by one variant.",
)  # fmt: skip
@click.option(
    "--basins", is_flag=True, help="Follow every start, even of more than ten million combinations."
)
@click.option("--allow-unreasoned", is_flag=True, help="Take a model file whose judgements lack reasons.")
@click.option(
    "--draws", type=click.IntRange(1), default=1000, show_default=True, help="Draws for robustness."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the draws.")
@click.option(
    "--write", type=click.Path(path_type=Path, dir_okay=False),
    help="Write the model to a new file (.yml, .scw, .csv) or its solutions (.sl), and stop.",
)  # fmt: skip
@click.option(
    "--positions", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Where an issue settles: the weighted mean of a CSV of actor, capability, position, salience, and stop.",
)  # fmt: skip
@ledger_option
@as_of_option
@format_option("table", "json", "jsonl")
def command(
    model: Path | None,
    mine: Path | None,
    solutions: Path | None,
    succession: Literal["global", "local", "incremental"],
    basins: bool,
    tolerance: int,
    choose: int | None,
    every: bool,
    fix: tuple[str, ...],
    values: tuple[str, ...],
    without: tuple[str, ...],
    watch: bool,
    leverage: bool,
    evidence: bool,
    matrix: Path | None,
    beside: tuple[Path, ...],
    allow_unreasoned: bool,
    draws: int,
    seed: int,
    write: Path | None,
    positions: Path | None,
    ledger_path: Path | None,
    as_of: date | None,
    form: str,
) -> None:
    """Show the drivers and consistent scenarios of a case (default: the packaged one) or a file (.scw, .yml, .csv).

    A scenario is consistent when every chosen variant is at least as well supported by the others as any rival.
    A case's scenarios are told with what holds them, how robust they are, how likely its authors' declared model
    makes them, and what their signposts read today.
    """
    from detente.cli import scenarios_text
    from detente.study.model_file import Asked, scenario_document

    if write is not None:
        _write(model, write, allow_unreasoned=allow_unreasoned, every_start=basins)
        return
    if positions is not None:
        _settle(positions, form)
        return
    asked = Asked(
        as_of=as_of or date.today(), tolerance=tolerance, choose=choose, every=every, fix=fix, values=values,
        without=without, beside=beside, leverage=leverage, allow_unreasoned=allow_unreasoned, draws=draws,
        seed=seed, ledger=ledger_path, model=mine, solutions=solutions, rule=succession, every_start=basins,
        evidence=evidence, matrix=matrix,
    )  # fmt: skip
    document = scenario_document(model, asked)
    if form != "table":
        emit_document(document, form)
    elif watch:
        click.echo(scenarios_text.watch(document, asked.as_of))
    else:
        click.echo(scenarios_text.whole(document))


def _settle(path: Path, form: str) -> None:
    from detente.scenarios.files_positions import load_stakes
    from detente.scenarios.positions import settlement

    found = settlement(load_stakes(path.read_bytes(), path.name))
    if form != "table":
        emit_document(found.record(), form)
        return
    click.echo(
        f"Weighted mean of positions (capability times salience): {found.mean:.4g}; median {found.median:.4g}"
    )
    for actor, share in sorted(found.shares.items(), key=lambda item: -item[1]):
        click.echo(f"  {actor}: {100 * share:.1f} percent of the weight")


def _write(model: Path | None, path: Path, *, allow_unreasoned: bool, every_start: bool) -> None:
    from detente.errors import UsageError
    from detente.study.model_writing import LEFT_OUT, model_bytes

    ending = path.suffix.lower()
    data = model_bytes(model, ending, allow_unreasoned=allow_unreasoned, every_start=every_start)
    try:
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise UsageError(
            f"cannot be written ({error.strerror})", where=str(path), todo="Name a new file"
        ) from error
    click.echo(f"{path}: {_said_of(model, path, ending, LEFT_OUT)}")


def _said_of(model: Path | None, path: Path, ending: str, left_out: Mapping[str, str]) -> str:
    """What the written file lacks, or what to do with it next."""
    if ending in left_out:
        return left_out[ending] if model is None or model.suffix.lower() != ending else "written as it was"
    if model is None or model.is_dir():
        return f"change a line and run 'detente scenarios --model {path}'"
    lacks = "" if model.suffix.lower() in {".yml", ".yaml"} else " --allow-unreasoned"
    return f"change a line and run 'detente scenarios {path}{lacks}'"
