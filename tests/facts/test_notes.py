"""Notes on facts: parts are checked against their stated total, and what cannot both be true is marked and kept apart."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract.facts.bounds import bounds, meet
from cnreport_extract.lexicon.lexicon import Lexicon

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "facts" / "notes"
SUMS = tomllib.loads((FIXTURES / "sums.toml").read_text("utf-8"))["case"]
CUES = [cue for cue in Lexicon().cues("sums").values() if cue.id not in {"apiece", "person"}]


def printed(text, spans):
    return [text[slice(*span)] for span in spans]


def sums_of(text, extractor):
    facts = extractor.read(text, "2025-04-02").facts
    return [(fact, note) for fact in facts for note in fact.notes if note.kind == "total"]


@pytest.mark.parametrize("case", SUMS, ids=lambda case: case["text"])
def test_parts_are_checked_against_their_total(extractor, case):
    text = case["text"]
    found = [
        {"text": text, "rule": note.rule.removeprefix("sum/"), "total": fact.text, "parts": printed(text, note.others)}
        | {"agrees": note.agrees, "sum": f"{note.sum:f}"}
        for fact, note in sums_of(text, extractor)
    ]
    assert found == ([case] if "total" in case else [])


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.id)
def test_words_state_a_sum_in_their_examples_only(extractor, cue):
    rules = lambda sentence: {note.rule for _, note in sums_of(sentence, extractor)}  # noqa: E731
    assert [sentence for sentence in cue.examples if rules(sentence) != {f"sum/{cue.id}"}] == []
    assert [sentence for sentence in cue.counterexamples if f"sum/{cue.id}" in rules(sentence)] == []


def test_each_part_knows_its_total_and_the_other_parts(extractor):
    text = "参赛选手80人，其中男68人、女10人。"
    _, man, woman = extractor.read(text).facts
    for part, other in ((man, "10人"), (woman, "68人")):
        (note,) = part.notes
        assert (note.kind, note.agrees, note.sum, printed(text, note.others)) == ("part", False, Decimal(78), ["80人", other])


@given(st.lists(st.integers(1, 5000), min_size=2, max_size=6), st.integers(0, 3))
def test_exact_parts_agree_with_their_sum_and_with_nothing_else(extractor, parts, off):
    listed = "、".join(f"{name}级岗位{part}个" for name, part in zip("甲乙丙丁戊己", parts, strict=False))
    text = f"招聘会提供岗位{sum(parts) + off}个：{listed}。"
    notes = [note for _, note in sums_of(text, extractor)]
    assert [note.agrees for note in notes if len(note.others) == len(parts)] == [off == 0]


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        ("80人", "80人", True),
        ("80人", "81人", False),
        ("1.2亿元", "12345万元", True),
        ("1.2亿元", "12600万元", False),
        ("1000余人", "1066人", True),
        ("1000余人", "2300人", False),
        ("近1000人", "960人", True),
        ("近1000人", "1020人", False),
        ("约1000人", "1020人", True),
        ("80至90人", "85人", True),
        ("80至90人", "95人", False),
        ("100人以上", "950人", True),
        ("100人以上", "90人", False),
        ("不超过100人", "40人", True),
    ],
)
def test_two_numbers_can_be_the_same_within_what_they_say(extractor, one, other, can):
    facts = [extractor.read(f"全县培训职工{number}。").facts[0] for number in (one, other)]
    assert meet(*map(bounds, facts)) is can


HEAD = "2024年,平江县受理劳动争议案件126件。\n"


@pytest.mark.parametrize(
    ("again", "marked"),
    [
        ("会议通报,2024年,平江县受理劳动争议案件162件。", True),
        ("会议通报,2024年,平江县受理劳动争议案件100余件。", False),
        ("会议通报,2024年,平江县受理劳动争议案件近130件。", False),
        ("会议通报,2023年,平江县受理劳动争议案件162件。", False),
        ("会议通报,2024年,赤壁市受理劳动争议案件162件。", False),
        ("会议通报,2024年,平江县受理劳动争议案件162起。", False),
        ("会议通报,2025年,平江县力争受理劳动争议案件162件。", False),
        ("会议通报,2024年,平江县受理劳动争议案件126件。", False),
    ],
)
def test_what_excludes_each_other_stays_apart_and_is_marked(extractor, again, marked):
    text = HEAD + again
    facts = extractor.read(text, "2025-04-02").facts
    found = [printed(text, note.others) for fact in facts for note in fact.notes if note.kind == "contradiction"]
    assert found == ([["162件"], ["126件"]] if marked else [])


def test_a_part_does_not_contradict_its_total(extractor):
    text = "2024年,平江县受理劳动争议案件126件。其中,受理劳动争议案件80件，其余46件。"
    assert not [note for fact in extractor.read(text).facts for note in fact.notes if note.kind == "contradiction"]


def test_values_of_a_series_contradict_nothing(extractor):
    text = "".join(f"2024年,平江县受理劳动争议案件{count}件。\n" for count in (126, 162, 130, 90))
    facts = extractor.read(text).facts
    assert len(facts) == 4
    assert not [note for fact in facts for note in fact.notes]
