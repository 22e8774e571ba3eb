"""A model's text to records: fences, thoughts, breaks, and nothing half."""

from __future__ import annotations

import json
from typing import Any

import pytest

from detente.read.endpoint.reply import ReplyError, answer_of, model_name, told_in, usage_of
from tests.read.endpoint.told import GAVE, SIGNED, TALKED, asked, reply_of, take

WHOLE = json.dumps({"records": [SIGNED, GAVE]})


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        json.dumps([SIGNED, GAVE]),
        f"```json\n{WHOLE}\n```",
        f"```\n{WHOLE}```",
        f"Here is the JSON:\n\n{WHOLE}\n\nI hope [this] helps.",
        f"<think>Perhaps {{\"records\": [{{}}]}} or so.</think>\n{WHOLE}",
        f"\ufeff  {WHOLE}  ",
        f"{json.dumps(SIGNED)}\n{json.dumps(GAVE)}\n",
        f"{json.dumps([SIGNED, GAVE])[:-1]},]",
    ],
)  # fmt: skip
def test_the_shapes_that_models_give(text: str) -> None:
    told = told_in(text)
    assert told.records == (SIGNED, GAVE) and not told.broken


@pytest.mark.parametrize("cut", range(len(json.dumps({"records": [SIGNED]})) + 2, len(WHOLE) - 2, 37))
def test_a_reply_that_breaks_off_keeps_its_whole_records(cut: int) -> None:
    for text in (WHOLE[:cut], f"```json\n{WHOLE[:cut]}", json.dumps([SIGNED, GAVE])[: cut - 13]):
        told = told_in(text)
        assert told.records == (SIGNED,) and told.broken
    readings, tally = take(WHOLE[:cut])
    assert len(readings) == 1 and tally.dropped["cut off"] == 1
    assert tally.line().startswith("endpoint: 2 records, 1 of them dropped: 1 cut off; ")


def test_a_break_in_the_first_record_leaves_none() -> None:
    told = told_in(WHOLE[:60])
    assert told.records == () and told.broken


def test_what_is_broken_in_the_middle_ends_there() -> None:
    told = told_in(f'{{"records": [{json.dumps(SIGNED)}, {{"quote": NaN}}, {json.dumps(GAVE)}]}}')
    assert told.records == (SIGNED,) and told.broken


@pytest.mark.parametrize(
    "text", ["Sorry, I cannot.", "{}", '{"records": null}', "null", "3", '"records"', "<html>"]
)
def test_no_list_is_said(text: str) -> None:
    with pytest.raises(ReplyError, match="the reply holds no"):
        told_in(text)
    asking, tally = asked()
    taken = asking.take(asking.pieces[0], asking.request(asking.pieces[0]), reply_of(text))
    assert taken.nothing and taken.wrong.startswith("the reply holds no") and tally.told == 0


def test_an_empty_list_is_no_failure() -> None:
    asking, _ = asked()
    taken = asking.take(asking.pieces[0], asking.request(asking.pieces[0]), reply_of('{"records": []}'))
    assert (taken.readings, taken.wrong, taken.nothing) == ((), "", False)


@pytest.mark.parametrize(
    "value",
    [None, [], "x", 3, {}, {"choices": []}, {"choices": {}}, {"choices": [3]}, {"choices": [{"message": None}]},
     {"choices": [{"message": {"content": None}}]}, {"choices": [{"message": {"content": " "}}]},
     {"choices": [{"message": {"content": 4}}]}, {"choices": [{"message": {"content": [3, {"text": 4}]}}]},
     {"error": {"message": "overloaded"}}, {"choices": None, "usage": [], "model": {}}],
)  # fmt: skip
def test_what_is_no_completion(value: Any) -> None:
    with pytest.raises(ReplyError):
        answer_of(value)
    asking, _ = asked()
    taken = asking.take(asking.pieces[0], asking.request(asking.pieces[0]), value)
    assert taken.nothing and taken.wrong


def test_content_in_parts() -> None:
    assert answer_of(reply_of([{"type": "text", "text": "a"}, {"type": "x"}, {"text": "b"}])).text == "ab"


def test_a_reply_that_met_a_limit_of_length_is_said() -> None:
    asking, _ = asked()
    reply = reply_of(WHOLE)
    reply["choices"][0]["finish_reason"] = "length"
    taken = asking.take(asking.pieces[0], asking.request(asking.pieces[0]), reply)
    assert taken.wrong == "the reply was cut off" and len(taken.readings) == 2 and not taken.nothing


def test_more_than_a_piece_can_hold_is_not_looked_at() -> None:
    readings, tally = take([TALKED] + [SIGNED] * 400)
    assert len(readings) == 2
    assert +tally.dropped == {"told twice": 298, "beyond what a piece can hold": 101}


@pytest.mark.parametrize("wrong", [None, "7", -1, True, 1.5, 10**12, [], {}])
def test_usage_that_cannot_be(wrong: Any) -> None:
    assert usage_of({"usage": {"prompt_tokens": wrong, "completion_tokens": 5}}) == (None, 5)
    assert usage_of({"usage": wrong}) == usage_of({}) == usage_of(wrong) == (None, None)


def test_tokens_that_are_not_told_are_estimated_and_said_so() -> None:
    asking, tally = asked()
    piece = asking.pieces[0]
    request = asking.request(piece)
    asking.take(piece, request, reply_of(WHOLE, usage={"prompt_tokens": 3210, "completion_tokens": 812}))
    assert tally.line().endswith("; 3,210 tokens in, 812 out")
    asking.take(piece, request, reply_of(WHOLE))
    assert f"; {3210 + asking.cost(request):,} tokens in, " in tally.line()
    assert tally.line().endswith(" (estimated for 1 of 2 replies, as the server does not tell)")


def test_a_models_name_cannot_write_what_it_likes() -> None:
    assert model_name("org/small-1:7b") == "org/small-1:7b"
    assert model_name("a\x1b[31m\nb; because it is true") == "a31mbbecauseitistrue"
    assert len(model_name("x" * 999)) == 80 and model_name(None) == model_name({}) == ""
