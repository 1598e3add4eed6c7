"""Values and dates as a person writes them."""

import pytest

from cnreport_extract.models import DateRange, Fact
from cnreport_extract.view.amounts import amount, days

BASE = {"entity": None, "metric": None, "dimension": "count", "rule": "r", "confidence": 1, "span": (0, 3), "text": "90件"}


def fact(**fields):
    return Fact.model_validate({**BASE, **fields})


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"value": "166000000", "unit": "元"}, "166,000,000 元"),
        ({"value": "91", "unit": "%"}, "91%"),
        ({"value": "3", "value_max": "5", "unit": "个"}, "3 - 5 个"),
        ({"value": "1000", "unit": "场", "qualifier": ">"}, "> 1,000 场"),
        ({"value": "12.50", "unit": "公里", "qualifier": "≈"}, "≈ 12.5 公里"),
        ({"value": "2.6", "unit": ""}, "2.6"),
        ({"value": "1200", "unit": ""}, "1,200"),
    ],
)
def test_amount(fields, shown):
    assert amount(fact(**fields)) == shown


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2024-01-01", "2024-12-31", "2024"),
        ("2021-01-01", "2025-12-31", "2021 … 2025"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2025-01-01", "2025-03-31", "2025-01 … 2025-03"),
        ("2025-03-28", "2025-03-28", "2025-03-28"),
        ("2025-01-01", "2025-04-02", "2025-01-01 … 2025-04-02"),
        (None, "2025-04-02", "… 2025-04-02"),
        ("2021-01-01", None, "2021-01-01 …"),
        ("9999-01-01", "9999-12-31", "9999-01-01 … 9999-12-31"),
    ],
)
def test_days(start, end, shown):
    assert days(DateRange(start=start, end=end)) == shown
