"""Calendar dates as pages print them: 2024-06-05, 2024年6月5日, 二〇二四年六月五日."""

import re
from datetime import date

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Span, record

_FIRST_YEAR, _LAST_YEAR = 1949, 2099


@record
class PrintedDate(Span):
    """A date with its place in the text."""

    day: date


class DateReader:
    """Finds whole calendar dates.

    Example:
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> reader = DateReader(Lexicon())
        >>> reader.find("二〇二四年六月十五日", 0, 10).day.isoformat(), reader.find("2024.6.5", 0, 8).day.isoformat()
        ('2024-06-15', '2024-06-05')
        >>> reader.find("2024年全年", 0, 7) is None
        True
    """

    def __init__(self, lexicon: Lexicon) -> None:
        cues = lexicon.cues("datelines")
        year, month, day = (lexicon.words("datelines", f"{name}_mark") for name in ("year", "month", "day"))
        self._digits = {word: digit for digit, word in enumerate(cues["digits"].words)}
        self._ten = cues["ten"].words[0]
        chars = "".join(self._digits) + self._ten + "0○O"
        self._arabic = re.compile(
            rf"(?<!\d)(?P<y>(?:19|20)\d\d)\s?(?:{year}\s?(?P<m1>\d{{1,2}})\s?{month}\s?(?P<d1>\d{{1,2}})\s?{day}"
            rf"|(?P<mark>[-/.])(?P<m2>\d{{1,2}})(?P=mark)(?P<d2>\d{{1,2}})(?!\d))"
        )
        self._han = re.compile(rf"(?P<y>[{chars}]{{4}}){year}(?P<m>[{chars}]{{1,3}}){month}(?P<d>[{chars}]{{1,3}}){day}")

    def find(self, text: str, start: int, end: int) -> PrintedDate | None:
        """The first valid date between two offsets, None if there is none."""
        for found in self._arabic.finditer(text, start, end):
            year, month, day = (int(found[group]) for group in ("y", "m1" if found["m1"] else "m2", "d1" if found["d1"] else "d2"))
            if made := calendar_day(year, month, day):
                return PrintedDate(found.start(), found.end(), made)
        for found in self._han.finditer(text, start, end):
            year = int("".join(str(self._digits.get(char, 0)) for char in found["y"]))
            if made := calendar_day(year, self._number(found["m"]), self._number(found["d"])):
                return PrintedDate(found.start(), found.end(), made)
        return None

    def _number(self, word: str) -> int:
        tens, ten, ones = word.rpartition(self._ten)
        if not ten:
            return int("".join(str(self._digits.get(char, 0)) for char in word))
        return 10 * (self._digits.get(tens, 0) if tens else 1) + (self._digits.get(ones, 0) if ones else 0)


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day, None where the calendar has no such day or the year cannot be one of a press release.

    Example:
        >>> calendar_day(2023, 2, 30) is None
        True
    """
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None
