"""The words of page structure: each entry fires on its examples and not on its counterexamples."""

import pytest

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Span
from cnreport_extract.text.blocks import BlockReader
from cnreport_extract.text.dateline import DatelineFinder
from cnreport_extract.text.dates import DateReader
from cnreport_extract.text.headings import HeadingReader
from cnreport_extract.text.sentences import SentenceSplitter

LEXICON = Lexicon()
BLOCKS = BlockReader(LEXICON)
DATELINES = DatelineFinder(LEXICON)
DATES = DateReader(LEXICON)
HEADINGS = HeadingReader(LEXICON)
SENTENCES = SentenceSplitter(LEXICON)
STORY = "7月3日,市总工会慰问一线职工300人,送去物资12万元。"


def kind(line):
    """The kind of a line between the title and the story of a page."""
    layout = BLOCKS.read(f"市总工会送清凉\n{line}\n{STORY}")
    return layout.blocks[1].kind


def tells_a_date(text):
    return DATELINES.match(text, Span(0, len(text))) is not None or DATES.find(text, 0, len(text)) is not None


FIRES = {
    "boilerplate": lambda text: kind(text) == "boilerplate",
    "datelines": tells_a_date,
    "headings": lambda text: HEADINGS.style(text, 0) is not None,
    "metadata": lambda text: kind(text) == "meta",
    "related": lambda text: kind(text) == "related",
    "sentences": lambda text: len(list(SENTENCES.split(text, 0, len(text)))) == 1,
}
CASES = [(topic, cue) for topic in FIRES for cue in LEXICON.cues(topic).values()]


def label(value):
    return value if isinstance(value, str) else value.id


@pytest.mark.parametrize(("topic", "cue"), CASES, ids=label)
def test_examples_fire(topic, cue):
    assert cue.examples
    assert [text for text in cue.examples if not FIRES[topic](text)] == []
    assert [text for text in cue.examples if not any(word in text for word in cue.words)] == []


@pytest.mark.parametrize(("topic", "cue"), CASES, ids=label)
def test_counterexamples_do_not(topic, cue):
    assert cue.counterexamples
    assert [text for text in cue.counterexamples if FIRES[topic](text)] == []
    assert [text for text in cue.counterexamples if not any(word in text for word in cue.words)] == []


@pytest.mark.parametrize("topic", FIRES)
def test_entries_are_in_order(topic):
    ids = list(LEXICON.cues(topic))
    assert ids
    assert ids == sorted(ids)


@pytest.mark.parametrize(("topic", "cue"), CASES, ids=label)
def test_no_word_stands_twice_in_an_entry(topic, cue):
    assert len(set(cue.words)) == len(cue.words), topic


@pytest.mark.parametrize("word", LEXICON.cues("metadata")["field"].words)
def test_each_field_makes_metadata(word):
    assert kind(f"{word}:江城") == "meta"


@pytest.mark.parametrize("word", LEXICON.cues("boilerplate")["control"].words)
def test_each_control_is_furniture(word):
    assert kind(f"【{word}】") == "boilerplate"
    assert kind(f"{word}一批落后产能,全年压减45万吨。") != "boilerplate"


@pytest.mark.parametrize("word", LEXICON.cues("related")["list"].words)
def test_each_list_headline_announces_links(word):
    layout = BLOCKS.read(f"市总工会送清凉\n{STORY}\n【{word}】\n东岸街道举办培训36场\n西岸街道建成驿站8处")
    assert [block.kind for block in layout.blocks] == ["title", "body", "related", "related", "related"]
