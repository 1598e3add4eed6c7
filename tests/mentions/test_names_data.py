"""Entries of patterns/ for names; their sentences are replayed by tests/test_patterns.py."""

from cnreport_extract.lexicon.lexicon import Lexicon


def test_no_word_belongs_to_two_families():
    words = [word for body in set(Lexicon().bodies.values()) for word in body.words]
    assert sorted(word for word in set(words) if words.count(word) > 1) == []
