"""Checks that hold for every entry of every kind: header, schema, order, ids, examples."""

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields

from cnreport_extract.chars import fold
from cnreport_extract.lexicon.load import fits, wanted
from cnreport_extract.lexicon.problems import DataFile, Entry, Problem, texts
from cnreport_extract.lexicon.rows import Cue, Metric, PeriodPattern, Row, Unit

KINDS: dict[str, type[Row]] = {"unit": Unit, "cue": Cue, "period": PeriodPattern, "metric": Metric}
_FILLED_IN = {"file", "dimension", "topic", "triggers", "lead"}
_SENTENCES = ("examples", "counterexamples")
_ORDERED = ("unit", "cue", "metric")
_WORDS = {"unit": "aliases", "cue": "words"}
_HEADER = re.compile(r"\A(#[^\n]*\n)+")
_OWN_ORDER = re.compile(r"\border carries meaning\b", re.IGNORECASE)


def check_entries(file: DataFile, *, ours: bool = True) -> Iterator[Problem]:
    """Check one file.

    Args:
        file: Any file of `patterns/`.
        ours: Whether it keeps to the header and order of the built-in files.

    Yields:
        One problem for each mistake.
    """
    header = _HEADER.match(file.text)
    if ours and header is None:
        yield Problem(file.name, 1, "header", "no comment", "a comment at the head of the file that defines its fields")
    for table, entries in file.tables.items():
        if not any("id" in entry for entry in entries):
            continue
        for entry in entries:
            yield from _schema(file, table, entry)
            yield from _sentences(file, table, entry)
            yield from _words(file, table, entry)
        yield from _ids(file, table, entries)
        if ours and table in _ORDERED and not (header and _OWN_ORDER.search(header[0])):
            yield from _order(file, table, entries)


def _schema(file: DataFile, table: str, entry: Entry) -> Iterator[Problem]:
    if table not in KINDS:
        return
    known = {field.name: field for field in fields(KINDS[table]) if field.name not in _FILLED_IN}
    for key in sorted(set(entry) - set(known)):
        yield file.problem(table, entry, f"unknown key {key}", f"one of {', '.join(sorted(known))}")
    for name, field in known.items():
        if name not in entry and name not in _SENTENCES and field.default is MISSING:
            yield file.problem(table, entry, f"no {name}", f"{name}, as patterns/README.md describes it")
        if name in entry and not fits(entry[name], field):
            yield file.problem(table, entry, f"{name} = {entry[name]!r}", f"{name} as {wanted(field)}")


def _sentences(file: DataFile, table: str, entry: Entry) -> Iterator[Problem]:
    for kind in _SENTENCES:
        if not entry.get(kind):
            yield file.problem(table, entry, f"no {kind}", f"at least one sentence of your own in {kind}")
    twice = set(texts(entry, "examples")) & set(texts(entry, "counterexamples"))
    for sentence in sorted(twice):
        yield file.problem(table, entry, f"{sentence!r} as example and as counterexample", "each sentence on one side only")


def _words(file: DataFile, table: str, entry: Entry) -> Iterator[Problem]:
    """The words of an entry: folded and each once; one of the spellings of a unit in each of its sentences."""
    key = _WORDS.get(table, "")
    words = texts(entry, key)
    for word in dict.fromkeys(words):
        if words.count(word) > 1:
            yield file.problem(table, entry, f"{word!r} twice in {key}", "each spelling once")
        if fold(word) != word:
            yield file.problem(table, entry, f"{word!r} in {key}", f"{fold(word)!r}: words are compared with folded text")
    for kind in _SENTENCES if table == "unit" and words else ():
        for sentence in texts(entry, kind):
            if not any(word in fold(sentence) for word in words):
                yield file.problem(table, entry, f"{sentence!r} in {kind}", f"a sentence that holds one of the {key}")


def _ids(file: DataFile, table: str, entries: list[Entry]) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in entries:
        label = str(entry.get("id"))
        if label in seen:
            yield file.problem(table, entry, f"id {label!r} twice", "an id that no other entry of the file has")
        seen.add(label)


def _order(file: DataFile, table: str, entries: list[Entry]) -> Iterator[Problem]:
    ids = [str(entry.get("id", "")) for entry in entries]
    for entry, before, label in zip(entries[1:], ids, ids[1:], strict=False):
        if label < before:
            yield file.problem(
                table,
                entry,
                f"{label!r} behind {before!r}",
                "entries in the order of their ids, or a header that says that order carries meaning",
            )
            return
