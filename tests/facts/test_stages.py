"""Which stretches of a page look back or ahead, and what the numbers of a table measure."""

import pytest

from cnreport_extract.facts.stages import StageReader
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.pipeline import Extractor

PAGE = """白沙镇2024年工作总结暨2025年工作计划
一、2024年工作总结
(一)基础设施成效明显
新建道路18公里。
(二)民生持续改善
慰问职工320人。
二、2025年工作计划
(一)产业
新发展柑橘2000亩。
"""


def modes(extractor, text):
    """Sentence → what the stretch says."""
    scene = extractor.scene(text, "2024-12-20")
    stages = StageReader(Lexicon()).read(scene)
    return {scene.page.text[one.start : one.end]: mode for one, mode in zip(scene.page.sentences, stages.modes, strict=True)}


def test_a_heading_holds_for_the_headings_below_it():
    found = modes(Extractor(), PAGE)
    assert [found[text] for text in ("新建道路18公里。", "慰问职工320人。", "新发展柑橘2000亩。")] == ["back", "back", "ahead"]


@pytest.mark.parametrize(
    ("lead", "mode"),
    [("明年将抓好以下几个重点:", "ahead"), ("2025年民生实事项目分别是:", "ahead"), ("2024年重点任务完成情况如下:", ""), ("名单如下:", "")],
)
def test_a_line_with_a_colon_announces_what_follows(lead, mode):
    found = modes(Extractor(), f"通城县召开会议\n{lead}\n新建道路18公里。\n新建学校2所。\n")
    assert found["新建道路18公里。"] == found["新建学校2所。"] == mode


@pytest.mark.parametrize(
    ("table", "metrics"),
    [
        ("县(市) 达标率(%) 排名\n泰宁县 98.5 1\n永安市 97.5 2", ["达标率", "排名", "达标率", "排名"]),
        ("项目 | 2023年 | 2024年 |\n利润总额(亿元) | 12.5 | 13.1 |", ["利润总额", "利润总额"]),
        ("行业 增加值(亿元) 增长(%)\n第一产业 12.5 3.1", ["第一产业增加值", "第一产业"]),
        ("指标 单位 数量\n1.养老机构 个 35\n其中:公办 个 21\n床位 万张 0.6", ["养老机构", "公办", "床位"]),
    ],
)
def test_numbers_in_tables_measure_what_heading_and_label_say(table, metrics):
    facts = Extractor().read(f"三明市公布进度数据\n数据如下。\n{table}\n", "2025-04-02").facts
    assert [fact.metric for fact in facts if fact.rule.startswith("table/") or fact.rule.endswith("/table")] == metrics
