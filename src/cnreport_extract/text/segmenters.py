"""Segmenters behind one protocol: the only module that imports one.

==================  =========================================================  ==================================
name                what cuts                                                  needs
==================  =========================================================  ==================================
`rjieba`            jieba's algorithm and dictionary, in Rust; the default     nothing more
`jieba`             jieba itself: the same cuts, a tenth of the speed          `pip install jieba`
`pkuseg:FOLDER`     spacy-pkuseg with the model in that folder                 `pip install spacy-pkuseg`, a model
`characters`        every character by itself                                  nothing more
==================  =========================================================  ==================================

All keep the words that they are given whole, with the tags given; tags of other words are those of jieba's dictionary.
Segmenters load with their first use, may be shared between threads and are pickled without what they have loaded.
"""

import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any, Protocol

from cnreport_extract.errors import InputError

Tagged = tuple[str, str]
DEFAULT = "rjieba"
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_KEPT_LOADED = 4  # dictionaries of 24 MB each
_KEPT = "x"  # the tag of a word that is given without one, and of what no dictionary knows


class Segmenter(Protocol):
    """Cuts text into words with the tags of jieba's tag set."""

    def tag(self, text: str, *, guess: bool = True) -> list[Tagged]:
        """The words of a text with their tags; together they are as long as the text.

        Args:
            text: The text.
            guess: Whether to guess words that the dictionary lacks, where the segmenter can.
        """


class _Loaded:
    """A segmenter whose engine is made with its first use."""

    _lock = threading.RLock()  # one for all: several may load the same module

    def __init__(self, words: Iterable[Tagged] = ()) -> None:
        self._words = tuple(words)
        self._engine: Any = None

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self._words,))

    @property
    def engine(self) -> Any:
        """What cuts, loaded once."""
        if self._engine is None:
            with self._lock:
                if self._engine is None:
                    self._engine = self._load()
        return self._engine

    def _load(self) -> Any:
        raise NotImplementedError


class RjiebaSegmenter(_Loaded):
    """jieba's algorithm and dictionary as `rjieba` has them.

    Example:
        >>> RjiebaSegmenter([("裁调中心", "nt")]).tag("裁调中心受理")
        [('裁调中心', 'nt'), ('受理', 'v')]
    """

    def tag(self, text: str, *, guess: bool = True) -> list[Tagged]:
        """See `Segmenter.tag`. Half characters, which scraped text may hold, come back as U+FFFD."""
        try:
            tagged: list[Tagged] = self.engine.tag(text, hmm=guess)
        except UnicodeEncodeError:
            tagged = self.engine.tag(text.translate(_SURROGATES), hmm=guess)
        return tagged

    def knows(self, word: str) -> bool:
        """Whether the dictionary holds a word."""
        return bool(self.engine.has_word(word))

    def _load(self) -> Any:
        return _rjieba(self._words)


@lru_cache(_KEPT_LOADED)
def _rjieba(words: tuple[Tagged, ...]) -> Any:
    """An engine with these words besides its own; segmenters with the same words share it."""
    engine = _extension().Jieba()
    for word, tag in words:
        engine.add_word(word, None, tag)
    return engine


def _extension() -> Any:
    """The compiled module of rjieba by itself: the package around it loads one dictionary more, which nobody asks (0.09 s, 24 MB)."""
    name = "rjieba.rjieba"
    if name not in sys.modules:
        package = find_spec("rjieba")
        spec = PathFinder.find_spec(name, package.submodule_search_locations) if package is not None else None
        if spec is None or spec.loader is None:
            return import_module("rjieba")
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        sys.modules[name] = module
    return sys.modules[name]


class JiebaSegmenter(_Loaded):
    """jieba itself, with a dictionary of its own."""

    def tag(self, text: str, *, guess: bool = True) -> list[Tagged]:
        """See `Segmenter.tag`."""
        return [(pair.word, pair.flag) for pair in self.engine.cut(text, HMM=guess)]

    def _load(self) -> Any:
        try:
            import jieba.posseg  # noqa: PLC0415  (optional)
        except ImportError as error:
            raise InputError(f"segmenter 'jieba': not installed ({error}); install it with: pip install jieba") from error
        tokenizer = jieba.Tokenizer()
        for word, tag in self._words:
            tokenizer.add_word(word, None, tag)
        return jieba.posseg.POSTokenizer(tokenizer)


class PkusegSegmenter(_Loaded):
    """spacy-pkuseg with a model of the user's own: its wheel brings none."""

    def __init__(self, words: Iterable[Tagged] = (), model: str = "") -> None:
        super().__init__(words)
        self._model = model
        self._tags = dict(self._words)

    def __reduce__(self) -> tuple[Any, ...]:
        return (PkusegSegmenter, (self._words, self._model))

    def tag(self, text: str, *, guess: bool = True) -> list[Tagged]:
        """See `Segmenter.tag`; what is no word for pkuseg, blanks above all, is kept as it is."""
        found: list[Tagged] = []
        at = 0
        for word in self.engine.cut(text) if guess or text else ():
            start = text.index(word, at)
            found += [(letter, _KEPT) for letter in text[at:start]]
            found.append((word, self._tags.get(word) or _tag_of(word)))
            at = start + len(word)
        return [*found, *((letter, _KEPT) for letter in text[at:])]

    def _load(self) -> Any:
        try:
            import spacy_pkuseg  # noqa: PLC0415  (optional)
        except ImportError as error:
            raise InputError(f"segmenter 'pkuseg': not installed ({error}); install it with: pip install spacy-pkuseg") from error
        if not Path(self._model).is_dir():
            raise InputError(f"segmenter 'pkuseg:{self._model}': no such folder; give the folder of a pkuseg model")
        return spacy_pkuseg.pkuseg(model_name=self._model, user_dict=[word for word, _ in self._words] or None)


class CharacterSegmenter:
    """Every character by itself, but for the words given.

    Example:
        >>> CharacterSegmenter([("工会", "nt")]).tag("市工会")
        [('市', 'n'), ('工会', 'nt')]
    """

    def __init__(self, words: Iterable[Tagged] = ()) -> None:
        self._words = dict(words)
        self._lengths: dict[str, list[int]] = {}
        for word in sorted(self._words, key=len, reverse=True):
            lengths = self._lengths.setdefault(word[:1], [])
            if len(word) not in lengths:
                lengths.append(len(word))

    def tag(self, text: str, *, guess: bool = True) -> list[Tagged]:  # noqa: ARG002  (there is nothing to guess)
        """See `Segmenter.tag`."""
        found: list[Tagged] = []
        at = 0
        while at < len(text):
            length = next((length for length in self._lengths.get(text[at], ()) if text[at : at + length] in self._words), 1)
            word = text[at : at + length]
            found.append((word, self._words.get(word) or _tag_of(word)))
            at += length
        return found


def segmenter(name: str = DEFAULT, words: Sequence[Tagged] = ()) -> Segmenter:
    """The segmenter of this name.

    Args:
        name: `rjieba`, `jieba`, `characters` or `pkuseg:FOLDER`.
        words: Words that are to stay whole, each with its tag.

    Raises:
        InputError: There is no such segmenter.
    """
    kind, _, model = name.partition(":")
    if kind == "pkuseg":
        return PkusegSegmenter(words, model)
    known: dict[str, Callable[[Sequence[Tagged]], Segmenter]] = {
        "rjieba": RjiebaSegmenter,
        "jieba": JiebaSegmenter,
        "characters": CharacterSegmenter,
    }
    if name not in known:
        raise InputError(f"segmenter: found {name!r}, expected {', '.join(known)} or pkuseg:FOLDER")
    return known[name](words)


def user_words(path: Path) -> list[Tagged]:
    """Words of a user dictionary in jieba's format: one a line, then its frequency and its tag, each optional.

    Raises:
        InputError: The file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}; expected a user dictionary in UTF-8") from error
    rows = [line.split() for line in lines if line.strip()]
    return [(row[0], row[-1] if len(row) > 1 and not row[-1].isdigit() else "n") for row in rows]


@cache
def _tag_of(word: str) -> str:
    """The tag of a word in jieba's dictionary."""
    plain = RjiebaSegmenter()
    return plain.tag(word, guess=False)[0][1] if plain.knows(word) else _KEPT
