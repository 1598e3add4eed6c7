"""What a user may say about the reading of an archive. All of it has defaults that suit scraped pages."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused, so that one hostile or broken file cannot stop a job; each excess is a failure of that document.

    Attributes:
        max_file_bytes: Size of one input as it is stored: a dump or container may be large, it is read piece by piece.
        max_document_bytes: Size of one document: a page, a member of a container, a line of a dump.
        max_characters: Length of the text that is taken out of a document.
        max_nesting: How many containers and compressions may lie in one another (`a.tar.gz` is two).
        max_depth: How deep the elements of a page may be nested.
        max_ratio: How many times larger than its compressed form content may be (from a megabyte on).
    """

    max_file_bytes: int = 100_000_000_000
    max_document_bytes: int = 20_000_000
    max_characters: int = 2_000_000
    max_nesting: int = 4
    max_depth: int = 1_000
    max_ratio: int = 200


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of the fields of a record (JSON Lines, JSON, CSV, Parquet); `a.b` is field b of field a.

    None: the usual names are tried, those in `patterns/records.toml`.
    """

    text: str | None = None
    key: str | None = None
    published: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How the text is taken out of an item.

    Attributes:
        fields: Names of the fields of records.
        encoding: Encoding of all files; None: told by the page or detected.
        limits: What is refused.
        patterns: Folders with patterns of the user's own, such as names that sites give their articles.
    """

    fields: Fields = field(default_factory=Fields)
    encoding: str | None = None
    limits: Limits = field(default_factory=Limits)
    patterns: tuple[str, ...] = ()
