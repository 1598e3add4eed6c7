"""Productions for expressions that are built around a period: 截至…, …以来, 比…, …至…."""

from collections.abc import Callable

from cnreport_extract.mentions.moments import Moment, Reading

Composition = Callable[[Reading, Moment], Reading | None]


def since(period: Reading, moment: Moment) -> Reading | None:
    """今年以来, 2021年至今: from its first day to the publish date, or to the day up to which the sentence counts (截至5月9日,今年以来)."""
    if period.first is None:
        return period.turned("since", None, None)
    if moment.published and period.first > moment.published:
        return None
    counted = moment.counted if moment.counted and moment.counted >= period.first else None
    return period.turned("since", period.first, counted or moment.published)


def start_from(period: Reading, moment: Moment) -> Reading | None:
    """自2021年起: from its first day, open; 自元旦以来 keeps its last day."""
    return period.turned("since", period.first, period.last if period.role == "since" else None)


def start_or_stretch(period: Reading, moment: Moment) -> Reading | None:
    """自2021年: from its first day, open; 自去年4月到今年6月: the stretch itself."""
    return period if period.precision == "span" and period.first and period.last else start_from(period, moment)


def until(period: Reading, moment: Moment) -> Reading | None:
    """截至2024年底, 2025年底前: up to its last day; a plan where that lies after the publish date."""
    planned = period.last is not None and moment.published is not None and period.last > moment.published
    return period.turned("ahead" if planned else "until", None, period.last)


def before(period: Reading, moment: Moment) -> Reading | None:
    """2025年底前: up to its last day; 11月至春节前: a range keeps its first day."""
    return period if period.precision == "span" and period.first and period.last else until(period, moment)


def ahead(period: Reading, moment: Moment) -> Reading | None:
    """到2030年: up to its last day; a plan unless that lies behind the publish date."""
    past = period.last is not None and moment.published is not None and period.last <= moment.published
    return period.turned("until" if past else "ahead", None, period.last)


def reference(period: Reading, moment: Moment) -> Reading | None:
    """比上年: what is compared with."""
    return period.turned("reference", period.first, period.last)


def during(period: Reading, moment: Moment) -> Reading | None:
    """“十四五”期间: the period itself."""
    return period


def span(first: Reading, last: Reading) -> Reading | None:
    """2017年8月至11月: from the first day of the one to the last day of the other."""
    if first.first is None or last.last is None:
        return first.turned("period", None, None) if not first.resolved and not last.resolved else None
    if first.first > last.last:
        return None
    return Reading(first.first, last.last, "span", fixes_year=first.fixes_year or last.fixes_year, partial=first.partial and last.partial)


COMPOSITIONS: dict[str, Composition] = {
    "ahead": ahead,
    "before": before,
    "during": during,
    "reference": reference,
    "since": since,
    "start_from": start_from,
    "start_or_stretch": start_or_stretch,
    "until": until,
}
