"""Markdown → its text without marks; the lines between --- at its head tell title and date."""

import re

from cnreport_extract.batch.documents import Item, SourceText
from cnreport_extract.batch.readers.days import day
from cnreport_extract.batch.readers.encodings import decoded
from cnreport_extract.batch.readers.options import ReadOptions
from cnreport_extract.errors import ReadError

_HEAD = re.compile(r"\A---[ \t]*\r?\n(.{0,5000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"""(?m)^(title|date|published)\s*:\s*["']?([^"'\r\n]+)""")


def read_markdown(item: Item, options: ReadOptions) -> SourceText:
    """Read a Markdown file.

    Raises:
        ReadError: It is no text, or the extra `batch` is missing.
    """
    text, notes = decoded(item.data, options.encoding)
    try:
        from markdown_it import MarkdownIt  # noqa: PLC0415  (an extra)

        from cnreport_extract.batch.readers.page_lines import lines  # noqa: PLC0415  (lxml is of an extra)
        from cnreport_extract.batch.readers.page_markup import parsed  # noqa: PLC0415
    except ImportError as error:
        raise ReadError("extra", f"Markdown needs an extra ({error}): pip install 'cnreport-extract[batch]'") from error
    head = _HEAD.match(text)
    fields = dict(_FIELD.findall(head[1])) if head else {}
    html = MarkdownIt("commonmark").enable("table").render(text[head.end() :] if head else text)
    found = lines(parsed(f"<div>{html}</div>", options.limits.max_depth))
    title = fields.get("title", "").strip() or None
    story = [title, *found] if title and title not in found[:1] else found
    return SourceText(item.place, "\n".join(story), title=title, published=day(fields.get("date") or fields.get("published")), notes=notes)
