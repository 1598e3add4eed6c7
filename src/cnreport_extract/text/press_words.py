"""Words with a function in press language (达, 同比, 分别), which segmenters are to keep whole."""

from collections.abc import Iterator

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.text.segmenters import RjiebaSegmenter, Tagged

_TOPICS = ("changes", "copulas", "connectives", "shares", "verbs")
_NO_VERBS = frozenset({"changes.earlier", "changes.pace", "changes.no_rate"})


def functions(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """Word → ids of the cues that it is, as `topic.id`.

    Example:
        >>> sorted(functions(Lexicon())["突破"])
        ['copulas.adverb', 'copulas.reach']
    """
    found: dict[str, set[str]] = {}
    for topic in _TOPICS:
        for cue in lexicon.cues(topic).values():
            for word in cue.words:
                found.setdefault(word, set()).add(f"{topic}.{cue.id}")
    return {word: frozenset(ids) for word, ids in found.items()}


def press_segmenter(lexicon: Lexicon) -> RjiebaSegmenter:
    """The default segmenter with these words: all steps before the facts ask it, so that one dictionary is loaded."""
    return RjiebaSegmenter(press_words(lexicon))


def press_words(lexicon: Lexicon) -> Iterator[Tagged]:
    """The words and the parts of speech under which they enter a segmenter's dictionary, in order."""
    return ((word, _tag(ids)) for word, ids in sorted(functions(lexicon).items()) if len(word) > 1)


def _tag(cues: frozenset[str]) -> str:
    if not cues.isdisjoint(_NO_VERBS):
        return "t"
    topics = {cue.partition(".")[0] for cue in cues}
    return "v" if topics & {"changes", "verbs"} else "d" if "copulas.adverb" in cues else "v"
