"""One record of a dump (a JSON object) → its text, id, title and publish date."""

import json
from datetime import date
from typing import Any

from cnreport_extract.batch.documents import Item, SourceText
from cnreport_extract.batch.readers.encodings import decoded
from cnreport_extract.batch.readers.options import ReadOptions
from cnreport_extract.errors import ReadError


def read_record(item: Item, options: ReadOptions) -> SourceText:
    """Read the named fields of a JSON object.

    Raises:
        ReadError: It is no JSON object, or has no text.
    """
    line, notes = decoded(item.data, options.encoding)
    record = _parsed(line)
    names = options.fields
    text = _value(record, names.text)
    if not isinstance(text, str):
        known = ", ".join(map(repr, list(record)[:9]))
        raise ReadError("field", f"no text in field {names.text!r}; the record has {known}: name the one with the text")
    title, key = _value(record, names.title), _value(record, names.key)
    return SourceText(
        item.place,
        text,
        title=title.strip() or None if isinstance(title, str) else None,
        published=_day(_value(record, names.published)),
        key=str(key) if isinstance(key, (str, int)) and key != "" else None,
        notes=notes,
    )


def _parsed(text: str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError("malformed", f"no JSON ({error}); mend the record") from error
    if not isinstance(record, dict):
        raise ReadError("malformed", f"a record is a JSON object, found {type(record).__name__}; mend the record")
    return record


def _value(record: Any, name: str) -> Any:
    """The value of a field; `a.b` is looked up as it stands, then step by step."""
    if isinstance(record, dict) and name in record:
        return record[name]
    head, _, rest = name.partition(".")
    return _value(record[head], rest) if rest and isinstance(record, dict) and head in record else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
