"""Candidates for the metric of a number: one small function a construction of press language.

Each yields phrases made of words of the text. Which one is right is not decided here: `scoring` weighs them.
"""

from collections.abc import Container, Iterator, Sequence

from cnreport_extract.facts.aligned import Earlier, aligned_candidate, listed_candidate, outside_brackets
from cnreport_extract.facts.candidates import Candidate
from cnreport_extract.facts.causes import cause_candidate, without_cause
from cnreport_extract.facts.changes import Reading
from cnreport_extract.facts.coordinated import SETTLED, coordinated
from cnreport_extract.facts.items import Item
from cnreport_extract.facts.phrases import (
    CHANGE_TAIL,
    Proposal,
    counted,
    first_nouns,
    noun_run,
    only_names,
    said,
    unquoted,
    verb_group,
    without_name,
)
from cnreport_extract.facts.windows import LISTING, Window, phrase, trim_before, trim_behind
from cnreport_extract.facts.windows import window as cut_window
from cnreport_extract.records import Name, Span, record

_AND_OTHERS = "u"  # tag of 等
_LOCALISER = "f"  # tag of 中, 里
_WHEN = frozenset({"p", "f", "t", "d", "x"})  # 到2016年, 截至目前
_PASSED = 3  # clauses
_EDGES = "、,;:()- "
_LONGEST_LIST = 120  # items
_COMPARED = 6  # items that may say what a change is measured against
_BASE = 4  # items between that preposition and a verb of what is compared


@record
class MetricWords:
    """Words that help to find a metric.

    Attributes:
        implied: Metrics that the unit of the number implies.
        particles: Characters that join an owner to what follows (的); no metric begins or ends with one.
        known: Names of the metrics of `patterns/metrics/`.
        holders: Common nouns of the sentence that could hold a metric (职工服务中心).
        anaphors: Phrases that stand for the metric told before (这一数字).
        before: That metric; `""` where none was told.
    """

    implied: Sequence[str] = ()
    particles: str = ""
    known: Container[str] = ()
    holders: Sequence[Name] = ()
    anaphors: tuple[str, ...] = ()
    before: str = ""


def metric_candidates(window: Window, reading: Reading, earlier: Sequence[Earlier], words: MetricWords) -> list[Candidate]:
    """All phrases that could name what the number measures, in the order of the constructions.

    Args:
        window: The number's neighbourhood.
        reading: Its aspect, and the word that decided on it.
        earlier: The numbers of the sentence before it, in order.
        words: What helps to find the metric.
    """
    earlier = outside_brackets(window, earlier)
    core = _unless_names(_behind_each_own(_before_start(without_cause(_core(window, reading), reading), window)))
    after = _after(window)
    if words.before and words.anaphors and phrase(core).endswith(words.anaphors):
        return [Candidate("anaphor", words.before, None, ())]
    settled = aligned_candidate(window, reading, earlier) or (cause_candidate(window, reading) if not core else None)
    settled = settled or (listed_candidate(window, earlier) if only_names(window.left) and not after else None)
    if settled is not None:
        return [settled]
    found: dict[tuple[str, str], Candidate] = {}
    edges = _EDGES + words.particles
    for rule, proposed, items, verb in _proposals(window, core, after, earlier, words):
        text = unquoted(proposed.strip(edges)).strip(edges)
        if any(map(str.isalnum, text)) and (rule, text) not in found:
            span = Span(items[0].start, items[-1].end) if items else None
            found[rule, text] = Candidate(rule, text, span, (), verb=verb)
    return list(found.values())


def _proposals(
    window: Window, core: Sequence[Item], after: Sequence[Item], earlier: Sequence[Earlier], words: MetricWords
) -> Sequence[Proposal]:
    """What the constructions propose; where a list gives each number its metric, nothing else."""
    listed = tuple(coordinated(window))
    if any(rule in SETTLED for rule, *_ in listed):
        return listed
    return (
        *_from_left(core),
        *_before_name(core),
        *_known_end(core, words.known),
        *_behind_holder(core, words.holders),
        *_from_right(core, after),
        *_counted(core, after),
        *_around(core, after),
        *_shared(core, after, earlier),
        *_through(window, core),
        *_previous_clause(window, _PASSED if not core and not after else 1),
        *listed,
        *_parallel(window, earlier),
        *_next_number(window, core),
        *(("implied", name, (), "") for name in words.implied),
    )


def _core(window: Window, reading: Reading) -> tuple[Item, ...]:
    """The words before the number (before the change word, where there is one) that may be the metric."""
    left = window.left
    if reading.aspect in {"change", "level"} and reading.cue is not None and window.low <= reading.cue < window.at:
        cut = window.items[reading.cue].start
        left = tuple(item for item in left if item.start < cut)
        return trim_before(_without_base(_uncompared(trim_behind(left, CHANGE_TAIL))))
    if reading.aspect == "rank":
        verb = next((place for place in range(len(left) - 1, -1, -1) if left[place].is_cue("shares.rank_verb")), len(left))
        return trim_before(trim_behind(left[:verb], ("shares.rank_verb", "shares.rank_noun")))
    return trim_before(trim_behind(left))


def _uncompared(left: tuple[Item, ...]) -> tuple[Item, ...]:
    """起薪比上届(多260元): what the change is measured against is no part of the metric."""
    for place in range(len(left) - 1, max(len(left) - 1 - _COMPARED, -1), -1):
        if left[place].is_cue("changes.comparison"):
            return trim_behind(left[:place], CHANGE_TAIL)
        if left[place].is_verb and not _compares(left[:place]):
            break
    return left


def _compares(left: Sequence[Item]) -> bool:
    """生产成本比在国外生产(降低一半): whether a preposition of comparison stands a little before a verb."""
    return any(item.tag == "p" and item.is_cue("changes.comparison") for item in left[-_BASE:])


def _without_base(left: tuple[Item, ...]) -> tuple[Item, ...]:
    """按可比口径(增长19%), 扣除留抵退税因素同口径: how a change was reckoned is no part of the metric."""
    stop = len(left)
    while stop and left[stop - 1].is_cue("connectives.base"):
        stop -= 1
    if stop == len(left):
        return left
    opening = next((place for place in range(stop - 1, -1, -1) if left[place].is_cue("connectives.base_from")), None)
    return trim_behind(left[: stop if opening is None else opening], CHANGE_TAIL)


def _before_start(core: tuple[Item, ...], window: Window) -> tuple[Item, ...]:
    """住院日由启用之初的8.4天缩短到6.7天: from where a change starts is no part of the metric."""
    starts = [place for place, item in enumerate(core) if item.is_cue("changes.start")]
    return trim_behind(core[: starts[-1]]) or core if starts and arrives_later(window) else core


def _behind_each_own(core: tuple[Item, ...]) -> tuple[Item, ...]:
    """A、B分别新建站点x、y: the holders and 分别 are no part of the metric."""
    stop = next((place for place, item in enumerate(core) if item.is_cue("copulas.each_own")), None)
    if stop is None or not all(item.kind in {"name", "mark"} or item.tag == "c" for item in core[:stop]):
        return core
    return core[stop + 1 :] or core


def arrives_later(window: Window) -> bool:
    """Whether the number is where a change starts: another one behind it says where it arrives (由a提高到b)."""
    return arrives(window.items, window.at)


def arrives(items: Sequence[Item], at: int) -> bool:
    """Whether behind the number at index `at` a change arrives (提高到)."""
    return any(item.is_cue("changes.arrive", "changes.arrive_up", "changes.arrive_down") for item in items[at + 1 : at + 12])


def _unless_names(core: tuple[Item, ...]) -> tuple[Item, ...]:
    """Nothing where only names stand before the number (长沙市6例、株洲市2例): they are the entities, not the metric."""
    return () if only_names(core) else core


def _after(window: Window) -> tuple[Item, ...]:
    right = window.right
    if right and right[0].is_cue("changes.arrive", "changes.arrive_up", "changes.arrive_down"):
        return ()
    if right and right[0].tag == _AND_OTHERS:
        return ()  # 检查企业90家等: the list is over
    right = right[1:] if right and right[0].tag == "uj" else right
    return () if right and right[0].is_cue("copulas.threshold") else trim_behind(right)


def _from_left(core: Sequence[Item]) -> Iterator[Proposal]:
    if not core:
        return
    group = verb_group(core)
    verb = phrase(core[group[0] : group[1]]) if group else ""
    yield "left", phrase(core), core, verb
    nameless = without_name(core)
    if len(nameless) < len(core):
        yield "left.nameless", phrase(nameless), nameless, verb
    if group and group[1] < len(core):
        yield "left.object", phrase(core[group[1] :]), core[group[1] :], verb
        if group[0] > 0:
            yield "left.verb_object", phrase(core[group[0] :]), core[group[0] :], verb
    elif group and group[0] > 0:
        yield "left.subject", phrase(nameless[: max(group[0] - len(core) + len(nameless), 0)]), core[: group[0]], verb
        yield "left.verb", phrase(core[group[0] :]), core[group[0] :], verb
    for index in range(len(core) - 2, -1, -1):
        if core[index].tag == "uj":
            yield "left.head", phrase(core[index + 1 :]), core[index + 1 :], verb
            break
    for index in range(len(core) - 2, 0, -1):
        if (core[index].kind == "mark" and core[index].text in LISTING) or core[index].tag == "c":
            yield "left.last_listed", phrase(core[index + 1 :]), core[index + 1 :], verb
            break


def _before_name(core: Sequence[Item]) -> Iterator[Proposal]:
    """最大点雨量为临城县梁家庄(1003毫米): what stands before the names at the end."""
    stop = len(core)
    while stop and core[stop - 1].kind in {"name", "mark"}:
        stop -= 1
    rest = trim_behind(core[:stop]) if stop < len(core) else ()
    if rest:
        yield "left.before_name", phrase(rest), rest, ""


def _known_end(core: Sequence[Item], known: Container[str]) -> Iterator[Proposal]:
    """北方矿业集团煤炭产量: the longest end of the words before the number that is the name of a metric."""
    for start in range(1, len(core)):
        end = phrase(core[start:])
        if end in known and core[start - 1].text not in LISTING:
            group = verb_group(core)
            yield "left.known", end, core[start:], phrase(core[group[0] : group[1]]) if group else ""
            return


def _behind_holder(core: Sequence[Item], holders: Sequence[Name]) -> Iterator[Proposal]:
    """职工服务中心共帮扶职工: what stands behind the longest holder that opens the words before the number."""
    if not core or not holders:
        return
    start = without_name(core)[0].start
    ends = [holder.end for holder in holders if holder.start <= start < holder.end < core[-1].end]
    rest = trim_before([item for item in core if item.start >= max(ends)]) if ends else ()
    if rest:
        group = verb_group(rest)
        yield "left.unheld", phrase(rest), rest, phrase(rest[group[0] : group[1]]) if group else ""


def _through(window: Window, core: Sequence[Item]) -> Iterator[Proposal]:
    """治愈出院60岁以上患者545人: a number that only says which ones are meant is a part of the metric."""
    items, at = window.items, window.low - 1
    if not core or at < window.clause or items[at].kind != "quantity" or core[0].start - items[at].end > 1:
        return
    core = tuple(item for item in core if item.start > items[at].start)
    start = at
    while start > window.clause and items[start - 1].kind in {"word", "name"}:
        start -= 1
    whole = (*trim_before(items[start:at]), items[at], *core)
    yield "through", said(whole), whole, ""
    yield "through.own", said((items[at], *core)), (items[at], *core), ""


def _from_right(core: Sequence[Item], after: Sequence[Item]) -> Iterator[Proposal]:
    if not after:
        return
    group = verb_group(core)
    verb = phrase(core[group[0] : group[1]]) if group else ""
    yield "right", phrase(after), after, verb
    run = noun_run(after)
    noun = after[:run]
    if noun:
        yield "right.noun", phrase(noun), noun, verb
        first = noun[: first_nouns(noun)]
        if first and len(first) < len(noun):
            yield "right.first", phrase(first), first, verb
        for index in range(len(noun) - 2, -1, -1):
            if noun[index].tag == "uj":
                yield "right.head", phrase(noun[index + 1 :]), noun[index + 1 :], verb
                break
    rest = after[run:]
    if rest:
        predicate = trim_before(rest)
        if predicate:
            yield "right.predicate", phrase(predicate), predicate, verb
            stop = next((i for i, item in enumerate(predicate) if item.is_verb), len(predicate) - 1) + 1
            if noun:
                yield "right.noun_verb", phrase(noun) + phrase(predicate[:stop]), (*noun, *predicate[:stop]), verb
                yield "right.verb_noun", phrase(predicate[:stop]) + phrase(noun), (*noun, *predicate[:stop]), verb
                yield "right.predicate_noun", phrase(predicate) + phrase(noun), (*noun, *predicate), verb


def _counted(core: Sequence[Item], after: Sequence[Item]) -> Iterator[Proposal]:
    """832个脱贫县每个县都有工厂: the noun that the number counts, whatever goes on behind it."""
    group, (first, stop) = verb_group(core), counted(after)
    if 0 < stop < len(after) and stop != noun_run(after):
        verb = phrase(core[group[0] : group[1]]) if group else ""
        yield "right.counted" if stop == first + 1 else "right.counted.on", phrase(after[:stop]), after[:stop], verb


def _around(core: Sequence[Item], after: Sequence[Item]) -> Iterator[Proposal]:
    noun = after[: noun_run(after)]
    if not core or not noun:
        return
    group = verb_group(core)
    nameless = without_name(core)
    if group:
        verb = core[group[0] : group[1]]
        yield "around.verb_noun", phrase(verb) + phrase(noun), (*verb, *noun), phrase(verb)
        heads = [i for i, item in enumerate(noun) if item.tag == "uj"]
        if heads and heads[-1] + 1 < len(noun):
            yield "around.verb_head", phrase(verb) + phrase(noun[heads[-1] + 1 :]), (*verb, *noun), phrase(verb)
    yield "around", phrase(nameless) + phrase(noun), (*nameless, *noun), phrase(core[group[0] : group[1]]) if group else ""


def _shared(core: Sequence[Item], after: Sequence[Item], earlier: Sequence[Earlier]) -> Iterator[Proposal]:
    if not earlier:
        return
    last = earlier[-1]
    yield "shared", last.metric, (), last.verb
    if len(earlier) > 1:
        yield "shared.before", earlier[-2].metric, (), earlier[-2].verb
        yield "shared.first", earlier[0].metric, (), earlier[0].verb
    noun = after[: noun_run(after)]
    if last.verb and core:
        own = phrase(core)
        yield "shared.verb_left", own if own.startswith(last.verb) else last.verb + own, core, last.verb
    if last.verb and noun and not core:
        yield "shared.verb_right", last.verb + phrase(noun), noun, last.verb
    if core:
        yield "shared.left", last.metric + phrase(core), core, last.verb
        yield "left.shared", phrase(core) + last.metric, core, last.verb
    if noun:
        yield "shared.right", last.metric + phrase(noun), noun, last.verb


def _previous_clause(window: Window, reach: int) -> Iterator[Proposal]:
    """The clause before, where it holds no number: its words, its subject."""
    clause = _clause_before(window, reach)
    while clause and clause[-1].tag == _LOCALISER:
        clause = clause[:-1]  # 确诊病例中,A市6例
    if not clause:
        return
    nameless = without_name(clause)
    yield "clause", phrase(nameless), nameless, ""
    group = verb_group(nameless)
    first = next((i for i, item in enumerate(nameless) if item.is_verb), None)
    if first:
        yield "clause.subject", phrase(nameless[:first]), nameless[:first], ""
    if group and group[1] < len(nameless):
        yield "clause.object", phrase(nameless[group[1] :]), nameless[group[1] :], ""
        yield "clause.verb_object", phrase(nameless[group[0] :]), nameless[group[0] :], ""


def _clause_before(window: Window, reach: int) -> tuple[Item, ...]:
    """The words of the clause before; at most `reach` that only say when are passed over (一路上涨,到2016年,达到38亿元)."""
    stop = window.clause - 1
    for _ in range(reach):
        start = window.items.ends[stop - 1] + 1 if stop > 0 else 0
        if stop <= 0 or window.items.numbers_between(start, stop):
            return ()
        clause = trim_before(window.items[start:stop])
        if reach == 1 or not all(item.kind == "period" or item.tag in _WHEN for item in clause):
            return clause
        stop = start - 1
    return ()


def _parallel(window: Window, earlier: Sequence[Earlier]) -> Iterator[Proposal]:
    """A、B分别为x、y,增长m、n: the second number of a later list goes with the second of the list before."""
    recent = earlier[-_LONGEST_LIST:]
    place = sum(1 for other in recent if other.clause == window.clause)
    before = [other for other in recent if other.clause < window.clause]
    if not before:
        return
    last = [other for other in before if other.clause == before[-1].clause]
    if len(last) > 1 and place < len(last):
        yield "parallel", last[place].metric, (), last[place].verb


def _next_number(window: Window, core: Sequence[Item]) -> Iterator[Proposal]:
    """派出四批共699名专家, 分2期组织135人培训: the noun stands behind the next number of the clause."""
    for index in range(window.at + 1, min(window.at + 4, len(window.items))):
        if window.items[index].kind == "quantity":
            following = cut_window(window.items, index)
            noun = _after(following)
            noun = noun[: noun_run(noun)]
            if noun:
                verb = phrase(core)
                yield "next.noun", phrase(noun), noun, verb
                yield "next.verb_noun", verb + phrase(noun), noun, verb
            return
