"""Printed dates and datelines, with what is none."""

from datetime import date

import pytest

from cnreport_extract.chars import fold
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Span
from cnreport_extract.text.dateline import DatelineFinder
from cnreport_extract.text.dates import DateReader

DATES = DateReader(Lexicon())
DATELINES = DatelineFinder(Lexicon())


@pytest.mark.parametrize(
    ("text", "found", "day"),
    [
        ("发布时间:2024-06-05 09:30", "2024-06-05", date(2024, 6, 5)),
        ("2024年6月5日", "2024年6月5日", date(2024, 6, 5)),
        ("2024年06月15日讯", "2024年06月15日", date(2024, 6, 15)),
        ("2024/6/5", "2024/6/5", date(2024, 6, 5)),
        ("时间:2024.06.05。", "2024.06.05", date(2024, 6, 5)),
        ("二〇二四年六月五日", "二〇二四年六月五日", date(2024, 6, 5)),
        ("二○二三年十二月三十一日", "二○二三年十二月三十一日", date(2023, 12, 31)),
        ("二〇二四年二月二十日", "二〇二四年二月二十日", date(2024, 2, 20)),
        ("２０２４年６月５日", "２０２４年６月５日", date(2024, 6, 5)),
        ("编号2024-13-05,印发于2024-03-05", "2024-03-05", date(2024, 3, 5)),
    ],
)
def test_dates(text, found, day):
    printed = DATES.find(fold(text), 0, len(text))
    assert (printed.of(text), printed.day) == (found, day)


@pytest.mark.parametrize(
    "text",
    ["2024年6月", "6月5日", "2023年2月30日", "编号12024-06-05", "2024-06-051", "1024年6月5日", "2024-6.5", "投资二〇二四万元", "2.2024.6"],
)
def test_no_dates(text):
    assert DATES.find(text, 0, len(text)) is None


@pytest.mark.parametrize(
    ("text", "dateline", "media", "day"),
    [
        ("本报讯（记者 冯立）昨日，比武开幕。", "本报讯（记者 冯立）", None, None),
        ("本报讯 昨日,比武开幕。", "本报讯", None, None),
        ("本报岳阳6月3日讯(记者 冯立)早稻长势良好。", "本报岳阳6月3日讯(记者 冯立)", None, (6, 3)),
        ("新华社武汉4月2日电 现场会召开。", "新华社武汉4月2日电", "新华社", (4, 2)),
        ("新华社烟台4月2日电（记者方圆）现场会召开。", "新华社烟台4月2日电（记者方圆）", "新华社", (4, 2)),
        ("江城网消息（晚间新闻）：公报发布。", "江城网消息（晚间新闻）：", "江城网", None),
        ("江城网络电视台消息:公报发布。", "江城网络电视台消息:", "江城网络电视台", None),
        ("江城晚报网临江电(通讯员 冯立)公报发布。", "江城晚报网临江电(通讯员 冯立)", "江城晚报网", None),
        ("江城网讯记者冯立、通讯员方圆报道:昨日,比武开幕。", "江城网讯记者冯立、通讯员方圆报道:", "江城网", None),
        ("【江城日报讯】昨日,比武开幕。", "【江城日报讯】", "江城日报", None),
        ("（记者 冯立）昨日,比武开幕。", "（记者 冯立）", None, None),
    ],
)
def test_datelines(text, dateline, media, day):
    found = DATELINES.match(fold(text), Span(0, len(text)))
    assert found.of(text) == dateline
    assert (found.media and found.media.of(text)) == media
    assert (found.month and (found.month, found.day)) == day


@pytest.mark.parametrize(
    "text",
    [
        "本报告期内,公司营业收入增长8%。",
        "据新华社消息,公报已经发布。",
        "国家电网消息人士表示,供电平稳。",
        "6月3日,全市现场会召开。",
        "电信业务总量增长12%。",
        "通讯员队伍达到260人。",
        "(记者节)全市评出好新闻36件。",
        "社区电(子)图书馆建成12家。",
    ],
)
def test_no_datelines(text):
    assert DATELINES.match(text, Span(0, len(text))) is None
