"""One record of a dump (a JSON object) → its text, id, title and publish date.

A field is found by the name that the user gives, else by the usual ones (`patterns/records.toml`).
"""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from cnreport_extract.batch.documents import Item, SourceText
from cnreport_extract.batch.readers.days import day
from cnreport_extract.batch.readers.encodings import decoded
from cnreport_extract.batch.readers.formats import HTML
from cnreport_extract.batch.readers.options import ReadOptions
from cnreport_extract.batch.readers.pages import read_fragment, read_page
from cnreport_extract.errors import ReadError
from cnreport_extract.lexicon.layers import pattern_folders
from cnreport_extract.lexicon.lexicon import Lexicon

_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:p|div|br|span|section|table|h[1-6]|li|strong|a)(?:\s[^<>]*)?/?>", re.IGNORECASE)


def read_record(item: Item, options: ReadOptions) -> SourceText:
    """Read the fields of a JSON object.

    Raises:
        ReadError: It is no JSON object, or has no text.
    """
    line, notes = decoded(item.data, options.encoding)
    record, names, usual = _parsed(line), options.fields, _usual(options.patterns)
    text = _text(_value(record, names.text, usual["text"]))
    if text is None:
        known = ", ".join(map(repr, list(record)[:9]))
        raise ReadError("field", f"no text in field {names.text or 'text'!r}; the record has {known}: name the one that holds the text")
    title, key = _value(record, names.title, usual["title"]), _value(record, names.key, usual["key"])
    told = SourceText(
        item.place,
        text,
        title=title.strip() or None if isinstance(title, str) else None,
        published=day(_value(record, names.published, usual["published"])),
        key=str(key) if isinstance(key, (str, int)) and key != "" else None,
        notes=notes,
    )
    return _without_markup(told, options) if _MARKUP.search(text) or _PAGE.match(text) else told


def _without_markup(told: SourceText, options: ReadOptions) -> SourceText:
    """The text of a record that holds a page, or a piece of one; what the record says beside it counts more."""
    if not _PAGE.match(told.text):
        return replace(told, text=read_fragment(told.text, options))
    page = read_page(Item(told.place, HTML, told.text.encode()), replace(options, encoding="utf-8"))
    return replace(told, text=page.text, title=told.title or page.title, published=told.published or page.published)


def _parsed(text: str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError("malformed", f"no JSON ({error}); mend the record") from error
    if not isinstance(record, dict):
        raise ReadError("malformed", f"a record is a JSON object, found {type(record).__name__}; mend the record")
    return record


def _text(value: Any) -> str | None:
    """The text of a field: a string, or a list of paragraphs."""
    if isinstance(value, list) and value and all(isinstance(line, str) for line in value):
        value = "\n".join(value)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else None


def _value(record: dict[str, Any], name: str | None, usual: Sequence[str]) -> Any:
    """The value of a field, by the name that the user gives (`a.b` is field b of field a) or by the first usual name."""
    if name is not None:
        return _at(record, name)
    by_name = {str(known).strip().lower(): value for known, value in reversed(record.items()) if value not in (None, "")}
    return next((by_name[each] for each in usual if each in by_name), None)


def _at(record: Any, name: str) -> Any:
    if isinstance(record, dict) and name in record:
        return record[name]
    head, _, rest = name.partition(".")
    return _at(record[head], rest) if rest and isinstance(record, dict) and head in record else None


@cache
def _usual(patterns: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    lexicon = Lexicon(layers=pattern_folders(map(Path, patterns)))
    return {cue.id: cue.words for cue in lexicon.cues("records").values()}
