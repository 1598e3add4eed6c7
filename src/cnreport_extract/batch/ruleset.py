"""The name of the rules that facts are made with: when it changes, a batch reads its documents again.

It covers all that decides what a text gives: the version of the package, its data files, the user's own names and the
options of reading.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from cnreport_extract import __version__, resources
from cnreport_extract.batch.reading import Reading

_DATA = ("*.toml", "*.csv", "*.json")


def ruleset(reading: Reading) -> str:
    """Version and a hash of what facts depend on.

    Example:
        >>> from cnreport_extract.batch.reading import Reading
        >>> name = ruleset(Reading())
        >>> name.startswith(__version__), name == ruleset(Reading()), name == ruleset(Reading(published="2025-04-02"))
        (True, True, False)
    """
    content = hashlib.blake2b(digest_size=8)
    for part in _parts(reading):
        content.update(len(part).to_bytes(8) + part)
    return f"{__version__}+{content.hexdigest()}"


def _parts(reading: Reading) -> Iterator[bytes]:
    yield repr(reading.facts_depend_on()).encode()
    for file in map(Path, reading.gazetteers):
        yield file.read_bytes()
    for folder in (*map(Path, reading.patterns), resources.patterns(), resources.gazetteers(), resources.models()):
        for file in sorted(found for pattern in _DATA for found in folder.rglob(pattern)):
            yield file.relative_to(folder).as_posix().encode()
            yield file.read_bytes()
