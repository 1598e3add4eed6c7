"""An archive in pieces, each of which one task reads where it runs: some small files, or a slice of a large one.

A slice is a part of the documents, told by their places; the task reads the whole file and passes the others over, which
costs little beside the reading of texts.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers import File, Limits, Meter, items_of
from cnreport_extract.batch.readers.walk import shown
from cnreport_extract.batch.shards import Shard

SMALLEST, LARGEST = 256_000, 64_000_000
_FILES = 500


@dataclass(frozen=True, slots=True)
class Piece:
    """What one task reads.

    Attributes:
        files: The files, as they were named.
        folder: The folder that their names start from.
        part: Which of their documents.
        size: Bytes that count as read when it is done.
    """

    files: tuple[File, ...]
    folder: str
    part: Shard
    size: int

    def items(self, limits: Limits, shard: Shard) -> Iterator[Item | Failure]:
        """The documents of the piece that belong to a shard, called as if they were read where the files were named."""
        for file in self.files:
            path = os.path.join(self.folder, file.path)  # noqa: PTH118  (a path that need not be UTF-8)
            there, here = shown(path), shown(file.path)
            for found in items_of(File(path, file.size), limits, Meter()):
                place = here + found.place.removeprefix(there)
                if shard.holds(place) and self.part.holds(place):
                    yield found._replace(place=place)


def pieces(files: Iterable[File], size: int, folder: Path) -> Iterator[Piece]:
    """Cut an archive.

    Args:
        files: All its files.
        size: About how many bytes a piece is to have.
        folder: The working folder.

    Example:
        >>> cut = pieces([File("a", 30), File("b", 40), File("c", 250)], 100, Path("/data"))
        >>> [([file.path for file in piece.files], piece.part.number, piece.part.count) for piece in cut]
        [(['c'], 1, 3), (['c'], 2, 3), (['c'], 3, 3), (['a', 'b'], 1, 1)]
    """
    few: list[File] = []
    for file in files:
        slices = -(-file.size // size)
        if slices > 1:
            yield from (
                Piece((file,), str(folder), Shard(number, slices, salt="slice"), file.size // slices) for number in range(1, slices + 1)
            )
            continue
        if few and (len(few) == _FILES or sum(each.size for each in few) + file.size > size):
            yield _together(few, folder)
            few = []
        few.append(file)
    if few:
        yield _together(few, folder)


def _together(files: list[File], folder: Path) -> Piece:
    return Piece(tuple(files), str(folder), Shard(), sum(file.size for file in files))


def piece_size(total: int, processes: int) -> int:
    """Bytes for one piece: several for each process, so that none is left alone with a long one.

    Example:
        >>> piece_size(1_000_000, 2), piece_size(10**12, 100)
        (256000, 64000000)
    """
    return max(SMALLEST, min(LARGEST, total // (8 * processes)))
