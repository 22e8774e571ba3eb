"""Known errors of publishers: what is dropped, overridden or flagged, and the guard that stops when they change."""

from dataclasses import replace
from datetime import date
from importlib import resources

import polars as pl
import pytest

from detente.errors import SourceError
from detente.ledger.duckdb import DuckLedger
from detente.model.source import Coverage
from detente.model.statement import statement_frame
from detente.sources.corrections import corrected, known_errors, parse_corrections
from detente.sources.registry import SOURCES
from detente.sources.source import Taken, json_text
from detente.study.ingest import ingest_file
from tests.sources.edits import with_cell

PIPELINES = resources.files("detente.cases.pakistan_russia").joinpath("gem_pipelines.csv").read_bytes()

ROWS = [{"id": "A1", "tons": "5"}, {"id": "A2", "tons": "50"}, {"id": "A2", "tons": "50"}]
TAKEN = Taken(
    statements=statement_frame(
        {
            "source": "made_up", "key": f"row={i}", "property": "size" if i < 2 else "owner",
            "source_actors": ["PAK"], "value": 5.0, "original": row["tons"], "row": json_text(row), "row_number": i + 2,
            "note": "seen" if i == 1 else None,
        }
        for i, row in enumerate(ROWS)
    ),
    rows=3,
    coverage=Coverage(date(2000, 1, 1), date(2000, 12, 31), "sample"),
)  # fmt: skip


def entries(text: str):
    return parse_corrections(text, "made_up.yml")


ENTRY = """
- match: {{id: A2}}
  expect: {{tons: "50"}}
  action: {action}
  reason: a zero too many
  source: the publisher's letter
"""


def test_a_flag_says_why_beside_what_was_noted_and_changes_nothing_else():
    done = corrected(TAKEN, entries(ENTRY.format(action="flag")), "m.csv")
    said = "known error of the publisher: a zero too many"
    assert done.statements["note"].to_list() == [None, f"seen; {said}", said]
    assert done.statements.drop("note").equals(TAKEN.statements.drop("note"))


def test_what_is_dropped_is_set_aside_with_the_reason():
    done = corrected(TAKEN, entries(ENTRY.format(action="drop")), "m.csv")
    assert done.statements["key"].to_list() == ["row=0"]
    assert [(out.row_number, out.reason) for out in done.left_out] == [
        (3, "known error: a zero too many"), (4, "known error: a zero too many"),
    ]  # fmt: skip
    assert done.rows == TAKEN.rows


def test_an_override_sets_columns_of_the_named_property_and_keeps_original_and_id():
    more = "  property: size\n  set: {value: 0.5, target_actors: [RUS]}\n"
    done = corrected(TAKEN, entries(ENTRY.format(action="override") + more), "m.csv").statements
    assert done["value"].to_list() == [5.0, 0.5, 5.0]
    assert done["target_actors"].to_list() == [[], ["RUS"], []]
    assert done["original"].equals(TAKEN.statements["original"])
    assert done["statement_id"].equals(TAKEN.statements["statement_id"])
    assert "a zero too many" in done["note"][1]


def test_a_row_that_no_longer_says_the_error_stops_the_run():
    fixed = replace(
        TAKEN,
        statements=TAKEN.statements.with_columns(pl.col("row").str.replace('"50"', '"5"', literal=True)),
    )
    with pytest.raises(SourceError) as error:
        corrected(fixed, entries(ENTRY.format(action="flag")), "m.csv")
    assert str(error.value) == (
        "m.csv, line 3: the row of id A2 has '5' in column 'tons' where a known error of the publisher had '50'. "
        "The publisher has fixed or changed it: take the correction out of known_errors."
    )


def test_a_file_without_the_row_is_left_as_it_is():
    other = entries(ENTRY.format(action="drop").replace("A2", "A9"))
    assert corrected(TAKEN, other, "m.csv") == TAKEN
    near = entries(
        ENTRY.format(action="drop").replace("id: A2", 'id: "5"')
    )  # the text 5 stands in another cell
    assert corrected(TAKEN, near, "m.csv") == TAKEN


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("action: flag", "action: delete"), "the action is none of"),
        (("  reason: a zero too many\n", ""), "needs"),
        (("action: flag", "action: override"), "override, and no other, sets columns"),
        (("action: flag", "action: flag\n  set: {value: 1}"), "override, and no other, sets columns"),
        (("action: flag", "action: override\n  set: {key: x}"), "override, and no other, sets columns"),
        (("action: flag", "action: flag\n  who: me"), "needs"),
        (('tons: "50"', "tons: 50"), "match and expect map columns to texts"),
        (("{id: A2}", "{}"), "match and expect map columns to texts"),
    ],
)
def test_an_entry_that_breaks_the_form_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        entries(ENTRY.format(action="flag").replace(*change))


def test_all_packaged_corrections_have_the_form_and_a_source():
    folder = resources.files("detente.sources").joinpath("known_errors")
    names = [file.name.removesuffix(".yml") for file in folder.iterdir() if file.name.endswith(".yml")]
    assert {"gem_pipelines", "icews"} <= set(names)
    for name in names:
        assert known_errors(name)
        assert all(entry.source and entry.reason for entry in known_errors(name))
    assert known_errors("figures") == ()
    assert "gem_pipelines" in {reader.source.name for reader in SOURCES}


def test_ingest_applies_them_and_a_changed_row_leaves_the_ledger_as_it_was(tmp_path):
    good, changed = tmp_path / "good.csv", tmp_path / "changed.csv"
    good.write_bytes(PIPELINES)
    lines = PIPELINES.decode().splitlines()
    row = next(i for i, line in enumerate(lines) if line.startswith("P3101"))
    changed.write_bytes(with_cell(PIPELINES, row, "ParentHQCountry", "Pakistan; Russia"))
    ledger = DuckLedger.open(tmp_path / "ledger", create=True)
    with pytest.raises(SourceError, match=r"P3101 has 'Pakistan; Russia' in column 'ParentHQCountry'"):
        ingest_file(ledger, "gem_pipelines", changed)
    assert ledger.statements().is_empty()
    ingest_file(ledger, "gem_pipelines", good)
    notes = ledger.statements(properties=["pipeline"]).filter(pl.col("key") == "project=P3101")["note"]
    assert "known error of the publisher" in notes[0]
    ledger.close()
