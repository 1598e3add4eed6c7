"""Charts: drawn where at least three values can be compared, and never between what cannot."""

import pytest

from cnreport_extract.models import Fact
from cnreport_extract.view.charts import charts

BASE = {
    "metric": "受理案件",
    "entity": "长沙市",
    "unit": "件",
    "dimension": "count",
    "span": (0, 1),
    "text": "1",
    "rule": "r",
    "confidence": 0.5,
}


def facts(*changes):
    return list(enumerate(Fact.model_validate({**BASE, "value": str(place + 1), **change}) for place, change in enumerate(changes)))


def year(number):
    return {"date": {"start": f"{number}-01-01", "end": f"{number}-12-31"}}


def test_a_release_with_both_kinds(mediation):
    found = charts(enumerate(mediation.facts))
    assert [(chart.kind, chart.metric, len(chart.points)) for chart in found] == [
        ("entities", "受理劳动争议案件", 5),
        ("time", "新增工会会员", 4),
    ]
    assert [point.label for point in found[0].points] == ["长沙市", "株洲市", "湘潭市", "岳阳市", "常德市"]
    assert [(point.label, point.amount) for point in found[1].points][-1] == ("2024", "21,000")
    for chart in found:
        assert all(float(mediation.facts[point.fact].value) == point.value for point in chart.points)


def test_time_runs_forward_and_entities_fall():
    found = charts(facts(year(2024), year(2022), year(2023)))
    assert [point.label for point in found[0].points] == ["2022", "2023", "2024"]
    found = charts(facts(*({**year(2024), "entity": name} for name in "甲乙丙")))
    assert [point.label for point in found[0].points] == ["丙", "乙", "甲"]


@pytest.mark.parametrize(
    "changes",
    [
        [year(2023), year(2024)],
        [year(2022), year(2023), {**year(2024), "unit": "人"}],
        [year(2022), year(2023), {**year(2024), "aspect": "change"}],
        [year(2022), year(2023), {**year(2024), "metric": "调解案件"}],
        [year(2022), year(2023), {**year(2024), "entity": "株洲市"}],
        [year(2022), year(2023), {"date": {"start": "2024-01-01", "end": "2024-03-31"}}],
        [{**year(place), "aspect": "rank"} for place in (2022, 2023, 2024)],
        [{**year(place), "value_max": "9"} for place in (2022, 2023, 2024)],
        [year(2024), year(2024), year(2024)],
    ],
    ids=["two", "unit", "aspect", "metric", "entity", "length", "rank", "range", "one year"],
)
def test_what_cannot_be_compared_gives_no_chart(changes):
    assert charts(facts(*changes)) == []


def test_of_several_values_for_one_point_the_surest_is_taken():
    found = charts(facts(year(2022), year(2023), year(2024), {**year(2024), "confidence": 0.9}))
    assert [point.fact for point in found[0].points] == [0, 1, 3]
