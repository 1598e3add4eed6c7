"""Genres: what a text is, by its title."""

import pytest

from cnreport_extract.facts.genres import GenreReader
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.text.page import PageReader

SECTIONS = "一、综合\n全市新增就业2万人。\n二、农业\n粮食产量30万吨。\n三、工业\n增加值增长5%。\n四、投资\n投资增长3%。"


@pytest.mark.parametrize(
    ("title", "body", "genre"),
    [
        ("赤壁市2024年国民经济和社会发展统计公报", "全年粮食产量30万吨。", "report"),
        ("杨家镇2021年工作总结", "新建公路3公里。", "report"),
        ("赤壁市2026年重点工作安排", "新建公路3公里。", "plan"),
        ("赤壁市举办职工运动会", "300名职工参加。", "news"),
        ("赤壁市这五年", SECTIONS, "headed"),
    ],
)
def test_genre(title, body, genre):
    lexicon = Lexicon()
    assert GenreReader(lexicon).of(PageReader(lexicon).read(f"{title}\n{body}", None)) == genre


def test_period_of_a_report_governs_all_its_paragraphs(extractor):
    text = (
        "杨家镇2021年工作总结\n2021年,全镇各项工作有序推进。\n一、农业\n新建高标准农田300亩。\n"
        "二、民生\n新增就业120人。\n三、治理\n调处矛盾纠纷17起。"
    )
    days = [(str(fact.date.start), str(fact.date.end)) for fact in extractor.read(text, "2022-01-20").facts]
    assert days == [("2021-01-01", "2021-12-31")] * 3
