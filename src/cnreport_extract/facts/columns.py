"""What a number in a table measures: what the heading of its column says, the label of its row, or both.

Under 达标率(%) a row of 泰宁县 tells 达标率; in a row 利润总额(亿元) the columns are periods or rates of it; a row 第一产业 under
增加值(亿元) tells 第一产业增加值.
"""

import re

from cnreport_extract.facts.candidates import Candidate
from cnreport_extract.facts.windows import Window
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Quantity, Span

_UNIT = re.compile(r"\([^()]{1,12}\)$|%$")
_ORDINAL = re.compile(r"^(?:[# ]|[0-9]+[. ]|[^\W\d_]{1,4}:)+")


class ColumnReader:
    """Reads labels and headings. Immutable after construction."""

    def __init__(self, lexicon: Lexicon) -> None:
        grown = "|".join(lexicon.words("changes", cue) for cue in ("increase", "decrease", "rate", "yoy", "mom"))
        self._says_nothing = re.compile(f"^[0-9]|(?:{grown})$|^{lexicon.words('metric_words', 'column')}$")

    def candidate(self, window: Window, text: str) -> Candidate | None:
        """The metric of a number in a table, None for other numbers.

        Args:
            window: The number's neighbourhood.
            text: The folded text.
        """
        quantity = window.item.mention
        if not isinstance(quantity, Quantity) or quantity.rule != "table":
            return None
        cells = {part.name: part for part in quantity.parts}
        label, heading = cells.get("label"), cells.get("heading")
        if label is None:
            return None
        row, column = text[label.start : label.end], text[heading.start : heading.end] if heading is not None else ""
        if self._says_nothing.search(_UNIT.sub("", column)) or (_UNIT.search(row) and not _UNIT.search(column)):
            column = ""
        if any(item.kind == "name" and item.start <= label.start < item.end for item in window.items) and column:
            row, place = "", heading
        else:
            place = label
        phrase = _ORDINAL.sub("", _UNIT.sub("", row)) + _UNIT.sub("", column)
        return Candidate("table", phrase, Span(place.start, place.end), ()) if phrase and place is not None else None
