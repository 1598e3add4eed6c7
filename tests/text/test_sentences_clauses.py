"""Sentences and clauses of sentences of our own."""

import tomllib
from pathlib import Path

import pytest

from cnreport_extract.chars import fold
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.text.clauses import split_clauses, split_phrases
from cnreport_extract.text.sentences import SentenceSplitter

TABLES = Path(__file__).parents[1] / "fixtures" / "text"
SPLITTER = SentenceSplitter(Lexicon())


def cases(name):
    return tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", cases("sentences"), ids=lambda case: case["text"])
def test_sentences(case):
    text = case["text"]
    found = SPLITTER.split(fold(text), 0, len(text))
    assert [text[start:end] for start, end in found] == case["sentences"]


@pytest.mark.parametrize("case", cases("clauses"), ids=lambda case: case["text"])
def test_clauses(case):
    text = case["text"]
    split = split_phrases if case.get("heading") else split_clauses
    assert [text[start:end] for start, end in split(fold(text), 0, len(text))] == case["clauses"]


def test_offsets_other_than_the_whole_text():
    text = "甲,乙。丙,丁。"
    assert list(SPLITTER.split(text, 2, 6)) == [(2, 4), (4, 6)]
    assert list(split_clauses(text, 4, 8)) == [(4, 5), (6, 7)]
