import json
from datetime import date
from importlib import resources

import pytest

from detente.errors import SourceError
from detente.sources.document_claims import take
from tests.sources.edits import fixture

DATA = fixture("document_claims.jsonl")


def with_fields(line: int, **fields) -> bytes:
    """The fixture with fields of the line-th claim (from 1) changed; a nested one is given whole."""
    claims = [json.loads(text) for text in DATA.decode().splitlines() if text]
    claims[line - 1] |= fields
    return "\n".join(json.dumps(claim) for claim in claims).encode()


def test_a_claim_is_no_event_and_stands_at_its_place():
    taken = take(DATA, "c.jsonl")
    assert taken.rows == 3
    assert taken.statements["property"].to_list() == ["claim_event", "claim_stance", "claim_quantity"]
    first = taken.statements.row(0, named=True)
    assert first["document"] == "a" * 64
    assert (first["quote"], first["quote_start"], first["quote_end"]) == (None, 10, 60)
    assert first["key"] == "a" * 64 + "|10|60|c1"
    assert first["text"] == first["original"] == "Invented: Delhi and Moscow traded tea."
    assert (first["value"], first["unit"], first["bound"]) == (12.5, "t", ">")
    assert json.loads(first["attributes"])["quantity_of"] == "tea"
    assert json.loads(first["attributes"])["quantity_period"] == {"start": "1960-01-01", "end": "1960-06-30"}
    assert (first["start"], first["end"], first["precision"]) == (
        date(1960, 1, 1),
        date(1960, 12, 31),
        "year",
    )
    assert taken.statements["row_number"].to_list() == [1, 2, 4]
    assert json.loads(first["row"])["claim_id"] == "c1"


def test_an_undated_document_is_known_no_earlier_than_what_it_speaks_of():
    known = take(DATA, "c.jsonl").statements["known_from"].to_list()
    assert known == [date(1962, 1, 1), date(1962, 1, 1), date(2001, 2, 3)]


def test_a_claim_that_lasts_has_no_end():
    assert take(DATA, "c.jsonl").statements["end"][1] is None


def test_a_reworded_claim_keeps_its_key():
    before, after = (take(d, "c.jsonl").statements for d in (DATA, with_fields(1, claim="Invented anew.")))
    assert before["key"].to_list() == after["key"].to_list()
    assert before["statement_id"][0] != after["statement_id"][0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (DATA.replace(b"{", b"", 1), "c.jsonl, line 1: not a JSON object"),
        (b"[1, 2]\n", "c.jsonl, line 1: not a JSON object"),
        (b" \n", "the file is empty"),
        (with_fields(1, colour="red"), "line 1: the claim has unknown colour"),
        (DATA.replace(b'"mode":"trade",', b""), "line 1: the claim lacks mode"),
        (with_fields(2, kind="rumour"), "line 2: 'rumour' in 'kind' is not event, quantity or stance"),
        (with_fields(1, end=10), "line 1: 10 in 'end' is not above start 10"),
        (with_fields(1, start="10"), "'10' in 'start' is not an offset"),
        (with_fields(1, document_sha256="A" * 64), "is not a sha256"),
        (with_fields(1, document_date="2020"), "'2020' in 'document_date'"),
        (with_fields(1, contexts=["fishing"]), "in 'contexts' is not a list of known contexts"),
        (with_fields(1, source_actors=["IND", "XXX"]), "no state has the code XXX"),
        (with_fields(1, source_actors=["IND", "BGD"]), "BGD is a state from 1971"),
        (with_fields(1, target_actors=["IND"]), "in 'source_actors' is not a list of codes apart from target"),
        (with_fields(2, reciprocal=True), "True in 'reciprocal' is not right"),
        (with_fields(1, date={"start": "1960-01-01", "end": None}), "the claim lacks date.precision"),
        (
            with_fields(1, date={"start": "1960-01-01", "end": "1959-01-01", "precision": "year"}),
            "'1959-01-01' in 'date.end' is not on or after start",
        ),
        (
            with_fields(
                3,
                quantity={
                    "value": True, "unit": "t", "bound": "=", "of": None, "change_percent": None, "period": None,
                },
            ),
            "line 3: True in 'quantity.value' is not a number",
        ),
        (DATA + DATA.splitlines()[0], "line 5: the claim has the document, place and claim_id of another"),
    ],
)  # fmt: skip
def test_a_bad_claim_stops_with_one_line_that_says_where(data, said):
    with pytest.raises(SourceError) as error:
        take(data, "c.jsonl")
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_the_claims_of_the_first_case_are_read():
    packaged = resources.files("detente.cases.pakistan_russia").joinpath("article_claims.jsonl")
    taken = take(packaged.read_bytes(), "article_claims.jsonl")
    assert taken.statements["key"].n_unique() == taken.rows
    assert set(taken.statements["property"]) <= {"claim_event", "claim_stance", "claim_quantity"}
    assert taken.statements["quote"].null_count() == taken.rows
