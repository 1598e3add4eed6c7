"""Pages of our own, each with the title, date, publisher, blocks and sections that a reader sees in it."""

import pickle
import tomllib
from datetime import date
from pathlib import Path

import pytest

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.text.page import PageReader

PAGES = sorted((Path(__file__).parents[1] / "fixtures" / "pages").glob("*.txt"))
READER = PageReader(Lexicon())


def raw(path):
    return path.read_bytes().decode("utf-8")


def described(path):
    return tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))


def of(span, text):
    return None if span is None else span.of(text)


def by_name(name):
    text = raw(next(path for path in PAGES if path.stem == name))
    return text, READER.read(text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_blocks(path):
    text = raw(path)
    page = READER.read(text)
    assert [[block.kind, block.of(text)[:14]] for block in page.blocks] == described(path)["blocks"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_title_date_publisher(path):
    text = raw(path)
    page = READER.read(text)
    wanted = described(path)
    published = wanted.get("published")
    assert of(page.title, text) == wanted.get("title")
    assert page.published == (date.fromisoformat(published) if published else None)
    assert of(page.publisher, text) == wanted.get("publisher")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_sections(path):
    text = raw(path)
    page = READER.read(text)
    found = [[section.level, of(section.heading, text)] for section in page.sections[1:]]
    assert found == described(path).get("sections", [])
    assert page.sections[0].heading == page.title
    assert page.sections[0].parent is None


def test_given_date_beats_the_page():
    text = raw(PAGES[0])
    page = READER.read(text, date(2000, 1, 2))
    assert page.published == date(2000, 1, 2)
    assert page.published_span is None


def test_place_of_the_date():
    text, page = by_name("union_meeting")
    assert of(page.published_span, text) == "2024-05-17"
    assert READER.read(text, page.published).published_span == page.published_span


def test_sections_end_where_the_next_of_their_rank_begins():
    text, page = by_name("numbered_report")
    first, steady = page.sections[1], page.sections[2]
    assert first.of(text).startswith("一、主要成效")
    assert first.of(text).rstrip().endswith("同比增长2.2%。")
    assert page.sections[steady.parent] is first
    assert "重点群体" not in steady.of(text)


def test_sentences_know_block_and_section():
    text, page = by_name("union_meeting")
    sentence = next(one for one in page.sentences if "岗位练兵" in one.of(text))
    assert page.blocks[sentence.block].kind == "body"
    assert of(page.sections[sentence.section].heading, text) == "搭好平台,让职工动起来"


def test_only_the_story_has_sentences():
    text, page = by_name("union_meeting")
    said = "".join(sentence.of(text) for sentence in page.sentences)
    assert said.count("现场会在临江区召开") == 1
    assert not [word for word in ("版权所有", "五届六次", "发布时间", "只有19") if word in said]


@pytest.mark.parametrize("text", ["", " \n\u3000\n"])
def test_nothing_to_read(text):
    page = READER.read(text)
    assert (page.title, page.published, page.publisher) == (None, None, None)
    assert (page.blocks, page.sections, page.sentences) == ((), (), ())


def test_reader_and_page_can_be_pickled():
    text, page = by_name("union_meeting")
    assert pickle.loads(pickle.dumps(READER)).read(text) == page == pickle.loads(pickle.dumps(page))  # noqa: S301
