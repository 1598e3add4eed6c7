"""Which of two paragraphs is a copy of the other."""

import pytest

from cnreport_extract.records import Span
from cnreport_extract.text.copies import copies

FULL = "昨日,全市职工技能比武决赛在市一中举行,18支代表队的260名选手同台竞技,最终产生金奖12名,冯立获得焊工组第一名。"
CASES = {
    "lead above the article, cut off": (["昨日,全市职工技能比武决赛在市一中举行,18支代表队的260名选手同台", FULL], {0}),
    "lead above the article, whole": ([FULL, "会议指出,要重视人才。", FULL], {0}),
    "caption below, with its photographer": ([FULL, "全市职工技能比武决赛在市一中举行,18支代表队的260名选手同台竞技。(方圆 摄)"], {1}),
    "teaser below": ([FULL, "昨日,全市职工技能比武决赛在市一中举行,18支代表队的..."], {1}),
    "the fuller one stays though it comes first": ([FULL, FULL.replace(",冯立获得焊工组第一名", "")], {1}),
    "a new number is no copy": ([FULL.replace("12名", "15名"), FULL], set()),
    "same clauses in different paragraphs": (
        ["全年受理劳动争议案件90件,调解成功率保持稳定。", "调解成功率保持稳定,结案率上升3个百分点。"],
        set(),
    ),
    "short lines may repeat": (["会议强调,要抓落实。", "会议强调,要抓落实。"], set()),
    "other paragraphs": ([FULL, "临江区新建驿站26个,改造12个,服务户外劳动者1.8万人次。"], set()),
}


@pytest.mark.parametrize("name", CASES)
def test_copies(name):
    paragraphs, wanted = CASES[name]
    text = "\n".join(paragraphs)
    spans, start = [], 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 1
    assert copies(text, spans) == wanted
