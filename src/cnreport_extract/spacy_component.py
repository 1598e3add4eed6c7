"""The library as a component of a spaCy pipeline: `nlp.add_pipe("cnreport_extract")`, found by entry point.

==============================  ==========================================================================================
`doc._.facts`                   the facts of the text (`models.Fact`), spans by character
`doc.spans["cnreport_extract"]`  the names, as spans of tokens with a label and the id of the gazetteer (`span.kb_id_`)
`doc.ents`                      the same, joined to entities that are there already, where `set_ents` is true
==============================  ==========================================================================================

A name that ends inside a token takes the whole token. Needs spaCy (`pip install 'cnreport-extract[spacy]'`); only spaCy imports
this module.
"""

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from cnreport_extract.models import Mention
from cnreport_extract.pipeline import Extractor

NAME = "cnreport_extract"
_LABELS = {"organisation": "ORG", "group": "ORG", "place": "LOC", "person": "PERSON", "project": "PRODUCT"}


class SpacyComponent:
    """Reads the text of a document; made by spaCy."""

    def __init__(self, extractor: Extractor, published: str | None, *, set_ents: bool) -> None:
        self._extractor, self._published, self._set_ents = extractor, published, set_ents

    def __call__(self, doc: Doc) -> Doc:
        """Add facts and names to a document."""
        read = self._extractor.read(doc.text, self._published)
        doc._.facts = read.facts
        names = [span for mention in read.mentions if (span := _span(doc, mention)) is not None]
        doc.spans[NAME] = names
        if self._set_ents:
            doc.ents = tuple(filter_spans([*doc.ents, *_free(doc, names)]))
        return doc


def _span(doc: Doc, mention: Mention) -> Span | None:
    """The tokens of a name, None for what is no name."""
    label = _LABELS.get(mention.kind)
    return doc.char_span(*mention.span, label=label, kb_id=mention.id or "", alignment_mode="expand") if label else None


def _free(doc: Doc, names: Sequence[Span]) -> list[Span]:
    """The names that share no token with an entity that is there already."""
    taken = {token.i for entity in doc.ents for token in entity}
    return [name for name in names if taken.isdisjoint(range(name.start, name.end))]


@Language.factory(
    NAME,
    assigns=["doc._.facts", "doc.spans", "doc.ents"],
    default_config={"published": None, "gazetteers": [], "ner": None, "set_ents": True},
)
def make(nlp: Language, name: str, published: str | None, gazetteers: list[str], ner: str | None, set_ents: bool) -> SpacyComponent:  # noqa: ARG001, FBT001  (spaCy calls it by these names)
    """Make the component.

    Args:
        nlp: The pipeline.
        name: The name of the component in it.
        published: Publish date of all texts; None: looked for in each text.
        gazetteers: CSV files with names of your own.
        ner: None or "lac" (see `Extractor`).
        set_ents: Whether names become entities too.
    """
    if not Doc.has_extension("facts"):
        Doc.set_extension("facts", default=())
    return SpacyComponent(Extractor(gazetteers=gazetteers, ner=ner), published, set_ents=set_ents)
