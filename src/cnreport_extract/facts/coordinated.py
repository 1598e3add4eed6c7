"""Lists of metrics that share their numbers' clause: A、B、C分别增长x、y、z gives each number the member at its own place."""

from collections.abc import Iterator, Sequence

from cnreport_extract.facts.aligned import joined_run
from cnreport_extract.facts.items import Item
from cnreport_extract.facts.phrases import CHANGE_TAIL, Proposal, only_names, verb_group
from cnreport_extract.facts.windows import LISTING, Window, phrase, trim_before, trim_behind, unbracketed

SETTLED = frozenset({"aligned.each", "aligned.held"})  # where a member is found for each number, nothing else is meant
_LONGEST_LIST = 120  # items


def coordinated(window: Window) -> Iterator[Proposal]:
    """A、B、C分别增长x、y、z: the number takes the member of the list at its own place."""
    items, low = window.items, window.clause
    each = next((place for place in range(window.at - 1, low - 1, -1) if items[place].is_cue("copulas.each_own")), None)
    numbers: Sequence[int] = items.numbers_between(low if each is None else each, low + _LONGEST_LIST)
    if each is not None:
        numbers = joined_run(items, numbers)
    if window.at not in numbers or (each is None and len(numbers) < 2):
        return  # 新能源、新材料等产业项目超六成: one number is of all members
    own, place = trim_before(unbracketed(items[low if each is None else each + 1 : numbers[0]])), numbers.index(window.at)
    if each is None:
        members = _members(own, len(numbers))
        yield from _of_member(members, place, "aligned.each" if _alike(members, joined_run(items, numbers)) else "aligned")
    else:
        yield from _behind_each_own(_members(_listed_before(window, each) or own, len(numbers)), own, place, len(numbers))


def _behind_each_own(members: Sequence[Sequence[Item]], own: Sequence[Item], place: int, size: int) -> Iterator[Proposal]:
    """The proposals where 分别 tells that there is a list; `own` are the words between it and the first number."""
    if _tells_holders(members, own):
        return
    held = _held_by_all(members) if len(members) > 1 else None
    if held is not None:
        if held:
            yield "aligned.held", phrase(held), held, ""
        return
    yield from _of_member(members, place, "aligned.each" if len(members) == size else "aligned")
    acts = [item for item in own if item.is_verb and not item.is_cue(*CHANGE_TAIL, "copulas.reach")]
    if acts and 1 < len(members) > place:  # 镍矿、电解镍分别进口x、y
        yield "aligned.acted", phrase(members[place]) + phrase(acts), (*members[place], *acts), phrase(acts)


def _of_member(members: Sequence[Sequence[Item]], place: int, rule: str) -> Iterator[Proposal]:
    """The member at its place, alone, with the head that the last one has for all, with the verb that the first one has for all."""
    if len(members) < 2 or place >= len(members):
        return
    member, head, tail = members[place], members[0], _tail(members[place], members[-1])
    yield rule, phrase(member), member, ""
    if len(phrase(tail)) > 1 and place < len(members) - 1:
        yield "aligned.tail", phrase(member) + phrase(tail), (*member, *tail), ""
    group = verb_group(head) if place and len(head) > 1 else None
    if group:
        yield "aligned.verb", phrase(head[: group[1]]) + phrase(member), member, ""


def _alike(members: Sequence[Sequence[Item]], numbers: Sequence[int]) -> bool:
    """森林覆盖率、绿化率达到65%和43%: as many nouns of one kind as there are numbers in the list need no 分别."""
    heads = {member[-1].text[-1] for member in members if member[-1].kind == "word" and len(phrase(member)) > 1}
    return 1 < len(members) == len(numbers) and len(heads) == 1 and all(member[-1].kind == "word" for member in members)


def _tells_holders(members: Sequence[Sequence[Item]], behind: Sequence[Item]) -> bool:
    """端州、高要分别实现生产总值x、y; 增速较快的河南、安徽分别增长x、y: the list is of holders, the metric stands elsewhere."""
    measured = any(item.kind == "word" and not item.is_verb and item.tag[:1] == "n" and not item.cues for item in behind)
    return measured or all(member[-1].kind == "name" and only_names(member[-1:]) for member in members)


def _held_by_all(members: Sequence[Sequence[Item]]) -> Sequence[Item] | None:
    """长沙、株洲、湘潭生产总值分别增长x、y、z: what the last name holds, the others hold too; None where this is no list of names."""
    last = members[-1]
    if not all(map(only_names, members[:-1])) or last[0].kind != "name":
        return None
    start = next((place for place, item in enumerate(last) if item.kind != "name"), len(last))
    rest = last[start:]
    if rest and rest[0].tag == "u":  # 北京等城市的房价
        rest = rest[max((place + 1 for place, item in enumerate(rest) if item.tag == "uj"), default=len(rest)) :]
    return trim_before(rest)


def _listed_before(window: Window, each: int) -> Sequence[Item]:
    """The words in front of 分别 that may be a list, of the clause before where it opens its own (X和Y,较上月分别上升x、y)."""
    items = window.items
    numbers = items.numbers_between(window.clause, each)
    own = trim_before(unbracketed(items[numbers[-1] + 1 if numbers else window.clause : each]))
    if only_names(own):
        return ()
    if any(item.kind == "word" and not item.is_cue(*CHANGE_TAIL, "changes.comparison") and item.tag != "p" for item in own):
        return own
    stop = window.clause - 1
    start = items.ends[stop - 1] + 1 if stop > 0 else stop
    return () if items.numbers_between(start, stop) else trim_before(unbracketed(items[start : max(stop, 0)]))


def _members(core: Sequence[Item], size: int) -> list[tuple[Item, ...]]:
    """The members of a coordination; what connects the last one with the number is cut.

    They are split at 、, and at 和 where that alone does not make as many as there are numbers (其他用品和服务、医疗保健).
    """
    kept = list(trim_behind(core, CHANGE_TAIL))
    while kept and (kept[-1].is_cue(*CHANGE_TAIL) or kept[-1].tag == "d"):
        kept = list(trim_behind(kept[:-1], CHANGE_TAIL))
    listed = sum(item.kind == "mark" and item.text in LISTING for item in kept) + 1 == size
    members: list[list[Item]] = [[]]
    for item in kept:
        if (item.kind == "mark" and item.text in LISTING) or (not listed and item.tag == "c" and item.is_cue("connectives.more")):
            members.append([])
        else:
            members[-1].append(item)
    return [tuple(member) for member in members if member]


def _tail(member: Sequence[Item], last: Sequence[Item]) -> Sequence[Item]:
    """The head noun that the last member of a list shares with the others.

    城镇、农村居民收入 → 居民收入; 加工业、服务业销售额 → 销售额, for the word both have in common stands before it;
    nothing where both end alike (进口额、出口额).
    """
    shared = next((place for place in range(len(last) - 1, -1, -1) if last[place].text == member[-1].text), 0)
    return last[shared + 1 :] if len(last) > 1 else ()
