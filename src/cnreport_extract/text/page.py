"""Raw text → `Page`: blocks, title, publish date, publisher, sections, sentences."""

from datetime import date

from cnreport_extract.chars import fold
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Block, Page, Sentence, Span
from cnreport_extract.text.blocks import BlockReader
from cnreport_extract.text.dates import DateReader
from cnreport_extract.text.publication import PublicationReader
from cnreport_extract.text.sections import sections
from cnreport_extract.text.sentences import SentenceSplitter


class PageReader:
    r"""Reads what a page is made of; immutable after construction, safe to share between threads.

    Example:
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> page = PageReader(Lexicon()).read("市总工会送清凉\n发布时间:2024-07-03\n昨日,慰问职工300人。")
        >>> page.title.of(page.text), page.published.isoformat(), [sentence.of(page.text) for sentence in page.sentences]
        ('市总工会送清凉', '2024-07-03', ['昨日,慰问职工300人。'])
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._blocks = BlockReader(lexicon)
        self._publication = PublicationReader(lexicon, DateReader(lexicon))
        self._sentences = SentenceSplitter(lexicon)

    def read(self, raw: str, published: date | None = None) -> Page:
        """Read one text.

        Args:
            raw: Any string.
            published: The publish date where it is known; it beats what the text says.

        Returns:
            The page; all offsets count in `raw`.
        """
        text = fold(raw)
        layout = self._blocks.read(text)
        publication = self._publication.read(text, layout)
        whole = Span(layout.blocks[0].start, layout.blocks[-1].end) if layout.blocks else Span(0, 0)
        sentences = self._split(text, layout.blocks)
        return Page(
            text=text,
            title=layout.title,
            published=published or publication.day,
            published_span=publication.span if published in (None, publication.day) else None,
            publisher=publication.publisher,
            blocks=layout.blocks,
            sections=sections(layout.title, whole, layout.headings) if layout.blocks else (),
            sentences=tuple(sentences),
        )

    def _split(self, text: str, blocks: tuple[Block, ...]) -> list[Sentence]:
        sentences: list[Sentence] = []
        section = 0
        for index, block in enumerate(blocks):
            if block.kind not in ("heading", "body"):
                continue
            section += block.kind == "heading"
            sentences += [Sentence(start, end, index, section) for start, end in self._sentences.split(text, block.start, block.end)]
        return sentences
