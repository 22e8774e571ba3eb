"""Persons as texts tell them: with and without title, after an introduction, former ones, by the day."""

from __future__ import annotations

from datetime import date

import pytest

from detente.read.actors import find_mentions, learn_names
from detente.read.tokens import tokenise


def told(*sentences: str, on: str | None = None, day: str | None = None) -> list[tuple[str, tuple[str, ...]]]:
    """(words, codes) of the persons named in the last sentence; `on`: publication, `day`: the sentence's own."""
    published = date.fromisoformat(on) if on else None
    tokens = [tokenise(s) for s in sentences]
    found = find_mentions(
        tokens[-1], date.fromisoformat(day) if day else published, learn_names(tokens, published)
    )
    return [(m.text, m.codes) for m in found if m.form == "person"]


@pytest.mark.parametrize(
    ("sentence", "on", "code"),
    [
        ("Lavrov flew to Ankara.", "2016-05-01", "RUS"),
        ("Foreign Minister Lavrov met his counterpart.", "2016-05-01", "RUS"),
        ("Talks with Wang Yi lasted an hour.", "2019-05-01", "CHN"),
        ("Sheikh Hasina signed the accord.", "2015-05-01", "BGD"),
        ("Shehbaz Sharif thanked the envoy.", "2022-09-01", "PAK"),
        ("Foreign Minister Baerbock arrived on Monday.", "2022-02-01", "DEU"),
        ("Erdogan rejected the offer.", None, "TUR"),
        ("Prime Minister Ehud Olmert sent jets.", None, "ISR"),
        ("Péter Szijjártó and others agreed.", "2020-02-01", "HUN"),
    ],
)
def test_a_holder_stands_for_the_state_with_and_without_a_title(
    sentence: str, on: str | None, code: str
) -> None:
    assert [codes for _, codes in told(sentence, on=on)] == [(code,)]


def test_the_family_name_follows_the_full_one() -> None:
    assert told("Park Jin met Tony Blair.", "Blair smiled.", on="2022-09-01")[0][1] == ("GBR",)
    assert told("Xi Jinping spoke first.", "Xi left early.", on="2019-09-01") == [("Xi", ("CHN",))]
    assert told("Gordon Brown spoke first.", "Brown left early.", on="2009-09-01") == [("Brown", ("GBR",))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Brown bread was sold by Gates and Cable in May.",
        "The park at Linde reopened under a full moon.",
        "Rice and Sharon ran the shop.",
        "Johnson and Singh won the match.",
        "Ana Baerbock sells shoes.",  # somebody else of the name
        "Lavrova danced.",
    ],
)
def test_words_places_and_other_people_of_the_name_are_nobody(sentence: str) -> None:
    assert told(sentence, on="2022-02-01") == []


@pytest.mark.parametrize(
    "opener", ["Former president", "The ousted president", "Former Pakistani president", "Ex-President"]
)
def test_a_former_officer_does_not_act_for_the_state(opener: str) -> None:
    assert told(f"{opener} Pervez Musharraf flew to Dubai.", on="2016-03-18") == []


def test_a_former_officer_acts_where_the_deed_lies_in_his_term() -> None:
    sentence = "Former president Pervez Musharraf visited Moscow."
    assert told(sentence, on="2016-03-18", day="2003-02-05") == [("Pervez Musharraf", ("PAK",))]


def test_the_president_of_then_acts() -> None:
    assert told("Then President Viktor Yushchenko signed it.", on="2016-03-18") == [
        ("Viktor Yushchenko", ("UKR",))
    ]


def test_a_surname_told_as_a_formers_is_not_learned() -> None:
    assert told("Former prime minister Olmert spoke.", "Olmert left.", on="2016-03-18") == []


def test_a_family_name_of_two_persons_of_two_states_is_left_in_doubt() -> None:
    assert told("Kim Dae-jung met Kim Jong-il.", "Kim smiled.", on="2000-06-20") == []
    assert told("Kim Dae-jung received the guests.", "Kim smiled.", on="2000-06-20") == [("Kim", ("KOR",))]
    assert told("Park Geun-hye received them.", "Park rangers came.", on="2014-06-20") == []


def test_the_day_decides_between_two_states_of_one_person() -> None:
    sentence = "Eduard Shevardnadze opened the talks."
    assert told(sentence, on="1987-03-18") == [("Eduard Shevardnadze", ("SUN",))]
    assert told(sentence, on="1998-03-18") == [("Eduard Shevardnadze", ("GEO",))]


def test_a_surname_of_two_states_is_left_in_doubt() -> None:
    assert told("Maliki refused the plan.", on="2012-03-18") == []
    assert told("Maliki refused the plan of the Iraqi parliament.", on="2012-03-18") == [("Maliki", ("IRQ",))]


def test_who_acts_for_a_body_of_many_states_is_not_taken_for_his_own() -> None:
    assert told("Ban Ki-moon urged restraint.", on="2010-03-18") == []
    assert told("Ban Ki-moon urged restraint.") == []
