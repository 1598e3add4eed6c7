"""A date as records and pages give it → the day: ISO, 2024年6月5日, 20240605, seconds or milliseconds since 1970."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.text.dates import DateReader, calendar_day

_CHINA = timezone(timedelta(hours=8))
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{6})?(?!\d)")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_LONGEST = 60


def day(value: object) -> date | None:
    """The day, by the clock of China; None where the value holds none.

    Example:
        >>> [str(day(value)) for value in ("2024-06-05T09:30", "20240605", 1717551000, "2024年6月5日 星期三", "-", None)]
        ['2024-06-05', '2024-06-05', '2024-06-05', '2024-06-05', 'None', 'None']
    """
    text = str(value).strip()[:_LONGEST]
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).astimezone(_CHINA).date()
    if found := _reader().find(text, 0, len(text)):
        return found.day
    compact = _COMPACT.search(text)
    return calendar_day(*map(int, compact.groups())) if compact else None


@cache
def _reader() -> DateReader:
    return DateReader(Lexicon())
