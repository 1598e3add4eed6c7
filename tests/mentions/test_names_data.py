"""Entries of patterns/ for names: each fires on its examples and keeps quiet on its counterexamples."""

from functools import cache

import pytest

from cnreport_extract.chars import fold
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.coreference import Resolver
from cnreport_extract.mentions.names import NameFinder
from cnreport_extract.text.page import PageReader

LEXICON = Lexicon()
BODIES = sorted(set(LEXICON.bodies.values()), key=lambda body: body.id)
PRONOUNS = sorted(set(LEXICON.pronouns.values()), key=lambda pronoun: pronoun.id)


@cache
def steps():
    return PageReader(LEXICON), NameFinder(LEXICON), Resolver(LEXICON)


def bodies(sentence, body):
    text = fold(sentence)
    return [
        text[name.start : name.end]
        for name in steps()[1].find(text)
        if body.group in name.rule.partition("+")[0] and text.endswith(tuple(fold(word) for word in body.words), name.start, name.end)
    ]


def pronouns(sentence, pronoun):
    reader, finder, resolver = steps()
    page = reader.read(sentence, None)
    names = resolver.resolve(page, finder.find(page.text))
    return [name for name in names if name.rule.startswith("pronoun") and page.text[name.start : name.end] in pronoun.words]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.id)
def test_body_ends_a_name_in_its_examples_only(body):
    assert [sentence for sentence in body.examples if not bodies(sentence, body)] == []
    assert [sentence for sentence in body.counterexamples if bodies(sentence, body)] == []


@pytest.mark.parametrize("pronoun", PRONOUNS, ids=lambda pronoun: pronoun.id)
def test_pronoun_is_resolved_in_its_examples_only(pronoun):
    assert [sentence for sentence in pronoun.examples if not pronouns(sentence, pronoun)] == []
    assert [sentence for sentence in pronoun.counterexamples if pronouns(sentence, pronoun)] == []


def test_no_word_belongs_to_two_families():
    words = [word for body in BODIES for word in body.words]
    assert sorted(word for word in set(words) if words.count(word) > 1) == []
