"""What a page is: a report, a plan or news. In a report the period and the place of the title hold longer."""

import re

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Page

NEWS = "news"
_HEADED = "headed"
_SECTIONS = 3  # numbered sections from which a page is no news story


class GenreReader:
    """Tells genres apart by the words of the title (`patterns/genres.toml`). Immutable after construction."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._genres = {genre: re.compile(lexicon.words("genres", genre)) for genre in lexicon.cues("genres")}

    def of(self, page: Page) -> str:
        """The genre of a page: an id of the file, `headed` where it has numbered sections, else `news`."""
        title = page.title
        if title is not None:
            for genre, pattern in self._genres.items():
                if pattern.search(page.text, title.start, title.end):
                    return genre
        return _HEADED if len(page.sections) > _SECTIONS else NEWS
