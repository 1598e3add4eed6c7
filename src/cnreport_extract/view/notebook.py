"""The page inside a notebook: in a frame of its own, so that neither styles nor scripts meet those of the notebook."""

from html import escape

from cnreport_extract.models import Document
from cnreport_extract.view.page import available, page

_HEIGHT = 560


def frame(document: Document) -> str | None:
    """The HTML that a notebook shows for a document; None, and so its plain form, without the extra `view`.

    Example:
        >>> frame(Document(text="", title=None, published=None, sections=(), mentions=(), facts=()))[:7]
        '<iframe'
    """
    if not available():
        return None
    inside = escape(page([(document.title or "", document)]))
    style = f"width:100%;height:{_HEIGHT}px;border:1px solid #8886;border-radius:6px"
    return f'<iframe title="cnreport" sandbox="allow-scripts" style="{style}" srcdoc="{inside}"></iframe>'
