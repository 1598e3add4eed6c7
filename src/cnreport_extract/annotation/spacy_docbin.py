"""spaCy: a `DocBin` of documents cut into characters, for training and evaluation in a spaCy project.

`doc.spans["sc"]`, the key that the span categoriser reads, holds the facts and their words with the labels FACT, ENTITY, METRIC and
DATE; all fields stand in `doc.user_data["cnreport"]`. Needs spaCy (`pip install 'cnreport-extract[spacy]'`).
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cnreport_extract.annotation.annotated import LABELS, PARTS, Annotated, checked, fact_fields, fact_row, head_row
from cnreport_extract.errors import GoldError, InputError

_KEY = "cnreport"
_SPANS = "sc"


def write(items: Iterable[Annotated], path: Path) -> None:
    """Write a file that `spacy train` and `DocBin().from_disk` read.

    Raises:
        InputError: spaCy is not installed, or a text holds what it cannot keep.
    """
    spacy = _spacy()
    from spacy.tokens import DocBin  # noqa: PLC0415  (an extra)

    vocab = spacy.blank("zh").vocab
    DocBin(store_user_data=True, docs=[_doc(vocab, item) for item in items]).to_disk(path)


def _doc(vocab: Any, item: Annotated) -> Any:
    from spacy.tokens import Doc, Span  # noqa: PLC0415  (an extra)

    doc = Doc(vocab, words=list(item.text), spaces=[False] * len(item.text))
    spans = {(LABELS[0], fact.span) for fact in item.gold.facts}
    spans |= {(part, span) for fact in item.gold.facts if fact.evidence for part in PARTS if (span := getattr(fact.evidence, part))}
    marked = (Span(doc, *span, label=label.upper()) for label, span in sorted(spans, key=lambda one: (one[1], one[0])))
    doc.spans[_SPANS] = list(marked)  # one token a character: offsets of tokens are those of characters
    doc.user_data[_KEY] = {**head_row(item.gold), "facts": [fact_row(fact) for fact in item.gold.facts]}
    return doc


def read(path: Path) -> Iterator[Annotated]:
    """The texts of a `DocBin`; of one that another program made the spans labelled FACT.

    Raises:
        InputError: spaCy is not installed.
        GoldError: It is no `DocBin`.
    """
    spacy = _spacy()
    from spacy.tokens import DocBin  # noqa: PLC0415  (an extra)

    try:
        docs = list(DocBin(store_user_data=True).from_disk(path).get_docs(spacy.blank("zh").vocab))
    except Exception as error:  # spaCy tells a broken file by whatever its parts raise
        raise GoldError(f"{path}: no DocBin of spaCy ({error!r})") from error
    for number, doc in enumerate(docs, 1):
        where = f"{path}: document {number}"
        kept = dict(doc.user_data.get(_KEY) or {"id": f"{path.stem}-{number}"})
        facts = kept.pop("facts", None)
        if facts is None:
            marked = [span for span in doc.spans.get(_SPANS, []) if span.label_.lower() == LABELS[0]]
            facts = [fact_fields(doc.text, (span.start_char, span.end_char), where) for span in marked]
        yield checked(doc.text, kept, facts, where)


def _spacy() -> Any:
    try:
        import spacy  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise InputError("DocBin needs spaCy; install it with: pip install 'cnreport-extract[spacy]'") from error
    return spacy
