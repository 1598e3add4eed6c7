"""One frozen dataclass for each kind of entry in `patterns/`. Field names are the keys of the TOML tables.

Every entry carries `examples` and `counterexamples` in sentences of our own; the tests replay both.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What all entries share. `file` is filled in by the loader, relative to `patterns/`."""

    id: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Row):
    """`[[unit]]` in `units/*.toml`.

    Attributes:
        dimension: Given once a file (`dimension = "mass"` at its head). A dimension that is a quotient is written
            as one (`length/time` for speeds), so that 节 and the composed 公里/小时 share it.
        aliases: Every spelling in press language, the canonical one (`id`) included.
        factor: How many of the base unit one is, as an exact decimal or fraction (`"1000"`, `"2000/3"`); None
            where nothing converts (classifiers).
        offset: What is added after the factor, for temperature scales only.
        system: Units of one dimension convert only within one system (months are no fixed number of days).
        iso: ISO 4217 code for currencies; it is their system.
        not_before, not_after: Strings that, directly behind or before the unit, show that it is something else.
        disambiguate: Why another entry has an alias of this one too; required on all entries that share it.
        when: Words of which one must stand in the clause for this reading; of the entries that share an alias
            exactly one has none and is the default.
        per_only: Stands only behind 每 or /, as the month in 元/月 does: 3月 is a date.
    """

    dimension: str
    aliases: tuple[str, ...]
    factor: str | None = None
    offset: str | None = None
    system: str | None = None
    iso: str | None = None
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    disambiguate: str | None = None
    when: tuple[str, ...] = ()
    per_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue(Row):
    """`[[cue]]`: words that mean one thing to one step (qualifiers, changes, targets, headings, boilerplate …).

    Attributes:
        words: The words; longest match wins.
        not_before, not_after: Strings that, directly behind or before the word, show that it is something else.
    """

    words: tuple[str, ...]
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodPattern(Row):
    """`[[period]]` in `dates/*.toml`: a pattern with a production.

    Attributes:
        examples: Tables of text, publish date and the period expected in it; `dates/parts.toml` defines the keys.
        pattern: Regular expression over folded text; `{name}` inserts and captures a part of `dates/parts.toml`.
            In `dates/compositions.toml` `{period}` stands for a period that another pattern found.
        production: Name of the function that turns the match into an interval.
        args: Constant arguments of the production.
        triggers: Given once a file: the characters with which its patterns can begin.
        lead: Given once a file, where `lead` of `dates/parts.toml` does not know how its patterns begin: a regular
            expression that matches wherever one of them can match.
    """

    examples: tuple[tuple[tuple[str, object], ...], ...]  # type: ignore[assignment]  # tables where other rows have sentences
    pattern: str
    production: str
    args: tuple[tuple[str, object], ...] = ()
    triggers: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Row):
    """`[[metric]]` in `metrics/<topic>.toml`: a canonical metric.

    Attributes:
        zh, en: Labels.
        dimensions: Dimensions of its values; a phrase with another dimension does not mean this metric.
        aliases: Phrases that mean it, the Chinese label included.
        units: Where given, the units of the dimension `count` that may count it (人 for people, 件 for cases).
        topic: The file's stem.
    """

    zh: str
    en: str
    dimensions: tuple[str, ...]
    aliases: tuple[str, ...]
    units: tuple[str, ...] = ()
    topic: str = ""
