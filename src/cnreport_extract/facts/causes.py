"""Why a number changed is no part of what changed: 客运量受城际列车分流影响下降2.2%, 鲜菜因台风天气减少,环比下跌9.8%."""

from collections.abc import Sequence

from cnreport_extract.facts.candidates import Candidate
from cnreport_extract.facts.changes import Reading
from cnreport_extract.facts.items import Item
from cnreport_extract.facts.windows import Window, phrase, trim_before, trim_behind
from cnreport_extract.records import Span


def without_cause(core: tuple[Item, ...], reading: Reading) -> tuple[Item, ...]:
    """The words before a number without the cause among them, from 受 to 影响; of a change, from 因 on where no such end stands."""
    start = _start(core)
    if start is None:
        return core
    effect = next((place for place in range(len(core) - 1, start, -1) if core[place].is_cue("connectives.effect")), None)
    if effect is None:
        return trim_behind(core[:start]) if reading.aspect == "change" else core
    return trim_behind((*core[:start], *core[effect + 1 :]))


def cause_candidate(window: Window, reading: Reading) -> Candidate | None:
    """The subject of the clause before, where that goes on with a cause and the change follows; else None."""
    stop = window.clause - 1
    if reading.aspect != "change" or window.listed or stop < 1:
        return None
    start = window.items.ends[stop - 1] + 1
    if window.items.numbers_between(start, stop):
        return None
    clause = trim_before(window.items[start:stop])
    at = _start(clause)
    subject = trim_behind(clause[:at]) if at is not None else ()
    while subject and subject[0].kind == "name" and len(subject) > 1:
        subject = trim_before(subject[1:])
    if not subject or all(item.kind == "name" for item in subject):
        return None
    return Candidate("clause.cause", phrase(subject), Span(subject[0].start, subject[-1].end), ())


def _start(words: Sequence[Item]) -> int | None:
    """Where a cause begins behind a subject."""
    found = next((place for place, item in enumerate(words) if item.is_cue("connectives.cause")), None)
    return found if found and any(item.kind == "word" and item.tag[:1] in "nvj" for item in words[:found]) else None
