"""The canonical metric that a phrase means.

What enters: the phrase of a metric in the words of a text (受理劳动争议案件), the dimension, aspect and unit of its
number. What leaves: the id of the one metric of `patterns/metrics/` that it means, or None.

The rule. A phrase means a metric when it *equals* one of its aliases after the words that carry no meaning of their own
are left out (`patterns/metric_words.toml`): scope, time, totals and light verbs at its start (全市, 累计, 完成), what
leads to the number at its end (达, 总数, 同比增长), the particle 的. A modifier is never left out: 规模以上工业增加值 is
not 工业增加值, 农民工技能培训 is not 技能培训, 铁路固定资产投资 is not 固定资产投资; what is a metric too has an entry of
its own. Nor is a head: 受理案件金额 is not 受理案件. Of several readings the one that leaves out least counts.

The number must fit as well. Its dimension is one of the metric's; a count has one of the units of the metric, where the
metric names any, or none. A rate of change belongs to the metric of its level, a share to the metric of the part: with
the aspects `change`, `share` and `target`, or where the phrase itself ends in such a word (工业增加值增速,
高新技术企业占比), a ratio fits every metric. A rank fits every metric.

Example:
    >>> from cnreport_extract.lexicon.lexicon import Lexicon
    >>> index = MetricIndex(Lexicon())
    >>> index.find("共受理劳动争议案件", "count", "level", "件")
    'labour.mediation_cases_accepted'
    >>> index.find("工业增加值", "ratio", "change"), index.find("规模以上工业增加值", "ratio", "change")
    ('industry.value_added', 'industry.above_size_value_added')
    >>> index.find("受理劳动争议案件金额", "money", "level") is None
    True
"""

import re
from collections.abc import Iterator, Sequence

from cnreport_extract.chars import fold
from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.lexicon.rows import Metric

_MARKS = re.compile(r"[\s“”‘’\"'《》「」]")
_EDGES = "、,;:。-"
_RATIO = "ratio"
_COUNT = "count"
_RELATIVE = frozenset({"change", "share", "target"})
_RANK = "rank"
_LONGEST = 40  # no name of a metric is longer, and it bounds the readings of hostile phrases
_GROWTH = ("increase", "decrease", "rate", "yoy", "mom", "arrive", "arrive_up", "arrive_down", "gap_up", "gap_down")
_STANDING = ("rank_verb", "rank_noun")


class MetricIndex:
    """Finds the canonical metric of a phrase. Immutable after construction."""

    def __init__(self, lexicon: Lexicon) -> None:
        words, changes, shares = (lexicon.cues(topic) for topic in ("metric_words", "changes", "shares"))
        self._particles = re.compile(alternation(words["particle"].words))
        self._inside = re.compile(alternation(words["inside"].words))
        self._whole = re.compile(alternation(words["whole"].words))
        self._opening = frozenset(words["opening"].words)
        self._relative = frozenset(word for cue in _GROWTH for word in changes[cue].words).union(words["share"].words)
        standing = (word for cue in _STANDING for word in shares[cue].words)
        self._closing = self._relative.union(words["closing"].words, standing)
        self._longest_word = max(map(len, self._opening | self._closing))
        self._metrics = self._by_phrase(lexicon.metrics)

    def find(self, phrase: str, dimension: str, aspect: str, unit: str = "") -> str | None:
        """The id of the metric that a phrase means.

        Args:
            phrase: The metric in the words of the text, with or without what carries no meaning.
            dimension: Dimension of the number.
            aspect: `level`, `change`, `share`, `rank` or `target`.
            unit: The unit as it is printed; empty where there is none or it is unknown.

        Returns:
            The id, None where the phrase means no metric of `patterns/metrics/`.
        """
        plain = self._plain(phrase)
        if not 0 < len(plain) <= _LONGEST:
            return None
        loose = plain[0] + self._inside.sub("", plain[1:])
        for text in dict.fromkeys((plain, loose)):
            for core, relative in ((text, False),) if text in self._metrics else self._readings(text):
                if core in self._metrics:
                    related = aspect in _RELATIVE or relative
                    return _choose(self._metrics[core], dimension, unit, any_dimension=aspect == _RANK or (related and dimension == _RATIO))
        return None

    def _by_phrase(self, metrics: Sequence[Metric]) -> dict[str, tuple[Metric, ...]]:
        found: dict[str, tuple[Metric, ...]] = {}
        for metric in metrics:
            for phrase in dict.fromkeys(self._plain(alias) for alias in metric.aliases):
                found[phrase] = (*found.get(phrase, ()), metric)
        return found

    def _plain(self, phrase: str) -> str:
        if phrase.isalpha() and self._particles.search(phrase) is None and phrase == fold(phrase):
            return phrase  # most aliases
        return self._particles.sub("", _MARKS.sub("", fold(phrase))).strip(_EDGES)

    def _readings(self, text: str) -> Iterator[tuple[str, bool]]:
        """What is left without some of its first and last words, the longest first, and whether these say that the number is relative."""
        starts, ends = self._starts(text), self._ends(text)
        pairs = [(start, end) for start in starts for end in ends if start < end]
        for start, end in sorted(pairs, key=lambda pair: (pair[0] - pair[1], pair[0])):
            yield text[start:end], ends[end]

    def _starts(self, text: str) -> list[int]:
        """Where the phrase can begin: at 0 and behind each run of opening words."""
        starts = [0]
        for start in starts:  # grows while it is read
            for end in range(start + 1, min(start + self._longest_word, len(text)) + 1):
                if text[start:end] in self._opening and end not in starts:
                    starts.append(end)
        return starts

    def _ends(self, text: str) -> dict[int, bool]:
        """Where the phrase can end: at its length, before each run of closing words, before the whole of a share.

        The values say whether a word that is left out makes the number relative.
        """
        ends = {len(text): False}
        whole = self._whole.search(text)
        if whole is not None:
            ends[whole.start()] = True
        queue = list(ends)
        for end in queue:  # grows while it is read
            for start in range(max(0, end - self._longest_word), end):
                word = text[start:end]
                if word in self._closing and start not in ends:
                    ends[start] = ends[end] or word in self._relative
                    queue.append(start)
        return ends


def _choose(metrics: Sequence[Metric], dimension: str, unit: str, *, any_dimension: bool) -> str | None:
    """The metric that the number fits; None where it fits none, or several equally well."""
    fitting = [metric for metric in metrics if _fits(metric, dimension, unit)]
    if not fitting and any_dimension:
        fitting = list(metrics)
    return fitting[0].id if len(fitting) == 1 else None


def _fits(metric: Metric, dimension: str, unit: str) -> bool:
    counted = dimension == _COUNT and unit and metric.units
    return dimension in metric.dimensions and (not counted or unit in metric.units)
