"""What holds for any text whatever: order, cover, nesting; and no text is too odd or too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract.chars import fold
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.text.clauses import clauses
from cnreport_extract.text.page import PageReader

READER = PageReader(Lexicon())

PIECES = st.sampled_from(
    [
        "\n",
        "\r\n",
        "\u2028",
        "  ",
        "\u3000\u3000",
        "。",
        "，",
        "；",
        "：",
        "……",
        "...",
        "——",
        "“",
        "”",
        "（",
        "）",
        "《",
        "》",
        '"',
        "！",
        "一、",
        "（二）",
        "1.",
        "一是",
        "【概况】",
        "第三章 ",
        "附：",
        "来源：江城日报",
        "发布时间：2024-06-05",
        "2024年6月5日",
        "二〇二四年六月五日",
        "本报讯（记者 冯立）",
        "新华社武汉4月2日电 ",
        "江城网消息：",
        "（记者 冯立）",
        "相关阅读",
        "上一篇：",
        "版权所有",
        "【打印】",
        "主办：",
        "全市受理案件1,200件",
        "同比增长8.5%",
        "江城市总工会",
        "让机制建起来 ",
        "全年培训职工三万余人",
        "\ud800",
        "\x00",
        "\ufeff",
        "\x1c",
        "𠀀",
        "é",
    ]
)
TEXTS = st.one_of(st.text(alphabet=st.characters(), max_size=120), st.lists(PIECES, max_size=60).map("".join))


def check(text, page):
    assert page.text == fold(text)
    covered = bytearray(len(text))
    last = 0
    for block in page.blocks:
        assert last <= block.start < block.end <= len(text)
        last = block.end
        assert not page.text[block.start].isspace()
        assert not page.text[block.end - 1].isspace()
        covered[block.start : block.end] = b"\x01" * (block.end - block.start)
    assert all(covered[index] or char.isspace() for index, char in enumerate(text))


@given(TEXTS)
def test_blocks_are_ordered_disjoint_and_cover_the_text(text):
    check(text, READER.read(text))


@given(TEXTS)
def test_sentences_cover_the_story(text):
    page = READER.read(text)
    last = 0
    for sentence in page.sentences:
        block = page.blocks[sentence.block]
        assert block.kind in ("heading", "body")
        assert sentence.within(block)
        assert last <= sentence.start < sentence.end
        assert page.text[last : sentence.start].isspace() or last in (0, sentence.start) or last <= block.start
        assert sentence.within(page.sections[sentence.section])
        last = sentence.end
    told = {sentence.block for sentence in page.sentences}
    assert told == {index for index, block in enumerate(page.blocks) if block.kind in ("heading", "body")}


@given(TEXTS)
def test_clauses_lie_in_their_sentences(text):
    page = READER.read(text)
    last, found = 0, list(clauses(page))
    for clause in found:
        assert clause.within(page.sentences[clause.sentence])
        assert last <= clause.start < clause.end
        assert clause.of(page.text) == clause.of(page.text).strip()
        last = clause.end
    kept = sum(char.isalnum() for clause in found for char in clause.of(page.text))
    assert kept == sum(char.isalnum() for sentence in page.sentences for char in sentence.of(page.text))


@given(TEXTS)
def test_sections_nest(text):
    page = READER.read(text)
    headings = [block for block in page.blocks if block.kind == "heading"]
    assert [(section.heading.start, section.heading.end) for section in page.sections[1:]] == [(one.start, one.end) for one in headings]
    for section in page.sections[1:]:
        parent = page.sections[section.parent]
        assert section.within(parent)
        assert section.level == parent.level + 1
        assert section.start == section.heading.start


@given(TEXTS)
def test_what_the_page_tells_lies_in_metadata(text):
    page = READER.read(text)
    assert page.title is None or (page.title.start, page.title.end, "title") in {(b.start, b.end, b.kind) for b in page.blocks}
    for span in (page.published_span, page.publisher):
        assert span is None or any(span.within(block) for block in page.blocks if block.kind == "meta")


HOSTILE = {
    "digits": "1" * 300_000,
    "quotes": "“" * 100_000,
    "brackets": "（" * 100_000,
    "titles": "《a" * 100_000,
    "blanks": " " * 300_000 + "甲",
    "blanks_between": "甲 " * 100_000,
    "commas": "，" * 300_000,
    "dots": "." * 300_000,
    "dashes": "—" * 300_000,
    "stops": "。" * 300_000,
    "joints": "甲。  " * 60_000,
    "equal_paragraphs": "全市受理劳动争议案件1200件，调解成功率达到91%，比上年提高2个百分点。\n" * 10_000,
    "equal_headings": "向管理要效益\n" * 10_000,
    "sections": "一、主要成效\n（一）就业稳定。\n" * 5_000,
    "fields": "来源：" * 20_000,
    "field_lines": "来源：\n" * 10_000,
    "datelines": "新华社" * 30_000 + "电",
    "dates": "2024-13-45 " * 20_000,
    "teasers": "今年以来，各级工会开展培训12场...\n" * 10_000,
    "links": "相关阅读\n" * 10_000,
    "controls": ("返回首页" * 36 + "甲\n") * 100,
    "odd_blanks": "江城\u2001" + "\u2001" * 100_000 + "甲",
    "names": "（冯立 方圆）\n" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_whole(name):
    text = HOSTILE[name]
    page = READER.read(text)
    check(text, page)
    assert len(page.blocks) <= len(text)
